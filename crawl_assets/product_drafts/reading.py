"""What a fetched page says: a wall, or a product with the evidence of its fields."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crawl_assets.crawl.errors import error_for_status
from crawl_assets.product_drafts import by_model
from crawl_assets.product_drafts.fetching import Fetched, Walled

if TYPE_CHECKING:
    from logging import Logger

    from crawl_assets.resources import LanguageModels, Store

Product = dict[str, Any]
Evidence = list[dict[str, Any]]


def read_product(fetched: Fetched) -> tuple[Product, Evidence]:
    """Read a page by rules; raises Walled, or a FetchError for a page that tells of an error."""
    from crawl_assets.product_drafts.extraction.extract import as_json, extract_product
    from crawl_assets.product_drafts.walls import wall_of

    wall = wall_of(fetched.html, fetched.url, fetched.status or 200)
    if wall is not None:
        raise Walled(f"{wall.kind}: {wall.note}")
    if fetched.status is not None and fetched.status >= 400:  # a browser shows such pages as well
        raise error_for_status(fetched.url, fetched.status, None)
    product = as_json(extract_product(fetched.html, fetched.url))
    return product, evidence_list(product.pop("evidence", None) or {}, product)


def with_model(
    read: tuple[Product, Evidence],
    fetched: Fetched,
    store: "Store",
    llm: "LanguageModels",
    log: "Logger",
) -> tuple[Product, Evidence]:
    """Let the model of the settings fill in what is missing; whatever goes wrong is said in `model_note`."""
    product, evidence = read
    model, fields = store.settings.products_model, by_model.missing(product)
    if not model or not fields:
        return read
    from crawl_assets.product_drafts.extraction.page import read_page

    text = read_page(fetched.html, fetched.url).text
    try:
        folder = store.settings.home / "products" / "model_replies"
        reply = by_model.ask_once(folder, llm.client, by_model.request(model, text, fields), text)
    except Exception as error:
        log.warning(f"{model} was not of use, so {', '.join(fields)} stay empty: {error}")
        return {**product, "model_note": f"{model} was not of use: {error}"}, evidence
    filled = by_model.fill(product, text, reply)
    note = {"model_note": f"{model}: {filled.note}"} if filled.note else {}
    return {**filled.product, **note}, [*evidence, *filled.evidence]


def evidence_list(by_field: Mapping[str, Mapping[str, Any]], product: Mapping[str, Any]) -> Evidence:
    """Return the evidence of a product's fields as rows."""
    names = {"name": "title"}
    return [{"field": names.get(name, name), "value": product.get(name), **dict(one)} for name, one in by_field.items()]
