"""Whether a page's cleaned text has changed enough to count, and what changed, in a sentence.

By default every difference of cleaned text counts. A domain may set a lower `similarity_threshold`, so that a reworded
sentence does not count; even then a number, a negation, a link, a heading, a line of code, a table's row or the last
line that differs is a change, whatever the similarity. Compared is always with the last accepted text, so that small
differences add up until they count.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from itertools import pairwise

from crawl_assets.llms_txt.comparing.diffing import Span, changed_spans, unified
from crawl_assets.llms_txt.comparing.markdown_lines import Kind, kinds

NEW_PAGE, NO_CHANGE = "new page", "no change"
_NEARLY = 0.9999  # the highest similarity of texts that differ
_SHOWN = 70  # characters of a line in a sentence
_NUMBER = re.compile(r"\S*\d\S*(?:\s+[^\W\d_]+)?")  # with the unit behind it
_LINK = re.compile(r"\]\(([^()\s]*)|(https?://\S+)")
_NEGATION = re.compile(
    r"\b(?:not?|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|except|unless|only|\w+n['’]t|"
    r"un(?:supported|"
    r"available|limited|safe|able|stable)|in(?:valid|compatible|secure|active)|(?:en|dis)abled?|required?|"
    r"optional|allow(?:s|ed)?|"
    r"den(?:y|ies|ied)|forbid(?:s|den)?|must|may|should|shall|can|true|false|on|off|yes|deprecated|removed|"
    r"nicht|kein\w*|nie|ohne|ne|pas|jamais|sans|sin|nunca|non|senza|não|sem|niet|geen)\b|[不没無ない]",
    re.IGNORECASE,
)
_SURE_KINDS = {Kind.CODE: "code", Kind.TABLE: "a table", Kind.HEADING: "a heading"}


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """What counts as a change; settings of a domain."""

    similarity_threshold: float = 1.0  # 0 to 1; prose as similar as this or more does not count as changed
    ignored_lines: tuple[str, ...] = ()  # globs, case-blind; a line that one matches as a whole never counts

    def __post_init__(self) -> None:
        """Refuse a threshold that is none; raises ValueError."""
        if not 0 <= self.similarity_threshold <= 1:
            raise ValueError(f"similarity_threshold={self.similarity_threshold!r} is not between 0 and 1, like 0.95.")


@dataclass(frozen=True, slots=True)
class Change:
    """How a page's cleaned text compares with the accepted one."""

    changed_enough: bool
    similarity: float  # 1.0: equal; 0.0: nothing in common, or no text before
    fingerprint: str  # sha256 (hexadecimal) of the current text without ignored lines
    reason: str  # a sentence


def compare(previous: str | None, current: str, rules: ChangeRules | None = None) -> Change:
    """Compare a page's cleaned text with the accepted cleaned text, None for a page that has none yet."""
    rules = rules or ChangeRules()
    new = _counting_lines(current, rules.ignored_lines)
    fingerprint = hashlib.sha256("\n".join(new).encode("utf-8", "surrogatepass")).hexdigest()
    if previous is None:
        return Change(True, 0.0, fingerprint, NEW_PAGE)
    old = _counting_lines(previous, rules.ignored_lines)
    if old == new:
        return Change(False, 1.0, fingerprint, NO_CHANGE)
    similarity = similarity_of("\n".join(old), "\n".join(new))
    spans = changed_spans(old, new)
    what = _described(spans, old, new)
    if similarity < rules.similarity_threshold:
        return Change(True, similarity, fingerprint, what)
    sure = _sure_change(spans, old, new)
    if sure:
        return Change(True, similarity, fingerprint, f"{what} ({sure} differs, which counts at any similarity)")
    enough = f"similarity {similarity:.4f} reaches the threshold {rules.similarity_threshold:g}"
    return Change(False, similarity, fingerprint, f"only wording differs, and the {enough}: {what}")


def diff(previous: str, current: str) -> str:
    """Return a unified diff of two cleaned texts, '' for equal ones."""
    return unified(previous, current)


def similarity_of(previous: str, current: str) -> float:
    """Return the share of neighbouring words (pairs, counted) that two texts have in common: 2 common / all."""
    if previous == current:
        return 1.0
    old, new = _pairs(previous), _pairs(current)
    common = sum(min(count, new[pair]) for pair, count in old.items() if pair in new)
    return min(round(2 * common / (old.total() + new.total()), 4), _NEARLY)


def _pairs(text: str) -> Counter[tuple[str, str]]:
    words = ["", *text.split(), ""]
    return Counter(pairwise(words))


def _counting_lines(text: str, ignored: tuple[str, ...]) -> list[str]:
    lines = text.split("\n")
    if not ignored:
        return lines
    pattern = _any_of(ignored)
    return [line for line in lines if not pattern.match(line.strip())]


@lru_cache(maxsize=64)
def _any_of(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{translate(glob)})" for glob in globs), re.IGNORECASE)


def _sure_change(spans: Sequence[Span], old: Sequence[str], new: Sequence[str]) -> str | None:
    """Return what differs that counts at any similarity, None where only wording does."""
    old_kinds, new_kinds = _kinds_of(old), _kinds_of(new)
    gone = [place for old_from, old_to, _, _ in spans for place in range(old_from, old_to)]
    come = [place for _, _, new_from, new_to in spans for place in range(new_from, new_to)]
    met = {old_kinds[place] for place in gone} | {new_kinds[place] for place in come}
    for kind, name in _SURE_KINDS.items():
        if kind in met:
            return name
    if _last_line(old) != _last_line(new):
        return "the last line"
    before, after = "\n".join(old[place] for place in gone), "\n".join(new[place] for place in come)
    for name, pattern in (("a number", _NUMBER), ("a negation or a word like it", _NEGATION), ("a link", _LINK)):
        if _found(pattern, before) != _found(pattern, after):
            return name
    return None


def _kinds_of(lines: Sequence[str]) -> list[Kind]:
    return [kind for kind, _ in kinds("\n".join(lines))]


def _last_line(lines: Sequence[str]) -> str:
    return next((line for line in reversed(lines) if line.strip()), "")


def _found(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(" ".join(found[0].lower().split()) for found in pattern.finditer(text))


def _described(spans: Sequence[Span], old: Sequence[str], new: Sequence[str]) -> str:
    """Say what changed: the first line, under which heading, and how many lines besides."""
    removed = _lines_in(old, [(span[0], span[1]) for span in spans])
    added = _lines_in(new, [(span[2], span[3]) for span in spans])
    first, started = next((span for span in spans if _has_words(span, old, new)), spans[0]), ""
    was = next(iter(_lines_in(old, [first[:2]])), None)
    now = next(iter(_lines_in(new, [first[2:]])), None)
    if was is not None and now is not None:
        shown_was, shown_now = _excerpts(was, now)
        started = f"'{shown_was}' became '{shown_now}'"
    elif now is not None:
        started = f"'{_shortened(now)}' was added"
    elif was is not None:
        started = f"'{_shortened(was)}' was removed"
    else:
        return "blank lines changed"
    heading = _heading_above(new, first[2])
    more = max(len(removed), len(added)) - 1
    where = f"under '{_shortened(heading)}': " if heading else ""
    return f"{where}{started}" + (f", and {more} more line{'s' if more > 1 else ''}" if more else "")


def _has_words(span: Span, old: Sequence[str], new: Sequence[str]) -> bool:
    return bool(_lines_in(old, [span[:2]]) or _lines_in(new, [span[2:]]))


def _lines_in(lines: Sequence[str], ranges: Iterable[tuple[int, int]]) -> list[str]:
    return [line for start, end in ranges for line in lines[start:end] if line.strip()]


def _heading_above(lines: Sequence[str], place: int) -> str | None:
    known = _kinds_of(lines[:place])
    above = (at for at in range(place - 1, -1, -1) if known[at] is Kind.HEADING)
    found = next(above, None)
    return None if found is None else lines[found].strip("#> ")


def _excerpts(was: str, now: str) -> tuple[str, str]:
    """Return both lines shortened around the first difference, so that it shows."""
    was, now = " ".join(was.split()), " ".join(now.split())
    same = next((at for at, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    if max(len(was), len(now)) <= _SHOWN:
        return was, now
    start = max(0, same - _SHOWN // 3)
    start = was.rfind(" ", 0, start) + 1 if start else 0
    lead = "…" if start else ""
    return lead + _shortened(was[start:]), lead + _shortened(now[start:])


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
