"""A small shop on loopback and a project that crawls it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import dagster as dg

from crawl_assets.product_drafts.event_ids import event_id_of
from crawl_assets.product_drafts.orders import OrderFiles, order_for, order_statements, utc_now
from crawl_assets.product_drafts.partitions import CRAWL_EVENTS
from crawl_assets.product_drafts.result_files import newest_result
from crawl_assets.product_drafts.reviewing import draft_of
from crawl_assets.product_drafts.rows import ProductDraft
from crawl_assets.store.errors import DatabaseDisabled
from crawl_assets_tests.cryptic_bench.projects import Project, Ran, environment
from crawl_assets_tests.fakes.site import Route, SiteServer

DRAFTS = ["product_drafts", "product_proposals", "product_evidence"]
ALL = ["product_pages", *DRAFTS]
LOGIN = (
    "<html><head><title>Sign in</title></head><body><h1>Sign in</h1><form action='/login' method='post'>"
    "<input name='user'><input type='password' name='password'><button>Sign in</button></form></body></html>"
)


def product_page(price: str | None = "24.50", name: str = "Enamel kettle", **more: Any) -> str:
    """Make the page of a product, with its data in JSON-LD and in sight."""
    offer = {"@type": "Offer", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}
    offer |= {} if price is None else {"price": price}
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": name,
        "image": "https://cdn.example/kettle.jpg",
    }
    shown = "" if price is None else f"<p class='price'>{price} €</p>"
    return (
        f"<html lang='en'><head><title>{name}</title>"
        f'<script type="application/ld+json">{json.dumps(data | {"offers": offer} | more)}</script></head>'
        f"<body><main><h1>{name}</h1>{shown}<p>It boils a litre of water and whistles when it is done.</p>"
        "<button>Add to cart</button></main></body></html>"
    )


class Shop:
    """One page of a shop, asked for as an event of a project."""

    def __init__(self, project: Project, server: SiteServer, path: str = "/kettle") -> None:
        self.project, self.server, self.path = project, server, path
        self.url = f"{server.url}{path}"
        self.event_id = event_id_of(self.url)
        self.out = project.store.settings.products_out

    def ask(self, event_id: str | None = None, out_dir: str | None = None) -> None:
        order = order_for(self.url, event_id, out_dir, "cli")
        self.event_id = order.event_id
        OrderFiles(self.project.store.settings.home).keep(order)
        with suppress(DatabaseDisabled):
            self.project.database.transaction(order_statements(self.project.database, order, utc_now()))
        self.project.instance.add_dynamic_partitions(str(CRAWL_EVENTS.name), [order.event_id])

    def serve(self, page: Route | list[Route]) -> None:
        self.server.routes[self.path] = page

    def crawl(self, assets: list[str] = ALL, **config: Any) -> Ran:
        return self.project.run(assets, self.event_id, **config)

    def draft(self) -> ProductDraft:
        (found,) = draft_of(self.project.database, self.event_id)
        return found

    def newest(self) -> dict[str, Any]:
        found = newest_result(self.out, self.event_id)
        assert found is not None
        return found.payload

    def files(self) -> list[Path]:
        return sorted(self.out.rglob("*.json"))


def requested(project: Project, sensor: dg.SensorDefinition) -> list[str | None]:
    """Evaluate a sensor and return the partitions that it requests runs for."""
    with dg.build_sensor_context(instance=project.instance, definitions=project.defs) as context:
        found = sensor(context, store=project.store)
    requests = found.run_requests if isinstance(found, dg.SensorResult) else list(found)  # type: ignore[call-overload]
    return [one.partition_key for one in requests or () if isinstance(one, dg.RunRequest)]


@contextmanager
def shop(home: Path, page: Route | list[Route] | None = None, **environ: str) -> Iterator[Shop]:
    """Serve a page and ask for it."""
    with (
        SiteServer({"/kettle": page or product_page()}) as server,
        Project(environment(home, CRAWL_ALLOW_HOSTS=server.place, **environ)) as project,
    ):
        found = Shop(project, server)
        found.ask()
        yield found
