"""Bytes to text: the byte order mark, the declared charset, the document's own declaration, then a guess.

The order and the meaning of labels follow the browsers (https://encoding.spec.whatwg.org, section 4.2; HTML, 13.2.3.2).
"""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.I)
_XML = re.compile(rb"""^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9_:.\-]+)["']""", re.I)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_LOOKED_AT = 4096  # bytes in which the document may declare its charset; browsers look at 1024
_GUESSED_FROM = 65_536  # bytes
# one a script, and the East Asian ones; the code pages of Latin letters look too much alike to be told apart
_GUESSED = [
    "cp1252", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp932", "euc_jp", "gb18030", "big5", "cp949",
]  # fmt: skip

# Python's name of a charset -> the one that browsers take it for; others are not taken from a page
_TAKEN_AS = {
    **{name: name for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp")},
    **{name: name for name in ("cp932", "cp949", "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic")},
    **{f"cp{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"iso8859-{number}": f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "utf-16": "utf-16-le", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932",
    "euc_kr": "cp949",
}  # fmt: skip


def charset_of(content_type: str) -> str | None:
    """Return the charset parameter of a Content-Type header, as written."""
    found = re.search(r"""(?:^|;)\s*charset\s*=\s*["']?\s*([^\s"';]+)""", content_type, re.I)
    return found[1] if found else None


def decode(body: bytes, declared: str | None) -> str:
    """Return the text of a body; `declared` is the charset of its Content-Type header. Never fails.

    Bytes that the declared charset does not know become U+FFFD, as in browsers; an unknown label counts as none.
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    chosen = _codec(declared) or _codec(_own_declaration(body))
    if chosen:
        return body.decode(chosen, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode(_guess(body), "replace")


def _codec(label: str | None) -> str | None:
    name = (label or "").strip().lower()
    for spelling in (name, name.removeprefix("x-")):  # x-euc-jp, x-gbk
        try:
            return _TAKEN_AS.get(codecs.lookup(spelling).name)
        except (LookupError, ValueError):  # ValueError: a NUL in the label
            continue
    return None


def _own_declaration(body: bytes) -> str | None:
    head = body[:_LOOKED_AT]
    found = _XML.match(head) or _META.search(_COMMENT.sub(b"", head))
    if not found:
        return None
    label = found[1].decode("ascii")
    # it could be read as ASCII, so it is no UTF-16
    return "utf-8" if label.lower().startswith("utf-16") else label


def _guess(body: bytes) -> str:
    import charset_normalizer

    best = charset_normalizer.from_bytes(body[:_GUESSED_FROM], cp_isolation=_GUESSED).best()
    return best.encoding if best else "cp1252"
