"""The one text by which an activity is embedded, wherever that happens: import, search of the like, backfill.

Two recipes in one index are two languages; so a vector is kept with the version of its recipe, and only vectors of one
version are compared. A changed recipe is a new version.
"""

import hashlib
from typing import TYPE_CHECKING

from crawl_assets.llm.embeddings import cut

if TYPE_CHECKING:
    from crawl_assets.activities.records import Activity

RECIPE = "activity-1"  # name | location name | address | description | tags


def embedding_text(activity: "Activity") -> str:
    """Return what stands for an activity: its filled parts on one line each, joined by ` | `; '' for nothing at all."""
    location = activity.location
    parts = (
        activity.name,
        location.name if location else "",
        location.formatted_address if location else "",
        activity.description or "",
        ", ".join(activity.tags),
    )
    lines = (" ".join(part.split()) for part in parts)
    return cut(" | ".join(line for line in lines if line))


def text_hash(text: str) -> str:
    """Return the hash that a text's vector is kept and joined by."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
