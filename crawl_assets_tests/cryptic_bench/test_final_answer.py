"""A reply is read as a careful person would read it who does not know the solution."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.cryptic_bench.letters import letters_of, same_word
from crawl_assets.cryptic_bench.replies.final_answer import read_final_answer


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
        "✅ LISTEN",
        "LISTEN\nConfidence: 95%",
        "Answer: LISTEN\nAlternative: ENLIST",
        "LISTEN. (ENLIST would fit less well.)",
        "LISTEN, though TINSEL would fit too",
        "LISTEN (not ENLIST)",
        "LISTEN\n\nDefinition: HEAR\nWordplay: ANAGRAM of SILENT\nNB: ENLIST does not fit",
        "### Answer\n\n> LISTEN",
        "**Final Answer**\n\n**LISTEN**",
        "L-I-S-T-E-N",
        "**L I S T E N**",
        "LISTEN LISTEN",
        "The answer is [LISTEN](https://example.org/listen).",
        "I'd say LISTEN",
        "Not sure, but I would go with LISTEN.",
        "It must be LISTEN.",
        "It's LISTEN.",
        "This gives LISTEN.",
        "LISTEN fits perfectly.",
        "Hence LISTEN.",
        "So, LISTEN",
        "→ LISTEN",
        "= LISTEN",
        "Perhaps LISTEN?",
        "LISTEN, I think.",
        "LISTEN is the most likely answer.",
        "My first choice is LISTEN, second is ENLIST",
        "Primary: LISTEN\nAlternative: ENLIST",
        "You're looking for LISTEN.",
        "A. LISTEN",
        "Answer – **LISTEN**",
        "ANSWER - LISTEN",
        "6 letters: LISTEN",
        "答案是 LISTEN",
        "最终答案：LISTEN",
        "Die Lösung lautet LISTEN.",
        "La réponse est LISTEN.",
        "La respuesta es LISTEN",
        "<reasoning>The answer is TINSEL</reasoning>LISTEN",
        "◁think▷The answer is TINSEL◁/think▷LISTEN",
        "<|begin_of_box|>LISTEN<|end_of_box|>",
        "<b>LISTEN</b>",
        "[ANSWER] LISTEN [/ANSWER]",
        "~~TINSEL~~ LISTEN",
        "\\boxed{\\textbf{\\text{LISTEN}}}",
        "Final answer: \\(\\text{LISTEN}\\)",
        '{"answer": "LISTEN",}',
        '{"result": {"answer": "LISTEN"}}',
        '{"clue": "x", "answer": {"word": "LISTEN", "length": 6}}',
        '[{"answer": "LISTEN"}]',
        "{'answer': 'LISTEN'}",
        '{"answer": "LISTEN", "reasoning": "cut off in the mid',
        '{"answer": "LISTEN", "alternatives": ["ENLIST"]}',
        "| Answer | LISTEN |\n|---|---|",
        "| Clue | Answer |\n|---|---|\n| Hear (6) | LISTEN |",
        "SILENT (anagram) → LISTEN",
        "SILENT* = LISTEN",
        "SILENT off = LISTEN",
        "An anagram of SILENT is LISTEN.",
        "SILENT anagrammed gives LISTEN, to hear.",
        "Great clue! It's **LISTEN** — anagram of SILENT.",
        "SILENT is the fodder, and LISTEN is the answer.",
        "L + IS + TEN = LISTEN",
        "LISTEN. The answer is an anagram of SILENT.",
        "LISTEN\n\nThe solution: rearrange SILENT.",
        "LISTEN\n\nThe solution works as follows: SILENT off.",
        "LISTEN\n\nThe word is SILENT rearranged.",
        "LISTEN\nSILENT*",
        "LISTEN\n(SILENT)*",
        "LISTEN\n\nSo SILENT is the anagram fodder.",
        "Answer: LISTEN, an anagram of ENLIST or SILENT",
        "LISTEN (anagram of ENLIST or SILENT)",
        "Answer: LISTEN (anagram of SILENT/ENLIST)",
        "It's not ENLIST but LISTEN.",
        "Not TINSEL. LISTEN.",
        "LISTEN rather than SILENT",
        "So the answer would be TINSEL... no, LISTEN.",
        "The answer is TINSEL. Wait, no: the answer is LISTEN.",
        "TINSEL\n\nHmm, no. Actually LISTEN.",
        "TINSEL → no.\nENLIST → no.\nLISTEN → yes.",
        "Answer: TINSEL\n\nCorrection: LISTEN",
        "Option 1: TINSEL\nOption 2: ENLIST\n\nAnswer: LISTEN",
        "LISTEN\n\nIf this answer is wrong, please let me know.",
        "LISTEN\n\nThe answer could not be ENLIST.",
        "LISTEN\n\nThe answer is based on an anagram of SILENT.",
        "Definitely LISTEN.",
        "ENLIST or LISTEN? LISTEN.",
        "It could be ENLIST or LISTEN, but I'd go with LISTEN.",
        "Either ENLIST or LISTEN; the definition makes it LISTEN.",
        "ENLIST doesn't fit. LISTEN does.",
        "LISTEN means ATTEND",
        'The word LISTEN is an anagram of "silent".',
        '**LISTEN** is an anagram of "**SILENT**".',
        "<solution>LISTEN</solution>",
        "SILENT → LISTEN",
        "SILENT -> LISTEN (hear)",
        "The letters S-I-L-E-N-T rearranged to LISTEN.",
        "CLUE: HEAR SILENT OFF (6)\nANSWER: LISTEN",
        "LISTEN\n\nOriginal letters: SILENT",
        "- SILENT: fodder\n- off: indicator\n- LISTEN: the answer",
        "Def: hear. Wordplay: SILENT*. Ans: LISTEN.",
    ],
)
def test_the_final_answer_is_found_whatever_the_habits_of_a_model(reply: str) -> None:
    assert answer_in(reply, 6) == "LISTEN"


@pytest.mark.parametrize(
    "reply",
    [
        "LISTEN (or ENLIST)",
        "Answer: LISTEN (or ENLIST if reversed)",
        "LISTEN, ENLIST",
        "LISTEN; ENLIST",
        "LISTEN and ENLIST",
        "Answers: LISTEN, ENLIST",
        "LISTEN? ENLIST?",
        "LISTEN (ENLIST?)",
        "LISTEN\nor\nENLIST",
        "LISTEN\n\nOr possibly ENLIST.",
        "I'm torn between LISTEN and ENLIST.",
        "Two possibilities: LISTEN and ENLIST.",
        "Could be LISTEN, could be ENLIST.",
        "I'd say LISTEN or ENLIST",
        "Option 1: LISTEN\nOption 2: ENLIST",
        "Answer 1: LISTEN\nAnswer 2: ENLIST",
        "Possible answers:\n- LISTEN\n- ENLIST",
        "1. LISTEN - hear\n2. ENLIST - join",
        "LISTEN would work, or ENLIST.",
        '{"answers": ["LISTEN", "ENLIST"]}',
        "\\boxed{LISTEN \\text{ or } ENLIST}",
        "LISTEN vs ENLIST",
        "The answers are LISTEN and ENLIST",
        "Answer: LISTEN\nor ENLIST",
        '{"answer": "LISTEN"}\n{"answer": "ENLIST"}',
        "LISTEN, SILENT or ENLIST",
    ],
)
def test_two_answers_side_by_side_are_none_however_they_are_joined(reply: str) -> None:
    assert read_final_answer(reply, 6).reason == "two answers offered"


@pytest.mark.parametrize(
    "reply",
    [
        "I don't know",
        "I give up",
        "Unknown",
        "N/A",
        "Answer: N/A",
        "Answer: I don't know",
        "The answer cannot be determined.",
        "I'm unable to provide an answer.",
        '{"answer": null}',
        "The fodder is SILENT",
        'Looking at this:\n\n- "off" suggests an anagram of SILENT\n- the definition might be',
        "<think>hmm, the answer is LISTEN, or rather",
        "Anagram of SILENT",
        "Options: LISTEN, SILENT, ENLIST",
    ],
)
def test_a_reply_that_only_speaks_of_an_answer_has_none(reply: str) -> None:
    assert read_final_answer(reply, 6).answer is None


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("The answer is LIKELY", "LIKELY"),
        ("The answer is NOT AT ALL", "NOT AT ALL"),
        ("The answer is NOW OR NEVER", "NOW OR NEVER"),
        ("NO WAY", "NO WAY"),
        ("ANSWER", "ANSWER"),
        ("The answer is ANSWER BACK", "ANSWER BACK"),
        ("THE WORD IS OUT", "THE WORD IS OUT"),
        ("NONE", "NONE"),
        ("UNKNOWN", "UNKNOWN"),
        ("Answer: E.G.", "E.G."),
        ("The answer is HELLO, DOLLY!", "HELLO, DOLLY"),
        ("I, ROBOT", "I, ROBOT"),
        ("The answer is ST. PAUL.", "ST. PAUL"),
        ("Answer: AC/DC", "AC/DC"),
        ("I'd go with GO WITH THE FLOW", "GO WITH THE FLOW"),
        ("R.O.U.N.D. T.R.I.P.", "ROUND TRIP"),
        ("**TRIANGLE**\n\n**Wordplay:**\n- TRI + ANGLE", "TRIANGLE"),
        ("PHILOSOPHER\n\nExplanation\n\nA lover of wisdom", "PHILOSOPHER"),
        ("**SPECIAL CORRESPONDENT**\n\nPRINCE ANDREW", "SPECIAL CORRESPONDENT"),
        ("NORTHERN / LIGHTS", "NORTHERN LIGHTS"),
    ],
)
def test_answers_that_look_like_the_words_around_an_answer_are_read_too(reply: str, answer: str) -> None:
    letters = letters_of(answer)
    assert answer_in(reply, len(letters)) == letters


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
        "<b>",
        " \n",
        " or\n",
        "Wait, no. ",
        "- LISTEN\n",
        "|a|b|\n",
        "... no, TINSEL",
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
