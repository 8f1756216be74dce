# ruff: noqa: E501 - HTML as shop systems write it
"""What surrounds a product on a shop's page: menus, mini cart, other products with prices, reviews, footer, scripts.

Everything is invented here, in the manner of real shop systems. Each surrounding holds prices and words that are not
the product's: an empty basket's total, deals in the menu, a free-shipping threshold, "log in", "sold out" elsewhere.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from crawl_assets_tests.product_drafts.labelled.tongues import US, Tongue

Style = Literal["shopify", "wordpress", "magento", "tailwind", "tables", "bem"]
Other = tuple[str, str]  # the name and the price, as written, of another product


@dataclass(frozen=True)
class Labelled:
    """A page and what an attentive person notes of it; keys that the page does not tell are left out."""

    name: str
    url: str
    html: str
    truth: Mapping[str, Any]


_DEPARTMENTS = (
    "Garden", "Kitchen", "Lighting", "Outdoor", "Office", "Toys", "Bath", "Hobby", "Textiles", "Storage", "Seasonal",
)  # fmt: skip
_ICONS = "".join(
    f'<symbol id="icon-{at}" viewBox="0 0 24 24"><path d="{" ".join(f"M{x} {at}l{at} {x}c1-{x} 2.{at} 3 4-{at}z" for x in range(30))}"/></symbol>'
    for at in range(16)
)
_SPRITE = f'<svg xmlns="http://www.w3.org/2000/svg" style="display:none">{_ICONS}</svg>'
_CSS = "".join(
    f".{name}{{display:flex;margin:{size}px;padding:{size}px;color:#{size:02d}4a5b}}"
    for size, name in enumerate(
        ("hdr", "nav", "wrap", "col", "btn", "tile", "grid", "ftr", "price", "badge", "modal"), 4
    )
)
_TRACKING = (
    "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag('js',new Date());"
    "gtag('config','G-SAMPLE',{currency:'EUR'});</script>"
    "<script>(function(w,d){w._q=w._q||[];w._q.push({event:'pageview',value:0,threshold:4999});})(window,document);</script>"
)


def ld(*nodes: Mapping[str, Any], raw: str | None = None) -> str:
    """Return JSON-LD scripts, one a node; `raw` is put in as it is, to write what is not quite JSON."""
    said = [json.dumps({"@context": "https://schema.org", **node}, ensure_ascii=False) for node in nodes]
    said += [raw] if raw is not None else []
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in said)


def offer(price: Any, currency: str, availability: str | None = "InStock", **more: Any) -> dict[str, Any]:
    there = {} if availability is None else {"availability": f"https://schema.org/{availability}"}
    return {"@type": "Offer", "price": price, "priceCurrency": currency, **there, **more}


def crumbs_ld(base: str, *names: str) -> dict[str, Any]:
    steps = [
        {"@type": "ListItem", "position": at, "name": name, "item": f"{base}/c{at}/"}
        for at, name in enumerate(names, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def meta(**properties: str) -> str:
    """Return Open Graph tags; og_title is og:title, product_price_amount is product:price:amount."""
    return "".join(
        f'<meta property="{name.replace("_", ":")}" content="{escape(value)}">' for name, value in properties.items()
    )


def table(rows: Sequence[tuple[str, str]], style: Literal["th", "td", "dl", "li"] = "th") -> str:
    """Return a specification in one of the usual forms."""
    if style == "dl":
        return '<dl class="specs">' + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows) + "</dl>"
    if style == "li":
        return '<ul class="features">' + "".join(f"<li><b>{name}:</b> {value}</li>" for name, value in rows) + "</ul>"
    first = style
    return (
        '<table class="data-table additional-attributes"><tbody>'
        + "".join(f"<tr><{first}>{name}</{first}><td>{value}</td></tr>" for name, value in rows)
        + "</tbody></table>"
    )


def trail(*names: str, separator: str = "/") -> str:
    """Return breadcrumbs: all but the last are links /c1/, /c2/ ..."""
    links = [f'<a href="/c{at}/">{name}</a>' for at, name in enumerate(names[:-1], 1)]
    return f'<nav class="breadcrumbs" aria-label="Breadcrumb">{f" {separator} ".join([*links, f"<span>{names[-1]}</span>"])}</nav>'


def crumbs(*names: str) -> list[str]:
    """Return breadcrumbs as the truth holds them."""
    return list(names)


def reviews(tongue: Tongue, *said: tuple[int, str]) -> str:
    lines = "".join(
        f'<div class="review"><span class="stars" aria-label="{stars} / 5">{"★" * stars}</span><p>{text}</p><small>A. Customer</small></div>'
        for stars, text in said
    )
    return f'<section id="reviews"><h2>{tongue.reviews}</h2>{lines}</section>'


def others(tongue: Tongue, style: Style, *products: Other, base: str = "") -> str:
    """Return a row of other products in the manner of a shop system, one of them sold out."""
    tiles = []
    for at, (name, price) in enumerate(products):
        link, image = f"{base}/p/other-{at}", f"{base}/img/other-{at}_300x300.jpg"
        sold_out = '<span class="badge">Sold out</span>' if at == 1 and tongue.lang.startswith("en") else ""
        tiles.append({
            "shopify": f'<div class="product-card grid__item"><a href="{link}"><img src="{image}" alt="{name}"></a><h3 class="card__heading">{name}</h3><div class="price"><span class="price-item price-item--regular">{price}</span></div>{sold_out}</div>',
            "wordpress": f'<li class="product type-product instock"><a href="{link}" class="woocommerce-LoopProduct-link"><img src="{image}"><h2 class="woocommerce-loop-product__title">{name}</h2><span class="price"><span class="woocommerce-Price-amount amount"><bdi>{price}</bdi></span></span></a>{sold_out}</li>',
            "magento": f'<li class="item product product-item"><div class="product-item-info"><a class="product-item-photo" href="{link}"><img src="{image}"></a><strong class="product-item-name">{name}</strong><div class="price-box"><span class="price-wrapper"><span class="price">{price}</span></span></div></div></li>',
            "tailwind": f'<article class="flex flex-col p-2"><a href="{link}"><img class="w-full" loading="lazy" src="{image}"></a><p class="text-sm font-medium">{name}</p><p class="text-lg font-bold">{price}</p></article>',
            "tables": f'<tr><td><a href="{link}"><img src="{image}" width=60 border=0></a></td><td><a href="{link}">{name}</a></td><td><b>{price}</b></td></tr>',
            "bem": f'<div class="c-teaser" itemscope itemtype="https://schema.org/Product"><a class="c-teaser__link" itemprop="url" href="{link}"><img itemprop="image" src="{image}"><span class="c-teaser__name" itemprop="name">{name}</span></a><div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span class="c-teaser__price" itemprop="price" content="{_bare(price)}">{price}</span></div></div>',
        }[style])  # fmt: skip
    head = f"<h2>{tongue.also}</h2>"
    if style == "tables":
        return f"<table cellpadding=2><tr><td colspan=3>{head}</td></tr>{''.join(tiles)}</table>"
    if style == "wordpress":
        return f'<section class="related products">{head}<ul class="products columns-4">{"".join(tiles)}</ul></section>'
    if style == "magento":
        return f'<div class="block related"><div class="block-title">{head}</div><ol class="products list items">{"".join(tiles)}</ol></div>'
    return f'<section class="recommendations">{head}<div class="grid">{"".join(tiles)}</div></section>'


def _bare(price: str) -> str:
    return "".join(letter for letter in price if letter.isdigit() or letter == ".").strip(".")


def page(
    tongue: Tongue, style: Style, shop: str, title: str, main: str, *,
    head: str = "", after: str = "", scripts: str = "", url: str = "", body_class: str = "",
) -> str:  # fmt: skip
    """Put a product into its surroundings."""
    menu = (
        "".join(
            f'<li><a href="/{name.lower()}">{name}</a><ul>'
            + "".join(f'<li><a href="/{name.lower()}/{at}">{name} {at}</a></li>' for at in range(1, 13))
            + "</ul></li>"
            for name in _DEPARTMENTS
        )
        + f'<li><a href="/deals">{tongue.deals.format(tongue.threshold)}</a></li>'
    )
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    top = (
        f'<!doctype html><html lang="{tongue.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title}</title>{canonical}{head}<style>{_CSS}</style>{_TRACKING}</head><body class="{body_class or style}">{_SPRITE}'
    )
    free = tongue.free.format(tongue.threshold)
    if style == "tables":
        return (
            f'{top}<table width="980" align=center><tr><td colspan=2><a href="/"><img src="/gfx/logo.gif" alt="{shop}"></a></td><td align=right>'
            f'<a href="/login">{tongue.login}</a> | <a href="/cart">{tongue.basket} ({tongue.zero})</a></td></tr><tr><td width=180 valign=top>'
            f"<ul>{menu}</ul></td><td valign=top>{main}{after}</td><td></td></tr><tr><td colspan=3><small>{free} | "
            f'<a href="/terms">{tongue.terms}</a> | &copy; {shop}</small></td></tr></table>{scripts}</body></html>'
        )
    return (
        f'{top}<div class="announcement-bar">{free}</div><header class="site-header"><a href="/" class="header__logo">'
        f'<img src="/assets/logo.svg" alt="{shop}"></a><form role="search" action="/search"><input name="q"></form>'
        f'<a href="/account/login">{tongue.login}</a><div class="mini-cart minicart-wrapper"><a href="/cart">{tongue.basket}</a>'
        f'<span class="cart-total price">{tongue.zero}</span></div></header><nav class="main-menu"><ul>{menu}</ul></nav>'
        f'<main id="MainContent">{main}</main>{after}<div class="recently-viewed" data-empty><h2>{tongue.seen}</h2></div>'
        f'<footer class="site-footer"><section class="newsletter"><h2>{tongue.newsletter}</h2><form><input type="email"></form></section>'
        f'<ul><li>{free}</li><li><a href="/terms">{tongue.terms}</a></li></ul><img src="/assets/payment-icons.png" alt="Visa, Mastercard">'
        f"<p>&copy; 2026 {shop}</p></footer>{scripts}</body></html>"
    )


def small_shop(
    name: str, url: str, main: str, truth: dict[str, object], *,
    tongue: Tongue = US, head: str = "", related: Sequence[Other] = (("Tea towel", "$14.00"), ("Tray", "$39.00")),
) -> Labelled:  # fmt: skip
    """Make a page of a shop that is called like its host, and whose other products are marked up as well."""
    shop = url.split("/")[2].removesuffix(".example").title()
    after = others(tongue, "bem", *related)
    html = page(tongue, "bem", shop, f"{truth['name']} | {shop}", main, head=head, url=url, after=after)
    return Labelled(name, url, html, truth)
