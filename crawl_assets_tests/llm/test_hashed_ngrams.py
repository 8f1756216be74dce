"""The keyless model: the same on every machine, near where words are shared, and no more than that."""

import asyncio
import math
from hashlib import sha256

import pytest

from crawl_assets.llm.embeddings import BadVector, packed, unpacked
from crawl_assets.llm.embeddings_local import LOCAL_MODEL, SIZE, HashedNgrams


def vector(text: str) -> bytes:
    [made] = asyncio.run(HashedNgrams().embed([text]))
    return made


def likeness(one: str, other: str) -> float:
    return sum(a * b for a, b in zip(unpacked(vector(one)), unpacked(vector(other)), strict=True))


def test_a_vector_has_length_one_and_the_same_bytes_everywhere() -> None:
    made = vector("Playground at the beach | Bondi")
    assert len(made) == 4 * SIZE
    assert abs(math.hypot(*unpacked(made)) - 1) < 1e-6
    assert sha256(made).hexdigest() == "d06cf7834373c150f5a5313ff201038115b1649cfe43708e3530857f22eb5b1f"


def test_case_accents_marks_and_space_do_not_count() -> None:
    assert vector("Café  Étoile!") == vector("cafe etoile")


def test_shared_words_and_pieces_of_words_are_near_and_others_are_not() -> None:
    assert likeness("swimming lessons for toddlers", "Toddler swim lesson") > 0.3
    assert likeness("Playground", "playgrounds") > 0.5
    assert abs(likeness("swimming pool", "museum of trains")) < 0.2
    assert likeness("ferry ride", "Ferry on the harbour") > likeness("train ride", "Ferry on the harbour")


@pytest.mark.parametrize("text", ["東京タワー", "???", "🎡", "a", "the"])
def test_any_sign_gives_a_vector(text: str) -> None:
    assert any(unpacked(vector(text)))


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_nothing_gives_none(text: str) -> None:
    with pytest.raises(BadVector):
        vector(text)


@pytest.mark.parametrize("numbers", [[1e308, 1e308], [1e-320, 0.0], [3, 4]])
def test_a_vector_of_any_size_is_made_one_of_length_one(numbers: list[float]) -> None:
    assert abs(math.hypot(*unpacked(packed(numbers, "m"))) - 1) < 1e-6


def test_a_model_s_known_length_is_checked() -> None:
    with pytest.raises(BadVector, match="of 3 numbers came; the model's have 512"):
        packed([1.0, 2.0, 3.0], LOCAL_MODEL)
