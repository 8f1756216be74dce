"""The offline gazetteer: towns and suburbs by name, honest about what it cannot tell apart."""

import asyncio
from typing import Any

import pytest

from crawl_assets.activities.enriching.gazetteer import folded, gazetteer
from crawl_assets.activities.enriching.geocoding import Located, query_of
from crawl_assets.activities.records import Location


def find(**fields: Any) -> Located:
    query = query_of(Location(**fields))
    assert query is not None
    return asyncio.run(gazetteer().locate(query))


def near(found: Located, latitude: float, longitude: float) -> bool:
    assert found.latitude is not None
    assert found.longitude is not None
    return abs(found.latitude - latitude) < 0.1 and abs(found.longitude - longitude) < 0.1


def test_a_town_and_its_country_are_the_middle_of_a_locality() -> None:
    found = find(city="Auckland", country_code="NZ")
    assert near(found, -36.85, 174.76)
    assert (found.status, found.precision, found.is_partial) == ("OK", "locality", False)
    assert found.components == {"city": "Auckland", "country_code": "NZ"}
    assert found.formatted_address is None, "it knows no streets, so it writes no addresses"
    assert not gazetteer().is_paid


@pytest.mark.parametrize(
    ("fields", "latitude", "longitude"),
    [
        ({"city": "Newtown", "state_province": "NSW", "country_code": "AU"}, -33.90, 151.18),
        ({"city": "Newtown", "state_province": "Victoria", "country_code": "AU"}, -38.15, 144.34),
        ({"city": "Springfield", "state_province": "Illinois", "country_code": "US"}, 39.80, -89.64),
        ({"formatted_address": "12 High St, Newtown NSW 2042, Australia"}, -33.90, 151.18),
        ({"formatted_address": "200 Main Ave, Springfield, IL 62704, USA"}, 39.80, -89.64),
        ({"formatted_address": "Royal Parade, Parkville VIC 3052"}, -37.78, 144.95),
        ({"formatted_address": "Perth, WA"}, -31.95, 115.86),
        ({"city": "St. Albans", "country_code": "GB"}, 51.75, -0.33),
        ({"city": "MÜNCHEN", "country_code": "DE"}, 48.14, 11.58),
        ({"city": "Munich", "country_code": "Germany"}, 48.14, 11.58),
    ],
)
def test_states_and_countries_tell_towns_of_one_name_apart(
    fields: dict[str, str], latitude: float, longitude: float
) -> None:
    found = find(**fields)
    assert near(found, latitude, longitude)
    assert not found.is_partial


def test_a_suburb_goes_before_its_city() -> None:
    found = find(formatted_address="Bondi Beach, Sydney, New South Wales, Australia")
    assert near(found, -33.89, 151.28)
    assert found.components["city"] == "Bondi Beach"


@pytest.mark.parametrize("fields", [{"city": "Newtown", "country_code": "AU"}, {"city": "London"}])
def test_a_name_that_several_places_have_is_to_be_reviewed(fields: dict[str, str]) -> None:
    assert find(**fields).is_partial


def test_a_state_that_has_no_such_town_is_to_be_reviewed() -> None:
    assert find(city="Auckland", state_province="Queensland", country_code="AU") == Located("ZERO_RESULTS")
    assert find(city="Parkville", state_province="NSW", country_code="AU").is_partial


@pytest.mark.parametrize(
    "fields", [{"name": "The Museum"}, {"city": "Nowhereville"}, {"street_address": "12 High St"}, {"city": "2042"}]
)
def test_what_it_does_not_know_has_no_place(fields: dict[str, str]) -> None:
    assert find(**fields) == Located("ZERO_RESULTS")


def test_names_are_compared_without_accents_marks_and_short_forms() -> None:
    assert folded("Saint-Étienne") == folded("St. Etienne") == "saint etienne"
