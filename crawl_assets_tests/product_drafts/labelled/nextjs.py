# ruff: noqa: E501 - HTML as shop systems write it
"""Pages of shops built as applications: Next.js, Nuxt, initial states, Flight payloads, utility class names."""

import json
from collections.abc import Iterator
from typing import Any

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, meta, offer, others, page, table
from crawl_assets_tests.product_drafts.labelled.tongues import GB, NL, SE, US


def _next_data(props: dict[str, Any]) -> str:
    data = {
        "props": {"pageProps": props, "__N_SSP": True},
        "page": "/product/[slug]",
        "query": {"slug": "x"},
        "buildId": "b1",
    }
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'


def pages() -> Iterator[Labelled]:
    yield _sneaker()
    yield _swedish_jacket()
    yield _dutch_vacuum()
    yield _flight_payload()
    yield _redux_monitor()


def _sneaker() -> Labelled:
    url = "https://stride.example/p/court-low-white"
    images = [f"https://img.stride.example/court-low-{at}.jpg?w=1200" for at in (1, 2, 3)]
    product = {
        "id": "8812", "sku": "ST-CL-WHT", "name": "Court Low", "brand": {"name": "Stride"}, "slug": "court-low-white", "price": {"current": {"value": 84.0, "text": "$84.00"}, "previous": {"value": 120.0, "text": "$120.00"}, "currency": "USD", "isMarkedDown": True},
        "images": [{"url": image} for image in images], "inStock": True, "variants": [{"id": f"v{size}", "sku": f"ST-CL-WHT-{size}", "size": str(size), "inStock": size != 9} for size in range(8, 12)],
        "description": "A flat white sneaker with a gum sole.",
    }  # fmt: skip
    related = [
        {
            "id": str(at),
            "name": f"Runner {at}",
            "sku": f"ST-R{at}",
            "price": {"current": {"value": 60.0 + at}, "currency": "USD"},
            "inStock": at != 2,
        }
        for at in range(1, 5)
    ]
    main = (
        '<div class="css-1x flex"><div class="css-77 sticky">'
        + "".join(
            f'<img class="css-9" src="{image.replace("w=1200", "w=640")}" srcset="{image} 1200w">' for image in images
        )
        + '</div><div class="css-1d"><p class="css-2b text-xs uppercase">Stride</p><h1 class="css-3e text-2xl">Court Low</h1><div class="css-8p flex gap-2"><span class="css-k2 text-red-600">$84.00</span><span class="css-k3 line-through text-gray-400">$120.00</span><span>30% off</span></div><div class="css-4f"><button>8</button><button disabled>9</button><button>10</button></div><button class="css-b7 bg-black">Add to bag</button><p class="css-5g">A flat white sneaker with a gum sole.</p></div></div>'
    )
    html = page(
        US,
        "tailwind",
        "Stride",
        "Court Low | Stride",
        main,
        head=meta(og_title="Court Low", og_image=images[0]),
        url=url,
        after=others(US, "tailwind", ("Runner 1", "$61.00"), ("Runner 2", "$62.00")),
        scripts=_next_data({"product": product, "relatedProducts": related}),
    )
    return Labelled("next-markdown", url, html, {
        "name": "Court Low", "price": "84.00", "regular_price": "120.00", "currency": "USD", "availability": "InStock", "sku": "ST-CL-WHT", "brand": "Stride", "description": "A flat white sneaker with a gum sole.", "images": images, "main_image": images[0],
    })  # fmt: skip


def _swedish_jacket() -> Labelled:
    url = "https://fjallkant.example/sv/produkt/vinterjacka-ripa"
    image = "https://fjallkant.example/media/ripa-bla.jpg"
    text = "Varm jacka av återvunnen polyamid med huva och dubbla blixtlås."
    main = (
        f'<div class="ProductPage_root__a8x"><div class="Gallery_main__1"><img src="{image}"></div><h1 class="Heading_h1__99">Vinterjacka Ripa</h1><div class="Price_wrap__k"><span class="Price_now__2">1 799 kr</span><span class="Price_before__3">Tidigare lägsta pris: 1 999 kr</span><del class="Price_orig__4">2 299 kr</del></div>'
        f'<p>Delbetala från 150 kr/mån</p><button class="Buy_btn__5">Lägg i varukorgen</button><p class="Stock_ok__6">I lager, skickas inom 1-2 vardagar</p><div class="Description_text__7"><p>{text}</p></div><p>Artikelnummer: 504-118</p></div>'
    )
    state = {
        "state": {
            "product": {
                "data": {
                    "code": "504-118",
                    "title": "Vinterjacka Ripa",
                    "price": {"value": 1799, "currency": "SEK"},
                    "listPrice": {"value": 2299},
                    "stock": {"status": "inStock"},
                }
            }
        }
    }
    html = page(
        SE,
        "tailwind",
        "Fjällkant",
        "Vinterjacka Ripa – Fjällkant",
        main,
        url=url,
        after=others(SE, "tailwind", ("Mössa Ripa", "299 kr"), ("Vantar", "349 kr")),
        scripts=f"<script>window.__INITIAL_STATE__={json.dumps(state)};</script>",
    )
    return Labelled("swedish-state", url, html, {
        "name": "Vinterjacka Ripa", "price": "1799", "regular_price": "2299", "currency": "SEK", "availability": "InStock", "sku": "504-118", "description": text, "images": [image], "main_image": image,
    })  # fmt: skip


def _dutch_vacuum() -> Labelled:
    url = "https://stofvrij.example/product/zuiger-z3"
    image = "https://stofvrij.example/i/z3.webp"
    text = "Stille steelstofzuiger met een accu die een uur meegaat."
    ean = "8711600786547"
    rows = [("Geluidsniveau", "68 dB"), ("Accuduur", "60 min"), ("EAN-code", ean), ("Artikelnummer", "918273")]
    main = (
        f'<div data-test="product"><h1 data-test="title">Stofvrij Zuiger Z3</h1><img src="{image}"><div data-test="price"><span class="sr-only">De prijs van dit product is 249 euro en 99 cent</span><span aria-hidden="true">249,<sup>99</sup></span></div><p>Adviesprijs <del>€ 299,99</del></p><p class="green">Op voorraad. Voor 23:59 besteld, morgen in huis</p><button>In winkelwagen</button>'
        f'<p>Tweedehands vanaf € 179,00</p><h2>Productbeschrijving</h2><p data-test="description">{text}</p>{table(rows, "dl")}</div>'
    )
    nuxt = '<script>window.__NUXT__=(function(a,b){return {data:[{product:{id:a,title:"Stofvrij Zuiger Z3",brand:"Stofvrij",price:b,currency:"EUR",available:true}}]}}(918273,249.99));</script>'
    head = ld(
        {
            "@type": "Product",
            "name": "Stofvrij Zuiger Z3",
            "gtin13": ean,
            "brand": {"@type": "Brand", "name": "Stofvrij"},
            "image": image,
            "offers": offer(249.99, "EUR"),
        }
    )
    html = page(
        NL,
        "tailwind",
        "Stofvrij",
        "Stofvrij Zuiger Z3",
        main,
        head=head,
        url=url,
        after=others(NL, "tailwind", ("Filterset", "€ 19,99")),
        scripts=nuxt,
    )
    return Labelled("dutch-superscript-cents", url, html, {
        "name": "Stofvrij Zuiger Z3", "price": "249.99", "regular_price": "299.99", "currency": "EUR", "availability": "InStock", "sku": "918273", "gtin": ean, "brand": "Stofvrij", "description": text, "images": [image], "main_image": image, "properties": [list(row) for row in rows],
    })  # fmt: skip


def _flight_payload() -> Labelled:
    url = "https://quarry.example/shop/slate-clock"
    image = "https://quarry.example/_next/image?url=%2Fimages%2Fslate-clock.jpg&w=1920&q=75"
    payload = {
        "product": {
            "sku": "QRY-CLK-1",
            "title": "Slate Clock",
            "priceRange": {"minVariantPrice": {"amount": "62.0", "currencyCode": "GBP"}},
            "availableForSale": True,
        }
    }
    main = (
        f'<div class="grid lg:grid-cols-6"><img alt="Slate Clock" src="{image}"><div class="basis-full"><h1 class="mb-2 text-5xl font-medium">Slate Clock</h1><div class="mr-auto rounded-full bg-blue-600 p-2 text-sm text-white"><p suppresshydrationwarning="true">£62.00<span class="ml-1 inline">GBP</span></p></div>'
        '<div class="prose">A clock cut from one roof slate. Silent, one battery a year.</div><button aria-label="Add to cart">Add To Cart</button></div></div>'
    )
    script = f"<script>self.__next_f.push([1,{json.dumps('5:' + json.dumps(['$', 'div', None, payload]))}])</script>"
    head = ld(
        {
            "@type": "Product",
            "name": "Slate Clock",
            "description": "A clock cut from one roof slate. Silent, one battery a year.",
            "image": "https://quarry.example/images/slate-clock.jpg",
            "offers": {
                "@type": "AggregateOffer",
                "availability": "https://schema.org/InStock",
                "priceCurrency": "GBP",
                "highPrice": "62.0",
                "lowPrice": "62.0",
            },
        }
    )
    html = page(
        GB,
        "tailwind",
        "Quarry",
        "Slate Clock",
        main,
        head=head,
        url=url,
        after=others(GB, "tailwind", ("Slate Coaster", "£8.00")),
        scripts=script,
    )
    return Labelled("next-flight", url, html, {
        "name": "Slate Clock", "price": "62.00", "currency": "GBP", "availability": "InStock", "sku": "QRY-CLK-1", "description": "A clock cut from one roof slate. Silent, one battery a year.", "images": ["https://quarry.example/images/slate-clock.jpg"], "main_image": "https://quarry.example/images/slate-clock.jpg",
    })  # fmt: skip


def _redux_monitor() -> Labelled:
    url = "https://pixelbarn.example/monitors/pb27q/p/55910"
    image = "https://pixelbarn.example/media/pb27q_front.png"
    rows = [("Resolution", "2560 x 1440"), ("Panel", "IPS"), ("MPN", "PB27Q-B2"), ("UPC", "012345678905")]
    main = (
        f'<div class="pdp"><h1>Pixelbarn 27" QHD Monitor PB27Q</h1><p>Item #55910 | Model PB27Q-B2</p><img src="{image}"><div class="price-stack"><div class="was">Was <span>$349.99</span></div><div class="now"><sup>$</sup><span>279</span><sup>99</sup></div><div class="save">Save $70.00</div><div>or $23.33/mo for 12 months</div></div>'
        f'<div class="protection"><label>2-year protection plan +$39.99</label></div><button class="add-to-cart">Add to Cart</button><p>In stock at 14 stores</p><h2>Overview</h2><div class="overview"><p>Quad-HD on an even IPS panel, with a stand that turns.</p></div>{table(rows)}</div>'
    )
    state = {
        "pdp": {
            "item": {
                "id": 55910,
                "mpn": "PB27Q-B2",
                "upc": "012345678905",
                "brand": "Pixelbarn",
                "pricing": {"sale": 279.99, "list": 349.99},
                "inventory": {"available": True},
            }
        },
        "cart": {"total": 0, "freeShippingAt": 35},
        "recs": [{"id": 7, "price": 19.99}],
    }
    html = page(
        US,
        "tailwind",
        "Pixelbarn",
        'Pixelbarn 27" QHD Monitor',
        main,
        url=url,
        after=others(US, "tailwind", ("Monitor arm", "$89.99"), ("HDMI cable", "$12.99")),
        scripts=f"<script>window.__PRELOADED_STATE__ = {json.dumps(state)}</script>",
    )
    return Labelled("split-price-and-state", url, html, {
        "name": 'Pixelbarn 27" QHD Monitor PB27Q', "price": "279.99", "regular_price": "349.99", "currency": "USD", "availability": "InStock", "sku": "55910", "mpn": "PB27Q-B2", "gtin": "012345678905", "brand": "Pixelbarn", "description": "Quad-HD on an even IPS panel, with a stand that turns.",
        "images": [image], "main_image": image, "properties": [list(row) for row in rows],
    })  # fmt: skip
