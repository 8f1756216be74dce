"""A prompt asks for the answer only, has a version, and never holds the answer."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.cryptic_bench.prompts import CURRENT, PROMPTS, Prompt, leaks, prompt_of, render

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)


def leaking(clue: str, answer: str, letter_count: str = "") -> bool:
    return leaks(render(CURRENT, clue, letter_count or f"({len(answer)})"), answer)


def test_versions_are_told_apart_and_the_newest_is_the_current_one() -> None:
    assert len({prompt.version for prompt in PROMPTS}) == len(PROMPTS)
    assert prompt_of("") is CURRENT is PROMPTS[-1]
    assert [prompt_of(prompt.version) for prompt in PROMPTS] == list(PROMPTS)


def test_an_unknown_version_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no prompt version '99'; there are 1\b.*Leave it empty"):
        prompt_of("99")


def test_the_clue_and_its_letters_stand_on_lines_of_their_own() -> None:
    system, user = render(CURRENT, "Brewer\xa0found in\nLetters: (3)", " (5,4) ")
    assert (system["role"], user["role"]) == ("system", "user")
    assert user["content"].splitlines()[-2:] == ["Clue: Brewer found in Letters: (3)", "Letters: (5,4)"]


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.version)
def test_every_prompt_asks_for_the_answer_only_and_gives_no_example(prompt: Prompt) -> None:
    assert "answer only" in prompt.instructions
    assert not re.search(r"\b[A-Z]{2,}\b|example|e\.g\.", prompt.instructions + prompt.question)


@pytest.mark.parametrize(
    ("clue", "answer", "letter_count"),
    [
        ("Found in the strong lobes", "GLOBE", "(5)"),  # hidden across words
        ("Part of a globetrotter", "GLOBE", "(5)"),  # and within one
        ("Be low under the table", "BELOW", "(5)"),  # two words are not the one of five letters
        ("Tea leaves pot of brewer", "TEAPOT", "(6)"),
        ("One is lonely", "ONE", "(3)"),  # an everyday word
        ("Brewer", "TEAPOT", "(6)"),
        ("", "TEAPOT", "(6)"),
        ("Only the clue answers", "ANSWER", "(6)"),
    ],
)
def test_a_clue_may_hold_the_letters_of_its_answer(clue: str, answer: str, letter_count: str) -> None:
    assert not leaking(clue, answer, letter_count)


@pytest.mark.parametrize(
    ("clue", "answer", "letter_count"),
    [
        ("Brewer TEAPOT anagram of POTATE", "TEAPOT", "(6)"),
        ("Brewer (6) teapot: tea + pot", "TEAPOT", "(6)"),
        ("Brewer “Teapot”.", "TEAPOT", "(6)"),
        ("Cold time — ICE AGE", "ICEAGE", "(3,3)"),
        ("Cold time — ice-age", "ICEAGE", "(3,3)"),
        ("Cold time — ICEAGE", "ICEAGE", "(3,3)"),
        ("Not able: CAN'T STOP", "CANTSTOP", "(3'1,4)"),
        ("Not able: CAN’T STOP", "CANTSTOP", "(3’1,4)"),
        ("Cake: éclair", "ECLAIR", "(6)"),
        ("Number ONE", "ONE", "(3)"),
    ],
)
def test_an_answer_printed_in_the_clue_is_a_leak(clue: str, answer: str, letter_count: str) -> None:
    assert leaking(clue, answer, letter_count)


@pytest.mark.parametrize("answer", ["ANSWER", "ONLY", "CLUE", "LETTERS", "CROSSWORDS", "BRITISH"])
def test_the_wording_that_every_clue_is_asked_with_gives_none_away(answer: str) -> None:
    assert not leaking("Brewer", answer)


@pytest.mark.parametrize(
    "message",
    [
        "The answer is teapot.\nClue: Brewer\nLetters: (6)",
        "Clue: Brewer\nLetters: (6) TEAPOT",
        "Clue: Brewer\nLetters: (6)\nTEA POT",
        "For example, a brewer is a teapot.\nClue: Brewer\nLetters: (6)",
    ],
)
def test_an_answer_anywhere_around_the_clue_is_a_leak(message: str) -> None:
    messages: Any = ({"role": "system", "content": CURRENT.instructions}, {"role": "user", "content": message})
    assert leaks(messages, "TEAPOT")


@settings(deadline=None)
@given(
    words=st.lists(LETTERS, min_size=1, max_size=6),
    at=st.integers(0, 6),
    answer=st.lists(LETTERS, min_size=1, max_size=3),
)
def test_an_answer_put_between_the_words_of_any_clue_is_found(words: list[str], at: int, answer: list[str]) -> None:
    printed = " ".join(answer).upper()
    clue = " ".join([*words[:at], printed, *words[at:]])
    assert leaking(clue, "".join(answer).upper(), f"({','.join(str(len(word)) for word in answer)})")


@settings(deadline=None)
@given(words=st.lists(LETTERS, min_size=1, max_size=6), answer=st.text("QZ", min_size=4, max_size=8))
def test_a_clue_without_the_letters_of_its_answer_is_clean(words: list[str], answer: str) -> None:
    clue = " ".join(words).replace("q", "").replace("z", "")
    assert not leaking(clue, answer)
