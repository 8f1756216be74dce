"""Read the raw activities of a workflow by the back end that it asks for."""

from typing import TYPE_CHECKING

from crawl_assets.activities.registry import check_wanted, find_workflow, order_of
from crawl_assets.activities.workflows import Part

if TYPE_CHECKING:
    from crawl_assets.activities.raw.order import RawResult
    from crawl_assets.activities.rows import ScrapeWorkflow
    from crawl_assets.activities.standardizing.standardize import StandardRules
    from crawl_assets.resources import LanguageModels, Outside, Store, Web


def scrape(part: Part, store: "Store", web: "Web", llm: "LanguageModels", outside: "Outside") -> "RawResult":
    """Read a workflow's activities; every call to the outside is a durable step. Raises what the back end does."""
    from crawl_assets.activities.raw.backends import raw_activities
    from crawl_assets.activities.raw.opening import backends_of

    workflow = part.workflow

    def check() -> None:
        check_wanted(find_workflow(store.database, workflow.workflow_id))

    model, cap = workflow.model or "", workflow.max_cost_usd
    backends = backends_of(store, web, outside, llm, model=model, max_cost_usd=cap, check=check)
    read = raw_activities(part.steps, backends, order_of(workflow), part.log)
    check()
    return read


def rules_of(workflow: "ScrapeWorkflow") -> "StandardRules":
    """Return what a workflow's rows have in common; what is past is so at its start, whenever it is standardized."""
    from crawl_assets.activities.standardizing.standardize import StandardRules

    return StandardRules(
        workflow.started_at,
        urgency=workflow.urgency_default,  # type: ignore[arg-type]  # the table checks it
        tags_hint=workflow.tags_hint,
    )
