# ruff: noqa: E501 - HTML as shop systems write it
"""Pages as WooCommerce themes write them: bdi prices, del and ins, variations in an attribute, @graph of SEO plugins."""

import json
from collections.abc import Iterator
from html import escape

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, crumbs_ld, ld, meta, others, page, reviews, table
from crawl_assets_tests.product_drafts.labelled.tongues import BR, ES, FR, GB, IT, PL, US

_BODY = "single-product woocommerce woocommerce-page"


def _amount(price: str, symbol: str) -> str:
    return f'<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">{symbol}</span>{price}</bdi></span>'


def _gallery(*images: str) -> str:
    pictures = "".join(
        f'<div data-thumb="{image[:-4]}-100x100.jpg" class="woocommerce-product-gallery__image"><a href="{image}"><img src="{image[:-4]}-600x600.jpg" data-large_image="{image}" class="wp-post-image"></a></div>'
        for image in images
    )
    return f'<div class="woocommerce-product-gallery">{pictures}</div>'


def _tabs(description: str, rows: list[tuple[str, str]]) -> str:
    return (
        f'<div class="woocommerce-tabs"><div class="woocommerce-Tabs-panel woocommerce-Tabs-panel--description" id="tab-description"><h2>Description</h2><p>{description}</p></div>'
        f'<div id="tab-additional_information"><h2>Additional information</h2>{table(rows).replace("data-table additional-attributes", "woocommerce-product-attributes shop_attributes")}</div></div>'
    )


def pages() -> Iterator[Labelled]:
    yield _honey()
    yield _variable_shirt()
    yield _polish_bike()
    yield _spanish_out_of_stock()
    yield _french_cheese_board()
    yield _brazilian_guitar()
    yield _italian_bag()


def _honey() -> Labelled:
    url = "https://hillbees.example/product/heather-honey/"
    images = [
        "https://hillbees.example/wp-content/uploads/2025/03/heather.jpg",
        "https://hillbees.example/wp-content/uploads/2025/03/comb.jpg",
    ]
    text = "Thick, bitter-sweet honey from one moor, cut in August and never heated."
    graph = {
        "@graph": [
            {"@type": "Organization", "name": "Hill Bees", "logo": "https://hillbees.example/logo.png"},
            {"@type": "WebPage", "name": "Heather Honey - Hill Bees", "url": url},
            crumbs_ld("https://hillbees.example", "Home", "Honey", "Heather Honey"),
            {"@type": "Product", "@id": url + "#product", "name": "Heather Honey", "url": url, "description": text, "image": images[0], "sku": "HB-HEA-340",
             "offers": [{"@type": "Offer", "priceSpecification": [{"@type": "UnitPriceSpecification", "price": "11.50", "priceCurrency": "GBP", "valueAddedTaxIncluded": True}], "priceValidUntil": "2027-12-31", "availability": "http://schema.org/InStock", "url": url}]},
        ],
    }  # fmt: skip
    main = (
        f'<nav class="woocommerce-breadcrumb"><a href="/">Home</a>&nbsp;/&nbsp;<a href="/honey/">Honey</a>&nbsp;/&nbsp;Heather Honey</nav><div id="product-301" class="product type-product post-301 instock">{_gallery(*images)}'
        f'<div class="summary entry-summary"><h1 class="product_title entry-title">Heather Honey</h1><p class="price">{_amount("11.50", "£")}</p><p class="stock in-stock">12 in stock</p><form class="cart"><button class="single_add_to_cart_button button alt" value="301">Add to basket</button></form>'
        f'<div class="product_meta"><span class="sku_wrapper">SKU: <span class="sku">HB-HEA-340</span></span><span class="posted_in">Category: <a href="/honey/">Honey</a></span></div></div>{_tabs(text, [("Weight", "0.34 kg"), ("Origin", "North Pennines")])}</div>'
    )
    html = page(
        GB,
        "wordpress",
        "Hill Bees",
        "Heather Honey - Hill Bees",
        main,
        head=ld(graph),
        url=url,
        after=others(GB, "wordpress", ("Lime honey", "£9.00"), ("Beeswax candle", "£6.50")),
        body_class=_BODY,
    )
    return Labelled("woocommerce-graph", url, html, {
        "name": "Heather Honey", "price": "11.50", "currency": "GBP", "availability": "InStock", "sku": "HB-HEA-340", "description": text, "images": images, "main_image": images[0],
        "breadcrumbs": ["Home", "Honey", "Heather Honey"], "properties": [["Weight", "0.34 kg"], ["Origin", "North Pennines"]],
    })  # fmt: skip


def _variable_shirt() -> Labelled:
    url = "https://plainshirts.example/product/oxford/"
    image = "https://plainshirts.example/wp-content/uploads/oxford.jpg"
    variations = [
        {"attributes": {"attribute_pa_colour": colour, "attribute_pa_size": size}, "availability_html": "", "display_price": price, "display_regular_price": 60, "image": {"url": image}, "is_in_stock": size != "s", "is_purchasable": True, "sku": f"OX-{colour[0].upper()}-{size.upper()}", "variation_id": 900 + at, "price_html": ""}
        for at, (colour, size, price) in enumerate([("white", "s", 45), ("white", "m", 45), ("blue", "s", 52), ("blue", "m", 52)])
    ]  # fmt: skip
    text = "A button-down shirt of heavy Oxford cotton. It may be washed hot."
    main = (
        f'<div class="product type-product instock product-type-variable">{_gallery(image)}<div class="summary entry-summary"><h1 class="product_title entry-title">Oxford shirt</h1><p class="price">{_amount("45.00", "$")} &ndash; {_amount("52.00", "$")}</p>'
        f'<form class="variations_form cart" data-product_id="55" data-product_variations="{escape(json.dumps(variations))}"><select name="attribute_pa_colour"><option>Choose an option</option><option>White</option><option>Blue</option></select><select name="attribute_pa_size"><option>S</option><option>M</option></select><button class="single_add_to_cart_button">Add to cart</button></form>'
        f'<div class="product_meta"><span class="sku_wrapper">SKU: <span class="sku">OX</span></span></div></div>{_tabs(text, [("Colour", "White, Blue"), ("Size", "S, M")])}</div>'
    )
    head = ld(
        {
            "@type": "Product",
            "name": "Oxford shirt",
            "sku": "OX",
            "url": url,
            "image": image,
            "description": text,
            "offers": [
                {
                    "@type": "AggregateOffer",
                    "lowPrice": "45.00",
                    "highPrice": "52.00",
                    "offerCount": 4,
                    "priceCurrency": "USD",
                    "availability": "http://schema.org/InStock",
                }
            ],
        }
    )
    html = page(
        US,
        "wordpress",
        "Plain Shirts",
        "Oxford shirt",
        main,
        head=head,
        url=url,
        after=others(US, "wordpress", ("Chinos", "$70.00"), ("Belt", "$35.00")),
        body_class=_BODY,
    )
    return Labelled("woocommerce-variable", url, html, {
        "name": "Oxford shirt", "price": "45.00", "currency": "USD", "availability": "InStock", "sku": "OX", "description": text, "images": [image], "main_image": image,
        "properties": [["Colour", "White, Blue"], ["Size", "S, M"]],
    })  # fmt: skip


def _polish_bike() -> Labelled:
    url = "https://rowerownia.example/produkt/rower-wisla-28/"
    image = "https://rowerownia.example/wp-content/uploads/wisla.jpg"
    text = "Rower miejski na ramie ze stali, z przekładnią w piaście i pełną osłoną łańcucha."
    main = (
        f'<nav class="woocommerce-breadcrumb"><a href="/">Strona główna</a> / <a href="/rowery/">Rowery</a> / Rower miejski Wisła 28</nav><div class="product instock">{_gallery(image)}<div class="summary"><h1 class="product_title">Rower miejski Wisła 28"</h1>'
        '<p class="price"><del aria-hidden="true"><span class="woocommerce-Price-amount amount"><bdi>2 899,00&nbsp;<span class="woocommerce-Price-currencySymbol">zł</span></bdi></span></del> <ins><span class="woocommerce-Price-amount amount"><bdi>2 499,00&nbsp;<span class="woocommerce-Price-currencySymbol">zł</span></bdi></span></ins></p>'
        '<p class="omnibus">Najniższa cena z 30 dni przed obniżką: 2 399,00 zł</p><p>lub 10 rat po 249,90 zł</p><p class="stock in-stock">Na stanie</p><button class="single_add_to_cart_button">Dodaj do koszyka</button><div class="product_meta"><span class="sku_wrapper">SKU: <span class="sku">WIS-28-ZL</span></span></div></div>'
        f"{_tabs(text, [('Waga', '16,4 kg'), ('Rozmiar koła', '28')])}</div>"
    )
    html = page(
        PL,
        "wordpress",
        "Rowerownia",
        "Rower miejski Wisła 28",
        main,
        url=url,
        after=others(PL, "wordpress", ("Kask", "149,00 zł"), ("Zapięcie", "89,90 zł")),
        body_class=_BODY,
    )
    return Labelled("woocommerce-polish", url, html, {
        "name": 'Rower miejski Wisła 28"', "price": "2499.00", "regular_price": "2899.00", "currency": "PLN", "availability": "InStock", "sku": "WIS-28-ZL", "description": text, "images": [image], "main_image": image,
        "breadcrumbs": ["Strona główna", "Rowery", "Rower miejski Wisła 28"], "properties": [["Waga", "16,4 kg"], ["Rozmiar koła", "28"]],
    })  # fmt: skip


def _spanish_out_of_stock() -> Labelled:
    url = "https://aceites.example/producto/picual-500/"
    image = "https://aceites.example/wp-content/uploads/picual.jpg"
    text = "Aceite de oliva virgen extra de aceituna picual, cosecha temprana."
    main = (
        f'<div class="product outofstock">{_gallery(image)}<div class="summary"><h1 class="product_title">Aceite Picual 500 ml</h1><p class="price"><span class="amount">14,95 €</span> <span class="unit">(29,90 €/l)</span></p><p class="stock out-of-stock">Agotado</p>'
        f'<p>Avísame cuando esté disponible</p><div class="product_meta"><span>Ref.: <span class="sku">PIC500</span></span></div></div>{_tabs(text, [("Variedad", "Picual"), ("Acidez", "0,15 %")])}</div>'
    )
    html = page(
        ES,
        "wordpress",
        "Aceites",
        "Aceite Picual",
        main,
        head=meta(og_type="product", og_title="Aceite Picual 500 ml", og_image=image, product_availability="oos"),
        url=url,
        after=others(ES, "wordpress", ("Aceite Arbequina", "12,95 €")),
        body_class=_BODY,
    )
    return Labelled("woocommerce-spanish-agotado", url, html, {
        "name": "Aceite Picual 500 ml", "price": "14.95", "currency": "EUR", "availability": "OutOfStock", "sku": "PIC500", "description": text, "images": [image], "main_image": image,
        "properties": [["Variedad", "Picual"], ["Acidez", "0,15 %"]],
    })  # fmt: skip


def _french_cheese_board() -> Labelled:
    url = "https://atelierbois.example/produit/planche-noyer/"
    image = "https://atelierbois.example/wp-content/uploads/planche.jpg"
    text = "Une planche en noyer massif, huilée à la main, avec une rigole pour le jus."
    main = (
        f'<div class="product">{_gallery(image)}<div class="summary"><h1 class="product_title">Planche à découper en noyer</h1><p class="price"><del><span class="amount">1&nbsp;189,00&nbsp;€</span></del> <ins><span class="amount">1&#8239;049,00&nbsp;€</span></ins> <small>TTC</small></p>'
        f'<p>ou 3x 349,67 € sans frais</p><p class="stock in-stock">En stock</p><button class="single_add_to_cart_button">Ajouter au panier</button><span class="sku_wrapper">UGS : <span class="sku">PL-NOY-60</span></span></div>{_tabs(text, [("Dimensions", "60 × 40 × 4 cm")])}</div>'
    )
    html = page(
        FR,
        "wordpress",
        "Atelier Bois",
        "Planche à découper",
        main,
        url=url,
        after=others(FR, "wordpress", ("Huile d'entretien", "14,90 €"), ("Couteau", "79,00 €")),
        body_class=_BODY,
    )
    return Labelled("woocommerce-french", url, html, {
        "name": "Planche à découper en noyer", "price": "1049.00", "regular_price": "1189.00", "currency": "EUR", "availability": "InStock", "sku": "PL-NOY-60", "description": text, "images": [image], "main_image": image,
        "properties": [["Dimensions", "60 × 40 × 4 cm"]],
    })  # fmt: skip


def _brazilian_guitar() -> Labelled:
    url = "https://luteria.example/produto/violao-aurora/"
    image = "https://luteria.example/wp-content/uploads/aurora.jpg"
    text = "Violão de nylon com tampo de cedro maciço, feito por uma pessoa só."
    main = (
        f'<div class="product instock">{_gallery(image)}<div class="summary"><h1 class="product_title">Violão Aurora</h1><p class="price"><del><span class="amount">R$&nbsp;3.490,00</span></del> <ins><span class="amount">R$&nbsp;2.990,00</span></ins></p><p class="parcelas">12x de R$ 249,17 sem juros</p><p class="pix">R$ 2.840,50 no Pix (5% de desconto)</p>'
        f'<button class="single_add_to_cart_button">Comprar</button><span class="sku_wrapper">REF: <span class="sku">VA-01</span></span></div>{_tabs(text, [("Tampo", "Cedro"), ("Escala", "650 mm")])}</div>'
    )
    html = page(
        BR,
        "wordpress",
        "Luteria",
        "Violão Aurora",
        main,
        url=url,
        after=others(BR, "wordpress", ("Capa", "R$ 189,00")) + reviews(BR, (5, "Som lindo.")),
        body_class=_BODY,
    )
    return Labelled("woocommerce-brazilian", url, html, {
        "name": "Violão Aurora", "price": "2990.00", "regular_price": "3490.00", "currency": "BRL", "availability": "InStock", "sku": "VA-01", "description": text, "images": [image], "main_image": image,
        "properties": [["Tampo", "Cedro"], ["Escala", "650 mm"]],
    })  # fmt: skip


def _italian_bag() -> Labelled:
    url = "https://cuoio.example/prodotto/borsa-siena/"
    image = "https://cuoio.example/wp-content/uploads/siena.jpg"
    text = "Borsa a tracolla in cuoio conciato al vegetale, cucita a mano."
    main = f'<div class="product">{_gallery(image)}<div class="summary"><h1 class="product_title">Borsa Siena</h1><p class="price"><span class="amount">189,00&nbsp;€</span></p><p class="stock available-on-backorder">Disponibile su ordinazione</p><button class="single_add_to_cart_button">Aggiungi al carrello</button><span class="sku_wrapper">COD: <span class="sku">SI-TR-04</span></span></div>{_tabs(text, [("Colore", "Cognac")])}</div>'
    head = ld(
        {
            "@type": "Product",
            "name": "Borsa Siena",
            "sku": "SI-TR-04",
            "image": image,
            "description": text,
            "offers": {
                "@type": "Offer",
                "price": "189.00",
                "priceCurrency": "EUR",
                "availability": "http://schema.org/BackOrder",
            },
        }
    )
    html = page(
        IT,
        "wordpress",
        "Cuoio",
        "Borsa Siena",
        main,
        head=head,
        url=url,
        after=others(IT, "wordpress", ("Cintura", "49,00 €")),
        body_class=_BODY,
    )
    return Labelled("woocommerce-backorder", url, html, {
        "name": "Borsa Siena", "price": "189.00", "currency": "EUR", "availability": "BackOrder", "sku": "SI-TR-04", "description": text, "images": [image], "main_image": image, "properties": [["Colore", "Cognac"]],
    })  # fmt: skip
