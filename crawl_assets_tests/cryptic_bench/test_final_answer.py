"""A reply is read as a careful person would read it who does not know the solution."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.cryptic_bench.final_answer import read_final_answer
from crawl_assets.cryptic_bench.letters import letters_of, same_word


def answer_in(reply: str, length: int) -> str | None:
    answer = read_final_answer(reply, length).answer
    return None if answer is None else letters_of(answer)


@pytest.mark.parametrize(
    "reply",
    [
        "LISTEN",
        "listen",
        "  Listen.  ",
        "**LISTEN**",
        '"LISTEN"',
        "“Listen”",
        "`listen`",
        "# LISTEN",
        "> LISTEN",
        "- LISTEN",
        "LISTEN (6)",
        "LISTEN (6 letters)",
        "Answer: LISTEN",
        "answer - listen".replace(" - ", ": "),
        "**Answer:** LISTEN",
        "**Answer: LISTEN**",
        "Final answer: LISTEN.",
        "The answer is LISTEN.",
        "The answer is **LISTEN**.",
        "The answer is: LISTEN",
        'The answer is "LISTEN".',
        "The answer would be LISTEN.",
        "The answer is most likely LISTEN.",
        "My best guess is LISTEN",
        "Solution = LISTEN",
        "ANSWER → LISTEN",
        "The answer is:\n\nLISTEN",
        "Answer:\n**LISTEN**",
        "LISTEN\n\nAnagram of SILENT.",
        "LISTEN - an anagram of SILENT",
        "LISTEN — anagram (“off”) of SILENT; definition “hear”.",
        "LISTEN: an anagram of SILENT",
        "LISTEN (anagram of SILENT)",
        "LISTEN, because it is an anagram of SILENT.",
        '{"answer": "LISTEN"}',
        '{"reasoning": "anagram of SILENT", "answer": "listen"}',
        '```json\n{"answer": "LISTEN"}\n```',
        '{"Final Answer": "LISTEN"}',
        '["LISTEN"]',
        "<answer>LISTEN</answer>",
        "The result is $\\boxed{LISTEN}$.",
        "$\\boxed{\\text{LISTEN}}$",
        "<think>ENLIST? TINSEL?\nANSWER: TINSEL</think>\nLISTEN",
        "Let me think.\n\nSILENT off is an anagram: ENLIST, TINSEL, LISTEN.\n\nHear is LISTEN.\n\nLISTEN",
        "Answer: TINSEL? No, that does not mean hear.\n\nActually, the answer is LISTEN.",
        "The answer is not TINSEL.\nThe answer is LISTEN.",
        "TINSEL\n\nWait, the definition is hear, so that is wrong.\n\nLISTEN",
        "I think the answer could be LISTEN, an anagram of SILENT.",
    ],
)
def test_the_final_answer_is_found(reply: str) -> None:
    assert answer_in(reply, 6) == "LISTEN"


@pytest.mark.parametrize(
    "reply",
    [
        "LISTEN or SILENT",
        "LISTEN / SILENT",
        "LISTEN or perhaps SILENT",
        "Either LISTEN or SILENT.",
        "Answer: LISTEN or SILENT",
        "The answer is LISTEN or SILENT.",
        "The answer is either LISTEN or SILENT",
        "LISTEN\nSILENT",
        "- LISTEN\n- SILENT",
        "1. LISTEN\n2. SILENT",
        '{"answer": "LISTEN or SILENT"}',
        '["LISTEN", "SILENT"]',
        '{"answer": ["LISTEN", "SILENT"]}',
    ],
)
def test_a_reply_that_hedges_between_two_answers_has_none(reply: str) -> None:
    assert read_final_answer(reply, 6).answer is None


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "   \n\t",
        "I do not know.",
        "I cannot solve this clue.",
        "…",
        "?",
        "```\n```",
        "The answer is unclear.",
        "{}",
    ],
)
def test_a_reply_without_an_answer_has_none(reply: str) -> None:
    found = read_final_answer(reply, 6).answer
    assert found is None or not same_word(found, "LISTEN")


def test_the_right_word_in_the_reasoning_does_not_count_when_another_is_the_final_answer() -> None:
    assert answer_in("It could be LISTEN, an anagram.\n\nBut hear is ATTEND.\n\nATTEND", 6) == "ATTEND"
    assert answer_in("The answer is LISTEN.\n\nWait, that is wrong.\n\nThe answer is: ATTEND", 6) == "ATTEND"


@pytest.mark.parametrize(
    ("reply", "length", "answer"),
    [
        ("A FAR CRY", 7, "AFARCRY"),
        ("Trick or treat", 12, "TRICKORTREAT"),
        ("The answer is TRICK OR TREAT.", 12, "TRICKORTREAT"),
        ("FOUR-DIMENSIONAL", 15, "FOURDIMENSIONAL"),
        ("four‑dimensional", 15, "FOURDIMENSIONAL"),
        ("D’Artagnan", 9, "DARTAGNAN"),
        ("O'Neill", 6, "ONEILL"),
        ("Crème brûlée", 11, "CREMEBRULEE"),
        ("Answer: SPECIAL CORRESPONDENT", 20, "SPECIALCORRESPONDENT"),
        ("Answer: a\u00a0far\u00a0cry", 7, "AFARCRY"),
    ],
)
def test_spaces_hyphens_apostrophes_and_accents_do_not_matter(reply: str, length: int, answer: str) -> None:
    assert answer_in(reply, length) == answer


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("color", "COLOUR"),
        ("organize", "ORGANISE"),
        ("theater", "THEATRE"),
        ("gray", "GREY"),
        ("defense", "DEFENCE"),
        ("catalog", "CATALOGUE"),
        ("Æsop", "AESOP"),
        ("naïve", "NAIVE"),
    ],
)
def test_british_and_american_spelling_are_one_word(given: str, answer: str) -> None:
    assert same_word(given, answer)
    assert same_word(answer, given)


@pytest.mark.parametrize(("given", "answer"), [("OTHELLO", "HELLO"), ("SIZE", "SISE"), ("PRIZE", "PRISE"), ("", "A")])
def test_words_that_only_look_alike_differ(given: str, answer: str) -> None:
    assert not same_word(given, answer)


WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=12)


@given(WORDS)
def test_a_bare_answer_is_read_whatever_its_dress(word: str) -> None:
    for dressed in (word, word.lower(), f"**{word}**", f"Answer: {word}", f'{{"answer": "{word}"}}', f"{word}.\n"):
        assert answer_in(dressed, len(word)) == word


@given(WORDS, st.text(max_size=300))
def test_what_is_said_before_the_final_answer_does_not_change_it(word: str, before: str) -> None:
    lines = "".join(sign for sign in before if sign not in "{}[]<>\\")
    assert answer_in(f"{lines}\n\nThe final answer is: {word}", len(word)) == word


@given(st.text(max_size=500), st.integers(1, 30))
def test_any_text_is_read_without_failing(reply: str, length: int) -> None:
    reading = read_final_answer(reply, length)
    assert reading.reason
    assert reading.answer is None or letters_of(reading.answer)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "LISTEN or ",
        "the answer is ",
        "**",
        "(",
        "LISTEN\n",
        "{",
        '{"answer": ',
        "Answer: \n",
        "a-",
        "\\boxed{",
        "''",
    ],
)
def test_time_grows_with_the_length_of_the_reply_not_faster(piece: str) -> None:
    def seconds(characters: int) -> float:
        reply = piece * (characters // len(piece))
        started = time.perf_counter()
        read_final_answer(reply, 6)
        return time.perf_counter() - started

    seconds(10_000)
    short, long = max(min(seconds(75_000) for _ in range(2)), 0.01), min(seconds(300_000) for _ in range(2))
    assert long < 16 * short  # four times the length; a quadratic reader would need sixteen times as long
