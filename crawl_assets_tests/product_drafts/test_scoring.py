"""The scorer counts as public benchmarks do, and the labelled pages hold what their truth says."""

import re
from html import unescape

import pytest
from lxml.html import document_fromstring

from crawl_assets_tests.product_drafts.labelled import labelled_pages
from crawl_assets_tests.product_drafts.labelled.parts import Labelled
from crawl_assets_tests.product_drafts.scoring import READERS, image_key, misses, part, scores

PAGES = labelled_pages()


def test_something_said_costs_precision_and_something_missed_costs_recall() -> None:
    pairs = [
        ({"sku": "A1"}, {"sku": "a1"}),
        ({"sku": "A2"}, {"sku": "B2"}),
        ({"sku": "A3"}, {"sku": None}),
        ({}, {"sku": "X"}),
        ({}, {}),
    ]
    score = scores(pairs)["sku"]
    assert (score.precision, score.recall, score.pages) == (pytest.approx(1 / 3), pytest.approx(1 / 3), 3)
    assert score.f1 == pytest.approx(1 / 3)
    assert scores(pairs)["price"].f1 == 0


@pytest.mark.parametrize(
    ("field", "true", "said", "expected"),
    [
        ("price", "1299.00", "1299.0", (1, 1)),
        ("price", "1299.00", "1.299", (0, 0)),
        ("gtin", "036000291452", "0036000291452", (1, 1)),
        ("name", "Copper  kettle", "copper kettle", (1, 1)),
        ("images", ["https://x/a_600x600.jpg", "https://x/b.jpg"], ["https://x/a.jpg?w=2"], (1, 0.5)),
        ("breadcrumbs", ["Home", "Tea"], [{"name": "Home", "link": None}, {"name": "Pots"}], (0.5, 0.5)),
        ("properties", [["Weight", "2 kg"]], [{"name": "Weight:", "value": "2 kg"}], (1, 1)),
        ("rating", {"value": 4.5, "count": 3}, {"value": "4.50", "best": "5", "count": 3}, (1, 1)),
        ("description", "a b c d", "a b", (1, 0.5)),
        ("brand", "Alder", "", (None, 0)),
    ],
)
def test_a_field_is_compared_after_normalisation(
    field: str, true: object, said: object, expected: tuple[float | None, float]
) -> None:
    assert part(field, {field: true}, {field: said}) == expected


def test_sizes_of_one_picture_have_one_key_and_two_pictures_have_two() -> None:
    same = ("https://a/p/81-large_default/x.jpg", "https://a/p/81-home_default/x.jpg")
    assert len({image_key(url) for url in same}) == 1
    assert image_key("https://a/images/I/61ab._AC_SL1500_.jpg") == image_key("https://a/images/I/61ab._AC_SX466_.jpg")
    assert image_key("https://a/stencil/1280x1280/t.jpg?c=2") == image_key("https://a/stencil/500x659/t.jpg")
    assert image_key("https://a/_next/image?url=%2Fi%2Fc.jpg&w=9") == image_key("https://a/i/c.jpg")
    assert image_key("https://a/i1/vase.jpg") != image_key("https://a/i2/vase.jpg")
    assert image_key("https://a/skillet-front.jpg") != image_key("https://a/skillet-back.jpg")


def test_what_is_missed_is_told_with_the_truth() -> None:
    assert misses({"price": "5", "sku": "A"}, {"price": "5.00", "sku": None}) == {"sku": ("A", None)}


def test_every_page_has_a_name_of_its_own_and_fields_that_are_scored() -> None:
    assert len({page.name for page in PAGES}) == len(PAGES) >= 60
    assert all(set(page.truth) <= set(READERS) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_truth_of_a_page_stands_on_the_page(page: Labelled) -> None:
    seen = _squeezed("".join(document_fromstring(page.html).itertext()) + unescape(page.html) + page.url)
    for field in ("sku", "mpn", "brand", "name"):
        assert _squeezed(page.truth.get(field, "")) in seen, field
    for field in ("price", "regular_price", "gtin"):
        digits = page.truth.get(field, "").replace(".", "")
        assert re.search("[.,'-]?".join(digits.removesuffix("00")), seen), field
    assert page.truth.get("availability") in {None, "InStock", "OutOfStock", "PreOrder", "BackOrder", "Discontinued"}


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
