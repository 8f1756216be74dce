"""Who adds to activities, as the settings choose: with a key its owner, without one what needs none."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawl_assets.activities.enriching.embedding_batches import Ordering
    from crawl_assets.activities.enriching.geocoding import Geocoder
    from crawl_assets.llm.embeddings import Embedder
    from crawl_assets.settings import Settings


def chosen_geocoder(settings: "Settings") -> "Geocoder":
    """Return Google with GOOGLE_MAPS_API_KEY, else the offline gazetteer; raises GeocodingStopped for a bad key."""
    from crawl_assets.activities.enriching.gazetteer import gazetteer
    from crawl_assets.activities.enriching.geocoding_google import GoogleGeocoder

    if settings.google_maps_api_key:
        return GoogleGeocoder(settings.google_maps_api_key, settings.google_geocode_base_url)
    return gazetteer()


def chosen_embedder(settings: "Settings") -> "Embedder":
    """Return who makes the vectors of EMBEDDINGS_MODEL; raises EmbeddingsStopped for a key or name that is none."""
    from crawl_assets.llm.embeddings import EmbeddingsStopped
    from crawl_assets.llm.embeddings_api import EmbeddingsApi
    from crawl_assets.llm.embeddings_local import LOCAL_MODEL, HashedNgrams
    from crawl_assets.llm.embeddings_openai import OpenAIEmbeddings

    model = settings.embeddings_model
    if model == LOCAL_MODEL:
        return HashedNgrams()
    if model.startswith("local/"):
        raise EmbeddingsStopped(f"EMBEDDINGS_MODEL={model!r:.100} is no local model; there is {LOCAL_MODEL}.")
    return OpenAIEmbeddings(EmbeddingsApi(settings.openai_api_key, settings.openai_base_url), model)


def chosen_ordering(settings: "Settings") -> "Ordering | None":
    """Return where many texts are ordered by batch; None for a local model, which has no need to."""
    from crawl_assets.activities.enriching.embedding_batches import Ordering
    from crawl_assets.llm.embeddings_api import EmbeddingsApi
    from crawl_assets.llm.embeddings_batch import EmbeddingBatches

    if settings.embeddings_model.startswith("local/"):
        return None
    api = EmbeddingsApi(settings.openai_api_key, settings.openai_base_url)
    return Ordering(EmbeddingBatches(api, settings.embeddings_model))
