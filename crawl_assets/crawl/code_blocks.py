"""The lines of a code block as they were written, and the language they are in."""

import re
from typing import Any

from crawl_assets.crawl.marks import has_mark

_LINE = re.compile(r"(?:^|\s)(?:token-line|code-line|line|view-line|cl|ec-line)(?=$|\s)")
_NAMED = re.compile(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|highlight-text-|highlight-|brush:\s*|sourceCode\s+)([A-Za-z0-9_+#.-]+)",
)
_HEXO = re.compile(r"^highlight\s+([A-Za-z0-9_+#-]+)$")
_PANDOC = re.compile(r"(?:^|\s)sourceCode\s+([A-Za-z0-9_+#-]+)|(?:^|\s)([A-Za-z0-9_+#-]+)\s+sourceCode")
_NO_LANGUAGE = {
    "default", "none", "plaintext", "text", "plain", "nohighlight", "no-highlight", "notranslate", "wrapper", "box",
    "switcher", "picker", "selector", "toggle", "container",
}  # fmt: skip
_LOOKED_UP = 7  # elements around the block that may name its language: a table of line numbers is four of them
_WRAPPERS = {"div", "figure", "td", "tr", "tbody", "table", "span"}


def is_gutter(element: Any) -> bool:
    """Tell whether the element holds line numbers only."""
    if element.tag not in ("td", "th", "span", "div", "a", "pre", "code", "li") or not has_mark(element, "gutter"):
        return False
    return not "".join(element.itertext()).strip(" \t\r\n0123456789.:|\xa0")


def code_lines(pre: Any) -> str:
    """Return the text of a code block without line numbers; elements that stand for a line end it."""
    pieces: list[str] = []
    _collect(pre, pieces)
    text = "".join(pieces).replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\n") if (pre.text or "").startswith(("\n", "\r\n")) else text
    return text.rstrip("\n \t") if text.strip() else ""


def _collect(element: Any, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        tag = child.tag
        if tag == "br":
            pieces.append("\n")
        elif tag == "img":
            pieces.append(child.get("alt") or "")
        elif isinstance(tag, str) and not is_gutter(child):
            own_line = tag in ("div", "p", "tr", "li") or (tag in ("span", "code") and _is_line(child))
            if own_line and tag in ("div", "p", "tr", "li"):
                _start_line(pieces)
            _collect(child, pieces)
            following = child.getnext()
            is_ended = (child.tail or "").startswith(("\n", "\r")) or (following is None and not child.tail)
            has_break = following is not None and following.tag == "br" and not child.tail
            if own_line and not is_ended and not has_break:
                _start_line(pieces, is_line_end=not "".join(child.itertext()))
        pieces.append(child.tail or "")


def _is_line(element: Any) -> bool:
    """Tell whether a `span` or `code` is one of several that each hold a line, or a whole version of the code."""
    following = element.getnext()
    if following is None or following.tag != element.tag:
        return False
    if element.tag == "code" and not element.tail:
        return True
    return all(_LINE.search(one.get("class") or "") for one in (element, following))


def _start_line(pieces: list[str], *, is_line_end: bool = False) -> None:
    written = next((piece for piece in reversed(pieces) if piece), "")
    if is_line_end or (written and not written.endswith("\n")):
        pieces.append("\n")


def language_of(pre: Any) -> str:
    """Return the language that the block, its `code` or what is around it names; '' when none does."""
    codes = [child for child in pre if child.tag == "code"]
    around = [up for up, _ in zip(pre.iterancestors(*_WRAPPERS), range(_LOOKED_UP), strict=False)]
    for element in (*codes, pre, *around):
        found = _own_language(element)
        if found:
            return found
    return ""


def _own_language(element: Any) -> str:
    for attribute in ("data-lang", "data-language", "data-code-language"):
        if element.get(attribute):
            return _checked(element.get(attribute))
    names = " ".join((element.get("class") or "").split())
    for found in _NAMED.finditer(names):
        language = _checked(found[1])
        if language:
            return language
    hexo = _HEXO.match(names) or _PANDOC.search(names)
    return _checked(next(filter(None, hexo.groups()))) if hexo else ""


def _checked(language: str) -> str:
    name = language.strip().lower().rstrip(";")
    name = name if re.fullmatch(r"[a-z0-9_+#.-]{1,30}", name) else ""
    return "" if name in _NO_LANGUAGE else name


def fenced(code: str, language: str) -> str:
    """Return a fenced block whose fence is longer than any in the code."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"
