"""Whether the product can be bought, when page, button and structured data speak."""

from collections.abc import Sequence
from dataclasses import replace

from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.own_candidates import of_field

_ABSENT = {"OutOfStock", "SoldOut", "Discontinued"}
_PRESENT = {"InStock", "LimitedAvailability", "OnlineOnly", "InStoreOnly"}
_LEAST = 0.3  # the weight below which nothing is said


def decide_availability(candidates: Sequence[Candidate]) -> Candidate | None:
    """Weigh the strongest statement of each kind: a "sold out" on the button ends it, words beat stale data."""
    weights: dict[str, float] = {}
    best: dict[str, Candidate] = {}
    for is_seen in (True, False):
        strongest: dict[str, Candidate] = {}
        for one in of_field(candidates, "availability", seen=is_seen):
            strongest.setdefault(_family(one.value), one)
        for family, one in strongest.items():
            weights[family] = weights.get(family, 0.0) + one.confidence * _weight(family, is_seen)
            if family not in best or one.confidence > best[family].confidence:
                best[family] = one
    buttons = [one for one in of_field(candidates, "availability", seen=True) if one.value == "InStock"]
    if len(buttons) > 1:  # words and button alike
        weights["present"] = weights.get("present", 0.0) + 0.4 * buttons[1].confidence
    if not weights:
        return None
    family = max(weights, key=lambda name: weights[name])
    if weights[family] < _LEAST:
        return None
    usual = {"present": "InStock", "absent": "OutOfStock"}.get(family)
    plain = next((one for one in of_field(candidates, "availability") if one.value == usual), None)
    best[family] = plain or best[family]  # LimitedAvailability and the like only where nothing says it plainly
    total = sum(weights.values())
    sure = best[family].confidence * (0.5 + 0.5 * weights[family] / total)
    return replace(best[family], confidence=round(min(0.99, sure), 3))


def _family(value: str) -> str:
    if value in _ABSENT:
        return "absent"
    return "present" if value in _PRESENT else value


def _weight(family: str, is_seen: bool) -> float:
    if family == "absent":
        return 1.1 if is_seen else 1.0
    if family == "present":
        return 0.8
    return 1.2 if is_seen else 1.0
