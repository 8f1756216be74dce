# ruff: noqa: E501 - HTML as generators write it
"""Pages as generators of documentation write them: the same parts, each in its own markup and surroundings."""

from collections.abc import Callable
from html import escape

from crawl_assets_tests.crawl.pages.content import Labelled, Part, documentation_parts, html_of
from crawl_assets_tests.crawl.pages.prose import Prose


def _links(sentences: list[str], kind: str = "li") -> str:
    return "".join(f'<{kind}><a href="/p{number}">{escape(text)}</a></{kind}>' for number, text in enumerate(sentences))


def _words(line: str) -> str:
    """Return a code line as highlighters write it: every word in its own element."""
    return " ".join(f'<span class="n">{escape(word)}</span>' if word else "" for word in line.split(" "))


def _sphinx(part: Part) -> str:
    code = "\n".join(_words(line) for line in part.lines)
    return f'<div class="highlight-python3 notranslate"><div class="highlight"><pre><span></span>{code}\n</pre></div></div>'


def _numbered(part: Part) -> str:
    numbers = "\n".join(str(number) for number in range(1, len(part.lines) + 1))
    code = "\n".join(_words(line) for line in part.lines)
    return (
        f'<div class="highlight-python"><table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>{numbers}'
        f'</pre></div></td><td class="code"><div class="highlight"><pre>{code}\n</pre></div></td></tr></table></div>'
    )


def _prism(part: Part) -> str:
    lines = "".join(f'<span class="token-line">{_words(line)}<br></span>' for line in part.lines)
    return (
        f'<div class="language-python codeBlockContainer"><pre class="prism-code language-python"><code>{lines}</code></pre>'
        '<div class="buttonGroup"><button aria-label="Copy code to clipboard">Copy</button></div></div>'
    )


def _shiki(part: Part) -> str:
    lines = "\n".join(f'<span class="line">{_words(line)}</span>' for line in part.lines)
    return f'<div class="language-python"><button class="copy"></button><span class="lang">python</span><pre class="shiki"><code>{lines}</code></pre></div>'


def _expressive(part: Part) -> str:
    lines = "".join(f'<div class="ec-line"><div class="code">{_words(line)}</div></div>' for line in part.lines)
    return f'<div class="expressive-code"><figure><pre data-language="python"><code>{lines}</code></pre></figure></div>'


def _hexo(part: Part) -> str:
    numbers = "<br>".join(f'<span class="line">{number}</span>' for number, _ in enumerate(part.lines, 1))
    lines = "<br>".join(f'<span class="line">{_words(line)}</span>' for line in part.lines)
    return (
        f'<figure class="highlight python"><table><tr><td class="gutter"><pre>{numbers}</pre></td>'
        f'<td class="code"><pre>{lines}</pre></td></tr></table></figure>'
    )


def _anchored(sign: str, name: str) -> Callable[[Part], str]:
    return lambda part: f'<h2 id="x">{escape(part.text)}<a class="{name}" href="#x" title="Link">{sign}</a></h2>'


def _page(generator: str, title: str, body: str) -> str:
    named = f'<meta name="generator" content="{generator}">' if generator else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} — Guide</title>{named}'
        f'<meta name="description" content="About {escape(title)}"><script>var page = "<p>no</p>";</script></head>'
        f"<body>{body}</body></html>"
    )


Frame = Callable[[str, str, list[str]], str]  # title, content, sentences around it

_FRAMES: dict[str, tuple[str, dict[str, Callable[[Part], str]], Frame]] = {
    "sphinx": ("", {"code": _sphinx, "heading": _anchored("¶", "headerlink")}, lambda title, content, around: (
        f'<div class="related" role="navigation"><ul>{_links(around[:3])}</ul></div><div class="document"><div class="documentwrapper">'
        f'<div class="bodywrapper"><div class="body" role="main"><section id="a"><h1>{title}<a class="headerlink" href="#a">¶</a></h1>{content}</section></div></div></div>'
        f'<div class="sphinxsidebar" role="navigation"><div class="sphinxsidebarwrapper"><h3>Contents</h3><ul>{_links(around[3:])}</ul></div></div></div>'
        f'<div class="footer" role="contentinfo">© {around[-1]}</div>')),
    "sphinx_numbered": ("", {"code": _numbered}, lambda title, content, around: (
        f'<nav class="wy-nav-side"><ul>{_links(around)}</ul></nav><section class="wy-nav-content-wrap"><div class="rst-content"><div role="navigation" aria-label="breadcrumbs">'
        f'<ul class="wy-breadcrumbs">{_links(around[:2])}</ul></div><div role="main" class="document" itemscope><div itemprop="articleBody"><h1>{title}</h1>{content}</div></div>'
        f'<footer><div class="rst-footer-buttons"><a href="/n">Next</a></div><p>{around[-1]}</p></footer></div></section>')),
    "mkdocs": ("mkdocs-1.6, mkdocs-material-9.5", {"code": _sphinx, "heading": _anchored("¶", "headerlink")}, lambda title, content, around: (
        f'<header class="md-header"><nav class="md-header__inner">{_links(around[:2], "span")}</nav></header><div class="md-container"><main class="md-main"><div class="md-main__inner">'
        f'<div class="md-sidebar md-sidebar--primary"><nav><ul>{_links(around)}</ul></nav></div><div class="md-content"><article class="md-content__inner md-typeset">'
        f'<a href="/edit" class="md-content__button" title="Edit this page"></a><h1>{title}</h1>{content}</article></div></div></main>'
        f'<footer class="md-footer"><p>{around[-1]}</p></footer></div>')),
    "docusaurus": ("Docusaurus v3.5", {"code": _prism, "heading": _anchored("\u200b", "hash-link")}, lambda title, content, around: (
        f'<div id="__docusaurus"><nav class="navbar">{_links(around[:3], "span")}</nav><div class="main-wrapper"><aside class="theme-doc-sidebar-container"><ul>{_links(around)}</ul></aside>'
        f'<main><div class="row"><div class="col"><article><nav class="theme-doc-breadcrumbs">{_links(around[:1])}</nav><div class="theme-doc-markdown markdown"><header><h1>{title}</h1></header>{content}</div>'
        f'<footer class="theme-doc-footer"><a class="theme-edit-this-page" href="/edit">Edit this page</a></footer></article><nav class="pagination-nav">{_links(around[1:3], "div")}</nav></div>'
        f'<div class="col"><div class="table-of-contents"><ul>{_links(around[2:5])}</ul></div></div></div></main></div></div>')),
    "gitbook": ("GitBook 3.2.3", {}, lambda title, content, around: (
        f'<div class="book"><div class="book-summary"><nav role="navigation"><ul class="summary">{_links(around)}</ul></nav></div><div class="book-body"><div class="body-inner"><div class="page-wrapper">'
        f'<div class="page-inner"><section class="normal markdown-section"><h1>{title}</h1>{content}</section></div></div></div></div></div>')),
    "hugo_docsy": ("Hugo 0.128.0", {"code": _hexo}, lambda title, content, around: (
        f'<header><nav class="td-navbar">{_links(around[:2], "span")}</nav></header><div class="container-fluid td-outer"><div class="row"><aside class="td-sidebar"><ul>{_links(around)}</ul></aside>'
        f'<aside class="td-toc"><nav id="TableOfContents"><ul>{_links(around[1:4])}</ul></nav></aside><main class="td-main" role="main"><nav aria-label="breadcrumb"><ol>{_links(around[:2])}</ol></nav>'
        f'<div class="td-content"><h1>{title}</h1>{content}<div class="feedback"><p>Was this page helpful?</p></div></div></main></div></div><footer>{around[-1]}</footer>')),
    "vitepress": ("VitePress v1.3", {"code": _shiki, "heading": _anchored("\u200b", "header-anchor")}, lambda title, content, around: (
        f'<div id="app"><header class="VPNav">{_links(around[:2], "span")}</header><aside class="VPSidebar"><nav>{_links(around)}</nav></aside><div class="VPContent"><div class="VPDoc"><div class="content"><main class="main">'
        f'<div class="vp-doc"><div><h1>{title}</h1>{content}</div></div></main><footer class="VPDocFooter"><nav>{_links(around[:2], "div")}</nav></footer></div></div></div></div>')),
    "starlight": ("Starlight v0.25", {"code": _expressive}, lambda title, content, around: (
        f'<div class="page"><header class="header">{_links(around[:2], "span")}</header><nav class="sidebar"><ul>{_links(around)}</ul></nav><div class="main-frame"><div class="right-sidebar-container"><aside class="right-sidebar">{_links(around[:3])}</aside></div>'
        f'<main><div class="content-panel"><h1>{title}</h1></div><div class="content-panel"><div class="sl-markdown-content"><aside class="starlight-aside"><p>Mind the gap between the versions of this guide.</p></aside>{content}</div></div></main></div></div>')),
    "mdbook": ("", {"heading": lambda part: f'<h2 id="y"><a class="header" href="#y">{escape(part.text)}</a></h2>'}, lambda title, content, around: (
        f'<nav id="sidebar" class="sidebar"><ol class="chapter">{_links(around)}</ol></nav><div id="page-wrapper" class="page-wrapper"><div class="page"><div id="menu-bar" class="menu-bar"><h1 class="menu-title">The Guide</h1></div>'
        f'<div id="content" class="content"><main><h1 id="z"><a class="header" href="#z">{title}</a></h1>{content}</main><nav class="nav-wrapper" aria-label="Page navigation">{_links(around[:2], "div")}</nav></div></div></div>')),
    "javadoc": ("javadoc/17", {}, lambda title, content, around: (
        f'<div class="flex-box"><header class="flex-header"><nav><div class="top-nav">{_links(around[:3], "span")}</div></nav></header><div class="flex-content"><main role="main"><div class="header"><h1 class="title">{title}</h1></div>'
        f'<section class="class-description">{content}</section></main><footer role="contentinfo"><p>{around[-1]}</p></footer></div></div>')),
    "unnamed": ("", {}, lambda title, content, around: (
        f'<div id="header"><ul class="menu">{_links(around[:3])}</ul></div><div id="left" class="sidebar"><ul>{_links(around)}</ul></div><div id="middle"><h1>{title}</h1>{content}</div><div id="bottom" class="footer">{around[-1]}</div>')),
    "mediawiki": ("MediaWiki 1.42", {}, lambda title, content, around: (
        f'<div class="vector-header-container"><header>{_links(around[:2], "span")}</header></div><main id="content" class="mw-body"><header><h1 id="firstHeading">{title}</h1></header><div id="bodyContent"><div id="mw-content-text">'
        f'<div class="mw-parser-output">{content}</div></div></div></main><div id="mw-navigation"><nav>{_links(around)}</nav></div><footer id="footer" class="mw-footer">{around[-1]}</footer>')),
}  # fmt: skip


def documentation_pages() -> list[Labelled]:
    """Return two pages of each generator."""
    return [_labelled(name, copy) for name in _FRAMES for copy in range(2)]


def _labelled(name: str, copy: int) -> Labelled:
    generator, markup, frame = _FRAMES[name]
    prose = Prose(100 * list(_FRAMES).index(name) + copy)
    parts = documentation_parts(prose)
    if name == "starlight":
        parts = (Part("paragraph", "Mind the gap between the versions of this guide."), *parts)
    title, around = prose.title(), [prose.sentence() for _ in range(6)]
    written = parts[1:] if name == "starlight" else parts
    html = _page(generator, title, frame(escape(title), html_of(written, markup), [escape(text) for text in around]))
    url = f"https://docs.example.org/{name}/{copy}/"
    return Labelled(f"{name}_{copy}", url, html, title, parts, tuple(around), is_title_in_body=True)
