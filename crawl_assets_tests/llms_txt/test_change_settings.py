"""What counts as a change, and who describes pages, is set by command; a wrong value is told with the value."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from crawl_assets.llms_txt.comparing.change_settings import read_change_rules
from crawl_assets.llms_txt.comparing.changes import ChangeRules
from crawl_assets.llms_txt.registry import find_domain
from crawl_assets.llms_txt.rows import Domain
from crawl_assets.resources import Store
from crawl_assets.settings import read_settings
from crawl_assets_tests.cryptic_bench.projects import cli
from crawl_assets_tests.llms_txt.rows import DOMAIN

EVERYTHING = ("--model", "acme/one", "--max-cost-usd", "0.5", "--similarity", "0.95", "--ignore-line", "Viewed *")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home")}
    assert said(environ, "add", f"https://{DOMAIN}/", *EVERYTHING).exit_code == 0
    return environ


def said(environ: dict[str, str], *arguments: str) -> Result:
    return cli(environ, "llms", *arguments)


def stored(environ: dict[str, str]) -> Domain:
    store = Store(lambda: read_settings(environ))
    domain = find_domain(store.database, DOMAIN)
    store.database.close()
    return domain


def test_adding_sets_the_model_its_cap_and_the_rules_of_comparing(environ: dict[str, str]) -> None:
    domain = stored(environ)
    assert (domain.model, domain.max_cost_usd) == ("acme/one", 0.5)
    assert domain.change_rules == {"similarity_threshold": 0.95, "ignored_lines": ["Viewed *"]}
    assert read_change_rules(domain.change_rules) == ChangeRules(0.95, ("Viewed *",))
    assert "described by acme/one, for at most 0.5 USD a crawl" in said(environ, "show", DOMAIN).stdout


def test_editing_changes_one_rule_and_leaves_the_other(environ: dict[str, str]) -> None:
    said(environ, "edit", DOMAIN, "--similarity", "0.9")
    assert stored(environ).change_rules == {"similarity_threshold": 0.9, "ignored_lines": ["Viewed *"]}
    said(environ, "edit", DOMAIN, "--ignore-line", "A*", "--ignore-line", "B*")
    assert stored(environ).change_rules == {"similarity_threshold": 0.9, "ignored_lines": ["A*", "B*"]}
    said(environ, "edit", DOMAIN, "--ignore-line", "", "--max-pages", "9")
    assert stored(environ).change_rules == {"similarity_threshold": 0.9, "ignored_lines": []}
    assert stored(environ).model == "acme/one"


@pytest.mark.parametrize("option", [("--no-model",), ("--model", "")])
def test_a_model_is_taken_away_again(environ: dict[str, str], option: tuple[str, ...]) -> None:
    assert "in their own words" in said(environ, "edit", DOMAIN, *option).stdout
    assert stored(environ).model is None
    assert (stored(environ).max_cost_usd is None) == (option == ("--no-model",))


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--similarity", "1.2"), "1.2 is not in the range 0<=x<=1"),
        (("--similarity", "nan"), "similarity_threshold=nan is not between 0 and 1"),
        (("--max-cost-usd", "0"), "0.0 is not in the range x>0"),
        (("--ignore-line", "*"), "holds a glob that every line matches"),
        (("--no-model", "--model", "acme/two"), "--no-model takes the model and its cap away"),
    ],
)
def test_a_wrong_value_is_told_and_changes_nothing(
    environ: dict[str, str], arguments: tuple[str, ...], line: str
) -> None:
    before = stored(environ)
    result = said(environ, "edit", DOMAIN, *arguments)
    assert result.exit_code != 0
    assert line in result.output
    assert stored(environ) == before


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        ({"similarity": 0.9}, "change_rules has no 'similarity'; it may have"),
        ({"similarity_threshold": "high"}, "similarity_threshold='high' is no number"),
        ({"similarity_threshold": True}, "similarity_threshold=True is no number"),
        ({"similarity_threshold": 2}, "similarity_threshold=2.0 is not between 0 and 1"),
        ({"ignored_lines": "Viewed *"}, "ignored_lines='Viewed *' is no list of globs"),
        ({"ignored_lines": [" "]}, "is no list of globs"),
        ({"ignored_lines": [3]}, "is no list of globs"),
    ],
)
def test_stored_rules_that_are_none_are_told_by_name(rules: dict[str, Any], line: str) -> None:
    with pytest.raises(ValueError) as told:
        read_change_rules(rules)
    assert line in str(told.value)
