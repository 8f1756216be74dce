"""A rating that stands alone as a figure, in what is called a rating."""

import pytest

from crawl_assets.product_drafts.extraction.extract import as_json, extract_product


@pytest.mark.parametrize(
    ("html", "value"),
    [
        ('<div class="bv_rating">4.8</div>', "4.8"),
        ('<span class="review-score">4,5 (178)</span>', "4.5"),
        ('<div class="delivery">4.5</div>', None),
        ('<div class="rating">2026</div>', None),
    ],
)
def test_a_figure_within_a_rating_is_of_five(html: str, value: str | None) -> None:
    page = f"<html><body><h1>Stool</h1>{html}<p>$12.00</p><button>Add to cart</button></body></html>"
    rating = as_json(extract_product(page, "https://shop.example.org/stool"))["rating"]
    assert (rating and str(rating["value"])) == value
