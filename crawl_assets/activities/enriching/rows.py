"""The rows of the enrichment's own tables; a field has the name of its column."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Geocode:
    """What a paid geocoder answered to one query."""

    provider: str
    query: str  # normalised
    status: str  # the provider's own word
    latitude: float | None
    longitude: float | None
    precision: str | None
    place_id: str | None
    formatted_address: str | None
    components: dict[str, Any]  # street_address, city, state_province, postal_code, country_code
    is_partial: bool
    asked_at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Embedding:
    """The vector of a text."""

    text_hash: str
    recipe: str
    model: str
    dimensions: int
    vector: bytes  # float32, little-endian
    made_at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class EmbeddingBatch:
    """A batch of texts at an OpenAI-compatible server."""

    batch_id: str
    model: str
    recipe: str
    input_file_id: str
    text_hashes: tuple[str, ...]
    state: str  # waiting, collected, failed
    status: str  # the server's word when it was looked at last
    done: int
    failed: int
    error: str | None
    submitted_at: datetime  # UTC
    next_look_at: datetime
    deadline_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActivityVector:
    """Which vector an activity has."""

    activity_id: str
    text_hash: str
    recipe: str
    model: str
