"""A domain may let reworded prose pass; what matters more than wording counts whatever the threshold."""

import random
import time

import pytest

from crawl_assets.llms_txt.comparing.changes import NEW_PAGE, ChangeRules, compare
from crawl_assets.llms_txt.comparing.cleaning import clean

LENIENT = ChangeRules(similarity_threshold=0.0)
END = "\n\nThe end."


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("It costs $10.", "It costs $12.", "a number"),
        ("It needs 10 MB.", "It needs 10 GB.", "a number"),
        ("Version 3.11.4 is needed.", "Version 3.11.5 is needed.", "a number"),
        ("It is safe.", "It is not safe.", "a negation"),
        ("Workers can retry.", "Workers can't retry.", "a negation"),
        ("Retries are enabled.", "Retries are disabled.", "a negation"),
        ("```\nretry\n```", "```\nrepeat\n```", "code"),
        ("| a |\n|---|\n| x |", "| a |\n|---|\n| y |", "a table"),
        ("## Retries", "## Repeats", "a heading"),
        ("See [plans](/plans).", "See [plans](/prices).", "a link"),
    ],
)
def test_what_counts_at_any_similarity_is_named(before: str, after: str, what: str) -> None:
    change = compare(clean(before + END), clean(after + END), LENIENT)
    assert change.changed_enough
    assert what in change.reason and "counts at any similarity" in change.reason


def test_a_reworded_sentence_passes_below_the_threshold_only() -> None:
    before = "# Queues\n\n" + "Messages wait here until somebody takes them. " * 20 + END
    after = before.replace("Messages", "Letters", 1)
    lenient, strict = (compare(clean(before), clean(after), ChangeRules(share)) for share in (0.9, 0.999))
    assert (lenient.changed_enough, strict.changed_enough) == (False, True)
    assert lenient.similarity == strict.similarity > 0.9
    assert lenient.reason.startswith("only wording differs, and the similarity 0.9")


def test_a_similarity_that_reaches_the_threshold_passes() -> None:
    before, after = "one two three four" + END, "one other three four" + END
    similarity = compare(before, after).similarity
    outcomes = [compare(before, after, ChangeRules(share)).changed_enough for share in (similarity, similarity + 0.001)]
    assert outcomes == [False, True]


def test_small_differences_add_up_until_they_count() -> None:
    rules = ChangeRules(similarity_threshold=0.9)
    accepted = " ".join(f"w{'abcdefghij'[n % 10] * (n // 10 + 1)}" for n in range(100)) + END
    words = accepted.split(" ")
    outcomes = []
    for place in range(0, 40, 4):
        words[place] = "other"
        outcomes.append(compare(accepted, " ".join(words), rules).changed_enough)
    assert outcomes == sorted(outcomes)
    assert not outcomes[0] and outcomes[-1]


def test_lines_that_a_domain_ignores_never_count() -> None:
    rules = ChangeRules(ignored_lines=("* units LEFT today*",))
    before, after = "Shop\n\n12 units left today!\n\nEnd", "Shop\n\n9 units left today!\n\nEnd"
    assert compare(before, after).changed_enough
    change = compare(before, after, rules)
    assert not change.changed_enough
    assert change.fingerprint == compare(None, before, rules).fingerprint
    assert compare(before, after.replace("Shop", "Store"), rules).changed_enough


def test_the_first_version_of_a_page_is_a_change() -> None:
    change = compare(None, "Text.")
    assert (change.changed_enough, change.similarity, change.reason) == (True, 0.0, NEW_PAGE)


def test_an_accepted_page_that_was_empty_is_no_new_page() -> None:
    assert compare("", "").reason == "no change"
    assert "was added" in compare("", "Text.").reason


def test_fingerprints_are_those_of_the_text() -> None:
    same, other = (compare(None, clean(text)).fingerprint for text in ("A  b.\n12 views", "A b.\n\n13 views"))
    assert same == other != compare(None, clean("A c.")).fingerprint


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_that_is_none_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match=r"similarity_threshold=.* is not between 0 and 1"):
        ChangeRules(similarity_threshold=threshold)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("# A\n\n## Price\n\n10", "# A\n\n## Price\n\n20", "under 'Price': '10' became '20'"),
        ("# A\n\nb\n\nc", "# A\n\nb\n\nnew\n\nc", "under 'A': 'new' was added"),
        ("# A\n\nb\n\nc\n\nd", "# A\n\nd", "under 'A': 'b' was removed, and 1 more line"),
        ("a", "b", "'a' became 'b'"),
        ("```\na\nb\n```", "```\na\n\nb\n```", "blank lines changed"),
        (
            "word " * 40 + "old " + "tail " * 40,
            "word " * 40 + "new " + "tail " * 40,
            "'…word word word word word old tail tail tail tail tail tail tail tail…' became "
            "'…word word word word word new tail tail tail tail tail tail tail tail…'",
        ),
    ],
)
def test_the_reason_says_which_line_changed(before: str, after: str, reason: str) -> None:
    assert compare(clean(before), clean(after)).reason == reason


def megabyte(seed: int) -> list[str]:
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghij", k=6)) for _ in range(3000)]
    return [" ".join(chance.choices(words, k=14)) + "." for _ in range(10_000)]


@pytest.mark.parametrize("how", ["one word", "every second line", "reversed", "all of it", "few lines, often"])
def test_a_megabyte_is_compared_in_bounded_time(how: str) -> None:
    old = megabyte(1)
    new = {
        "one word": [*old[:5000], old[5000] + " more", *old[5001:]],
        "every second line": [line + " more" * (n % 2) for n, line in enumerate(old)],
        "reversed": old[::-1],
        "all of it": megabyte(2),
        "few lines, often": ["x", "y", "z"] * 30_000,
    }[how]
    before, after = "\n\n".join(old), "\n\n".join(new)
    started = time.perf_counter()
    for rules in (None, LENIENT):
        assert compare(before, after, rules).similarity < 1
    assert time.perf_counter() - started < 8  # two comparisons of about half a second; a quadratic step takes minutes
