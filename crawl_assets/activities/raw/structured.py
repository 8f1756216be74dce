"""Activities in what a page says by schema.org: as many as it names, each with where it was read."""

from typing import Any

from crawl_assets.activities.raw.cleaning import address, first, number, text, texts
from crawl_assets.activities.raw.kinds import LEADS, is_business, is_event, is_list, is_place
from crawl_assets.activities.raw.offers import price_of
from crawl_assets.activities.raw.schema_org import Found, types_of
from crawl_assets.activities.records import RawActivity, RawLocation, normalised_name, row_key
from crawl_assets.crawl.home import identity_or_none, is_same_host
from crawl_assets.crawl.urls import host_key

_AREAS = ("addressLocality", "addressRegion", "postalCode", "addressCountry")
_SCHEDULE = ("byDay", "byMonth", "byMonthDay")


def structured_activities(objects: list[Found], url: str, base: str, heading: str | None) -> list[RawActivity]:
    """Read the events and places among the objects of a page; `base` is what its links are read against.

    A bare business or place counts only when the page is about it: its name is the heading, or a list names it.
    """
    found = [one for one in objects if _stands_for_itself(one)]
    events = [one for one in found if is_event(one.types)]
    places = [one for one in found if is_place(one.types) and one not in events]
    subject = normalised_name(heading or "")
    if not events and not places:
        places = [one for one in found if is_business(one.types) and _is_subject(one, subject)]
    elif events:  # the venue of an events page is where it takes place, unless the page is about it too
        places = [one for one in places if _is_subject(one, subject)]
    rows = [_row(one, url, base, is_a_event=True) for one in events]
    rows += [_row(one, url, base, is_a_event=False) for one in places]
    return [row for row in rows if row is not None]


def has_list(objects: list[Found]) -> bool:
    """Tell whether a page calls itself a list of other pages, or the result of a search."""
    own = [one.types for one in objects if not one.within or one.role == "mainEntity"]
    return any(is_list(types) or "SearchResultsPage" in types for types in own)


def _stands_for_itself(found: Found) -> bool:
    """Tell whether it is an activity by itself, no location, organizer or event that another belongs to."""
    roles = [part.split("[")[0] for part in found.path.split(".")[1:]]
    return all(role in LEADS for role in roles)


def _is_subject(found: Found, heading: str) -> bool:
    if any(is_list((one,)) for one in found.within):
        return True
    name = normalised_name(text(_one(found.value.get("name"))) or "")
    # "Bath" is not what "Playgrounds in Bath" is about
    return bool(name and heading) and (f"{heading} ".startswith(f"{name} ") or f"{name} ".startswith(f"{heading} "))


def _row(found: Found, url: str, base: str, *, is_a_event: bool) -> RawActivity | None:
    value, source = found.value, f"{found.source} {found.path}"
    name = first([text(_one(value.get("name"))), text(_one(value.get("headline")))])
    if name is None:
        return None
    page = _own_page(value, url, base)
    schedule = _dict(value.get("eventSchedule"))
    location, attendance = (_event_location(value)) if is_a_event else (_place(value), None)
    read: dict[str, Any] = {
        "description": text(_one(value.get("description"))),
        "location": location,
        "start_date": first([text(_one(value.get("startDate"))), text(schedule.get("startDate"))]),
        "end_date": first([text(_one(value.get("endDate"))), text(schedule.get("endDate"))]),
        "published": text(_one(value.get("datePublished"))),
        "tags": texts(value.get("keywords")),
        "image_url": _image(value.get("image") or value.get("photo"), base),
        "price": price_of(value),
        "age_range": _ages(value),
    }
    evidence = {field: source for field, one in read.items() if one}
    evidence |= {"name": source, **_words(value, schedule, attendance)}
    return RawActivity(
        row_key(page, name), page, name, kind="event" if is_a_event else "place", evidence=evidence, **read
    )


def _own_page(value: dict[str, Any], url: str, base: str) -> str:
    """Return the page of an object on the same site, where it names one, else the page that it was read on."""
    named = identity_or_none(address(_one(value.get("url")), base))
    if named is None or not is_same_host(host_key(named), host_key(url)):
        return url
    return named


def _event_location(value: dict[str, Any]) -> tuple[RawLocation | None, str | None]:
    """Return where an event takes place, and `online` when that is nowhere."""
    listed = value.get("location")
    found = listed if isinstance(listed, list) else [listed]
    virtual = [one for one in found if isinstance(one, dict) and "VirtualLocation" in types_of(one)]
    real = [one for one in found if one not in virtual]
    location = next((place for one in real if (place := _place(one)) is not None), None)
    mode = text(_one(value.get("eventAttendanceMode"))) or ""
    is_online = bool(virtual) or "OnlineEvent" in mode or "MixedEvent" in mode
    return location, ("online and in place" if location else "online") if is_online else None


def _place(value: Any) -> RawLocation | None:
    if isinstance(value, str):
        words = text(value)
        return RawLocation(formatted_address=words) if words else None
    if not isinstance(value, dict):
        return None
    geo = _dict(value.get("geo"))
    latitude, longitude = number(geo.get("latitude"), -90, 90), number(geo.get("longitude"), -180, 180)
    is_known = latitude is not None and longitude is not None and (latitude, longitude) != (0, 0)
    postal = value if "PostalAddress" in types_of(value) else _dict(value.get("address"))
    city, region, code, country = (text(_named(postal.get(name))) for name in _AREAS)
    location = RawLocation(
        name=text(_one(value.get("name"))),
        formatted_address=text(_one(value.get("address"))),
        street_address=text(_one(postal.get("streetAddress"))),
        city=city,
        state_province=region,
        postal_code=code,
        country_code=country,
        latitude=latitude if is_known else None,
        longitude=longitude if is_known else None,
    )
    return location if location != RawLocation() else None


def _image(value: Any, base: str) -> str | None:
    listed = value if isinstance(value, list) else [value]
    for one in listed:
        named = [one.get(name) for name in ("contentUrl", "url", "@id")] if isinstance(one, dict) else [one]
        found = first(address(_one(link), base) for link in named)
        if found:
            return found
    return None


def _ages(value: dict[str, Any]) -> str | None:
    said = text(_one(value.get("typicalAgeRange")))
    if said:
        return said
    audience = _dict(value.get("audience"))
    least = first(text(audience.get(name)) for name in ("suggestedMinAge", "requiredMinAge"))
    most = first(text(audience.get(name)) for name in ("suggestedMaxAge", "requiredMaxAge"))
    return f"{least or ''}-{most or ''}" if least or most else None


def _words(value: dict[str, Any], schedule: dict[str, Any], attendance: str | None) -> dict[str, str]:
    """Return in the source's own words what has no field of its own."""
    words: dict[str, str] = {}
    if schedule:
        frequency = text(schedule.get("repeatFrequency"))
        times = "-".join(one for name in ("startTime", "endTime") if (one := text(schedule.get(name))))
        days = [", ".join(map(_short, texts(_listed(schedule.get(name))))) for name in _SCHEDULE]
        parts = [f"repeats {frequency}" if frequency else None, *days, times, text(schedule.get("scheduleTimezone"))]
        if any(parts):
            words["schedule"] = "; ".join(part for part in parts if part)
    hours = texts(_listed(value.get("openingHours"))) or tuple(
        map(_hours, _dicts(value.get("openingHoursSpecification")))
    )
    if any(hours):
        words["opening_hours"] = "; ".join(one for one in hours if one)
    if attendance:
        words["attendance"] = attendance
    status = _short(text(_one(value.get("eventStatus"))) or "")
    if status not in ("", "EventScheduled"):
        words["status"] = status
    return words


def _hours(value: dict[str, Any]) -> str:
    days = ", ".join(map(_short, texts(_listed(value.get("dayOfWeek")))))
    times = "-".join(one for name in ("opens", "closes") if (one := text(value.get(name))))
    return f"{days} {times}".strip()


def _short(word: str) -> str:
    return word.rpartition("/")[2]


def _one(value: Any) -> Any:
    """Return the first of a list, the value of a language's text, else the thing itself."""
    if isinstance(value, list):
        return _one(value[0]) if value else None
    return value.get("@value") if isinstance(value, dict) and "@value" in value else value


def _named(value: Any) -> Any:
    value = _one(value)
    return value.get("name") if isinstance(value, dict) else value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _dict(value: Any) -> dict[str, Any]:
    found = _one(value)
    return found if isinstance(found, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in _listed(value) if isinstance(one, dict)]
