# ruff: noqa: E501 - HTML as shop systems write it
"""Pages as Shopify themes write them: variants in cents, og:price, ProductGroup, sold-out options."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, meta, offer, others, page, reviews
from crawl_assets_tests.product_drafts.labelled.tongues import DE, GB, US

_RELATED = (("Canvas apron", "$48.00"), ("Beeswax wraps", "$19.50"), ("Linen napkins, set of 4", "$32.00"))


def _variants(*rows: tuple[str, str, int, int | None, bool], first_id: int = 4100) -> list[dict[str, Any]]:
    """Make variants from (title, sku, cents, compare-at cents, available)."""
    return [
        {
            "id": first_id + at, "title": title, "option1": title.split(" / ")[0], "option2": title.partition(" / ")[2] or None,
            "option3": None, "sku": sku, "requires_shipping": True, "taxable": True, "available": there, "price": cents,
            "compare_at_price": before, "barcode": "", "weight": 420, "inventory_management": "shopify",
        }
        for at, (title, sku, cents, before, there) in enumerate(rows)
    ]  # fmt: skip


def _state(product: dict[str, Any]) -> str:
    return f'<script type="application/json" id="ProductJson-template">{json.dumps(product)}</script>'


def _analytics(product: dict[str, Any]) -> str:
    small = {
        "product": {
            "id": 77001, "gid": "gid://shopify/Product/77001", "vendor": product["vendor"], "type": "",
            "variants": [{"id": one["id"], "price": one["price"], "name": f"{product['title']} - {one['title']}", "public_title": one["title"], "sku": one["sku"]} for one in product["variants"]],
        },
        "page": {"pageType": "product", "resourceType": "product", "resourceId": 77001},
    }  # fmt: skip
    return f"<script>window.ShopifyAnalytics = window.ShopifyAnalytics || {{}};ShopifyAnalytics.meta = {{}};var meta = {json.dumps(small)};for (var attr in meta) {{ ShopifyAnalytics.meta[attr] = meta[attr]; }}</script>"


def _product(
    title: str, vendor: str, description: str, variants: Sequence[dict[str, Any]], images: Sequence[str]
) -> dict[str, Any]:
    return {
        "id": 77001, "title": title, "handle": "x", "description": description, "vendor": vendor, "type": "",
        "price": variants[0]["price"], "price_min": min(one["price"] for one in variants), "available": any(one["available"] for one in variants),
        "price_max": max(one["price"] for one in variants), "compare_at_price": variants[0]["compare_at_price"],
        "variants": list(variants), "images": list(images), "featured_image": images[0], "options": ["Title"],
    }  # fmt: skip


def pages() -> Iterator[Labelled]:
    yield _skillet()
    yield _sold_out_hoodie()
    yield _size_variants()
    yield _serum_with_payments()
    yield _german_lamp()
    yield _one_of_two_titles()


def _skillet() -> Labelled:
    url = "https://ironandoak.example/products/10-inch-skillet"
    images = [
        f"https://ironandoak.example/cdn/shop/files/skillet-{side}.jpg?v=1699" for side in ("front", "back", "hand")
    ]
    variants = _variants(("10 inch", "IO-SK10", 12900, 15900, True), ("12 inch", "IO-SK12", 15900, None, True))
    product = _product("Carbon Steel Skillet", "Iron & Oak", "<p>Forged from one sheet.</p>", variants, images)
    text = "A pan that weighs half of cast iron and outlives you. Forged from one sheet of carbon steel, seasoned twice with grapeseed oil."
    thumbs = "".join(f'<button class="thumbnail"><img src="{image}&width=160" alt=""></button>' for image in images)
    main = (
        f'<div class="product__media"><img src="{images[0]}&width=1500" alt="Carbon Steel Skillet">{thumbs}</div><div class="product__info">'
        '<p class="product__text caption-with-letter-spacing">Iron &amp; Oak</p><h1 class="product__title">Carbon Steel Skillet</h1>'
        '<div id="price-template" class="price price--large price--on-sale"><div class="price__regular"><span class="visually-hidden">Regular price</span><span class="price-item price-item--regular">$129.00 USD</span></div>'
        '<div class="price__sale"><span class="visually-hidden">Regular price</span><s class="price-item price-item--regular">$159.00 USD</s><span class="visually-hidden">Sale price</span><span class="price-item price-item--sale">$129.00 USD</span></div>'
        '<small class="unit-price hidden"><span class="visually-hidden">Unit price</span> / per </small><span class="badge">Save $30</span></div>'
        '<div class="product__tax">Shipping calculated at checkout.</div><fieldset><legend>Size</legend><input type="radio" checked><label>10 inch</label><input type="radio"><label>12 inch</label></fieldset>'
        '<form action="/cart/add"><button type="submit" name="add"><span>Add to cart</span></button></form>'
        f'<p class="product__sku">SKU: <span>IO-SK10</span></p><div class="product__description rte"><p>{text}</p></div></div>'
    )
    head = meta(
        og_site_name="Iron & Oak",
        og_url=url,
        og_title="Carbon Steel Skillet",
        og_type="product",
        og_image=images[0],
        og_price_amount="129.00",
        og_price_currency="USD",
    )
    head += ld({"@type": "Product", "name": "Carbon Steel Skillet", "url": url, "image": [images[0]], "description": text, "sku": "IO-SK10", "brand": {"@type": "Brand", "name": "Iron & Oak"},
                "offers": [offer("129.0", "USD", sku="IO-SK10", url=url + "?variant=4100"), offer("159.0", "USD", sku="IO-SK12", url=url + "?variant=4101")]})  # fmt: skip
    html = page(
        US,
        "shopify",
        "Iron &amp; Oak",
        "Carbon Steel Skillet &ndash; Iron &amp; Oak",
        main,
        head=head,
        url=url,
        after=others(US, "shopify", *_RELATED) + reviews(US, (5, "My $20 pan is in the bin."), (4, "Heavy handle.")),
        scripts=_analytics(product),
    )
    return Labelled("shopify-sale", url, html, {
        "name": "Carbon Steel Skillet", "price": "129.00", "regular_price": "159.00", "currency": "USD", "availability": "InStock",
        "sku": "IO-SK10", "brand": "Iron & Oak", "description": text, "images": images, "main_image": images[0],
    })  # fmt: skip


def _sold_out_hoodie() -> Labelled:
    url = "https://northgear.example/products/trail-hoodie"
    image = "https://northgear.example/cdn/shop/products/trail-hoodie_1200x1200.jpg?v=3"
    variants = _variants(*((f"{size} / Pine", f"NG-TH-{size}", 8900, 0, False) for size in ("S", "M", "L")))
    product = _product("Trail Hoodie", "Northgear", "<p>Warm when wet.</p>", variants, [image])
    main = (
        f'<div class="product-single__photos"><img class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="{image}" alt="Trail Hoodie"></div>'
        '<h1 class="product-single__title">Trail Hoodie</h1><span class="product__price" data-product-price>$89.00</span>'
        '<p class="installments">or 4 interest-free payments of $22.25</p><select name="id"><option disabled>S / Pine - Sold out</option><option disabled>M / Pine - Sold out</option><option disabled>L / Pine - Sold out</option></select>'
        '<button type="submit" disabled class="btn--sold-out"><span data-add-to-cart-text>Sold Out</span></button><p>Email me when available</p><div class="rte"><p>Brushed merino inside, tight weave outside. Warm when wet.</p></div>'
    )
    head = meta(
        og_type="product", og_title="Trail Hoodie", og_image=image, og_price_amount="89.00", og_price_currency="USD"
    )
    html = page(
        US,
        "shopify",
        "Northgear",
        "Trail Hoodie | Northgear",
        main,
        head=head,
        url=url,
        after=others(US, "shopify", ("Trail Cap", "$28.00"), ("Wool Socks", "$24.00")),
        scripts=_state(product) + _analytics(product),
    )
    return Labelled("shopify-sold-out", url, html, {
        "name": "Trail Hoodie", "price": "89.00", "currency": "USD", "availability": "OutOfStock", "sku": "NG-TH-S", "brand": "Northgear",
        "description": "Brushed merino inside, tight weave outside. Warm when wet.", "images": [image], "main_image": image,
    })  # fmt: skip


def _size_variants() -> Labelled:
    url = "https://loomhouse.example/collections/rugs/products/flatweave-rug"
    images = [f"https://loomhouse.example/cdn/shop/files/rug_{side}.jpg" for side in ("room", "detail")]
    group = {
        "@type": "ProductGroup", "name": "Flatweave Rug", "productGroupID": "88", "brand": {"@type": "Brand", "name": "Loomhouse"}, "variesBy": ["https://schema.org/size"],
        "hasVariant": [
            {"@type": "Product", "name": f"Flatweave Rug - {size}", "sku": sku, "size": size, "image": images[0], "offers": offer(price, "USD", state)}
            for size, sku, price, state in (("2' x 3'", "RUG-23", "95.00", "InStock"), ("4' x 6'", "RUG-46", "240.00", "InStock"), ("8' x 10'", "RUG-810", "690.00", "InStock"))
        ],
    }  # fmt: skip
    text = "Woven flat on a pit loom, so both faces can be used. Wool warp, cotton weft."
    main = (
        "".join(
            f'<img src="{image[:-4]}_{size}.jpg" srcset="{image[:-4]}_600x.jpg 600w, {image[:-4]}_1200x.jpg 1200w">'
            for image in images
            for size in ("600x",)
        )
        + "<h1>Flatweave Rug</h1><div class=\"price\"><span class=\"price-item\">From $95.00</span></div><label>Size</label><select><option>2' x 3'</option><option>4' x 6'</option><option>8' x 10'</option></select>"
        f'<button name="add">Add to cart</button><div class="rte"><p>{text}</p></div>'
    )
    html = page(
        US,
        "shopify",
        "Loomhouse",
        "Flatweave Rug",
        main,
        head=ld(group),
        url=url,
        after=others(US, "shopify", ("Rug pad", "$40.00")),
    )
    return Labelled("shopify-product-group", url, html, {
        "name": "Flatweave Rug", "price": "95.00", "currency": "USD", "availability": "InStock", "sku": "RUG-23", "brand": "Loomhouse", "description": text,
        "images": images, "main_image": images[0],
    })  # fmt: skip


def _serum_with_payments() -> Labelled:
    url = "https://petal.example/products/night-serum"
    image = "https://petal.example/cdn/shop/files/serum.png"
    variants = _variants(("Default Title", "PTL-NS-30", 5400, None, True))
    product = _product("Night Serum", "Petal", "<p>Squalane and bakuchiol.</p>", variants, [image])
    main = (
        '<p class="shipping">Standard shipping $5.95</p><h1 class="product-title">Night Serum</h1><div class="loox-rating" data-rating="4.8" data-raters="212">★★★★★ <span>212 reviews</span></div>'
        f'<img src="{image}" alt="Night Serum"><div class="price-block"><div class="subscribe"><label><input type="radio" name="plan"> Subscribe &amp; save 15%: $45.90</label></div><div class="once"><label><input type="radio" name="plan" checked> One-time purchase <span class="money">$54.00</span></label></div></div>'
        '<shopify-payment-terms>Pay in 4 interest-free installments of <b>$13.50</b></shopify-payment-terms><p class="unit">30 ml ($180.00 / 100 ml)</p><button type="submit">Add to bag</button>'
        '<div class="accordion"><h3>Description</h3><p>Squalane and bakuchiol in a light oil. Two drops at night.</p></div>'
    )
    head = meta(
        og_type="product",
        og_title="Night Serum",
        og_image=image,
        product_price_amount="54.00",
        product_price_currency="USD",
    )
    head += ld(
        {
            "@type": "Product",
            "name": "Night Serum",
            "sku": "PTL-NS-30",
            "brand": "Petal",
            "image": image,
            "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.8", "ratingCount": "212"},
            "offers": offer(54.0, "USD", "InStock"),
        }
    )
    html = page(
        US,
        "shopify",
        "Petal",
        "Night Serum",
        main,
        head=head,
        url=url,
        after=others(US, "shopify", ("Day Serum", "$49.00"), ("Cleansing Oil", "$31.00")),
        scripts=_state(product),
    )
    return Labelled("shopify-subscription", url, html, {
        "name": "Night Serum", "price": "54.00", "currency": "USD", "availability": "InStock", "sku": "PTL-NS-30", "brand": "Petal",
        "description": "Squalane and bakuchiol in a light oil. Two drops at night.", "images": [image], "main_image": image,
        "rating": {"value": 4.8, "count": 212},
    })  # fmt: skip


def _german_lamp() -> Labelled:
    url = "https://lichtwerk.example/products/pendelleuchte-kiel"
    image = "https://lichtwerk.example/cdn/shop/files/kiel.jpg?v=17"
    variants = _variants(
        ("Messing", "LW-KIEL-M", 129900, 149900, True), ("Schwarz", "LW-KIEL-S", 129900, 149900, False)
    )
    product = _product("Pendelleuchte Kiel", "Lichtwerk", "<p>Mundgeblasenes Opalglas.</p>", variants, [image])
    main = (
        f'<img src="{image}&width=900" alt="Pendelleuchte Kiel"><h1>Pendelleuchte Kiel</h1><div class="price price--on-sale"><span class="price-item price-item--sale">1.299,00 €</span> <s class="price-item">1.499,00 €</s></div>'
        '<p>inkl. MwSt. zzgl. <a href="/versand">Versandkosten</a> (4,90 €)</p><p class="stock">Sofort lieferbar</p><label><input type="radio" checked>Messing</label><label><input type="radio" disabled>Schwarz – ausverkauft</label><button>In den Warenkorb</button><div class="rte"><p>Mundgeblasenes Opalglas an einem Kabel aus Textil.</p></div>'
    )
    html = page(
        DE,
        "shopify",
        "Lichtwerk",
        "Pendelleuchte Kiel – Lichtwerk",
        main,
        head=meta(
            og_type="product",
            og_title="Pendelleuchte Kiel",
            og_image=image,
            og_price_amount="1.299,00",
            og_price_currency="EUR",
        ),
        url=url,
        after=others(DE, "shopify", ("Tischleuchte Husum", "349,00 €")),
        scripts=_state(product),
    )
    return Labelled("shopify-german", url, html, {
        "name": "Pendelleuchte Kiel", "price": "1299.00", "regular_price": "1499.00", "currency": "EUR", "availability": "InStock", "sku": "LW-KIEL-M", "brand": "Lichtwerk",
        "description": "Mundgeblasenes Opalglas an einem Kabel aus Textil.", "images": [image], "main_image": image,
    })  # fmt: skip


def _one_of_two_titles() -> Labelled:
    url = "https://kilnroom.example/products/espresso-cup"
    image = "https://kilnroom.example/cdn/shop/files/cup.jpg"
    main = (
        '<h1 class="h0 site-title">Kilnroom Ceramics</h1><section class="product"><h1 class="product-meta__title">Espresso Cup</h1><a class="product-meta__vendor" href="/collections/vendors?q=Kilnroom">Kilnroom</a>'
        f'<img src="{image}"><div class="price-list"><span class="price">£16.00</span></div><p>Only 2 left</p><button>Add to basket</button></section>'
        "<h1>Why we fire twice</h1><p>The second firing is at 1,240 °C and costs us £3 a cup.</p>"
    )
    html = page(
        GB,
        "shopify",
        "Kilnroom",
        "Espresso Cup | Kilnroom",
        main,
        head=meta(og_title="Espresso Cup", og_type="product", og_image=image),
        url=url,
        after=others(GB, "shopify", ("Milk jug", "£28.00"), ("Saucer", "£9.00")),
    )
    return Labelled("shopify-several-h1", url, html, {
        "name": "Espresso Cup", "price": "16.00", "currency": "GBP", "availability": "InStock", "brand": "Kilnroom", "images": [image], "main_image": image,
    })  # fmt: skip
