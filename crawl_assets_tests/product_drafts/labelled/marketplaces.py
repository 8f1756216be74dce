# ruff: noqa: E501 - HTML as shop systems write it
"""Large marketplaces: buy boxes with whole and fraction apart, auctions beside prices, other sellers, used offers."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import (
    Labelled,
    crumbs_ld,
    ld,
    offer,
    others,
    page,
    reviews,
    table,
)
from crawl_assets_tests.product_drafts.labelled.tongues import DE, GB, IN, US


def pages() -> Iterator[Labelled]:
    yield _buy_box()
    yield _german_buy_box()
    yield _auction_house()
    yield _handmade()
    yield _unavailable()
    yield _indian_phone()


def _buy_box() -> Labelled:
    url = "https://bazaar.example/Brook-Filter-Bottle-24oz/dp/B0C1X2Y3Z4"
    image = "https://m.bazaar.example/images/I/61abcDEF._AC_SL1500_.jpg"
    text = "Filter lasts 300 refills. Wide mouth takes ice. Lid locks with one hand."
    details = [
        ("Brand", "Brook"),
        ("Capacity", "24 Fluid Ounces"),
        ("Item model number", "BRK-24-SL"),
        ("ASIN", "B0C1X2Y3Z4"),
    ]
    main = (
        '<div id="wayfinding-breadcrumbs_feature_div"><ul class="a-unordered-list"><li><a href="/c1/">Sports &amp; Outdoors</a></li><li class="a-breadcrumb-divider">›</li><li><a href="/c2/">Hydration</a></li><li class="a-breadcrumb-divider">›</li><li><a href="/c3/">Filter Bottles</a></li></ul></div>'
        f'<div id="imgTagWrapperId"><img id="landingImage" src="{image.replace("_AC_SL1500_", "_AC_SX466_")}" data-old-hires="{image}"></div><h1 id="title"><span id="productTitle">        Brook Filter Bottle, 24 oz, Slate       </span></h1><a id="bylineInfo" href="/stores/brook">Visit the Brook Store</a><span id="acrPopover" title="4.4 out of 5 stars"></span><span id="acrCustomerReviewText">2,318 ratings</span>'
        '<div id="corePriceDisplay_desktop_feature_div"><span class="savingsPercentage">-25%</span><span class="a-price priceToPay"><span class="a-offscreen">$29.99</span><span aria-hidden="true"><span class="a-price-symbol">$</span><span class="a-price-whole">29<span class="a-price-decimal">.</span></span><span class="a-price-fraction">99</span></span></span><span class="basisPrice">List Price: <span class="a-price a-text-price"><span class="a-offscreen">$39.99</span><span aria-hidden="true">$39.99</span></span></span></div>'
        '<div id="mir">Pay $7.50/month for 4 months</div><div id="deliveryBlock">Delivery $6.99, Thursday. Or FREE delivery on orders over $35</div><div id="availability"><span class="a-size-medium a-color-success"> In Stock </span></div><input id="add-to-cart-button" type="button" value="Add to Cart"><input id="buy-now-button" type="button" value="Buy Now"><div id="mbc">New &amp; Used (12) from <b>$22.48</b></div>'
        f'<div id="sims-fbt"><h2>Frequently bought together</h2><span>Total price: <b>$52.97</b></span></div><div id="feature-bullets"><ul><li><span>Filter lasts 300 refills.</span></li><li><span>Wide mouth takes ice.</span></li><li><span>Lid locks with one hand.</span></li></ul></div>{table(details)}'
    )
    html = page(
        US,
        "bem",
        "Bazaar",
        "Bazaar.example: Brook Filter Bottle, 24 oz, Slate : Sports",
        main,
        url=url,
        after=others(US, "bem", ("Tall bottle", "$24.99"), ("Filter, 2 pack", "$14.49"))
        + reviews(US, (5, "Paid $10 less in May."), (2, "Out of stock when I wanted two.")),
    )
    return Labelled("amazon-like", url, html, {
        "name": "Brook Filter Bottle, 24 oz, Slate", "price": "29.99", "regular_price": "39.99", "currency": "USD", "availability": "InStock", "sku": "B0C1X2Y3Z4", "mpn": "BRK-24-SL", "brand": "Brook", "description": text, "images": [image], "main_image": image,
        "rating": {"value": 4.4, "best": 5, "count": 2318}, "breadcrumbs": ["Sports & Outdoors", "Hydration", "Filter Bottles"], "properties": [list(row) for row in details],
    })  # fmt: skip


def _german_buy_box() -> Labelled:
    url = "https://basar.example/dp/B09ABCDEF1"
    image = "https://m.basar.example/images/I/71xyz._SL1500_.jpg"
    main = (
        f'<div id="imgTagWrapperId"><img id="landingImage" src="{image}"></div><h1 id="title"><span id="productTitle"> Alpenglut Espressokocher, 6 Tassen </span></h1><a id="bylineInfo">Marke: Alpenglut</a>'
        '<div id="apex_desktop"><span class="a-price"><span class="a-offscreen">34,90&nbsp;€</span><span aria-hidden="true"><span class="a-price-whole">34<span class="a-price-decimal">,</span></span><span class="a-price-fraction">90</span><span class="a-price-symbol">€</span></span></span><span>UVP: <span class="a-text-strike">44,90&nbsp;€</span></span></div><span>Preisangaben inkl. USt.</span>'
        '<div id="availability"><span class="a-color-price">Nur noch 3 auf Lager</span></div><div>KOSTENFREIE Lieferung ab 39 €</div><input id="add-to-cart-button" value="In den Einkaufswagen"><div id="productDescription"><p>Aus Aluminium, für Gas und Elektro. Sicherheitsventil aus Messing.</p></div>'
        f"{table([('Marke', 'Alpenglut'), ('Modellnummer', 'AG-6T')])}"
    )
    html = page(
        DE,
        "bem",
        "Basar",
        "Alpenglut Espressokocher",
        main,
        url=url,
        after=others(DE, "bem", ("Dichtung", "5,99 €"), ("Mühle", "59,00 €")),
    )
    return Labelled("amazon-like-german", url, html, {
        "name": "Alpenglut Espressokocher, 6 Tassen", "price": "34.90", "regular_price": "44.90", "currency": "EUR", "availability": "InStock", "sku": "B09ABCDEF1", "mpn": "AG-6T", "brand": "Alpenglut", "description": "Aus Aluminium, für Gas und Elektro. Sicherheitsventil aus Messing.", "images": [image], "main_image": image,
        "properties": [["Marke", "Alpenglut"], ["Modellnummer", "AG-6T"]],
    })  # fmt: skip


def _auction_house() -> Labelled:
    url = "https://hammer.example/itm/335566778899"
    image = "https://i.hammer.example/g/abc/s-l1600.jpg"
    main = (
        f'<div class="ux-image-carousel-item"><img src="{image.replace("1600", "500")}" data-zoom-src="{image}"></div><h1 class="x-item-title__mainTitle"><span>Vintage field camera 4x5, mahogany, with lens</span></h1><div class="x-item-condition">Condition: Used</div><div class="x-price-primary"><span>US $685.00</span></div><span class="x-price-approx">Approximately EUR 628.40</span>'
        '<a class="ux-call-to-action">Buy It Now</a><a class="ux-call-to-action">Add to cart</a><div class="ux-labels-values--shipping">Shipping: US $38.50 Standard</div><p>Item number: 335566778899</p><h2>Item specifics</h2><dl><dt>Format</dt><dd>4x5</dd><dt>Brand</dt><dd>Lakeshore</dd><dt>MPN</dt><dd>Does not apply</dd></dl>'
    )
    head = ld(
        {
            "@type": "Product",
            "name": "Vintage field camera 4x5, mahogany, with lens",
            "image": [image],
            "mpn": "Does not apply",
            "brand": {"@type": "Brand", "name": "Lakeshore"},
            "offers": offer("685.0", "USD", itemCondition="UsedCondition"),
        }
    )
    html = page(
        US,
        "bem",
        "Hammer",
        "Vintage field camera",
        main,
        head=head,
        url=url,
        after=others(US, "bem", ("Film holder", "$30.00"), ("Dark cloth", "$25.00")),
    )
    return Labelled("ebay-like", url, html, {
        "name": "Vintage field camera 4x5, mahogany, with lens", "price": "685.00", "currency": "USD", "availability": "InStock", "sku": "335566778899", "brand": "Lakeshore", "images": [image], "main_image": image,
        "properties": [["Format", "4x5"], ["Brand", "Lakeshore"], ["MPN", "Does not apply"]],
    })  # fmt: skip


def _handmade() -> Labelled:
    url = "https://makers.example/listing/998877/silver-leaf-earrings"
    image = "https://i.makers.example/998877/r/il_1588xN.jpg"
    text = "Two leaves cut from recycled silver, each a little different. 3 cm long, on hooks."
    main = (
        f'<img src="{image.replace("1588xN", "794xN")}" data-src-zoom-image="{image}"><div data-buy-box-region="price"><p class="wt-text-title-larger"><span>Now</span> £27.20+</p><div>Original Price: <span class="wt-text-strikethrough">£34.00+</span></div><p>20% off, sale ends in 12:03:11</p></div><h1 data-buy-box-listing-title>Silver leaf earrings</h1><p>by <a href="/shop/BriarSilver">BriarSilver</a></p>'
        f'<select><option>Small (£27.20)</option><option>Large (£33.60)</option></select><button>Add to basket</button><p>Delivery from UK: £3.20</p><div data-id="description-text"><p>{text}</p></div>'
    )
    head = ld({"@type": "Product", "sku": "998877", "name": "Silver leaf earrings", "image": image, "description": text, "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.9", "reviewCount": 87, "bestRating": 5}, "brand": {"@type": "Brand", "name": "BriarSilver"},
               "offers": {"@type": "AggregateOffer", "offerCount": 5, "lowPrice": "27.20", "highPrice": "33.60", "priceCurrency": "GBP", "availability": "https://schema.org/InStock"}},
              crumbs_ld("https://makers.example", "Jewellery", "Earrings"))  # fmt: skip
    html = page(
        GB,
        "tailwind",
        "Makers",
        "Silver leaf earrings",
        main,
        head=head,
        url=url,
        after=others(GB, "tailwind", ("Leaf brooch", "£41.00"), ("Silver ring", "£22.00")),
    )
    return Labelled("etsy-like", url, html, {
        "name": "Silver leaf earrings", "price": "27.20", "regular_price": "34.00", "currency": "GBP", "availability": "InStock", "sku": "998877", "brand": "BriarSilver", "description": text, "images": [image], "main_image": image, "rating": {"value": 4.9, "best": 5, "count": 87}, "breadcrumbs": ["Jewellery", "Earrings"],
    })  # fmt: skip


def _unavailable() -> Labelled:
    url = "https://bazaar.example/dp/B01DEADBEE"
    image = "https://m.bazaar.example/images/I/51gone._AC_SL1000_.jpg"
    main = (
        f'<img id="landingImage" src="{image}"><h1 id="title"><span id="productTitle">Tinwood Desk Fan, 12 inch</span></h1><a id="bylineInfo">Brand: Tinwood</a><div id="availability"><span class="a-color-price">Currently unavailable.</span><br>We don\'t know when or if this item will be back in stock.</div>'
        f'<div id="similar"><p>Consider a similar item: Breeze Fan, $24.99</p></div><div id="feature-bullets"><ul><li>Three speeds and a quiet motor.</li></ul></div>{table([("Item model number", "TW-DF12")])}'
    )
    html = page(
        US,
        "bem",
        "Bazaar",
        "Tinwood Desk Fan, 12 inch",
        main,
        url=url,
        after=others(US, "bem", ("Breeze Fan", "$24.99"), ("Tower fan", "$59.99")),
    )
    return Labelled("amazon-like-no-price", url, html, {
        "name": "Tinwood Desk Fan, 12 inch", "availability": "OutOfStock", "sku": "B01DEADBEE", "mpn": "TW-DF12", "brand": "Tinwood", "description": "Three speeds and a quiet motor.", "images": [image], "main_image": image, "properties": [["Item model number", "TW-DF12"]],
    })  # fmt: skip


def _indian_phone() -> Labelled:
    url = "https://dukaan.example/nila-z5-128gb/p/itm3f1"
    image = "https://rukmini.dukaan.example/image/832/832/nila-z5.jpeg"
    rows = [("Model Name", "Z5"), ("Storage", "128 GB"), ("In The Box", "Handset, Cable")]
    main = (
        f'<h1 class="_6EBuvT"><span class="VU-ZEz">Nila Z5 (Moonstone, 128 GB)</span></h1><img src="{image}"><div id="productRating"><div>4.3★</div></div><span>18,204 Ratings &amp; 1,911 Reviews</span><div class="Nx9bqj">₹1,29,990</div><div class="yRaY8j">₹1,49,900</div><div class="UkUFwK"><span>13% off</span></div><p>No Cost EMI from ₹10,833/month</p><p>Up to ₹48,150 off on exchange</p><p>Bank offer: 10% off up to ₹1,500</p>'
        f'<button>Add to cart</button><button>Buy now</button><h2>Highlights</h2><p class="about">A phone with a screen that does not glare.</p>{table(rows, "td")}'
    )
    html = page(
        IN,
        "tailwind",
        "Dukaan",
        "Nila Z5",
        main,
        url=url,
        after=others(IN, "tailwind", ("Nila Z4", "₹84,990"), ("Cover", "₹499")),
    )
    return Labelled("flipkart-like-lakh", url, html, {
        "name": "Nila Z5 (Moonstone, 128 GB)", "price": "129990", "regular_price": "149900", "currency": "INR", "availability": "InStock", "description": "A phone with a screen that does not glare.", "images": [image], "main_image": image,
        "rating": {"value": 4.3, "count": 18204}, "properties": [list(row) for row in rows],
    })  # fmt: skip
