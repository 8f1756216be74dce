"""Three hundred made-up rows in the shape that was measured on a real scrape, with the activity that each truly is.

The shape: 97 rows whose exact name another row has; 288 with a location, 109 of those without a formatted address and
246 with JSON nulls; a start date on 274, which is that of the article and before 2025 on 230, an end on none; an index
page among them. The same place stands in several articles, each in its own words; places of one name stand in several
suburbs. Names, addresses and texts are made of word lists here.
"""

import random
from dataclasses import dataclass, field, replace
from typing import Any

from crawl_assets.activities.records import RawActivity, RawLocation, row_key

_FIRST_WORDS = (
    "Banksia Wattle Kestrel Lantern Marigold Pemberton Quillfeather Rosella Saltbush Thornbury Umbria Vesper "
    "Willowdene Xanthe Yarrow Zephyr Alderley Bramble Carraway Dunmore Elmhurst Foxglove Grevillea Hawthorn "
    "Ironbark Juniper"
)
FIRST = _FIRST_WORDS.split()
SECOND = ("Bay", "Creek", "Hill", "Point", "Street", "Lookout", "Green", "Crossing", "Flats", "Ridge")
KINDS = ("Park", "Reserve", "Adventure Playground", "Museum", "Farm", "Community Garden", "Water Park", "Gallery")
SUBURBS = (
    ("Northmere", "2061"), ("Eastwick", "2122"), ("Ashgrove", "2131"), ("Milldale", "2135"), ("Seaforth Vale", "2092"),
    ("Kingsway", "2208"), ("Pennant", "2120"), ("Loftus Green", "2232"), ("Harbord", "2096"), ("Oldbridge", "2570"),
)  # fmt: skip
PARTS = ("Kiosk", "Bike Track", "Dog Run", "Boat Shed", "Amphitheatre", "Pool")
STREETS = ("Acacia", "Beaumont", "Cobden", "Darley", "Eton", "Fern", "Garnet", "Hay", "Iris", "Keppel", "Lamb", "Moss")
TYPES = (("Street", "St"), ("Road", "Rd"), ("Avenue", "Ave"), ("Parade", "Pde"))
_WORDS = (
    "swings slides fenced shade toilets barbecue picnic tables flying climbing frame toddlers older water tap "
    "bike track scooter pirate ship rocket nature creek bridge sandpit trampoline grass cafe coffee nearby "
    "parking pram friendly birds ducks pond carousel trains steam volunteers weekends gentle walk boardwalk "
    "lookout mangroves rock pools wheelchair accessible carousel musical panels netball court basketball hoop "
    "skate bowl cubby treehouse maze sensory"
)
WORDS = _WORDS.split()
ROWS, EXACT_COPIES, VARIANTS = 300, 88, 29
SEVERAL = ("Rotary Park", "Lions Club Playground")  # three suburbs each
GENERIC = "Story Time"  # four libraries
FORMATTED, WITHOUT_ADDRESS, UNLOCATED, WITH_NULLS = 179, 109, 12, 246
DATED, BEFORE_2025 = 274, 230


@dataclass(slots=True)
class Entity:
    """One thing that truly is."""

    number: int
    name: str
    suburb: str
    postcode: str
    street: str
    short_street: str
    words: list[str]
    latitude: float
    longitude: float
    start: str | None = None  # of an event; others have only the dates of articles
    is_index: bool = False


@dataclass(slots=True)
class Row:
    """A row as the scraper gave it, and what it is."""

    entity: Entity
    found: dict[str, Any]
    is_copy: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def golden_rows(seed: int = 4) -> list[Row]:
    """Return the rows in the order of their articles."""
    draw = random.Random(seed)
    entities = _entities(draw)
    firsts = [Row(entity, {"name": entity.name}) for entity in entities]
    ordinary = [entity for entity in entities if not entity.is_index and not entity.start]
    lone = [entity for entity in ordinary if sum(other.name == entity.name for other in entities) == 1]
    copies = [Row(entity, {"name": entity.name}, True) for entity in draw.choices(lone, k=EXACT_COPIES - 2)]
    unsaid = next(entity for entity in entities if entity.name == SEVERAL[0])
    copies += [Row(unsaid, {"name": unsaid.name}, True) for _ in range(2)]  # without a place, so nobody can say which
    variants = [Row(entity, {"name": _variant(entity, at)}) for at, entity in enumerate(draw.sample(lone, VARIANTS))]
    rows = firsts + copies + variants
    _place(draw, firsts, copies, variants)
    _date(draw, rows)
    draw.shuffle(firsts)
    rest = copies + variants
    draw.shuffle(rest)
    rows = firsts + rest  # the rule that was replaced holds each row against the first of its name
    for number, row in enumerate(rows):
        row.found |= {
            "description": _text(draw, row.entity),
            "tags": draw.sample(["Outdoors", "parks", "kids", "Playgrounds", "free", "weekend"], 2),
            "sourceUrl": "https://outings.example/category/bbq/"
            if row.entity.is_index
            else f"https://outings.example/{2015 + number % 11}/article-{number}",
        }
    return rows


def raw_rows(rows: list[Row], *, is_geocoded: bool = False) -> dict[str, Row]:
    """Return the rows by key."""
    return {raw_of(row, is_geocoded=is_geocoded).row_key: row for row in rows}


def raw_of(row: Row, *, is_geocoded: bool = False) -> RawActivity:
    """Return a row as back ends give it, its JSON nulls as they are."""
    found, place = row.found, row.found.get("location")
    location = RawLocation(**place) if place is not None else None
    if location is not None and is_geocoded:
        location = RawLocation(**{**place, "latitude": row.extra["latitude"], "longitude": row.extra["longitude"]})
    return RawActivity(
        row_key=row_key(found["sourceUrl"], found["name"]),
        source_url=found["sourceUrl"],
        name=found["name"],
        description=found["description"],
        location=location,
        start_date=found.get("startDate"),
        end_date=found.get("endDate"),
        tags=tuple(found["tags"]),
        kind="event" if row.entity.start else "activity",
    )


def _entities(draw: random.Random) -> list[Entity]:
    """Return 183: some of one name in several places or on several days, some beside another, and an index page."""
    names = [f"{first} {second} {kind}" for first in FIRST for second in SECOND for kind in KINDS]
    picked = draw.sample(names, 150) + [f"{first} {kind}" for first, kind in zip(FIRST, KINDS * 2, strict=False)][:10]
    entities = [_entity(draw, number, name) for number, name in enumerate(picked)]
    for beside, part in zip(
        entities[:6], ("Kiosk", "Bike Track", "Dog Run", "Boat Shed", "Amphitheatre", "Pool"), strict=True
    ):
        entities.append(_beside(draw, len(entities), f"{beside.name} {part}", beside))
    for name in ("Lantern Field Museum", "Lantern Fields Museum"):
        entities.append(_entity(draw, len(entities), name, SUBURBS[len(entities) % 2]))
    for name, count in ((SEVERAL[0], 3), (SEVERAL[1], 3), (GENERIC, 4)):
        entities += [
            _entity(draw, len(entities) + at, name, place) for at, place in enumerate(draw.sample(SUBURBS, count))
        ]
    for name in ("Teddy Bear Picnic at the Old Mill", "Moonlight Cinema for Families"):  # two days each
        one = _entity(draw, len(entities), name)
        other = _beside(draw, len(entities) + 1, name, one)
        one.start, other.start, other.words = "2026-08-08", "2026-09-12", one.words
        entities += [one, other]
    index = _entity(draw, len(entities), "bbq - parks and playgrounds")
    index.is_index = True
    return [*entities, index]


def _beside(draw: random.Random, number: int, name: str, beside: Entity) -> Entity:
    """Return another thing at the same address."""
    words = draw.sample(WORDS, 16)
    return replace(beside, number=number, name=name, words=words)


def _entity(draw: random.Random, number: int, name: str, suburb: tuple[str, str] | None = None) -> Entity:
    place, postcode = suburb or draw.choice(SUBURBS)
    long, short = draw.choice(TYPES)
    street = f"{draw.randrange(1, 180)} {draw.choice(STREETS)}"
    at = [known for known, _ in SUBURBS].index(place)
    return Entity(
        number,
        name,
        place,
        postcode,
        f"{street} {long}",
        f"{street} {short}",
        draw.sample(WORDS, 16),
        -33.6 - at * 0.05 + draw.uniform(-0.01, 0.01),
        151.0 + at * 0.03 + draw.uniform(-0.01, 0.01),
    )


def _variant(entity: Entity, at: int) -> str:
    """Write a name as another article does."""
    name = entity.name
    longest = max(name.split(), key=len)
    return [
        name.upper(),
        f"The {name}",
        f"{name} Playground" if "Playground" not in name else name.replace("Playground", "Playspace"),
        f"{name}, {entity.suburb}",
        f"{name} - {entity.suburb}",
        f"{name} in {entity.suburb}",
        f"{name} ({entity.suburb})",
        name.replace(longest, longest[:4] + longest[5:]),  # a letter left out
        name.replace(longest, f"{longest[:3]}{longest[4]}{longest[3]}{longest[5:]}"),  # two letters swapped
        f"“{name}”",
    ][at % 10]


def _place(draw: random.Random, firsts: list[Row], copies: list[Row], variants: list[Row]) -> None:
    """Give rows their addresses: five copies have the very one of the first row of that name, the others another."""
    several = [row for row in firsts if row.entity.start or row.entity.name in (*SEVERAL, GENERIC)]
    index = [row for row in firsts if row.entity.is_index]
    free = [row for row in firsts if row not in several and row not in index]
    copied = {row.entity.name for row in copies}
    unlocated_firsts = [row for row in free if row.entity.name not in copied][:4]
    missing_firsts = [row for row in free if row not in unlocated_firsts][:60]
    styles: dict[int, str] = {id(row): "full" for row in firsts}
    styles |= {id(row): "none" for row in [*unlocated_firsts, *index]}
    styles |= {id(row): "bare" for row in missing_firsts}
    is_bare = {row.entity.name for row in missing_firsts}
    of_full = [row for row in copies[:-2] if row.entity.name not in is_bare]
    of_bare = [row for row in copies[:-2] if row.entity.name in is_bare]
    equal = [*of_full[:3], *of_bare[:2]]  # and of the two events the second day
    styles |= {id(row): "bare" if row in of_bare else "full" for row in equal}
    styles |= {id(row): "short" for row in of_bare[2:]}
    wanted = WITHOUT_ADDRESS - len(missing_firsts) - 2 - 14
    for at, row in enumerate(of_full[3:]):
        styles[id(row)] = "none" if at < 5 else "bare" if at < 5 + wanted else "short"
    styles |= {id(row): "none" for row in copies[-2:]}
    styles |= {id(row): "bare" if at < 14 else "short" for at, row in enumerate(variants)}
    located = [row for row in [*firsts, *copies, *variants] if styles[id(row)] != "none"]
    with_nulls = {id(row) for row in draw.sample(located, WITH_NULLS)}
    for row in [*firsts, *copies, *variants]:
        row.extra["style"] = styles[id(row)]
        if styles[id(row)] != "none":
            row.found["location"] = _location(draw, row.entity, styles[id(row)], has_nulls=id(row) in with_nulls)
            row.extra["latitude"] = row.entity.latitude + draw.uniform(-0.0004, 0.0004)
            row.extra["longitude"] = row.entity.longitude + draw.uniform(-0.0004, 0.0004)


def _location(draw: random.Random, entity: Entity, style: str, *, has_nulls: bool) -> dict[str, Any]:
    city = "Sydney" if draw.random() < 0.1 else entity.suburb
    place: dict[str, Any] = {"name": entity.name, "city": city, "state_province": "NSW", "country_code": "AU"}
    if style == "full":
        place["formatted_address"] = f"{entity.street}, {entity.suburb} NSW {entity.postcode}"
    elif style == "short":
        place["formatted_address"] = f"{entity.short_street}, {entity.suburb}, NSW {entity.postcode}, Australia"
    elif draw.random() < 0.5:
        place["street_address"] = draw.choice([entity.street, entity.short_street])
    if has_nulls:
        place |= dict.fromkeys(("latitude", "longitude"), None)
        place.setdefault("postal_code", "null" if draw.random() < 0.1 else None)
        place.setdefault("formatted_address", None)
    else:
        place["postal_code"] = entity.postcode
    return place


def _date(draw: random.Random, rows: list[Row]) -> None:
    """Give most rows the day of their article."""
    events = [row for row in rows if row.entity.start]
    others = draw.sample([row for row in rows if not row.entity.start], DATED - len(events))
    for row in events:
        row.found["startDate"] = row.entity.start
    for at, row in enumerate(others):
        year = draw.randrange(2014, 2025) if at < BEFORE_2025 else draw.choice([2025, 2026])
        month = draw.randrange(1, 13) if year < 2026 else draw.randrange(1, 6)
        row.found["startDate"] = f"{year}-{month:02}-{draw.randrange(1, 29):02}T{draw.randrange(24):02}:30:00.000Z"


def _text(draw: random.Random, entity: Entity) -> str | None:
    """Say what an article says of a thing: much that others say too, or little, or nothing of it, or nothing at all."""
    shared = draw.choice([10, 10, 8, 6, 4, 0, None])
    if shared is None:
        return None
    words = draw.sample(entity.words, shared) + draw.sample(WORDS, 4) + draw.sample([one.lower() for one in FIRST], 8)
    draw.shuffle(words)
    return f"There are {' '.join(words)}."
