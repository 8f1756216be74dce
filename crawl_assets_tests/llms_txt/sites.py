"""Sites to compose, in one line each."""

from collections.abc import Sequence

from crawl_assets.llms_txt.composing.files import ComposeRules, Files, Site, SitePage, compose, read_rules

SITE = Site("docs.example.org", "Example docs", "What the example does.")
HOME = "https://docs.example.org"


def page(path: str, title: str = "A page", description: str = "What it is about.", markdown: str = "Text.") -> SitePage:
    """Make a page of the site by its path and query."""
    return SitePage(HOME + path, title, description, markdown)


def composed(*paths: str, **rules: object) -> Files:
    """Compose pages that only have paths."""
    return compose(SITE, [page(path, f"Title of {path}") for path in paths], read_rules(rules))


def many(folder: str, count: int, length: int = 100) -> list[SitePage]:
    """Make pages of one folder with descriptions of a length."""
    return [page(f"/{folder}/{number}.html", f"{folder} {number}", "d" * length) for number in range(count)]


def compose_plainly(pages: Sequence[SitePage]) -> Files:
    """Compose with no rules."""
    return compose(SITE, pages, ComposeRules())
