"""Data that a page carries for its own scripts: JSON scripts, objects that scripts assign or pass on, attributes.

Every letter is read at most once by each of the two readers of tolerant_json. Bounds: `MOST_ISLANDS` values,
`MOST_LETTERS` of scripts in all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.tolerant_json import loads, read_from

MOST_ISLANDS = 400
MOST_LETTERS = 12_000_000
_MOST_ATTEMPTS = 2_000  # a script
_SHORTEST = 15  # letters of an object that can be a product's

# `var meta = {`, `window.__INITIAL_STATE__ = {`, `window["state"] = {`, `Shop.product = [`
_WORD = r"[A-Za-z_$][\w$]{0,60}"
_ASSIGNED = (
    rf"(?P<variable>{_WORD}(?:\.{_WORD}|\[[\"'][\w.$-]{{1,60}}[\"']\]){{0,5}})\s{{0,20}}=\s{{0,20}}"
    rf"(?:[\w$.]{{1,80}}\s{{0,5}}\|\|\s{{0,5}})?"
)
# `dataLayer.push({`, `gtag('event', 'view_item', {`, `new Product.Config({`
_CALLED = (
    r"(?P<call>[\w$.]{0,60}\.push|gtag|fbq|ga|pintrk|snaptr|[\w$.]{0,60}\.track|"
    r"[\w$.]{0,60}(?:Config|OptionsPrice|OptionSelectors|init\w{0,20}|ViewContent|trackProduct|setProduct))"
    r"\s{0,5}\(\s{0,20}(?P<words>(?:[\"'][^\"'\n]{0,80}[\"']\s{0,5},\s{0,20}){0,3})"
)
_PARSED = r"(?P<json>JSON\.parse\s{0,5}\(\s{0,5}(?=[\"'`]))"
_START = re.compile(rf"(?<![\w$.])(?:{_ASSIGNED}|{_CALLED})(?:{_PARSED}|(?=[\[{{]))")
_NUXT = re.compile(r"__NUXT__\s{0,9}=\s{0,9}\(?function\s{0,9}\(([\w$,\s]{0,20000})\)\s{0,9}\{")
_RETURNED = re.compile(r"\breturn\s{0,9}(?=\{)")
_NUXT_CALL = re.compile(r"\s{0,9};?\s{0,9}\}\s{0,9}\)?\(")
_FLIGHT = re.compile(r"self\.__next_f\.push\(\s{0,5}(?=\[)")
_FLIGHT_LINE = re.compile(r"^[0-9a-f]{1,6}:(?=[\[{])", re.MULTILINE)
_ATTRIBUTE = re.compile(
    r"^data-.{0,40}(?:product|variant|variation|item|props|page|state|gtm|track|analytics|pid|config|model|mage|json|sku|"
    r"ecommerce|layer|options)|^:(?:product|item|initial|data)|^x-data$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Island:
    """A value that a page carries."""

    name: str  # of the variable, the script's id, the call or the attribute: `meta`, `__NEXT_DATA__`, `dataLayer.push`
    value: Any
    path: str  # where it stands
    words: tuple[str, ...] = ()  # passed before it: event, view_item
    element: Any = None


def islands_of(page: ProductPage) -> list[Island]:
    """Return the values that a page carries, in document order, attributes last. Never fails."""
    found: list[Island] = []
    letters, flight = 0, []
    for place, script in enumerate(page.tree.iter("script"), 1):
        text = script.text or ""
        kind = (script.get("type") or "").strip().lower()
        letters += len(text)
        if len(found) >= MOST_ISLANDS or letters > MOST_LETTERS:
            break
        if "ld+json" in kind or len(text) < _SHORTEST:
            continue
        if "json" in kind or kind == "text/x-magento-init":
            found += _of_json_script(script, text, place)
        elif kind in ("", "text/javascript", "application/javascript", "module", "text/x-magento-template"):
            found += _of_code(text, f"script[{place}]", MOST_ISLANDS - len(found))
            found += _of_nuxt(text, f"script[{place}]") if "__NUXT__" in text else []
            flight += [piece for start in _FLIGHT.finditer(text) if (piece := _flight_piece(text, start.end()))]
    found += _of_flight("".join(flight))
    return (found + list(_of_attributes(page)))[: 2 * MOST_ISLANDS]


def _of_json_script(script: Any, text: str, place: int) -> list[Island]:
    value = loads(text)
    marks = [name for name in script.attrib if name.startswith("data-")]
    name = script.get("id") or (marks[0] if marks else "") or script.get("class") or "json"
    path = f"script[{place}]#{name}" if script.get("id") else f"script[{place}]"
    return [Island(name, value, path, (), script)] if value else []


def _of_code(text: str, path: str, most: int) -> list[Island]:
    found: list[Island] = []
    place = attempts = 0
    while len(found) < most and attempts < _MOST_ATTEMPTS and (start := _START.search(text, place)):
        attempts += 1
        place = start.end()
        name = start["variable"] or start["call"]
        if start["json"]:
            quoted, end = read_from(text, place)
            value = loads(quoted) if isinstance(quoted, str) else None
            place = max(end, place + 1)
        else:
            value, end = read_from(text, place)
            if end - place < _SHORTEST:
                value = None
            place = max(end, place + 1)
        if value:
            words = tuple(re.findall(r"[\"']([^\"'\n]{0,80})[\"']", start["words"] or ""))
            found.append(Island(_plain(name), value, f"{path}.{_plain(name)}", words))
    return found


def _plain(name: str) -> str:
    return re.sub(r"^(?:window|self|globalThis|this)\.?", "", re.sub(r"\[[\"']([\w.$-]+)[\"']\]", r".\1", name)).strip(
        "."
    )


def _flight_piece(text: str, start: int) -> str:
    value, _ = read_from(text, start)
    return value[1] if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str) else ""


def _of_nuxt(text: str, path: str) -> list[Island]:
    """Read `__NUXT__=(function(a,b){return {...a...b...}}("x",1))`: an object whose repeated values are parameters."""
    head = _NUXT.search(text)
    start = _RETURNED.search(text, head.end()) if head else None
    if head is None or start is None:
        return []
    _, end = read_from(text, start.end(), {})
    call = _NUXT_CALL.match(text, end)
    if call is None:
        return []
    given, _ = read_from(f"[{text[call.end() : text.rfind(')')].rstrip(')')}]", 0)
    names = [name.strip() for name in head[1].split(",")]
    value, _ = read_from(text, start.end(), dict(zip(names, given if isinstance(given, list) else [], strict=False)))
    return [Island("__NUXT__", value, f"{path}.__NUXT__")] if value else []


def _of_flight(text: str) -> list[Island]:
    """Return the rows of the stream that React server components send with the page."""
    found = []
    for _, start in zip(range(MOST_ISLANDS), _FLIGHT_LINE.finditer(text), strict=False):
        value, _ = read_from(text, start.end())
        if value:
            found.append(Island("__next_f", value, f"__next_f.{start[0].rstrip(':')}"))
    return found


def _of_attributes(page: ProductPage) -> Iterator[Island]:
    tree, count = page.tree.getroottree(), 0
    for element in page.tree.iter():
        for name, text in element.attrib.items():
            if len(text) < _SHORTEST or text.lstrip()[:1] not in ("{", "[") or not _ATTRIBUTE.search(name):
                continue
            count += 1
            if count > MOST_ISLANDS:
                return
            if value := loads(text):
                yield Island(name, value, f"{tree.getpath(element)}/@{name}", (), element)
