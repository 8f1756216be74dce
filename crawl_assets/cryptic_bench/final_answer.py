"""Read the final answer of a model's reply, as a careful person would who does not know the solution.

A reply is a series of statements: a line that is nothing but an answer, a line that says "the answer is ...", a tag,
a JSON object. The last one stands; reasoning, withdrawn guesses and explanations are no statements. Only when a reply
makes none, a single emphasised word of the right length speaks for it. The solution itself is never looked for.

Every step is linear in the length of the reply: lines are split once and patterns have bounded repeats.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crawl_assets.cryptic_bench.letters import letters_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply finally says."""

    answer: str | None  # as written; None: no answer, or more than one
    reason: str  # how it was found, or why there is none


NOTHING = Reading(None, "no final answer")
HEDGED = Reading(None, "two answers offered")

_LONGEST_LINE = 2_000  # what a line says after so many characters is reasoning
_EMPHASIS = "*_`\"'“”‘’«»„‹›[]{}"
_LEADING = re.compile(r"^(?:>\s?|#{1,6}\s+|[-*•·]\s+|\d{1,2}[.)]\s+)+")
_BULLET = re.compile(r"^(?:[-*•·]|\d{1,2}[.)])\s")
_ENUMERATION = re.compile(r"\s*\(\s*\d[\d\s,'’.\-‐‑–]{0,30}(?:letters|words)?\s*\)\s*$", re.IGNORECASE)
_PHRASE = re.compile(r"[^\W\d_](?:[^\W\d_]|[ \u00a0'’‘.&,!?\-‐‑–])*")
_MARK = re.compile(
    r"\b(?:answers?|solution|final\s+guess|best\s+guess|my\s+guess|entry)\b(?:[*_`\"]{0,3})(?P<after>.*)", re.IGNORECASE
)
_VERB = re.compile(
    r"(?P<colon>[:=→⇒]|->|=>)|\b(?:(?:would|should|must|could|might|may|can\s+only)\s+(?:therefore\s+)?be|is|was|seems?\s+to\s+be|"
    r"appears?\s+to\s+be)\b(?P<more>\s*:)?",
    re.IGNORECASE,
)
_DENIED = re.compile(r"^[\s*_]*(?:not|n't|unclear|unknown|unlikely)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"^[\s*_:]*(?:(?:most\s+)?(?:likely|probably|possibly|simply|therefore|thus|definitely|clearly|actually|then|"
    r"just|now|the\s+word|the\s+phrase|a\s+word)\b[\s,:]*)+",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"^\W*(?:alternat\w*\W+\w|or\b|another|other\s+(?:possib|option)|(?:less|also)\s)", re.IGNORECASE
)
_CUT = re.compile(
    r"\s[-–—=→]+\s|[;:(\[{,.!?]|\s(?:because|since|as\s+in|meaning|which|where|from|being|with)\s", re.IGNORECASE
)
_DASH = re.compile(r"\s[-–—]\s")
_OR = re.compile(r"\s+or\s+(?:perhaps\s+|possibly\s+|maybe\s+|else\s+)?|\s*/\s*|\s*\|\s*", re.IGNORECASE)
_SPAN = re.compile(
    r"\*\*(?P<bold>[^*\n]{1,80})\*\*|__(?P<under>[^_\n]{1,80})__|`(?P<code>[^`\n]{1,80})`|"
    r"[\"“«](?P<quote>[^\"“”«»\n]{1,80})[\"”»]|(?<![\w'’])(?P<caps>[A-ZÀ-Þ](?:[A-ZÀ-Þ'’\-‐‑ ]{0,60}[A-ZÀ-Þ])?)(?![\w])"
)
_TAG = re.compile(r"<(?:final_?)?answer>\s*([^<\n]{1,200}?)\s*</(?:final_?)?answer>", re.IGNORECASE)
_BOXED = re.compile(r"\\boxed\{(?:\\text\{)?([^{}\n]{1,200})\}")
_ANSWER_KEYS = ("final_answer", "finalanswer", "answer", "solution")


def read_final_answer(reply: str, length: int) -> Reading:
    """Return what `reply` finally answers to a clue of `length` letters in all."""
    text = _without_thinking(reply)
    lines = [line.strip()[:_LONGEST_LINE] for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("```")]
    if not lines:
        return NOTHING
    structured = _structured(text, length)
    if structured is not None:
        return structured
    if _lists_answers(lines, length):
        return HEDGED
    statements = _statements(lines, length)
    if statements:
        return _decided(statements[-1].text, length, statements[-1].how)
    return _from_emphasis(lines, length)


def _without_thinking(reply: str) -> str:
    end = max(reply.rfind("</think>") + 8 if "</think>" in reply else 0, 0)
    text = reply[end:]
    return text if text.strip() else reply


def _structured(text: str, length: int) -> Reading | None:
    """Read a tag, a box, or a reply that is JSON."""
    for pattern in (_TAG, _BOXED):
        found = pattern.findall(text)
        if found:
            return _decided(str(found[-1]), length, "tagged")
    start, end = text.rfind("{"), text.rfind("}")
    bare = text.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    for piece in (bare, text[start : end + 1] if 0 <= start < end < start + _LONGEST_LINE else ""):
        if piece[:1] in ("{", "[", '"'):
            try:
                return _from_json(json.loads(piece), length)
            except (ValueError, RecursionError):
                continue
    return None


def _from_json(value: Any, length: int) -> Reading | None:
    if isinstance(value, dict):
        by_key = {re.sub(r"[\s-]", "_", str(key)).lower(): item for key, item in value.items()}
        value = next((by_key[key] for key in _ANSWER_KEYS if key in by_key), None)
    if isinstance(value, list):
        answers = {letters_of(item): item for item in value if isinstance(item, str)}
        value = next(iter(answers.values())) if len(answers) == 1 else None
        if len(answers) > 1:
            return HEDGED
    return _decided(value, length, "JSON") if isinstance(value, str) else None


def _lists_answers(lines: Sequence[str], length: int) -> bool:
    """Tell whether a reply is nothing but different answers, one a line."""
    phrases = [None if _marked(line, length) is not None else _phrase(line) for line in lines]
    listed = {letters_of(phrase) for phrase in phrases if phrase is not None}
    return None not in phrases and len(listed) > 1 and all(len(letters) == length for letters in listed)


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    how: str


def _statements(lines: Sequence[str], length: int) -> list[_Statement]:
    statements = []
    expected = False  # the line before ended in "the answer is:"
    for number, line in enumerate(lines):
        marked = _marked(line, length)
        if marked == "":
            expected = True
            continue
        if marked is not None:
            statements.append(_Statement(marked, "stated"))
        elif _ALTERNATIVE.match(line):
            pass
        elif _stands_alone(line, number, lines, length) or (expected and _phrase(line)):
            statements.append(_Statement(_peeled(line), "alone on its line"))
        elif number in (0, len(lines) - 1) and (head := _explained(line, length)):
            statements.append(_Statement(head, "before its explanation"))
        expected = False
    return statements


def _explained(line: str, length: int) -> str | None:
    """Return the answer at the start of a line that goes on to explain it: 'LISTEN - an anagram of SILENT'."""
    if _BULLET.match(line):
        return None
    head = _head(_LEADING.sub("", line))
    is_said = line[0] in _EMPHASIS or head == head.upper()
    return head if is_said and len(letters_of(head)) == length and not _offers_two(line, length) else None


def _stands_alone(line: str, number: int, lines: Sequence[str], length: int) -> bool:
    """Tell whether a line is nothing but an answer."""
    is_edge = number in (0, len(lines) - 1)
    if _BULLET.match(line) and not (is_edge and len(lines) == 1):
        return False
    phrase = _phrase(line)
    if phrase is None:
        return bool(_offers_two(_peeled(line), length))
    if len(letters_of(phrase)) == length:
        return True
    if _DASH.search(phrase):
        return False  # an answer and its explanation
    # of another length, but said as an answer: the first or last line, emphasised or in capitals
    emphasised = line[0] in _EMPHASIS or phrase == phrase.upper()
    return is_edge and (emphasised or len(lines) == 1) and len(phrase.split()) <= 6


def _phrase(line: str) -> str | None:
    """Return the words of a line that holds only words, without markup and enumeration, or None."""
    text = _peeled(line)
    return text if text and len(text) <= 100 and _PHRASE.fullmatch(text) and not _is_sentence(text) else None


def _is_sentence(text: str) -> bool:
    return len(re.findall(r"[.!?,](?:\s|$)", text)) > 1 or bool(re.search(r"[a-z][.!?]\s+\w", text))


def _peeled(line: str) -> str:
    """Take markup, bullets, quotes, a closing full stop and an enumeration off a line."""
    text = _LEADING.sub("", line.strip())
    for _ in range(4):
        before = text
        text = _ENUMERATION.sub("", text).strip().strip(_EMPHASIS).rstrip(".!,;:").strip()
        if text == before:
            break
    return text


def _marked(line: str, length: int) -> str | None:
    """Return what a line says the answer is; '' when it says so on the next line; None when it says nothing."""
    marks = list(_MARK.finditer(line))
    if not marks:
        return None
    mark = marks[-1]
    rest = _ENUMERATION.sub("", mark["after"].strip())
    verb = _VERB.search(rest)
    if verb is None or verb.start() > 160:
        return None
    said = rest[verb.end() :]
    if not said.strip(" *_:`\"'"):
        return "" if verb["colon"] or verb["more"] else None
    if _DENIED.match(said):
        return None
    said = _ASIDE.sub("", said)
    return _said(said, length, is_label=bool(verb["colon"]) and verb.start() <= 3)


def _said(said: str, length: int, *, is_label: bool) -> str | None:
    """Return the answer at the start of what was said, with all of it when two are offered."""
    if _offers_two(said, length):
        return said
    head = _head(said)
    if len(letters_of(head)) == length:
        return head
    spans = list(_spans(said))
    fitting = [span for span in spans if len(letters_of(span)) == length]
    if fitting:
        return fitting[0]
    if spans and _peeled(said).startswith(_peeled(spans[0])):
        return spans[0]
    whole = _peeled(said)
    if len(letters_of(whole)) == length or (is_label and len(whole.split()) <= 4):
        return whole
    return None


def _head(said: str) -> str:
    text = said.strip()
    for quote in ("**", "__", "`", '"', "“", "'", "‘", "*"):
        if text.startswith(quote):
            end = text.find({"“": "”", "‘": "’"}.get(quote, quote), len(quote))
            if 0 < end <= 100:
                return _peeled(text[len(quote) : end])
    cut = _CUT.search(text, 1)
    return _peeled(text[: cut.start()] if cut else text)


def _spans(text: str) -> Iterable[str]:
    for found in _SPAN.finditer(text):
        span = next(group for group in found.groups() if group is not None)
        yield _peeled(span)


def _offers_two(said: str, length: int) -> list[str]:
    """Return two or more different answers of the right length joined by 'or' or a slash, else an empty list."""
    if len(letters_of(_peeled(said))) == length:
        return []  # as in TRICK OR TREAT
    text = re.sub(r"^\W*either\s+", "", said.strip()[:300], flags=re.IGNORECASE)
    parts = _OR.split(text)
    heads = [_last_words(parts[0], length), *(_head(part) for part in parts[1:])] if len(parts) > 1 else []
    fitting = {letters_of(head): head for head in heads if len(letters_of(head)) == length}
    return list(fitting.values()) if len(fitting) > 1 else []


def _last_words(part: str, length: int) -> str:
    """Return the words at the end of a part that make up the length, or its whole."""
    words = _peeled(part).split()
    for start in range(len(words) - 1, -1, -1):
        count = len(letters_of(" ".join(words[start:])))
        if count >= length:
            return " ".join(words[start:]) if count == length else part
    return part


def _decided(text: str, length: int, how: str) -> Reading:
    if _offers_two(text, length):
        return HEDGED
    answer = _peeled(text)
    return Reading(answer, how) if letters_of(answer) else NOTHING


def _from_emphasis(lines: Sequence[str], length: int) -> Reading:
    """Read a short reply that makes no statement: the word at its start, or the one emphasised word that fits."""
    if len(lines) > 3:
        return NOTHING
    for line in (lines[0], lines[-1]):
        if _offers_two(line, length):
            return HEDGED
    head = _head(_LEADING.sub("", lines[0]))
    if len(letters_of(head)) == length:
        return Reading(head, "at the start")
    fitting = [span for line in lines for span in _spans(line) if len(letters_of(span)) == length]
    if fitting:
        starts = _peeled(lines[0]).startswith(fitting[0])
        return Reading(fitting[0] if starts else fitting[-1], "emphasised")
    tail = _last_words(lines[-1], length)
    if len(letters_of(tail)) == length:
        return Reading(tail, "at the end")
    return NOTHING
