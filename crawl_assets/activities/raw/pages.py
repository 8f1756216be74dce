"""One page: which activities it names. Structured data goes before words; an index page without any names none."""

from dataclasses import dataclass

from crawl_assets.activities.raw.page_class import PageClass, is_about_the_site, page_class
from crawl_assets.activities.raw.plain_pages import PlainPage
from crawl_assets.activities.raw.schema_org import base_of, schema_objects
from crawl_assets.activities.raw.structured import has_list, structured_activities
from crawl_assets.activities.records import RawActivity
from crawl_assets.crawl.html_tree import parse
from crawl_assets.crawl.metadata import metadata


@dataclass(frozen=True, slots=True)
class PageReading:
    """What came of one page."""

    kind: PageClass
    rows: list[RawActivity]
    text: str = ""  # of its main part, line by line; '' where no activity can be expected


def read_page(html: str, url: str, *, may_read_words: bool = True) -> PageReading:
    """Read a page; without `may_read_words` its structured data alone counts. Never fails."""
    root = parse(html)
    if root is None:
        return PageReading("other", [])
    base, objects, about = base_of(root, url), schema_objects(root), metadata(root)
    rows = structured_activities(objects, url, base, about.heading or about.title)
    if rows:
        return PageReading("detail" if len(rows) == 1 else "listing", rows)
    page = PlainPage(root, about)
    heading = about.heading or about.title
    kind = page_class(url, heading, root, calls_itself_a_list=has_list(objects), has_facts=page.has_facts)
    row = page.activity(url, base) if kind == "detail" and may_read_words else None
    return PageReading(kind, [row] if row is not None else [], "" if is_about_the_site(url) else page.text)
