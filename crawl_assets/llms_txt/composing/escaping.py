"""One line of text, and URLs, written so that Markdown and the llms.txt reference parser both read them back.

The reference parser (llms_txt on PyPI) takes a link's title up to the first `]` and its URL up to the first `)`, and
knows no backslash escapes. CommonMark knows character references, which are plain letters to that parser: so those
are used, and only where a character would otherwise be read as markup.
"""

import html
import re
import unicodedata
from urllib.parse import quote

_PUNCTUATION = r"!-/:-@\[-`{-~"
_ESCAPES = re.compile(rf"\\([{_PUNCTUATION}])|&(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});")
_READ_AS_MARKUP = re.compile(rf"\\(?=[{_PUNCTUATION}]|$)|&(?=#?\w{{1,32}};)|<|\](?=\()")
_BEGINS_A_BLOCK = re.compile(r"[#>*+=~`|-]|\d+(?=[.)](?:\s|$))")
_CLOSING_HASHES = re.compile(r"(?:^|(?<=\s))#(?=#*$)")
_CONTROLS = bytes([*range(9), *range(11, 32), 127])  # all but tab and line feed
_UNSAFE_IN_URL = re.compile(r"[\s()<>`\\\"\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return the text with each run of white space and control characters as one space, and nothing unprintable."""
    if text.isprintable():
        return " ".join(text.split())
    shown = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join(encodable(shown).replace("\ufeff", "").split())


def whole_text(text: str) -> str:
    r"""Return text of many lines with `\n` line ends, without control characters other than tabs."""
    lines = encodable(text).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    data = lines.encode()
    plain = data.translate(None, _CONTROLS)  # of bytes, as texts are long: a regular expression takes ten times as long
    return (lines if len(plain) == len(data) else plain.decode()).strip("\n").rstrip()


def encodable(text: str) -> str:
    """Return the text with lone surrogates, which UTF-8 cannot hold, as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub(r"[\ud800-\udfff]", "\ufffd", text)
    return text


def escape_title(text: str) -> str:
    """Write a link's title."""
    escaped = _escape(text).replace("[", "&#91;").replace("]", "&#93;")
    runs = re.findall(r"`+", escaped)
    # An open code span would reach over the link's end and take its URL with it.
    return escaped.replace("`", "&#96;") if len(runs) % 2 or any(run != "`" for run in runs) else escaped


def escape_notes(text: str) -> str:
    """Write what stands behind a link's colon."""
    return _escape(text)


def escape_line(text: str) -> str:
    """Write text that begins a line of its own, or the content of a heading or quote."""
    escaped = _CLOSING_HASHES.sub("&#35;", _escape(text))
    begins = _BEGINS_A_BLOCK.match(escaped)
    if not begins:
        return escaped
    first = begins[0][0]
    return f"&#{ord(first)};{escaped[1:]}"


def unescape(text: str) -> str:
    """Read what an escape_... function wrote, and CommonMark's own backslash escapes."""
    return _ESCAPES.sub(lambda found: found[1] or html.unescape(found[0]), text)


def link_url(url: str) -> str:
    """Write a URL as a link's target: characters that would end it are percent-encoded; others stay as they are."""
    encoded = _UNSAFE_IN_URL.sub(lambda found: quote(found[0].encode("utf-8", "replace"), safe=""), url)
    return re.sub(r"&(#?\w{1,32});", r"&\1%3B", encoded)


def _escape(text: str) -> str:
    return _READ_AS_MARKUP.sub(lambda found: _REFERENCES[found[0]], one_line(text))


_REFERENCES = {"\\": "&#92;", "&": "&amp;", "<": "&lt;", "]": "&#93;"}
