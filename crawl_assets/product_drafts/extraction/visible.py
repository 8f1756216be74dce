"""All that the visible page tells about its product."""

from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.visible_extras import crumb_candidates, rating_candidates
from crawl_assets.product_drafts.extraction.visible_images import image_candidates
from crawl_assets.product_drafts.extraction.visible_pairs import pair_candidates
from crawl_assets.product_drafts.extraction.visible_prices import price_candidates
from crawl_assets.product_drafts.extraction.visible_scene import Scene, see
from crawl_assets.product_drafts.extraction.visible_stock import stock_candidates
from crawl_assets.product_drafts.extraction.visible_texts import (
    brand_candidates,
    description_candidates,
    name_candidates,
)


def visible_candidates(page: ProductPage) -> list[Candidate]:
    """Return the candidates of the visible page, of each field the likeliest first."""
    return candidates_of(see(page))


def candidates_of(scene: Scene) -> list[Candidate]:
    """Return the candidates of a page that was walked already."""
    return [
        *name_candidates(scene),
        *price_candidates(scene),
        *stock_candidates(scene),
        *pair_candidates(scene),
        *brand_candidates(scene),
        *description_candidates(scene),
        *image_candidates(scene),
        *rating_candidates(scene),
        *crumb_candidates(scene),
    ]
