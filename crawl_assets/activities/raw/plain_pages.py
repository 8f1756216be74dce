"""An activity from the words of a page without structured data: what stands under labels, nothing guessed."""

import re
from datetime import date
from typing import Any

from crawl_assets.activities.raw.cleaning import address, text
from crawl_assets.activities.raw.labels import labelled, lines_of
from crawl_assets.activities.records import RawActivity, RawLocation, row_key
from crawl_assets.crawl.metadata import Metadata

_STREET = re.compile(
    r"\b\d{1,5}[a-z]?[,]?\s+(?:[A-Z][\w'’.-]*\s+){1,4}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Place|Pl|Row|Quay|Square|Sq|Court|Ct|Boulevard|Blvd|Terrace"
    r"|Tce|Crescent|Cres|Highway|Hwy|Parade|Pde|Close|Esplanade)\b"
)
_STREET_GERMAN = re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|weg|platz|allee|gasse)\s+\d{1,4}[a-z]?\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_ADDRESS = 160  # characters of a line that may be one
_FACTS = ("start_date", "location", "price", "age_range", "opening_hours")


class PlainPage:
    """What the words of a page say; read once, then asked."""

    def __init__(self, root: Any, about: Metadata) -> None:
        self._root, self._about = root, about
        self._lines = lines_of(root)
        self._found = labelled(self._lines)
        self._address = _address_line(root, self._lines)

    @property
    def has_facts(self) -> bool:
        """Tell whether it names where, when, for whom or for how much."""
        return self._address is not None or any(name in self._found for name in _FACTS)

    @property
    def text(self) -> str:
        """Return the text of the page's main part, line by line."""
        return "\n".join(self._lines)

    def activity(self, url: str, base: str) -> RawActivity | None:
        """Return the page's activity; None when it has no name."""
        name = text(self._about.heading or self._about.title)
        if name is None:
            return None
        found = {field: text(value) for field, value in self._found.items()}
        if _is_day(found.get("start_date"), self._about.published):
            found["start_date"] = None
        location, where = self._location(found.get("location"))
        named = _properties(self._root)
        image = address(named.get("og:image"), base)
        read: dict[str, Any] = {
            "description": text(self._about.description),
            "location": location,
            "start_date": found.get("start_date"),
            "end_date": found.get("end_date"),
            "published": self._about.published,
            "image_url": image,
            "price": found.get("price"),
            "age_range": found.get("age_range"),
        }
        sources = dict.fromkeys(self._found, "words under a label")
        sources |= {"name": "heading", "description": "meta description", "published": "meta", "location": where}
        sources["image_url"] = "og:image"
        evidence = {field: sources[field] for field, value in {**read, "name": name}.items() if value}
        if hours := found.get("opening_hours"):
            evidence["opening_hours"] = hours
        kind = "event" if read["start_date"] else "place" if location else "activity"
        return RawActivity(row_key(url, name), url, name, kind=kind, evidence=evidence, **read)  # type: ignore[arg-type]

    def _location(self, said: str | None) -> tuple[RawLocation | None, str]:
        if said is None:
            return (
                (RawLocation(formatted_address=self._address), "a line like an address")
                if self._address
                else (None, "")
            )
        first = said.split(",")[0].strip()
        if not any(map(str.isdigit, said)):
            # a name, with perhaps a town behind it
            return RawLocation(name=first, formatted_address=said if "," in said else None), "words under a label"
        name = None if any(map(str.isdigit, first)) else first
        return RawLocation(name=name, formatted_address=said), "words under a label"


def _address_line(root: Any, lines: list[str]) -> str | None:
    # `address` may hold a mail address instead: only what has a number is where something is
    own = (one for one in root.iter("address") if next(one.iterancestors("footer", "aside", "nav"), None) is None)
    marked = (text(" ".join("".join(one.itertext()).split())) for one in own)
    found = next((one for one in marked if one and any(map(str.isdigit, one)) and "@" not in one), None)
    if found is not None:
        return found[:_LONGEST_ADDRESS]
    likely = (line for line in lines if len(line) <= _LONGEST_ADDRESS)
    return next((line for line in likely if _STREET.search(line) or _STREET_GERMAN.search(line)), None)


def _is_day(said: str | None, published: str | None) -> bool:
    """Tell whether a date under a label is the day that the page was published (ISO), in one of the usual notations."""
    if not said or not published:
        return False
    day = date.fromisoformat(published)
    month = _MONTHS[day.month - 1]
    return bool(
        re.fullmatch(
            rf"(?:[a-z]+,?\s+)?(?:{published}|0?{day.day}(?:st|nd|rd|th)?\s+{month}[a-z]*\.?,?\s+{day.year}"
            rf"|{month}[a-z]*\.?\s+0?{day.day}(?:st|nd|rd|th)?,?\s+{day.year})",
            said.strip(),
            re.I,
        )
    )


def _properties(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name, content = meta.get("property") or meta.get("name"), meta.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found
