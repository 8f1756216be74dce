"""Loading the code location against a bare `import dagster` with an empty Definitions, each in a fresh process.

Both are loaded twice before the clock runs, so that every file is compiled and in the page cache; then they alternate,
and the table shows medians. Compiled files are written whatever PYTHONDONTWRITEBYTECODE says, as an installation does.

Run: `python bench/code_location_load.py`
"""

import os
import statistics
import subprocess
import sys
import time

from tabulate import tabulate

WARM_UPS = 2
REPEATS = 9
GOAL = 1.3
PROGRAMS = {
    "import dagster, empty Definitions": "import dagster; defs = dagster.Definitions()",
    "crawl_assets.definitions": "import crawl_assets.definitions",
}


def seconds(program: str) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    return time.perf_counter() - started


def main() -> None:
    for program in list(PROGRAMS.values()) * WARM_UPS:
        seconds(program)
    repeats = [[seconds(program) for program in PROGRAMS.values()] for _ in range(REPEATS)]
    medians = [statistics.median(times) for times in zip(*repeats, strict=True)]
    shown = [
        (name, median, f"{median / medians[0]:.2f}x" + (f" (goal {GOAL:g}x)" if place else ""))
        for place, (name, median) in enumerate(zip(PROGRAMS, medians, strict=True))
    ]
    headers = [f"load in a fresh process, median of {REPEATS}", "seconds", ""]
    print(tabulate(shown, headers=headers, tablefmt="github", floatfmt=".2f"))


if __name__ == "__main__":
    main()
