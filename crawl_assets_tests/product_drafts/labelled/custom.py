# ruff: noqa: E501 - HTML as shop systems write it
"""Shops on systems of their own: fashion, electronics for businesses, parts with tiers, RDFa, furniture, glasses."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, meta, offer, others, page, table, trail
from crawl_assets_tests.product_drafts.labelled.tongues import DE, GB, NL, US


def pages() -> Iterator[Labelled]:
    yield _dress()
    yield _resistor()
    yield _bearing()
    yield _rdfa_chair()
    yield _sofa()
    yield _nested_microdata()
    yield _australian_surfboard()


def _dress() -> Labelled:
    url = "https://maison-lune.example/en/dresses/wrap-dress-118842.html?color=rust"
    images = [
        f"https://maison-lune.example/dw/image/v2/on/demandware.static/-/Sites-main/118842_{at}.jpg" for at in (1, 2)
    ]
    text = "A wrap dress in heavy viscose that falls below the knee. Side pockets."
    main = (
        f"{trail('Women', 'Dresses', 'Wrap dress')}"
        + "".join(
            f'<picture><source srcset="{image}?sw=400 400w, {image}?sw=1200 1200w"><img src="{image}?sw=800" alt="Wrap dress, rust"></picture>'
            for image in images
        )
        + f'<h1 class="pdp__name">Wrap dress</h1><div class="prices"><span class="value" content="129.00">£129.00</span></div><p class="pdp__klarna">3 payments of £43.00</p><div class="swatches"><button class="sold-out">Olive - Sold out</button><button class="selected">Rust</button></div><select><option>UK 8</option><option disabled>UK 10 - out of stock</option><option>UK 12</option></select><button class="add-to-cart">Add to bag</button><p>Style no. 118842</p><details><summary>Details</summary><p>{text}</p></details>'
    )
    html = page(
        GB,
        "bem",
        "Maison Lune",
        "Wrap dress - Maison Lune",
        main,
        head=meta(og_title="Wrap dress", og_image=images[0] + "?sw=200"),
        url=url,
        after=others(GB, "bem", ("Slip dress", "£99.00"), ("Belt", "£35.00")),
    )
    return Labelled("fashion-sold-out-swatch", url, html, {
        "name": "Wrap dress", "price": "129.00", "currency": "GBP", "availability": "InStock", "sku": "118842", "description": text, "images": images, "main_image": images[0], "breadcrumbs": ["Women", "Dresses", "Wrap dress"],
    })  # fmt: skip


def _resistor() -> Labelled:
    url = "https://ohmworks.example/en/products/detail/voltline/VL0805FR-0710KL/727688"
    image = "https://media.ohmworks.example/photos/VL0805.jpg"
    text = "RES 10K OHM 1% 1/8W 0805"
    rows = [("Resistance", "10 kOhms"), ("Tolerance", "±1%"), ("Power", "0.125W")]
    main = f'<img src="{image}"><h1>VL0805FR-0710KL</h1><table class="product-overview"><tr><td>Ohmworks Part Number</td><td>311-10.0KCRCT-ND</td></tr><tr><td>Manufacturer</td><td>Voltline</td></tr><tr><td>Manufacturer Product Number</td><td>VL0805FR-0710KL</td></tr><tr><td>Description</td><td>{text}</td></tr></table><p>2,114,318 In Stock</p><h2>Pricing</h2><table><tr><th>Quantity</th><th>Unit Price</th><th>Ext Price</th></tr><tr><td>1</td><td>$0.10000</td><td>$0.10</td></tr><tr><td>10</td><td>$0.02400</td><td>$0.24</td></tr><tr><td>100</td><td>$0.01060</td><td>$1.06</td></tr></table><button>Add to Cart</button>{table(rows)}'
    html = page(
        US,
        "tailwind",
        "Ohmworks",
        "VL0805FR-0710KL",
        main,
        url=url,
        after=others(US, "tailwind", ("VL0805FR-071KL", "$0.11"), ("Reel", "$24.15")),
    )
    return Labelled("electronics-tiers", url, html, {
        "name": "VL0805FR-0710KL", "price": "0.10000", "currency": "USD", "availability": "InStock", "sku": "311-10.0KCRCT-ND", "mpn": "VL0805FR-0710KL", "brand": "Voltline", "description": text, "images": [image], "main_image": image,
        "properties": [["Ohmworks Part Number", "311-10.0KCRCT-ND"], ["Manufacturer", "Voltline"], ["Manufacturer Product Number", "VL0805FR-0710KL"], *(list(row) for row in rows)],
    })  # fmt: skip


def _bearing() -> Labelled:
    url = "https://lagertechnik.example/de/rillenkugellager-6204-2rs"
    image = "https://lagertechnik.example/media/6204.png"
    text = "Einreihiges Rillenkugellager mit beidseitiger Dichtung."
    rows = [("Innendurchmesser", "20 mm"), ("Außendurchmesser", "47 mm"), ("Breite", "14 mm")]
    main = f'<h1>Rillenkugellager 6204-2RS</h1><img src="{image}"><div class="b2b"><span>Netto: 4,20 €</span><span class="price">Brutto: <b>5,00 €</b></span></div><p>Artikel-Nr.: LT-6204-2RS | Hersteller: Kugelwerk | Herstellernr.: 6204-2RSH</p><p>Lagerbestand: 431 Stück</p><table class="staffel"><tr><th>ab 10</th><td>4,50 €</td></tr><tr><th>ab 100</th><td>3,90 €</td></tr></table><button>In den Warenkorb</button><p class="text">{text}</p>{table(rows, "dl")}'
    html = page(
        DE,
        "wordpress",
        "Lagertechnik",
        "Rillenkugellager 6204-2RS",
        main,
        head=ld(
            {
                "@type": "Product",
                "name": "Rillenkugellager 6204-2RS",
                "sku": "LT-6204-2RS",
                "mpn": "6204-2RSH",
                "manufacturer": {"@type": "Organization", "name": "Kugelwerk"},
                "image": image,
                "offers": offer("5.00", "EUR"),
            }
        ),
        url=url,
        after=others(DE, "wordpress", ("Fett", "9,80 €")),
    )
    return Labelled("net-and-gross", url, html, {
        "name": "Rillenkugellager 6204-2RS", "price": "5.00", "currency": "EUR", "availability": "InStock", "sku": "LT-6204-2RS", "mpn": "6204-2RSH", "brand": "Kugelwerk", "description": text, "images": [image], "main_image": image, "properties": [list(row) for row in rows],
    })  # fmt: skip


def _rdfa_chair() -> Labelled:
    url = "https://stoelen.example/stoel-noor"
    image = "https://stoelen.example/foto/noor.jpg"
    text = "Een stoel van essenhout met een zitting van papierkoord."
    main = f'<div vocab="https://schema.org/" typeof="Product"><h1 property="name">Stoel Noor</h1><img property="image" src="{image}"><span property="brand" typeof="Brand"><meta property="name" content="Essen"></span><div property="offers" typeof="Offer"><span class="oud">€ 389,00</span> <span property="price" content="329.00">€ 329,-</span><meta property="priceCurrency" content="EUR"><link property="availability" href="https://schema.org/InStock">Op voorraad</div><p property="description">{text}</p><p>Artikelnr. <span property="sku">NOOR-ES</span></p></div><button>In winkelwagen</button>'
    html = page(
        NL, "shopify", "Stoelen", "Stoel Noor", main, url=url, after=others(NL, "shopify", ("Kruk Noor", "€ 219,00"))
    )
    return Labelled("rdfa", url, html, {
        "name": "Stoel Noor", "price": "329.00", "regular_price": "389.00", "currency": "EUR", "availability": "InStock", "sku": "NOOR-ES", "brand": "Essen", "description": text, "images": [image], "main_image": image,
    })  # fmt: skip


def _sofa() -> Labelled:
    url = "https://hygge-home.example/sofas/lund-3-seater"
    image = "https://hygge-home.example/img/lund-grey.jpg"
    text = "Deep seat, feather-wrapped cushions, covers that come off for washing."
    main = f'<div class="pdp"><h1><span class="brand">Lund</span> 3-seater sofa, grey</h1><img src="{image}" alt="Lund 3-seater sofa, grey"><p class="price">$<span>1,899</span><sup>00</sup></p><p>or from $53/mo with 36 monthly payments</p><p>Delivery: $149 white glove</p><p>Add protection for $129.00</p><p class="lead">Made to order, ships in 6-8 weeks</p><button>Add to cart</button><p class="art">Article number <span>392.116.04</span></p><h2>Product details</h2><p>{text}</p>{table([("Width", "89 in"), ("Depth", "38 in")], "dl")}</div>'
    html = page(
        US,
        "tailwind",
        "Hygge Home",
        "Lund 3-seater sofa",
        main,
        url=url,
        after=others(US, "tailwind", ("Lund armchair", "$899.00"), ("Throw", "$59.00")),
    )
    return Labelled("furniture-monthly", url, html, {
        "name": "Lund 3-seater sofa, grey", "price": "1899.00", "currency": "USD", "availability": "InStock", "sku": "392.116.04", "brand": "Lund", "description": text, "images": [image], "main_image": image, "properties": [["Width", "89 in"], ["Depth", "38 in"]],
    })  # fmt: skip


def _nested_microdata() -> Labelled:
    url = "https://spectacle.example/frames/aster-tortoise"
    image = "https://spectacle.example/frames/aster.jpg"
    text = "Round acetate frame, 48 mm, with hinges of five barrels."
    related = '<div itemprop="isRelatedTo" itemscope itemtype="https://schema.org/Product"><a href="/frames/birch" itemprop="url"><span itemprop="name">Birch</span></a><div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="price" content="75">$75</span></div></div>'
    main = (
        f'<div itemscope itemtype="https://schema.org/Product">{related}<meta itemprop="mpn" content="AST-48-T"><h1 itemprop="name">Aster, tortoise</h1><img itemprop="image" src="{image}"><div itemprop="brand" itemscope itemtype="https://schema.org/Brand"><meta itemprop="name" content="Spectacle Works"></div><div itemprop="aggregateRating" itemscope itemtype="https://schema.org/AggregateRating"><span itemprop="ratingValue">4.7</span>/<span itemprop="bestRating">5</span> from <span itemprop="reviewCount">58</span></div>'
        f'<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="price" content="95.00">$95</span><meta itemprop="priceCurrency" content="USD"><meta itemprop="availability" content="in_stock"></div><button>Choose lenses</button><div itemprop="description">{text}</div><meta itemprop="sku" content="SW-2231">'
        '<div itemprop="review" itemscope itemtype="https://schema.org/Review"><span itemprop="name">Sits well</span><span itemprop="author">Io</span><p itemprop="description">Light, but $95 is a lot.</p></div></div>'
    )
    html = page(
        US, "bem", "Spectacle Works", "Aster, tortoise", main, url=url, after=others(US, "bem", ("Case", "$12.00"))
    )
    return Labelled("microdata-nested-related", url, html, {
        "name": "Aster, tortoise", "price": "95.00", "currency": "USD", "availability": "InStock", "sku": "SW-2231", "mpn": "AST-48-T", "brand": "Spectacle Works", "description": text, "images": [image], "main_image": image, "rating": {"value": 4.7, "best": 5, "count": 58},
    })  # fmt: skip


def _australian_surfboard() -> Labelled:
    url = "https://swellshop.example.au/boards/little-fish-56"
    image = "https://swellshop.example.au/media/fish56.jpg"
    text = "A twin fin for small days: five foot six, flat rocker, glassed in our shed."
    main = f'<h1>Little Fish 5\'6"</h1><img src="{image}"><div class="cost"><span class="now">A$849.00</span> <span class="note">or 4 x A$212.25 with PayLater</span></div><p>Freight from A$45</p><p>1 left in Byron store</p><button>Add to cart</button><p>Code: LF56</p><div class="copy">{text}</div>'
    html = page(
        GB,
        "shopify",
        "Swellshop",
        "Little Fish",
        main,
        head=meta(
            og_title="Little Fish 5'6\"", og_image=image, product_price_amount="849.00", product_price_currency="AUD"
        ),
        url=url,
        after=others(GB, "shopify", ("Wax", "A$6.00"), ("Leash", "A$49.00")),
    )
    return Labelled("australian-dollars", url, html, {
        "name": "Little Fish 5'6\"", "price": "849.00", "currency": "AUD", "availability": "InStock", "sku": "LF56", "description": text, "images": [image], "main_image": image,
    })  # fmt: skip
