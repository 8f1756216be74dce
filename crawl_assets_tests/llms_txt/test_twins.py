"""Every page has a twin of its own, on every file system, whatever its URL."""

from pathlib import PurePosixPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawl_assets.llms_txt.composing.twins import LONGEST_PATH, LONGEST_SEGMENT, twin_paths

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

    files = [PurePosixPath(path.casefold()) for path in paths.values()]
    assert len(set(files)) == len(urls)
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
@example([f"https://{DOMAIN}/", f"https://{DOMAIN}/?"])
def test_no_page_moves_because_another_comes_or_goes(urls: list[str]) -> None:
    together = twin_paths(urls, DOMAIN)

    other_scheme = {"https": "http", "http": "https"}
    for url in urls:
        scheme, rest = url.split(":", 1)
        if f"{other_scheme[scheme]}:{rest}" not in urls:
            assert twin_paths([url], DOMAIN)[url] == together[url]
    by_https = [url for url in urls if url.startswith("https:")]
    assert {url: together[url] for url in by_https} == twin_paths(by_https, DOMAIN)


def test_http_and_https_of_one_address_are_two_twins_and_https_has_the_plain_name() -> None:
    paths = twin_paths([f"http://{DOMAIN}/a", f"https://{DOMAIN}/a"], DOMAIN)

    assert paths[f"https://{DOMAIN}/a"] == "pages/a.md"
    assert paths[f"http://{DOMAIN}/a"] not in ("pages/a.md", "")
    assert twin_paths([f"http://{DOMAIN}/a"], DOMAIN) == {f"http://{DOMAIN}/a": "pages/a.md"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/", "/index"),
        ("/guide/", "/guide/index"),
        ("/guide", "/guide/#part"),
        ("/a", "/a?b"),
        ("/é", "/%C3%A9"),
        ("/" + "a" * 300, "/" + "a" * 301),
        ("/x" * 200, "/x" * 201),
    ],
)
def test_pages_that_could_be_one_file_are_two(one: str, other: str) -> None:
    urls = [f"https://{DOMAIN}{one}", f"https://{DOMAIN}{other}"]

    paths = twin_paths(urls, DOMAIN)

    assert len(set(paths.values())) == 2
    assert paths == twin_paths(urls[:1], DOMAIN) | twin_paths(urls[1:], DOMAIN)
    assert all(len(path) <= LONGEST_PATH for path in paths.values())


def test_no_file_is_where_another_page_needs_a_folder() -> None:
    file, inside = twin_paths([f"https://{DOMAIN}/a", f"https://{DOMAIN}/a.md/b"], DOMAIN).values()

    assert file == "pages/a.md"
    assert not inside.startswith("pages/a.md/")


def test_a_page_of_another_host_does_not_take_a_name_of_the_site() -> None:
    other = "https://www.example.org/a"

    assert twin_paths([other, f"https://{DOMAIN}/a"], DOMAIN)[f"https://{DOMAIN}/a"] == "pages/a.md"
    assert twin_paths([other], DOMAIN)[other] != "pages/a.md"


@pytest.mark.parametrize("path", ["/con", "/a/nul.txt/b", "/AUX/b", "/.hidden", "/a./b", "/%2e%2e/b", "/a%00b"])
def test_names_that_a_file_system_keeps_for_itself_are_not_used(path: str) -> None:
    [twin] = twin_paths([f"https://{DOMAIN}{path}"], DOMAIN).values()

    for segment in twin.split("/"):
        assert segment.partition(".")[0] not in {"", "con", "nul", "aux"}
        assert segment == segment.strip(".") and segment.isprintable()


def test_a_deep_path_of_unusual_names_keeps_within_the_bound() -> None:
    [twin] = twin_paths(
        [f"https://{DOMAIN}/{'Abcdefghij' * 6}/{'Klm' * 20}/{'Nop' * 20}/{'Q' * 99}?x"], DOMAIN
    ).values()

    assert len(twin) <= LONGEST_PATH


def test_a_plain_name_that_looks_hashed_is_hashed() -> None:
    hashed = twin_paths([f"https://{DOMAIN}/A"], DOMAIN)[f"https://{DOMAIN}/A"]
    assert hashed.startswith("pages/a-")
    forged = f"https://{DOMAIN}/{hashed.removeprefix('pages/').removesuffix('.md')}"

    assert twin_paths([forged], DOMAIN)[forged] != hashed
