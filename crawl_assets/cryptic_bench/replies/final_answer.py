"""Read the final answer of a model's reply, as a careful person would who does not know the solution.

A reply is a series of statements: a line that is nothing but an answer, a line that says "the answer is ...", a tag,
a JSON object. The last one stands; reasoning, withdrawn guesses and explanations are no statements. Only when a reply
makes none, a single emphasised word of the right length speaks for it. The solution itself is never looked for.

Every step is linear in the length of the reply: lines are split once and patterns have bounded repeats.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawl_assets.cryptic_bench.letters import letters_of
from crawl_assets.cryptic_bench.replies.claims import claimed, names_a_candidate
from crawl_assets.cryptic_bench.replies.hedges import last_words, offers_two
from crawl_assets.cryptic_bench.replies.marks import is_refusal, marked
from crawl_assets.cryptic_bench.replies.phrases import (
    EMPHASIS,
    head_of,
    is_bullet,
    is_capitals,
    is_evenly_dressed,
    is_fodder,
    peeled,
    phrase_of,
    spans,
    unlisted,
)
from crawl_assets.cryptic_bench.replies.reply_text import cleaned, lines_of, structured


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply finally says."""

    answer: str | None  # as written; None: no answer, or more than one
    reason: str  # how it was found, or why there is none


NOTHING = Reading(None, "no final answer")
HEDGED = Reading(None, "two answers offered")

# Of a reply's statements the last of the highest rank stands.
_LISTED, _EXPLAINED, _STATED = 1, 2, 3
_SHORT_REPLY = 3  # lines
_LONGEST_ANSWER = 6  # words
_MOST_CONSIDERED = 2  # words; of more none is meant
_DENIED_BEHIND = re.compile(r"[\W_]*(?:no\b|not\b|doesn|isn|wrong|too\s)", re.IGNORECASE)
_DASH = re.compile(r"\s[-–—]\s")
_ALTERNATIVE = re.compile(
    r"^\W*(?:alternat\w*\W+\w|or\b|another|other\s+(?:possib|option|answ|solut|cand|anag)|(?:less|"
    r"also)\s|p\.?s\b|n\.?b\b|"
    r"rejected|discarded|ruled\s+out|runner|second\s+(?:choice|guess|best))",
    re.IGNORECASE,
)
# headings of what stands around an answer; no answers themselves in the middle of a reply
_HEADING = re.compile(
    r"(?:the\s+)?(?:final\s+)?(?:answers?|solutions?|definitions?|wordplay|word\s+play|explanations?|parsing|parse|"
    r"breakdown|reasoning|analysis|justification|confidence|notes?|clue|fodder|indicators?|verification|check|surface|"
    r"summary|conclusion|result|anagram|step\s+\w+|letters|enumeration|possible\s+\w+|candidates|"
    r"options|alternatives?)",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"^\W*(?:(?:hm+|oh|um+|ah|but|ok(?:ay)?)\W+)*(?:wait|no\b(?!\s+other)|actually|scratch|"
    r"correction|let\s+me\s+(?:re|try|think)|"
    r"on\s+(?:second|reflection)|that(?:['’]s|\s+is)\s+(?:wrong|not)|that\s+doesn|this\s+doesn|"
    r"i\s+made\s+a\s+mistake|reconsider)",
    re.IGNORECASE,
)


_OR_ELSE = re.compile(r"^\W*or\b[\s:,]*(?:(?:else|perhaps|possibly|maybe)\s+)?(?P<word>\S.{0,80})$", re.IGNORECASE)
_STARRED = re.compile(r"^[^*]*[^\s*]\*\W*$")  # the letters of an anagram: 'SILENT*'


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    how: str
    rank: int


def read_final_answer(reply: str, length: int) -> Reading:
    """Return what `reply` finally answers to a clue of `length` letters in all."""
    text = cleaned(reply)
    found = structured(text)
    if found is not None:
        return _of_answers(found.answers, length, found.how)
    lines = lines_of(text)
    if not lines:
        return NOTHING
    if _lists_answers(lines, length):
        return HEDGED
    statements = _statements(lines, length)
    if statements:
        rank = max(statement.rank for statement in statements)
        strongest = [statement for statement in statements if statement.rank == rank]
        if rank == _LISTED:
            return _of_answers(tuple(statement.text for statement in strongest), length, strongest[-1].how)
        return _decided(strongest[-1].text, length, strongest[-1].how)
    return _from_emphasis(lines, length) if len(lines) <= _SHORT_REPLY else NOTHING


def _of_answers(answers: Sequence[str], length: int, how: str) -> Reading:
    different = {letters_of(answer): answer for answer in answers}
    if len(different) > 1:
        return HEDGED
    return _decided(answers[0], length, how) if different else NOTHING


def _decided(text: str, length: int, how: str) -> Reading:
    if offers_two(text, length):
        return HEDGED
    answer = peeled(text)
    letters = letters_of(answer)
    if not letters or (is_refusal(answer) and len(letters) != length):
        return NOTHING
    words = answer.split()
    if len(letters) == 2 * length and letters[:length] == letters[length:] and len(words) % 2 == 0:
        answer = " ".join(words[: len(words) // 2])  # said twice
    return Reading(answer, how)


def _lists_answers(lines: Sequence[str], length: int) -> bool:
    """Tell whether a reply is nothing but different answers, one a line."""
    phrases = [phrase_of(line) for line in lines if not _is_heading(line) and not _STARRED.match(line)]
    listed = {letters_of(phrase) for phrase in phrases if phrase is not None}
    return None not in phrases and len(listed) > 1 and all(len(letters) == length for letters in listed)


def _statements(lines: Sequence[str], length: int) -> list[_Statement]:
    statements: list[_Statement] = []
    expected = False  # the line before ended in "the answer is:"
    for number, line in enumerate(lines):
        is_edge = number in (0, len(lines) - 1)
        if number and _WITHDRAWN.match(line):
            statements = [_Statement(old.text, old.how, min(old.rank, _EXPLAINED)) for old in statements]
        candidate = names_a_candidate(line, length)
        said = None if candidate or _fits_in_capitals(line, length) else marked(line, length)
        if said == "":
            expected = True
            continue
        if said is not None:
            statements.append(_Statement(said, "stated", _STATED))
        elif statements and (other := _OR_ELSE.match(line)) and len(letters_of(other["word"])) == length:
            statements.append(_Statement(f"{statements[-1].text} or {other['word']}", "stated", _STATED))
        elif candidate:
            statements.append(_Statement(candidate, "one of a list", _LISTED))
        elif _ALTERNATIVE.match(line) and len(letters_of(line)) != length:
            pass
        elif expected and (phrase := phrase_of(line)) and not _is_heading(line):
            statements.append(_Statement(phrase, "alone on its line", _STATED))
        else:
            statements += _of_line(line, number, lines, length, is_edge)
        expected = False
    return statements


def _fits_in_capitals(line: str, length: int) -> bool:
    phrase = phrase_of(line)
    return phrase is not None and is_capitals(phrase) and len(letters_of(phrase)) == length


def _of_line(line: str, number: int, lines: Sequence[str], length: int, is_edge: bool) -> list[_Statement]:
    claim = claimed(line, length, is_edge=is_edge, is_only=len(lines) == 1)
    is_whole = len(letters_of(phrase_of(line) or "")) == length
    settles = claim is not None and not is_whole and not offers_two(claim, length)
    alone = None if settles else _standing_alone(line, number, lines, length)
    if alone is not None:
        return [alone]
    if claim is not None:
        return [_Statement(claim, "stated", _STATED)]
    head = _explained(line, length) if is_edge else None
    if head:
        rank = _EXPLAINED if number else _STATED
        return [_Statement(head, "before its explanation", rank)]
    phrase = _of_another_length(line, lines) if is_edge else None
    return [_Statement(phrase, "alone on its line", _EXPLAINED)] if phrase else []


def _is_heading(line: str) -> bool:
    return _HEADING.fullmatch(peeled(line)) is not None


def _standing_alone(line: str, number: int, lines: Sequence[str], length: int) -> _Statement | None:
    """Return a line that is nothing but an answer."""
    is_edge = number in (0, len(lines) - 1)
    phrase = phrase_of(line)
    if phrase is None:
        return _Statement(line, "alone on its line", _STATED) if is_edge and offers_two(line, length) else None
    fits = len(letters_of(phrase)) == length
    if _STARRED.match(line) and len(lines) > 1:
        return None
    if fits and is_bullet(line) and len(lines) > 1 and is_evenly_dressed(phrase):
        return _Statement(phrase, "one of a list", _LISTED)
    if fits:
        is_colon = line.rstrip(EMPHASIS + " ").endswith(":")
        is_title = len(lines) > 1 and ((is_colon and number > 0) or (_is_heading(line) and not is_edge))
        is_plain = is_evenly_dressed(phrase) or number == 0
        return None if is_title or not is_plain else _Statement(phrase, "alone on its line", _STATED)
    is_item = is_bullet(line) and len(lines) > 1
    return _Statement(line, "alone on its line", _STATED) if not is_item and offers_two(line, length) else None


def _of_another_length(line: str, lines: Sequence[str]) -> str | None:
    """Return the words of a first or last line that is said as an answer, loudly, but does not fit."""
    phrase = phrase_of(line)
    if phrase is None or _STARRED.match(line) or (len(lines) > 1 and (is_bullet(line) or _is_heading(line))):
        return None
    is_said = line[0] in EMPHASIS or is_capitals(phrase) or len(lines) == 1
    is_plain = is_evenly_dressed(phrase) and not _DASH.search(phrase) and len(phrase.split()) <= _LONGEST_ANSWER
    return phrase if is_said and is_plain and not is_refusal(phrase) else None


def _explained(line: str, length: int) -> str | None:
    """Return the answer at the start of a line that goes on to explain it: 'LISTEN - an anagram of SILENT'."""
    if is_bullet(line):
        return None
    text = unlisted(line)
    if offers_two(text, length):
        return text
    head = head_of(text, length)
    is_said = line[0] in EMPHASIS or is_capitals(head)
    fits = is_said and len(letters_of(head)) == length
    at = text.find(head)
    if not fits or at < 0 or _DENIED_BEHIND.match(text[at + len(head) :]):
        return None
    return None if is_fodder(text, at, at + len(head)) else head


def _from_emphasis(lines: Sequence[str], length: int) -> Reading:
    """Read a short reply that makes no statement: the word at its start, or the one emphasised word that fits."""
    for line in (lines[0], lines[-1]):
        if offers_two(line, length):
            return HEDGED
    items = {letters_of(head_of(unlisted(line), length)) for line in lines if is_bullet(line)}
    if sum(len(letters) == length for letters in items) > 1:
        return HEDGED
    first = unlisted(lines[0])
    head = head_of(first, length)
    if len(letters_of(head)) == length and not _is_heading(head) and not is_fodder(first, 0, len(head)):
        return _decided(head, length, "at the start")
    fitting = [
        span
        for line in lines
        for span, begin, end in spans(line)
        if len(letters_of(span)) == length and not is_fodder(line, begin, end)
    ]
    if fitting:
        return _of_emphasised(fitting, lines[0], length)
    tail = last_words(lines[-1], length)
    if tail and not is_refusal(peeled(lines[-1])) and len(tail.split()) < len(peeled(lines[-1]).split()):
        before = lines[-1].rfind(tail)
        return NOTHING if is_fodder(lines[-1], before, before + len(tail)) else _decided(tail, length, "at the end")
    return NOTHING


def _of_emphasised(fitting: Sequence[str], first_line: str, length: int) -> Reading:
    """Take the word a reply starts with, else the last; among many none is meant."""
    starts = peeled(first_line).startswith(fitting[0])
    if not starts and len(set(map(letters_of, fitting))) > _MOST_CONSIDERED:
        return HEDGED
    return _decided(fitting[0] if starts else fitting[-1], length, "emphasised")
