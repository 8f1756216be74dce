"""Stock of an object whose shape is unknown: a word, a flag, a count, or an object with one of them."""

from collections.abc import Mapping
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.platforms import key_names
from crawl_assets.product_drafts.extraction.platforms.key_names import plain_keys


def availability_of(plain: Mapping[str, Any]) -> str | None:
    """Return the name at schema.org of what an object says of its stock, None when it says nothing."""
    for key in key_names.STOCK:
        value = plain.get(key)
        if isinstance(value, Mapping):
            inside = plain_keys(value)
            if found := availability_of(inside) or values.availability(inside.get("status") or inside.get("value")):
                return found
        elif isinstance(value, bool):
            return values.availability(value is not ("out" in key))
        elif isinstance(value, str) and (found := values.availability(value)):
            return ("OutOfStock" if found == "InStock" else "InStock") if "out" in key else found
    for key in key_names.COUNTED:
        value = plain.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return "InStock" if value > 0 else "OutOfStock"
    return None
