"""Who adds to activities, by the settings."""

import pytest

from crawl_assets.activities.enriching.enrichers import chosen_embedder, chosen_geocoder, chosen_ordering
from crawl_assets.activities.enriching.geocoding import GeocodingStopped
from crawl_assets.llm.embeddings import EmbeddingsStopped
from crawl_assets.settings import read_settings


def test_without_keys_nothing_leaves_this_machine() -> None:
    settings = read_settings({})
    assert chosen_geocoder(settings).provider == "gazetteer"
    assert (chosen_embedder(settings).model, chosen_embedder(settings).is_local) == ("local/hashed-ngrams-1", True)
    assert chosen_ordering(settings) is None


def test_with_keys_their_owners_are_asked_and_the_keys_do_not_show() -> None:
    given = {
        "GOOGLE_MAPS_API_KEY": "AIzaSecret",
        "OPENAI_API_KEY": "sk-secret",
        "EMBEDDINGS_MODEL": "text-embedding-3-small",
    }
    settings = read_settings(given)
    geocoder, embedder, ordering = chosen_geocoder(settings), chosen_embedder(settings), chosen_ordering(settings)
    assert (geocoder.provider, geocoder.is_paid) == ("google", True)
    assert (embedder.model, embedder.is_local) == ("text-embedding-3-small", False)
    assert ordering is not None
    assert ordering.batches.model == "text-embedding-3-small"
    assert "ecret" not in f"{geocoder!r} {embedder!r} {ordering!r}"


@pytest.mark.parametrize("model", ["local/other", "text-embedding-3-small"])
def test_a_model_that_cannot_be_asked_says_what_to_set(model: str) -> None:
    with pytest.raises(EmbeddingsStopped, match="EMBEDDINGS_MODEL"):
        chosen_embedder(read_settings({"EMBEDDINGS_MODEL": model}))


def test_a_key_that_cannot_be_one_is_not_replaced_by_the_gazetteer() -> None:
    with pytest.raises(GeocodingStopped, match="GOOGLE_MAPS_API_KEY"):
        chosen_geocoder(read_settings({"GOOGLE_MAPS_API_KEY": "two words"}))
