"""Activities near a place and by words; a map of them."""

import base64

import pytest

from crawl_assets.activities.distances import distance_km
from crawl_assets.activities.maps import map_picture
from crawl_assets.activities.records import Location
from crawl_assets.activities.searching import near, search
from crawl_assets.settings import read_settings
from crawl_assets.store.database import Database
from crawl_assets_tests.activities.rows import brought_in, line


def at(name: str, latitude: float, longitude: float) -> object:
    return line(name, location=Location(name=name, latitude=latitude, longitude=longitude))


def names(database: Database, latitude: float, longitude: float, km: float = 50) -> list[str]:
    return [found.activity.name for found in near(database, latitude, longitude, km, 10)]


def test_the_nearest_come_first_and_none_beyond_the_distance(database: Database) -> None:
    brought_in(database, [at("Far", 51.9, -2.6), at("Close", 51.46, -2.6), at("Here", 51.45, -2.59)])  # type: ignore[list-item]
    assert names(database, 51.45, -2.59, 10) == ["Here", "Close"]


def test_bug_b9_places_on_the_equator_and_the_first_meridian_are_found(database: Database) -> None:
    brought_in(database, [at("Null", 0.0, 0.0), at("Pier", 51.4, 0.0)])  # type: ignore[list-item]
    assert (names(database, 0.01, -0.01), names(database, 51.4, -0.01)) == (["Null"], ["Pier"])


@pytest.mark.parametrize(("latitude", "longitude"), [(-17.0, 179.99), (-17.0, -179.99)])
def test_the_other_side_of_the_180th_meridian_is_near(database: Database, latitude: float, longitude: float) -> None:
    brought_in(database, [at("East", -17.0, 179.98), at("West", -17.0, -179.98)])  # type: ignore[list-item]
    assert set(names(database, latitude, longitude)) == {"East", "West"}


def test_at_a_pole_every_longitude_is_near(database: Database) -> None:
    brought_in(database, [at("Igloo", 89.95, 100.0)])  # type: ignore[list-item]
    assert names(database, 89.95, -80.0) == ["Igloo"]


def test_a_distance_is_that_along_the_earth() -> None:
    assert distance_km(51.4545, -2.5879, 51.5074, -0.1278) == pytest.approx(170.9, abs=1.5)  # Bristol to London


def test_a_search_without_vectors_goes_by_words_and_says_so(database: Database) -> None:
    brought_in(database, [line("Otter Pool", description="Warm water"), line("Crow Hill", description="Warm wind")])
    found = search(database, read_settings({}), "warm WATER", 5)
    assert [hit.activity.name for hit in found.hits] == ["Otter Pool", "Crow Hill"]
    assert found.how.startswith("words")


def test_a_map_shows_a_point_a_place_and_leaves_a_lone_wrong_one_out() -> None:
    points = [(51.4 + number / 100, -2.6 + number / 100) for number in range(8)]
    svg = base64.b64decode(map_picture([*points, (-33.0, 151.0)], "A & B").split("base64,")[1][:-1]).decode()
    assert svg.count("<circle") == 8
    assert "A &amp; B: 9 places, 1 of them not shown" in svg
    assert map_picture([], "none") == ""
    assert "<circle" in base64.b64decode(map_picture([(0.0, 0.0)], "one").split("base64,")[1][:-1]).decode()
