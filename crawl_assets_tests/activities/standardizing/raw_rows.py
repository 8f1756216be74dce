"""Builders of raw rows, as a back end gives them."""

from datetime import UTC, datetime

from crawl_assets.activities.records import Activity, RawActivity
from crawl_assets.activities.standardizing.standardize import StandardRules, standardize

NOW = datetime(2026, 7, 1, tzinfo=UTC)
RULES = StandardRules(now=NOW, default_zone="Australia/Sydney")


def raw(name: object = "Story Time", **changes: object) -> RawActivity:
    return RawActivity(**{"row_key": "a1", "source_url": "https://outings.example/x", "name": name, **changes})  # type: ignore[arg-type]


def activity(name: object = "Story Time", rules: StandardRules = RULES, **changes: object) -> Activity:
    """Return the one activity that a raw row becomes."""
    made = standardize([raw(name, **changes)], rules)
    assert made.dropped == (), made.dropped
    return made.activities[0]
