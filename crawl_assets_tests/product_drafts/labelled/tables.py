# ruff: noqa: E501 - HTML as shop systems write it
"""Old and small shops without any structured data: layout tables, fonts, bold prices, order forms."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, others, page
from crawl_assets_tests.product_drafts.labelled.tongues import DE, FR, GB, US


def pages() -> Iterator[Labelled]:
    yield _hand_plane()
    yield _german_clock()
    yield _seeds()
    yield _french_wine()
    yield _sold_press()


def _hand_plane() -> Labelled:
    url = "http://oldtools.example/item.php?id=4711"
    image = "http://oldtools.example/pics/4711.jpg"
    text = "Smoothing plane of beech with a new iron. Made about 1930, sole flat to the width of a hair."
    main = (
        f'<font size=5><b>Smoothing plane No. 4</b></font><br><table><tr><td><img src="pics/4711.jpg" width=400></td><td><table border=1><tr><td>Item number</td><td>OT-4711</td></tr><tr><td>Maker</td><td>Alder &amp; Sons</td></tr><tr><td>Length</td><td>9 in</td></tr><tr><td>Postage</td><td>$8.00</td></tr><tr><td>Price</td><td><b>$64.00</b></td></tr></table>'
        f'<form action="cart.php"><input type=submit value="Add to cart"></form></td></tr></table><p>{text}</p>'
    )
    html = page(
        US,
        "tables",
        "Old Tools",
        "Smoothing plane No. 4 - Old Tools",
        main,
        after=others(US, "tables", ("Block plane", "$41.00"), ("Spokeshave", "$35.00")),
    )
    return Labelled("tables-no-h1", url, html, {
        "name": "Smoothing plane No. 4", "price": "64.00", "currency": "USD", "availability": "InStock", "sku": "OT-4711", "brand": "Alder & Sons", "description": text, "images": [image], "main_image": image,
        "properties": [["Item number", "OT-4711"], ["Maker", "Alder & Sons"], ["Length", "9 in"]],
    })  # fmt: skip


def _german_clock() -> Labelled:
    url = "https://uhren-stube.example/shop/kuckuck-12.html"
    image = "https://uhren-stube.example/shop/bilder/k12_gross.jpg"
    text = "Kuckucksuhr mit Acht-Tage-Werk, handgeschnitzt, zwei Zapfen."
    main = f'<h2>Kuckucksuhr "Waldrand"</h2><p><a href="bilder/k12_gross.jpg"><img src="bilder/k12_gross.jpg"></a></p><p>Bestell-Nr. K12</p><p>{text}</p><p>Versand innerhalb Deutschlands: 6,90 EUR</p><p>Preis: <strong>EUR 1.198,-</strong> (inkl. MwSt.)</p><p>Lieferbar</p><form action="/korb"><input type="submit" value="In den Warenkorb"></form>'
    html = page(
        DE,
        "tables",
        "Uhrenstube",
        'Kuckucksuhr "Waldrand"',
        main,
        after=others(DE, "tables", ("Wanduhr", "249,- EUR"), ("Wecker", "39,90 EUR")),
    )
    return Labelled("tables-german-dash", url, html, {
        "name": 'Kuckucksuhr "Waldrand"', "price": "1198", "currency": "EUR", "availability": "InStock", "sku": "K12", "description": text, "images": [image], "main_image": image,
    })  # fmt: skip


def _seeds() -> Labelled:
    url = "https://heirloom-seeds.example/vegetables/bean-painted-lady"
    image = "https://heirloom-seeds.example/images/painted-lady.jpg"
    text = "A climbing bean with red and white flowers, grown since the eighteen hundreds. 25 seeds."
    main = f'<p><a href="/">Home</a> &gt; <a href="/vegetables">Vegetables</a> &gt; <a href="/vegetables/beans">Beans</a></p><h1>Bean Painted Lady</h1><img src="/images/painted-lady.jpg" align=left><p>{text}</p><ul><li>Sow: April to June</li><li>Height: 2 m</li></ul><p>Code BE07 &nbsp; <b>£2.45</b> per packet</p><p>10 packets or more: £2.10 each</p><input name=qty value=1><input type=submit value="Add to basket">'
    html = page(
        GB,
        "tables",
        "Heirloom Seeds",
        "Bean Painted Lady",
        main,
        after=others(GB, "tables", ("Pea Purple Pod", "£2.60")),
    )
    return Labelled("plain-seeds", url, html, {
        "name": "Bean Painted Lady", "price": "2.45", "currency": "GBP", "availability": "InStock", "sku": "BE07", "description": text, "images": [image], "main_image": image,
        "breadcrumbs": ["Home", "Vegetables", "Beans"], "properties": [["Sow", "April to June"], ["Height", "2 m"]],
    })  # fmt: skip


def _french_wine() -> Labelled:
    url = "https://cave-martin.example/vins/fiche.asp?ref=CM-2019-BR"
    image = "https://cave-martin.example/photos/brouilly.jpg"
    text = "Un rouge souple, cueilli à la main, élevé huit mois en foudre."
    main = f'<h1>Brouilly 2019 - Domaine Martin</h1><img src="/photos/brouilly.jpg" alt="Brouilly 2019"><table><tr><td>Appellation</td><td>Brouilly</td></tr><tr><td>Contenance</td><td>75 cl</td></tr></table><p>Frais de port : 9,80 €</p><p class="prix">12,50 € la bouteille</p><p>Carton de 6 : 72,00 €</p><p>Réf. CM-2019-BR - Disponible</p><p>{text}</p><a class="bouton" href="/panier?add=1">Ajouter au panier</a>'
    html = page(
        FR,
        "tables",
        "Cave Martin",
        "Brouilly 2019",
        main,
        after=others(FR, "tables", ("Fleurie 2020", "14,00 €"), ("Morgon 2018", "15,20 €")),
    )
    return Labelled("plain-wine-bundle", url, html, {
        "name": "Brouilly 2019 - Domaine Martin", "price": "12.50", "currency": "EUR", "availability": "InStock", "sku": "CM-2019-BR", "description": text, "images": [image], "main_image": image,
        "properties": [["Appellation", "Brouilly"], ["Contenance", "75 cl"]],
    })  # fmt: skip


def _sold_press() -> Labelled:
    url = "https://letterpress.example/presses/adana-eight"
    image = "https://letterpress.example/presses/adana.jpg"
    text = "A table press of 1962 in working order, with two chases and new rollers."
    main = f'<h1>Table press "Eight"</h1><img src="adana.jpg"><p>{text}</p><p><b>£620</b></p><p><font color=red>Sorry, this item has been sold.</font></p><p>Stock no. P-118</p>'
    html = page(
        GB,
        "tables",
        "Letterpress",
        'Table press "Eight"',
        main,
        after=others(GB, "tables", ("Type case", "£45"), ("Composing stick", "£38")),
    )
    return Labelled("plain-sold", url, html, {
        "name": 'Table press "Eight"', "price": "620", "currency": "GBP", "availability": "OutOfStock", "sku": "P-118", "description": text, "images": [image], "main_image": image,
    })  # fmt: skip
