# ruff: noqa: E501 - HTML as generators write it
"""Pages that people write for people: news, blogs, forums, shops, old pages, in many languages."""

import json
from collections.abc import Callable
from html import escape

from crawl_assets_tests.crawl.pages.content import Labelled, Part, article_parts, html_of
from crawl_assets_tests.crawl.pages.prose import Prose

Shape = Callable[[str, tuple[Part, ...], list[str], Prose], str]  # title, parts, sentences around, more prose


def _cards(around: list[str]) -> str:
    return "".join(f'<li><a href="/s{number}"><h3>{text}</h3></a></li>' for number, text in enumerate(around[:4]))


def _head(title: str, extra: str = "", language: str = "en", direction: str = "ltr") -> str:
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{title} | The Daily Ferry</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">{extra}</head>'
    )


def _cookies(around: list[str]) -> str:
    return f'<div id="cookie-banner" class="cookie-consent"><p>{around[0]}</p><button>Accept</button></div>'


def _news(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    return (
        _head(title, '<meta property="article:published_time" content="2026-03-04T05:06:07Z">')
        + f'<body><header><nav><ul>{_cards(around)}</ul></nav></header><main><article><h1>{title}</h1><p class="byline">By Ada Quill</p>'
        f'<figure><img src="/a.jpg" alt=""><figcaption>{around[1]}</figcaption></figure>{html_of(parts)}'
        f'<div class="related-articles"><h2>More stories</h2><ul>{_cards(around)}</ul></div></article></main>'
        f'<aside class="sidebar"><h2>Most read</h2><ol>{_cards(around)}</ol></aside><footer><p>© 2026 {around[2]}</p></footer>{_cookies(around)}</body></html>'
    )


def _news_between(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    middle = (
        f'<aside class="newsletter-signup"><h3>Newsletter</h3><p>{around[0]}</p></aside>'
        f'<div class="related-content"><a href="/r">{around[1]}</a></div><p><strong>Read more:</strong> <a href="/q">{around[3]}</a></p>'
    )
    return (
        _head(title)
        + f'<body><div class="site-header"><a href="/">The Daily Ferry</a></div><div class="story"><h1>{title}</h1><div class="meta"><span>4 March 2026</span></div>'
        f'<div class="story-body">{html_of(parts[:3])}{middle}{html_of(parts[3:])}</div><div class="social-share"><a href="#">Share</a><a href="#">Post</a></div>'
        f'<div class="author-bio"><p>{around[4]}</p></div></div><div class="outbrain">{_cards(around)}</div></body></html>'
    )


def _json_ld(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2026-03-04",
        "articleBody": "\n".join(part.text for part in parts),
    }
    return (
        _head(title, f'<script type="application/ld+json">{json.dumps(said)}</script>')
        + f'<body><div class="top"><ul>{_cards(around)}</ul></div><div class="wrap"><h1>{title}</h1><div class="text">{html_of(parts)}</div>'
        f'<div class="promo"><p>{around[2]}</p></div></div></body></html>'
    )


def _blog(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    comments = "".join(f'<li class="comment"><p>{text}</p></li>' for text in around)
    return (
        _head(title)
        + f'<body class="single-post"><div id="page"><header id="masthead" class="site-header"><a href="/">Home</a></header><main id="main"><article class="post type-post">'
        f'<header class="entry-header"><h1 class="entry-title">{title}</h1><div class="entry-meta">Posted on March 4, 2026</div></header>'
        f'<div class="entry-content">{html_of(parts)}<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Mail</a></li></ul></div></div>'
        f'<footer class="entry-footer">Tags: <a href="/t">ferry</a></footer></article><div id="comments" class="comments-area"><h2>5 thoughts</h2><ol class="comment-list">{comments}</ol>'
        f'<div id="respond" class="comment-respond"><form><label>Name</label><input></form></div></div></main><div id="secondary" class="widget-area sidebar"><ul>{_cards(around)}</ul></div></div></body></html>'
    )


def _breaks(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    text = "<br><br>\n".join(escape(part.text) for part in parts)
    return _head(title) + (
        f'<body><div class="nav"><a href="/a">{around[0]}</a> | <a href="/b">{around[1]}</a></div><h1>{title}</h1>'
        f'<div id="story">{text}</div><div class="footer"><a href="/c">{around[2]}</a></div></body></html>'
    )


def _old_tables(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    text = "".join(f"<p>{escape(part.text)}" for part in parts)
    links = "<br>".join(f'<a href="/{number}">{text}</a>' for number, text in enumerate(around[:3]))
    return (
        f"<html><head><title>{title}</title></head><body bgcolor=white><table width=100% border=0><tr><td colspan=2><font size=5>{title}</font></td></tr>"
        f"<tr><td width=150 valign=top>{links}</td><td valign=top>{text}</td></tr><tr><td colspan=2 align=center><font size=1>Copyright 1999 Harbour Web</font></td></tr></table></body></html>"
    )


def _divs(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    text = "".join(f'<div class="css-1x2y"><span>{escape(part.text)}</span></div>' for part in parts)
    return _head(title) + (
        f'<body><div id="root"><div class="css-nav"><a href="/">{around[0]}</a></div><div class="css-body"><h1>{title}</h1>{text}</div>'
        f'<div class="css-foot"><a href="/x">{around[1]}</a> <a href="/y">{around[2]}</a></div></div></body></html>'
    )


def _amp(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    return (
        f'<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>{title}</title><link rel="canonical" href="https://example.org/a">'
        f'<meta property="og:type" content="article"><style amp-boilerplate>body{{visibility:hidden}}</style></head><body><amp-sidebar id="s"><ul>{_cards(around)}</ul></amp-sidebar>'
        f'<article class="amp-wp-article"><header class="amp-wp-article-header"><h1>{title}</h1></header><div class="amp-wp-article-content">{html_of(parts)}</div>'
        f'<amp-ad width="1" height="1"></amp-ad><footer class="amp-wp-article-footer"><p>Categories: <a href="/c">harbour</a></p></footer></article></body></html>'
    )


def _forum(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    posts = "".join(
        f'<div class="post"><div class="author"><a href="/u{number}">user{number}</a></div><div class="postbody">{html_of([part])}</div></div>'
        for number, part in enumerate(parts)
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title} - Harbour forum</title></head><body><div class="navbar"><a href="/">{around[0]}</a></div>'
        f'<div id="thread"><h1>{title}</h1>{posts}</div><div class="footer"><a href="/r">{around[1]}</a></div></body></html>'
    )


def _shop(title: str, parts: tuple[Part, ...], around: list[str], prose: Prose) -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | Shop</title></head><body><header><nav>{_cards(around)}</nav></header><main><div class="product"><h1>{title}</h1>'
        f'<div class="product-description">{html_of(parts)}</div><form class="cart"><button>Add to basket</button></form></div>'
        f'<section class="related products"><h2>You may also like</h2><ul>{_cards(around)}</ul></section></main><footer>{around[-1]}</footer></body></html>'
    )


_SHAPES: dict[str, Shape] = {
    "news": _news,
    "news_between": _news_between,
    "json_ld": _json_ld,
    "blog": _blog,
    "breaks": _breaks,
    "old_tables": _old_tables,
    "divs": _divs,
    "amp": _amp,
    "forum": _forum,
    "shop": _shop,
}
_PLAIN_ONLY = {"breaks", "old_tables", "divs"}  # their headings are paragraphs
_LANGUAGES = {"de": "ltr", "fr": "ltr", "ru": "ltr", "ar": "rtl", "he": "rtl", "ja": "ltr", "zh": "ltr"}


def article_pages() -> list[Labelled]:
    """Return two pages of each shape, and a news page and a blog post in each other language."""
    pages = [_labelled(name, shape, copy) for name, shape in _SHAPES.items() for copy in range(2)]
    return pages + [
        _labelled(name, _SHAPES[name], copy, language)
        for copy, language in enumerate(_LANGUAGES)
        for name in ("news", "blog")
    ]


def _labelled(name: str, shape: Shape, copy: int, language: str = "en") -> Labelled:
    prose = Prose(5000 + 100 * list(_SHAPES).index(name) + copy, language)
    parts, title = article_parts(prose), prose.title()
    around = [prose.sentence() for _ in range(6)]
    html = shape(escape(title), parts, [escape(text) for text in around], prose)
    if language != "en":
        html = html.replace('lang="en" dir="ltr"', f'lang="{language}" dir="{_LANGUAGES[language]}"')
    if name == "forum":  # who wrote a post is part of a thread
        parts = tuple(one for number, part in enumerate(parts) for one in (Part("paragraph", f"user{number}"), part))
    suffix = "" if language == "en" else f"_{language}"
    url = f"https://example.org/{name}/{copy}{suffix}.html"
    return Labelled(f"{name}{suffix}_{copy}", url, html, title, parts, tuple(around), language, name == "forum")


def empty_pages() -> list[tuple[str, str]]:
    """Return pages without content, by name: shells that scripts fill, an empty body, no element at all."""
    return [
        ("script_shell", '<!doctype html><html><head><title>App</title></head><body><div id="root"></div><script src="/a.js"></script></body></html>'),
        ("empty_body", "<html><head><title>Nothing</title></head><body></body></html>"),
        ("nothing", ""),
        ("white_space", " \n\t "),
    ]  # fmt: skip
