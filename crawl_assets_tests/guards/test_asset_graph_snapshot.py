"""The asset graph is as it was committed: a changed key, dependency, partition or schedule shows in the diff."""

from difflib import unified_diff

import dagster as dg

from crawl_assets.definitions import defs
from crawl_assets_tests.guards.asset_graph import COMMAND, SNAPSHOT, as_text, described


def differences(committed: str, found: str) -> str:
    return "\n".join(unified_diff(committed.splitlines(), found.splitlines(), "committed", "now", lineterm="", n=4))


def test_the_asset_graph_is_the_committed_one() -> None:
    changed = differences(SNAPSHOT.read_text(encoding="utf-8"), as_text(defs))
    assert not changed, f"the asset graph has changed:\n{changed}\nIs all of it meant? Then run: {COMMAND}"


def test_every_partitioned_asset_can_be_started_from_a_job() -> None:
    found = described(defs)
    in_jobs = {asset for name, job in found["jobs"].items() if name != "__ASSET_JOB" for asset in job["assets"]}
    assert set(found["assets"]) - in_jobs == set()


def test_a_new_dependency_and_a_removed_check_show_in_the_differences() -> None:
    @dg.asset
    def first() -> None: ...

    @dg.asset(deps=[first])
    def second() -> None: ...

    @dg.asset(name="second")
    def alone() -> None: ...

    @dg.asset_check(asset=first, blocking=True)
    def holds() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=True)

    before = as_text(dg.Definitions([first, second], asset_checks=[holds]))
    after = as_text(dg.Definitions([first, alone]))
    lines = differences(before, after).splitlines()
    assert '-    "first"' in lines
    assert '-  "first: holds": {' in lines
    assert differences(before, before) == ""
