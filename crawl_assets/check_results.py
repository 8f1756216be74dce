"""Results of asset checks that list what is wrong."""

from collections.abc import Sequence

import dagster as dg

ERROR, WARN = dg.AssetCheckSeverity.ERROR, dg.AssetCheckSeverity.WARN
SHOWN = 50


def check_result(problems: Sequence[str], severity: dg.AssetCheckSeverity, looked_at: int) -> dg.AssetCheckResult:
    """Fail when there are problems (a sentence each, the first ones shown); `looked_at` counts what was checked."""
    listed = "\n".join(f"- {problem}" for problem in problems[:SHOWN]) or "none"
    return dg.AssetCheckResult(
        passed=not problems,
        severity=severity,
        metadata={"looked_at": looked_at, "problems": dg.MetadataValue.md(listed)},
    )
