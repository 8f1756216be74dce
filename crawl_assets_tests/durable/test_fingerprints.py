"""Inputs have one fingerprint each, in every process; what has no lasting form is refused. Results are plain JSON."""

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.durable.records import as_json, fingerprint
from crawl_assets_tests.durable.opening import SCOPE, journals_in, opened

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)


@dataclass(frozen=True, slots=True)
class Clue:
    clue_id: int
    week: date
    words: tuple[str, ...]


class Mood(Enum):
    GOOD = "good"


@given(PLAIN, PLAIN)
def test_inputs_have_equal_fingerprints_just_when_they_are_equal_json(one: Any, other: Any) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (fingerprint(one) == fingerprint(other)) == same


@given(st.dictionaries(TEXT, PLAIN, max_size=5), st.randoms())
def test_the_order_of_fields_does_not_matter(inputs: dict[str, Any], chance: Any) -> None:
    names = list(inputs)
    chance.shuffle(names)
    assert fingerprint({name: inputs[name] for name in names}) == fingerprint(inputs)


@given(st.text())
def test_any_text_has_a_fingerprint_even_half_of_a_surrogate_pair(text: str) -> None:
    assert fingerprint(text) == fingerprint([text][0])
    assert fingerprint(text) != fingerprint(text + " ")


def test_dataclasses_and_what_they_hold_count_by_what_they_say() -> None:
    clue = Clue(1, date(2026, 1, 5), ("a", "b"))
    assert fingerprint(clue) == fingerprint({"clue_id": 1, "week": "2026-01-05", "words": ["a", "b"]})
    assert fingerprint(clue) != fingerprint(Clue(1, date(2026, 1, 6), ("a", "b")))
    others = [datetime(2026, 1, 5, tzinfo=UTC), Decimal("1.50"), Path("/a/b"), Mood.GOOD]
    assert fingerprint(others) == fingerprint(["2026-01-05T00:00:00+00:00", "1.50", "/a/b", "good"])


def test_another_process_finds_the_same_fingerprint() -> None:
    program = "from crawl_assets.durable.records import fingerprint; print(fingerprint({'b': [1.5, None], 'a': 'é'}))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
    assert found == fingerprint({"a": "é", "b": [1.5, None]})


@pytest.mark.parametrize("inputs", [object(), {1, 2}, b"bytes", math.nan, math.inf, {(1, 2): 3}, Clue, lambda: 1])
def test_inputs_without_a_lasting_form_are_refused_with_what_to_do(inputs: Any) -> None:
    with pytest.raises(TypeError, match=r"inputs must be plain JSON .*inputs=\.\.\."):
        fingerprint([inputs])


@given(PLAIN)
def test_plain_results_come_back_the_same(value: Any) -> None:
    text, back = as_json(value)
    assert back == json.loads(text) == value


@pytest.mark.parametrize(
    "value", [(1, 2), {1: "a"}, {1, 2}, math.nan, -math.inf, b"x", date(2026, 1, 5), "\ud800", object(), [(1,)]]
)
def test_results_that_would_come_back_different_fail_their_item_alone(tmp_path: Path, value: Any) -> None:
    with opened(tmp_path) as steps:
        bad, good = steps.map("call", lambda item: value if item == "bad" else 1, ["bad", "good"], key=str)
    assert good.value == 1
    assert "a step's result must" in str(bad.error)
    assert {step.item: step.state for step in journals_in(tmp_path).show(SCOPE)} == {"bad": "failed", "good": "done"}
