"""Titles and descriptions without a model: from metadata, the first good sentences or, at worst, the URL."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.llms_txt.summarising.plain import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    plain_summary,
    repeated_descriptions,
)

ANYTHING = st.text(max_size=300) | st.text("[]()|\\`*_<>#\n\r\t \u200b\u202e.!a", max_size=60)


@settings(max_examples=150, deadline=None)
@given(
    st.none() | ANYTHING, st.none() | ANYTHING, ANYTHING, st.sampled_from(["https://a.org/b-c", "https://a.org", "x"])
)
def test_both_are_one_line_within_bounds_that_no_link_breaks_on(
    title: str | None, description: str | None, text: str, url: str
) -> None:
    summary = plain_summary(title, description, text, url)
    assert summary.title and len(summary.title) <= LONGEST_TITLE
    assert len(summary.description) <= LONGEST_DESCRIPTION
    for line in (summary.title, summary.description):
        assert line == " ".join(line.split())
        assert not set(line) & set("[]|\u200b\u202e")
        assert not line.endswith("\\")


@pytest.mark.parametrize(
    ("title", "text", "url", "expected"),
    [
        ("Install", "", "https://a.org/x", "Install"),
        ("Install | Acme Docs", "", "https://a.org/docs/install/", "Install"),
        ("Acme | Pricing", "", "https://a.org/pricing", "Pricing"),
        ("json — JSON encoder — Python 3.14.2 documentation", "", "https://a.org/json.html", "json — JSON encoder"),
        ("Well-known URIs - what they are", "", "https://a.org/x", "Well-known URIs - what they are"),
        ("Arrays [beta]", "", "https://a.org/x", "Arrays (beta)"),
        ("The `__init__` method", "", "https://a.org/x", "The `__init__` method"),
        (None, "Text.\n\n# The **first** heading\n\nMore.", "https://a.org/x", "The first heading"),
        ("Untitled Page", "", "https://a.org/guides/getting-started.html", "Getting started"),
        ("Home", "", "https://a.org/caf%C3%A9/index.php", "Café"),
        (" \n ", "", "https://docs.example.org/", "docs.example.org"),
    ],
)
def test_the_title_is_the_page_s_own(title: str | None, text: str, url: str, expected: str) -> None:
    assert plain_summary(title, None, text, url).title == expected


def described(text: str, description: str | None = None) -> str:
    return plain_summary("Queues", description, text, "https://a.org/queues").description


def test_metadata_describes_the_page_where_it_says_something() -> None:
    text = "Queues keep messages until a worker takes them."
    assert (
        described(text, "How to keep messages\nuntil they are needed.") == "How to keep messages until they are needed."
    )
    assert described(text, "Queues") == described(text, "queues.") == described(text, "Short.") == text


@pytest.mark.parametrize(
    "furniture",
    [
        "Home Docs Blog Pricing",
        "We use cookies to improve your experience. Accept all.",
        "Please enable JavaScript to see this page.",
        "Last updated on 3 May 2026.",
        "Posted by Ann 3 days ago",
        "5 min read",
        "Subscribe to our newsletter and never miss a post.",
        "© 2026 Acme. All rights reserved.",
        "## A heading that ends with a full stop, as some do.",
        "- a list item that ends with a full stop, too.",
        "```\na line of code that ends with a full stop.\n```",
        "| a cell that ends with a full stop. |",
        "The following are supported:",
        "Queues",
    ],
)
def test_what_every_page_has_describes_none(furniture: str) -> None:
    sentence = "Queues keep messages until a worker takes them."
    assert described(f"{furniture}\n\n{sentence}") == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The http.cookies module defines classes for the state of cookies.",
        "JSON (JavaScript Object Notation) is a format for the interchange of data.",
        "Messages are kept for 7 days, i.e. a week, unless Dr. Smith says no.",
        "Call client.subscribe(topic) before messages are sent to it.",
    ],
)
def test_a_sentence_with_a_suspicious_word_is_still_one(sentence: str) -> None:
    assert described(sentence) == sentence


def test_sentences_are_added_while_there_is_room_and_never_cut_where_a_whole_one_fits() -> None:
    first = "Queues keep messages until a worker takes them."
    second = "Each message is delivered at least once."
    third = "It is " + "very " * 40 + "long."
    assert described(f"{first} {second} {third}") == f"{first} {second}"
    assert described(third).endswith("very…")


def test_no_description_ends_with_an_abbreviation() -> None:
    assert described("These queues are looked after by Dr. " + "Very " * 40 + "Long.").endswith("Very…")


def test_sentences_without_spaces_between_are_kept_so() -> None:
    text = "消息队列会保存消息，直到工作进程取走它们。每条消息至少投递一次。没有固定的顺序，也没有上限，请注意。"
    assert described(text) == text


def test_a_page_without_a_sentence_has_no_description() -> None:
    assert described("Home\n\nDocs\n\nBlog") == ""


def test_a_description_of_the_whole_site_is_told_from_one_of_a_page() -> None:
    assert repeated_descriptions(["Acme.", "Acme.", None, "", "", "", "Queues.", "Acme."]) == {"Acme."}
