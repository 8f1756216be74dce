# ruff: noqa: E501 - HTML as shop systems write it
"""Pages that mislead the eye: templates, bundles, deals of other products, no price, a wrong check digit."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, offer, small_shop, table
from crawl_assets_tests.product_drafts.labelled.tongues import DE, FR


def pages() -> Iterator[Labelled]:
    yield _other_products_sale()
    yield _templates()
    yield _wrong_check_digit()
    yield _bundle_first()
    yield _price_on_request()


def _other_products_sale() -> Labelled:
    url, image = "https://bakeshop.example/p/loaf-tin", "https://bakeshop.example/i/tin.jpg"
    banner = '<aside class="promo-banner"><a href="/p/whisk"><h3>Deal of the day: Balloon whisk</h3><del>$30.00</del> <ins>$12.00</ins></a></aside>'
    main = f'{banner}<h1>Loaf Tin 900 g</h1><img src="{image}"><p class="price">$21.00</p><button>Add to cart</button><p class="description">Folded, not welded. Will not leak.</p>'
    return small_shop(
        "struck-price-of-another",
        url,
        main,
        {
            "name": "Loaf Tin 900 g",
            "price": "21.00",
            "currency": "USD",
            "availability": "InStock",
            "description": "Folded, not welded. Will not leak.",
            "images": [image],
            "main_image": image,
        },
    )


def _templates() -> Labelled:
    url, image = "https://lumen.example/p/desk-lamp", "https://lumen.example/i/desk-lamp.jpg"
    template = '<script type="text/template" id="tpl"><h1>{{ product.title }}</h1><span class="price">{{price}}</span></script><template><div class="card"><h1>Sample</h1><span class="price">$1.00</span></div></template><div style="display:none" class="modal"><h2>Out of stock</h2><span class="price">${{price}}</span></div>'
    main = f'{template}<h1>Desk Lamp</h1><img src="{image}"><p class="price">$58.00</p><p>In stock</p><button>Add to cart</button><p>Item no. LU-58</p><p class="description">Aluminium arm, warm light, no hum.</p>'
    return small_shop(
        "hidden-templates",
        url,
        main,
        {
            "name": "Desk Lamp",
            "price": "58.00",
            "currency": "USD",
            "availability": "InStock",
            "sku": "LU-58",
            "description": "Aluminium arm, warm light, no hum.",
            "images": [image],
            "main_image": image,
        },
    )


def _wrong_check_digit() -> Labelled:
    url, image = "https://spielkiste.example/p/kreisel", "https://spielkiste.example/i/kreisel.jpg"
    rows = [("EAN", "4006381333932"), ("Alter", "ab 3 Jahren")]
    main = f'<h1>Holzkreisel</h1><img src="{image}"><p class="price">7,95 €</p><p>Auf Lager</p><button>In den Warenkorb</button><p class="description">Aus Buche gedreht, tanzt zwei Minuten.</p>{table(rows)}'
    head = ld(
        {
            "@type": "Product",
            "name": "Holzkreisel",
            "gtin13": "4006381333932",
            "image": image,
            "offers": offer("7.95", "EUR"),
        }
    )
    return small_shop(
        "wrong-check-digit",
        url,
        main,
        {
            "name": "Holzkreisel",
            "price": "7.95",
            "currency": "EUR",
            "availability": "InStock",
            "description": "Aus Buche gedreht, tanzt zwei Minuten.",
            "images": [image],
            "main_image": image,
            "properties": [list(row) for row in rows],
        },
        tongue=DE,
        head=head,
        related=(("Murmel", "0,50 €"), ("Drachen", "24,90 €")),
    )


def _bundle_first() -> Labelled:
    url, image = "https://coffee.example/p/hand-grinder", "https://coffee.example/i/grinder.jpg"
    main = f'<div class="bundle"><h3>Starter set: grinder, kettle and filter</h3><b class="price">$199.00</b></div><h1>Hand Grinder</h1><img src="{image}"><div class="product-price">$89.00</div><p>Buy 2, pay $80.00 each</p><p>Gift wrap +$5.00</p><button>Add to cart</button><p>SKU: CF-HG</p><p class="description">Steel burrs, thirty grams in a minute.</p>'
    return small_shop(
        "bundle-price-first",
        url,
        main,
        {
            "name": "Hand Grinder",
            "price": "89.00",
            "currency": "USD",
            "availability": "InStock",
            "sku": "CF-HG",
            "description": "Steel burrs, thirty grams in a minute.",
            "images": [image],
            "main_image": image,
        },
    )


def _price_on_request() -> Labelled:
    url, image = "https://tonewood.example/p/cello", "https://tonewood.example/i/cello.jpg"
    main = f'<h1>Violoncelle 4/4</h1><img src="{image}"><p class="price">Prix sur demande</p><p>Étui en option : 350,00 €</p><a href="/contact">Nous contacter</a><p>Réf. TW-VC44</p><p class="description">Table en épicéa, fond en érable ondé.</p>'
    return small_shop(
        "price-on-request",
        url,
        main,
        {
            "name": "Violoncelle 4/4",
            "sku": "TW-VC44",
            "description": "Table en épicéa, fond en érable ondé.",
            "images": [image],
            "main_image": image,
        },
        tongue=FR,
        related=(("Archet", "420,00 €"), ("Colophane", "12,00 €")),
    )
