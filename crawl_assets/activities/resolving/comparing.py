"""Whether two activities are the same: by name, place, days and text; each verdict says why."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import mul
from typing import Literal

from crawl_assets.activities.distances import distance_km
from crawl_assets.activities.resolving.comparable import WIDE, Prepared

Verdict = Literal["same", "different", "review"]
SAME_PLACE_KM, OTHER_PLACE_KM = 0.15, 1.0
VERY_ALIKE, ALIKE, UNLIKE = 0.8, 0.6, 0.12  # of the words of two descriptions
_ALIKE_VECTORS = 0.9  # cosine
_ONE_SESSION = timedelta(minutes=15)
_FEW_WORDS = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two activities are to each other."""

    verdict: Verdict
    reasons: tuple[str, ...]
    strength: int = 0  # of `same`: 3 beyond doubt, 2 likely, 1 as far as nothing speaks against it


def compare(one: Prepared, other: Prepared, *, is_one_page: bool = False) -> Comparison:
    """Compare two activities; symmetric.

    `is_one_page` says that they are the only ones of one page and name, then and now: what differs has changed.
    """
    names = _names(one, other)
    if names is None:
        return Comparison("different", ("other names",))
    if is_one_page and names == "equal":
        return Comparison("same", ("the same page and name",), 3)
    conflict = conflict_of(one, other)
    if conflict is not None:
        return Comparison("different", (conflict,))
    place, place_reason = _places(one, other)
    alike = _texts(one, other)
    reasons = [f"{names} names", place_reason]
    if alike is not None:
        reasons.append(f"texts alike to {alike:.0%}")
    said = tuple(reasons)
    is_dated_alike = (one.start is None) == (other.start is None)
    strength = _strength(one, other, names, place, alike)
    if strength is None:
        return Comparison("different", said)
    if strength == 0:
        return Comparison("review", said)
    return Comparison("same", said, strength if is_dated_alike else min(strength, 2))


def conflict_of(one: Prepared, other: Prepared) -> str | None:
    """Say what rules out that two are the same, whatever their names; None where nothing does."""
    if one.start and other.start and one.end and other.end:
        if one.start > other.end or other.start > one.end:
            return "on other days"
        if one.begins and other.begins and one.start == other.start and abs(one.begins - other.begins) > _ONE_SESSION:
            return "at other times of the day"
    place, reason = _places(one, other)
    return reason if place == "apart" else None


def _distance(one: Prepared, other: Prepared) -> float | None:
    """Return the great-circle distance; None where one has no coordinates."""
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return None
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _strength(one: Prepared, other: Prepared, names: str, place: str, alike: float | None) -> int | None:
    """Return how sure `same` is, 0 for a case for people, None for different."""
    is_alike = alike is not None and alike >= ALIKE
    is_unlike = alike is not None and alike < UNLIKE
    if names == "equal":
        if place == "same":
            return 3
        if is_alike:
            return 2
        sure = 2 if place == "near" else 1
        return 0 if one.is_generic or (is_unlike and place == "unknown") else sure
    if place == "same" and names == "alike":
        return 0 if is_unlike else 2
    if place == "same":  # one name within the other: the park, or the kiosk of the park
        return 2 if alike is not None and alike >= VERY_ALIKE else 0
    return 0 if is_alike or (names == "alike" and place == "near") else None


def _names(one: Prepared, other: Prepared) -> str | None:
    """Return how names agree: equal, alike (but for a slip of the pen), one within the other; None for not at all."""
    if one.squeezed == other.squeezed:
        return "equal"
    mine, theirs = one.tokens - other.tokens, other.tokens - one.tokens
    if any(token.isdigit() for token in mine | theirs):  # session 1 and session 2
        return None
    if len(mine) == len(theirs) <= 2 and mine:
        pairs = zip(sorted(mine), sorted(theirs), strict=True)
        return "alike" if all(_is_slip(*pair) for pair in pairs) else None
    smaller = one if not mine else other if not theirs else None
    return None if smaller is None or smaller.is_generic else "one of the two within the other of"


def _is_slip(word: str, other: str) -> bool:
    """Say whether two words differ by one letter, or by two where they are long; the first letter is never a slip."""
    if word[0] != other[0] or min(len(word), len(other)) < 5:
        return False
    return _within(word, other, 2 if min(len(word), len(other)) >= 9 else 1)


def _within(word: str, other: str, edits: int) -> bool:
    """Say whether a few letters put in, left out, changed or swapped with the next make one word of the other."""
    at = next((at for at, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), None)
    if at is None:
        return abs(len(word) - len(other)) <= edits
    if edits == 0:
        return False
    rest, others = word[at:], other[at:]
    return (
        _within(rest[1:], others[1:], edits - 1)
        or _within(rest[1:], others, edits - 1)
        or _within(rest, others[1:], edits - 1)
        or (rest[:2] == others[1::-1] and _within(rest[2:], others[2:], edits - 1))
    )


def _places(one: Prepared, other: Prepared) -> tuple[str, str]:
    """Return same, near, apart or unknown, and why."""
    if one.place_id and one.place_id == other.place_id:
        return "same", "the same place id"
    distance = _distance(one, other)
    if distance is not None:
        if distance <= SAME_PLACE_KM:
            return "same", f"{distance * 1000:.0f} m apart"
        if distance > OTHER_PLACE_KM:
            return "apart", f"{distance:.1f} km apart"
        return "near", f"{distance * 1000:.0f} m apart"
    return _addresses(one, other)


def _addresses(one: Prepared, other: Prepared) -> tuple[str, str]:
    is_one_area = _is_one_area(one, other)
    is_one_street = bool(one.street) and one.street == other.street
    if is_one_area is False:
        found = "apart", f"in {one.city or one.postcode} and {other.city or other.postcode}"
    elif is_one_street and one.number and one.number == other.number:
        found = "same", "the same address"
    elif is_one_area is None:
        found = "unknown", "places not known"
    elif one.venue and one.venue == other.venue:
        found = "same", "the same venue"
    elif is_one_street and not (one.number and other.number):
        found = "same", "the same street"
    elif one.number and other.number:
        found = "apart", "at other addresses of one suburb"
    else:
        found = "near", "in the same suburb"
    return found


def _is_one_area(one: Prepared, other: Prepared) -> bool | None:
    """Say whether two are in one suburb or postcode; None where one of them does not say, or names only a big city."""
    if one.postcode and other.postcode:
        return one.postcode == other.postcode
    wide = (one.city in WIDE) + (other.city in WIDE)
    if not one.city or not other.city or wide == 1 or (wide and one.city == other.city):
        return None
    return one.city in other.areas or other.city in one.areas


def _texts(one: Prepared, other: Prepared) -> float | None:
    """Return how alike two descriptions are, 0 to 1: by their words, or where those are few by their vectors."""
    if min(len(one.words), len(other.words)) >= _FEW_WORDS:
        return len(one.words & other.words) / min(len(one.words), len(other.words))
    if one.vector is not None and other.vector is not None and len(one.vector) == len(other.vector):
        return _scaled(_cosine(one.vector, other.vector))
    return None


def _scaled(cosine: float) -> float:
    """Put a cosine on the scale of shared words: what counts as alike there counts as alike here."""
    return max(0.0, min(1.0, ALIKE + (cosine - _ALIKE_VECTORS) * (1 - ALIKE) / (1 - _ALIKE_VECTORS)))


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    length = math.sqrt(sum(map(mul, one, one)) * sum(map(mul, other, other)))
    return sum(map(mul, one, other)) / length if length else 0.0
