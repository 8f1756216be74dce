"""The only place where everything meets: each system's definitions, and the resources they are given."""

import dagster as dg

from crawl_assets.activities import defs as activities
from crawl_assets.cryptic_bench import defs as cryptic_bench
from crawl_assets.durable.journal import closing_output
from crawl_assets.llms_txt import defs as llms_txt
from crawl_assets.product_drafts import defs as product_drafts
from crawl_assets.resources import LanguageModels, Outside, Store, Web
from crawl_assets.store.io_manager import TursoIOManager


def build(store: Store, web: Web, llm: LanguageModels, outside: Outside | None = None) -> dg.Definitions:
    """Put the systems on the given services; a run needs no process of its own for each step."""
    resources = {
        "store": store,
        "web": web,
        "llm": llm,
        "outside": outside or Outside(lambda: store.settings),
        "io_manager": TursoIOManager(lambda: store.database, also_write=closing_output),
    }
    return dg.Definitions.merge(
        activities.DEFS,
        cryptic_bench.DEFS,
        llms_txt.DEFS,
        product_drafts.DEFS,
        dg.Definitions(resources=resources, executor=dg.in_process_executor),
    )


_store = Store()
defs = build(_store, Web(store=_store), LanguageModels())
