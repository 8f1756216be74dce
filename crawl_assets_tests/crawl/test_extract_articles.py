"""An article is its paragraphs: no title, byline, comments, captions or calls to read more; code in it is kept."""

import json

from crawl_assets.crawl.extract import Extracted, extract
from crawl_assets_tests.crawl.pages.prose import Prose

PROSE = Prose(77)
PARAGRAPHS = PROSE.paragraphs(6)
TITLE = PROSE.title()


def article(inside: str = "", below: str = "", head: str = "") -> Extracted:
    first, second = (f"<p>{'</p><p>'.join(part)}</p>" for part in (PARAGRAPHS[:3], PARAGRAPHS[3:]))
    return extract(
        f"<html><head><title>{TITLE}</title><meta property=og:type content=article>{head}</head><body>"
        f"<div class=story><h1>{TITLE}</h1>{first}{inside}{second}</div>{below}</body></html>",
        "https://example.org/a",
    )


def test_text_is_the_paragraphs_and_markdown_has_the_title_above_them() -> None:
    found = article("<p>By Ada Quill</p><p>Read more: <a href=/b>another story of the day</a></p>")
    assert [line for line in found.text.split("\n") if line not in (*PARAGRAPHS, "By Ada Quill")] == []
    assert found.markdown.startswith(f"# {TITLE}\n\n{PARAGRAPHS[0]}\n")


def test_comments_go_however_their_class_is_spelled() -> None:
    said = PROSE.paragraphs(4)
    for name in ("comments", "user_comment_list", "commentList", "sf-comments"):
        below = f"<div class={name}>{''.join(f'<div><p>{text}</p></div>' for text in said)}</div>"
        found = article(below=below)
        assert [text for text in said if text in found.text + found.markdown] == []


def test_captions_and_sign_ups_between_paragraphs_go() -> None:
    caption, call = PROSE.sentence(), PROSE.sentence()
    inside = f"<div class=image_caption>{caption}</div><div class=newsletter-signup><p>{call}</p></div>"
    text = article(inside).text
    assert caption not in text and call not in text


def test_the_body_that_a_publisher_names_settles_what_is_a_paragraph() -> None:
    promo = PROSE.paragraph(1)
    body = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(PARAGRAPHS)})
    linked = f"<script type=application/ld+json>{body}</script>"

    assert promo in article(f"<p>{promo}</p>").text
    assert article(f"<p>{promo}</p>", head=linked).text.split("\n") == PARAGRAPHS


def test_an_article_with_code_keeps_every_line_of_it() -> None:
    found = article("<pre><code>if a &lt; b:\n    return *a</code></pre>")
    assert "```\nif a < b:\n    return *a\n```" in found.markdown
    assert "if a < b:\n    return *a\n" in found.text


def test_a_cell_of_a_table_in_an_article_is_kept() -> None:
    found = article("<table><tr><th>Ferry</th><th>Seats</th></tr><tr><td>Ada</td><td>120</td></tr></table>")
    assert "| Ferry | Seats |\n| --- | --- |\n| Ada | 120 |" in found.markdown
