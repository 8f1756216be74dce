"""Breadcrumbs as people see them: parts of a list, or links and the words between them."""

import pytest

from crawl_assets.product_drafts.extraction.extract import extract_product


def crumbs(html: str) -> list[tuple[str, str | None]]:
    page = f"<html><body>{html}<h1>Stool</h1><p>$12.00</p><button>Add to cart</button></body></html>"
    product = extract_product(page, "https://shop.example.org/stool")
    return [(crumb.name, crumb.link) for crumb in product.breadcrumbs or ()]


HOME, SEATS = ("Home", "https://shop.example.org/"), ("Seats", "https://shop.example.org/seats")
LINKS = '<a href="/">Home</a> &gt; <a href="/seats">Seats</a>'


@pytest.mark.parametrize("end", ["&gt; Stool", "&gt; <b>Stool</b>", "<!-- crumb --> / <span>Stool</span>"])
def test_the_page_itself_is_the_last_crumb_though_it_is_no_link(end: str) -> None:
    assert crumbs(f'<div class="breadcrumbs">{LINKS} {end}</div>') == [HOME, SEATS, ("Stool", None)]


@pytest.mark.parametrize(
    "before", ["You are here:", "現在的位置：", '<a href="javascript:back()">Back</a>', "<b>You are here</b>"]
)
def test_words_before_the_first_crumb_are_none(before: str) -> None:
    assert crumbs(f'<div class="breadcrumbs">{before} {LINKS}</div>') == [HOME, SEATS]


def test_items_of_a_list_are_crumbs() -> None:
    items = '<li><a href="/">Home</a></li><li><a href="/seats">Seats</a></li><li>Stool</li>'
    assert crumbs(f'<ol class="breadcrumb">{items}</ol>') == [HOME, SEATS, ("Stool", None)]
