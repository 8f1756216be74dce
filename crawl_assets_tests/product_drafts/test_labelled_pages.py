"""How well the labelled pages are read; a change that reads them worse fails here."""

from functools import cache
from typing import Any

import pytest

from crawl_assets.product_drafts.extraction.extract import as_json, extract_product
from crawl_assets_tests.product_drafts.labelled import labelled_pages
from crawl_assets_tests.product_drafts.labelled.bare import without_data, without_names
from crawl_assets_tests.product_drafts.labelled.parts import Labelled
from crawl_assets_tests.product_drafts.scoring import Score, misses, scores

PAGES = labelled_pages()
BY_NAME = {page.name: page for page in PAGES}
FLOORS = {  # F1, slightly under what is reached; see bench/product_extraction.py for what is missed
    "name": 0.99,
    "price": 0.98,
    "regular_price": 0.95,
    "currency": 0.98,
    "availability": 0.98,
    "sku": 0.97,
    "mpn": 0.95,
    "gtin": 0.99,
    "brand": 0.95,
    "description": 0.95,
    "main_image": 0.98,
    "images": 0.98,
    "rating": 0.75,
    "breadcrumbs": 0.93,
    "properties": 0.88,
}


@cache
def said(page: str) -> dict[str, Any]:
    return as_json(extract_product(BY_NAME[page].html, BY_NAME[page].url))


@cache
def reached() -> dict[str, Score]:
    return scores([(page.truth, said(page.name)) for page in PAGES])


@pytest.mark.parametrize(("field", "floor"), FLOORS.items())
def test_a_field_is_read_as_well_as_before(field: str, floor: float) -> None:
    missed = {
        page.name: misses(page.truth, said(page.name))[field]
        for page in PAGES
        if field in misses(page.truth, said(page.name))
    }
    assert reached()[field].f1 >= floor, missed


def test_the_floors_cover_every_field_that_is_scored() -> None:
    assert set(FLOORS) == set(reached())


def test_what_people_see_is_enough_for_most_pages() -> None:
    bare = [(page.truth, as_json(extract_product(without_names(without_data(page.html)), page.url))) for page in PAGES]
    seen = scores(bare)
    floors = {"name": 0.97, "price": 0.94, "currency": 0.95, "availability": 0.95, "sku": 0.85, "main_image": 0.95}
    assert {field: seen[field].f1 for field, floor in floors.items() if seen[field].f1 < floor} == {}


@pytest.mark.parametrize("page", PAGES[::6], ids=lambda page: page.name)
def test_a_page_that_is_cut_off_anywhere_is_still_read(page: Labelled) -> None:
    for share in (0.2, 0.6, 0.95):
        line = as_json(extract_product(page.html[: int(len(page.html) * share)], page.url))
        assert line["url"] and (line["price"] is None or float(line["price"]) >= 0)
