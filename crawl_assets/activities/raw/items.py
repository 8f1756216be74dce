"""Activities as a scraper's model gives them: one template for all of them, and a reader that trusts nothing in it."""

from collections.abc import Mapping
from typing import Any

from crawl_assets.activities.raw.cleaning import address, first, number, text, texts
from crawl_assets.activities.records import RawActivity, RawLocation, row_key
from crawl_assets.crawl.home import identity_or_none, is_same_host
from crawl_assets.crawl.urls import host_key

PROMPT = (
    "List every activity on this page that a family could go to or do: events, places, classes, trails. Take only what "
    "the page says. A page that merely lists or links categories holds none. startDate is when the activity begins, "
    "never when the page was published. Leave out what is not said."
)
_TEXT = {"type": "string"}
TEMPLATE: dict[str, Any] = {  # field -> what it means, for scrapers that take descriptions
    "name": "Name of the activity, event or place",
    "description": "What it is, in the page's own words",
    "location": {
        "name": "Name of the place",
        "formattedAddress": "Whole address on one line",
        "street_address": "Street and number",
        "city": "City",
        "state_province": "State or province",
        "postal_code": "Postal code",
        "country_code": "Country, ISO 3166-1 alpha-2",
    },
    "startDate": "When the activity begins, as the page says; never when the page was published",
    "endDate": "When it ends",
    "tags": "Words for what kind of activity it is, a list",
    "imageURL": "Address of its picture",
    "price": "What it costs, as the page says",
    "ageRange": "For which ages",
    "url": "Address of the activity's own page, where the page links one",
}
_LOCATION = dict.fromkeys(TEMPLATE["location"], _TEXT)
SCHEMA: dict[str, Any] = {  # one object a page that holds many activities
    "type": "object",
    "properties": {
        "activities": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    **{name: _TEXT for name in TEMPLATE if name not in ("location", "tags")},
                    "location": {"type": "object", "properties": _LOCATION},
                    "tags": {"type": "array", "items": _TEXT},
                },
                "required": ["name"],
            },
        }
    },
    "required": ["activities"],
}


def prompt_with(tags: tuple[str, ...]) -> str:
    """Return the prompt, with the words that tags are to be chosen from."""
    return f"{PROMPT} Choose tags from: {', '.join(tags)}." if tags else PROMPT


def item_activity(item: Any, page: str, source: str) -> RawActivity | None:
    """Read one item that came from `page`; None when it is no object or has no name. Never fails.

    Its own address counts as its page where it lies on the same site.
    """
    if not isinstance(item, Mapping) or (name := text(item.get("name"))) is None:
        return None
    own = identity_or_none(address(item.get("url"), page))
    url = own if own and is_same_host(host_key(own), host_key(page)) else page
    read: dict[str, Any] = {
        "description": text(item.get("description")),
        "location": _location(item.get("location")),
        "start_date": text(item.get("startDate")),
        "end_date": text(item.get("endDate")),
        "published": first(text(item.get(key)) for key in ("published", "datePublished")),
        "tags": texts(item.get("tags")),
        "image_url": first(address(item.get(key), page) for key in ("imageURL", "imageUrl", "image")),
        "price": text(item.get("price")),
        "age_range": text(item.get("ageRange")),
    }
    evidence = {field: source for field, value in {**read, "name": name}.items() if value}
    return RawActivity(
        row_key(url, name), url, name, kind="event" if read["start_date"] else "activity", evidence=evidence, **read
    )


def _location(found: Any) -> RawLocation | None:
    if isinstance(found, str):
        words = text(found)
        return RawLocation(formatted_address=words) if words else None
    if not isinstance(found, Mapping):
        return None
    location = RawLocation(
        formatted_address=first(text(found.get(key)) for key in ("formattedAddress", "address")),
        **{
            name: text(found.get(name))
            for name in ("name", "street_address", "city", "state_province", "postal_code", "country_code")
        },
        latitude=number(found.get("latitude"), -90, 90),
        longitude=number(found.get("longitude"), -180, 180),
    )
    return location if location != RawLocation() else None
