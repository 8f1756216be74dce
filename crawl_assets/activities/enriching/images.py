"""Pictures of activities: each distinct address is fetched once, politely, and what is kept is small WebP.

with journals.open(scope, run_id, log) as steps:
    rows = enriched_images(steps, web.image_client(), blobs, activities, log)
"""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from logging import Logger
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.enriching.pictures import BadPicture, picture_of
from crawl_assets.crawl.client_thread import open_in_thread
from crawl_assets.crawl.errors import BadUrl, FetchError
from crawl_assets.crawl.urls import parse_url
from crawl_assets.durable.errors import NonRetriable
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.store.blobs import LOST_BLOB

if TYPE_CHECKING:
    from crawl_assets.activities.records import Activity
    from crawl_assets.crawl.fetch import PoliteClient
    from crawl_assets.durable.steps import Steps
    from crawl_assets.store.blobs import Blobs

RECIPE = "webp-1"  # how a picture is made; raised whenever the same bytes would give another one
LIMITS = (Limit("activity-images", in_flight=8),)  # over all processes; each may hold 10 MB in memory
RETRY = RetryRule(attempts=2, first_wait=2.0, longest_wait=10.0, longest_retry_after=60.0)  # the client tries as well
_STEP = "picture"


@dataclass(frozen=True, slots=True)
class ImageRow:
    """What came of the picture of one activity."""

    row_key: str
    image_url: str  # as the activity has it
    blob: str | None  # id of the WebP; None: see `error`
    sha256: str | None  # of the WebP, 64 hexadecimal digits; equal pictures have equal ones
    width: int | None  # pixels
    height: int | None
    error: str | None  # why there is none


def enriched_images(
    steps: "Steps", client: "PoliteClient", blobs: "Blobs", activities: Iterable["Activity"], log: Logger
) -> list[ImageRow]:
    """Return a row for each activity that names a picture, in order; a picture that fails is a row with its error.

    `client` is not open yet; its limits bound bytes and time. Raises StoreError when results cannot be kept.
    """
    wanted = [(activity.row_key, activity.image_url) for activity in activities if activity.image_url]
    addresses = {url: _address(url) for _, url in wanted}
    fetched = sorted({address for address in addresses.values() if isinstance(address, str)})
    lost = _lost(steps, blobs)
    with open_in_thread(client) as thread:

        async def picture(address: str) -> dict[str, Any]:
            page = await thread.run(client.get(address))
            return await asyncio.to_thread(_kept, address, page.body, blobs)

        outcomes = steps.map(
            _STEP,
            picture,
            fetched,
            key=lambda address: hashlib.sha256(address.encode()).hexdigest()[:32],  # an address may hold a secret
            inputs=lambda address: [address, RECIPE, lost.get(address, "")],
            limits=LIMITS,
            retry=RETRY,
        )
    ended = dict(zip(fetched, outcomes, strict=True))
    failed = sum(outcome.error is not None for outcome in outcomes)
    log.info(f"{len(fetched) - failed} of {len(fetched)} pictures were fetched, for {len(wanted)} activities.")
    rows = []
    for row_key, url in wanted:
        address = addresses[url]
        if isinstance(address, BadUrl):
            rows.append(_row(row_key, url, {}, str(address)))
        else:
            rows.append(_row(row_key, url, ended[address].value or {}, ended[address].error))
    return rows


def _kept(address: str, body: bytes, blobs: "Blobs") -> dict[str, Any]:
    try:
        made = picture_of(body)
    except BadPicture as error:
        raise NonRetriable(str(FetchError(address, str(error)))) from None
    return {"address": address, "blob": blobs.put(made.webp), "width": made.width, "height": made.height}


def _lost(steps: "Steps", blobs: "Blobs") -> dict[str, str]:
    """Return what earlier tries of this workflow fetched and is no longer there, by address: it is fetched again."""
    lost = {}
    for value in steps.finished(_STEP):
        try:
            blobs.get(value["blob"])
        except LOST_BLOB:
            lost[value["address"]] = value["blob"]
    return lost


def _row(row_key: str, url: str, value: Mapping[str, Any], error: str | None) -> ImageRow:
    blob = value.get("blob")
    digest = blob.partition(":")[2] if blob else None
    return ImageRow(row_key, url, blob, digest, value.get("width"), value.get("height"), error)


def _address(url: str) -> "str | BadUrl":
    """Return the one spelling of an address, or why it cannot be fetched."""
    try:
        return str(parse_url(url))
    except BadUrl as error:
        return error
