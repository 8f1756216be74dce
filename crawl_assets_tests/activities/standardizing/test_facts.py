"""Tags, prices, ages, settings and places."""

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.activities.records import Location, Price, RawLocation
from crawl_assets.activities.standardizing.ages import ages_in_prose, read_ages
from crawl_assets.activities.standardizing.pricing import ReadPrice, read_price
from crawl_assets.activities.standardizing.standardize import StandardRules, standardize
from crawl_assets.activities.standardizing.tagging import read_tags, read_vocabulary, shipped_vocabulary
from crawl_assets_tests.activities.standardizing.raw_rows import NOW, RULES, activity, raw


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        (["Outdoors"], ("outdoor",)),
        (["park"], ("outdoor", "park")),
        (["Parks & Playgrounds"], ("outdoor", "playground")),
        (["Nature Play"], ("nature", "outdoor")),
        (["PLAYGROUNDS", "playground"], ("outdoor", "playground")),
        (["free, museums; Art Gallery"], ("free", "gallery", "museum")),
        (["Pâque", "Xmas"], ("christmas",)),
        (["null", "", "N/A"], ()),
    ],
)
def test_tags_are_words_of_the_vocabulary(written: list[object], tags: tuple[str, ...]) -> None:
    assert read_tags(written).known == tags


def test_bug_b11_a_tag_that_is_no_text_fails_no_run() -> None:
    made = standardize([raw(tags=(7, None, {"name": "x"}, ["y"], True, "outdoors"))], RULES)
    assert made.activities[0].tags == ("outdoor",)


def test_unknown_tags_are_kept_apart_as_evidence() -> None:
    found = activity(tags=("outdoors", "Zorbing", "quidditch"))
    assert found.tags == ("outdoor",)
    assert found.evidence["tags_unknown"] == "quidditch, zorbing"


def test_the_tags_of_a_source_are_on_each_of_its_activities() -> None:
    rules = StandardRules(now=NOW, tags_hint=("North Shore", "parks"))
    assert activity(rules=rules).tags == ("north shore", "outdoor", "park")


def test_the_vocabulary_is_large_enough_and_every_word_has_one_meaning() -> None:
    vocabulary = shipped_vocabulary()
    assert len(vocabulary.tags) >= 60
    assert set(vocabulary.meanings.values()) == vocabulary.tags


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[a]\nsynonyms = ['x']\n[b]\nsynonyms = ['X']", "'X' stands for 'a' and 'b'"),
        ("[a]\nimplies = ['c']", "'a' implies c"),
        ("[a]\nsynonym = ['c']", "'a' of the vocabulary has synonym"),
        ("[a", "not TOML"),
    ],
)
def test_a_wrong_vocabulary_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read_vocabulary(text)


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("Free", Price("0.00", "0.00", None, True)),
        ("free entry", Price("0.00", "0.00", None, True)),
        ("$0", Price("0.00", "0.00", None, True)),
        ("$15", Price("15.00", "15.00", "AUD", False)),
        ("15", Price("15.00", "15.00", "AUD", False)),
        ("from $15", Price("15.00", None, "AUD", False)),
        ("up to $20", Price(None, "20.00", "AUD", False)),
        ("$10 - $20", Price("10.00", "20.00", "AUD", False)),
        ("$10-20", Price("10.00", "20.00", "AUD", False)),
        ("Adults $25, children $15, under 3s free", Price("0.00", "25.00", "AUD", False)),
        ("US$12.50", Price("12.50", "12.50", "USD", False)),
        ("8,50 €", Price("8.50", "8.50", "EUR", False)),
        ("£5 per child", Price("5.00", "5.00", "GBP", False)),
        ("NZD 20", Price("20.00", "20.00", "NZD", False)),
        ("Adult 6 GBP; Child 3 GBP", Price("3.00", "6.00", "GBP", False)),
        ("3.50-5.00 GBP", Price("3.50", "5.00", "GBP", False)),
        ("$1,299.00", Price("1299.00", "1299.00", "AUD", False)),
        ("$20 for 2 hours", Price("20.00", "20.00", "AUD", False)),
        ("$10 for ages 2-12", Price("10.00", "10.00", "AUD", False)),
        ("$30 (save $5, $4 booking fee)", Price("30.00", "30.00", "AUD", False)),
        ("0.1", Price("0.10", "0.10", "AUD", False)),
        ("call us", None),
        ("ages 3-8", None),
        ("10% off", None),
    ],
)
def test_a_price_is_decimal_text(written: str, price: Price | None) -> None:
    assert read_price(written, "AUD").price == price


def test_what_is_doubtful_about_a_price_is_flagged() -> None:
    found = activity(price="gold coin donation")
    assert found.price is None
    assert "by donation" in found.flags
    assert read_price("£5 or €6") == ReadPrice(None, ("prices in several currencies: EUR, GBP",))


def test_a_bare_dollar_is_that_of_the_country() -> None:
    sydney, austin = RawLocation(city="Glebe", country_code="AU"), RawLocation(city="Austin", country_code="US")
    found = [activity(price="$5", location=place).price for place in (sydney, austin, None)]
    assert [one.currency if one else "none" for one in found] == ["AUD", "USD", None]
    assert activity(price="$5").evidence["price_as_written"] == "$5"


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [
        ("ages 3-8", 3, 8),
        ("under 5s", 0, 4),
        ("under-5s", 0, 4),
        ("0+", 0, None),
        ("5 and up", 5, None),
        ("8 years & over", 8, None),
        ("12 months to 6 years", 1, 6),
        ("6-18 months", 0, 1),
        ("3 to 8 year olds", 3, 8),
        ("all ages", 0, None),
        ("up to 12", 0, 12),
        ("7-", 7, None),
        ("-12", 0, 12),
        ("11+", 11, None),
        ("toddlers", 1, 3),
        ("18+", 18, None),
        ("5", 5, 5),
    ],
)
def test_ages_are_whole_years(written: str, least: int, most: int | None) -> None:
    found = activity(age_range=written)
    assert (found.age_min, found.age_max) == (least, most)
    assert found.evidence["age_range_as_written"] == written


@pytest.mark.parametrize("written", ["8-3", "200+", "kids", "ask us"])
def test_ages_that_cannot_be_are_flagged(written: str) -> None:
    found = activity(age_range=written)
    assert (found.age_min, found.age_max) == (None, None)
    assert any("ages cannot be read" in flag for flag in found.flags)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("suitable for children aged 3 to 8 and their parents", (3, 8)),
        ("great for under-5s", (0, 4)),
        ("for 2-4 year olds", (2, 4)),
        ("we have 3 to 8 slides", None),
        ("open 9-5 daily", None),
        ("for 5-10 people", None),
    ],
)
def test_ages_are_read_of_prose_only_where_it_says_that_they_are_ages(text: str, expected: object) -> None:
    found = ages_in_prose(text)
    assert (found and (found.least, found.most)) == expected


@pytest.mark.parametrize(
    ("name", "tags", "description", "setting", "words"),
    [
        ("Indoor Playground", (), None, "indoor", "name: Indoor Playground"),
        ("Banksia Park", (), None, "outdoor", "name: Banksia Park"),
        ("Fun", (), "indoor and outdoor play", "both", "description: indoor and outdoor"),
        ("Fun", ("outdoors",), "with an indoor cafe", "outdoor", "tags: outdoor"),
        ("City Museum", (), "an open-air museum", "outdoor", "description: an open-air"),
        ("Library Park", (), None, None, ""),
        ("Fun", (), "it is not indoors", None, ""),
    ],
)
def test_the_setting_comes_with_its_words(
    name: str, tags: tuple[str, ...], description: str | None, setting: str | None, words: str
) -> None:
    found = activity(name, tags=tags, description=description)
    assert found.setting == setting
    assert found.evidence.get("setting", "").startswith(words)


def test_a_place_is_kept_where_anything_is_said_and_nulls_are_gone() -> None:
    place = activity(location=RawLocation(name="null", formatted_address="null, Glebe, N/A, NSW", city="None")).location
    assert place == Location(formatted_address="Glebe, NSW")
    assert activity(location=RawLocation(latitude=0.0, longitude=9.4)).location == Location(latitude=0.0, longitude=9.4)


@pytest.mark.parametrize(
    "location", [None, RawLocation(), RawLocation(name="N/A", city="null"), RawLocation(country_code="AU")]
)
def test_a_place_that_says_nothing_is_none(location: RawLocation | None) -> None:
    assert activity(location=location).location is None


@pytest.mark.parametrize(
    ("written", "code"), [("au", "AU"), ("Australia", "AU"), ("UK", "GB"), ("USA", "US"), ("Deutschland", "DE")]
)
def test_a_country_is_a_code_of_iso_3166(written: str, code: str) -> None:
    place = activity(location=RawLocation(city="X", country_code=written)).location
    assert place is not None
    assert place.country_code == code


def test_bug_b11_a_country_that_is_none_is_flagged() -> None:
    found = activity(location=RawLocation(city="X", country_code="XX"))
    assert found.location is not None
    assert found.location.country_code is None
    assert any("'XX'" in flag for flag in found.flags)


@pytest.mark.parametrize(("latitude", "longitude"), [(0.0, 0.0), (91.0, 5.0), (float("nan"), 5.0), (5.0, 181.0)])
def test_coordinates_that_cannot_be_are_flagged(latitude: float, longitude: float) -> None:
    found = activity(location=RawLocation(city="X", latitude=latitude, longitude=longitude))
    assert found.location == Location(city="X")
    assert any("coordinates" in flag for flag in found.flags)


def test_rows_of_one_key_are_one_and_the_others_are_listed() -> None:
    full = raw(description="Swings.", tags=("park",), location=RawLocation(city="Glebe"))
    other = raw(price="Free", tags=("bbq",), location=RawLocation(postal_code="2037"), evidence={"price": "json-ld"})
    for rows in ([full, other], [other, full]):
        made = standardize(rows, RULES)
        assert len(made.activities) == len(made.dropped) == 1
        found = made.activities[0]
        assert (found.description, found.tags) == ("Swings.", ("bbq", "outdoor", "park"))
        assert found.price == Price("0.00", "0.00", None, True)
        assert found.location == Location(city="Glebe", postal_code="2037")
        assert found.evidence["price"] == "json-ld"
        assert "another row" in made.dropped[0].reason


def test_of_two_values_that_of_the_row_which_says_more_wins() -> None:
    rows = [raw(description="Aaa."), raw(description="Bbb.", price="Free", age_range="3-8")]
    assert standardize(rows, RULES).activities[0].description == "Bbb."


def test_the_end_of_one_row_is_not_the_end_of_anothers_start() -> None:
    rows = [raw(start_date="2026-08-04", description="x", kind="event"), raw(end_date="2026-08-09", kind="event")]
    assert standardize(rows, RULES).activities[0].ends_at is None


def test_what_no_source_says_comes_from_the_rules() -> None:
    found = activity(rules=StandardRules(now=NOW, urgency="high", is_public=False))
    assert (found.urgency, found.is_public) == ("high", False)


def test_every_row_is_in_an_activity_or_in_the_list_of_those_dropped() -> None:
    rows = [
        raw(name, row_key=str(key)) for key, name in [(1, "A1 Zoo"), (1, "A1 Zoo"), (2, None), (3, "10 best parks")]
    ]
    made = standardize(rows, RULES)
    assert len(made.activities) + len(made.dropped) == len(rows)
    assert all(one.reason for one in made.dropped)


_ANYTHING = st.one_of(st.none(), st.text(max_size=60))


@given(
    fields=st.fixed_dictionaries(
        dict.fromkeys(("name", "description", "start_date", "end_date", "published", "price", "age_range"), _ANYTHING)
    ),
    tags=st.lists(st.one_of(st.text(), st.integers(), st.none(), st.booleans())),
    place=st.builds(RawLocation, name=_ANYTHING, formatted_address=_ANYTHING, city=_ANYTHING, country_code=_ANYTHING),
)
def test_no_row_fails_the_others(fields: dict[str, str | None], tags: list[object], place: RawLocation) -> None:
    strange = raw(
        **{**fields, "row_key": "b", "tags": tuple(tags), "location": place, "evidence": MappingProxyType({})}
    )
    made = standardize([raw("Banksia Park"), strange], RULES)
    assert len(made.activities) + len(made.dropped) == 2
    assert "Banksia Park" in [one.name for one in made.activities]


@given(st.text(max_size=40))
def test_no_text_breaks_prices_and_ages(text: str) -> None:
    ages = read_ages(text)
    assert ages is None or ages.least is None or ages.most is None or ages.least <= ages.most
    price = read_price(text).price
    assert price is None or price.min is None or price.max is None or float(price.min) <= float(price.max)
