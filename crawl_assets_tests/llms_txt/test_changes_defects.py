"""The original's defects A, B and L, which change detection and cleaning had, are not ours."""

import pytest

from crawl_assets.llms_txt.comparing.changes import ChangeRules, compare, diff
from crawl_assets.llms_txt.comparing.cleaning import clean

LONG = "A sentence that is longer than a hundred characters, as the original took such a line for the page's beginning."


def test_defect_a_a_page_that_was_rewritten_for_publishing_is_compared_as_it_was_fetched() -> None:
    fetched = "# Queues\n\nLast updated 3 May 2026\n\nMessages wait here until a worker takes them.\n"
    fetched_again = fetched.replace("3 May", "19 May")
    accepted = clean(fetched)  # what is kept for comparing, whatever a model made of the page for its readers
    for _ in range(3):
        change = compare(accepted, clean(fetched_again))
        assert (change.changed_enough, change.similarity) == (False, 1.0)
    assert change.fingerprint == compare(None, accepted).fingerprint


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Plans\n\nTeam\n\nprice: 10", "# Plans\n\nTeam\n\nprice: 20"),
        ("price: 10", "price: 20"),
        ("hello world", "totally different"),
        ("# Plans\n\nTeam", "# Plans\n\nTeam\n\nprice: 20"),
    ],
)
@pytest.mark.parametrize("threshold", [0.0, 0.5, 1.0])
def test_defect_b_a_change_of_the_last_or_only_line_counts_at_any_threshold(
    before: str, after: str, threshold: float
) -> None:
    change = compare(clean(before), clean(after), ChangeRules(similarity_threshold=threshold))
    assert change.changed_enough
    assert diff(clean(before), clean(after)).count("\n+") >= 2  # the line of the file and the line itself


def test_defect_l_no_long_line_is_doubled_and_nothing_before_it_is_lost() -> None:
    page = f"# Queues\n\nShort.\n\n{LONG}\n\nBetween.\n\nAgain: {LONG}\n"
    assert clean(page) == page.rstrip("\n")


@pytest.mark.parametrize(
    "heading", ["## Headers", "### Menu API", "## Header files", "## Navigation", "# Footer", "## Share"]
)
def test_defect_l_sections_whose_heading_sounds_like_page_furniture_stay(heading: str) -> None:
    page = f"# Library\n\nText.\n\n{heading}\n\nWhat it is about.\n\n## Next\n\nMore."
    assert clean(page) == page


def test_defect_l_repeated_comments_in_code_stay() -> None:
    code = "```sh\n# install\nmake\n# install\nmake again\n\n\n# 12 views\n```"
    assert code in clean(f"# Build\n\n# Build\n\n{code}\n\nDone.")


@pytest.mark.parametrize(
    "line",
    [
        "client.subscribe(topic)",
        "Call `client.subscribe(topic)` before you publish.",
        "Sign up for an account in the console.",
        "Subscribe to the newsletter topic with a filter.",
        "The cookie module prints a deprecation notice.",
        "A privacy notice must name the controller.",
        "***x*** and ___y___ are marked strongly.",
        "Author: the person who wrote the commit.",
        "Footer text is kept.",
    ],
)
def test_defect_l_lines_with_suspicious_words_stay_as_they_are(line: str) -> None:
    assert clean(f"# Title\n\n{line}\n\nText.") == f"# Title\n\n{line}\n\nText."
