"""Tell a reply that offers two answers from one that names its answer and mentions another word beside it."""

import re

from crawl_assets.cryptic_bench.letters import letters_of
from crawl_assets.cryptic_bench.replies.phrases import is_capitals, peeled

_EITHER = re.compile(
    r"^\W*(?:either|(?:i(?:'|’)?m\s+|am\s+)?torn\s+between|(?:two|several|some|a\s+few)?\s*possib\w+(?:\s+\w+){0,2}:|"
    r"(?:two|several|possible)\s+(?:options|answers|solutions|candidates)(?:\s+are)?:?)\s+",
    re.IGNORECASE,
)
_PERHAPS = r"(?:(?:perhaps|possibly|maybe|else|even|could\s+be|else\s+it\s+is)\s+)?"
_OR = re.compile(
    rf"\W*\s(?:or|and/or|vs\.?|versus)\s+{_PERHAPS}|\s*[/|\\]\s*|\W*\((?:or|/)\s*{_PERHAPS}", re.IGNORECASE
)
_AND = re.compile(
    rf"\W*(?:[,;&]|\s(?:and|or)\s|\(?(?:or\s)|\bmaybe\b|\bcould\s+be\b)\W*(?:(?:and|or)\s+)?{_PERHAPS}", re.I
)
_QUERY = re.compile(r"\s*[?(]\s*\(?\s*(?=[^\s?]{1,40}(?:\s[^\s?]{1,40}){0,3}\?)")
_FODDER = re.compile(r"\b(?:of|from|in|by|with|like|than|not|for|to|using)\W*$", re.IGNORECASE)
_END = re.compile(
    r"\s[-–—=→]+\s|[;:(\[{,.!?)]|\s(?:because|since|as|meaning|which|where|from|being|with|depending|if|when)\s", re.I
)
_MODAL = re.compile(r"^(?P<word>\W*.{1,80}?)\s(?:would|could|might|may|fits|works)\b[^,;]{0,40}$")
_FARTHEST = 300  # characters


def offers_two(said: str, length: int) -> bool:
    """Tell whether different answers of the right length are offered side by side: 'LISTEN or ENLIST', 'X / Y'."""
    text = said.strip()[:_FARTHEST]
    if len(letters_of(peeled(text))) == length:
        return False  # as in TRICK OR TREAT
    text = _EITHER.sub("", text)
    for pattern, is_list in ((_OR, False), (_AND, True), (_QUERY, False)):
        parts = pattern.split(text)
        if len(parts) < 2:
            continue
        first = _end_of(parts[0], length)
        others = [part if is_list else _start_of(part) for part in parts[1:]]
        heads = [peeled(text) for text in (first, *others)]
        fitting = {letters_of(head) for head in heads if len(letters_of(head)) == length}
        dresses = {is_capitals(head) for head in heads}
        if is_list and (len(fitting) != len(heads) or len(dresses) > 1 or not _is_whole(parts[0], length)):
            continue  # a list offers only where it holds nothing else
        if len(letters_of(heads[0])) == length and len(fitting) > 1:
            return True
    return False


def last_words(part: str, length: int) -> str:
    """Return the words at the end of a text that make up the length, or ''."""
    words = peeled(part).split()
    for start in range(len(words) - 1, -1, -1):
        count = len(letters_of(" ".join(words[start:])))
        if count >= length:
            return " ".join(words[start:]) if count == length else ""
    return ""


def _start_of(part: str) -> str:
    end = _END.search(part, 1)
    return part[: end.start()] if end else part


def _is_whole(part: str, length: int) -> bool:
    return len(letters_of(peeled(part))) == length


def _end_of(part: str, length: int) -> str:
    """Return the answer a text ends with; '' when it is the letters of some wordplay: 'an anagram of ENLIST'."""
    if _is_whole(part, length):
        return part
    modal = _MODAL.match(part)
    if modal and _is_whole(modal["word"], length) and is_capitals(peeled(modal["word"])):
        return modal["word"]
    words = last_words(part, length)
    before = peeled(part)[: -len(words)] if words else ""
    is_dressed = is_capitals(words) or bool(re.search(r"[*_`\"”]\W*$", part))
    return words if words and is_dressed and not _FODDER.search(before) and not is_capitals(before) else ""
