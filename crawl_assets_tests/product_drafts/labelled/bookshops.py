# ruff: noqa: E501 - HTML as shop systems write it
"""Books and music: ISBN as number, editions side by side, fixed prices, pre-orders."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, offer, others, page, reviews, table
from crawl_assets_tests.product_drafts.labelled.tongues import DE, FR, GB, US


def pages() -> Iterator[Labelled]:
    yield _novel()
    yield _german_book()
    yield _french_preorder()
    yield _record()


def _novel() -> Labelled:
    url = "https://inkwell.example/book/9780306406157"
    image = "https://inkwell.example/jackets/large/9780306406157.jpg"
    text = "A ferry pilot keeps a diary of the fog. Nobody believes the second half."
    rows = [("Publisher", "Harbour Press"), ("ISBN", "9780306406157"), ("Pages", "312"), ("Dimensions", "198 x 129 mm")]
    main = (
        f'<div class="item-img"><img src="{image}" alt="The Fog Diary"></div><h1 class="item-title">The Fog Diary (Paperback)</h1><p>by <a href="/author/orla-finch">Orla Finch</a> (author)</p><div class="item-price"><span class="rrp">£10.99</span> <b class="item-price-now">£9.34</b></div><ul class="formats"><li>Hardback £18.99</li><li class="on">Paperback £9.34</li><li>eBook £6.99</li></ul><p class="stock">In stock, ships in 24 hours</p><button>Add to basket</button>'
        f'<div id="scope_book_description"><p>{text}</p></div>{table(rows)}'
    )
    head = ld(
        {
            "@type": "Book",
            "name": "The Fog Diary",
            "author": "Orla Finch",
            "isbn": "9780306406157",
            "image": image,
            "bookFormat": "Paperback",
            "offers": offer("9.34", "GBP"),
        }
    )
    html = page(
        GB,
        "bem",
        "Inkwell",
        "The Fog Diary by Orla Finch | Inkwell",
        main,
        head=head,
        url=url,
        after=others(GB, "bem", ("Salt Hours", "£8.99"), ("Low Water", "£12.99"))
        + reviews(GB, (4, "I paid £7 second hand.")),
    )
    return Labelled("book-formats", url, html, {
        "name": "The Fog Diary (Paperback)", "price": "9.34", "regular_price": "10.99", "currency": "GBP", "availability": "InStock", "gtin": "9780306406157", "description": text, "images": [image], "main_image": image, "properties": [list(row) for row in rows],
    })  # fmt: skip


def _german_book() -> Labelled:
    url = "https://buchlade.example/shop/artikel/A1055/der-steg"
    image = "https://buchlade.example/cover/A1055.jpg"
    text = "Ein Roman über einen See, der jedes Jahr ein Haus behält."
    main = f'<h1>Der Steg</h1><p>von <a href="/autor/1">Jule Ahrens</a></p><img src="{image}"><div class="ausgaben"><a href="/x">eBook 17,99 €</a><span class="aktiv">Buch (Gebunden) 24,00 €</span><a href="/y">Hörbuch 19,95 €</a></div><p class="preis" itemprop="x">24,00 €</p><p>inkl. gesetzl. MwSt., Versandkostenfrei</p><p>Vorrätig</p><button>In den Warenkorb</button><h2>Beschreibung</h2><p>{text}</p>{table([("ISBN", "978-3-16-148410-0"), ("Seiten", "288"), ("Verlag", "Schilf")], "dl")}'
    html = page(
        DE,
        "tailwind",
        "Buchlade",
        "Der Steg von Jule Ahrens",
        main,
        url=url,
        after=others(DE, "tailwind", ("Die Mole", "22,00 €"), ("Kies", "14,00 €")),
    )
    return Labelled("german-isbn-hyphens", url, html, {
        "name": "Der Steg", "price": "24.00", "currency": "EUR", "availability": "InStock", "gtin": "9783161484100", "description": text, "images": [image], "main_image": image, "properties": [["ISBN", "978-3-16-148410-0"], ["Seiten", "288"], ["Verlag", "Schilf"]],
    })  # fmt: skip


def _french_preorder() -> Labelled:
    url = "https://librairie.example/a18842/les-marees"
    image = "https://librairie.example/couv/18842.jpg"
    text = "Trois sœurs, un phare et une dette. Parution le 7 janvier."
    main = f'<h1>Les marées</h1><p>Auteur : <a href="/a/9">Inès Kermadec</a></p><img src="{image}"><p><strong class="price">21,50 €</strong></p><p class="dispo">À paraître le 7 janvier 2027</p><button>Précommander</button><section class="resume"><h2>Résumé</h2><p>{text}</p></section>'
    head = ld(
        {
            "@type": ["Book", "Product"],
            "name": "Les marées",
            "isbn": "9782070360024",
            "image": image,
            "offers": offer("21.50", "EUR", "PreOrder"),
        }
    )
    html = page(
        FR, "bem", "Librairie", "Les marées", main, head=head, url=url, after=others(FR, "bem", ("Le phare", "8,30 €"))
    )
    return Labelled("french-preorder", url, html, {
        "name": "Les marées", "price": "21.50", "currency": "EUR", "availability": "PreOrder", "gtin": "9782070360024", "description": text, "images": [image], "main_image": image,
    })  # fmt: skip


def _record() -> Labelled:
    url = "https://groove.example/release/lowtide-lp"
    image = "https://groove.example/covers/lowtide.jpg"
    text = "Second album of the trio, cut at half speed. Black vinyl with a printed inner sleeve."
    rows = [("Label", "Estuary"), ("Cat. no.", "EST 014"), ("Barcode", "0602445790128")]
    main = f'<img src="{image}"><h1>Lowtide: Second Water</h1><p class="fmt">LP, black vinyl</p><p>Preview: 99¢ a track</p><p class="amount">$26.98</p><p>Ships free with two records or more</p><a class="btn">Add to cart</a><p class="avail">In Stock</p><div class="notes">{text}</div>{table(rows, "li")}'
    html = page(
        US,
        "wordpress",
        "Groove",
        "Lowtide: Second Water",
        main,
        url=url,
        after=others(US, "wordpress", ("Lowtide: First Water", "$22.98"), ("Slipmat", "$12.00")),
    )
    return Labelled("record-catalogue-number", url, html, {
        "name": "Lowtide: Second Water", "price": "26.98", "currency": "USD", "availability": "InStock", "sku": "EST 014", "gtin": "0602445790128", "description": text, "images": [image], "main_image": image, "properties": [list(row) for row in rows],
    })  # fmt: skip
