"""Every labelled pair of page versions is judged as a person judged it."""

from collections.abc import Sequence

import pytest

from crawl_assets.llms_txt.comparing.changes import NO_CHANGE, Change, ChangeRules, compare
from crawl_assets.llms_txt.comparing.cleaning import clean
from crawl_assets_tests.llms_txt.change_pairs import CHANGED, SAME, Pair


def judged(pair: Pair, rules: ChangeRules | None = None) -> Change:
    return compare(clean(pair.old), clean(pair.new), rules)


def named(pairs: Sequence[Pair]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("pair", pairs, ids=lambda pair: pair.name)


@named(SAME)
def test_what_only_looks_different_is_no_change(pair: Pair) -> None:
    change = judged(pair)
    assert (change.changed_enough, change.similarity, change.reason) == (False, 1.0, NO_CHANGE)


@named(SAME)
def test_nor_is_it_a_change_in_the_other_direction(pair: Pair) -> None:
    assert not judged(Pair(pair.name, pair.new, pair.old)).changed_enough


@named(CHANGED)
def test_what_says_something_else_is_a_change(pair: Pair) -> None:
    change = judged(pair)
    assert change.changed_enough
    assert change.similarity < 1
    assert judged(Pair(pair.name, pair.new, pair.old)).changed_enough


@named([*SAME, *CHANGED])
def test_clean_text_stays_as_it_is(pair: Pair) -> None:
    assert [clean(clean(text)) for text in (pair.old, pair.new)] == [clean(pair.old), clean(pair.new)]


def test_the_labels_are_many_and_each_stands_for_its_own_case() -> None:
    names = [pair.name for pair in [*SAME, *CHANGED]]
    assert len(set(names)) == len(names) >= 60
