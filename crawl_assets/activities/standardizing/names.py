"""Names of activities: without the name of the site, not shouted; and names that are those of lists."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from crawl_assets.activities.records import normalised_name

SEPARATOR = re.compile(r"\s+[|–—·•»:-]{1,2}\s+|\s*\|\s*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL_WORDS = "a an and as at by de for from in of on or the to vs with"
_SMALL = frozenset(_SMALL_WORDS.split())
_ACRONYMS = (
    "ABC AFL AI AM BBQ BMX CBD DIY DJ EV IMAX LEGO NRL NSW NYC NZ PCYC PM QLD RSL SUP TV UK US USA VIC VR YMCA "
    "II III IV VI VII VIII IX"
)
_CAPITALS = frozenset(_ACRONYMS.split())
_VOWELS = frozenset("AEIOUYÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÒÓÔÕÖØÙÚÛÜÝ")
_LIST_NAME = re.compile(
    r"^(the\s+)?(top\s+)?\d{1,3}\+?\s+(of\s+the\s+)?((very\s+)?(best|top|greatest|coolest|fun|free|cheap|great|amazing"
    r"|awesome|fantastic|must\S*)\b.*|(\w+\s+){0,2}(things|places|ways|ideas)\b.*)"
    r"|^(the\s+)?best\s+\w+s\b.*\b(in|near|around)\b|^(category|categories|tag|archives?|topic)\s*[:|-]",
    re.I,
)
_LIST_PATH = re.compile(r"/(category|categories|tags?|topics?|archives?|author|search)/|/page/\d+/?$", re.I)
_SHARED = 0.8  # part of a host's rows that must end in the same words before these are the site's name
_FEW = 3


def without_site(name: str, host: str, tails: frozenset[str] = frozenset()) -> str:
    """Drop the last part of a name, `... | Kids Around Town`, where it is the host's name or one of `tails`."""
    parts = list(SEPARATOR.finditer(name))
    if not parts:
        return name
    head, tail = name[: parts[-1].start()].strip(), name[parts[-1].end() :]
    squeezed = normalised_name(tail).replace(" ", "")
    is_site = normalised_name(tail) in tails or any(
        len(label) >= 4 and (label in squeezed or (len(squeezed) >= 5 and squeezed in label)) for label in _labels(host)
    )
    return head if head and is_site else name


def site_tails(pages: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Return by host the endings that nearly all its names share; `pages` are pairs of host and name."""
    rows: Counter[str] = Counter()
    heads: dict[tuple[str, str], set[str]] = defaultdict(set)
    counts: Counter[tuple[str, str]] = Counter()
    for host, name in pages:
        rows[host] += 1
        parts = list(SEPARATOR.finditer(name))
        tail = normalised_name(name[parts[-1].end() :]) if parts else ""
        if tail:
            heads[host, tail].add(normalised_name(name[: parts[-1].start()]))
            counts[host, tail] += 1
    found: dict[str, set[str]] = defaultdict(set)
    for (host, tail), names in heads.items():
        if len(names) >= _FEW and counts[host, tail] >= _SHARED * rows[host]:
            found[host].add(tail)
    return {host: frozenset(tails) for host, tails in found.items()}


def unshouted(name: str) -> str:
    """Return a name that is all capitals with capitals at the starts of its words; others as they are."""
    letters = [sign for sign in name if sign.isalpha()]
    words = _WORD.findall(name)
    if any(sign.islower() for sign in letters) or not any(sign.isupper() for sign in letters):
        return name
    if len(words) < 2 and len(letters) < 7:  # one short word in capitals is an acronym: MONA
        return name
    first = True

    def lowered(found: re.Match[str]) -> str:
        nonlocal first
        word, is_first, first = found[0], first, False
        if word in _CAPITALS or (len(word) > 1 and len(word) < 5 and not _VOWELS & set(word)):
            return word
        small = word.casefold()
        return small if small in _SMALL and not is_first else small[:1].upper() + small[1:]

    return _WORD.sub(lowered, name)


def list_page(name: str, url: str) -> str | None:
    """Say why a row is a page about many activities and no activity itself; None where it is none."""
    if _LIST_PATH.search(urlsplit(url).path):
        return "its address is that of a list: /category/, /tag/, /page/2 and the like"
    if _LIST_NAME.match(name):
        return "its name is that of a list of activities"
    return None


def host_of(url: str) -> str:
    """Return the host of a URL in lower case, without `www.`; '' where it cannot be read."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _labels(host: str) -> list[str]:
    """Return a host's own labels: `timeout` of timeout.com.au."""
    labels = host.split(".")
    return [
        normalised_name(label).replace(" ", "") for label in labels[:-1] if label not in ("com", "co", "org", "net")
    ]
