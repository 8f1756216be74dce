"""Schema.org on a page: JSON-LD and microdata as the same plain objects (https://schema.org/docs/gs.html).

Text stays as it was written, also numbers with a fraction: a price of 7.50 is no 7.5.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin

LONGEST_SCRIPT = 2_000_000  # characters
MOST_OBJECTS = 20_000  # of one page that are looked at
_DEEPEST = 40  # objects within objects
_MOST_REFERENCES = 2_000  # of one script that are followed: each may hold others
_LINKS = {"a": "href", "area": "href", "link": "href", "object": "data"}
_SOURCES = ("img", "audio", "video", "embed", "iframe", "source", "track")


@dataclass(frozen=True, slots=True)
class Found:
    """An object and where it stands; `within` are the types of those around it, the outermost first."""

    source: str  # json-ld or microdata
    path: str  # $.@graph[1], or TheaterEvent[0]
    value: dict[str, Any]
    within: tuple[str, ...] = field(default=())
    role: str = ""  # the property of the object around it

    @property
    def types(self) -> tuple[str, ...]:
        """Return its types without the vocabulary's address."""
        return types_of(self.value)


def types_of(value: dict[str, Any]) -> tuple[str, ...]:
    """Return the types of an object without the vocabulary's address: `Event` for https://schema.org/Event."""
    named = value.get("@type")
    listed = named if isinstance(named, list) else [named]
    return tuple(one.rstrip("/").rpartition("/")[2].rpartition("#")[2] for one in listed if isinstance(one, str))


def schema_objects(root: Any) -> list[Found]:
    """Return every typed object of a page's tree, those around others first."""
    found: list[Found] = []
    for place, value in enumerate(_scripts(root)):
        found += _typed("json-ld", _resolved(value), f"$[{place}]" if place else "$")
    for place, item in enumerate(_items(root)):
        kinds = types_of(item)
        found += _typed("microdata", item, f"{kinds[0] if kinds else 'item'}[{place}]")
    return found[:MOST_OBJECTS]


def _typed(source: str, value: Any, path: str) -> Iterator[Found]:
    """Walk breadth first, so that what is cut off by the bound is the innermost."""
    waiting: list[tuple[Any, str, tuple[str, ...], str]] = [(value, path, (), "")]
    looked_at = 0
    while waiting and looked_at < MOST_OBJECTS:
        looked_at += len(waiting)
        following: list[tuple[Any, str, tuple[str, ...], str]] = []
        for inner, where, within, role in waiting:
            if isinstance(inner, list):
                following += [(one, f"{where}[{place}]", within, role) for place, one in enumerate(inner)]
            elif isinstance(inner, dict):
                here = Found(source, where, inner, within, role)
                if here.types:
                    yield here
                around = (*within, *here.types[:1])
                following += [(one, f"{where}.{name}", around, name) for name, one in inner.items()]
        waiting = [one for one in following if isinstance(one[0], dict | list) and len(one[2]) <= _DEEPEST]


def _scripts(root: Any) -> Iterator[Any]:
    for script in root.iter("script"):
        source = (script.text or "").strip()
        if "ld+json" not in (script.get("type") or "").lower() or not source or len(source) > LONGEST_SCRIPT:
            continue
        source = source.removeprefix("<!--").removesuffix("-->").strip().removeprefix("//<![CDATA[").strip()
        source = source.removesuffix("//]]>").strip().rstrip(";")
        for candidate in (source, unescape(source)):
            try:
                # some write line ends within strings; numbers with a fraction stay as they are written
                value = json.loads(candidate, strict=False, parse_float=str, parse_constant=lambda _: None)
            except (ValueError, RecursionError):
                continue
            yield value
            break


def _resolved(value: Any) -> Any:
    """Put in the place of each `{"@id": ...}` alone the object that has this id, and so on within that."""
    known: dict[str, dict[str, Any]] = {}
    for found in _typed("json-ld", value, ""):
        name = found.value.get("@id")
        if isinstance(name, str) and len(found.value) > 1:
            known.setdefault(name, found.value)
    left = _MOST_REFERENCES

    def put(inner: Any, within: tuple[str, ...], depth: int) -> Any:
        nonlocal left
        if depth > _DEEPEST:
            return inner
        if isinstance(inner, list):
            return [put(one, within, depth + 1) for one in inner]
        if not isinstance(inner, dict):
            return inner
        name = inner.get("@id")
        if isinstance(name, str) and len(inner) == 1 and name in known and name not in within and left > 0:
            left -= 1
            inner = known[name]
        around = (*within, name) if isinstance(name, str) else within  # two objects may name each other
        return {key: put(one, around, depth + 1) for key, one in inner.items()}

    return put(value, (), 0) if known else value


def _items(root: Any) -> Iterator[dict[str, Any]]:
    """Give the items of microdata that belong to no other (https://html.spec.whatwg.org/multipage/microdata.html)."""
    for element in root.iter():
        if isinstance(element.tag, str) and "itemscope" in element.attrib and not _belongs(element):
            yield _item(element, 0)


def _belongs(element: Any) -> bool:
    """Tell whether an item is the value of another's property."""
    return "itemprop" in element.attrib and any("itemscope" in around.attrib for around in element.iterancestors())


def _item(element: Any, depth: int) -> dict[str, Any]:
    kinds = (element.get("itemtype") or "").split()
    item: dict[str, Any] = {"@type": kinds} if kinds else {}
    waiting = list(element)[::-1]
    while waiting:
        inner = waiting.pop()
        is_item = "itemscope" in inner.attrib
        names = (inner.get("itemprop") or "").split()
        if names:
            value = _item(inner, depth + 1) if is_item and depth < _DEEPEST else _value(inner)
            for name in names:
                _add(item, name.rpartition("/")[2], value)
        if not is_item:
            waiting += list(inner)[::-1]
    return item


def _add(item: dict[str, Any], name: str, value: Any) -> None:
    if name not in item:
        item[name] = value
    elif isinstance(item[name], list):
        item[name].append(value)
    else:
        item[name] = [item[name], value]


def _value(element: Any) -> Any:
    tag = element.tag
    if element.get("content") is not None:
        return element.get("content")
    if tag in _LINKS:
        return element.get(_LINKS[tag]) or ""
    if tag in _SOURCES:
        return element.get("src") or element.get("data-src") or ""
    if tag == "time" and element.get("datetime"):
        return element.get("datetime")
    if tag in ("data", "meter") and element.get("value"):
        return element.get("value")
    return " ".join("".join(element.itertext()).split())


def base_of(root: Any, url: str) -> str:
    """Return the address that a page's relative links are read against."""
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), None)
    try:
        return urljoin(url, base) if base else url
    except ValueError:
        return url
