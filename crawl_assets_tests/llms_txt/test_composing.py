"""llms.txt is made by rules alone: whole, in order, and the same bytes from the same pages."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llms_txt import parse_llms_file

from crawl_assets.llms_txt.composing.escaping import link_url, one_line
from crawl_assets.llms_txt.composing.files import (
    ComposeRules,
    Site,
    SitePage,
    base_url,
    compose,
    page_of_link,
    read_rules,
)
from crawl_assets.llms_txt.linting.lint import lint_files
from crawl_assets.llms_txt.linting.reading import parse
from crawl_assets_tests.llms_txt.sites import HOME, SITE, compose_plainly, composed, many, page

NASTY = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from("[]()<>`\\&#;:-*_!\n\r\t ab1\u2028\x00\x85"), max_size=25),
    st.sampled_from(
        ["dict[str, int]", "a](http://evil.example)", "&amp;", "&#91;", "ends in \\", "## x", "<!-- ", "`"]
    ),
)
PATHS = st.text(st.sampled_from("ab-_.AB/?=&;()<>`\\%é[] \n'*~"), max_size=20).map("/".__add__)
PAGES = st.lists(st.builds(page, PATHS, NASTY, NASTY, NASTY), max_size=8, unique_by=lambda made: link_url(made.url))


def test_a_small_site_reads_as_the_format_asks() -> None:
    files = compose_plainly(
        [page("/guide/setup", "Setup"), page("/guide/", "Guide", ""), page("/", "Home"), page("/privacy", "Privacy")]
    )

    assert files["llms.txt"] == (
        "# Example docs\n"
        "\n"
        "> What the example does.\n"
        "\n"
        "This file lists the pages of docs.example.org by section.\n"
        "\n"
        "## Pages\n"
        "\n"
        "- [Home](https://docs.example.org/): What it is about.\n"
        "\n"
        "## Guide\n"
        "\n"
        "- [Guide](https://docs.example.org/guide/)\n"
        "- [Setup](https://docs.example.org/guide/setup): What it is about.\n"
        "\n"
        "## Optional\n"
        "\n"
        "- [Privacy](https://docs.example.org/privacy): What it is about.\n"
    )


@settings(max_examples=150, deadline=None)
@given(PAGES, NASTY, NASTY)
def test_every_page_is_read_back_once_with_its_title_and_description(
    pages: list[SitePage], title: str, summary: str
) -> None:
    text = compose(Site("docs.example.org", title, summary), pages, ComposeRules())["llms.txt"]

    links = parse(text).links
    told = {link_url(made.url): (one_line(made.title), one_line(made.description)) for made in pages}
    assert sorted(link.url for link in links) == sorted(told)
    for link in links:
        wanted_title, wanted_description = told[link.url]
        assert link.title == wanted_title or (not wanted_title and link.title)
        assert link.notes == wanted_description


@settings(max_examples=150, deadline=None)
@given(PAGES, NASTY, NASTY)
def test_the_reference_parser_reads_every_link_title_and_summary(
    pages: list[SitePage], title: str, summary: str
) -> None:
    text = compose(Site("docs.example.org", title, summary), pages, ComposeRules())["llms.txt"]

    read = parse_llms_file(text)
    assert read.summary
    assert read.info == "This file lists the pages of docs.example.org by section." or not pages
    links = [link for section in read.sections.values() for link in section]
    assert sorted(link["url"] for link in links) == sorted(link_url(made.url) for made in pages)


@settings(max_examples=60, deadline=None)
@given(PAGES, st.randoms(use_true_random=False))
def test_the_order_of_the_pages_changes_no_byte(pages: list[SitePage], chance: random.Random) -> None:
    shuffled = list(pages)
    chance.shuffle(shuffled)

    assert list(compose_plainly(pages).items()) == list(compose_plainly(shuffled).items())


@settings(max_examples=100, deadline=None)
@given(PAGES, NASTY)
def test_what_is_composed_has_no_error_and_is_utf_8(pages: list[SitePage], title: str) -> None:
    files = compose(Site("docs.example.org", title, ""), pages, ComposeRules())

    known = {made.url for made in pages}
    assert [finding for finding in lint_files(files, f"{HOME}/", known_urls=known) if finding.level == "error"] == []
    assert all(text.encode("utf-8").endswith(b"\n") for text in files.values())


def test_folders_are_sections_and_one_that_all_share_is_passed_over() -> None:
    files = composed("/", "/3/c-api/a.html", "/3/c-api/b.html", "/3/how_to/a.html", "/3/how_to/b.html", "/3/about.html")

    assert [section.name for section in parse(files["llms.txt"]).sections] == ["Pages", "C API", "How to"]


def test_a_site_of_one_flat_folder_has_one_section_of_its_name() -> None:
    assert [section.name for section in parse(composed("/docs/a", "/docs/b")["llms.txt"]).sections] == ["Docs"]


def test_links_stand_in_the_order_people_number_by() -> None:
    files = composed("/g/chapter-10", "/g/chapter-2", "/g/index.html", "/g/chapter-1")

    assert [link.url.removeprefix(f"{HOME}/g/") for link in parse(files["llms.txt"]).links] == [
        "index.html",
        "chapter-1",
        "chapter-2",
        "chapter-10",
    ]


def test_a_folder_called_optional_is_not_taken_for_what_readers_skip() -> None:
    files = composed("/optional/a", "/optional/b", "/x/a", "/x/b")

    assert [section.name for section in parse(files["llms.txt"]).sections] == ["Optional pages", "X"]


def test_pins_order_sections_overrides_and_exclusions_hold() -> None:
    files = composed(
        "/",
        "/library/a",
        "/library/b",
        "/drafts/a",
        "/drafts/b",
        "/news/1",
        "/zoo/a",
        "/zoo/b",
        "/zoo/start",
        pins=[f"{HOME}/zoo/start", f"{HOME}/gone"],
        sections={"Standard library": ["/library/"]},
        order=["Optional", "Zoo", "Standard library"],
        overrides={
            f"{HOME}/library/a": {"title": "Our a", "description": "Chosen."},
            f"{HOME}/": {"section": "Zoo"},
        },
        exclude=["/drafts/"],
        optional=["/news/"],
    )

    read = parse(files["llms.txt"])
    assert [(section.name, [link.url.removeprefix(HOME) for link in section.links]) for section in read.sections] == [
        ("Zoo", ["/", "/zoo/a", "/zoo/b"]),
        ("Standard library", ["/library/a", "/library/b"]),
        ("Start here", ["/zoo/start"]),
        ("Optional", ["/news/1"]),
    ]
    [chosen] = [link for link in read.links if link.url == f"{HOME}/library/a"]
    assert (chosen.title, chosen.notes) == ("Our a", "Chosen.")
    assert not [path for path, text in files.items() if "drafts" in path + text]
    assert "# Our a\n" in files["llms-full.txt"]


def test_pins_stand_first_in_their_own_order() -> None:
    files = composed("/a", "/b", "/c", pins=[f"{HOME}/c", f"{HOME}/a"])

    assert [link.url.removeprefix(HOME) for link in parse(files["llms.txt"]).links] == ["/c", "/a", "/b"]


def test_a_root_that_would_be_too_large_links_its_largest_sections() -> None:
    pages = [*many("big", 700), *many("small", 20), page("/", "Home")]

    files = compose_plainly(pages)

    nested = {path: text for path, text in files.items() if path.endswith("llms.txt")}
    assert all(len(text) <= 50_000 for text in nested.values())
    root = {section.name: section.links for section in parse(nested["llms.txt"]).sections}
    assert [link.url for link in root["Big"]] == [f"{HOME}/big/llms.txt"]
    assert len(root["Small"]) == 20
    found = [link.url for text in nested.values() for link in parse(text).links if not link.url.endswith("llms.txt")]
    assert sorted(found) == sorted(made.url for made in pages)
    assert all(parse_llms_file(text).sections for text in nested.values())
    findings = lint_files(files, f"{HOME}/", known_urls=found, sitemap_urls=found)
    assert findings == []


def test_sections_of_like_names_have_folders_of_their_own() -> None:
    globs = {"C": ["/c/"], "C++": ["/cpp/"], "C#": ["/cs/"], "llms-full": ["/full/"], "Ж": ["/zh/"]}
    paths = [f"/{top}/{n}" for top in ("c", "cpp", "cs", "full", "zh") for n in range(40)]

    files = composed(*paths, sections=globs, largest_llms_txt=1500, largest_full_text=2000)

    roots = [path for path in files if path.count("/") == 1 and path.endswith("/llms.txt")]
    assert len({path.casefold() for path in roots}) == len(globs)
    assert "llms-full/llms.txt" not in files
    listed = [link.url for path in files if path.endswith("llms.txt") for link in parse(files[path]).links]
    assert {f"{HOME}{path}" for path in paths} <= set(listed)
    assert all(
        f"Source: {HOME}{path}\n" in "".join(files[one] for one in files if one.startswith("llms-full/"))
        for path in paths
    )


def test_a_nested_file_lists_its_pages_by_subfolder() -> None:
    files = composed(
        *(f"/{top}/{sub}/{n}" for top in "ab" for sub in ("x", "y") for n in range(10)), largest_llms_txt=1500
    )

    assert [section.name for section in parse(files["a/llms.txt"]).sections] == ["X", "Y"]


def test_twins_are_linked_where_they_are_served_and_stand_for_their_pages() -> None:
    rules = read_rules({"link_twins": True, "public_url": "https://llms.example.org/docs"})
    pages = [page("/a"), page("/b?c")]

    files = compose(SITE, pages, rules)

    links = [link.url for link in parse(files["llms.txt"]).links]
    paths = [url.removeprefix("https://llms.example.org/docs/") for url in links]
    assert all(path in files for path in paths)
    stands_for = page_of_link(SITE, pages, rules)
    assert [stands_for[url] for url in links] == [made.url for made in pages]
    known = {made.url for made in pages}
    base = base_url(SITE, pages, rules)
    assert lint_files(files, base, known_urls=known, page_of_link=stands_for) == []
    assert [f.rule for f in lint_files(files, base, known_urls=known)].count("unknown-page") == 2


def test_a_site_served_by_http_alone_has_its_nested_files_there() -> None:
    site = Site("127.0.0.1:8510", "t", "s")

    assert base_url(site, [SitePage("http://127.0.0.1:8510/a", "", "", "")], ComposeRules()) == "http://127.0.0.1:8510/"
    assert base_url(SITE, [page("/a")], ComposeRules()) == f"{HOME}/"


def test_defect_h_a_page_stays_listed_as_long_as_it_is_given() -> None:
    before = compose_plainly([page("/a"), page("/b")])

    assert compose_plainly([page("/b"), page("/a")]) == before
    assert f"{HOME}/b" not in compose_plainly([page("/a")])["llms.txt"]


def test_defect_i_the_home_page_does_not_stand_for_others_and_no_text_brings_in_a_url() -> None:
    files = compose_plainly(
        [page("/", "Home", "see [x](http://evil.example/) and\n- [y](http://evil.example/y)"), page("/a", "A", "")]
    )

    assert [link.url for link in parse(files["llms.txt"]).links] == [f"{HOME}/", f"{HOME}/a"]
    assert "](http://evil" not in files["llms.txt"]
    assert files["llms-full.txt"].count(f"Source: {HOME}/\n") == 1
    assert files["llms-full.txt"].count(f"Source: {HOME}/a\n") == 1


def test_addresses_that_are_one_link_are_one_page_and_a_page_given_twice_is_refused() -> None:
    alike = [page("/a(", "First"), page("/a%28", "Second")]
    assert [link.title for link in parse(compose_plainly(alike)["llms.txt"]).links] == ["Second"]
    assert compose_plainly(alike) == compose_plainly(alike[::-1])
    with pytest.raises(ValueError, match=r"docs\.example\.org/a is given twice"):
        compose_plainly([page("/a", "x"), page("/a", "y")])
