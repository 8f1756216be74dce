"""Index and category pages are no activities, whoever scraped them."""

from pathlib import Path

import pytest

from crawl_assets.activities.raw.index_pages import without_index_pages
from crawl_assets.activities.raw.merging import merged
from crawl_assets.activities.raw.order import ScrapeOrder
from crawl_assets.activities.records import RawActivity, RawLocation, row_key
from crawl_assets_tests.activities.raw.scraping import by_name, fetchfox_of, scraped
from crawl_assets_tests.fakes.fetchfox import FetchFoxServer

SITE = "https://guide.example"


def row(name: str, path: str = "/a", **more: object) -> RawActivity:
    url = SITE + path
    return RawActivity(row_key(url, name), url, name, **more)  # type: ignore[arg-type]


def is_index(*rows: RawActivity) -> bool:
    return rows[0] in without_index_pages(rows)[1]


@pytest.mark.parametrize(
    "name",
    [
        "bbq - parks and playgrounds", "Parks & Playgrounds", "Things to do", "Free events",
        "Free things to do: Museums",
        "What's on", "All indoor activities", "Beaches, pools and walks", "Auckland | Events", "Best playgrounds",
    ],
)  # fmt: skip
def test_a_name_that_is_a_category_and_nothing_else_is_an_index_page(name: str) -> None:
    assert is_index(row(name))


@pytest.mark.parametrize(
    "name",
    [
        "Otter Playground",
        "Events hall open day",
        "Museum of Parks",
        "The walks of Ada",
        "Pools of light",
        "Markets for beginners",
    ],
)
def test_a_name_that_says_more_is_none(name: str) -> None:
    assert not is_index(row(name))


@pytest.mark.parametrize(
    "fact",
    [
        {"start_date": "2027-05-01"},
        {"price": "free"},
        {"age_range": "4-9"},
        {"location": RawLocation(street_address="1 Mill Lane")},
    ],
)
def test_a_time_a_street_a_price_or_an_age_makes_it_an_activity(fact: dict[str, object]) -> None:
    assert not is_index(row("Free events", **fact))


def test_the_folder_of_others_is_an_index_page() -> None:
    below = [row(f"Spot {n}", f"/bbq/spot-{n}") for n in range(3)]
    assert is_index(row("Sausages in the sun", "/bbq/"), *below)
    assert not is_index(row("Sausages in the sun", "/bbq/"), *below[:2])
    assert not is_index(row("Sausages in the sun", "/bbq/", price="£3"), *below)


def test_scrapers_that_take_index_pages_for_activities_are_corrected_and_it_is_told(tmp_path: Path) -> None:
    index = {"name": "bbq - parks and playgrounds", "_url": f"{SITE}/bbq", "location": {"name": None}}
    with FetchFoxServer([index, {"name": "Otter Playground", "_url": f"{SITE}/otter"}]) as server:
        found = scraped(tmp_path, ScrapeOrder(SITE, backend="fetchfox"), fetchfox=fetchfox_of(server))
    assert set(by_name(found)) == {"Otter Playground"}
    assert found.notes == [
        f"Left out as index pages, which are no activities: bbq - parks and playgrounds ({SITE}/bbq)"
    ]


def test_what_several_say_of_one_activity_is_one_row_with_all_of_it() -> None:
    rows = [row("Pond dipping", tags=("water",)), row("Pond  Dipping!", price="£4", evidence={"price": "x"})]
    [one] = merged(rows)
    assert (one.tags, one.price, one.evidence["price"]) == (("water",), "£4", "x")
    assert one.row_key == row_key(f"{SITE}/a", "pond dipping")


def test_keys_do_not_depend_on_the_order() -> None:
    rows = [row("A", start_date=f"2027-05-0{n}") for n in (1, 2)] + [row("A"), row("B"), row("A", "/b")]
    keys = {(one.source_url, one.name, one.start_date): one.row_key for one in merged(rows)}
    turned = {(one.source_url, one.name, one.start_date): one.row_key for one in merged(reversed(rows))}
    assert keys == turned and len(set(keys.values())) == len(keys) == 4
