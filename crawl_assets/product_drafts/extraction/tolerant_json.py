"""JSON as pages write it, and the objects of JavaScript that are nearly JSON. Nothing is executed.

First by the letter (RFC 8259, control characters in strings let through); what fails is read again with comments,
trailing commas, single quotes, names without quotes, and expressions that become None: `new Date(0)`, `a ? b : c`.
Numbers with a fraction are Decimal. Bounds: `LONGEST` letters a text, `DEEPEST` levels, `MOST_TOKENS` in the second
reading; both readings are linear in the text and do not recurse in Python.
"""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import Any

LONGEST = 12_000_000  # letters
DEEPEST = 400  # levels; a deeper value is None
MOST_TOKENS = 400_000  # of the second reading, half a second
_LONGEST_NUMBER = 40  # digits

_EMPTY: Any = object()  # no value yet
_UNKNOWN: Any = object()  # an expression
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)|<!--|-->|<!\[CDATA\[|\]\]>)
    |(?P<string>"(?:[^"\\]++|\\.|"(?!\s{0,200}(?:[,:}\]+;)?&|=]|\Z)))*+(?:"|\Z)   # an inch sign ends no string
        |'(?:[^'\\]++|\\.)*+(?:'|\Z)|`(?:[^`\\]++|\\.)*+(?:`|\Z))
    |(?P<number>(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?))
    |(?P<name>[A-Za-z_$][\w$.]*)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r\n|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_WORDS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}
_OPENING = re.compile(r"\{|(?<!CDATA)\[(?!CDATA)")
_MAY_BE_JSON = re.compile(r"\{\s*[\"}]|[^{]")


class _Name(str):
    """A word that stands for something else."""

    __slots__ = ()


def loads(text: str) -> Any:
    """Return the first object or array of a text, or None when there is none. Never fails."""
    if '"' not in text and "&quot;" in text:
        text = unescape(text)  # a template escaped the script's quotes
    start = _OPENING.search(text)
    return read_from(text, start.start())[0] if start else None


def read_from(text: str, start: int, names: Mapping[str, Any] | None = None) -> tuple[Any, int]:
    """Return the value that begins at `start`, and where it ends. Never fails: (None, start) when nothing is there.

    `names` are words that stand for values, as the parameters of a function do. An object that the text breaks off is
    returned as far as it goes.
    """
    if len(text) - start > LONGEST:
        return None, start
    # the error of the strict reader counts lines from the text's beginning, so it is not tried in vain
    if names is not None or not _MAY_BE_JSON.match(text, start):
        return _Tolerant(text, start, names or {}).read()
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError, InvalidOperation):
        return _Tolerant(text, start, {}).read()
    return value, end


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else None


def _fraction(digits: str) -> Decimal | None:
    return Decimal(digits) if len(digits) <= _LONGEST_NUMBER else None


_DECODER = json.JSONDecoder(strict=False, parse_float=_fraction, parse_int=_whole, parse_constant=lambda _: None)


class _Tolerant:
    """The second reading: one pass over the tokens with a stack of its own."""

    def __init__(self, text: str, start: int, names: Mapping[str, Any]) -> None:
        self.text, self.start, self.names = text, start, names
        self.open: list[Any] = []  # objects and arrays that are not closed yet
        self.keys: list[str | None] = []  # of each, the key that waits for its value
        self.slot: Any = _EMPTY  # the value read last
        self.operator = ""  # before the next value: + ! -
        self.skipped = 0  # open brackets of an expression

    def read(self) -> tuple[Any, int]:
        for count, token in enumerate(_TOKEN.finditer(self.text, self.start)):
            if count > MOST_TOKENS:
                break
            kind = token.lastgroup
            if kind == "space":
                continue
            if kind == "mark":
                if self._mark(token[0]):
                    return self._result(token.end())
            elif not self.skipped:
                self._value(self._of_token(str(kind), token[0]))
            if not self.open and not self.skipped:
                return self._result(token.end())
        while self.open:
            self._close()
        return self._result(len(self.text))

    def _result(self, end: int) -> tuple[Any, int]:
        known = self._known()
        return (known, self.start if known is None else end)

    def _of_token(self, kind: str, token: str) -> Any:
        if kind == "name" and token in self.names and not self._awaits_a_key():
            return self.names[token]
        return _READERS[kind](token)

    def _awaits_a_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1], dict) and self.keys[-1] is None

    def _mark(self, mark: str) -> bool:
        """Take a bracket, comma, colon or operator; return whether the outermost value is closed by it."""
        if self.skipped:
            self.skipped += (mark in "([{") - (mark in ")]}")
            return False
        if mark in "([{":
            self._opened(mark)
        elif mark in "}]":
            self._close()
            return not self.open
        elif mark == ",":
            self._keep()
        elif mark == ":" and self.keys and self.keys[-1] is None and isinstance(self.open[-1], dict):
            self.keys[-1] = "" if self.slot is _EMPTY or self.slot is _UNKNOWN else str(self.slot)
            self.slot = _EMPTY
        elif mark in "+!-" and (self.slot is _EMPTY or mark == "+"):
            self.operator = mark
        else:
            self.slot = _UNKNOWN
        return False

    def _opened(self, mark: str) -> None:
        if mark == "(" or self.slot is not _EMPTY or len(self.open) >= DEEPEST:
            self.skipped, self.slot = 1, _UNKNOWN
            return
        self.open.append({} if mark == "{" else [])
        self.keys.append(None)

    def _value(self, value: Any) -> None:
        if self.slot is _EMPTY:
            self.slot = _signed(value, self.operator)
        elif self.operator == "+" and type(self.slot) is str and type(value) is str:
            self.slot += value
        else:
            self.slot = _UNKNOWN
        self.operator = ""

    def _keep(self) -> None:
        """Put the value read last where it belongs."""
        container, key = self.open[-1], self.keys[-1]
        if isinstance(container, dict):
            if key is not None:
                container[key] = self._known()
        elif self.slot is not _EMPTY:
            container.append(self._known())
        self.keys[-1], self.slot, self.operator = None, _EMPTY, ""

    def _known(self) -> Any:
        return None if self.slot is _EMPTY or self.slot is _UNKNOWN or isinstance(self.slot, _Name) else self.slot

    def _close(self) -> None:
        self._keep()
        self.slot = self.open.pop()
        self.keys.pop()


def _signed(value: Any, operator: str) -> Any:
    if operator == "!":
        return _UNKNOWN if isinstance(value, _Name) else not value
    return -value if operator == "-" and isinstance(value, int | Decimal) else value


def _string(token: str) -> str:
    body = token[1:-1] if len(token) > 1 and token[-1] == token[0] else token[1:]
    if "\\" not in body:
        return body
    read = _ESCAPE.sub(_unescaped, body)
    return read.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(found: "re.Match[str]") -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
    return "" if found[4] is None else _LETTERS.get(found[4], found[4])


def _number(token: str) -> Any:
    if token[:2] in ("0x", "0X"):
        return int(token, 16) if len(token) <= _LONGEST_NUMBER else None
    return _whole(token) if token.isdecimal() else _fraction(token)


_READERS: dict[str, Callable[[str], Any]] = {
    "string": _string,
    "number": _number,
    "name": lambda token: _WORDS[token] if token in _WORDS else _Name(token),
}
