"""A puzzle rendered into any of the ten layouts comes back as it was, however messy the markup."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from crawl_assets.cryptic_bench.layouts import read_post
from crawl_assets.cryptic_bench.layouts.resolving import ReadClue
from crawl_assets.cryptic_bench.letters import letters_of
from crawl_assets_tests.cryptic_bench.rendered_posts import LAYOUTS, Mess, PostedClue, post

WORDS = (
    *("the", "old", "king’s", "Ronnie", "in", "a", "“boat”", "of", "gold;", "5", "fish,", "nine…", "men?", "Down’s"),
    *("under", "1984", "–", "re-lit", "&", "lost!", "See", "how", "A", "I"),
)

texts = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(" ".join)
answers = st.lists(st.text("ABCDEFGHIJKLMNOPRSTUWY", min_size=2, max_size=9), min_size=1, max_size=4).map(tuple)
messes = st.builds(
    Mess,
    nbsp=st.booleans(),
    entities=st.booleans(),
    cut_spans=st.booleans(),
    no_bold=st.booleans(),
    joiner=st.sampled_from([",", ", ", "/", " & "]),
    answer_joiner=st.sampled_from([" ", " / ", ", "]),
    repeats=st.booleans(),
)


@st.composite
def puzzles(draw: st.DrawFn) -> list[PostedClue]:
    """Draw a small puzzle with at most one answer over two lights."""
    numbers = sorted(draw(st.sets(st.integers(1, 32), min_size=4, max_size=8)))
    clues = []
    for name in ("across", "down"):
        for number in numbers:
            if draw(st.booleans()) or number == numbers[0]:
                text = draw(texts)
                words = draw(answers)
                assume(text[0] not in "–&" and not text.startswith("See ") and "".join(words) not in letters_of(text))
                clues.append(PostedClue((number,), name, text, words))
    if draw(st.booleans()) and len(clues) > 2:
        head, last = draw(st.integers(0, len(clues) - 2)), clues[-1]
        assume(clues[head].numbers != last.numbers)
        words = (*clues[head].words[:2], *last.words[:2])
        assume("".join(words) not in letters_of(clues[head].text))
        clues[head] = replace(
            clues[head], numbers=clues[head].numbers + last.numbers, words=words, split=len(clues[head].words[:2])
        )
        clues[-1] = replace(last, text="", words=(), see=clues[head].numbers[0])
    return clues


def expected(clues: list[PostedClue]) -> list[tuple[str, str, str, str, str]]:
    return [
        (",".join(map(str, clue.numbers)), clue.direction, clue.text, clue.answer, clue.enumeration)
        for clue in clues
        if clue.see is None
    ]


def told(clue: ReadClue) -> tuple[str, str, str, str, str]:
    return clue.number, clue.direction, clue.text, clue.answer, clue.letter_count


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(clues=puzzles(), mess=messes)
def test_a_rendered_puzzle_comes_back_as_it_was(layout: str, clues: list[PostedClue], mess: Mess) -> None:
    html = post(layout, clues, mess)

    reading = read_post(html)

    assert [told(clue) for clue in reading.clues] == expected(clues)
    assert reading.aside == ()
