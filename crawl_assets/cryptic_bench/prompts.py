"""What a model is told and asked, by version, and the check that it is not told the answer.

A version's wording never changes once it was used: a reply's row names the version that it answers. A new wording is
a new version.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawl_assets.cryptic_bench.letters import letters_of
from crawl_assets.llm.chat import Message

_CLUE, _LETTERS = "Clue: ", "Letters: "  # the lines that the offline baselines read
_LOUD_ONLY = 3  # an answer this short counts as printed in a clue only in capitals
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LIGHT = re.compile(r"\d+(?:['’]\d+)*")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One way of asking for an answer."""

    version: str
    instructions: str  # the system message, the same for every clue; never holds an example with its answer
    question: str  # the line before the clue


PROMPTS = (
    Prompt(
        "1",
        "You solve clues of British cryptic crosswords. Think as long as you like, but reply with the answer only: "
        "no explanation, no punctuation, nothing before or after it.",
        "What is the answer to this clue? The numbers in brackets are the letters of its words.",
    ),
)
CURRENT = PROMPTS[-1]


def prompt_of(version: str) -> Prompt:
    """Return a prompt by its version, '' for the current one; raises ValueError naming those there are."""
    for prompt in PROMPTS:
        if prompt.version == (version or CURRENT.version):
            return prompt
    known = ", ".join(prompt.version for prompt in PROMPTS)
    raise ValueError(f"no prompt version {version!r}; there are {known}. Leave it empty for the current one.")


def render(prompt: Prompt, clue_text: str, letter_count: str) -> tuple[Message, ...]:
    """Return the chat messages that ask one clue; `letter_count` is the enumeration, '(5,4)'."""
    lines = [prompt.question, "", _CLUE + " ".join(clue_text.split()), _LETTERS + " ".join(letter_count.split())]
    return (
        {"role": "system", "content": prompt.instructions},
        {"role": "user", "content": "\n".join(lines)},
    )


def leaks(messages: Sequence[Message], answer: str) -> bool:
    """Tell whether messages give the answer (capital letters only) away.

    Around the clue: when whole words, run together, spell it; but the wording that every clue is asked with tells
    nothing about this one, so an answer such as ONLY does not count there. In the clue's own text: when it is printed
    there word by word as the enumeration divides it, as in an explanation scraped along. Letters hidden in or across
    words are the clue's business and no leak; nor is an answer of up to three letters that is not in capitals, which
    may be an everyday word.
    """
    rest, clues, letter_count = _parts(messages)
    lights = tuple(sum(map(int, re.findall(r"\d+", light))) for light in _LIGHT.findall(letter_count))
    if _spells(_TOKEN.findall(rest), answer, None):
        return True
    for clue in clues:
        tokens = _TOKEN.findall(clue)
        loud = [token if token == token.upper() else "" for token in tokens]
        if _spells(loud if len(answer) <= _LOUD_ONLY else tokens, answer, lights):
            return True
    return False


def _parts(messages: Sequence[Message]) -> tuple[str, list[str], str]:
    """Return the text around the clue without the wording of the prompts, the clue's own lines, and the enumeration."""
    rest, clues, letter_count = [], [], ""
    wording = {line for prompt in PROMPTS for line in (prompt.instructions, prompt.question)}
    for line in (line for message in messages for line in message["content"].split("\n")):
        if line.startswith(_CLUE):
            clues.append(line.removeprefix(_CLUE))
        elif line.startswith(_LETTERS):
            letter_count = line.removeprefix(_LETTERS)
            rest.append(letter_count)
        elif line not in wording:
            rest.append(line)
    return "\n".join(rest), clues, letter_count


def _spells(tokens: Sequence[str], answer: str, lights: tuple[int, ...] | None) -> bool:
    """Tell whether some words in a row spell the answer, broken only where its lights (lengths of words) allow it.

    Without lights, or with lights that are not this answer's, it may be broken between any letters.
    """
    words = [letters_of(token) for token in tokens]
    edges = set(accumulate(lights)) if lights and sum(lights) == len(answer) else None
    for start in range(len(words)):
        spelt = ""
        for word in words[start:]:
            if not word or not answer.startswith(spelt + word):
                break
            spelt += word
            if edges is not None and len(spelt) not in edges:
                break
            if spelt == answer:
                return True
    return False
