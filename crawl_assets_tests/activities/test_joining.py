"""What was found out about activities is joined by row key and content, never by position."""

import json
import random

import pytest

from crawl_assets.activities.enriching.embedding import VectorRow
from crawl_assets.activities.enriching.embedding_texts import RECIPE, embedding_text, text_hash
from crawl_assets.activities.enriching.geocoding import query_of
from crawl_assets.activities.enriching.images import ImageRow
from crawl_assets.activities.enriching.places import PlaceRow
from crawl_assets.activities.jsonl import PLACE_FLAG, ActivityLine, joined, manifest
from crawl_assets.activities.records import Activity, Location, read_lines, write_lines
from crawl_assets_tests.activities.rows import activity

COUNT = 40


def image_of(one: Activity, blob: str | None = "sha256:aa", error: str | None = None) -> ImageRow:
    return ImageRow(one.row_key, str(one.image_url), blob, blob and f"{one.row_key}aa", 10, 10, error)


def place_of(one: Activity, latitude: float, **more: object) -> PlaceRow:
    asked = query_of(one.location) if one.location else None
    query = asked.text if asked else ""
    found: dict[str, object] = {"precision": "ROOFTOP", "place_id": "id", "formatted_address": query} | {
        "is_partial": False,
        "needs_review": False,
        "components": {},
    }
    row = {"row_key": one.row_key, "query": query, "status": "OK", "latitude": latitude, "longitude": 0.0}
    return PlaceRow(**row | found | more, source="google", error=None)  # type: ignore[arg-type]


def vector_of(one: Activity, **more: object) -> VectorRow:
    values = {"text_hash": text_hash(embedding_text(one)), "is_kept": True, "batch_id": None, "error": None} | more
    return VectorRow(one.row_key, recipe=RECIPE, model="m", **values)  # type: ignore[arg-type]


def several() -> list[Activity]:
    return [
        activity(f"Walk {n}", image_url=f"https://x.org/{n}.png", location=Location(formatted_address=f"{n} Elm Rd"))
        for n in range(COUNT)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_in_whatever_order_the_results_come_the_bytes_are_the_same_and_each_is_its_own_row_s(seed: int) -> None:
    rows = several()
    images, vectors = [image_of(one) for one in rows], [vector_of(one) for one in rows]
    places = [place_of(one, number) for number, one in enumerate(rows)]
    expected = write_lines(joined(rows, images, places, vectors))
    chance = random.Random(seed)
    mixed = [list(part) for part in (rows, images, places, vectors)]
    for part in mixed:
        chance.shuffle(part)
    assert write_lines(joined(*mixed)) == expected  # type: ignore[arg-type]
    for line in read_lines(expected, ActivityLine):
        number = int(line.name.removeprefix("Walk "))
        assert line.location is not None
        assert line.location.latitude == number
        assert line.image is not None
        assert str(line.image.sha256).startswith(line.row_key)


def test_a_missing_picture_place_or_vector_loses_no_row() -> None:
    rows = several()
    lines = joined(rows, [image_of(rows[0], None, "HTTP 404")], [], [])
    assert len(lines) == COUNT
    told = next(line for line in lines if line.row_key == rows[0].row_key)
    assert told.image is not None
    assert (told.image.blob, told.image.error) == (None, "HTTP 404")
    assert sum(line.image is None for line in lines) == COUNT - 1


def test_what_belongs_to_an_earlier_version_of_a_row_is_not_taken() -> None:
    old = activity("Walk", image_url="https://x.org/old.png", location=Location(formatted_address="1 Elm Rd"))
    new = activity("Walk", image_url="https://x.org/new.png", location=Location(formatted_address="2 Elm Rd"))
    [line] = joined([new], [image_of(old)], [place_of(old, 1.0)], [vector_of(old)])
    assert (line.image, line.place, line.embedding) == (None, None, None)


def test_bug_b9_an_uncertain_place_is_told_of_and_not_taken_and_the_equator_is_a_place() -> None:
    one = activity("Walk", location=Location(formatted_address="1 Elm Rd"))
    [line] = joined([one], [], [place_of(one, 51.0, needs_review=True, is_partial=True)], [])
    assert line.location == one.location
    assert PLACE_FLAG in line.flags
    assert line.place is not None
    assert line.place.latitude == 51.0
    [line] = joined([one], [], [place_of(one, 0.0)], [])
    assert line.location is not None
    assert (line.location.latitude, line.location.longitude) == (0.0, 0.0)


def test_a_geocoder_s_parts_fill_only_what_the_page_does_not_say() -> None:
    one = activity("Walk", location=Location(formatted_address="1 Elm Rd", city="Frome"))
    parts = {"city": "Bath", "postal_code": "BA11 1AA"}
    [line] = joined([one], [], [place_of(one, 51.0, components=parts)], [])
    assert line.location is not None
    assert (line.location.city, line.location.postal_code) == ("Frome", "BA11 1AA")


def test_the_manifest_tells_what_the_file_holds() -> None:
    rows = several()
    lines = joined(rows, [image_of(one) for one in rows[:3]], [], [vector_of(one) for one in rows[:2]])
    data = write_lines(lines)
    told = json.loads(json.dumps(manifest(lines, data, "w", "https://x.org")))
    assert (told["rows"], told["with_image"], told["with_embedding"], told["bytes"]) == (COUNT, 3, 2, len(data))
    assert told["schema_version"] == 1


def test_a_town_that_stands_in_for_a_place_is_told_apart_from_a_place() -> None:
    one = activity("Wild weaving", location=Location(name="Long Acre", city="Bristol"))
    town = place_of(one, 51.45, precision="locality", place_id="geonames:2654675", formatted_address="Bristol, GB")
    exact = place_of(one, 51.45, precision="ROOFTOP", place_id="ChIJ1", formatted_address="Long Acre, Bristol")
    (coarse,), (sure,) = joined([one], [], [town], []), joined([one], [], [exact], [])
    assert coarse.location is not None and sure.location is not None
    assert (coarse.location.latitude, coarse.location.place_id) == (51.45, "area:geonames:2654675")
    assert (coarse.location.formatted_address, sure.location.formatted_address) == ("", "Long Acre, Bristol")
    assert sure.location.place_id == "ChIJ1"
