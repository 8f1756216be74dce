# ruff: noqa: E501 - HTML as shop systems write it
"""Pages as Magento, PrestaShop, BigCommerce and OpenCart themes write them."""

import json
from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, meta, offer, others, page, table, trail
from crawl_assets_tests.product_drafts.labelled.tongues import DE, ES, FR, GB, US


def pages() -> Iterator[Labelled]:
    yield _boots()
    yield _configurable_jacket()
    yield _german_drill()
    yield _prestashop_watch()
    yield _bigcommerce_tent()
    yield _opencart_headphones()


def _boots() -> Labelled:
    url = "https://peakstore.example/ridge-boot-mens.html"
    image = "https://peakstore.example/media/catalog/product/cache/a1/r/b/rb-100-main.jpg"
    text = "A boot for wet ridges: full-grain leather, a stitched welt and a sole that can be replaced."
    main = (
        '<div class="breadcrumbs"><ul class="items"><li class="item home"><a href="/">Home</a></li><li class="item category"><a href="/men">Men</a></li><li class="item product"><strong>Ridge Boot</strong></li></ul></div>'
        f'<div class="product media"><img class="gallery-placeholder__image" src="{image}"></div><div class="product-info-main"><div class="page-title-wrapper product"><h1 class="page-title"><span class="base" data-ui-id="page-title-wrapper" itemprop="name">Ridge Boot</span></h1></div>'
        '<div class="product-info-price"><div class="price-box price-final_price" data-role="priceBox" data-product-id="412"><span class="special-price"><span class="price-container price-final_price tax weee" itemprop="offers" itemscope itemtype="http://schema.org/Offer"><span class="price-label">Special Price</span><span id="product-price-412" data-price-amount="149.95" data-price-type="finalPrice" class="price-wrapper"><span class="price">$149.95</span></span><meta itemprop="price" content="149.95"><meta itemprop="priceCurrency" content="USD"></span></span>'
        '<span class="old-price"><span class="price-label">Regular Price</span><span id="old-price-412" data-price-amount="189.95" data-price-type="oldPrice" class="price-wrapper"><span class="price">$189.95</span></span></span></div></div>'
        '<div class="product-info-stock-sku"><div class="stock available" title="Availability"><span>In stock</span></div><div class="product attribute sku"><strong class="type">SKU</strong><div class="value" itemprop="sku">RB-100-M</div></div></div><button type="submit" title="Add to Cart" class="action primary tocart"><span>Add to Cart</span></button></div>'
        f'<div class="product data items"><div class="product attribute description"><div class="value">{text}</div></div>{table([("Upper", "Leather"), ("Country of Manufacture", "Portugal"), ("Manufacturer", "Peakwright")])}</div>'
    )
    html = page(
        US,
        "magento",
        "Peak Store",
        "Ridge Boot - Peak Store",
        main,
        head=meta(
            og_type="product",
            og_title="Ridge Boot",
            og_image=image,
            product_price_amount="149.95",
            product_price_currency="USD",
        ),
        url=url,
        after=others(US, "magento", ("Boot wax", "$11.00"), ("Laces", "$6.50")),
        body_class="catalog-product-view product-ridge-boot",
    )
    return Labelled("magento-special-price", url, html, {
        "name": "Ridge Boot", "price": "149.95", "regular_price": "189.95", "currency": "USD", "availability": "InStock", "sku": "RB-100-M", "brand": "Peakwright", "description": text, "images": [image], "main_image": image,
        "breadcrumbs": ["Home", "Men", "Ridge Boot"], "properties": [["Upper", "Leather"], ["Country of Manufacture", "Portugal"], ["Manufacturer", "Peakwright"]],
    })  # fmt: skip


def _configurable_jacket() -> Labelled:
    url = "https://harbourwear.example/oilskin-jacket.html"
    image = "https://harbourwear.example/media/catalog/product/o/j/oj_navy.jpg"
    config = {
        "attributes": {"93": {"id": "93", "code": "color", "label": "Colour", "options": [{"id": "50", "label": "Navy", "products": ["701", "702"]}]}, "142": {"id": "142", "code": "size", "label": "Size", "options": [{"id": "167", "label": "M", "products": ["701"]}, {"id": "168", "label": "L", "products": ["702"]}]}},
        "template": "£<%- data.price %>", "prices": {"oldPrice": {"amount": 220}, "basePrice": {"amount": 183.33}, "finalPrice": {"amount": 220}}, "productId": "700",
        "optionPrices": {"701": {"finalPrice": {"amount": 220}}, "702": {"finalPrice": {"amount": 220}}}, "index": {"701": {"93": "50", "142": "167"}, "702": {"93": "50", "142": "168"}},
        "images": {"701": [{"full": image, "img": image.replace(".jpg", "_700x700.jpg"), "thumb": image.replace(".jpg", "_88x110.jpg"), "isMain": True}]},
    }  # fmt: skip
    text = "Waxed by hand, dried for three weeks. Two-way zip, storm flap, four pockets."
    main = (
        f'<div class="product-info-main"><h1 class="page-title"><span class="base">Oilskin Jacket</span></h1><div class="price-box price-final_price"><span class="normal-price"><span class="price-label">As low as</span><span class="price-wrapper" data-price-amount="220" data-price-type="finalPrice"><span class="price">£220.00</span></span></span></div><div class="price-excl" data-price-type="basePrice">£183.33 excl. VAT</div>'
        f'<div class="stock available"><span>In stock</span></div><div class="product attribute sku"><strong class="type">SKU</strong><div class="value">HW-OJ</div></div><button class="action tocart">Add to Basket</button></div><img src="{image}"><div class="product attribute description"><div class="value"><p>{text}</p></div></div>'
    )
    script = f'<script type="text/x-magento-init">{json.dumps({"[data-role=swatch-options]": {"Magento_Swatches/js/swatch-renderer": {"jsonConfig": config}}})}</script>'
    html = page(
        GB,
        "magento",
        "Harbourwear",
        "Oilskin Jacket",
        main,
        url=url,
        after=others(GB, "magento", ("Wax tin", "£12.00")),
        scripts=script,
        body_class="catalog-product-view",
    )
    return Labelled("magento-configurable", url, html, {
        "name": "Oilskin Jacket", "price": "220.00", "currency": "GBP", "availability": "InStock", "sku": "HW-OJ", "description": text, "images": [image], "main_image": image,
    })  # fmt: skip


def _german_drill() -> Labelled:
    url = "https://werkbank.example/bohrhammer-bh-26.html"
    image = "https://werkbank.example/media/catalog/product/b/h/bh26.jpg"
    text = "Bohrhammer mit 2,6 J Schlagenergie und Sicherheitskupplung."
    rows = [("Leistung", "800 W"), ("Gewicht", "2,9 kg"), ("EAN", "4006381333931"), ("Hersteller-Nr.", "0611253768")]
    main = (
        f'{trail("Startseite", "Elektrowerkzeug", "Bohrhammer BH 26", separator="»")}<h1 class="page-title">Bohrhammer BH 26</h1><p class="brand">Marke: <a href="/marken/norrwerk">Norrwerk</a></p><img src="{image}" alt="Bohrhammer BH 26">'
        '<div class="versand">Versand ab 5,90 €</div><div class="price-box"><span class="old-price"><span class="price-label">UVP</span> <span class="price">259,00 €</span></span> <span class="special-price"><span class="price">198,50 €</span></span><span class="price-details">inkl. 19% MwSt.</span></div>'
        f'<p class="finance">ab 8,72 € / Monat</p><div class="stock available"><span>Auf Lager, Lieferzeit 1-3 Tage</span></div><p>Art.-Nr.: <span class="sku">WB-26800</span></p><button class="tocart">In den Warenkorb</button><div class="description"><h2>Beschreibung</h2><p>{text}</p></div>{table(rows)}'
    )
    html = page(
        DE,
        "magento",
        "Werkbank",
        "Bohrhammer BH 26 | Werkbank",
        main,
        url=url,
        after=others(DE, "magento", ("Bohrer-Set", "29,95 €"), ("Meißel", "12,49 €")),
        body_class="catalog-product-view",
    )
    return Labelled("magento-german-uvp", url, html, {
        "name": "Bohrhammer BH 26", "price": "198.50", "regular_price": "259.00", "currency": "EUR", "availability": "InStock", "sku": "WB-26800", "mpn": "0611253768", "gtin": "4006381333931", "brand": "Norrwerk", "description": text, "images": [image], "main_image": image,
        "breadcrumbs": ["Startseite", "Elektrowerkzeug", "Bohrhammer BH 26"], "properties": [list(row) for row in rows],
    })  # fmt: skip


def _prestashop_watch() -> Labelled:
    url = "https://heures.example/montres/31-montre-lac.html"
    images = [f"https://heures.example/{number}-large_default/montre-lac.jpg" for number in (81, 82)]
    text = "Boîtier acier de 38 mm, verre saphir, mouvement automatique."
    main = (
        f'<section id="main" itemscope itemtype="https://schema.org/Product"><meta itemprop="url" content="{url}"><ol class="breadcrumb"><li><a href="/"><span>Accueil</span></a></li><li><a href="/montres"><span>Montres</span></a></li></ol><h1 class="h1" itemprop="name">Montre Lac</h1>'
        + "".join(
            f'<li class="thumb-container"><img class="thumb js-thumb" src="{image.replace("large", "home")}" data-image-large-src="{image}" itemprop="image"></li>'
            for image in images
        )
        + '<div class="product-prices"><div class="product-discount"><span class="regular-price">590,00 €</span></div><div class="product-price h5 has-discount" itemprop="offers" itemscope itemtype="https://schema.org/Offer"><link itemprop="availability" href="https://schema.org/InStock"><meta itemprop="priceCurrency" content="EUR"><div class="current-price"><span itemprop="price" content="472">472,00 €</span><span class="discount discount-percentage">Économisez 20%</span></div></div><div class="tax-shipping-delivery-label">TTC</div></div>'
        f'<button class="btn btn-primary add-to-cart">Ajouter au panier</button><span id="product-availability"><i>check</i> En stock</span><div id="description"><div class="product-description" itemprop="description">{text}</div></div><div class="product-manufacturer"><label>Marque</label><span><a href="/brand/3-lemanique" itemprop="brand">Lémanique</a></span></div>'
        f'<div class="product-reference"><label class="label">Référence</label> <span itemprop="sku">LEM-LAC-38</span></div>{table([("Étanchéité", "50 m"), ("Bracelet", "Cuir")], "dl")}</section>'
    )
    html = page(
        FR,
        "bem",
        "Heures",
        "Montre Lac",
        main,
        url=url,
        after=others(FR, "bem", ("Bracelet cuir", "45,00 €"), ("Remontoir", "129,00 €")),
    )
    return Labelled("prestashop-french", url, html, {
        "name": "Montre Lac", "price": "472.00", "regular_price": "590.00", "currency": "EUR", "availability": "InStock", "sku": "LEM-LAC-38", "brand": "Lémanique", "description": text, "images": images, "main_image": images[0],
        "breadcrumbs": ["Accueil", "Montres"], "properties": [["Étanchéité", "50 m"], ["Bracelet", "Cuir"]],
    })  # fmt: skip


def _bigcommerce_tent() -> Labelled:
    url = "https://campfield.example/two-person-tent/"
    image = "https://cdn.campfield.example/s-x1/images/stencil/1280x1280/products/120/455/tent__88.jpg?c=2"
    text = "Pitches in four minutes, packs to the size of a loaf. Two doors, 1.9 kg."
    main = (
        f'<div class="productView"><figure class="productView-image"><img src="{image.replace("1280x1280", "500x659")}" data-zoom-image="{image}"></figure><section class="productView-details"><h2 class="productView-brand"><a href="/camp/"><span>Campfield Gear</span></a></h2><h1 class="productView-title">Two-Person Tent</h1>'
        '<div class="productView-price"><div class="price-section price-section--withoutTax rrp-price--withoutTax">MSRP: <span class="price price--rrp">$399.00</span></div><div class="price-section price-section--withoutTax non-sale-price--withoutTax" style="display: none;">Was: <span class="price price--non-sale"></span></div><div class="price-section price-section--withoutTax"><span class="price-label">Now:</span> <span data-product-price-without-tax class="price price--withoutTax">$329.00</span></div><div class="price-section price-section--saving">(You save <span class="price price--saving">$70.00</span>)</div></div>'
        '<dl class="productView-info"><dt class="productView-info-name sku-label">SKU:</dt><dd class="productView-info-value" data-product-sku>CF-T2</dd><dt>UPC:</dt><dd data-product-upc>036000291452</dd><dt>Shipping:</dt><dd>$9.95 (Fixed Shipping Cost)</dd></dl><input id="form-action-addToCart" type="submit" value="Add to Cart"></section>'
        f'<article class="productView-description"><div class="tab-content" id="tab-description"><p>{text}</p></div></article></div>'
    )
    head = meta(
        og_type="product",
        og_title="Two-Person Tent",
        og_image=image,
        product_price_amount="329",
        product_price_currency="USD",
        og_availability="instock",
    )
    html = page(
        US,
        "bem",
        "Campfield",
        "Two-Person Tent - Campfield",
        main,
        head=head,
        url=url,
        after=others(US, "bem", ("Footprint", "$49.00"), ("Pegs", "$19.00")),
    )
    return Labelled("bigcommerce-msrp", url, html, {
        "name": "Two-Person Tent", "price": "329.00", "regular_price": "399.00", "currency": "USD", "availability": "InStock", "sku": "CF-T2", "gtin": "036000291452", "brand": "Campfield Gear", "description": text, "images": [image], "main_image": image,
    })  # fmt: skip


def _opencart_headphones() -> Labelled:
    url = "https://sonora.example/index.php?route=product/product&product_id=208"
    image = "https://sonora.example/image/cache/catalog/h9-500x500.jpg"
    text = "Auriculares cerrados con cable desmontable y almohadillas de terciopelo."
    main = (
        f'<ul class="breadcrumb"><li><a href="/"><i class="fa fa-home"></i></a></li><li><a href="/audio">Audio</a></li><li><a href="{url}">Auriculares H9</a></li></ul><div id="content"><ul class="thumbnails"><li><a class="thumbnail" href="{image}"><img src="{image}"></a></li></ul><h1>Auriculares H9</h1>'
        '<ul class="list-unstyled"><li>Fabricante: <a href="/sonora">Sonora</a></li><li>Código Producto: H9-NEGRO</li><li>Disponibilidad: En Stock</li></ul><ul class="list-unstyled"><li><span style="text-decoration: line-through;">149,00€</span></li><li><h2>119,00€</h2></li><li>Sin impuestos: 98,35€</li></ul><ul><li>5 o más 109,00€</li></ul>'
        f'<button type="button" id="button-cart">Añadir al carrito</button><div class="tab-pane active" id="tab-description"><p>{text}</p></div></div>'
    )
    head = ld({"@type": "Product", "name": "Auriculares H9", "image": image, "offers": offer("119.00", "EUR")})
    html = page(
        ES,
        "bem",
        "Sonora",
        "Auriculares H9",
        main,
        head=head,
        url=url,
        after=others(ES, "bem", ("Cable 3 m", "15,00 €")),
    )
    return Labelled("opencart-spanish", url, html, {
        "name": "Auriculares H9", "price": "119.00", "regular_price": "149.00", "currency": "EUR", "availability": "InStock", "sku": "H9-NEGRO", "brand": "Sonora", "description": text, "images": [image], "main_image": image,
        "breadcrumbs": ["Audio", "Auriculares H9"],
    })  # fmt: skip
