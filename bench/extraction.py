"""Body text of labelled pages: ours beside each library alone. F1 over runs of four words, lines lost, pages a second.

The pages are the sixty of the tests. With a folder laid out as https://github.com/scrapinghub/article-extraction-benchmark
(ground-truth.json and html/*.html.gz) the same table is printed for its real article pages; precision and recall are
averaged over pages, and F1 is taken from the two, as there.

Run: `python bench/extraction.py [FOLDER]`
"""

import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

from crawl_assets.crawl.extract import extract
from crawl_assets_tests.crawl.pages.articles import article_pages
from crawl_assets_tests.crawl.pages.content import Labelled
from crawl_assets_tests.crawl.pages.documentation import documentation_pages

REPEATS = 3
GOAL = 0.96


@dataclass(frozen=True)
class Case:
    """A page with its true body text."""

    url: str
    html: str
    body: str
    code_lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def ours(case: Case) -> str:
    return extract(case.html, case.url).text


def trafilatura_text(case: Case) -> str:
    import trafilatura

    return trafilatura.extract(case.html, include_comments=False) or ""


def trafilatura_markdown(case: Case) -> str:
    import trafilatura

    return trafilatura.extract(case.html, include_comments=False, output_format="markdown", include_links=True) or ""


def readability(case: Case) -> str:
    from lxml.html import fromstring
    from readability import Document

    return "\n".join(fromstring(Document(case.html).summary()).itertext())


def justext_text(case: Case) -> str:
    import justext

    paragraphs = justext.justext(case.html.encode(), justext.get_stoplist("English"), encoding="utf-8")
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def whole_page(case: Case) -> str:
    from lxml.html import document_fromstring

    root = document_fromstring(case.html.encode())
    return "\n".join(part for element in root.iter("p", "li", "td", "pre", "dd", "dt") for part in element.itertext())


METHODS: dict[str, Callable[[Case], str]] = {
    "crawl_assets": ours,
    "trafilatura": trafilatura_text,
    "trafilatura, Markdown": trafilatura_markdown,
    "readability-lxml": readability,
    "justext (English)": justext_text,
    "no extraction": whole_page,
}


def runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def score(case: Case, found: str) -> tuple[float, float]:
    """Return precision and recall."""
    true, said = runs(case.body), runs(found)
    same = (true & said).total()
    return same / max(1, said.total()), same / max(1, true.total())


def lost(case: Case, found: str) -> tuple[int, int]:
    """Return how many code lines and table rows are not in the text; a row is there when a line holds all its cells."""
    lines = found.split("\n")
    kept = {line.strip() for line in lines}
    code = sum(line.strip() not in kept for line in case.code_lines)
    rows = sum(not any(all(cell in line for cell in row) for line in lines) for row in case.rows)
    return code, rows


def safely(method: Callable[[Case], str], case: Case) -> str:
    try:
        return method(case)
    except Exception:  # a library that stumbles has found nothing
        return ""


def measured(name: str, cases: list[Case]) -> list[object]:
    method = METHODS[name]
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        found = [safely(method, case) for case in cases]
        seconds.append(time.perf_counter() - start)
    scores = [score(case, text) for case, text in zip(cases, found, strict=True)]
    precision, recall = (statistics.mean(part) for part in zip(*scores, strict=True))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    losses = [lost(case, text) for case, text in zip(cases, found, strict=True)]
    code, rows = (sum(part) for part in zip(*losses, strict=True))
    return [name, f1, precision, recall, code, rows, len(cases) / min(seconds)]


def table(title: str, cases: list[Case]) -> None:
    code, rows = sum(len(case.code_lines) for case in cases), sum(len(case.rows) for case in cases)
    print(f"\n{title}: {len(cases)} pages, {code} code lines, {rows} table rows")
    headers = ["", "F1", "precision", "recall", "code lines lost", "rows lost", "pages/s"]
    lines = [measured(name, cases) for name in METHODS]
    print(tabulate(lines, headers, floatfmt=("", ".3f", ".3f", ".3f", "", "", ".0f")))


def made(pages: list[Labelled]) -> list[Case]:
    return [Case(page.url, page.html, page.body, tuple(page.code_lines), tuple(page.rows)) for page in pages]


def real(folder: Path) -> list[Case]:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return [
        Case(
            entry.get("url") or "https://example.org/",
            gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()).decode("utf-8", "replace"),
            entry["articleBody"],
        )
        for key, entry in truth.items()
    ]


def main() -> None:
    table("Articles, blogs, forums, shops", made(article_pages()))
    table("Documentation", made(documentation_pages()))
    if len(sys.argv) > 1:
        table(f"Real articles (goal: F1 of {GOAL})", real(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
