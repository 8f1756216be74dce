# ruff: noqa: E501 - HTML as shop systems write it
"""Pages whose data misleads: stale, null, zero, broken, or of other products; people see what is true."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, meta, offer, small_shop
from crawl_assets_tests.product_drafts.labelled.tongues import GB


def pages() -> Iterator[Labelled]:
    yield _stale_json_ld()
    yield _null_price()
    yield _none_and_range_text()
    yield _related_node_first()
    yield _trailing_comma()
    yield _stale_stock()
    yield _zero_in_data()
    yield _default_og_price()


def _stale_json_ld() -> Labelled:
    url, image = "https://larder.example/p/walnut-board", "https://larder.example/i/board.jpg"
    main = f'<h1>Walnut Board</h1><img src="{image}"><p class="price"><s>$110.00</s> <strong class="sale">$82.50</strong></p><p>Today only: 25% off</p><button>Add to cart</button><p>SKU LD-WB1</p><p class="description">One plank of walnut with a groove and two feet.</p>'
    head = ld(
        {
            "@type": "Product",
            "name": "Walnut Board",
            "sku": "LD-WB1",
            "image": image,
            "offers": offer("110.00", "USD", priceValidUntil="2021-01-31"),
        }
    )
    return small_shop(
        "stale-json-ld-price",
        url,
        main,
        {
            "name": "Walnut Board",
            "price": "82.50",
            "regular_price": "110.00",
            "currency": "USD",
            "availability": "InStock",
            "sku": "LD-WB1",
            "description": "One plank of walnut with a groove and two feet.",
            "images": [image],
            "main_image": image,
        },
        head=head,
    )


def _null_price() -> Labelled:
    url, image = "https://pantry.example/p/mortar", "https://pantry.example/i/mortar.jpg"
    main = f'<h1>Granite Mortar</h1><img src="{image}"><p>Ships for $7.00</p><div class="buy"><span class="amount">$44.00</span><button>Add to cart</button></div><p class="description">Cut from one stone, rough inside.</p>'
    head = ld(
        {
            "@type": "Product",
            "name": "Granite Mortar",
            "image": image,
            "sku": None,
            "brand": None,
            "gtin13": "",
            "offers": offer(None, "USD"),
        }
    )
    return small_shop(
        "null-price",
        url,
        main,
        {
            "name": "Granite Mortar",
            "price": "44.00",
            "currency": "USD",
            "availability": "InStock",
            "description": "Cut from one stone, rough inside.",
            "images": [image],
            "main_image": image,
        },
        head=head,
    )


def _none_and_range_text() -> Labelled:
    url, image = "https://pottery.example/p/planter", "https://pottery.example/i/planter.jpg"
    main = f'<h1>Planter</h1><img src="{image}"><p class="price">$100.00 - $200.00</p><select><option>Small</option><option>Large</option></select><button>Add to cart</button><p class="description">Frost-proof and heavy.</p>'
    head = ld(
        {
            "@type": "Product",
            "name": "Planter",
            "image": image,
            "mpn": "None",
            "sku": "None",
            "brand": {"@type": "Brand", "name": "None"},
            "offers": offer("100 - 200", "USD"),
        }
    )
    return small_shop(
        "none-and-range-as-text",
        url,
        main,
        {
            "name": "Planter",
            "price": "100.00",
            "currency": "USD",
            "availability": "InStock",
            "description": "Frost-proof and heavy.",
            "images": [image],
            "main_image": image,
        },
        head=head,
    )


def _related_node_first() -> Labelled:
    url, image = "https://cables.example/p/usb-c-2m", "https://cables.example/i/usbc2.jpg"
    main = f'<h1>USB-C cable, 2 m</h1><img src="{image}"><p class="price">$13.90</p><p>In stock</p><button>Add to cart</button><p>Item CB-UC2</p><p class="description">Carries 100 W and thin data.</p>'
    others_ld = [
        {
            "@type": "Product",
            "name": f"USB-C cable, {metres} m",
            "url": f"https://cables.example/p/usb-c-{metres}m",
            "sku": f"CB-UC{metres}",
            "offers": offer(price, "USD", "OutOfStock"),
        }
        for metres, price in ((1, "9.90"), (3, "17.90"))
    ]
    main_ld = {
        "@type": "Product",
        "name": "USB-C cable, 2 m",
        "url": url,
        "sku": "CB-UC2",
        "image": image,
        "offers": offer("13.90", "USD"),
    }
    return small_shop(
        "related-node-first",
        url,
        main,
        {
            "name": "USB-C cable, 2 m",
            "price": "13.90",
            "currency": "USD",
            "availability": "InStock",
            "sku": "CB-UC2",
            "description": "Carries 100 W and thin data.",
            "images": [image],
            "main_image": image,
        },
        head=ld(*others_ld, main_ld),
    )


def _trailing_comma() -> Labelled:
    url, image = "https://brush.example/p/hake", "https://brush.example/i/hake.jpg"
    raw = f'''// product data
{{"@context": "http://schema.org", "@type": "Product", "name": "Hake Brush", "sku": "BR-HK2", "image": "{image}", "description": "Soft
goat hair,
two inches.", "offers": {{"@type": "Offer", "price": "15.00", "priceCurrency": "USD", "availability": "InStock",}},}}'''
    main = f'<h1>Hake Brush</h1><img src="{image}"><p class="price">$15.00</p><button>Add to cart</button><p class="description">Soft goat hair, two inches.</p>'
    return small_shop(
        "json-ld-not-quite-json",
        url,
        main,
        {
            "name": "Hake Brush",
            "price": "15.00",
            "currency": "USD",
            "availability": "InStock",
            "sku": "BR-HK2",
            "description": "Soft goat hair, two inches.",
            "images": [image],
            "main_image": image,
        },
        head=ld(raw=raw),
    )


def _stale_stock() -> Labelled:
    url, image = "https://gardenry.example/p/iron-trellis", "https://gardenry.example/i/trellis.jpg"
    main = f'<h1>Iron Trellis</h1><img src="{image}"><p class="price">$72.00</p><p class="availability out-of-stock">Out of stock</p><button disabled>Out of stock</button><a>Notify me</a><p>Item GA-IT</p><p class="description">Forged scrolls, six feet tall.</p>'
    head = ld(
        {
            "@type": "Product",
            "name": "Iron Trellis",
            "sku": "GA-IT",
            "image": image,
            "offers": offer("72.00", "USD", "InStock"),
        }
    )
    return small_shop(
        "stale-json-ld-stock",
        url,
        main,
        {
            "name": "Iron Trellis",
            "price": "72.00",
            "currency": "USD",
            "availability": "OutOfStock",
            "sku": "GA-IT",
            "description": "Forged scrolls, six feet tall.",
            "images": [image],
            "main_image": image,
        },
        head=head,
    )


def _zero_in_data() -> Labelled:
    url, image = "https://fittings.example/p/brass-hook", "https://fittings.example/i/hook.jpg"
    main = f'<h1>Brass Hook</h1><img src="{image}"><div class="price-wrapper"><span class="price">£6.20</span> <small>inc VAT</small> <span class="ex">£5.17 ex VAT</span></div><p>In stock</p><button>Add to basket</button><p>Product code FT-BH</p><p class="description">Solid brass, two screws included.</p>'
    head = ld(
        {
            "@type": "Product",
            "name": "Brass Hook",
            "sku": "0",
            "image": image,
            "aggregateRating": {"@type": "AggregateRating", "ratingValue": "0", "reviewCount": "0"},
            "offers": offer(0, "GBP"),
        }
    )
    return small_shop(
        "zero-price-in-data",
        url,
        main,
        {
            "name": "Brass Hook",
            "price": "6.20",
            "currency": "GBP",
            "availability": "InStock",
            "sku": "FT-BH",
            "description": "Solid brass, two screws included.",
            "images": [image],
            "main_image": image,
        },
        tongue=GB,
        head=head,
        related=(("Knob", "£4.10"), ("Hinge", "£7.80")),
    )


def _default_og_price() -> Labelled:
    url, image = "https://knots.example/p/hammock-xl", "https://knots.example/i/hammock.jpg"
    main = f'<h1>Hammock XL</h1><img src="{image}"><p class="price">£139.00</p><button>Add to basket</button><p>Ref: KN-HXL</p><p class="description">Two metres wide, for two people or one cat.</p>'
    head = meta(
        og_type="website",
        og_title="Knots: rope for home and boat",
        og_image="https://knots.example/assets/logo-share.png",
        og_price_amount="19.00",
        og_price_currency="GBP",
    )
    return small_shop(
        "default-og-price",
        url,
        main,
        {
            "name": "Hammock XL",
            "price": "139.00",
            "currency": "GBP",
            "availability": "InStock",
            "sku": "KN-HXL",
            "description": "Two metres wide, for two people or one cat.",
            "images": [image],
            "main_image": image,
        },
        tongue=GB,
        head=head,
        related=(("Rope, 10 m", "£19.00"), ("Hook", "£6.00")),
    )
