"""The crawls of a domain, drawn."""

import base64
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

from crawl_assets.llms_txt.charts import SHOWN, crawl_chart
from crawl_assets.llms_txt.rows import CrawlReport
from crawl_assets_tests.llms_txt.rows import DOMAIN, NOW

FIRST = CrawlReport(DOMAIN, "job", NOW, 10, 10, 0, 0, 0, 0, 0, None, 1, True)


def svg(markdown: str) -> ET.Element:
    _, _, data = markdown.removesuffix(")").partition("base64,")
    return ET.fromstring(base64.b64decode(data))


def bars(reports: list[CrawlReport], colour: str) -> list[float]:
    found = svg(crawl_chart(reports)).iter("{http://www.w3.org/2000/svg}rect")
    return [float(bar.attrib["height"]) for bar in found if bar.attrib["fill"] == colour][1:]  # the first is the legend


def test_bars_are_as_high_as_there_are_pages() -> None:
    second = replace(FIRST, new=0, same=5, changed=5, crawled_at=NOW + timedelta(days=1))
    assert bars([FIRST, second], "#3b6ea5") == [164.0, 0.0]
    assert bars([FIRST, second], "#e0a030") == [0.0, 82.0]


def test_removed_pages_hang_down_and_everything_stays_within_the_picture() -> None:
    second = replace(FIRST, new=0, same=2, removed=8, crawled_at=NOW + timedelta(days=1))
    for bar in svg(crawl_chart([FIRST, second])).iter("{http://www.w3.org/2000/svg}rect"):
        assert 0 <= float(bar.attrib.get("y", 0)) <= 240 - float(bar.attrib["height"])


def test_only_the_newest_crawls_are_drawn_and_none_is_no_picture() -> None:
    assert len(bars([FIRST] * 100, "#3b6ea5")) == SHOWN
    assert crawl_chart([]) == ""


def test_a_domain_is_only_text() -> None:
    assert "<b>" not in ET.tostring(svg(crawl_chart([replace(FIRST, domain="<b>&")])), encoding="unicode")
