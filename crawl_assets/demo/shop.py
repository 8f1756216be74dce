"""The sample shop: each page becomes a draft, and one is approved."""

from urllib.parse import urlsplit

from crawl_assets.demo.project import Demo

CRAWL = ["product_pages", "product_drafts", "product_proposals", "product_evidence"]


def draft_products(demo: Demo, base: str) -> None:
    """Crawl every product page and a login wall, print the drafts, and approve the first one."""
    from tabulate import tabulate

    from crawl_assets.product_drafts import reviewing
    from crawl_assets.product_drafts.orders import OrderFiles, order_for, order_statements, utc_now
    from crawl_assets.product_drafts.partitions import CRAWL_EVENTS
    from crawl_assets.samples.shop import LOGIN_WALL, SOLD

    demo.say(f"A sample shop at {base}, a draft a product:")
    drafts = []
    for path in (*SOLD, LOGIN_WALL):
        order = order_for(f"{base}{path}", None, None, "demo")
        demo.store.database.transaction(order_statements(demo.store.database, order, utc_now()))
        OrderFiles(demo.store.settings.home).keep(order)
        demo.instance.add_dynamic_partitions(str(CRAWL_EVENTS.name), [order.event_id])
        demo.materialize(CRAWL, order.event_id, f"product_pages, product_drafts [{path}]")
        drafts.append(reviewing.find_draft(demo.store.database, order.event_id))
    rows = [
        (
            urlsplit(draft.payload["url"]).path,
            draft.status,
            draft.payload.get("title"),
            draft.payload.get("price"),
            draft.payload.get("currency"),
            draft.error or draft.payload.get("availability"),
        )
        for draft in drafts
    ]
    heads = ["page", "status", "title", "price", "currency", "availability or error"]
    demo.say("\n" + tabulate(rows, heads, disable_numparse=True, maxcolwidths=[None, None, 36, None, None, 48]) + "\n")
    first = drafts[0]
    if first.status == "READY_FOR_REVIEW":
        decision = reviewing.Decision("demo", utc_now())
        after = reviewing.approve(demo.store.database, first, {"brand": "Hearth & Hill"}, "sample-kettle", decision)
        demo.say(f"A person approves {after.payload['title']}, with a brand: it is {after.status}.\n")
