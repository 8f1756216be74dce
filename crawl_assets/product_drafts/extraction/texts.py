"""Texts of data islands as a reader would see them: entities undone, tags gone, lines kept where they matter."""

import re
from html import unescape
from typing import Any

LONGEST_TEXT = 20_000  # letters of a description; the rest is cut off
LONGEST_LINE = 1_000  # letters of a name

_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,5000}>|<!--.{0,5000}?-->", re.DOTALL)
_UNREAD = re.compile(r"<(script|style)\b[^<>]{0,1000}>.{0,100000}?(?:</\1\s{0,9}>|\Z)", re.DOTALL | re.IGNORECASE)
_LINE_ENDS = {
    "p", "div", "li", "br", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "dt", "dd",
    "article", "blockquote", "hr", "header", "footer",
}  # fmt: skip
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOTHING = {"", "null", "none", "undefined", "nan", "n/a", "[object object]", "-", "false", "true"}


def line(value: Any) -> str | None:
    """Return a name or the like on one line, None when nothing is said."""
    text = _plain(value, LONGEST_LINE * 5)
    if text is None:
        return None
    folded = " ".join(text.split())[:LONGEST_LINE]
    return None if folded.lower() in _NOTHING or _is_template(folded) else folded


def lines(value: Any) -> str | None:
    """Return a description with its paragraphs and list items on lines of their own, None when nothing is said."""
    text = _plain(value, LONGEST_TEXT * 5)
    if text is None:
        return None
    kept = [" ".join(one.split()) for one in text.split("\n")]
    whole = "\n".join(one for one in kept if one)[:LONGEST_TEXT]
    return None if whole.lower() in _NOTHING or _is_template(whole) else whole


def snippet(value: Any) -> str:
    """Return a value as evidence: at most 200 letters of its own text."""
    return " ".join(_FORBIDDEN.sub(" ", str(value)[:1000]).split())[:200]


def _plain(value: Any, most: int) -> str | None:
    if isinstance(value, list | tuple):
        return next((found for one in value[:5] if (found := _plain(one, most)) and found.strip()), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    text = value[:most]
    for _ in range(2):  # descriptions are escaped once too often as often as not
        if "<" in text:
            text = _TAG.sub(_line_end, _UNREAD.sub(" ", text))
        if "&" not in text:
            break
        text = unescape(text)
    return _FORBIDDEN.sub(" ", _TAG.sub(_line_end, text) if "<" in text else text).replace("\u200b", "")


def _line_end(tag: "re.Match[str]") -> str:
    return "\n" if (tag[1] or "").lstrip("/").lower() in _LINE_ENDS else ""


def _is_template(text: str) -> bool:
    """Tell a placeholder that a script of the shop would fill: `{{ product.name }}`, `${name}`, `<%= name %>`."""
    return text.startswith(("{{", "${", "<%", "[[", "{%")) and len(text) < 200
