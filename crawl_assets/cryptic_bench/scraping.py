"""One week's Guardian cryptics from one of two sources, as rows. What could not be read is named, never dropped."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from crawl_assets.cryptic_bench import georgeho
from crawl_assets.cryptic_bench.feed import FeedItem, page_of_feed, read_feed
from crawl_assets.cryptic_bench.layouts import read_post
from crawl_assets.cryptic_bench.layouts.resolving import Aside, ReadClue, resolve
from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, SetAside, clue_id_of, week_id_of, week_start_of
from crawl_assets.cryptic_bench.titles import CRYPTIC, Title, read_title, setter_in_lines

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import PoliteClient
    from crawl_assets.resources import Web

MOST_FEED_PAGES = 12  # WordPress shows 10 posts a page, the blog writes about 40 a week
MOST_ROW_PAGES = 50
NO_SETTER = "No setter is named in the title or above the first clue."


@dataclass(frozen=True, slots=True)
class Scraped:
    """One week's rows and what went wrong."""

    puzzles: list[Puzzle] = field(default_factory=list)
    clues: list[Clue] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)  # url: reason
    log: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """One puzzle as a source tells it."""

    number: int
    setter: str | None
    day: date
    title: str
    url: str
    source: str
    clues: tuple[ReadClue, ...]
    aside: tuple[Aside, ...]
    problems: tuple[str, ...]


async def scrape(web: "Web", week_start: date, source: Literal["fifteensquared", "georgeho"], url: str = "") -> Scraped:
    """Fetch the week's puzzles; `url` is another address of the source.

    Raises crawl.errors.FetchError when the source itself cannot be fetched, ValueError when it is not what it should
    be. A single post that fails is one of `failures`.
    """
    scraped = Scraped()
    async with web.client() as client:
        if source == "georgeho":
            await _from_rows(client, url or georgeho.DEFAULT_URL, week_start, scraped)
        else:
            await _from_blog(client, url or web.settings.cryptic_feed_url, week_start, scraped)
    return scraped


async def _from_blog(client: "PoliteClient", feed_url: str, week_start: date, scraped: Scraped) -> None:
    from crawl_assets.crawl.errors import FetchError

    items = await _items_of_week(client, feed_url, week_start, scraped)
    for item in items:
        if item.says.series != CRYPTIC:
            scraped.log.append(f"left out, series {item.says.series}: {item.title} ({item.url})")
            continue
        try:
            page = await client.get(item.url)
        except FetchError as error:
            _fail(scraped, item.url, str(error))
            continue
        _read_blog_post(item, page.text, week_start, scraped)


async def _items_of_week(client: "PoliteClient", feed_url: str, week_start: date, scraped: Scraped) -> list[FeedItem]:
    """Read the feed, newest page first, until its items are older than the week."""
    from crawl_assets.crawl.errors import FetchError

    end = week_start + timedelta(days=7)
    seen: dict[str, FeedItem] = {}
    for number in range(1, MOST_FEED_PAGES + 1):
        address = page_of_feed(feed_url, number)
        try:
            page = await client.get(address)
            items = read_feed(page.body, page.url)
        except (FetchError, ValueError) as error:
            if number == 1:
                if isinstance(error, ValueError) and not isinstance(error, FetchError):
                    raise ValueError(f"{address}: {error}") from error
                raise
            _end_of_feed(scraped, address, error)
            break
        fresh = [item for item in items if item.url not in seen]
        seen |= {item.url: item for item in fresh}
        days = [item.day for item in items if item.day is not None]
        if not fresh or (days and min(days) < week_start):
            break
    else:
        oldest = min((item.day for item in seen.values() if item.day), default=None)
        _fail(
            scraped, feed_url, f"{MOST_FEED_PAGES} pages of the feed reach back to {oldest} only, not to {week_start}."
        )
    for item in seen.values():
        if item.day is None:
            _fail(scraped, item.url, f"{item.title!r} has no date, in its address or in the feed.")
    week = [item for item in seen.values() if item.day is not None and week_start <= item.day < end]
    scraped.log.append(f"{feed_url}: {len(seen)} items read, {len(week)} of the week of {week_start}")
    return sorted(week, key=lambda item: (item.day or week_start, item.url))


def _end_of_feed(scraped: Scraped, address: str, error: Exception) -> None:
    """Tell the end of the feed (WordPress answers 404 behind its last page) from a page that is missing."""
    from crawl_assets.crawl.errors import NotFound

    if isinstance(error, NotFound):
        scraped.log.append(f"{address}: the feed ends here")
    else:
        _fail(scraped, address, str(error))


def _read_blog_post(item: FeedItem, text: str, week_start: date, scraped: Scraped) -> None:
    reading = read_post(text)
    says = _with(item.says, read_title(reading.title, item.url, is_guardian=True))
    if says.number is None:
        _fail(scraped, item.url, f"No puzzle number in the title {item.title!r}.")
        return
    setter = says.setter or setter_in_lines(reading.opening)
    if not reading.clues:
        _fail(scraped, item.url, " ".join(reading.problems) or "No clue could be trusted.")
    problems = reading.problems if setter else (*reading.problems, NO_SETTER)
    day = item.day or week_start
    scraped.log.append(
        f"{item.url}: {len(reading.clues)} clues, {len(reading.aside)} set aside, read as {reading.layout or 'nothing'}"
    )
    _add(
        scraped,
        _Found(
            says.number, setter, day, item.title, item.url, "fifteensquared", reading.clues, reading.aside, problems
        ),
    )


def _with(title: Title, heading: Title) -> Title:
    """Fill what the feed's title leaves out from the post's own heading."""
    return Title(title.series, title.number or heading.number, title.setter or heading.setter)


async def _from_rows(client: "PoliteClient", base: str, week_start: date, scraped: Scraped) -> None:
    rows: list[georgeho.ClueRow] = []
    token: str | None = None
    for _ in range(MOST_ROW_PAGES):
        address = georgeho.page_url(base, week_start, token)
        fetched = await client.get(address)
        try:
            page = georgeho.read_page(fetched.text)
        except ValueError as error:
            raise ValueError(f"{address}: {error}") from error
        rows += page.rows
        scraped.failures.update({f"{base}#{reason.split(':')[0]}": reason for reason in page.unread})
        if page.next is None or page.next == token:
            break
        token = page.next
    else:
        _fail(scraped, base, f"more than {MOST_ROW_PAGES} pages for one week; the rest was not read.")
    scraped.log.append(f"{base}: {len(rows)} rows of the week of {week_start}")
    end = week_start + timedelta(days=7)
    for (day, name, url), of_puzzle in georgeho.by_puzzle(rows).items():
        says = read_title(name, url)
        if says.series != CRYPTIC or not week_start <= day < end:
            scraped.log.append(f"left out, series {says.series}: {name} ({day})")
        elif says.number is None:
            _fail(scraped, url or f"{base}#{name}", f"No puzzle number in the name {name!r}.")
        else:
            _add(scraped, _found_in_rows(says.number, says.setter, of_puzzle))


def _found_in_rows(number: int, setter: str | None, rows: list[georgeho.ClueRow]) -> _Found:
    candidates, unnumbered = georgeho.candidates_of(rows)
    resolved = resolve(candidates)
    unplaced = tuple(
        Aside(len(candidates) + i, f"{row.clue} | {row.answer}", None, f"{row.clue_number!r} is no clue number.")
        for i, row in enumerate(unnumbered)
    )
    first = rows[0]
    return _Found(
        number,
        setter,
        first.puzzle_date,
        first.puzzle_name,
        first.source_url,
        "georgeho",
        resolved.clues,
        resolved.aside + unplaced,
        resolved.problems if setter else (*resolved.problems, NO_SETTER),
    )


def _fail(scraped: Scraped, url: str, reason: str) -> None:
    scraped.failures[url] = reason
    scraped.log.append(f"failed: {url}: {reason}")


def _add(scraped: Scraped, found: _Found) -> None:
    """Add a puzzle's rows; of two posts about one puzzle the one with more clues stays."""
    before = next((puzzle for puzzle in scraped.puzzles if puzzle.guardian_id == found.number), None)
    if before is not None:
        worse = found.url if len(found.clues) <= before.clue_count else before.url
        _fail(scraped, worse or str(found.number), f"Another post about puzzle {found.number} has more clues.")
        if len(found.clues) <= before.clue_count:
            return
        scraped.puzzles[:] = [row for row in scraped.puzzles if row.guardian_id != found.number]
        scraped.clues[:] = [row for row in scraped.clues if row.guardian_id != found.number]
        scraped.set_aside[:] = [row for row in scraped.set_aside if row.guardian_id != found.number]
    week_start = week_start_of(found.day)
    scraped.puzzles.append(
        Puzzle(
            guardian_id=found.number,
            week_start=week_start,
            week_id=week_id_of(found.day),
            puzzle_type=CRYPTIC,
            setter=found.setter,
            publication_date=found.day,
            title=found.title,
            url=found.url or None,
            source=found.source,
            clue_count=len(found.clues),
            problems=found.problems,
        )
    )
    scraped.clues.extend(
        Clue(
            clue_id=clue_id_of(found.number, clue.number, clue.direction),
            guardian_id=found.number,
            week_start=week_start,
            clue_number=clue.number,
            direction=clue.direction,
            clue_text=clue.text,
            answer=clue.answer,
            letter_count=clue.letter_count,
            linked_lights=clue.linked_lights,
        )
        for clue in found.clues
    )
    scraped.set_aside.extend(
        SetAside(found.number, row.position, week_start, row.raw[:_LONGEST_RAW], row.answer, row.reason)
        for row in found.aside
    )


_LONGEST_RAW = 1000
