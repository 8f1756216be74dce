"""Rows of a run among themselves and against what is kept: same, different, or for people to say."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.activities.resolving.blocking import candidate_pairs
from crawl_assets.activities.resolving.comparable import Comparable, loose_name, prepared
from crawl_assets.activities.resolving.resolve import Match, Resolution, resolve
from crawl_assets_tests.activities.resolving.many import many

TEXT = "swings slides fenced shade toilets barbecue picnic tables"
OTHER_TEXT = "library books rhymes singing babies cushions morning coffee"


def row(key: str, name: str = "Banksia Hill Park", **changes: object) -> Comparable:
    return Comparable(**{"key": key, "name": name, "source_url": f"https://outings.example/{key}", **changes})  # type: ignore[arg-type]


def at(
    key: str, name: str = "Banksia Hill Park", address: str = "12 Acacia Street, Glebe NSW 2037", **changes: object
) -> Comparable:
    return row(key, name, formatted_address=address, **changes)


def groups(*rows: Comparable) -> list[tuple[str, ...]]:
    return list(resolve(rows).groups)


def against(new: Comparable, *kept: Comparable) -> Match:
    return resolve([new], kept).against_kept[0]


@pytest.mark.parametrize(
    "name",
    [
        "BANKSIA HILL PARK",
        "The Banksia Hill Park",
        "Banksia Hill Park Playground",
        "Banksia Hill Park, Glebe",
        "Banksia Hill Park (Glebe)",
        "Banksia-Hill Park in Glebe",
        "Bánksia Hill Park!",
        "Bankisa Hill Park",
        "Banskia Hill Park",
        "Banksa Hill Park",
    ],
)
def test_a_name_in_another_spelling_at_the_same_address_is_the_same(name: str) -> None:
    assert groups(at("a"), at("b", name, "12 Acacia St, Glebe, NSW 2037, Australia")) == [("a", "b")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Banksia Hill Park", "Banksia Hill Farm"),
        ("Story Time", "Baby Rhyme Time"),
        ("Swim Squad Level 1", "Swim Squad Level 2"),
        ("North Glebe Oval", "South Glebe Oval"),
        ("Robotics Fortnight", "Robotics Fortnight 2"),
        ("Bakers Lane Hall", "Makers Lane Hall"),
    ],
)
def test_other_names_at_one_address_are_different(one: str, other: str) -> None:
    assert groups(at("a", one), at("b", other)) == [("a",), ("b",)]


def test_one_name_in_two_suburbs_is_two_places() -> None:
    assert groups(at("a"), at("b", address="3 Fern Road, Penrith NSW 2750")) == [("a",), ("b",)]


def test_a_park_and_the_kiosk_of_the_park_are_left_to_people_when_they_stand_at_one_address() -> None:
    found = resolve([at("a", description=TEXT), at("b", "Banksia Hill Park Kiosk", description=OTHER_TEXT)])
    assert found.groups == (("a",), ("b",))
    assert [(one.row_key, one.with_key, one.verdict) for one in found.doubts] == [("b", "a", "review")]


def test_a_longer_name_of_one_place_with_the_same_text_is_the_same() -> None:
    assert groups(at("a", description=TEXT), at("b", "Banksia Hill Park Reserve", description=TEXT)) == [("a", "b")]


def test_a_rare_name_without_a_place_is_the_same_and_a_common_one_is_left_to_people() -> None:
    assert groups(row("a"), at("b")) == [("a", "b")]
    found = resolve([row("a", "Story Time"), at("b", "Story Time")])
    assert found.groups == (("a",), ("b",))
    assert len(found.doubts) == 1


def test_a_common_name_without_a_place_is_the_same_when_the_text_is() -> None:
    assert groups(row("a", "Story Time", description=TEXT), at("b", "Story Time", description=TEXT)) == [("a", "b")]


def test_a_row_that_may_be_either_of_two_places_joins_neither() -> None:
    found = resolve([at("a"), at("b", address="3 Fern Road, Penrith NSW 2750"), row("c")])
    assert found.groups == (("a",), ("b",), ("c",))
    assert {frozenset((one.row_key, str(one.with_key))) for one in found.doubts} == {frozenset("ac"), frozenset("bc")}


def test_the_text_decides_which_of_two_places_a_row_is() -> None:
    one = at("a", description=TEXT)
    other = at("b", address="3 Fern Road, Penrith NSW 2750", description=OTHER_TEXT)
    found = resolve([one, other, row("c", description=TEXT)])
    assert found.groups == (("a", "c"), ("b",))
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("metres", "expected"), [(40, [("a", "b")]), (140, [("a", "b")]), (4_000, [("a",), ("b",)])]
)  # fmt: skip
def test_distance_decides_where_coordinates_are_known(metres: int, expected: list[tuple[str, ...]]) -> None:
    north = metres / 111_195
    one = row("a", latitude=-33.88, longitude=151.19)
    assert groups(one, row("b", "Banskia Hill Park", latitude=-33.88 + north, longitude=151.19)) == expected


def test_a_latitude_of_zero_is_a_latitude() -> None:
    one, other = row("a", latitude=0.0, longitude=9.45), row("b", latitude=0.0, longitude=9.9)
    assert groups(one, other) == [("a",), ("b",)]


def test_one_place_id_is_one_place_whatever_the_addresses_say() -> None:
    one, other = at("a", place_id="p1"), at("b", address="Hill Park, Forest Lodge NSW 2038", place_id="p1")
    assert groups(one, other) == [("a", "b")]


def test_a_big_city_instead_of_the_suburb_is_no_other_place() -> None:
    assert groups(at("a", address="12 Acacia Street, Glebe NSW"), row("b", city="Sydney")) == [("a", "b")]


def test_two_days_and_two_hours_of_one_event_are_two_occurrences() -> None:
    days = [at("a", starts_at="2026-08-08"), at("b", starts_at="2026-09-12")]
    hours = [
        at("c", "Swim", starts_at="2026-08-08T10:00:00+10:00"),
        at("d", "Swim", starts_at="2026-08-08T14:00:00+10:00"),
    ]
    assert groups(*days, *hours) == [("a",), ("b",), ("c",), ("d",)]


def test_one_hour_in_two_zones_is_one() -> None:
    one, other = at("a", starts_at="2026-08-08T10:00:00+10:00"), at("b", starts_at="2026-08-08T00:00:00+00:00")
    assert groups(one, other) == [("a", "b")]


def test_a_dateless_row_joins_neither_of_two_days() -> None:
    found = resolve([at("a", starts_at="2026-08-08"), at("b", starts_at="2026-09-12"), at("c")])
    assert found.groups == (("a",), ("b",), ("c",))
    assert len(found.doubts) == 2


def test_vectors_stand_in_for_texts_that_are_too_short() -> None:
    one, alike = row("a", "Story Time", vector=[1.0, 0.1, 0.0]), row("b", "Story Time", vector=[1.0, 0.12, 0.0])
    unlike = row("c", "Story Time", vector=[0.0, 0.1, 1.0])
    assert groups(one, alike) == [("a", "b")]
    assert groups(one, unlike) == [("a",), ("c",)]


def test_a_row_is_found_in_what_is_kept_with_the_reasons() -> None:
    match = against(at("new"), at("kept-1"), at("kept-2", address="3 Fern Road, Penrith NSW 2750"))
    assert (match.row_key, match.with_key, match.activity_id, match.verdict) == ("new", None, "kept-1", "same")
    assert match.reasons == ("equal names", "the same address")


def test_a_page_whose_place_and_days_have_changed_is_the_same_activity() -> None:
    before = at("kept", source_url="https://outings.example/x", starts_at="2025-08-08")
    now = at(
        "new", source_url="https://outings.example/x", starts_at="2026-08-07", address="1 Hay Road, Penrith NSW 2750"
    )
    assert against(now, before).verdict == "same"


def test_occurrences_on_one_page_are_told_apart_by_their_days() -> None:
    page = {"source_url": "https://outings.example/x"}
    kept = [at("k1", starts_at="2026-08-08", **page), at("k2", starts_at="2026-08-15", **page)]
    new = [at("n1", starts_at="2026-08-15", **page), at("n2", starts_at="2026-08-22", **page)]
    found = {one.row_key: (one.activity_id, one.verdict) for one in resolve(new, kept).against_kept}
    assert found == {"n1": ("k2", "same"), "n2": (None, "different")}


def test_nothing_like_it_is_different() -> None:
    match = against(at("new"), at("kept", "Kestrel Bay Museum"))
    assert (match.verdict, match.activity_id) == ("different", None)
    assert match.reasons


def test_kept_activities_are_never_joined_with_each_other() -> None:
    found = resolve([at("new")], [at("k1"), at("k2")])
    assert (found.against_kept[0].activity_id, found.against_kept[0].verdict) == ("k1", "same")


def test_rows_of_one_group_are_all_found_in_what_is_kept() -> None:
    found = resolve([at("a"), row("b", city="Glebe")], [at("kept")])
    assert [(one.activity_id, one.verdict) for one in found.against_kept] == [("kept", "same"), ("kept", "same")]


def test_all_matches_come_with_the_sure_ones_first() -> None:
    verdicts = [one.verdict for one in resolve([at("a"), at("b"), at("c", "Kestrel Bay Museum")], [at("kept")])]
    assert verdicts == ["same", "same", "different", "same"]


def test_a_key_that_is_there_twice_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'a'"):
        resolve([at("a"), at("a")])


def test_no_rows_are_no_groups() -> None:
    assert resolve([]) == Resolution((), (), (), ())


def test_a_name_of_filler_alone_keeps_it() -> None:
    assert loose_name("The Playground") == "the playground"
    assert loose_name("Glebe", frozenset({"glebe"})) == "glebe"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_any_order_of_the_rows_gives_the_same_answer(seed: int, draw: random.Random) -> None:
    rows = many(60, seed)
    new, kept = rows[:40], rows[40:]
    expected = resolve(new, kept)
    shuffled: list[Sequence[Comparable]] = [draw.sample(new, len(new)), draw.sample(kept, len(kept))]
    assert resolve(*shuffled) == expected
    assert sorted(key for group in expected.groups for key in group) == sorted(one.key for one in new)


def test_twice_the_rows_are_twice_the_comparisons() -> None:
    pairs = {}
    for size in (1_000, 2_000, 4_000):
        ready = sorted(map(prepared, many(size)), key=lambda one: one.key)
        pairs[size] = sum(1 for _ in candidate_pairs(ready, size))
    assert pairs[2_000] <= 2.4 * pairs[1_000]
    assert pairs[4_000] <= 2.4 * pairs[2_000]


def test_ten_thousand_rows_of_one_name_are_not_compared_crosswise() -> None:
    rows = [row(f"{number:05}", "Story Time", city=f"Suburb {number % 500}") for number in range(3_000)]
    ready = list(map(prepared, rows))
    assert sum(1 for _ in candidate_pairs(ready, len(ready))) <= 40 * len(ready)


def test_rows_of_what_is_kept_are_compared_only_with_new_ones() -> None:
    ready = list(map(prepared, [row("a"), *(row(f"k{number}") for number in range(30))]))
    assert {low for low, _ in candidate_pairs(ready, 1)} == {0}


def test_two_activities_of_a_town_whose_middle_is_all_that_is_known_are_not_at_one_place() -> None:
    town = {"place_id": "area:geonames:2654675", "latitude": 51.45, "longitude": -2.59, "city": "Bristol"}
    one = row("a", "Story time", location_name="Harbour library", description=TEXT, **town)
    other = row("b", "Story time", location_name="Museum of tides", description=OTHER_TEXT, **town)
    assert groups(one, other) == [("a",), ("b",)]
