"""The amounts of a page that belong to no other product, what each is, and how much it looks like the price."""

import re
from dataclasses import dataclass
from decimal import Decimal

from crawl_assets.product_drafts.extraction import shop_words as words
from crawl_assets.product_drafts.extraction.locales import country_of, currency_of_sign
from crawl_assets.product_drafts.extraction.money import Money, find_money
from crawl_assets.product_drafts.extraction.money_roles import Role, roles_of
from crawl_assets.product_drafts.extraction.visible_scene import Scene
from crawl_assets.product_drafts.extraction.visible_spots import BLOCKS, Spot

LINE = 100  # letters of a line that tells what its amounts are
_FAR = 4_000  # letters after the title, from where on a price is as good as anywhere
_SHORT_LINE = 45  # letters up to which several blocks are one line: `Was` | `$20` | `Now` | `$15`
_NUMBER_GOES_ON = {*"0123456789.,"}
_PRICE_LABEL = re.compile(
    r"(?:price|now|today|sale|only|just|our|your|deal|from|preis|jetzt|nur|ab|prix|seulement|precio|ahora|prezzo|ora|solo|"
    r"preço|por|prijs|nu|pris|cena|ár|preț|цена|ціна|fiyat|τιμή|hinta|harga|giá|價格?|价格?|售价|售價|価格|税込|판매가|할인가)$",
    re.I,
)
_SPOKEN = re.compile(r"\d\s*(?:cent|pence|øre|öre|groszy|haléř)", re.I)  # 249 euro and 99 cent
_DECIMALS_ALONE = re.compile(r"^\d{1,3}(?:[.,']?\d{3}){0,2}[.,](?:\d\d|-{1,2}|–)$")
_NUMBER_ALONE = re.compile(r"^\d[\d.,'\s]{0,12}$")
_HOLDS = re.compile(r"\b(?:with|has)-[\w-]+")  # `with-list-price`: the old one is within
_MOST_SPOTS = 3_000  # amounts looked at
_BY_CLASS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("instalment", words.INSTALMENT),
    ("unit", words.UNIT),
    ("shipping", words.DELIVERY),
    ("deposit", words.DEPOSIT),
    ("net", words.NET),
    ("member", words.MEMBER),
)
USABLE: frozenset[Role] = frozenset({"price", "from", "low", "net"})


@dataclass(frozen=True, slots=True)
class PriceSpot:
    """An amount on the page, what it is, and how much it looks like the price."""

    spot: Spot
    money: Money
    role: Role
    line: str
    score: float
    is_marked_old: bool  # struck through or named so by its class


def price_spots(scene: Scene) -> list[PriceSpot]:
    """Return all amounts that are seen and belong to no other product."""
    country = country_of(scene.page.url, scene.page.language)
    found: list[PriceSpot] = []
    for spot in _smallest(scene, country)[:_MOST_SPOTS]:
        found += _read(scene, spot, country)
    return found


def _smallest(scene: Scene, country: str | None) -> list[Spot]:
    """Return the innermost spots that hold a whole amount, in document order."""
    complete: set[int] = set()
    smallest: list[Spot] = []
    for spot in reversed(scene.spots):
        if (spot.is_other or spot.in_reviews) and spot.has_amount:
            _mark(complete, spot)  # what is around says it only because this does
        if not spot.is_usable or not spot.text or not any(letter.isdigit() for letter in spot.text):
            continue
        if spot.place in complete:
            _mark(complete, spot)
            if _amounts_inside(spot, country):
                smallest.append(spot)
            continue
        if spot.in_reviews or spot.element.tag == "sup" or words.CENTS.search(spot.words):
            continue
        if words.FOR_THE_EAR.search(spot.words) and _SPOKEN.search(spot.text):
            _mark(complete, spot)
            continue
        text = _own_text(spot)
        bare = _is_called_price(spot) and len(text) <= 25 and not text.endswith("%")
        if (spot.has_amount or bare or text != spot.text) and find_money(text, country=country, bare=bare):
            _mark(complete, spot)
            smallest.append(_with_cents(spot, country))
    unique = {spot.place: spot for spot in smallest}
    return [unique[place] for place in sorted(unique)]


def _is_called_price(spot: Spot) -> bool:
    """Whether a spot is named a price, or is a number with decimals inside of what is."""
    if words.PRICE.search(spot.words):
        return True
    above = spot.parent
    return above is not None and bool(_DECIMALS_ALONE.match(spot.text)) and bool(words.PRICE.search(above.words))


def _own_text(spot: Spot) -> str:
    """Return a spot's text, with the currency sign of the element beside it when it is a number alone."""
    previous = spot.beside(-1)
    if _NUMBER_ALONE.match(spot.text) and not (previous is not None and previous.text[-1:] in _NUMBER_GOES_ON):
        for steps in (-1, 1):
            other = spot.beside(steps)
            if other is not None and 0 < len(other.text) <= 4 and currency_of_sign(other.text, "US") is not None:
                return f"{other.text}{spot.text}" if steps < 0 else f"{spot.text} {other.text}"
    return spot.text


def _amounts_inside(spot: Spot, country: str | None) -> set[Decimal]:
    """Return the amounts of the elements in a spot that has one in its own text as well: `$20 <del>$30</del>`."""
    if not spot.children or spot.length > LINE:
        return set()
    own = (spot.element.text, *(child.tail for child in spot.element))
    if not any(text and find_money(text, country=country) for text in own):
        return set()
    return {one.money.amount for child in spot.children for one in find_money(child.text, country=country)}


def _mark(complete: set[int], spot: Spot) -> None:
    if spot.parent is not None:
        complete.add(spot.parent.place)


def _with_cents(spot: Spot, country: str | None) -> Spot:
    """Climb to the element that holds the decimals, or the currency, that stand beside the amount."""
    chosen = spot
    walker = spot.parent
    while walker is not None and walker.text and walker.length <= 60 and walker.is_usable:
        here, above = (
            find_money(chosen.text, country=country, bare=True),
            find_money(walker.text, country=country, bare=True),
        )
        if len(here) != 1 or len(above) != 1:
            break
        gained_decimals = _decimals(above[0].money.amount) > _decimals(here[0].money.amount)
        same_whole = int(above[0].money.amount) == int(here[0].money.amount)
        gained_currency = above[0].money.currency and not here[0].money.currency
        if same_whole and (gained_decimals or gained_currency):
            chosen = walker
        walker = walker.parent
    return chosen


def _decimals(amount: Decimal) -> int:
    return max(0, -int(amount.as_tuple().exponent))


def _read(scene: Scene, spot: Spot, country: str | None) -> list[PriceSpot]:
    text = _own_text(spot)
    bare = not find_money(text, country=country)
    line = _line(spot)
    roled = roles_of(line.text, country=country, bare=bare)
    class_role, is_old = _by_class(spot, country)
    found: list[PriceSpot] = []
    inside = _amounts_inside(spot, country)
    own = [one for one in roles_of(text, country=country, bare=bare) if one.money.amount not in inside]
    for place, one in enumerate(own):
        same = [other for other in roled if other.money.amount == one.money.amount]
        near = min(same, key=lambda other: abs(other.start - (spot.offset - line.offset + one.start)), default=one)
        role = near.role if one.role == "price" else one.role
        if class_role and role in USABLE:
            role = class_role
        if place and role == "price" and found and found[-1].money.amount == one.money.amount:
            continue
        old = is_old or role == "regular"
        score = _score(scene, spot, one.money, line, old, len(own)) + _by_label(line.text[: near.start])
        found.append(PriceSpot(spot, one.money, role, line.text, score, old))
    return [one for one in found if one.money.amount > 0]


def _line(spot: Spot) -> Spot:
    """Return the block that a spot stands in, and what is hardly longer than that."""
    line = spot
    while line.parent is not None and line.parent.text and line.parent.length <= LINE:
        is_longer = line.parent.length > max(_SHORT_LINE, line.length + 3)
        if line.element.tag in ("tr", "li") or (line.element.tag in BLOCKS and is_longer):
            break
        line = line.parent
    return line


def _by_class(spot: Spot, country: str | None) -> tuple[Role | None, bool]:
    """Return what the classes of a spot and of what holds only its amount say: a role, and whether it is old."""
    old: bool | None = True if spot.is_struck else None
    role: Role | None = None
    is_price = False
    walker: Spot | None = spot
    while walker is not None and walker.text and walker.length <= LINE:
        if walker is not spot and len({one.money.amount for one in find_money(walker.text, country=country)}) > 1:
            break
        if old is None:
            named = _HOLDS.sub(" ", walker.words)
            sure = bool(words.SURELY_OLD.search(named))
            was, now = sure or bool(words.REGULAR.search(named)), bool(words.CURRENT.search(named))
            old = True if sure else None if was == now else was
        if role is None:
            role = next((role for role, pattern in _BY_CLASS if pattern.search(walker.words)), None)
            is_price |= bool(words.PRICE.search(walker.words))
            if role is None and not is_price and words.SAVING.search(walker.words):
                role = "saving"
        walker = walker.parent
    return role, bool(old)


def _score(scene: Scene, spot: Spot, money: Money, line: Spot, is_old: bool, amounts: int) -> float:
    score: float = 0.0
    levels: Spot | None = spot
    is_price = is_current = False
    for _ in range(5):
        if levels is None or levels.length > 400:
            break
        is_price |= bool(words.PRICE.search(levels.words))
        is_current |= bool(words.CURRENT.search(levels.words)) and levels.length <= LINE
        levels = levels.parent
    score += 3.0 * is_price + 1.5 * is_current + 1.0 * (spot.element.get("itemprop") == "price")
    score -= 6.0 if spot.is_struck else 3.0 * is_old
    score += 0.5 if money.currency or _has_sign(money) else -1.5
    score += 1.0 if len(money.text) * 2 * min(amounts, 2) >= len(spot.text) else -1.5
    if len(spot.text) > (60 if spot.element.tag == "p" else 100):
        score -= 1.5
    if spot.is_linked:
        score -= 2.5
    if spot.in_option:
        score -= 2.5
    if spot.element.tag in ("h1", "h2", "h3", "h4", "strong", "b", "big"):
        score += 0.5
    if amounts > 2:
        score -= 1.0
    return score + _by_place(scene, spot)


def _by_label(before: str) -> float:
    """Return what the words before an amount add: `Our price:` much, `Flue kit:` less than nothing."""
    label = before[-40:].strip(" :*")
    if not label or label[-1:].isdigit():
        return 0.0
    return 1.5 if _PRICE_LABEL.search(label) else -0.7


def _has_sign(money: Money) -> bool:
    return bool(re.search(r"[^\d.,'\s]", money.text))


def _by_place(scene: Scene, spot: Spot) -> float:
    score: float = 0.0
    if scene.title is not None:
        distance = spot.offset - (scene.title.offset + scene.title.length)
        score += 2.5 - 3.5 * min(distance, _FAR) / _FAR if spot.place > scene.title.place else -0.5
        if spot.place < scene.title.place:
            score -= 2.0 * min(scene.title.offset - spot.offset, _FAR) / _FAR
    if scene.button is not None:
        if scene.title is not None and scene.title.place < spot.place < scene.button.place:
            score += 1.5
        distance = abs(scene.button.offset - spot.offset)
        score += 1.5 - 2.0 * min(distance, 2_000) / 2_000
    if scene.scope is not None:
        score += 1.5 if scene.is_in_scope(spot) else -1.0
    return score
