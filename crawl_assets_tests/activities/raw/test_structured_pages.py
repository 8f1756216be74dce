"""What a page says by schema.org becomes activities: as many as it names, in the source's own words."""

from typing import Any

import pytest

from crawl_assets.activities.raw.pages import read_page
from crawl_assets.activities.records import RawActivity, RawLocation
from crawl_assets_tests.activities.raw.scraping import event, page

URL = "https://guide.example/events/pond/"


def rows(html: str, url: str = URL) -> list[RawActivity]:
    return read_page(html, url).rows


def row(data: Any, title: str = "Pond dipping") -> RawActivity:
    [found] = rows(page(data=data, title=title))
    return found


def test_an_event_is_read_with_all_that_it_says() -> None:
    found = row(
        event(
            description="<p>With nets &amp; jars</p>",
            startDate="2027-05-01T10:00:00+01:00",
            endDate="2027-05-01T12:00:00+01:00",
            image={"@type": "ImageObject", "url": "/img/pond.jpg"},
            keywords=["nature", "Nature", "water"],
            typicalAgeRange="4-9",
            offers=[{"@type": "Offer", "name": "Child", "price": 7.50, "priceCurrency": "GBP"}],
            location={
                "@type": "Place",
                "name": "The pond",
                "address": {
                    "streetAddress": "1 Mill Lane",
                    "addressLocality": "Bath",
                    "addressCountry": {"name": "GB"},
                },
                "geo": {"latitude": "51.38", "longitude": -2.36},
            },
        )
    )
    assert (found.name, found.description, found.kind) == ("Pond dipping", "With nets & jars", "event")
    assert (found.start_date, found.end_date) == ("2027-05-01T10:00:00+01:00", "2027-05-01T12:00:00+01:00")
    assert (found.image_url, found.tags) == ("https://guide.example/img/pond.jpg", ("nature", "Nature", "water"))
    assert found.location == RawLocation(
        name="The pond", street_address="1 Mill Lane", city="Bath", country_code="GB", latitude=51.38, longitude=-2.36
    )
    assert (found.price, found.age_range) == ("Child 7.5 GBP", "4-9")
    assert found.evidence["start_date"] == "json-ld $"


def test_a_price_keeps_the_digits_that_the_page_wrote() -> None:
    html = '<script type="application/ld+json">{"@type":"Event","name":"A walk","offers":{"price":7.50}}</script>'
    assert rows(html)[0].price == "7.50"


@pytest.mark.parametrize(
    ("offers", "price"),
    [
        ({"lowPrice": "3", "highPrice": "5", "priceCurrency": "EUR"}, "3-5 EUR"),
        ({"price": 0, "priceCurrency": "GBP"}, "0 GBP"),
        ({"priceSpecification": {"price": "9", "priceCurrency": "USD"}}, "9 USD"),
        ([{"price": "6", "priceCurrency": "GBP", "name": "Adult"}, {"price": "3"}], "Adult 6 GBP; 3"),
        ({"url": "https://tickets.example"}, None),
        (None, None),
    ],
)  # fmt: skip
def test_offers_become_one_line(offers: Any, price: str | None) -> None:
    assert row(event(offers=offers)).price == price


def test_what_is_free_by_its_own_word_is_free() -> None:
    assert row(event(isAccessibleForFree=True)).price == "free"
    assert row(event(isAccessibleForFree="False")).price is None


def test_microdata_says_the_same_as_json_ld() -> None:
    html = """<main><div itemscope itemtype="https://schema.org/MusicEvent"><h1 itemprop="name">Brass</h1>
      <time itemprop="startDate" datetime="2027-05-01T19:00">1 May</time><img itemprop="image" src="b.jpg">
      <div itemprop="location" itemscope itemtype="https://schema.org/Place"><b itemprop="name">Hall</b>
      <div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
      <span itemprop="addressLocality">Bath</span></div></div></div></main>"""
    [found] = rows(html)
    assert (found.name, found.start_date, found.kind) == ("Brass", "2027-05-01T19:00", "event")
    assert (found.image_url, found.location) == (f"{URL}b.jpg", RawLocation(name="Hall", city="Bath"))
    assert found.evidence["name"] == "microdata MusicEvent[0]"


def test_one_thing_in_two_notations_is_read_once_by_its_key() -> None:
    html = page(
        '<div itemscope itemtype="http://schema.org/Event"><i itemprop="name">Pond dipping</i></div>', data=event()
    )
    assert len({one.row_key for one in rows(html)}) == 1


@pytest.mark.parametrize("kind", ["Playground", "Museum", "Zoo", "TouristAttraction", "Park", "SportsActivityLocation"])
def test_places_to_go_to_are_activities(kind: str) -> None:
    found = row({"@type": kind, "name": "Otters", "address": "1 Otter Row, Bath"}, title="Otters")
    assert (found.kind, found.location) == ("place", RawLocation(name="Otters", formatted_address="1 Otter Row, Bath"))


def test_a_bare_business_counts_only_where_the_page_is_about_it() -> None:
    shop = {"@type": "LocalBusiness", "name": "Clay corner", "address": "1 Mill Lane, Bath"}
    assert [one.name for one in rows(page(data=shop, title="Clay corner, pottery for all"))] == ["Clay corner"]
    assert rows(page(data=shop, title="Opening again in May")) == []
    assert rows(page(data={"@type": "Place", "name": "Bath"}, title="Ten playgrounds in Bath")) == []


def test_the_venue_and_the_organizer_of_an_event_are_no_activities() -> None:
    found = rows(
        page(
            data=event(
                location={"@type": "Museum", "name": "Tide Museum"},
                organizer={"@type": "Library", "name": "Town library"},
                superEvent=event("Summer of water"),
            )
        )
    )
    assert [one.name for one in found] == ["Pond dipping"]


def test_the_venue_beside_an_event_is_one_only_where_the_page_is_about_it() -> None:
    data = {"@graph": [event(), {"@type": "Museum", "name": "Tide Museum"}]}
    assert [one.name for one in rows(page(data=data))] == ["Pond dipping"]
    assert [one.name for one in rows(page(data=data, title="Tide Museum"))] == ["Pond dipping", "Tide Museum"]


def test_parts_of_an_event_are_activities_too() -> None:
    found = rows(page(data=event("Summer of water", subEvent=[event("Raft race"), event("Duck race")]), title="Summer"))
    assert [one.name for one in found] == ["Summer of water", "Raft race", "Duck race"]


def test_a_reference_by_id_leads_to_the_place() -> None:
    data = {"@graph": [event(location={"@id": "#hall"}), {"@type": "Place", "@id": "#hall", "name": "Hall"}]}
    assert row(data).location == RawLocation(name="Hall")


def test_a_reference_within_what_a_reference_leads_to_is_followed() -> None:
    hall = {"@type": "Place", "@id": "#hall", "name": "Hall", "address": {"@id": "#address"}}
    address = {"@type": "PostalAddress", "@id": "#address", "addressLocality": "Bath"}
    assert row({"@graph": [event(location={"@id": "#hall"}), hall, address]}).location == RawLocation(
        name="Hall", city="Bath"
    )


def test_objects_that_all_name_all_others_take_no_time() -> None:
    everybody = [{"@id": f"#{n}"} for n in range(200)]
    graph = [event(f"E{n}", **{"@id": f"#{n}", "about": everybody}) for n in range(200)]
    found = rows(page(data={"@graph": graph}))
    assert {one.name for one in found} == {f"E{n}" for n in range(200)}


def test_an_item_whose_owner_is_no_item_is_read() -> None:
    html = '<div itemprop="event" itemscope itemtype="http://schema.org/Event"><b itemprop="name">Brass</b></div>'
    assert [one.name for one in rows(html)] == ["Brass"]


def test_objects_that_name_each_other_end() -> None:
    one = event("A", **{"@id": "#a", "subEvent": {"@id": "#b"}})
    other = event("B", **{"@id": "#b", "subEvent": {"@id": "#a"}})
    assert [row.name for row in rows(page(data={"@graph": [one, other]}))].count("A") == 2


def test_an_online_event_has_no_place_and_says_so() -> None:
    found = row(event(location={"@type": "VirtualLocation", "url": "https://video.example"}))
    assert (found.location, found.evidence["attendance"]) == (None, "online")


def test_a_schedule_and_opening_hours_stay_in_the_sources_words() -> None:
    schedule = {
        "repeatFrequency": "P1W",
        "byDay": "https://schema.org/Saturday",
        "startTime": "09:30",
        "startDate": "2027-05-01",
    }
    found = row(event(eventSchedule=schedule))
    assert (found.start_date, found.evidence["schedule"]) == ("2027-05-01", "repeats P1W; Saturday; 09:30")
    hours = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": ["Monday", "Tuesday"],
        "opens": "10:00",
        "closes": "17:00",
    }
    found = row({"@type": "Museum", "name": "Tides", "openingHoursSpecification": hours}, title="Tides")
    assert found.evidence["opening_hours"] == "Monday, Tuesday 10:00-17:00"


def test_a_cancelled_event_keeps_its_status() -> None:
    assert row(event(eventStatus="https://schema.org/EventCancelled")).evidence["status"] == "EventCancelled"


def test_relative_addresses_become_absolute_by_the_pages_base() -> None:
    html = page(data=event(image="pond.jpg", url="detail/"), head='<base href="/on/">')
    [found] = rows(html)
    assert (found.image_url, found.source_url) == (
        "https://guide.example/on/pond.jpg",
        "https://guide.example/on/detail/",
    )


def test_an_address_on_another_site_is_not_taken_for_the_page() -> None:
    assert row(event(url="https://tickets.example/7")).source_url == URL


@pytest.mark.parametrize("nothing", [None, "", "null", " None ", "N/A", "undefined", []])
def test_json_nulls_are_gone(nothing: Any) -> None:
    found = row(
        event(description=nothing, startDate=nothing, image=nothing, keywords=nothing, location=nothing, offers=nothing)
    )
    assert (found.description, found.start_date, found.image_url, found.location, found.price) == (None,) * 5
    assert found.tags == () and set(found.evidence) == {"name"}


def test_an_address_of_nulls_is_no_address() -> None:
    place = {
        "@type": "Place",
        "name": None,
        "address": {"streetAddress": None, "addressLocality": "null"},
        "geo": {"latitude": 0, "longitude": 0},
    }
    assert row(event(location=place)).location is None


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type":"Event","name":"Pond dipping"} -->',
        '{"@type":"Event","name":"Pond dipping"};',
        '//<![CDATA[\n{"@type":"Event","name":"Pond dipping"}\n//]]>',
        "{&quot;@type&quot;:&quot;Event&quot;,&quot;name&quot;:&quot;Pond dipping&quot;}",
        '{"@type":"Event","name":"Pond\ndipping"}',
    ],
)
def test_json_ld_with_the_usual_mistakes_is_read(script: str) -> None:
    assert [one.name for one in rows(f'<script type="application/ld+json">{script}</script>')] == ["Pond dipping"]


@pytest.mark.parametrize("script", ["{", "[1, 2", "null", '"text"', "{}" * 3, '{"@type": 7, "name": {}}', "[" * 50_000])
def test_what_cannot_be_read_is_left_out(script: str) -> None:
    assert rows(f'<h1>A</h1><script type="application/ld+json">{script}</script>') == []
