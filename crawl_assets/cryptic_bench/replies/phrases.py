"""Words within a line of a reply: what is emphasised, what a line says before it explains, what is a phrase at all."""

import re
from collections.abc import Iterable

from crawl_assets.cryptic_bench.letters import letters_of

EMPHASIS = "*_`\"'“”‘’«»„‹›[]{}"
_LEADING = re.compile(
    r"^(?:>\s?|#{1,6}\s+|[-*•·+]\s+|\(?\d{1,2}[.)]\s+|[A-H][.)]\s+|[→⇒✅✓✔☑👉🎯=]\ufe0f?\s*|[-=]>\s*)+"
)
_BULLET = re.compile(r"^(?:[-*•·+]|\d{1,2}[.)])\s")
_COUNT = r"(?:\d[\d\s,'’.\-‐‑–]{0,30}|one|two|three|four|five|six|seven|eight|nine|ten)"
_ENUMERATION = re.compile(
    rf"\s*(?:[(\[]\s*{_COUNT}(?:letters|words)?\s*[)\]]|[,\-–]?\s\d{{1,2}}(?:\s+letters)?)\W{{0,3}}$", re.IGNORECASE
)
_FIRST_ENUMERATION = re.compile(rf"^\(\s*{_COUNT}(?:letters)?\s*\)\s*|^\d{{1,2}}\s+letters\s*:\s*", re.IGNORECASE)
_PHRASE = re.compile(r"[^\W\d_](?:[^\W\d_]|[ \u00a0'’‘ʼ`.&,!?/\-‐‑–])*")
_WORD = re.compile(r"[^\W\d_]+")
_CUT = re.compile(
    r"\s[-–—=→]+\s|[;:(\[{,.!?…|]|—|\s(?:because|since|as\s+in|meaning|which|where|from|being|with|rather|is|fits|"
    r"though|although|not|but)\s",
    re.IGNORECASE,
)
_MOST_CUTS = 12
_QUOTES = {"**": "**", "__": "__", "`": "`", '"': '"', "“": "”", "'": "'", "‘": "’", "*": "*", "«": "»", "„": "“"}
_SPAN = re.compile(
    r"\*\*(?P<bold>[^*\n]{1,80})\*\*|__(?P<under>[^_\n]{1,80})__|`(?P<code>[^`\n]{1,80})`|"
    r"[\"“«](?P<quote>[^\"“”«»\n]{1,80})[\"”»]|(?<![\w'’])(?P<caps>[A-ZÀ-Þ](?:[A-ZÀ-Þ'’\-‐‑ ]{0,60}[A-ZÀ-Þ])?)(?![\w])"
)
# what stands before the letters of some wordplay, not before an answer
_FODDER_BEFORE = re.compile(
    r"(?:\b(?:of|from|in|by|with|like|than|not|for|to|using|plus|and|means?|meaning|isn['’]t|except|"
    r"rearrang\w*|unscrambl\w*|anagram\w*|revers\w*|\w+ly|"
    r"(?:definition|wordplay|fodder|indicator|letters|clue)(?:\s+(?:is|are|being))?)|[+(])[\W_]*$",
    re.IGNORECASE,
)
_RESULT_BEFORE = re.compile(
    r"\b(?:result\w*\s+in|rearranged?s?\s+to|settle\s+on|leads?\s+(?:me\s+)?to|points?\s+to)\W*$", re.IGNORECASE
)
_STAR = re.compile(r"\*(?![*\w])")
_FODDER_BEHIND = re.compile(
    r"[*\"”’']{0,3}(?:\)\*|\s*\(anag\w*\.?\)|\s+(?:when\s+)?(?:re-?arranged|re-?ordered|anag\w*|"
    r"revers\w+|backwards|scrambled|jumbled|mixed|shuffled)\b|\s+(?:is|are|as|works\s+as|acts\s+as|"
    r"being)\s+(?:the\s+|an?\s+)?"
    r"(?:\w+\s+)?(?:fodder|letters|anagrammed|wordplay|indicator|definition|reversed)\b)",
    re.IGNORECASE,
)


def is_bullet(line: str) -> bool:
    """Tell whether a line is an item of a list."""
    return _BULLET.match(line) is not None


def unlisted(line: str) -> str:
    """Take quotation marks of Markdown, bullets, numbers and arrows off the beginning of a line."""
    return _LEADING.sub("", line)


def is_capitals(text: str) -> bool:
    """Tell whether all words of a text are in capitals, and there are some."""
    return bool(letters_of(text)) and text == text.upper() and text != text.lower()


def peeled(line: str) -> str:
    """Take markup, bullets, quotes, a closing full stop and an enumeration off a line."""
    text = _LEADING.sub("", line.strip())
    for _ in range(4):
        before = text
        text = _FIRST_ENUMERATION.sub("", _ENUMERATION.sub("", text)).strip().strip(EMPHASIS).strip("…✅✓✔☑🎉🎯👍️ ")
        text = text.rstrip(".!?,;:").strip()
        if text == before:
            break
    return text


def phrase_of(line: str) -> str | None:
    """Return the words of a line that holds only words, without markup and enumeration, or None."""
    text = peeled(line)
    return text if text and len(text) <= 100 and _PHRASE.fullmatch(text) and not _is_sentence(text) else None


def _is_sentence(text: str) -> bool:
    return len(re.findall(r"[.!?,](?:\s|$)", text)) > 1 or bool(re.search(r"[a-z][.!?]\s+\w", text))


def is_evenly_dressed(phrase: str) -> bool:
    """Tell whether no word of a phrase stands out in capitals from the others: 'Take it', but not 'so LISTEN'."""
    words = _WORD.findall(phrase)
    loud = [word for word in words if len(word) > 1 and word == word.upper()]
    return not loud or all(word == word.upper() for word in words)


def head_of(said: str, length: int = 0) -> str:
    """Return what a text says before it explains; among several ends the first that gives `length` letters."""
    text = said.strip()
    for opening, closing in _QUOTES.items():
        if text.startswith(opening):
            end = text.find(closing, len(opening))
            if 0 < end <= 100:
                return peeled(text[len(opening) : end])
    first: str | None = None
    for count, cut in enumerate(_CUT.finditer(text, 1)):
        head = peeled(text[: cut.start()])
        first = head if first is None else first
        if len(letters_of(head)) == length and (count == 0 or is_capitals(head)):
            return head
        if count == _MOST_CUTS or len(letters_of(head)) > length:
            break
    whole = peeled(text)
    if first is None or (len(letters_of(whole)) == length and is_evenly_dressed(whole)):
        return whole
    return first


def is_fodder(text: str, begin: int, end: int) -> bool:
    """Tell whether the words there are what some wordplay works on: 'an anagram of SILENT', 'SILENT*'."""
    before, behind = text[max(begin - 40, 0) : begin], text[end : end + 40]
    is_named = _FODDER_BEFORE.search(before) is not None and _RESULT_BEFORE.search(before) is None
    is_starred = "*" not in text[max(begin - 2, 0) : end] and _STAR.match(behind) is not None
    return is_named or is_starred or _FODDER_BEHIND.match(behind) is not None


def spans(text: str) -> Iterable[tuple[str, int, int]]:
    """Yield what a text emphasises, by markup, quotation marks or capitals, each with where it stands."""
    for found in _SPAN.finditer(text):
        yield peeled(next(group for group in found.groups() if group is not None)), found.start(), found.end()
