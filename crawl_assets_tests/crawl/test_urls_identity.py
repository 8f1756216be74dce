"""Which spellings of a URL name the same page."""

import string
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawl_assets.crawl.errors import BadUrl
from crawl_assets.crawl.urls import host_key, identity


@pytest.mark.parametrize(
    ("spelling", "same"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org.:80/", "http://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:80/a", "https://example.org:80/a"),
        ("http://example.org/a#top", "http://example.org/a"),
        ("http://example.org/a/./b/../c", "http://example.org/a/c"),
        ("http://example.org/../../a/..", "http://example.org/"),
        ("http://example.org/a/%2E%2e/b/", "http://example.org/b/"),
        ("http://example.org/%7euser/caf%c3%a9", "http://example.org/~user/caf%C3%A9"),
        ("http://example.org/café", "http://example.org/caf%C3%A9"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://example.org/?b=2&a=1&b=1&", "http://example.org/?a=1&b=2&b=1"),
        ("http://example.org/a?utm_source=x&UTM_Medium=y&fbclid=z", "http://example.org/a"),
        ("http://example.org/a?id=1&PHPSESSID=0a1b2c", "http://example.org/a?id=1"),
        ("http://example.org/a?sid=0123456789abcdef0123&t=5", "http://example.org/a?t=5"),
        ("http://example.org/a;jsessionid=0A1B?x=1", "http://example.org/a?x=1"),
        ("http://example.org/(S(lit3py55t21z5v55vlm25s55))/a", "http://example.org/a"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        (" http://example.org/a\n", "http://example.org/a"),
    ],
)
def test_equivalent_spellings_are_one(spelling: str, same: str) -> None:
    assert identity(spelling) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "http://example.org/a/"),
        ("http://example.org/a", "http://example.org/A"),
        ("http://example.org/a", "https://example.org/a"),
        ("http://example.org/", "http://example.org/index.html"),
        ("http://example.org/a/b", "http://example.org/a//b"),
        ("http://example.org/a/b", "http://example.org/a%2Fb"),
        ("http://example.org/?a=1&a=2", "http://example.org/?a=2&a=1"),
        ("http://example.org/?sid=5", "http://example.org/?sid=6"),
    ],
)
def test_what_a_server_may_tell_apart_stays_apart(one: str, other: str) -> None:
    assert identity(one) != identity(other)


def test_the_query_can_be_left_out() -> None:
    assert identity("http://example.org/a?x=1", keep_query=False) == "http://example.org/a"


@pytest.mark.parametrize("text", ["", "mailto:a@b.c", "http://", "/a", "http://user:pass@example.org/", "http://[::1"])
def test_what_cannot_be_fetched_has_no_identity(text: str) -> None:
    with pytest.raises(BadUrl):
        identity(text)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://Docs.Example.ORG/a", "docs.example.org"),
        ("http://127.0.0.1:8510/", "127.0.0.1:8510"),
        ("https://example.org:443", "example.org"),
        ("http://[::1]:80/", "[::1]"),
        ("http://[::1]:81/", "[::1]:81"),
    ],
)
def test_a_host_is_named_with_its_port_only_where_it_must(url: str, key: str) -> None:
    assert host_key(url) == key


PIECES = st.sampled_from(
    ["a", "B", ".", "..", "", "%2e", "%2E%2e", "%7e", "%2f", "é", "a b", ";jsessionid=1", "(S(a1))"]
)
PATHS = st.lists(PIECES, max_size=8).map(lambda pieces: "/" + "/".join(pieces))
PAIRS = st.tuples(st.sampled_from(["a", "b", "utm_x", "sid", "%61", "é", ""]), st.text(string.printable, max_size=6))
QUERIES = st.lists(PAIRS, max_size=5).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))


@given(PATHS, QUERIES)
@example("/..;jsessionid=1", "")
@example("/.;jsessionid=1./a", "")
def test_an_identity_is_its_own(path: str, query: str) -> None:
    try:
        once = identity(f"http://example.org{path}?{query}")
    except BadUrl:
        return
    assert identity(once) == once


@given(st.text(max_size=30))
def test_any_text_has_a_stable_identity_or_none(text: str) -> None:
    try:
        once = identity(f"http://example.org/{text}")
    except BadUrl:
        return
    assert identity(once) == once
    assert host_key(once) == "example.org"


@given(
    st.lists(st.sampled_from(["x", "y-1", "Z_2", "~"]), max_size=5),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("123")),
    st.randoms(),
)
def test_another_spelling_gives_the_same_identity(path: list[str], query: dict[str, str], chance: Random) -> None:
    pairs = [f"{name}={value}" for name, value in query.items()] + ["utm_source=mail"]
    chance.shuffle(pairs)
    encoded = ["".join(f"%{ord(sign):02x}" if chance.random() < 0.5 else sign for sign in piece) for piece in path]
    detour = "/".join(piece for segment in encoded for piece in (segment, "up", ".."))
    other = f"HTTP://EXAMPLE.org:80/{detour}?{'&'.join(pairs)}#there"
    plain = "/".join(path) + ("/" if path else "")
    assert identity(other) == identity(
        f"http://example.org/{plain}?{'&'.join(f'{name}={value}' for name, value in query.items())}"
    )
