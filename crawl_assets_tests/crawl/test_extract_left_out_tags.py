"""Pages that leave out what HTML lets them leave out are read whole."""

import pytest

from crawl_assets.crawl.extract import extract


@pytest.mark.parametrize("before", ["", "<head><title>T</title></head>", "<title>T</title>", "<title>T</title><body>"])
@pytest.mark.parametrize("element", ["main", "article", "section", "div"])
def test_a_page_that_leaves_out_its_body_tag_is_read(before: str, element: str) -> None:
    html = f"<!doctype html><html>{before}<{element}><h1>Ferries</h1><p>They run at noon.</p></{element}></html>"
    assert "They run at noon." in extract(html, "https://example.org/").markdown
