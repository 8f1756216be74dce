"""From candidates to clues: directions, linked lights, and the proof that an answer fits. What fails is kept aside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crawl_assets.cryptic_bench.layouts.candidates import Candidate
from crawl_assets.cryptic_bench.layouts.lights import Light, label_text, linked_text
from crawl_assets.cryptic_bench.letters import letters_of

# A Guardian cryptic has 24 to 32 lights; fewer than this many seen means that the post was not read whole.
FEWEST_LIGHTS = 20
_LONGEST_CLUE = 500  # characters; the longest printed ones have about 200
_SHORTEST_TELLING = 3  # letters; a clue may well hold a shorter answer as a word of its own


@dataclass(frozen=True, slots=True)
class ReadClue:
    """A clue whose answer fits its enumeration."""

    number: str  # '1', or '1,5' for linked lights
    direction: str
    text: str
    answer: str  # letters only, all lights together
    letter_count: str
    linked_lights: str | None


@dataclass(frozen=True, slots=True)
class Aside:
    """A candidate that is not to be trusted."""

    position: int  # among the candidates, from 0
    raw: str
    answer: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the candidates of one post come to."""

    clues: tuple[ReadClue, ...]
    aside: tuple[Aside, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    position: int
    candidate: Candidate
    direction: str | None

    @property
    def number(self) -> int:
        return self.candidate.lights[0].number

    @property
    def light(self) -> Light:
        return Light(self.number, self.direction)

    def aside(self, reason: str) -> Aside:
        return Aside(self.position, self.candidate.raw, letters_of(self.candidate.answer) or None, reason)


def resolve(candidates: Sequence[Candidate]) -> Resolved:
    """Sort out one post's candidates; every one ends as a clue, as a part of one, or aside."""
    entries, problems = _directed(candidates)
    heads = [entry for entry in entries if not _is_part(entry)]
    parts: dict[int, list[_Entry]] = {head.position: [] for head in heads}
    aside: list[Aside] = []
    for entry in entries:
        if _is_part(entry):
            head = _head_of(entry, entries)
            if head is None:
                aside.append(entry.aside(_without_head(entry)))
            else:
                parts[head.position].append(entry)
    clues: list[ReadClue] = []
    taken: set[Light] = set()
    for head in heads:
        lights = _lights_of(head, parts[head.position])
        answer = _answer_of(head, parts[head.position], lights)
        reason = _objection(head, answer)
        own = {head.light, *(part.light for part in parts[head.position])}
        if reason is None and own & taken:
            repeated = ", ".join(f"{light.number} {light.direction}" for light in sorted(own & taken, key=str))
            reason = f"There is more than one clue for {repeated}; the first that fits was kept."
        if reason is not None:
            aside.append(head.aside(reason))
            continue
        taken |= own
        clues.append(_clue(head, lights, answer))
    return Resolved(
        tuple(clues), tuple(sorted(aside, key=lambda row: row.position)), (*problems, *_gaps(entries, len(clues)))
    )


def _is_part(entry: _Entry) -> bool:
    """Tell whether an entry only completes another clue: 'See 4', or an answer without clue and enumeration."""
    candidate = entry.candidate
    return bool(candidate.reference) or (not candidate.clue and candidate.enumeration is None)


def _without_head(entry: _Entry) -> str:
    if entry.candidate.reference:
        return f"It refers to {label_text(entry.candidate.reference)}, but no clue with that number was found."
    return "There is no clue beside this light."


def _head_of(part: _Entry, entries: Sequence[_Entry]) -> _Entry | None:
    """Find the clue that a part completes."""
    if not part.candidate.reference:
        earlier = [entry for entry in entries[: part.position] if not _is_part(entry)]
        head = earlier[-1] if earlier else None
        return head if head is not None and part.number in _numbers(head)[1:] else None
    target = part.candidate.reference[0]
    for _ in range(len(entries)):
        fitting = [
            entry
            for entry in entries
            if entry.position != part.position
            and entry.number == target.number
            and target.direction in (None, entry.direction)
        ]
        heads = [entry for entry in fitting if not _is_part(entry)]
        if heads:
            return max(heads, key=lambda head: (part.number in _numbers(head)[1:], _is_short(head), -head.position))
        if not fitting or not fitting[0].candidate.reference:
            break
        target = fitting[0].candidate.reference[0]
    numbered = [e for e in entries if not _is_part(e) and {part.number, target.number} <= set(_numbers(e))]
    return numbered[0] if numbered else None


def _numbers(entry: _Entry) -> list[int]:
    return [light.number for light in entry.candidate.lights]


def _is_short(head: _Entry) -> bool:
    enumeration = head.candidate.enumeration
    return enumeration is not None and len(letters_of(head.candidate.answer)) < enumeration.total


def _lights_of(head: _Entry, parts: Sequence[_Entry]) -> tuple[Light, ...]:
    """Return the head's lights in their printed order, parts that its label does not name behind them."""
    lights = [head.light, *head.candidate.lights[1:]]
    for part in parts:
        known = next((i for i, light in enumerate(lights[1:], 1) if light.number == part.number), None)
        if known is None:
            lights.append(part.light)
        elif lights[known].direction is None:
            lights[known] = part.light
    return tuple(lights)


def _answer_of(head: _Entry, parts: Sequence[_Entry], lights: Sequence[Light]) -> str:
    """Return the head's answer, completed by the answers of its parts where that gives the right length."""
    own, enumeration = letters_of(head.candidate.answer), head.candidate.enumeration
    if enumeration is None or len(own) == enumeration.total:
        return own
    order = [light.number for light in lights]
    pieces = [letters_of(part.candidate.answer) for part in sorted(parts, key=lambda part: order.index(part.number))]
    whole = own + "".join(pieces)
    return whole if len(whole) == enumeration.total else own


def _objection(head: _Entry, answer: str) -> str | None:
    candidate, enumeration = head.candidate, head.candidate.enumeration
    if not candidate.clue or enumeration is None or not answer:
        missing = (("clue", candidate.clue), ("enumeration", enumeration), ("answer", answer))
        return f"No {' and no '.join(name for name, value in missing if not value)} was found for this light."
    if len(answer) != enumeration.total:
        return f"{answer} has {len(answer)} letters, but the enumeration {enumeration.text} says {enumeration.total}."
    if head.direction is None:
        return "Neither Across nor Down stands above it."
    if _gives_away(candidate.clue, answer):
        return f"The clue's text holds its answer {answer}, so it is not the clue alone."
    if len(candidate.clue) > _LONGEST_CLUE:
        return f"A text of {len(candidate.clue)} characters is no clue alone."
    return None


def _gives_away(clue: str, answer: str) -> bool:
    """Tell whether the answer stands in the clue as whole words."""
    words = [letters_of(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", clue)]
    if len(answer) < _SHORTEST_TELLING:
        return False
    for start in range(len(words)):
        length = 0
        for end in range(start, len(words)):
            length += len(words[end])
            if length >= len(answer):
                if length == len(answer) and "".join(words[start : end + 1]) == answer:
                    return True
                break
    return False


def _clue(head: _Entry, lights: tuple[Light, ...], answer: str) -> ReadClue:
    candidate = head.candidate
    direction, enumeration = head.direction, candidate.enumeration
    if direction is None or enumeration is None:
        raise AssertionError("a clue without direction or enumeration was not set aside")
    letter_count = f"({enumeration.text.strip('()[] ')})"
    return ReadClue(label_text(lights), direction, candidate.clue, answer, letter_count, linked_text(lights, direction))


def _directed(candidates: Sequence[Candidate]) -> tuple[list[_Entry], list[str]]:
    """Give each candidate its direction: its own letter, its heading, or else the numbers that begin anew."""
    entries = [_Entry(i, item, item.lights[0].direction or item.direction) for i, item in enumerate(candidates)]
    missing = [name for name in ("across", "down") if all(entry.direction != name for entry in entries)]
    if not entries or not missing:
        return [_before_a_heading(entry, entries) for entry in entries], []
    restart = next(
        (
            after.position
            for before, after in pairwise(entries)
            if after.number < before.number and after.number <= max(e.number for e in entries) / 2
        ),
        None,
    )
    if missing == ["across"] or restart is None:
        return [_before_a_heading(entry, entries) for entry in entries], [f"There are no {missing[-1]} clues."]
    halved = [replace(entry, direction="down" if entry.position >= restart else "across") for entry in entries]
    return halved, ["A heading Across or Down is missing; clues are down from where their numbers begin anew."]


def _before_a_heading(entry: _Entry, entries: Sequence[_Entry]) -> _Entry:
    """Take a clue above the first heading Down as across."""
    following = next((other.direction for other in entries[entry.position :] if other.direction), None)
    return replace(entry, direction="across") if entry.direction is None and following == "down" else entry


def _gaps(entries: Sequence[_Entry], clue_count: int) -> list[str]:
    """Say what a whole puzzle would have: enough lights, and every number up to the highest."""
    lights = {entry.light for entry in entries}
    numbers = {number for entry in entries for number in _numbers(entry)}
    if not entries:
        return ["No clue was found: the post's layout is not one that is known, or it holds no clues."]
    problems = []
    if len(lights) < FEWEST_LIGHTS:
        problems.append(f"Only {len(lights)} lights were seen, {clue_count} of them good; a whole puzzle has 24 to 32.")
    missing = [number for number in range(1, max(numbers)) if number not in numbers]
    if missing:
        problems.append(f"No light is numbered {', '.join(map(str, missing[:20]))}; the post was not read whole.")
    return problems
