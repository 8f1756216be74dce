"""The linter finds each thing that readers of llms.txt stumble over, on its line, and nothing in a sound file."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llms_txt import parse_llms_file

from crawl_assets.llms_txt.linting.lint import lint

SOUND = """\
# Site

> What it is.

A paragraph.

## Docs

- [Start](https://x.example/start): How to begin.
- [Use `list`](https://x.example/use): `<b>` in code is no HTML.

## Optional

- [More](https://x.example/more): Less.
"""


def rules(text: str, **facts: object) -> list[tuple[str, str, int | None]]:
    return [(finding.level, finding.rule, finding.line) for finding in lint(text, **facts)]  # type: ignore[arg-type]


def test_a_sound_file_has_no_findings() -> None:
    urls = ["https://x.example/start", "https://x.example/use", "https://x.example/more"]

    assert lint(SOUND, known_urls=urls, sitemap_urls=urls, is_alive=lambda url: True) == []


@pytest.mark.parametrize(
    ("text", "level", "rule", "line"),
    [
        ("", "error", "title-missing", 1),
        (SOUND.replace("# Site\n", ""), "error", "title-missing", 2),
        (f"Hello\n\n{SOUND}", "error", "title-not-first", 1),
        (SOUND.replace("# Site", "#"), "error", "title-empty", 1),
        (SOUND.replace("## Optional", "# Optional"), "error", "title-twice", 12),
        (SOUND.replace("## Optional", "### Optional"), "error", "heading-too-deep", 12),
        (SOUND.replace("A paragraph.", "#### A"), "error", "heading-too-deep", 5),
        (SOUND.replace("## Docs", "Docs\n---"), "error", "heading-underlined", 7),
        (SOUND.replace("# Site", "Site\n===="), "error", "heading-underlined", 1),
        (SOUND.replace("> What it is.", ""), "warning", "summary-missing", 1),
        (SOUND.replace("> What it is.", "> What\n> it is."), "warning", "summary-of-several-lines", 4),
        (SOUND.replace("A paragraph.", ""), "warning", "summary-unread", 3),
        ("# Site\n\n> What.\n\nText.\n", "warning", "no-sections", None),
        (SOUND.replace("## Optional", "##"), "error", "section-unnamed", 12),
        (SOUND.replace("## Optional", "## Docs"), "error", "section-twice", 12),
        (f"{SOUND}\n## Empty\n", "warning", "section-empty", 16),
        (f"{SOUND}\nSome prose.\n", "error", "not-a-link", 16),
        (f"{SOUND}\n- no link\n", "error", "not-a-link", 16),
        (f"{SOUND}\n---\n", "error", "not-a-link", 16),
        (
            SOUND.replace("## Docs", "## Optional").replace("ptional\n\n- [M", "ther\n\n- [M"),
            "warning",
            "optional-not-last",
            7,
        ),
        (SOUND.replace("## Optional", "## optional"), "note", "optional-spelling", 12),
        (SOUND.replace("- [Start", "* [Start"), "error", "bullet", 9),
        (SOUND.replace("- [Start", "1. [Start"), "error", "bullet", 9),
        (SOUND.replace("[Start]", "[]"), "error", "link-untitled", 9),
        (SOUND.replace("[Start]", "[a [b] c]"), "error", "link-unread", 9),
        (SOUND.replace("[Start]", r"[a\]b]"), "error", "link-unread", 9),
        (SOUND.replace("/start)", "/start_(x))"), "error", "link-unread", 9),
        (SOUND.replace("- [Start", "  - [Start"), "warning", "list-in-list", 9),
        (SOUND.replace("): How", ") - How"), "warning", "notes-unread", 9),
        (SOUND.replace("https://x.example/start", "/start"), "error", "address", 9),
        (SOUND.replace("https://x.example/start", "start.md"), "error", "address", 9),
        (SOUND.replace("https://x.example/start", "ftp://x.example/start"), "error", "address", 9),
        (SOUND.replace("https://x.example/start", "https:///start"), "error", "address", 9),
        (SOUND.replace("https://x.example/start", "https://[x/start"), "error", "address", 9),
        (SOUND.replace("https://x.example/start", "https://x.example:p/"), "error", "address", 9),
        (SOUND.replace("/use", "/start"), "warning", "duplicate-link", 10),
        (SOUND.replace(": How to begin.", ""), "note", "notes-missing", None),
        (f"\ufeff{SOUND}", "warning", "byte-order-mark", 1),
        (SOUND.replace("How to", "How\x00to"), "error", "control-character", 9),
        (SOUND.replace("How to", "How\u202eto"), "error", "control-character", 9),
        (SOUND.replace("How to", "How\ufeffto"), "error", "control-character", 9),
        (SOUND.replace("A paragraph.", "A <div class='x'>paragraph</div>."), "warning", "html", 5),
        (SOUND.replace("How to", "How<br/>to"), "warning", "html", 9),
        (SOUND.replace("A paragraph.", "<!-- hidden -->"), "warning", "html", 5),
        (f"```markdown\n{SOUND}```\n", "error", "code-fence", 1),
        (SOUND.replace("A paragraph.", "```\ncode"), "error", "code-fence", 5),
        (SOUND.replace("A paragraph.", "```\n## code\n```"), "warning", "heading-in-code", 6),
    ],
)
def test_each_fault_is_found_on_its_line(text: str, level: str, rule: str, line: int | None) -> None:
    assert (level, rule, line) in rules(text)


def test_code_between_the_summary_and_the_sections_is_allowed() -> None:
    assert rules(SOUND.replace("A paragraph.", "Use:\n\n```py\nx = '<b>'\n```")) == []


def test_size_is_a_warning_from_50_000_and_an_error_from_100_000_characters() -> None:
    of_50_000 = SOUND.replace("A paragraph.", "a" * (50_000 - len(SOUND) + len("A paragraph.")))

    assert rules(of_50_000) == []
    assert rules(of_50_000 + "\n") == [("warning", "size", None)]
    assert rules(of_50_000.replace("aa", "aaaa") + "\n" * 1000) == [("error", "size", None)]


@pytest.mark.parametrize(
    ("listed", "level"), [(100, None), (99, "note"), (95, "note"), (94, "warning"), (80, "warning"), (79, "error")]
)
def test_under_95_percent_of_the_pages_is_a_warning_and_under_80_an_error(listed: int, level: str | None) -> None:
    urls = [f"https://x.example/{n}" for n in range(100)]
    links = "".join(f"- [P]({url}): n\n" for url in urls[:listed])
    text = f"# S\n\n> s\n\ni\n\n## A\n\n{links}"

    assert rules(text, sitemap_urls=urls) == ([(level, "coverage-of-sitemap", None)] if level else [])
    assert rules(text, known_urls=urls) == ([(level, "coverage-of-crawl", None)] if level else [])
    if level:
        [finding] = lint(text, known_urls=urls)
        assert min(urls[listed:]) in finding.message


def test_a_finding_is_a_line_that_a_terminal_only_shows() -> None:
    text = "# T\n\n> S.\n\nInfo.\n\n## A\n\n- [a](x&#27;[2J)\n"
    assert all(str(finding).isprintable() for finding in lint(text))
    assert any("[2J" in str(finding) for finding in lint(text))


def test_defect_i_a_url_that_no_crawl_saw_is_an_error() -> None:
    known = ["https://x.example/start", "https://x.example/use", "https://x.example/more"]
    invented = SOUND.replace("/use)", "/used)")

    assert ("error", "unknown-page", 10) in rules(invented, known_urls=known)
    assert rules(SOUND, known_urls=known) == []


def test_one_dead_link_in_ten_is_a_warning_and_more_are_errors() -> None:
    links = "".join(f"- [P](https://x.example/{n}): n\n" for n in range(10))
    text = f"# S\n\n> s\n\ni\n\n## A\n\n{links}"

    assert rules(text, is_alive=lambda url: not url.endswith("/3")) == [("warning", "dead-link", 12)]
    assert rules(text, is_alive=lambda url: url.endswith("/3")) == [
        ("error", "dead-link", line) for line in [*range(9, 12), *range(13, 19)]
    ]


def test_findings_of_nested_files_name_the_file_and_line() -> None:
    nested = {
        "https://x.example/a/llms.txt": "# A\n\n> a\n\na\n\n## A\n\n- [P](https://x.example/a/1): p\n* [Q](/q): q\n"
    }
    text = "# S\n\n> s\n\ni\n\n## A\n\n- [A](https://x.example/a/llms.txt): a\n"

    found = lint(text, nested=nested, known_urls=["https://x.example/a/1"])

    assert [(one.level, one.rule, one.line) for one in found] == [("error", "bullet", None), ("error", "address", None)]
    assert found[0].message.startswith("https://x.example/a/llms.txt, line 10: ")


def test_nested_files_that_link_each_other_end() -> None:
    urls = ["https://x.example/a/llms.txt", "https://x.example/b/llms.txt"]
    text = "# S\n\n> s\n\ni\n\n## A\n\n" + "".join(f"- [A]({url}): a\n" for url in urls)

    assert lint(text, nested=dict.fromkeys(urls, text)) == []


def test_a_finding_is_one_line() -> None:
    [finding] = [one for one in lint(SOUND.replace("[Start]", "[]")) if one.level == "error"]

    assert str(finding) == "9: error link-untitled the link to https://x.example/start has no title. Write one."


LINES = st.sampled_from(
    ["# T", "> q", "text", "## A", "## B", "- [a](http://x/a): n", "- [b](http://x/b)", "* [c](http://x/c)", "",
     "- [d] (x)", "### C", "---", "- [e[f]](http://x/e)", "- [g](http://x/(g))", "```", "- text", "  - [h](http://x/h)"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=14))
def test_what_has_no_error_is_read_whole_by_the_reference_parser(lines: list[str]) -> None:
    text = "\n".join(["# Site", "", "> Summary", "", "Info.", "", "## First", *lines, ""])
    if any(finding.level == "error" for finding in lint(text)) or "```" in lines:
        return

    read = parse_llms_file(text)

    assert read.title == "Site"
    links = [link["url"] for section in read.sections.values() for link in section]
    assert links == [line.partition("(")[2].partition(")")[0] for line in lines if "](" in line]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(LINES, max_size=14).map("\n".join)))
def test_nothing_fails_and_findings_stand_in_the_order_of_lines(text: str) -> None:
    lines = [finding.line for finding in lint(text) if finding.line]

    assert lines == sorted(lines)


@pytest.mark.parametrize("piece", ["<", "<a ", "<!--", "`", "- [", "](", "&#", "\\", "#", "# ", " ", "\u202e", "</a"])
def test_a_megabyte_of_one_mark_is_judged_in_linear_time(piece: str) -> None:
    start = time.monotonic()
    for head in ("", "# T\n\n> ", "# T\n\n> s\n\ni\n\n## S\n\n- [a](http://x/", "# T\n\n## S\n\n- [a](http://x/): "):
        lint(head + piece * (1_000_000 // len(piece)))

    assert time.monotonic() - start < 20  # quadratic takes hours
