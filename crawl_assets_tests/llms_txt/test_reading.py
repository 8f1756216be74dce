"""Any llms.txt is read: what stands where, what is not where it should be; nothing fails, nothing takes long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.llms_txt.composing.escaping import escape_line, escape_notes, escape_title, one_line, unescape
from crawl_assets.llms_txt.linting.reading import parse, read_link

SAMPLE = """\
# FastThing

> A library for
> things.

Remember:

- not a link of a section

```
## no section
```

## Docs

- [Start](https://x.example/start.md): How to begin
* [Wide](<https://x.example/a b> "said") - lost
text

## Optional
"""


def test_a_file_is_read_into_its_parts() -> None:
    read = parse(SAMPLE)

    assert (read.title, read.summary) == ("FastThing", "A library for")
    assert read.quote == ((3, "A library for"), (4, "things."))
    assert read.info == "Remember:\n- not a link of a section\n```\n## no section\n```"
    assert [(section.name, section.line, section.strays) for section in read.sections] == [
        ("Docs", 14, ((18, "text"),)),
        ("Optional", 20, ()),
    ]
    first, second = read.links
    assert (first.title, first.url, first.notes, first.line) == (
        "Start",
        "https://x.example/start.md",
        "How to begin",
        16,
    )
    assert (second.bullet, second.url, second.before_notes) == ("*", "https://x.example/a b", "-")


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        (r"- [a \] b](http://x/)", "a ] b", "http://x/"),
        ("- [a [b] c](http://x/(y))", "a [b] c", "http://x/(y)"),
        ("- [&#91;1&#93; &amp;lt;](http://x/)", "[1] &lt;", "http://x/"),
        ("  3. [a](http://x/)", "a", "http://x/"),
        ("- [](http://x/)", "", "http://x/"),
        ("- [a]()", "a", ""),
    ],
)
def test_links_are_read_as_markdown_means_them(line: str, title: str, url: str) -> None:
    link = read_link(line, 1)

    assert link is not None
    assert (link.title, link.url) == (title, url)


@pytest.mark.parametrize("line", ["text", "- text", "- [a]", "- [a] (x)", "- [a](x", "-[a](x)", "[a](x)", "- [a", ""])
def test_what_is_no_link_is_none(line: str) -> None:
    assert read_link(line, 1) is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(end: str) -> None:
    read = parse("\ufeff" + SAMPLE.replace("\n", end))

    assert read.has_bom
    assert (read.title, read.links) == ("FastThing", parse(SAMPLE).links)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.text(st.sampled_from("#>-[]()`~=\\ \n:ab&<"), max_size=80)))
def test_nothing_fails_and_every_line_number_is_of_the_file(text: str) -> None:
    read = parse(text)

    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    numbers = [link.line for link in read.links] + [heading.line for heading in read.headings] + [*read.code_lines]
    assert all(1 <= number <= lines for number in numbers)


@pytest.mark.parametrize("piece", ["[", "- [", "(", "<", "`", "# ", "&", "\\", "- [a](", "#", "> ", "*", " "])
def test_a_megabyte_of_one_mark_takes_linear_time(piece: str) -> None:
    start = time.monotonic()
    for head in ("", "# T\n\n## S\n\n- [", "# T\n\n## S\n\n- [a]("):
        parse(head + piece * (1_000_000 // len(piece)))

    assert time.monotonic() - start < 20  # quadratic takes hours


@pytest.mark.parametrize(
    "text",
    ["a #", "#", "Learn C#", "# a", "- a", "12. a", "> a", "``` a", "a ` b", "``a``", "a\\", "a\\]b", "&lt;", "&#91;",
     "a](b", "<a>", "---", "=== a", "[a]: b", "| a"],
)  # fmt: skip
def test_each_mark_of_markdown_is_text_when_escaped(text: str) -> None:
    assert unescape(escape_title(text)) == unescape(escape_notes(text)) == text
    assert parse(f"# {escape_line(text)}").title == text
    assert parse(f"# T\n\n> {escape_line(text)}").summary == text
    assert [heading.level for heading in parse(f"# T\n\n{escape_line(text)}\n\n## S").headings] == [1, 2]
    assert escape_title(text).count("`") % 2 == 0
    assert "](" not in escape_notes(text)


def test_code_within_a_line_does_not_begin_a_block_and_an_underline_is_no_content() -> None:
    assert parse("```x```\n\n# Site").title == "Site"
    assert parse("# Site\n\nDocs\n---\n\n- [a](http://x/)\n").sections[0].strays == ()


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.text(st.sampled_from("[]()`\\&#;<>lt109ampx \n"), max_size=30)))
def test_what_is_escaped_is_read_back(text: str) -> None:
    wanted = one_line(text)

    assert unescape(escape_title(text)) == unescape(escape_notes(text)) == unescape(escape_line(text)) == wanted
    assert parse(f"# {escape_line(text)}").title == wanted
    assert "\n" not in escape_title(text)
    assert not set("[]") & set(escape_title(text))
