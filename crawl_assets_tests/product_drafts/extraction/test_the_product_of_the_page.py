"""Of several products that a page tells of, its own is the surest: by address, name, place and whether it is sold."""

from crawl_assets_tests.product_drafts.extraction.reading import (
    SHOE,
    URL,
    linked,
    main_of,
    nodes_of,
    offered,
    page_of,
    said,
)

BOOT = {"@type": "Product", "name": "Blue Boot", "url": "https://shop.example/p/blue-boot", "offers": {"price": 99}}


def test_the_name_of_the_heading_beats_the_first_place() -> None:
    assert main_of(nodes_of(page_of(linked(BOOT, offered(price=5))))).name == "Red Shoe"


def test_the_own_address_beats_another_address_when_names_are_alike() -> None:
    other = offered(price=7) | {"url": "https://shop.example/p/red-shoe-kids"}
    own = offered(price=5) | {"url": URL, "sku": "OWN", "name": "Red Shoe"}
    assert said(main_of(nodes_of(page_of(linked(other, own)))), "price") == "5 EUR"


def test_the_canonical_address_is_an_own_address() -> None:
    html = page_of(
        '<link rel="canonical" href="/p/9">', linked(BOOT | {"name": "X"}, SHOE | {"name": "Y", "url": "/p/9"})
    )
    assert main_of(nodes_of(html)).name == "Y"


def test_related_products_and_items_of_lists_are_never_sure() -> None:
    items = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": offered(price=1)}]}
    related = SHOE | {"isSimilarTo": [offered(price=2)], "isRelatedTo": offered(price=3)}
    guesses = {node.path: node.is_main_guess for node in nodes_of(page_of(linked(items, related)))}
    assert guesses["ld+json[2]"] > 0.5
    assert [guess for path, guess in guesses.items() if path != "ld+json[2]" and guess > 0.25] == []


def test_the_only_product_is_rather_the_pages_own_though_its_name_is_another() -> None:
    assert main_of(nodes_of(page_of(linked(offered(price=5) | {"name": "Chaussure"})))).is_main_guess >= 0.35


def test_a_product_without_an_address_is_nearly_as_sure_as_one_with_it() -> None:
    bare, addressed = (
        main_of(nodes_of(page_of(linked(offered(price=5) | more)))).is_main_guess for more in ({}, {"url": URL})
    )
    assert addressed - 0.15 < bare <= addressed


def test_east_asian_names_are_compared_by_their_letters() -> None:
    html = page_of(
        linked({"@type": "Product", "name": "别的茶"}, {"@type": "Product", "name": "古树普洱生茶 357克"}),
        heading="古树普洱生茶357g",
    )
    assert main_of(nodes_of(html)).name == "古树普洱生茶 357克"
