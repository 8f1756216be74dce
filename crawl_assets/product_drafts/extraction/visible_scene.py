"""A page as its later readers look at it: spots, title, cart button, and the part that holds both."""

from dataclasses import dataclass

from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.visible_buttons import find_button
from crawl_assets.product_drafts.extraction.visible_marks import mark_others
from crawl_assets.product_drafts.extraction.visible_spots import Spot, spots_of
from crawl_assets.product_drafts.extraction.visible_titles import find_title


@dataclass(frozen=True, slots=True)
class Scene:
    """The page as a list of spots in document order."""

    page: ProductPage
    spots: list[Spot]
    title: Spot | None
    button: Spot | None  # add to cart
    scope: Spot | None  # the smallest part of the page that holds the title and the button; None when that is all of it

    def is_in_scope(self, spot: Spot) -> bool:
        """Whether a spot stands in the part that holds title and button."""
        walker: Spot | None = spot
        while walker is not None:
            if walker is self.scope:
                return True
            walker = walker.parent
        return False


def see(page: ProductPage) -> Scene:
    """Walk over a page."""
    body = page.tree.find("body")
    spots = spots_of(body if body is not None else page.tree)
    title = find_title(page, spots)
    walker = title
    while walker is not None:
        walker.is_title = True
        walker = walker.parent
    mark_others(spots, title)
    button = find_button(spots, title)
    return Scene(page, spots, title, button, _scope(title, button))


def _scope(title: Spot | None, button: Spot | None) -> Spot | None:
    """Return the lowest spot above both, None when that is the whole page."""
    if title is None or button is None:
        return None
    above: set[int] = set()
    walker: Spot | None = title
    while walker is not None:
        above.add(walker.place)
        walker = walker.parent
    walker = button
    while walker is not None and walker.place not in above:
        walker = walker.parent
    return None if walker is None or walker.element.tag in ("body", "html") else walker
