"""Every page has a twin of its own, on every file system, whatever its URL."""

from itertools import combinations
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.llms_txt.twins import LONGEST_PATH, LONGEST_SEGMENT, twin_paths

DOMAIN = "docs.example.org"
URLS = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["https", "http"]),
    st.sampled_from([DOMAIN, "www.example.org", f"{DOMAIN}:8443"]),
    st.one_of(
        st.lists(st.sampled_from(["a", "A", "a.md", "index", "con", "aux.md", ".", "..", "", "%2F", "é", "a-b"])).map(
            "/".join
        ),
        st.text(st.sampled_from("aAbB.-_/?&=%é 0"), max_size=30),
        st.text(st.sampled_from("ab/"), min_size=100, max_size=600),
    ),
)


@pytest.mark.parametrize(
    ("path", "twin"),
    [
        ("/", "pages/index.md"),
        ("", "pages/index.md"),
        ("/guide", "pages/guide.md"),
        ("/guide/", "pages/guide/index.md"),
        ("/guide/set-up_2.html", "pages/guide/set-up_2.html.md"),
    ],
)
def test_a_plain_path_is_its_own_name(path: str, twin: str) -> None:
    url = f"https://{DOMAIN}{path}"
    assert twin_paths([url], DOMAIN) == {url: twin}


def test_defect_m_urls_that_differ_never_share_a_file() -> None:
    urls = [
        f"https://{DOMAIN}/{path}"
        for path in ("a-b", "a_b", "A.b", "a.b", "a/b", "a?b", "a/b/", "a%2Fb", "A-B", "a-b?c=1", "a/b/index", "a;b")
    ]

    paths = list(twin_paths(urls, DOMAIN).values())

    assert len({path.casefold() for path in paths}) == len(urls)
    assert paths == list(twin_paths(reversed(urls), DOMAIN).values())


@settings(max_examples=200, deadline=None)
@given(st.lists(URLS, max_size=12, unique=True))
def test_no_two_twins_collide_and_each_is_safe_to_write(urls: list[str]) -> None:
    paths = twin_paths(urls, DOMAIN)

    same = {f"https://{DOMAIN}", f"https://{DOMAIN}/"}
    files = [PurePosixPath(path.casefold()) for url, path in paths.items() if url not in same or url.endswith("/")]
    assert len(set(files)) == len(files)
    folders = {folder for file in files for folder in file.parents}
    assert not folders & set(files)
    for path in paths.values():
        assert path.startswith("pages/") and path.endswith(".md") and path.isascii()
        assert len(path) <= LONGEST_PATH
        for segment in path.split("/"):
            assert segment == segment.lower()
            assert 0 < len(segment) <= LONGEST_SEGMENT + 20
            assert segment.strip(". ") == segment
            assert segment.partition(".")[0] not in {"con", "aux", "nul", "prn"}


@settings(max_examples=100, deadline=None)
@given(st.lists(URLS, min_size=1, max_size=8, unique=True))
def test_no_page_moves_because_another_comes_or_goes(urls: list[str]) -> None:
    together = twin_paths(urls, DOMAIN)

    for one, other in combinations(urls, 2):
        if one.partition(":")[2] != other.partition(":")[2]:
            assert twin_paths([one, other], DOMAIN)[one] in (together[one], twin_paths([one], DOMAIN)[one])
    by_https = [url for url in urls if url.startswith("https:")]
    assert {url: together[url] for url in by_https} == twin_paths(by_https, DOMAIN)


def test_http_and_https_of_one_address_are_two_twins_and_https_has_the_plain_name() -> None:
    paths = twin_paths([f"http://{DOMAIN}/a", f"https://{DOMAIN}/a"], DOMAIN)

    assert paths[f"https://{DOMAIN}/a"] == "pages/a.md"
    assert paths[f"http://{DOMAIN}/a"] not in ("pages/a.md", "")
    assert twin_paths([f"http://{DOMAIN}/a"], DOMAIN) == {f"http://{DOMAIN}/a": "pages/a.md"}


def test_a_plain_name_that_looks_hashed_is_hashed() -> None:
    hashed = twin_paths([f"https://{DOMAIN}/A"], DOMAIN)[f"https://{DOMAIN}/A"]
    forged = f"https://{DOMAIN}/{hashed.removeprefix('pages/').removesuffix('.md')}"

    assert len(set(twin_paths([f"https://{DOMAIN}/A", forged], DOMAIN).values())) == 2
