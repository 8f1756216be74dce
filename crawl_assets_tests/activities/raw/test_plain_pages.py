"""Pages without structured data: one about an activity is read by its labels, every other is none."""

import pytest

from crawl_assets.activities.raw.pages import read_page
from crawl_assets.activities.records import RawActivity, RawLocation
from crawl_assets_tests.activities.raw.scraping import page

SITE = "https://guide.example"
FACTS = "<p><b>When:</b> Saturday 1 May 2027, 10 am</p><p><b>Where:</b> The pond, 1 Mill Lane, Bath</p>"


def read(body: str, path: str = "/pond-dipping", **more: str) -> RawActivity:
    [row] = read_page(page(body, **more), SITE + path).rows
    return row


def kind(body: str, path: str = "/pond-dipping", title: str = "Pond dipping") -> str:
    found = read_page(page(body, title=title), SITE + path)
    assert bool(found.rows) == (found.kind == "detail")
    return found.kind


def test_what_stands_under_labels_is_read_as_it_is_written() -> None:
    row = read(FACTS + "<p>Cost: £4 a child</p><table><tr><th>Ages</th><td>4 to 9</td></tr></table>")
    assert (row.name, row.kind, row.start_date) == ("Pond dipping", "event", "Saturday 1 May 2027, 10 am")
    assert row.location == RawLocation(name="The pond", formatted_address="The pond, 1 Mill Lane, Bath")
    assert (row.price, row.age_range) == ("£4 a child", "4 to 9")
    assert row.evidence["start_date"] == "words under a label"


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>When</dt><dd>1 May</dd></dl>",
        "<h3>When?</h3><p>1 May</p>",
        "<div>When: 1 May</div>",
        "<ul><li><strong>When</strong>: 1 May</li></ul>",
        "<p>Wann: 1 May</p>",
        "<p>Quand : 1 May</p>",
    ],
)
def test_labels_stand_in_many_shapes(body: str) -> None:
    assert read(body).start_date == "1 May"


def test_a_line_like_an_address_is_one_without_a_label() -> None:
    assert read("<p>Find us at</p><p>12 Mill Lane, Bath BA1 1AA</p>").location == RawLocation(
        formatted_address="12 Mill Lane, Bath BA1 1AA"
    )
    assert read("<p>Hauptstraße 12, 10115 Berlin</p>").location is not None


def test_the_picture_and_the_description_come_from_the_head() -> None:
    head = '<meta property="og:image" content="/i.png"><meta name="description" content="With nets">'
    row = read(FACTS, head=head)
    assert (row.image_url, row.description) == (f"{SITE}/i.png", "With nets")


def test_the_day_a_page_was_published_is_not_when_the_activity_begins() -> None:
    head = '<meta property="article:published_time" content="2027-01-07T08:00:00Z">'
    row = read("<p>Date: 7 January 2027</p><p>Where: The pond</p>", head=head)
    assert (row.start_date, row.published) == (None, "2027-01-07")
    assert read("<p>Date: Thursday, January 7th, 2027</p><p>Where: The pond</p>", head=head).start_date is None
    assert read("<p>Date: 8 January 2027</p>", head=head).start_date == "8 January 2027"


def test_nothing_is_guessed_from_running_text() -> None:
    assert kind("<p>Last year, when it rained on 1 May, we went to the pond.</p>") == "other"


def test_footers_and_navigation_say_nothing_about_the_activity() -> None:
    assert (
        kind("<p>A walk.</p></main><footer><address>1 Mill Lane, Bath</address>When: always</footer><main>") == "other"
    )


CARDS = "".join(f'<li><a href="/p/{n}">A place called number {n}</a></li>' for n in range(8))


@pytest.mark.parametrize(
    ("path", "title", "body"),
    [
        ("/category/bbq", "BBQ spots", FACTS),
        ("/tag/free", "Free", FACTS),
        ("/events?page=2", "Events", FACTS),
        ("/things", "Top 10 playgrounds", FACTS),
        ("/places", "Places", f"<ul>{CARDS}</ul><p>Where: Bath</p>"),
    ],
)
def test_index_pages_are_no_activities(path: str, title: str, body: str) -> None:
    assert kind(body, path, title) == "listing"


@pytest.mark.parametrize("path", ["/", "/about-us", "/contact.html", "/privacy-policy", "/login", "/faq"])
def test_pages_about_the_site_are_no_activities(path: str) -> None:
    assert kind(FACTS, path) == "other"


def test_a_page_that_calls_itself_a_collection_is_a_list() -> None:
    html = page(FACTS, data={"@type": "CollectionPage", "name": "Ponds"})
    assert read_page(html, SITE + "/ponds-of-bath").kind == "listing"


@pytest.mark.parametrize("html", ["", "   ", "plain words", "\x00", "<", "<html>", "<main><h1></h1></main>"])
def test_a_page_of_nothing_names_nothing(html: str) -> None:
    assert read_page(html, SITE + "/a").rows == []
