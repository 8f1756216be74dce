"""What counts as a change on one domain's pages, as people set it and as the table domains keeps it."""

from collections.abc import Mapping
from typing import Any

from crawl_assets.llms_txt.comparing.changes import ChangeRules

THRESHOLD, IGNORED = "similarity_threshold", "ignored_lines"


def read_change_rules(stored: Mapping[str, Any]) -> ChangeRules:
    """Return a domain's rules of comparing, the default of what it does not set; raises ValueError for a wrong one."""
    unknown = sorted(set(stored) - {THRESHOLD, IGNORED})
    if unknown:
        raise ValueError(f"change_rules has no {unknown[0]!r}; it may have {THRESHOLD} and {IGNORED}.")
    threshold, ignored = stored.get(THRESHOLD, 1.0), stored.get(IGNORED, [])
    if not isinstance(threshold, int | float) or isinstance(threshold, bool):
        raise ValueError(f"{THRESHOLD}={threshold!r} is no number; one looks like 0.95.")  # noqa: TRY004
    if not isinstance(ignored, list | tuple) or not all(isinstance(glob, str) and glob.strip() for glob in ignored):
        raise ValueError(f"{IGNORED}={ignored!r} is no list of globs; one looks like ['Viewed * times'].")
    if any(not glob.strip("*? ") for glob in ignored):
        raise ValueError(f"{IGNORED}={ignored!r} holds a glob that every line matches; nothing would ever change.")
    return ChangeRules(float(threshold), tuple(ignored))


def changed_rules(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rules with those given in their place, an empty glob taking all globs away; raises ValueError."""
    rules = {**before, **given}
    if "" in given.get(IGNORED, ()):
        rules[IGNORED] = [glob for glob in given[IGNORED] if glob]
    read_change_rules(rules)
    return rules
