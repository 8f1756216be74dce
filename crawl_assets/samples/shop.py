"""A small shop, written for this project: ten products, each told in another way, a category, and three walls.

A page may hold JSON-LD, microdata, a platform's state, nothing but what people see, or nothing before its script has
run. Every page has a mini cart, prices of other products and a free-shipping threshold, as real ones do. `SOLD` says
what a person would note of each product.

    with serving(shop) as base: ...
"""

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Routes = dict[str, tuple[str, bytes]]
HTML, JSON, PNG, TEXT = "text/html; charset=utf-8", "application/json", "image/png", "text/plain; charset=utf-8"

CATEGORY = "/kitchen/"
LOGIN_WALL, CAPTCHA_WALL, BLOCKED = "/trade/kettle", "/checkpoint/lamp", "/denied/stool"


@dataclass(frozen=True, slots=True)
class Sold:
    """What a person would note of a product; None where its page does not say."""

    name: str
    price: str  # as decimal text
    availability: str  # InStock, OutOfStock, PreOrder
    regular_price: str | None = None
    sku: str | None = None
    currency: str = "GBP"


SOLD: Mapping[str, Sold] = {
    "/kettle": Sold("Copper kettle, 1.7 l", "64.00", "InStock", sku="HH-1001"),
    "/lamp": Sold("Reading lamp Otter", "89.50", "InStock", "119.00", "HH-2040"),
    "/products/wool-blanket": Sold("Wool blanket", "75.00", "InStock", sku="WB-MOSS"),
    "/stool": Sold("Three-legged stool", "1240.00", "InStock", sku="HH-3007"),
    "/vase": Sold("Tall vase, sea green", "38.00", "OutOfStock", sku="HH-4100"),
    "/bicycle": Sold("Town bicycle Heron", "1150.00", "InStock", sku="HH-5001"),
    "/shirt": Sold("Linen shirt", "49.00", "InStock", sku="LS"),
    "/bread-flour": Sold("Strong bread flour", "3.20", "InStock", sku="HH-6012"),
    "/almanac": Sold("The orchard almanac 2027", "18.99", "PreOrder", sku="HH-7001"),
    "/teapot": Sold("Stoneware teapot", "42.00", "InStock", sku="HH-1090"),  # its script writes it
}


def shop(base: str) -> Routes:
    """Return the shop's routes; `base` is the server's address, 'http://127.0.0.1:80'."""
    pages = {
        "/": _page("Hearth & Hill", "<h1>Hearth &amp; Hill</h1><p>Things for a warm house.</p>" + _tiles(base)),
        CATEGORY: _page("Kitchen", "<h1>Kitchen</h1><p>10 products</p>" + _tiles(base)),
        "/kettle": _kettle(base),
        "/lamp": _lamp(base),
        "/products/wool-blanket": _blanket(base),
        "/stool": _stool(),
        "/vase": _vase(base),
        "/bicycle": _bicycle(base),
        "/shirt": _shirt(base),
        "/bread-flour": _flour(),
        "/almanac": _almanac(base),
        "/teapot": _TEAPOT,
        LOGIN_WALL: _LOGIN,
        CAPTCHA_WALL: _CAPTCHA,
        BLOCKED: _DENIED,
    }
    routes = {path: (HTML, html.encode()) for path, html in pages.items()}
    routes["/api/products/HH-1090"] = (JSON, json.dumps(_TEAPOT_DATA).encode())
    for shade, name in enumerate((*(path.rpartition("/")[2] for path in SOLD), "logo")):
        routes[f"/images/{name}.png"] = (PNG, _picture(40 + 20 * shade, 120, 90))
    routes["/robots.txt"] = (TEXT, b"User-agent: *\nDisallow: /basket\n")
    return routes


def _page(title: str, body: str, head: str = "", related: str = "") -> str:
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title} | Hearth &amp; '
        f"Hill</title>{head}"
        '</head><body><header><a href="/" class="logo"><img src="/images/logo.png" alt="Hearth &amp; Hill" width="120">'
        '</a><a href="/account/login">Please log in</a><div class="mini-cart"><a href="/basket">Basket</a> <span '
        'class="mini-cart-total">£0.00</span></div></header><nav><ul><li><a href="/">Home</a></li><li><a '
        f'href="{CATEGORY}">Kitchen</a></li><li><a href="/sale">Sale: all under £10</a></li></ul></nav>'
        f"<main>{body}</main>{related}<footer><p>Free delivery on orders over £50.00. Otherwise £4.95.</p>"
        '<form action="/newsletter"><label>Newsletter: £5.00 off your first order <input type="email"></label></form>'
        "<p>&copy; 2026 Hearth &amp; Hill</p></footer></body></html>"
    )


def _crumbs(name: str) -> str:
    return (
        f'<nav aria-label="breadcrumb" class="breadcrumb"><a href="/">Home</a> &rsaquo; <a href="{CATEGORY}">Kitchen'
        f"</a> &rsaquo; <span>{name}</span></nav>"
    )


def _tiles(base: str, *, besides: str = "") -> str:
    tiles = "".join(
        f'<li class="product-tile"><a href="{path}"><img src="{base}/images/{path.rpartition("/")[2]}.png" alt="">'
        f'<h3>{sold.name}</h3></a><span class="price">£{sold.price}</span></li>'
        for path, sold in SOLD.items()
        if path != besides
    )
    return f'<ul class="tiles">{tiles}</ul>'


def _related(base: str, path: str) -> str:
    return f'<section class="related"><h2>You may also like</h2>{_tiles(base, besides=path)}</section>'


def _json_ld(data: Mapping[str, Any]) -> str:
    said = {"@context": "https://schema.org", **data}
    return f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>'


def _kettle(base: str) -> str:
    sold = SOLD["/kettle"]
    head = _json_ld({
        "@type": "Product",
        "name": sold.name,
        "sku": sold.sku,
        "gtin13": "4006381333931",
        "brand": {"@type": "Brand", "name": "Hearth & Hill"},
        "image": [f"{base}/images/kettle.png"],
        "description": "A kettle of solid copper, tinned inside. It whistles.",
        "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.6", "bestRating": "5", "reviewCount": "31"},
        "offers": {
            "@type": "Offer", "price": sold.price, "priceCurrency": "GBP",
            "availability": "https://schema.org/InStock",
        },
    })  # fmt: skip
    body = (
        f'{_crumbs(sold.name)}<h1>{sold.name}</h1><img src="/images/kettle.png" alt="{sold.name}"><p '
        'class="price">£64.00'
        "</p><button>Add to basket</button><p>A kettle of solid copper, tinned inside. It whistles.</p><table><tr><th>"
        "Material</th><td>Copper</td></tr><tr><th>Volume</th><td>1.7 l</td></tr></table>"
    )
    return _page(sold.name, body, head, _related(base, "/kettle"))


def _lamp(base: str) -> str:
    body = (
        f'{_crumbs("Reading lamp Otter")}<div itemscope itemtype="https://schema.org/Product"><h1 '
        'itemprop="name">Reading '
        'lamp Otter</h1><img itemprop="image" src="/images/lamp.png" alt=""><p>Item no. <span itemprop="sku">HH-2040'
        '</span></p><div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><del>£119.00</del> <span '
        'itemprop="price" content="89.50">£89.50</span><meta itemprop="priceCurrency" content="GBP"><link '
        'itemprop="availability" href="https://schema.org/InStock"></div><button>Add to basket</button><p '
        'itemprop="description">A lamp that bends where the book is.</p></div>'
    )
    return _page("Reading lamp Otter", body, related=_related(base, "/lamp"))


def _blanket(base: str) -> str:
    colours = (("Moss", 7500, True), ("Slate", 7500, False), ("Rust", 8200, True))
    variants = [
        {
            "id": 900 + at, "title": colour, "option1": colour, "sku": f"WB-{colour.upper()}", "price": pence,
            "compare_at_price": None, "available": is_there,
        }
        for at, (colour, pence, is_there) in enumerate(colours)
    ]  # fmt: skip
    state = {
        "id": 77, "title": "Wool blanket", "handle": "wool-blanket", "vendor": "Fell & Dale", "price": 7500,
        "available": True, "options": ["Colour"], "variants": variants, "images": ["/images/wool-blanket.png"],
        "description": "<p>Woven in one piece, 130 x 180 cm.</p>",
    }  # fmt: skip
    head = (
        f'<meta property="og:type" content="product"><meta property="og:title" content="Wool blanket">'
        f'<meta property="og:image" content="{base}/images/wool-blanket.png"><meta property="og:price:amount" '
        'content="75.00"><meta property="og:price:currency" content="GBP">'
    )
    body = (
        '<h1>Wool blanket</h1><div class="price"><span class="price-item">£75.00</span></div><form action="/cart/add">'
        '<select name="id"><option value="900">Moss</option><option value="901" disabled>Slate - Sold out</option>'
        '<option value="902">Rust - £82.00</option></select><button>Add to cart</button></form><p>Woven in one piece, '
        f'130 x 180 cm.</p><script type="application/json" data-product-json>{json.dumps(state)}</script>'
    )
    return _page("Wool blanket", body, head, _related(base, "/products/wool-blanket"))


def _stool() -> str:
    body = (
        f"{_crumbs('Three-legged stool')}<h1>Three-legged stool</h1><p>Delivery from £12.00</p><img "
        "src=/images/stool.png>"
        "<p>Art. no.: HH-3007</p><p><b>£1,240.00</b> incl. VAT</p><p>Available at once</p><p><a "
        "href=/basket?add=HH-3007>"
        "Add to basket</a></p><h2>Description</h2><p>Turned from one ash tree by one person. It does not wobble.</p>"
    )
    return _page("Three-legged stool", body)


def _vase(base: str) -> str:
    sold = SOLD["/vase"]
    head = _json_ld({
        "@type": "Product", "name": sold.name, "sku": sold.sku,
        "offers": {"@type": "Offer", "price": 38, "priceCurrency": "GBP", "availability": "OutOfStock"},
    })  # fmt: skip
    body = (
        f'<h1>{sold.name}</h1><img src="/images/vase.png" alt=""><p class="price">£38.00</p><p class="stock">Sold '
        "out</p>"
        "<button disabled>Sold out</button><p>Blown, not moulded.</p>"
    )
    return _page(sold.name, body, head, _related(base, "/vase"))


def _bicycle(base: str) -> str:
    head = _json_ld({
        "@type": "Product", "name": "Town bicycle Heron", "sku": "HH-5001",
        "offers": {"@type": "AggregateOffer", "lowPrice": "1150.00", "highPrice": "1390.00", "priceCurrency": "GBP",
                   "offerCount": 3},
    })  # fmt: skip
    body = (
        '<h1>Town bicycle Heron</h1><img src="/images/bicycle.png" alt=""><p class="price">£1,150.00 &ndash; '
        "£1,390.00</p>"
        "<p>or 12 payments of £95.83</p><button>Add to basket</button><p>Three gears, a basket and a bell.</p>"
    )
    return _page("Town bicycle Heron", body, head, _related(base, "/bicycle"))


def _shirt(base: str) -> str:
    variants = [
        {
            "@type": "Product", "name": f"Linen shirt, {colour}, {size}", "sku": f"LS-{colour[:2].upper()}-{size}",
            "color": colour, "size": size,
            "offers": {"@type": "Offer", "price": "49.00", "priceCurrency": "GBP",
                       "availability": "https://schema.org/" + ("OutOfStock" if size == "XL" else "InStock")},
        }
        for colour in ("white", "blue")
        for size in ("S", "M", "XL")
    ]  # fmt: skip
    head = _json_ld({
        "@type": "ProductGroup", "name": "Linen shirt", "productGroupID": "LS", "sku": "LS",
        "brand": {"@type": "Brand", "name": "Fell & Dale"}, "variesBy": ["color", "size"], "hasVariant": variants,
    })  # fmt: skip
    body = (
        '<h1>Linen shirt</h1><img src="/images/shirt.png" alt=""><p class="price">£49.00</p><fieldset>'
        "<legend>Size</legend>"
        "<label>S</label><label>M</label><label>XL (sold out)</label></fieldset><button>Add to basket</button>"
    )
    return _page("Linen shirt", body, head, _related(base, "/shirt"))


def _flour() -> str:
    body = (
        '<h1>Strong bread flour</h1><p>1.5 kg bag</p><p>SKU: HH-6012</p><p class="price">£3.20 <small>(£2.13 per kg)'
        "</small></p><p>3 for £9.00</p><p>In stock</p><button>Add to basket</button>"
    )
    return _page("Strong bread flour", body)


def _almanac(base: str) -> str:
    sold = SOLD["/almanac"]
    head = _json_ld({
        "@type": ["Product", "Book"], "name": sold.name, "sku": sold.sku, "isbn": "9783161484100",
        "offers": {"@type": "Offer", "price": "18.99", "priceCurrency": "GBP",
                   "availability": "http://schema.org/PreOrder"},
    })  # fmt: skip
    body = (
        f'<h1>{sold.name}</h1><img src="/images/almanac.png" alt=""><p class="price">£18.99</p><p>Pre-order now, out '
        "on "
        "1 December.</p><button>Pre-order</button>"
    )
    return _page(sold.name, body, head, _related(base, "/almanac"))


_TEAPOT_DATA = {"name": "Stoneware teapot", "sku": "HH-1090", "price": "42.00", "stock": 4}
_TEAPOT = _page(
    "Loading",
    '<div id="app">Loading ...</div><script>fetch("/api/products/HH-1090").then(answer => answer.json()).then(product '
    "=> {"
    'document.title = product.name; document.getElementById("app").innerHTML = `<h1>${product.name}</h1><img '
    'src="/images/teapot.png" alt=""><p>SKU: ${product.sku}</p><p class="price">£${product.price}</p><p>In stock</p>'
    "<button>Add to basket</button>`; });</script>",
)
_LOGIN = (
    '<!doctype html><html lang="en"><head><title>Log in | Hearth &amp; Hill</title></head><body><main><h1>Log '
    "in</h1><p>"
    'Please log in to see this page.</p><form action="/account/login" method="post"><label>E-mail <input type="email" '
    'name="email"></label><label>Password <input type="password" name="password"></label><button>Log in</button></form>'
    "</main></body></html>"
)
_CAPTCHA = (
    '<!doctype html><html lang="en"><head><title>One moment</title></head><body><h1>Are you a human?</h1><p>Please '
    "solve "
    'the puzzle to go on.</p><form action="/checkpoint"><div class="g-recaptcha" data-sitekey="sample"></div><button>'
    "Go "
    "on</button></form></body></html>"
)
_DENIED = (
    "<!doctype html><html><head><title>Access denied</title></head><body><h1>Access denied</h1><p>You don't have "
    "permission to access this page on this server.</p><p>Reference #18.6f1e</p></body></html>"
)


def _picture(shade: int, width: int, height: int) -> bytes:
    """Return a PNG of one grey."""
    row = b"\0" + bytes([min(shade, 255)]) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
