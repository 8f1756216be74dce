"""Inline HTML as Markdown or as plain text: words, emphasis, code, links, images."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_MARKUP = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "*"),
    **dict.fromkeys(("del", "s", "strike"), "~~"),
}
_CODE = {"code", "kbd", "samp", "tt"}
_SPACE = re.compile(r"[ \t\r\n\f\u200b]+")
# not '_': names such as __init__ are read as they are, and within words it is no markup
_SPECIAL = re.compile(r"(`|<(?=[A-Za-z/!?])|(?<![\s*])\*|\*(?![\s*]))")
_FOLLOWED = ("http://", "https://", "mailto:", "ftp://", "tel:", "file:")


@dataclass(frozen=True, slots=True)
class Style:
    """How to write: where relative links start, and whether any markup is written."""

    base: str
    is_plain: bool = False


def is_block(element: Any) -> bool:
    """Tell whether an element starts a line of its own: by its name, or by what it holds."""
    tag = element.tag
    if tag in BLOCKS or tag in ("br", "img"):
        return tag in BLOCKS
    if tag == "a" or tag in _CODE or tag in _MARKUP:
        return next(element.iter("pre", "table"), None) is not None
    return any(inner.tag in BLOCKS for inner in element.iterdescendants())


def words(text: str | None, style: Style) -> str:
    """Return a text node with white space folded, and in Markdown with escaped markup."""
    if not text:
        return ""
    # most texts need neither, and to look is faster than to replace nothing
    folded = text if text.isprintable() and "  " not in text else _SPACE.sub(" ", text)
    if style.is_plain or not ("*" in folded or "`" in folded or "<" in folded):
        return folded
    return _SPECIAL.sub(r"\\\1", folded)


def inline(element: Any, style: Style) -> str:
    """Render one inline element; line breaks are '\n'."""
    tag = element.tag
    if tag == "br":
        return "\n"
    if tag == "img":
        return _image(element, style)
    if tag in _CODE:
        return _code(element, style)
    inner = _inlines(element, style)
    if tag == "q":
        inner = f"“{inner.strip()}”"
    if not style.is_plain and tag == "a":
        inner = _link(element, inner, style)
    elif not style.is_plain and tag in _MARKUP:
        inner = _wrapped(inner, _MARKUP[tag])
    return inner


def _inlines(element: Any, style: Style) -> str:
    pieces = [words(element.text, style)]
    for child in element:
        if isinstance(child.tag, str):
            piece = inline(child, style)
            pieces.append(f" {piece} " if child.tag in BLOCKS else piece)
        pieces.append(words(child.tail, style))
    return "".join(pieces)


def one_line(element: Any, style: Style) -> str:
    """Render a heading and its like in one line."""
    text = " ".join(_inlines(element, style).split())
    return re.sub(r"\s*¶$", "", text)


def _wrapped(inner: str, mark: str) -> str:
    core = inner.strip()
    if not core or "\n" in core or mark in core or (mark == "*" and core.startswith("*")):
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{mark}{core}{mark}{after}"


def _code(element: Any, style: Style) -> str:
    text = " ".join("".join(element.itertext()).split())
    if not text or style.is_plain:
        return text
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    whole = f"{fence}{gap}{text}{gap}{fence}"
    links = [link for link in element.iter("a") if link.get("href")]
    if len(links) == 1 and "".join(links[0].itertext()).split() == text.split():
        return _link(links[0], whole, style)
    return whole


def _link(element: Any, inner: str, style: Style) -> str:
    target = _absolute(element.get("href"), style.base)
    text = " ".join(inner.split())
    if not text or target is None or _is_self_link(element):
        return inner
    before = " " if inner[:1].isspace() else ""
    after = " " if inner[-1:].isspace() else ""
    return f"{before}[{text}]({target}){after}"


def _is_self_link(element: Any) -> bool:
    """Tell whether the link only leads to the heading that it is in."""
    if not (element.get("href") or "").startswith("#"):
        return False
    return next(element.iterancestors("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None


def _image(element: Any, style: Style) -> str:
    alt = " ".join((element.get("alt") or "").split())
    if not alt or style.is_plain:
        return ""
    source = element.get("data-src") or element.get("src")
    if (element.get("src") or "").startswith("data:") and not element.get("data-src"):
        source = None
    target = _absolute(source, style.base)
    alt = re.sub(r"([\[\]])", r"\\\1", alt)
    return f"![{alt}]({target})" if target else f"![{alt}]()"


def _absolute(target: str | None, base: str) -> str | None:
    """Return where a link leads, absolute and safe to stand in round brackets; None when it leads nowhere."""
    if target is None:
        return None
    target = "".join(target.split("\n")).strip()
    try:
        whole = urljoin(base, target)
    except ValueError:
        return None
    if not whole.lower().startswith(_FOLLOWED) and not whole.startswith("file:"):
        return None
    return whole.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
