"""Series, number and setter of a puzzle from the title of a blog post, in every form that bloggers use."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawl_assets.cryptic_bench.enumeration import plain_marks

CRYPTIC = "cryptic"
OTHER = "other"

# in the order they are looked for; a title of none of them that says Guardian is of the daily cryptic
_SERIES = {
    "quick cryptic": r"quick\W*cryptic",
    "quiptic": r"quiptic",
    "prize": r"prize|saturday",
    "genius": r"genius",
    "everyman": r"everyman",
    "azed": r"azed",
    "gemelo": r"gemelo",
    "speedy": r"speedy",
    "weekend": r"weekend",
    "quick": r"\bquick\b",
}
_OTHER_PAPERS = re.compile(
    r"\b(independent|financial times|ft|times|telegraph|observer|private eye|cyclops|inquisitor|listener|"
    r"enigmatic variations|spectator|new statesman|mycrossword|news sheet)\b",
    re.IGNORECASE,
)
_NUMBER = r"(?<![\d,.])(\d{1,3}(?:[,.]\s?\d{3})+|\d{2}\s\d{3}|\d{1,6})(?![\d]|[,.]\d)"
_NUMBERED = re.compile(rf"(?:\b(?:no|number|nr|puzzle)\b\.?|#|№)?\s*{_NUMBER}", re.IGNORECASE)
_BY = re.compile(r"[\s,:;/|–—-]*(?:(?:set|compiled)\s+by|by|from|setter)\b[\s:–—-]*", re.IGNORECASE)
_SEPARATORS = " \t,:;/|-–—.'\"()[]"
_STOP = re.compile(r"\s+[-–—|/]+\s+|[|/;:(\[]|\s+[-–—]$|,\s|\s+\d")
_PIECES = re.compile(r"\s+[-–—|/]+\s+|[|;:()\[\]]|,\s")
_SITE = re.compile(r"\s*(?:[-–—|:»·]+\s*)?fifteensquared(?:\.net)?\s*$", re.IGNORECASE)
_NOT_A_SETTER = re.compile(
    r"\b(?:guardian|cryptic|crossword|puzzle|prize|saturday|special|bank holiday|no|number|the|blog|unknown|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|"
    r"november|december|christmas|easter)\b\.?",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-z][\w'’&-]*(?:\s+(?:(?:and|&|de|von|van|the|of)\s+)*[^\W\d_a-z][\w'’-]*){0,3}"
_WHOLE_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.& -]){0,39}")
_SET_BY = (
    re.compile(rf"\b(?i:set|compiled|composed)\s+(?i:by)\s+({_NAME})"),
    re.compile(rf"\b(?i:setter|compiler)\s*(?:(?i:is)|[:=–—-])\s*({_NAME})"),
    re.compile(rf"\b(?i:crossword|puzzle|cryptic)\s+(?:(?i:no)\.?\s*)?(?:[\d,]+\s+)?(?i:by)\s+({_NAME})"),
    re.compile(rf"^(?i:by)\s+({_NAME})\s*\.?$"),
)


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says."""

    series: str  # cryptic, prize, quiptic ...; other for another paper's
    number: int | None  # the Guardian's own, 29890
    setter: str | None  # as printed, 'Brendan and Paul'


def read_title(title: str, url: str = "", is_guardian: bool = False) -> Title:
    """Read a title; the address helps with what the title leaves out. `is_guardian`: the post's category says so."""
    text = clean_title(title)
    series = _series_of(text, url, is_guardian)
    plain = plain_marks(text)
    found = _chosen_number(plain)
    if found is not None:
        return Title(series, _value(found[1]), _setter_in(text, found.start(), found.end()))
    slug = re.sub(r"[-_]", " ", url.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1])
    number = _chosen_number(slug)
    by = re.search(r"\bby\s+(.+)$", text, re.IGNORECASE)
    return Title(series, _value(number[1]) if number else None, _name(by[1]) if by else None)


def setter_in_lines(lines: Iterable[str]) -> str | None:
    """Find a setter in the opening lines of a post: 'Set by Vlad', 'Setter: Vlad', a line 'by Vlad'; else None."""
    for line in lines:
        for pattern in _SET_BY:
            found = pattern.search(line)
            if found and (name := _name(found[1])):
                return name
    return None


def clean_title(title: str) -> str:
    """Undo entities, odd spaces and hyphens, and the site's own name at the end."""
    text = re.sub(r"\s+", " ", html.unescape(html.unescape(title))).replace("\u2011", "-")
    return _SITE.sub("", re.sub("[\u200b-\u200d\ufeff\u00ad]", "", text)).strip()


def _series_of(text: str, url: str, is_guardian: bool) -> str:
    words = plain_marks(text)
    slug = url.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1].replace("-", " ")
    for series, pattern in _SERIES.items():
        if re.search(pattern, words, re.IGNORECASE) or re.search(pattern, slug, re.IGNORECASE):
            return series
    if re.search(r"\bguardian\b", words, re.IGNORECASE):
        return CRYPTIC
    if _OTHER_PAPERS.search(words):
        return OTHER
    return CRYPTIC if is_guardian or re.search(r"\bguardian\b", slug, re.IGNORECASE) else OTHER


def _chosen_number(plain: str) -> re.Match[str] | None:
    """Return the puzzle's number: the longest one, as dates and counts are shorter; of equals the first."""
    found = [match for match in _NUMBERED.finditer(plain) if _value(match[1]) > 0]
    return max(found, key=lambda match: len(re.sub(r"\D", "", match[1])), default=None)


def _value(printed: str) -> int:
    return int(re.sub(r"\D", "", printed))


def _setter_in(text: str, start: int, end: int) -> str | None:
    behind = text[end:]
    by = _BY.match(behind)
    if name := _name(behind[by.end() :] if by else behind):
        return name
    later = re.search(r"\b(?:by|setter)\b[\s:]*(.+)$", behind, re.IGNORECASE)
    if later and (name := _name(later[1])):
        return name
    for piece in _PIECES.split(behind)[1:]:  # behind a date, or the paper's name
        if piece.strip()[:1].isupper() and (name := _name(piece)):
            return name
    before = re.sub(
        r"\b(?:guardian|cryptic|crossword|puzzle|daily|the|no|number)\b\.?|['’]s\b", " ", text[:start], flags=re.I
    )
    return _name(before)


def _name(text: str) -> str | None:
    """Return the name a text begins with, or None when what is there is no name."""
    text = text.strip(_SEPARATORS)
    end = _STOP.search(text)
    name = re.sub(r"['’]s$", "", (text[: end.start()] if end else text).strip(_SEPARATORS))
    return name if _WHOLE_NAME.fullmatch(name) and not _NOT_A_SETTER.search(name) else None
