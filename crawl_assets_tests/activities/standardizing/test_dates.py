"""When an activity is: written dates, zones, ranges, repetition, and what is doubtful."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.activities.records import Activity, RawLocation
from crawl_assets.activities.standardizing import dates
from crawl_assets.activities.standardizing.recurrence import read_recurrence
from crawl_assets.activities.standardizing.standardize import StandardRules, standardize
from crawl_assets_tests.activities.standardizing.raw_rows import NOW, RULES, activity, raw

NO_ZONE = StandardRules(now=NOW)


def event(start: str | None, end: str | None = None, **changes: object) -> Activity:
    return activity(start_date=start, end_date=end, kind="event", **changes)


@pytest.mark.parametrize(
    ("written", "starts", "ends"),
    [
        ("2026-07-04", "2026-07-04", None),
        ("20260704", "2026-07-04", None),
        ("4 July 2026", "2026-07-04", None),
        ("Saturday, 4th of July 2026", "2026-07-04", None),
        ("July 4, 2026", "2026-07-04", None),
        ("Jul 4th 2026", "2026-07-04", None),
        ("04.07.2026", "2026-07-04", None),
        ("14/07/2026", "2026-07-14", None),
        ("3-5 May 2027", "2027-05-03", "2027-05-05"),
        ("May 3–5, 2027", "2027-05-03", "2027-05-05"),
        ("3 May to 5 June 2027", "2027-05-03", "2027-06-05"),
        ("2026-07-04/2026-07-06", "2026-07-04", "2026-07-06"),
        ("Sat 4 & Sun 5 July", "2026-07-04", "2026-07-05"),
        ("28 Dec - 3 Jan 2027", "2026-12-28", "2027-01-03"),
        ("28 Dec 2026 - 3 Jan", "2026-12-28", "2027-01-03"),
        ("December 2026", "2026-12-01", "2026-12-31"),
        ("December 2026 - February 2027", "2026-12-01", "2027-02-28"),
        ("until 5 August 2026", None, "2026-08-05"),
        ("from 5 August 2026", "2026-08-05", None),
        ("2026-07-04T10:00:00+10:00", "2026-07-04T10:00:00+10:00", None),
        ("2026-07-04 10:00-14:00", "2026-07-04T10:00:00+10:00", "2026-07-04T14:00:00+10:00"),
        ("4 July 2026, 10am - 2.30pm", "2026-07-04T10:00:00+10:00", "2026-07-04T14:30:00+10:00"),
        ("4 July 2026 10-11.30am", "2026-07-04T10:00:00+10:00", "2026-07-04T11:30:00+10:00"),
        ("4 July 2026 11-1pm", "2026-07-04T11:00:00+10:00", "2026-07-04T13:00:00+10:00"),
        ("4 July 2026 noon", "2026-07-04T12:00:00+10:00", None),
        ("4 July 2026 10pm-2am", "2026-07-04T22:00:00+10:00", "2026-07-05T02:00:00+10:00"),
        ("Sat 4 July 2026 10am - Sun 5 July 2026 4pm", "2026-07-04T10:00:00+10:00", "2026-07-05T16:00:00+10:00"),
        ("Sat, 04 Jul 2026 10:00:00 +0930", "2026-07-04T10:00:00+09:30", None),
        ("4 July 2026 5pm AEST", "2026-07-04T17:00:00+10:00", None),
        ("1783123200", "2026-07-04T10:00:00+10:00", None),
    ],
)
def test_a_written_date_is_read(written: str, starts: str | None, ends: str | None) -> None:
    found = event(written)
    assert (found.starts_at, found.ends_at) == (starts, ends)


def test_an_hour_of_another_season_has_its_own_offset() -> None:
    assert event("4 December 2026 10am").starts_at == "2026-12-04T10:00:00+11:00"


def test_a_time_in_utc_is_given_as_it_is_read_on_the_wall_of_its_place() -> None:
    found = event("2026-07-03T23:30:00Z")
    assert (found.starts_at, found.time_zone) == ("2026-07-04T09:30:00+10:00", "Australia/Sydney")


@pytest.mark.parametrize("written", ["2026-07-04T00:00:00Z", "2026-07-04T00:00:00.000Z", "2026-07-04T00:00:00+00:00"])
def test_midnight_in_utc_is_how_programs_write_a_day(written: str) -> None:
    assert event(written).starts_at == "2026-07-04"


@pytest.mark.parametrize(
    ("location", "starts"),
    [
        (RawLocation(city="Perth", state_province="WA", country_code="AU"), "2026-07-04T10:00:00+08:00"),
        (RawLocation(city="Leeds", country_code="United Kingdom"), "2026-07-04T10:00:00+01:00"),
        (RawLocation(city="Auckland", country_code="NZL"), "2026-07-04T10:00:00+12:00"),
        (RawLocation(city="Glebe"), "2026-07-04T10:00:00+10:00"),
    ],
)
def test_a_time_without_a_zone_is_one_of_its_place_or_else_of_its_source(location: RawLocation, starts: str) -> None:
    assert event("4 July 2026 10am", location=location).starts_at == starts


@pytest.mark.parametrize(
    ("page", "address", "starts"),
    [
        ("https://outings.example.co.nz/x", "", "2026-07-04T10:00:00+12:00"),
        ("https://outings.example.co.uk/x", "", "2026-07-04T10:00:00+01:00"),
        ("https://outings.example.com.au/x", "1 Hay Street, Subiaco WA 6008", "2026-07-04T10:00:00+08:00"),
        ("https://outings.example.com.au/x", "", "2026-07-04"),  # it has five zones
        ("https://outings.example.io/x", "", "2026-07-04"),
    ],
)
def test_the_domain_of_a_page_tells_its_country_where_nothing_else_does(page: str, address: str, starts: str) -> None:
    place = RawLocation(city="X", formatted_address=address or None)
    found = activity(rules=NO_ZONE, start_date="4 July 2026 10am", kind="event", source_url=page, location=place)
    assert found.starts_at == starts
    assert found.location is not None
    assert found.location.country_code is None


def test_hours_without_a_zone_are_those_of_the_town_that_nearly_all_rows_of_the_source_are_in() -> None:
    leeds = RawLocation(city="Leeds", country_code="GB")
    others = [raw(f"Zoo {number}", row_key=f"z{number}", location=leeds) for number in range(3)]
    online = raw(start_date="4 July 2026 10am", kind="event")
    found = {one.row_key: one for one in standardize([*others, online], NO_ZONE).activities}["a1"]
    assert (found.starts_at, found.time_zone) == ("2026-07-04T10:00:00+01:00", "Europe/London")
    paris = raw("Parc", row_key="p", location=RawLocation(city="Paris", country_code="FR"))
    mixed = {one.row_key: one for one in standardize([*others, paris, online], NO_ZONE).activities}["a1"]
    assert mixed.starts_at == "2026-07-04"


def test_bug_b11_a_time_whose_zone_nobody_knows_does_not_shift() -> None:
    found = activity(rules=NO_ZONE, start_date="2026-07-04T23:30:00", kind="event")
    assert (found.starts_at, found.time_zone) == ("2026-07-04", None)
    assert dates.NO_ZONE in found.flags


def test_bug_b11_an_end_before_its_start_is_flagged_and_dropped() -> None:
    found = event("2026-07-04", "2026-07-03")
    assert (found.starts_at, found.ends_at) == ("2026-07-04", None)
    assert found.flags == ("ends before it starts",)


def test_an_end_is_read_with_the_day_of_its_start() -> None:
    assert event("4 July 2026 10am", "2pm").ends_at == "2026-07-04T14:00:00+10:00"
    assert event("4 July 2026", "6 July 2026").ends_at == "2026-07-06"


@pytest.mark.parametrize(("country", "starts"), [("US", "2026-08-03"), ("AU", "2026-03-08"), ("GB", "2026-03-08")])
def test_day_and_month_are_in_the_order_of_the_country(country: str, starts: str) -> None:
    found = event("08/03/2026", location=RawLocation(city="X", country_code=country))
    assert found.starts_at == starts
    assert dates.DAY_OR_MONTH not in found.flags


def test_day_and_month_that_could_be_swapped_are_flagged_where_no_country_is_known() -> None:
    assert dates.DAY_OR_MONTH in event("08/03/2026").flags
    assert dates.DAY_OR_MONTH not in event("28/03/2026").flags
    source = StandardRules(now=NOW, default_country="US")
    assert activity(rules=source, start_date="08/03/2026", kind="event").starts_at == "2026-08-03"


def test_a_missing_year_is_the_next_and_is_flagged() -> None:
    assert event("4 August").starts_at == "2026-08-04"
    assert event("4 March").starts_at == "2027-03-04"
    assert event("20 June").starts_at == "2026-06-20"  # days ago, and not in eleven months
    assert dates.YEAR_GUESSED in event("4 August").flags


def test_a_missing_year_is_that_of_the_weekday_and_near_the_publication() -> None:
    assert event("Sat 3 May").starts_at == "2025-05-03"
    assert event("4 August", published="2023-07-01").starts_at == "2023-08-04"


@pytest.mark.parametrize(
    "written", ["31 February 2026", "2026-13-01", "soon", "0001-01-01", "see website", "4", "99/99/2026"]
)
def test_what_is_no_date_is_flagged_and_kept_as_evidence(written: str) -> None:
    found = event(written)
    assert (found.starts_at, found.ends_at) == (None, None)
    assert dates.UNREADABLE in found.flags
    assert found.evidence["date_as_written"] == written


def test_a_wrong_weekday_is_flagged() -> None:
    assert dates.WRONG_WEEKDAY in event("Monday 4 July 2026").flags
    assert event("Saturday 4 July 2026").flags == ()


def test_separate_days_are_flagged() -> None:
    found = event("4 and 18 July 2026")
    assert (found.starts_at, found.ends_at, found.flags) == ("2026-07-04", "2026-07-18", ("on separate days",))


@pytest.mark.parametrize(
    ("start", "end", "is_past"),
    [
        ("2026-06-30", None, True),
        ("2026-07-01", None, False),
        ("2026-06-01", "2026-07-15", False),
        ("2026-07-01T09:00:00+10:00", "2026-07-01T09:30:00+10:00", True),  # now is ten o'clock there
        ("2026-07-01T09:00:00+10:00", "2026-07-01T11:00:00+10:00", False),
        ("until 5 August 2025", None, True),
    ],
)
def test_what_is_over_is_flagged_by_the_moment_that_is_handed_in(start: str, end: str | None, is_past: bool) -> None:
    assert (dates.PAST in event(start, end).flags) is is_past


def test_bug_b_measured_the_day_of_publication_is_never_the_start() -> None:
    place = activity(start_date="2026-09-09", published="2026-09-09", kind="place")
    assert (place.starts_at, place.published_at, place.is_evergreen) == (None, "2026-09-09", True)
    lone = activity(start_date="2019-03-04T05:06:07Z", kind="activity")
    assert (lone.starts_at, lone.published_at, lone.is_evergreen) == (None, "2019-03-04T16:06:07+11:00", True)
    assert dates.PUBLICATION in lone.flags
    stamped = event("2026-07-03T11:12:13+10:00", published="2026-07-03T11:12:13+10:00")
    assert (stamped.starts_at, stamped.published_at) == (None, "2026-07-03T11:12:13+10:00")


def test_an_event_on_the_day_it_was_announced_and_one_that_is_coming_keep_their_start() -> None:
    assert event("2026-07-04", published="2026-07-04").starts_at == "2026-07-04"
    assert activity(start_date="2026-09-04", kind="activity").starts_at == "2026-09-04"
    assert activity(start_date="4 May 2026 10am", kind="activity").starts_at == "2026-05-04T10:00:00+10:00"
    assert event("2026-07-04", published="2026-05-01").published_at == "2026-05-01"


def test_places_without_dates_are_evergreen_and_events_without_dates_are_flagged() -> None:
    assert activity(kind="place").is_evergreen
    assert event("open all year round").is_evergreen
    undated = event(None)
    assert not undated.is_evergreen
    assert undated.flags == (dates.NO_DATE,)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("every Saturday", "FREQ=WEEKLY;BYDAY=SA"),
        ("Saturdays and Sundays, 10am", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("each Tue & Thu", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("Mon-Fri 9am-5pm", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("Friday to Monday", "FREQ=WEEKLY;BYDAY=FR,SA,SU,MO"),
        ("every second Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("first Sunday of the month", "FREQ=MONTHLY;BYDAY=1SU"),
        ("last Friday of every month", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("daily", "FREQ=DAILY"),
        ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ],
)
def test_repetition_is_kept_in_words_and_as_a_rule(written: str, rule: str) -> None:
    found = event(written)
    assert found.recurrence is not None
    words, _, line = found.recurrence.partition("\n")
    assert words.casefold() in written.casefold()
    assert line == f"RRULE:{rule}"
    assert found.flags == ()


@pytest.mark.parametrize("written", ["during school holidays", "school terms", "monthly", "every summer"])
def test_repetition_that_has_no_sure_rule_stays_words(written: str) -> None:
    found = event(written)
    assert found.recurrence is not None
    assert "RRULE" not in found.recurrence


@pytest.mark.parametrize("written", ["Sat 4 & Sun 5 July 2026", "Mon - Fri 3 July 2026", "Saturday 4 July 2026"])
def test_weekdays_of_dates_are_no_repetition(written: str) -> None:
    assert read_recurrence(written) is None


def test_a_last_day_bounds_the_rule() -> None:
    found = event("every Saturday until 5 December 2026")
    assert str(found.recurrence).endswith("RRULE:FREQ=WEEKLY;BYDAY=SA;UNTIL=20261205")


def test_repetition_is_read_of_a_description_only_where_it_is_plain() -> None:
    assert "BYDAY=SA" in str(event(None, description="We meet every Saturday in the park.").recurrence)
    assert event(None, description="Our daily bread and weekends are fun.").recurrence is None
    assert activity(kind="place", description="Market every Saturday.").recurrence is None


def test_an_event_schedule_of_the_page_goes_before_its_words() -> None:
    found = event("2026-08-01", evidence={"schedule": "repeats P2W; Monday, Tuesday; 10:00-11:00"})
    assert found.recurrence == "every 2 weeks on Monday, Tuesday\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU"


def test_what_repeats_is_not_over_because_it_began_long_ago() -> None:
    assert dates.PAST not in event("every Saturday from 5 July 2025").flags


def test_the_status_of_an_event_is_told() -> None:
    assert "cancelled" in event("2026-08-01", evidence={"status": "EventCancelled"}).flags


@given(st.dates(date(1991, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_many_forms(day: date) -> None:
    for form in (f"{day:%Y-%m-%d}", f"{day:%d %B %Y}", f"{day:%B %d, %Y}", f"{day:%a %d %b %Y}", f"{day:%Y%m%d}"):
        assert event(form).starts_at == day.isoformat(), form


@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))
def test_every_moment_is_the_same_moment_afterwards(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, second=max(1, moment.second))
    found = event(moment.isoformat()).starts_at
    assert found is not None
    assert datetime.fromisoformat(found) == moment


@given(st.text(alphabet="0123456789 -/.:,&apmTZ+JulySatMon", max_size=40))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    found = event(text, text)
    assert found.ends_at is None or found.starts_at is None or found.ends_at[:10] >= found.starts_at[:10]
    assert RULES.now == NOW
