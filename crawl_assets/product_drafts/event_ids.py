"""Crawl events by their ids: given from outside, or made of the page's address; and what of them may be in a path."""

import hashlib
import re
from urllib.parse import urlsplit

from crawl_assets.crawl.urls import identity

LONGEST_EVENT_ID = 200
# parameters of shops that say how a visitor came, beside those that crawl.urls knows
_SHOP_TRACKING = re.compile(
    r"spm|scm|pvid|algo_.*|abbucket|utparam|ali_(refid|trackid)|mm_sceneid|sp_atk|xptdk|aff_.*|af_.*|pd_rd_.*|pf_rd_.*",
    re.I,
)
_FILE_WORD = re.compile(r"[A-Za-z0-9-]{1,100}")
_BAD_IN_A_PARTITION = re.compile(r"\.\.\.|[,|]|[^!-~]")  # Dagster's own marks, white space, what no terminal shows
_SHOPEE = re.compile(r"(?:.+\.)?shopee\.[a-z]{2,3}(?:\.[a-z]{2})?")
_TAOBAO = re.compile(r"(?:.+\.)?(?:taobao|tmall)\.com")


def normalised(url: str) -> str:
    """Return the one spelling of a page's address, without tracking parameters; raises BadUrl (see crawl.errors)."""
    address, _, query = identity(url).partition("?")
    kept = [pair for pair in query.split("&") if pair and not _SHOP_TRACKING.fullmatch(pair.partition("=")[0])]
    return f"{address}?{'&'.join(kept)}" if kept else address


def event_id_of(url: str) -> str:
    """Return the event id of a page for which none was given: sha256 of its normalised address, 64 hex digits."""
    return hashlib.sha256(normalised(url).encode()).hexdigest()


def checked_event_id(event_id: str) -> str:
    """Return an event id from outside; raises ValueError where it cannot name a partition."""
    if not 0 < len(event_id) <= LONGEST_EVENT_ID or _BAD_IN_A_PARTITION.search(event_id):
        raise ValueError(
            f"{event_id!r:.80} cannot be an event id: 1 to {LONGEST_EVENT_ID} printable letters of ASCII are needed, "
            "without white space, comma, | and '...'."
        )
    return event_id


def file_word(event_id: str) -> str:
    """Return the word that stands for an event in names of files: the id itself where it is harmless, else its hash."""
    if _FILE_WORD.fullmatch(event_id):
        return event_id
    return f"x{hashlib.sha256(event_id.encode()).hexdigest()}"


def source_of(url: str) -> str | None:
    """Return the shop system of an address, as the table names them: shopee, taobao (Tmall is one), or None."""
    host = (urlsplit(url).hostname or "").lower()
    if _SHOPEE.fullmatch(host):
        return "shopee"
    return "taobao" if _TAOBAO.fullmatch(host) else None
