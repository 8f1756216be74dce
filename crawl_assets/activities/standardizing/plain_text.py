"""Text as people read it: no markup, no control characters, nothing that only says that nothing is there."""

import html
import re
import unicodedata
from html.parser import HTMLParser

_NO_WORDS = "null none nil nan undefined n/a n.a. na n.a unknown - -- --- – — ? tba tbc tbd"
_NO_PHRASES = "not applicable, not available, not specified, not provided, not stated, to be announced"
NOTHING = frozenset([*_NO_WORDS.split(), *_NO_PHRASES.split(", ")])
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_SPACE = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_LINES = "address article br dd div dl dt figcaption footer header hr li pre section td th tr"
_PARTS = "p h1 h2 h3 h4 h5 h6 ul ol table blockquote"
_BLOCKS, _PARAGRAPHS = frozenset(_LINES.split()), frozenset(_PARTS.split())
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_JOINER = "\u200d"  # holds emoji together


def said(value: object) -> str | None:
    """Return what a field says on one line, without entities and control characters; None where it says nothing."""
    if not isinstance(value, str):
        return None
    line = " ".join(_clean(_unescaped(value)).split())
    return None if line.casefold() in NOTHING else line or None


def said_at_length(value: object) -> str | None:
    """Return the text of a field that may hold HTML, paragraphs apart by a blank line; None where it says nothing."""
    if not isinstance(value, str):
        return None
    text = _unescaped(value)
    if _TAG.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    lines = (_SPACE.sub(" ", line).strip() for line in _clean(text).split("\n"))
    text = _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
    return None if text.casefold() in NOTHING else text or None


def snippet(text: str, start: int, end: int, around: int = 30) -> str:
    """Return the words about a place in a text, for people who check what was read there."""
    return " ".join(text[max(0, start - around) : end + around].split())


def _unescaped(text: str) -> str:
    """Undo entities; twice where a source has escaped what was escaped (`&amp;amp;`)."""
    return html.unescape(html.unescape(text)) if "&" in text else text


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isascii() and text.replace("\n", " ").isprintable():
        return text
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    if sign in ("\n", _JOINER):
        return sign
    kind = unicodedata.category(sign)
    if kind == "Cf":  # zero-width and direction marks, soft hyphens, the byte order mark
        return ""
    return " " if kind in ("Cc", "Cs", "Zl", "Zp", "Zs") else sign


class _Reader(HTMLParser):
    """Collect the text that a browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._hidden += 1
        self._break(tag)
        if tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._hidden = max(0, self._hidden - 1)
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))  # a line end within a paragraph is a space in HTML

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _BLOCKS:
            self.parts.append("\n")
