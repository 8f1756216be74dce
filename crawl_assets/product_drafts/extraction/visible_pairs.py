"""Names and values: tables, definition lists, `Name: value` lines; and what of them is a sku, a GTIN, a brand."""

import re
from dataclasses import dataclass

from crawl_assets.product_drafts.extraction import label_words as labels
from crawl_assets.product_drafts.extraction import text_words
from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.identifiers import code, gtin
from crawl_assets.product_drafts.extraction.money import find_money
from crawl_assets.product_drafts.extraction.product import Property
from crawl_assets.product_drafts.extraction.visible_scene import Scene
from crawl_assets.product_drafts.extraction.visible_spots import Spot, path_of
from crawl_assets.product_drafts.extraction.visible_titles import code_beside

_MOST = 200  # pairs
_LONGEST_NAME, _LONGEST_VALUE = 60, 300
_NEAR_TITLE = 3_000  # letters
_LONGEST_SPACED = 80
_NO_PAIRS = {"button", "label", "option", "body"}
_LINES = {"li", "div", "p", "span"}
_PARTS = {"div", "p", "ul", "table", "li", "tr", "tbody"}
_COLON = re.compile(r"^([^:：]{2,40}?)\s*[:：]\s*(\S.{0,299})$")
_SPACED = re.compile(
    r"^((?:[^\W\d][\w.#-]*\s){0,2}[^\W\d][\w.#-]*?)\s+"
    r"((?=[A-Z0-9./_-]{4,})[A-Z0-9./_-]*\d[A-Z0-9./_-]*|[A-Z]{2,}-[A-Z-]{2,})(?=\s|$)"
)
_BRACKETS = re.compile(r"\s*\([^()]{1,20}\)$")
_DESCRIPTION = re.compile(r"(?:product )?description$|beschreibung$|descripci[oó]n$|descrizione$|描述$", re.I)
_ASIN = re.compile(r"/(?:dp|gp/product|product)/(B0[A-Z0-9]{8})(?=[/?]|$)")
_CODE_FIELD = re.compile(r"(?:product_?)?sku|item_?(?:no|number|code)|product_?code|ASIN", re.I)
_CODE_ATTRIBUTES = (
    "data-sku",
    "data-product-sku",
    "data-product_sku",
    "data-product-code",
    "data-item-number",
    "data-asin",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and a value as they stand together."""

    name: str
    value: str
    spot: Spot
    is_specification: bool  # in a table, list or part named after specifications


def pairs(scene: Scene) -> list[Pair]:
    """Return all pairs of the page outside other products, in document order."""
    found: dict[tuple[str, str], Pair] = {}
    for spot in scene.spots:
        if spot.is_other or len(found) >= _MOST:
            continue
        for pair in _pairs(spot):
            key = (pair.name.lower(), pair.value)
            if key not in found or (pair.is_specification and not found[key].is_specification):
                found[key] = pair
    return list(found.values())


def _pairs(spot: Spot) -> list[Pair]:
    """Return the pair of a spot; of a table's row with more than two cells those whose names end in a colon."""
    if spot.element.tag != "tr":
        found = [_pair(spot)]
    else:
        cells = [child for child in spot.children if child.element.tag in ("td", "th")]
        two = list(zip(cells[::2], cells[1::2], strict=False)) if len(cells) % 2 == 0 else []
        is_plain = len(two) == 1 or all(name.text.endswith((":", "：")) for name, _ in two)
        found = [_of_two(name, value, True) for name, value in two] if is_plain else []
    return [pair for pair in found if pair is not None]


def _pair(spot: Spot) -> Pair | None:
    tag = spot.element.tag
    if tag == "dt":
        following = spot.beside(1)
        return _of_two(spot, following, True) if following is not None and following.element.tag == "dd" else None
    if not spot.text or spot.length > _LONGEST_NAME + _LONGEST_VALUE or tag in _NO_PAIRS:
        return None
    return _of_children(spot) or _of_line(spot)


def _of_children(spot: Spot) -> Pair | None:
    """Read two elements side by side: a label that ends in a colon, or one that is known, and its value."""
    if len(spot.children) != 2 or spot.element.tag not in _LINES or (spot.element.text or "").strip():
        return None
    first, second = spot.children
    is_labelled = first.text.rstrip().endswith((":", "："))
    is_line = (_is_specified(spot) or is_known(first.text)) and not second.children and not first.children
    if not (is_labelled or is_line) or (first.element.tail or "").strip(" :\n\t"):
        return None
    return _of_two(first, second, is_line or _is_specified(spot))


def _of_line(spot: Spot) -> Pair | None:
    """Read a line such as `Item number: 12` or `Artikelnummer 12`; of links only `Brand: x`."""
    following = spot.beside(1)
    if spot.text.endswith((":", "：")) and following is not None and not following.children and is_known(spot.text):
        return _of_two(spot, following, False)
    is_link = spot.element.tag == "a"
    spaced = _SPACED.match(spot.text)
    if spaced and not is_link and labels.SKU.match(spaced[1]) and spot.length <= _LONGEST_SPACED:
        return _checked(spaced[1], spaced[2], spot, False)
    found = _COLON.match(spot.text)
    if found is None or (is_link and not labels.BRAND.match(found[1])):
        return None
    if len(spot.children) > 3 or any(child.element.tag in _PARTS for child in spot.children):
        return None
    return _checked(found[1], found[2], spot, spot.element.tag in _LINES and _is_specified(spot))


def _of_two(name: Spot, value: Spot, is_specification: bool) -> Pair | None:
    return _checked(name.text, value.text, value, is_specification) if value.text and name.text else None


def _checked(name: str, value: str, spot: Spot, is_specification: bool) -> Pair | None:
    name, value = name.strip(" :：-–*•"), value.strip()
    if (
        not 1 < len(name) <= _LONGEST_NAME
        or not 0 < len(value) <= _LONGEST_VALUE
        or value.startswith(("http://", "https://"))
    ):
        return None
    return Pair(name, value, spot, is_specification)


def _is_specified(spot: Spot) -> bool:
    walker: Spot | None = spot
    for _ in range(4):
        if walker is None or walker.element.tag in ("body", "main"):
            return False
        if text_words.SPECIFICATION.search(walker.words):
            return True
        walker = walker.parent
    return False


def pair_candidates(scene: Scene) -> list[Candidate]:
    """Return sku, mpn, gtin, brand and the properties that pairs and labelled texts tell."""
    told = pairs(scene)
    found: list[Candidate] = []
    for pair in told:
        found += _identity(scene, pair)
    found += _marked(scene)
    found += _in_lines(scene)
    found += _in_attributes(scene)
    specified = [pair for pair in told if pair.is_specification and not _is_no_property(pair)]
    properties = tuple(Property(pair.name, pair.value) for pair in specified)
    found += [_described(pair) for pair in told if _DESCRIPTION.match(pair.name) and len(pair.value) > 10]
    if properties:
        spot = specified[0].spot
        snippet = f"{properties[0].name}: {properties[0].value}"[:200]
        found.append(
            Candidate("properties", properties, "visible", path_of(spot), snippet, 0.6 if len(properties) > 2 else 0.4)
        )
    return found


def _is_no_property(pair: Pair) -> bool:
    """Whether a pair is about price, stock or the shop's own codes; a table of facts may hold codes."""
    in_table = pair.spot.element.tag in ("td", "dd", "th")
    is_code = is_known(pair.name) and not in_table
    return is_code or bool(find_money(pair.value) or text_words.NO_PROPERTY.search(pair.name)) or pair.spot.is_title


def _described(pair: Pair) -> Candidate:
    return Candidate("description", pair.value, "visible", path_of(pair.spot), pair.value[:200], 0.55)


def is_known(name: str) -> bool:
    """Whether a label is one before a code or a brand."""
    name = name.strip(" :#")
    return any(pattern.match(name) for pattern in (labels.SKU, labels.MPN, labels.GTIN, labels.BRAND))


def _identity(scene: Scene, pair: Pair) -> list[Candidate]:
    near = 0.1 if scene.is_in_scope(pair.spot) else 0.0
    if pair.spot.is_hidden:
        near -= 0.2
    name = _BRACKETS.sub("", pair.name).strip("# ").replace("\u00a0", " ")
    snippet, path = f"{pair.name}: {pair.value}"[:200], path_of(pair.spot)
    if labels.GTIN.match(name):
        digits = gtin(pair.value.split(",")[0].split("/")[0].strip(" .;"))
        return [Candidate("gtin", digits, "visible", path, snippet, 0.85 + near)] if digits else []
    if labels.BRAND.match(name):
        value = pair.value
        is_maker = not re.match(r"brand|mar[kqc]", name, re.I)
        return (
            [Candidate("brand", value, "visible", path, snippet, 0.65 + near - 0.15 * is_maker)]
            if len(value) <= 60
            else []
        )
    for field, pattern in (("mpn", labels.MPN), ("sku", labels.SKU)):
        if pattern.match(name) and (written := _code(pair.value)) and (len(written) > 2 or "sku" in name.lower()):
            strength = 0.85 if re.match(r"sku|mpn|asin", name, re.I) else 0.7
            if len(name) <= 5 and name.lower() in ("code", "item", "style", "model", "ref", "ref.", "kod", "kód"):
                strength -= 0.1
            return [Candidate(field, written, "visible", path, snippet, strength + near)]
    return []


def _code(text: str) -> str | None:
    """Return a code: one word, or several when all are capitals and digits; it holds a digit, or is in capitals."""
    text = re.split(r"\s+[|•·/–—-]\s+|\s{2,}|[,;(]|\s(?=[A-Za-z]+:)", text.strip(" #:"))[0].strip(" .,;#:")
    if len(text) > 40:
        return None
    if " " in text and not re.fullmatch(r"[A-Z0-9][A-Z0-9 ./_-]*\d[A-Z0-9 ./_-]*", text):
        text = text.split(" ", 1)[0].strip(".,;")
    if not (re.search(r"\d", text) or re.fullmatch(r"[A-Z][A-Z_-]{2,}", text)):
        return None
    return code(text)


def _marked(scene: Scene) -> list[Candidate]:
    """Return codes whose element is named so: class="sku", id="product-code"."""
    found = []
    for spot in scene.spots:
        if spot.is_other or not spot.text or spot.length > 80 or not spot.words:
            continue
        mark = labels.CODE_MARK.search(spot.words)
        if mark is None or any(labels.CODE_MARK.search(child.words) for child in spot.children):
            continue
        label = labels.LABEL.match(spot.text)
        value = spot.text[label.end() :] if label else spot.text
        kind = mark[0].strip(" _-").lower()
        field = "gtin" if re.match(r"gtin|ean|upc|isbn", kind) else "mpn" if re.match(r"mpn|model", kind) else "sku"
        if label and labels.MPN.match(label[1].strip()):
            field = "mpn"
        if label and labels.GTIN.match(label[1].strip()):
            field = "gtin"
        code_or_none = gtin(value) if field == "gtin" else _code(value)
        if code_or_none:
            strength = 0.75 if kind in ("sku", "mpn") or label else 0.55
            strength += 0.1 * scene.is_in_scope(spot) - 0.25 * spot.is_hidden
            found.append(Candidate(field, code_or_none, "visible", path_of(spot), spot.text[:200], strength))
    return found


def _in_lines(scene: Scene) -> list[Candidate]:
    """Return codes after labels in lines that hold more than one pair: `Item #123 | Model #AB-1`."""
    found = []
    for spot in scene.spots:
        if not spot.is_usable or not spot.text or any(child.length >= spot.length - 1 for child in spot.children):
            continue
        if scene.title is not None and not (
            scene.is_in_scope(spot) or abs(spot.offset - scene.title.offset) < _NEAR_TITLE
        ):
            continue
        for match in labels.IN_LINE.finditer(spot.text):
            name, value = match[1].strip(), match["value"]
            if not re.search(r"\d", value) or (
                match["mark"].isspace()
                and not re.search(r"[#.]|sku|upc|ean|isbn|mpn|gtin|no|nr|code|number", name, re.I)
            ):
                continue
            field = "gtin" if labels.GTIN.match(name) else "mpn" if labels.MPN.match(name) else "sku"
            read = gtin(value) if field == "gtin" else _code(value)
            if read:
                found.append(Candidate(field, read, "visible", path_of(spot), spot.text[:200], 0.6))
    return found


def _in_attributes(scene: Scene) -> list[Candidate]:
    """Return codes in attributes around title and button, in a form's hidden fields, and in Amazon's addresses."""
    found = []
    if scene.title is not None and (coded := code_beside(scene.title)):
        found.append(Candidate("sku", coded[1], "visible", path_of(scene.title), scene.title.text[:200], 0.5))
    if asin := _ASIN.search(scene.page.url):
        found.append(Candidate("sku", asin[1], "visible", "address", scene.page.url[:200], 0.55))
    for spot in scene.spots:
        element = spot.element
        if spot.is_other or not (spot.is_title or spot is scene.button or scene.is_in_scope(spot)):
            continue
        named = element.tag == "input" and _CODE_FIELD.fullmatch(element.get("name") or "")
        values = [element.get("value")] if named else [element.get(name) for name in _CODE_ATTRIBUTES]
        for value in values:
            if value and (told := _code(value)) and not told.isspace():
                found.append(Candidate("sku", told, "visible", path_of(spot), value[:200], 0.45))
    return found[:20]
