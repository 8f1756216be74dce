"""Any number of made-up activities, a third of them once more in other words: for time and for order."""

import random
from dataclasses import replace

from crawl_assets.activities.resolving.comparable import Comparable
from crawl_assets_tests.activities.resolving.golden import FIRST, KINDS, SECOND, STREETS, WORDS

ROWS_TO_A_SUBURB = 40


def many(rows: int, seed: int = 1) -> list[Comparable]:
    """Return rows in no order; suburbs and names grow with their number, as sites do."""
    draw = random.Random(f"{seed} {rows}")
    suburbs = max(1, rows // ROWS_TO_A_SUBURB)
    places = [_place(draw, number, suburbs) for number in range(rows - rows // 3)]
    again = [_again(draw, one) for one in draw.choices(places, k=rows // 3)]
    found = [replace(one, key=f"{number:08}") for number, one in enumerate([*places, *again])]
    draw.shuffle(found)
    return found


def _place(draw: random.Random, number: int, suburbs: int) -> Comparable:
    suburb = draw.randrange(suburbs)
    street = f"{draw.randrange(1, 200)} {draw.choice(STREETS)} Street"
    name = f"{draw.choice(FIRST)} {draw.choice(SECOND)} {draw.choice(KINDS)}"
    if draw.random() < 0.1:
        name = draw.choice(["Story Time", "Baby Rhyme Time", "Lego Club", "Farmers Market"])
    return Comparable(
        key=str(number),
        name=name,
        source_url=f"https://outings.example/{number}",
        latitude=-33.0 - (suburb % 50) * 0.05 + draw.uniform(-0.02, 0.02) if draw.random() < 0.5 else None,
        longitude=150.0 + (suburb // 50) * 0.05 + draw.uniform(-0.02, 0.02),
        location_name=name,
        formatted_address=f"{street}, Suburb {suburb} NSW {2000 + suburb}" if draw.random() < 0.6 else None,
        city=f"Suburb {suburb}",
        starts_at=f"2026-08-{draw.randrange(1, 29):02}" if draw.random() < 0.3 else None,
        description=f"There are {' '.join(draw.sample(WORDS, 14))}.",
    )


def _again(draw: random.Random, one: Comparable) -> Comparable:
    """Return the same in another article."""
    name = draw.choice([one.name, one.name, one.name.upper(), f"The {one.name}", f"{one.name}, {one.city}"])
    description = draw.choice([one.description, None, f"There are {' '.join(draw.sample(WORDS, 14))}."])
    address = draw.choice([one.formatted_address, None])
    url = f"{one.source_url}/again/{draw.random()}"
    return replace(one, name=name, description=description, formatted_address=address, source_url=url)
