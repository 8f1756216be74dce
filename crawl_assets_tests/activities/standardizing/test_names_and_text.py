"""Names and descriptions as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.activities.standardizing.plain_text import said, said_at_length
from crawl_assets.activities.standardizing.standardize import standardize
from crawl_assets_tests.activities.standardizing.raw_rows import RULES, activity, raw


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("  Story \n Time ", "Story Time"),
        ("Tom &amp; Jerry&#39;s Farm", "Tom & Jerry's Farm"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("Story\x00\x1f Time\u200b\ufeff", "Story Time"),
        ("Cafe\u0301 Kids", "Café Kids"),
        ("Story Time | Outings", "Story Time"),
        ("Story Time - Outings Example", "Story Time"),
        ("Story Time at the Library - Level 2", "Story Time at the Library - Level 2"),
        ("Outings", "Outings"),
        ("KIDS BBQ AND MOVIE NIGHT IN THE PARK", "Kids BBQ and Movie Night in the Park"),
        ("SANTA'S WORKSHOP", "Santa's Workshop"),
        ("MONA", "MONA"),
        ("Kids at MONA", "Kids at MONA"),
        ("WORLD WAR II MUSEUM", "World War II Museum"),
        ("3D PRINTING", "3D Printing"),
        ("動物園", "動物園"),
    ],
)
def test_a_name_is_clean_and_not_shouted(written: str, name: str) -> None:
    assert activity(written).name == name


def test_the_name_as_it_was_written_is_evidence() -> None:
    assert activity("STORY TIME | Outings").evidence["name_as_written"] == "STORY TIME | Outings"
    assert "name_as_written" not in activity("Story Time").evidence


def test_an_ending_that_nearly_all_names_of_a_host_share_is_the_name_of_the_site() -> None:
    rows = [raw(f"{name} - Fun in the North", row_key=name) for name in ("Zoo Day", "Farm Day", "Art Day", "Lego Day")]
    assert [one.name for one in standardize(rows, RULES).activities] == ["Art Day", "Farm Day", "Lego Day", "Zoo Day"]


def test_an_ending_that_some_names_share_stays() -> None:
    names = ("Zoo Day - Glebe", "Farm Day - Glebe", "Art Day - Glebe", "Lego Day", "Swim Day")
    made = standardize([raw(name, row_key=name) for name in names], RULES)
    assert sorted(one.name for one in made.activities) == sorted(names)


@pytest.mark.parametrize(
    "nothing", [None, "", "  ", "null", "NULL", "None", "N/A", "n/a", "undefined", "-", 7, ["a"], "|"]
)
def test_a_row_without_a_name_is_dropped_and_listed(nothing: object) -> None:
    made = standardize([raw(nothing)], RULES)
    assert made.activities == ()
    assert [(one.row_key, one.reason) for one in made.dropped] == [("a1", "it has no name")]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("25 best playgrounds in Sydney", "https://outings.example/x"),
        ("Top 10 things to do with toddlers", "https://outings.example/x"),
        ("The 7 coolest water parks", "https://outings.example/x"),
        ("Best playgrounds in the Inner West", "https://outings.example/x"),
        ("BBQ", "https://outings.example/category/bbq/"),
        ("Parks", "https://outings.example/parks/page/2/"),
    ],
)
def test_lists_of_activities_are_no_activities(name: str, url: str) -> None:
    made = standardize([raw(name, source_url=url)], RULES)
    assert made.activities == ()
    assert "list" in made.dropped[0].reason


@pytest.mark.parametrize(
    "name", ["10 Pin Bowling", "3 Little Pigs", "12 Days of Christmas", "The Best Day Ever", "99 Bikes"]
)
def test_numbers_and_superlatives_make_no_list(name: str) -> None:
    assert activity(name).name == name


@pytest.mark.parametrize(
    "url", ["", "x", "javascript:alert(1)", "ftp://a.example/x", "https://u:p@a.example/x", "/relative"]
)
def test_a_row_without_a_usable_address_is_dropped(url: str) -> None:
    made = standardize([raw(source_url=url)], RULES)
    assert made.activities == ()
    assert "address" in made.dropped[0].reason


def test_a_picture_without_a_usable_address_is_flagged_and_the_row_stays() -> None:
    found = activity(image_url="data:image/png;base64,AAAA")
    assert found.image_url is None
    assert any("picture" in flag for flag in found.flags)
    assert activity(image_url="https://outings.example/a.jpg").image_url == "https://outings.example/a.jpg"


def test_html_in_a_description_becomes_text_with_its_paragraphs_and_lists() -> None:
    written = "<p>Bring&nbsp;a\nhat.</p><script>x()</script><ul><li>Slides<li>Swings</ul>&lt;b&gt;Free&lt;/b&gt;"
    assert activity(description=written).description == "Bring a hat.\n\n- Slides\n- Swings\n\nFree"


def test_a_smaller_sign_is_no_markup() -> None:
    assert activity(description="ages 3 < 5 & I <3 it").description == "ages 3 < 5 & I <3 it"


@pytest.mark.parametrize("nothing", ["null", "N/A", "<p></p>", "<br/>", " \n "])
def test_a_description_that_says_nothing_is_gone(nothing: str) -> None:
    assert activity(description=nothing).description is None


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = said(text)
    assert once is None or ("&" in once or said(once) == once)
    at_length = said_at_length(text)
    assert at_length is None or "\n\n\n" not in at_length
