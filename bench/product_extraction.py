"""Products of labelled pages: ours beside extruct with a plain choice. F1 by field, pages a second, in one run.

The pages are those of the tests. extruct reads JSON-LD, microdata and Open Graph; of each field the first of the
three that has it is taken, from the first product on the page, which is what most who use it do. Bare pages are the
same ones for ours, without data for machines and with meaningless class names. With `misses`, what ours does not read
whole is listed by page.

Run: `python bench/product_extraction.py [misses]`
"""

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tabulate import tabulate

from crawl_assets.product_drafts.extraction.extract import as_json, extract_product
from crawl_assets_tests.product_drafts.labelled import labelled_pages
from crawl_assets_tests.product_drafts.labelled.bare import without_data, without_names
from crawl_assets_tests.product_drafts.labelled.parts import Labelled
from crawl_assets_tests.product_drafts.scoring import misses, scores

REPEATS = 3
Read = Callable[[Labelled], dict[str, Any]]


def ours(page: Labelled) -> dict[str, Any]:
    return as_json(extract_product(page.html, page.url))


def extruct_alone(page: Labelled) -> dict[str, Any]:
    import extruct

    try:
        data = extruct.extract(
            page.html, base_url=page.url, syntaxes=["json-ld", "microdata", "opengraph"], uniform=True, errors="ignore"
        )
    except Exception:  # a library that stumbles has found nothing
        return {}
    said: dict[str, Any] = {}
    for syntax in ("json-ld", "microdata", "opengraph"):
        node = next(products(data.get(syntax) or []), None) if syntax != "opengraph" else graph(data)
        for field, value in (of_node(node) if node else {}).items():
            if value not in (None, "", []):
                said.setdefault(field, value)
    return said


def products(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        kinds = node.get("@type")
        if {"Product", "ProductGroup", "Book"} & set(kinds if isinstance(kinds, list) else [kinds]):
            yield node
        yield from products([one for one in node.get("@graph") or [] if isinstance(one, dict)])


def graph(data: Mapping[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for one in data.get("opengraph") or []:
        merged |= one
    price = merged.get("product:price:amount") or merged.get("og:price:amount")
    currency = merged.get("product:price:currency") or merged.get("og:price:currency")
    return {
        "name": merged.get("og:title"),
        "image": merged.get("og:image"),
        "offers": {"price": price, "priceCurrency": currency},
    }


def of_node(node: dict[str, Any]) -> dict[str, Any]:
    offer = first(node.get("offers")) or {}
    brand, rating = first(node.get("brand")), first(node.get("aggregateRating"))
    images = [one.get("url") if isinstance(one, dict) else one for one in listed(node.get("image"))]
    said: dict[str, Any] = {
        "name": node.get("name"),
        "price": offer.get("price") or offer.get("lowPrice"),
        "currency": offer.get("priceCurrency"),
        "availability": re.sub(r"^https?://schema\.org/", "", str(offer.get("availability") or "")),
        "sku": node.get("sku"),
        "mpn": node.get("mpn"),
        "gtin": node.get("gtin13") or node.get("gtin") or node.get("gtin12") or node.get("isbn"),
        "brand": brand.get("name") if isinstance(brand, dict) else brand,
        "description": node.get("description"),
        "images": [one for one in images if one],
        "main_image": images[0] if images else None,
    }
    if isinstance(rating, dict):
        count = rating.get("reviewCount") or rating.get("ratingCount") or ""
        said["rating"] = {"value": rating.get("ratingValue"), "count": int(count) if str(count).isdigit() else None}
    return said


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def first(value: Any) -> Any:
    return next(iter(listed(value)), None)


METHODS: dict[str, Read] = {"crawl_assets": ours, "extruct": extruct_alone}


def main() -> None:
    pages, found, speed = labelled_pages(), {}, {}
    for name, read in METHODS.items():
        read(pages[0])  # imports
        seconds = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            found[name] = [read(page) for page in pages]
            seconds.append(time.perf_counter() - start)
        speed[name] = len(pages) / min(seconds)
    scored = {
        name: scores([(page.truth, one) for page, one in zip(pages, said, strict=True)]) for name, said in found.items()
    }
    rows = [
        [field, score.pages, score.precision, score.recall, score.f1, scored["extruct"][field].f1]
        for field, score in scored["crawl_assets"].items()
    ]
    bare = scores([(page.truth, ours(replace(page, html=without_names(without_data(page.html))))) for page in pages])
    rows = [[*row, bare[row[0]].f1] for row in rows]
    size = sum(len(page.html) for page in pages) / len(pages) / 1000
    print(f"{len(pages)} pages of {size:.0f} kB")
    print(
        tabulate(rows, ["", "pages", "precision", "recall", "F1", "F1 of extruct", "F1 of bare pages"], floatfmt=".3f")
    )
    print(tabulate([[name, value] for name, value in speed.items()], ["", "pages/s"], floatfmt=".0f"))
    if "misses" in sys.argv[1:]:
        for page, said in zip(pages, found["crawl_assets"], strict=True):
            for field, (true, ours_) in misses(page.truth, said).items():
                print(f"{page.name}: {field} is {true!r:.120}, read as {ours_!r:.120}")


if __name__ == "__main__":
    main()
