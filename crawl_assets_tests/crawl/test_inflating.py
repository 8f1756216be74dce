"""Content codings are undone whole, however the bytes are cut on the wire, and in small pieces."""

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.crawl.inflating import UndecodableError, inflater


def bare(data: bytes) -> bytes:
    squeezer = zlib.compressobj(wbits=-15)
    return squeezer.compress(data) + squeezer.flush()


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "bare deflate": bare}


def unpacked(coding: str, packed: bytes, cuts: list[int]) -> bytes:
    decoder, places = inflater(coding), sorted({0, len(packed), *(cut % (len(packed) + 1) for cut in cuts)})
    parts = [packed[start:end] for start, end in pairwise(places)]
    pieces = [piece for part in parts for piece in decoder.feed(part)]
    decoder.end()
    assert all(len(piece) <= 65_536 for piece in pieces)
    return b"".join(pieces)


@pytest.mark.parametrize("kind", PACKERS)
@given(
    data=st.binary(max_size=300), times=st.sampled_from([0, 1, 500]), cuts=st.lists(st.integers(0, 10**6), max_size=8)
)
def test_every_coding_comes_back_whole(kind: str, data: bytes, times: int, cuts: list[int]) -> None:
    assert unpacked(kind.removeprefix("bare "), PACKERS[kind](data * times), cuts) == data * times


@pytest.mark.parametrize("kind", PACKERS)
def test_nothing_is_left_inside_zlib(kind: str) -> None:
    for size in range(65_500, 66_700, 13):  # around a full piece, where the input is used up before the output
        data = b"\0" * size
        assert unpacked(kind.removeprefix("bare "), PACKERS[kind](data), []) == data


@given(st.lists(st.binary(max_size=100), max_size=4), st.lists(st.integers(0, 10**6), max_size=8))
def test_gzip_members_follow_one_another(members: list[bytes], cuts: list[int]) -> None:
    assert unpacked("gzip", b"".join(map(gzip.compress, members)), cuts) == b"".join(members)


@pytest.mark.parametrize("kind", PACKERS)
def test_a_stream_cut_anywhere_is_no_whole_one(kind: str) -> None:
    packed = PACKERS[kind](bytes(range(256)))
    for end in range(1, len(packed)):
        with pytest.raises(UndecodableError):
            unpacked(kind.removeprefix("bare "), packed[:end], [])
