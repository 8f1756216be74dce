# ruff: noqa: E501 - HTML as shop systems write it
"""Large shops of North America and Australia: numbers of many kinds, prices in pieces, prices from scripts, promises."""

import json
from collections.abc import Iterator
from typing import Any

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, Style, ld, meta, offer, others, page
from crawl_assets_tests.product_drafts.labelled.tongues import GB, US, Tongue


def seen(
    name: str, url: str, main: str, text: str, /, *, tongue: Tongue = US, style: Style = "tailwind", head: str = "", scripts: str = "",
    related: tuple[tuple[str, str], ...] = (("Cushion", "$24.00"), ("Doormat", "$31.50"), ("Vase", "$12.99")), **truth: Any,
) -> Labelled:  # fmt: skip
    """Make a page whose `main` holds {image} and {text}; both are noted in the truth."""
    image = f"{'/'.join(url.split('/')[:3])}/media/{url.rstrip('/').rsplit('/', 1)[-1].partition('?')[0]}-main.jpg"
    shop = url.split("/")[2].split(".", maxsplit=1)[0].title()
    html = page(
        tongue, style, shop, f"{truth['name']} : {shop}", main.replace("{image}", image).replace("{text}", text),
        head=head.replace("{image}", image), url=url, after=others(tongue, style, *related), scripts=scripts,
    )  # fmt: skip
    return Labelled(name, url, html, {**truth, "description": text, "images": [image], "main_image": image})


def pages() -> Iterator[Labelled]:
    yield seen(
        "now-you-save", "https://everymart.example/ip/Enamel-Dutch-Oven-6-qt/5501234",
        '<nav aria-label="breadcrumb"><ol><li><a href="/c1/">Home</a></li><li><a href="/c2/">Cookware</a></li></ol></nav><img src="{image}"><a href="/b/hearthly">Hearthly</a><h1 id="main-title">Hearthly Enamel Dutch Oven, 6 qt</h1><span class="f7">(4.6)</span><div><span class="inline-flex"><span itemprop="price">Now $48.97</span></span><span class="w_sr">current price Now $48.97</span><span class="strike">$64.88</span><span class="w_sr">Was $64.88</span><p>You save <b>$15.91</b></p></div><p>Price when purchased online</p><button>Add to cart</button><p>Free shipping, arrives Fri</p><p>Sold and shipped by Everymart</p><p>Also available with 3-year plan $7.00</p><h2>About this item</h2><div class="dangerous-html">{text}</div>',
        "Heavy enamelled iron with a lid that drips back.", name="Hearthly Enamel Dutch Oven, 6 qt", price="48.97", regular_price="64.88", currency="USD", availability="InStock", sku="5501234", brand="Hearthly", breadcrumbs=["Home", "Cookware"],
    )  # fmt: skip
    state = {
        "product": {
            "tcin": "88123456",
            "item": {"product_description": {"title": "Rattan Floor Lamp"}, "primary_brand": {"name": "Opalmade"}},
            "price": {
                "current_retail": 89.99,
                "reg_retail": 119.99,
                "formatted_current_price": "$89.99",
                "formatted_comparison_price": "$119.99",
            },
        }
    }
    yield seen(
        "price-only-in-state", "https://bullseye.example/p/rattan-floor-lamp/-/A-88123456",
        '<a href="/b/opalmade">Shop all Opalmade</a><h1 data-test="product-title">Rattan Floor Lamp</h1><img src="{image}"><div data-test="product-price"><div class="skeleton"></div></div><button data-test="shippingButton">Add to cart</button><h3>Details</h3><div data-test="item-details-description">{text}</div>',
        "A shade of woven rattan on a black steel pole.", scripts=f"<script>window.__TGT_DATA__ = JSON.parse({json.dumps(json.dumps(state))});</script>", name="Rattan Floor Lamp", price="89.99", regular_price="119.99", currency="USD", availability="InStock", sku="88123456", brand="Opalmade",
    )  # fmt: skip
    yield seen(
        "article-number-with-dots", "https://nordhus.example/us/en/p/bekvik-step-stool-60451068/",
        '<h1><span class="header-section__title--big">BEKVIK</span><span class="header-section__description">Step stool, birch, 17 3/4 "</span></h1><img src="{image}"><div class="price-module"><span class="price-integer"><span>$</span>39</span><span class="price-decimal">.99</span><span class="sr-only">Price $ 39.99</span></div><p>Price valid while supply lasts</p><button>Add to bag</button><p class="summary">{text}</p><span class="pip-product-identifier__label">Article Number</span> <span class="pip-product-identifier__value">604.510.68</span>',
        "Solid birch stands up to years of small feet.", head=ld({"@type": "Product", "name": "BEKVIK Step stool, birch", "sku": "604.510.68", "mpn": "604.510.68", "brand": {"@type": "Brand", "name": "Nordhus"}, "image": ["{image}"], "offers": offer(39.99, "USD")}),
        name='BEKVIK Step stool, birch, 17 3/4 "', price="39.99", currency="USD", availability="InStock", sku="604.510.68", mpn="604.510.68", brand="Nordhus",
    )  # fmt: skip
    yield seen(
        "model-and-sku", "https://wattstore.example/site/vantor-55-class-oled/6505727.p?skuId=6505727",
        '<h1>Vantor - 55" Class OLED 4K TV</h1><div class="model-sku"><span>Model: </span><span>VT55OLED3</span> <span>SKU: </span><span>6505727</span></div><img src="{image}"><div class="priceView-hero-price"><span aria-hidden="true">$1,299.99</span><span class="sr-only">Your price for this item is $1,299.99</span></div><div class="pricing-price__savings">Save $500</div><div class="pricing-price__regular-price">Was $1,799.99</div><div>$108.34/mo for 12 months</div><div class="offer">Get a $50 gift card</div><button>Add to Cart</button><div>Geek care from $9.99</div><h2>Description</h2><div class="long-description">{text}</div>',
        "Every pixel makes its own light, so black is black.", style="bem", name='Vantor - 55" Class OLED 4K TV', price="1299.99", regular_price="1799.99", currency="USD", availability="InStock", sku="6505727", mpn="VT55OLED3",
    )  # fmt: skip
    yield seen(
        "three-numbers", "https://plankdepot.example/p/Ridgeback-20V-Drill-Kit-RB20DK/310123456",
        '<div class="product-details__brand">Ridgeback</div><h1>20V Cordless Drill Kit</h1><div class="sku-info"><span>Internet # <b>310123456</b></span> <span>Model # <b>RB20DK</b></span> <span>Store SKU # <b>1001234567</b></span></div><img src="{image}"><div class="price-format"><span>$</span><span>99</span><span>.</span><span>00</span></div><div class="bulk">Buy 4 or more <b>$89.10</b></div><p>Pay $74.00 after $25 OFF your total qualifying purchase upon opening a new card.</p><button>Add to Cart</button><p>118 in stock, Aisle 12</p><div class="overview">{text}</div>',
        "Two batteries, a charger and a bag that closes.", name="20V Cordless Drill Kit", price="99.00", currency="USD", availability="InStock", sku="1001234567", mpn="RB20DK", brand="Ridgeback",
    )  # fmt: skip
    yield seen(
        "comparable-value-range", "https://rackroom.example/s/merino-cardigan/7231456",
        '<h1>Merino Cardigan</h1><a href="/brand/tarn">Tarn</a><img src="{image}"><div><span class="hidden">Current Price</span><span>$49.97 – $59.97</span> <span>(58% off)</span></div><div>Comparable value <span>$120.00</span></div><select><option>Oatmeal</option><option>Ink</option></select><button>Add to Bag</button><p>Item #7231456</p><div id="details-and-care">{text}</div>',
        "Fine merino with horn buttons.", name="Merino Cardigan", price="49.97", regular_price="120.00", currency="USD", availability="InStock", sku="7231456", brand="Tarn",
    )  # fmt: skip
    yield seen(
        "core-charge", "https://partsbay.example/alternator-al-7711",
        '<h1>Alternator, 120 A, remanufactured</h1><img src="{image}"><table class="buybox"><tr><td>Part Number:</td><td>AL-7711</td></tr><tr><td>List Price:</td><td>$219.00</td></tr><tr><td>Core Charge:</td><td>$45.00</td></tr><tr><td>Your Price:</td><td><b>$164.79</b></td></tr></table><p>In Stock: ships today</p><button>Add to Cart</button><div class="product-info">{text}</div>',
        "Tested under load, with a new regulator and bearings.", style="tables", name="Alternator, 120 A, remanufactured", price="164.79", regular_price="219.00", currency="USD", availability="InStock", sku="AL-7711",
    )  # fmt: skip
    yield seen(
        "canadian-dollars", "https://birchbark.example.ca/products/pack-basket",
        '<h1>Pack Basket</h1><img src="{image}"><p class="price-tag">$165.00 CAD</p><p>Ships across Canada for $12.00</p><p>In stock</p><button>Add to cart</button><p>SKU: BB-PB-01</p><div class="tab-content">{text}</div>',
        "Woven of black ash with cotton straps.", head=meta(og_title="Pack Basket", og_image="{image}"), name="Pack Basket", price="165.00", currency="CAD", availability="InStock", sku="BB-PB-01",
    )  # fmt: skip
    yield seen(
        "australian-rrp", "https://outbackgear.example.au/swag-single",
        '<h1>Single Swag</h1><img src="{image}"><div class="prices"><span class="rrp">RRP $399.95</span><span class="sell">$299.95</span><span class="save">SAVE $100.00</span></div><p>or 4 payments of $74.99 with LaterPay</p><p class="ship">In stock. Ships from Melbourne, freight from $14.95</p><button>Add to Cart</button><p>SKU: OG-SW1</p><div class="product-desc">{text}</div>',
        "Ripstop canvas with a mesh window and a thick mattress.", style="wordpress", head=meta(product_price_currency="AUD", product_price_amount="299.95"), name="Single Swag", price="299.95", regular_price="399.95", currency="AUD", availability="InStock", sku="OG-SW1",
    )  # fmt: skip
    yield seen(
        "discontinued", "https://brasswind.example/pocket-trumpet-pt2",
        '<h1>Pocket Trumpet PT-2</h1><img src="{image}"><p class="price">$349.00</p><p class="notice">This product has been discontinued and is no longer available.</p><p>See the <a href="/pocket-trumpet-pt3">PT-3, $379.00</a></p><p>Item: PT2-L</p><div class="description">{text}</div>',
        "Full bell, short tube, same pitch.", name="Pocket Trumpet PT-2", price="349.00", currency="USD", availability="Discontinued", sku="PT2-L",
    )  # fmt: skip
    yield seen(
        "pre-order-words", "https://boardhouse.example/game/tidewater",
        '<h1>Tidewater: the Board Game</h1><img src="{image}"><p class="price">$59.95</p><p class="status">Pre-order: ships June 2027</p><button>Pre-order now</button><p>Product code: BH-TIDE</p><div class="blurb">{text}</div>',
        "Two to four harbours, ninety minutes, one storm.", name="Tidewater: the Board Game", price="59.95", currency="USD", availability="PreOrder", sku="BH-TIDE",
    )  # fmt: skip
    yield seen(
        "sticky-bar-and-frequently-bought", "https://stitchery.example/p/linen-thread-3-ply",
        '<div class="sticky-atc"><span>Linen Thread, 3 ply</span><span>$9.25</span><button>Add</button></div><h1>Linen Thread, 3 ply</h1><img src="{image}"><div class="product-price" data-price="925">$9.25</div><button class="add">Add to cart</button><div class="fbt"><h3>Frequently bought together</h3><p>Linen Thread $9.25 + Awl $18.00 + Beeswax $4.00</p><p class="total">Total $31.25</p><button>Add all three to cart</button></div><div class="rte">{text}</div>',
        "Wet-spun, for books and leather. 50 m.", scripts='<script>dataLayer.push({"event":"view_item","ecommerce":{"currency":"USD","value":9.25,"items":[{"item_id":"ST-LT3","item_name":"Linen Thread, 3 ply","item_brand":"Stitchery","price":9.25}]}});</script>', name="Linen Thread, 3 ply", price="9.25", currency="USD", availability="InStock", sku="ST-LT3", brand="Stitchery",
    )  # fmt: skip
    yield seen(
        "main-entity", "https://candlery.example/shop/item/bayberry-taper",
        '<h1>Bayberry Taper</h1><img src="{image}"><div class="cost">18.00</div><button>Buy</button><div class="story">{text}</div>',
        "Dipped thirty times in wax of bayberries.", head=ld({"@type": "ItemPage", "name": "Bayberry Taper | Candlery", "mainEntity": {"@type": "Product", "name": "Bayberry Taper", "productID": "sku:CD-BAY", "sku": "CD-BAY", "image": "{image}", "offers": {"@type": "Offer", "priceSpecification": {"@type": "PriceSpecification", "price": "18.00", "priceCurrency": "USD"}, "availability": "InStock"}}}),
        name="Bayberry Taper", price="18.00", currency="USD", availability="InStock", sku="CD-BAY",
    )  # fmt: skip
    yield seen(
        "old-microformat", "http://teashed.example/teas/smoked-12",
        '<div class="hproduct"><h1 class="fn">Smoked Black Tea No. 12</h1><img class="photo" src="{image}"><p>Cat: <span class="identifier">TS12</span></p><p><span class="price">£6.50</span> per 100 g tin</p><a class="buy" href="/basket?add=12">Add to basket</a><div class="description">{text}</div></div>',
        "Pine-smoked leaf that keeps its tar through milk.", tongue=GB, related=(("Green Tea", "£5.80"), ("Strainer", "£9.00")), name="Smoked Black Tea No. 12", price="6.50", currency="GBP", availability="InStock", sku="TS12",
    )  # fmt: skip
    yield seen(
        "review-of-another", "https://larkoptics.example/binoculars/8x32",
        '<h1>Lark 8x32 Binoculars</h1><img src="{image}"><div class="buy"><span class="amt">£229.00</span><span class="vat">inc. VAT</span><button>Add to basket</button></div><p class="avail">Out of stock: due mid March</p><p>Order code: LK832</p><section class="text">{text}</section>',
        "Phase-coated prisms and a field that takes in the hedge.", tongue=GB, related=(("Strap", "£19.00"), ("Tripod", "£89.00")), head=ld({"@type": "Review", "itemReviewed": {"@type": "Product", "name": "Lark 10x42", "offers": offer("349.00", "GBP")}, "reviewBody": "Fine."}), name="Lark 8x32 Binoculars", price="229.00", currency="GBP", availability="OutOfStock", sku="LK832",
    )  # fmt: skip
