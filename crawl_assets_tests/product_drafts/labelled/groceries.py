# ruff: noqa: E501 - HTML as shop systems write it
"""Food and drugstore pages: prices a kilogram, several for less, deposits, members' prices, weights that vary."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, meta, offer, others, page, table, trail
from crawl_assets_tests.product_drafts.labelled.tongues import DE, GB, SE, US


def pages() -> Iterator[Labelled]:
    yield _butter()
    yield _german_water()
    yield _member_price()
    yield _swedish_coffee()
    yield _multi_buy()


def _butter() -> Labelled:
    url = "https://dairyway.example/products/salted-butter-250g"
    image = "https://dairyway.example/img/butter-250.jpg"
    main = (
        f'{trail("Groceries", "Dairy", "Butter", separator=">")}<img src="{image}"><h1>Dairyway Salted Butter 250g</h1><p class="unit-price">£8.60/kg</p><p class="product-price"><span>£2.15</span></p><p>Clubcard? <a href="/login">Sign in</a> to see your prices</p><button>Add</button>'
        f'<div class="product-description"><h2>Product description</h2><p>Salted butter churned from the cream of grass-fed cows.</p></div>{table([("Energy", "3061kJ"), ("Fat", "82g")], "td")}'
    )
    html = page(
        GB,
        "bem",
        "Dairyway",
        "Salted Butter 250g",
        main,
        head=ld(
            {
                "@type": "Product",
                "name": "Dairyway Salted Butter 250g",
                "sku": "254887",
                "gtin13": "5010255079763",
                "brand": {"@type": "Brand", "name": "Dairyway"},
                "image": [image],
                "offers": offer(2.15, "GBP"),
            }
        ),
        url=url,
        after=others(GB, "bem", ("Margarine 500g", "£1.90"), ("Milk 2L", "£1.55")),
    )
    return Labelled("unit-price-first", url, html, {
        "name": "Dairyway Salted Butter 250g", "price": "2.15", "currency": "GBP", "availability": "InStock", "sku": "254887", "gtin": "5010255079763", "brand": "Dairyway", "description": "Salted butter churned from the cream of grass-fed cows.", "images": [image], "main_image": image,
        "breadcrumbs": ["Groceries", "Dairy", "Butter"], "properties": [["Energy", "3061kJ"], ["Fat", "82g"]],
    })  # fmt: skip


def _german_water() -> Labelled:
    url = "https://getraenkehof.example/wasser/quellwasser-12er"
    image = "https://getraenkehof.example/bilder/quell.png"
    main = f'<h1>Quellbach Mineralwasser still 12x0,75l</h1><img src="{image}"><p class="grundpreis">0,72 €/l</p><p class="preis">6,49 €</p><p class="pfand">zzgl. 3,30 € Pfand</p><p class="mehrweg">MEHRWEG</p><p>Mindestbestellwert 25,00 €</p><p>Sofort verfügbar</p><button>In den Warenkorb</button><p>Artikelnummer 20118</p><div class="beschreibung">Natürliches Mineralwasser ohne Kohlensäure aus dem Odenwald.</div>'
    html = page(
        DE,
        "tailwind",
        "Getränkehof",
        "Quellbach still",
        main,
        url=url,
        after=others(DE, "tailwind", ("Apfelschorle", "9,99 €"), ("Limonade", "11,49 €")),
    )
    return Labelled("deposit", url, html, {
        "name": "Quellbach Mineralwasser still 12x0,75l", "price": "6.49", "currency": "EUR", "availability": "InStock", "sku": "20118", "description": "Natürliches Mineralwasser ohne Kohlensäure aus dem Odenwald.", "images": [image], "main_image": image,
    })  # fmt: skip


def _member_price() -> Labelled:
    url = "https://corner.example/p/olive-oil-1l"
    image = "https://corner.example/p/olive.jpg"
    main = f'<img src="{image}"><h1>Corner Olive Oil 1 L</h1><div class="price-panel"><div class="regular"><span class="price">$14.99</span> each</div><div class="member">Members pay <span>$12.49</span></div><div class="ppu">$1.50 / 100 ml</div></div><p class="fulfilment">In stock, aisle 7</p><button>Add to cart</button><p>Item 0099812</p><p class="desc">Cold-pressed from the first harvest, mild and green.</p>'
    html = page(
        US,
        "bem",
        "Corner",
        "Corner Olive Oil 1 L",
        main,
        head=meta(og_title="Corner Olive Oil 1 L", og_image=image),
        url=url,
        after=others(US, "bem", ("Vinegar", "$4.29")),
    )
    return Labelled("member-price", url, html, {
        "name": "Corner Olive Oil 1 L", "price": "14.99", "currency": "USD", "availability": "InStock", "sku": "0099812", "description": "Cold-pressed from the first harvest, mild and green.", "images": [image], "main_image": image,
    })  # fmt: skip


def _swedish_coffee() -> Labelled:
    url = "https://mathandeln.example/vara/bryggkaffe-450g"
    image = "https://mathandeln.example/bild/kaffe.jpg"
    main = f'<h1>Bryggkaffe Mellanrost 450g</h1><p>Fikarummet</p><img src="{image}"><div class="pris"><span class="kr">64</span><sup class="ore">90</sup><span>/st</span></div><p>Jmf-pris 144,22 kr/kg</p><button>Köp</button><p>Finns i lager</p><p class="beskrivning">Mellanrostade bönor från tre gårdar.</p>'
    head = ld(
        {
            "@type": "Product",
            "name": "Bryggkaffe Mellanrost 450g",
            "sku": "101233",
            "brand": "Fikarummet",
            "image": image,
            "offers": offer("64.90", "SEK"),
        }
    )
    html = page(
        SE,
        "bem",
        "Mathandeln",
        "Bryggkaffe",
        main,
        head=head,
        url=url,
        after=others(SE, "bem", ("Kaffefilter", "19,90 kr"), ("Mjölk", "14,50 kr")),
    )
    return Labelled("swedish-ore", url, html, {
        "name": "Bryggkaffe Mellanrost 450g", "price": "64.90", "currency": "SEK", "availability": "InStock", "sku": "101233", "brand": "Fikarummet", "description": "Mellanrostade bönor från tre gårdar.", "images": [image], "main_image": image,
    })  # fmt: skip


def _multi_buy() -> Labelled:
    url = "https://scrubs.example/soap/lemon-soap"
    image = "https://scrubs.example/i/lemon_large.jpg"
    main = f'<p class="promo">Any 3 for £6.00</p><h1>Lemon Soap 100g</h1><img src="{image}"><p class="was-now"><span>Was £3.00</span> <strong>Now £2.50</strong></p><p>£2.50 per 100g</p><button>Add to basket</button><p>Usually dispatched within 24 hours</p><p>Product code: SCR-LEM</p><div id="desc"><p>Made with the oil of unwaxed lemons. No palm.</p></div>'
    html = page(
        GB,
        "wordpress",
        "Scrubs",
        "Lemon Soap",
        main,
        url=url,
        after=others(GB, "wordpress", ("Mint Soap", "£3.00"), ("Soap dish", "£7.00")),
    )
    return Labelled("three-for-six", url, html, {
        "name": "Lemon Soap 100g", "price": "2.50", "regular_price": "3.00", "currency": "GBP", "availability": "InStock", "sku": "SCR-LEM", "description": "Made with the oil of unwaxed lemons. No palm.", "images": [image], "main_image": image,
    })  # fmt: skip
