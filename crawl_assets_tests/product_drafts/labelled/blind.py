# ruff: noqa: E501 - HTML as shops write it
"""Pages that were written before they were read, and were misread at first."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, offer, small_shop

_BOX = '<div class="pdp">{}<button>Add to cart</button></div>'


def pages() -> Iterator[Labelled]:
    yield _page(
        "ways to get it",
        "Slim Coffee Maker",
        '<a href="/b/korba">Shop all Korba</a><h1>Slim Coffee Maker</h1><div class="price">$59.99</div><div><h2>Pickup</h2><span>Not available at Northgate</span></div><div><h2>Delivery</h2><span>Not available</span></div>',
        price="59.99",
        currency="USD",
    )
    yield _page(
        "a maker's list price",
        "Kettenblatt 44Z",
        '<h1>Kettenblatt 44Z</h1><p class="price with-list-price">24,95 € <span class="list-price">32,95 €</span></p>',
        price="24.95",
        regular_price="32.95",
        currency="EUR",
    )
    yield _page(
        "three decimals",
        "Wide Screen 55",
        '<h1>Wide Screen 55</h1><span class="now">123.900 KD</span> <span class="was">149.900 KD</span>',
        price="123.900",
        regular_price="149.900",
        currency="KWD",
    )
    yield _page(
        "a code in the title",
        "Signal Box",
        '<h1>Signal Box <small>[TT-482]</small></h1><p class="price">$29.95</p>',
        price="29.95",
        currency="USD",
        sku="TT-482",
    )
    url = "https://wool.example/p/cardigan?variant=2"
    offers = [
        offer(price, "USD", sku=sku, url=f"https://wool.example/p/cardigan?variant={at}")
        for at, price, sku in ((1, "120.00", "FC-S"), (2, "140.00", "FC-M"))
    ]
    data = ld({"@type": "Product", "name": "Fisher Cardigan", "sku": "FC-S", "offers": offers})
    main = _BOX.format('<h1>Fisher Cardigan</h1><p class="price">$140.00</p>')
    yield small_shop(
        "blind the variant in the address",
        url,
        main,
        {"name": "Fisher Cardigan", "price": "140.00", "currency": "USD", "availability": "InStock", "sku": "FC-M"},
        head=data,
    )


def _page(name: str, title: str, box: str, **truth: str) -> Labelled:
    url = f"https://blind.example/{title.lower().replace(' ', '-')}"
    return small_shop(f"blind {name}", url, _BOX.format(box), {"name": title, "availability": "InStock", **truth})
