"""Find the printed answer in a line, by its capitals and its enumeration; never by completing or shortening it."""

import re
from dataclasses import dataclass

from crawl_assets.cryptic_bench.enumeration import Enumeration
from crawl_assets.cryptic_bench.layouts.rich_text import Line
from crawl_assets.cryptic_bench.letters import letters_of

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*['’]?")
_LETTERS = re.compile(r"[^\W\d_]+")
_PREAMBLE = re.compile(
    r"[\s\"'“”‘’*•:.=>–—-]*(?:(?:the\s+)?(?:answer|solution)\s*(?:is\s+)?[:–—=-]*\s*)?[\"“‘*]*", re.I
)
# what ends an answer that is followed by its explanation; slashes and commas stand between linked lights
_END = re.compile(r"\s[-–—=+~|]+(?:\s|$)|[:;=([{<>*?!|]|\.(?:\s|$)|\t|\s[x×]\s|…|\.\.\.")


@dataclass(frozen=True, slots=True)
class Found:
    """An answer as printed, and whether its letters are as many as the enumeration says."""

    text: str
    fits: bool


def find_answer(line: Line, enumeration: Enumeration | None, only_whole: bool = False) -> Found | None:
    """Find the answer a line begins with, or that it marks in bold; None when it begins with no capitals.

    A text fits when it is set off (bold, or up to a dash, colon or bracket) and has the right number of letters, or
    when its words have just the lengths that the enumeration lists. `only_whole` takes nothing less than a line or a
    bold text that is an answer and no more.
    """
    start = _PREAMBLE.match(line.text)
    rest_at = start.end() if start else 0
    rest = line.text[rest_at:]
    set_off = _leading_capitals(_set_off(rest))
    bold = _bold_answers(line, rest_at)
    whole = _leading_capitals(rest) if _is_capitals(rest) else ""
    texts = [text for text in (whole, *bold) if text] if only_whole else [text for text in (*bold, set_off) if text]
    if enumeration is None:
        return Found(texts[0], False) if texts else None
    fitting = [text for text in texts if len(letters_of(text)) == enumeration.total]
    if fitting:
        return Found(fitting[0], True)
    if not only_whole and (
        words := _words_of_lengths(rest, enumeration) or _bold_of_length(line, rest_at, enumeration)
    ):
        return Found(words, True)
    return Found(texts[0], False) if texts else None


def cell_answer(line: Line, enumeration: Enumeration | None) -> Found | None:
    """Find the answer in a cell of its own, where all letters belong to it unless it says more than the answer."""
    text = line.text.strip()
    if not letters_of(text):
        return None
    if enumeration is not None and len(letters_of(text)) == enumeration.total and not re.search(r"\d", text):
        return Found(text, True)
    return find_answer(line, enumeration) or Found(text, False)


def is_answer_like(text: str) -> bool:
    """Tell whether a text is nothing but words in capitals."""
    return _is_capitals(text)


def leading_answer(line: Line, start: int, enumeration: Enumeration) -> int | None:
    """Return where the answer ends that a line has at `start`, before its clue; None when there is none that fits."""
    for begin, end in line.bold:
        text = line.text[begin:end]
        if begin <= start + 1 and _is_capitals(text) and len(letters_of(text)) == enumeration.total:
            return end
    words = _words_of_lengths(line.text[start:], enumeration)
    return start + line.text[start:].index(words) + len(words) if words else None


def _set_off(text: str) -> str:
    end = _END.search(text)
    return text[: end.start()] if end else text


def _bold_answers(line: Line, rest_at: int) -> list[str]:
    """Return the bold texts in capitals, the line's first words first; elsewhere only if there is no other."""
    texts = [(start, line.text[start:end].strip(" :;,.–—-=")) for start, end in line.bold]
    capitals = [(start, text) for start, text in texts if _is_capitals(_set_off(text)) and letters_of(text)]
    leading = [_set_off(text).strip() for start, text in capitals if start <= rest_at]
    if leading:
        return leading
    return [_set_off(text).strip() for _, text in capitals] if len(capitals) == 1 else []


def _bold_of_length(line: Line, rest_at: int, enumeration: Enumeration) -> str:
    """Return the bold words a line begins with, in whatever letters, when they are as long as the answer."""
    leading = [line.text[start:end].strip(" :;,.–—-=") for start, end in line.bold[:1] if start <= rest_at]
    fitting = [
        text for text in leading if [len(letters_of(word)) for word in _LETTERS.findall(text)] == [*enumeration.parts]
    ]
    return fitting[0] if fitting else ""


def _leading_capitals(text: str) -> str:
    """Return the words in capitals a text begins with, and what stands between them."""
    end = 0
    for word in _WORD.finditer(text):
        if not _is_capital_word(word[0]) or re.search(r"\d", text[end : word.start()]):
            break
        end = word.end()
    return text[:end].strip()


def _words_of_lengths(text: str, enumeration: Enumeration) -> str:
    """Return the leading words in capitals whose lengths are those of the enumeration, '' when they are not."""
    position, begin = 0, None
    for length in enumeration.parts:
        letters = _LETTERS.search(text, position)
        if letters is None or not _is_capital_word(letters[0]) or len(letters_of(letters[0])) != length:
            return ""
        if begin is not None and re.search(r"[\w()\[\]{}=:]", text[position : letters.start()]):
            return ""
        if begin is None and re.search(r"\w", text[: letters.start()]):
            return ""
        begin = letters.start() if begin is None else begin
        position = letters.end()
    return text[begin:position]


def _is_capitals(text: str) -> bool:
    words = _WORD.findall(text)
    return bool(words) and all(_is_capital_word(word) for word in words) and not re.search(r"\d", text)


def _is_capital_word(word: str) -> bool:
    """Tell whether a word is in capitals: 'ABSENCE', 'O’CLOCK', 'FOOL’s', 'McEWAN'; a lone 'I' too."""
    upper = sum(letter.isupper() for letter in word)
    lower = sum(letter.islower() for letter in word)
    return upper > 0 and (lower == 0 or (upper > 2 and lower <= 2))
