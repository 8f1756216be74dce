# ruff: noqa: E501 - HTML as shop systems write it
"""Pages on which stock and codes are easily mistaken: words that belong to elsewhere, and numbers of several kinds."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.american import seen
from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, meta, offer, table
from crawl_assets_tests.product_drafts.labelled.tongues import BR, DE, ES, FR, GB, IT, NL, PL, SE


def pages() -> Iterator[Labelled]:
    yield from _stock()
    yield from _stock_in_other_words()
    yield from _codes()


def _stock() -> Iterator[Labelled]:
    yield seen(
        "hidden-back-in-stock-form", "https://mugshop.example/p/stoneware-mug",
        '<h1>Stoneware Mug</h1><img src="{image}"><span class="price">$18.00</span><button class="add">Add to cart</button><div class="modal" style="display:none"><h3>Out of stock</h3><p>Email me when this is back in stock</p><form><input type="email"></form></div><div class="product-text">{text}</div>',
        "Holds half a pint and the heat.", scripts='<script>window.theme={strings:{"soldOut":"Sold out","unavailable":"Unavailable","addToCart":"Add to cart"}}</script>', name="Stoneware Mug", price="18.00", currency="USD", availability="InStock",
    )  # fmt: skip
    sizes = [("S", "Out of stock"), ("M", "In stock"), ("L", "Out of stock")]
    yield seen(
        "some-sizes-are-gone", "https://capeco.example/p/wool-cape",
        f'<h1>Wool Cape</h1><img src="{{image}}"><b class="money">$240.00</b><table class="sizes"><tr><th>Size</th><th>Stock</th></tr>{"".join(f"<tr><td>{size}</td><td>{state}</td></tr>" for size, state in sizes)}</table><button>Add to bag</button><div class="copy">{{text}}</div>',
        "Boiled wool, bound edge, one toggle.", name="Wool Cape", price="240.00", currency="USD", availability="InStock",
    )  # fmt: skip
    yield seen(
        "button-beside-out-of-stock", "https://yarnery.example/p/alpaca-dk",
        '<h1>Alpaca DK, 50 g</h1><img src="{image}"><p class="price">£8.50</p><p class="stock-msg">This item is currently out of stock.</p><button disabled>Add to basket</button><p>SKU: YN-ALP-DK</p><div class="details">{text}</div>',
        "Undyed, from one flock.", tongue=GB, name="Alpaca DK, 50 g", price="8.50", currency="GBP", availability="OutOfStock", sku="YN-ALP-DK", related=(("Needles", "£6.00"), ("Bag", "£22.00")),
    )  # fmt: skip
    yield seen(
        "store-pickup-unavailable", "https://kitchenbarn.example/p/sheet-pan",
        '<h1>Half Sheet Pan</h1><img src="{image}"><div class="cost">$21.95</div><div class="fulfil"><p>Ship to home: available</p><p>Store pickup: unavailable at your store</p></div><button>Add to cart</button><p>Item 44-1021</p><div class="info">{text}</div>',
        "Aluminium with a steel wire in the rim.", name="Half Sheet Pan", price="21.95", currency="USD", availability="InStock", sku="44-1021",
    )  # fmt: skip
    yield seen(
        "only-two-left", "https://maproom.example/p/harbour-chart-1898",
        '<h1>Harbour Chart 1898, print</h1><img src="{image}"><p class="price">$65</p><p>Only 2 left in stock - order soon.</p><button>Add to cart</button><p>Catalog # HC-1898</p><div class="about">{text}</div>',
        "Printed on cotton paper at the size of the original.", name="Harbour Chart 1898, print", price="65", currency="USD", availability="InStock", sku="HC-1898",
    )  # fmt: skip
    yield seen(
        "zero-in-stock", "https://fuseworks.example/p/glass-fuse-5a",
        '<h1>Glass Fuse 5 A, 20 mm</h1><img src="{image}"><table><tr><td>Unit price</td><td>$0.85</td></tr><tr><td>Quantity available</td><td>0</td></tr><tr><td>Lead time</td><td>14 weeks</td></tr></table><p>Part #: GF5-20</p><div class="description">{text}</div>',
        "Slow blow, nickel caps.", style="tables", head=ld({"@type": "Product", "name": "Glass Fuse 5 A, 20 mm", "sku": "GF5-20", "offers": offer("0.85", "USD", "OutOfStock")}), name="Glass Fuse 5 A, 20 mm", price="0.85", currency="USD", availability="OutOfStock", sku="GF5-20",
    )  # fmt: skip
    yield seen(
        "sold-out-badges-elsewhere", "https://printshed.example/p/linocut-heron",
        '<div class="carousel"><div class="card"><a href="/p/linocut-owl">Owl</a><span class="badge">Sold out</span></div><div class="card"><a href="/p/linocut-fox">Fox</a><span class="badge">Sold out</span></div></div><h1>Heron, linocut</h1><img src="{image}"><p class="price">£45.00</p><button>Add to basket</button><p>Edition of 40</p><div class="words">{text}</div>',
        "Two blocks, printed by hand on Japanese paper.", tongue=GB, name="Heron, linocut", price="45.00", currency="GBP", availability="InStock", related=(("Owl", "£45.00"), ("Fox", "£45.00")),
    )  # fmt: skip
    yield seen(
        "made-to-order", "https://beltmaker.example/p/bridle-belt",
        '<h1>Bridle Belt</h1><img src="{image}"><p class="price">£78.00</p><p>Made to order, dispatched within 10 working days</p><label>Waist <input></label><button>Add to basket</button><div class="text">{text}</div>',
        "English bridle leather, brass buckle, saddle stitched.", tongue=GB, name="Bridle Belt", price="78.00", currency="GBP", availability="InStock", related=(("Wallet", "£60.00"),),
    )  # fmt: skip


def _stock_in_other_words() -> Iterator[Labelled]:
    rows = (
        (DE, "https://besenbinder.example/p/rosshaarbesen", "Rosshaarbesen", "29,90 €", "Derzeit nicht verfügbar", "Art.-Nr.: BB-12", "BB-12", "Mit Stiel aus Esche, nachbindbar.", "29.90", "EUR", (("Schaufel", "14,90 €"), ("Bürste", "9,90 €"))),
        (FR, "https://coutellerie.example/p/couteau-berger", "Couteau de berger", "64,00 €", "Rupture de stock", "Réf : CB-11", "CB-11", "Lame en acier carbone, manche en buis.", "64.00", "EUR", (("Étui", "19,00 €"), ("Pierre", "24,00 €"))),
        (ES, "https://alfareria.example/p/botijo-blanco", "Botijo blanco", "32,50 €", "Sin existencias", "Referencia: BO-2", "BO-2", "Barro blanco que enfría el agua.", "32.50", "EUR", (("Cántaro", "41,00 €"), ("Plato", "12,00 €"))),
        (IT, "https://moka.example/p/moka-3-tazze", "Moka 3 tazze", "27,90 €", "Non disponibile", "Codice: MK-3", "MK-3", "Alluminio spesso, guarnizione in silicone.", "27.90", "EUR", (("Filtro", "6,90 €"), ("Tazzina", "8,50 €"))),
        (NL, "https://klompen.example/p/klompen-wilg", "Klompen wilgenhout", "€ 39,95", "Uitverkocht", "Artikelnummer: KW-42", "KW-42", "Met de hand gesneden, maat 42.", "39.95", "EUR", (("Sokken", "€ 9,95"), ("Lak", "€ 12,50"))),
        (SE, "https://bodahus.example/p/smorkniv-en", "Smörkniv i en", "129 kr", "Slutsåld", "Artikelnr: SK-1", "SK-1", "Täljd av en, luktar skog.", "129", "SEK", (("Skål", "349 kr"), ("Fat", "499 kr"))),
        (PL, "https://garncarnia.example/p/dzban-siwy", "Dzban siwy", "189,00 zł", "Produkt niedostępny", "Kod produktu: DZ-7", "DZ-7", "Wypalany w dymie, dwa litry.", "189.00", "PLN", (("Miska", "79,00 zł"), ("Kubek", "39,00 zł"))),
        (BR, "https://rendeira.example/p/toalha-renda", "Toalha de renda", "R$ 389,90", "Produto indisponível", "Cód.: TR-9", "TR-9", "Renda de bilro, algodão cru.", "389.90", "BRL", (("Guardanapo", "R$ 49,90"), ("Caminho", "R$ 159,90"))),
    )  # fmt: skip
    for tongue, url, name, price, gone, code, sku, text, amount, currency, related in rows:
        yield seen(
            f"gone-{tongue.lang}", url,
            f'<h1>{name}</h1><img src="{{image}}"><p class="price">{price}</p><p class="dispo">{gone}</p><p>{code}</p><div class="tekst">{{text}}</div>',
            text, tongue=tongue, style="wordpress", related=related, name=name, price=amount, currency=currency, availability="OutOfStock", sku=sku,
        )  # fmt: skip


def _codes() -> Iterator[Labelled]:
    yield seen(
        "codes-on-one-line", "https://lockworks.example/p/rim-lock-no-5",
        '<h1>Rim Lock No. 5</h1><p class="ids">SKU: LW-R5 | MPN: R5-BRS-L | UPC: 036000291452</p><img src="{image}"><p class="price">$112.00</p><p>In stock</p><button>Add to cart</button><div class="desc">{text}</div>',
        "Cast brass case, reversible latch, two keys.", name="Rim Lock No. 5", price="112.00", currency="USD", availability="InStock", sku="LW-R5", mpn="R5-BRS-L", gtin="036000291452",
    )  # fmt: skip
    yield seen(
        "style-number", "https://brogue.example/shoes/derby-tan/30551",
        '<h1>Derby, tan</h1><img src="{image}"><div class="pricing"><span class="sale">$198</span> <span class="was">$285</span></div><p class="style">Style #: 30551-220</p><button>Add to bag</button><div class="story">{text}</div>',
        "Goodyear welted on a round last.", name="Derby, tan", price="198", regular_price="285", currency="USD", availability="InStock", sku="30551-220",
    )  # fmt: skip
    yield seen(
        "sku-in-attribute", "https://stencilry.example/p/border-stencil",
        '<section class="product" data-product-sku="ST-B14" data-product-id="9917"><h1>Border Stencil</h1><img src="{image}"><p class="price">$24.50</p><form><input type="hidden" name="sku" value="ST-B14"><button>Add to cart</button></form><div class="note">{text}</div></section>',
        "Laser cut, washes clean, repeats every 12 inches.", name="Border Stencil", price="24.50", currency="USD", availability="InStock", sku="ST-B14",
    )  # fmt: skip
    yield seen(
        "retailer-item-id", "https://hatblock.example/p/felt-fedora",
        '<h1>Felt Fedora</h1><img src="{image}"><p class="price">$145.00</p><button>Add to cart</button><div class="blurb">{text}</div>',
        "Rabbit felt, grosgrain band, no lining.", head=meta(og_type="product", og_title="Felt Fedora", og_image="{image}", product_retailer_item_id="HB-FED", product_brand="Hatblock", product_availability="in stock", product_price_amount="145.00", product_price_currency="USD"), name="Felt Fedora", price="145.00", currency="USD", availability="InStock", sku="HB-FED", brand="Hatblock",
    )  # fmt: skip
    yield seen(
        "sku-not-applicable", "https://seedbank.example/product/mixed-meadow/",
        '<h1 class="product_title">Mixed Meadow Seed</h1><img src="{image}"><p class="price">£4.50</p><button class="single_add_to_cart_button">Add to basket</button><span class="sku_wrapper">SKU: <span class="sku">N/A</span></span><div class="woocommerce-Tabs-panel--description">{text}</div>',
        "Thirty flowers for poor soil.", tongue=GB, style="wordpress", related=(("Poppy", "£2.50"),), name="Mixed Meadow Seed", price="4.50", currency="GBP", availability="InStock",
    )  # fmt: skip
    rows = [
        ("Manufacturer", "Nordlys"),
        ("Manufacturer part no.", "NL-77-B"),
        ("EAN", "4006381333931"),
        ("Our article no.", "118-204"),
    ]
    yield seen(
        "our-number-and-theirs", "https://ledhaus.example/p/floodlight-50w",
        '<h1>Floodlight 50 W</h1><img src="{image}"><p class="price">€ 49.00</p><p>In stock</p><button>Add to cart</button>' + table(rows, "td") + '<div class="longtext">{text}</div>',
        "Die-cast case, IP65, warm white.", tongue=GB, related=(("Sensor", "€ 19.00"),), name="Floodlight 50 W", price="49.00", currency="EUR", availability="InStock", sku="118-204", mpn="NL-77-B", gtin="4006381333931", brand="Nordlys", properties=[list(row) for row in rows],
    )  # fmt: skip
    yield seen(
        "product-id-beside-shop-phone", "https://fiddleshop.example/p/rosin-dark",
        '<p class="top">Call 0800 555 0142 | Company no. 0455120</p><h1>Rosin, dark</h1><img src="{image}"><span class="cost">£9.80</span><button>Add to basket</button><p class="pid">Product ID: 8812</p><div class="para">{text}</div>',
        "Soft and slow for cold rooms.", tongue=GB, related=(("Strings", "£39.00"),), name="Rosin, dark", price="9.80", currency="GBP", availability="InStock", sku="8812",
    )  # fmt: skip
