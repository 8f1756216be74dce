"""Activities embedded in a folder of a test, by a fake server or locally."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawl_assets.activities.enriching.embedding import VectorRow, embedded
from crawl_assets.activities.enriching.embedding_batches import Ordering, collect
from crawl_assets.activities.enriching.embedding_texts import embedding_text, text_hash
from crawl_assets.activities.enriching.rows import EmbeddingBatch
from crawl_assets.activities.enriching.vectors import vectors
from crawl_assets.activities.records import Activity
from crawl_assets.llm.embeddings import packed
from crawl_assets.llm.embeddings_api import EmbeddingsApi
from crawl_assets.llm.embeddings_batch import EmbeddingBatches
from crawl_assets.llm.embeddings_openai import OpenAIEmbeddings
from crawl_assets_tests.activities.enriching.enriching import LOG, activity, database_in, opened
from crawl_assets_tests.fakes.openai_batch import MODEL, EmbeddingsServer, vector_of


def activities(count: int, start: int = 0) -> list[Activity]:
    return [activity(f"a{number}", f"Playground {number}") for number in range(start, start + count)]


def api(server: EmbeddingsServer) -> EmbeddingsApi:
    return EmbeddingsApi(server.key, server.base_url, total_seconds=10)


def batches(server: EmbeddingsServer) -> EmbeddingBatches:
    return EmbeddingBatches(api(server), MODEL)


def embed(
    folder: Path, server: EmbeddingsServer, wanted: list[Activity], *, by_batch: bool = False, **ordering: int
) -> list[VectorRow]:
    """Run the step once; by batch means: from the first text on."""
    chosen = Ordering(batches(server), **{"direct_up_to": 0, **ordering}) if by_batch else None
    with opened(folder, "activity_embeddings") as steps:
        embedder = OpenAIEmbeddings(api(server), MODEL)
        return embedded(steps, database_in(folder), embedder, wanted, LOG, chosen)


def look(folder: Path, server: EmbeddingsServer, batch_id: str = "batch_1", minutes: float = 0) -> EmbeddingBatch:
    """Look at a batch once, some minutes from now."""
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    return asyncio.run(collect(database_in(folder), batches(server), batch_id, moment, LOG))


def has_own_vectors(folder: Path, wanted: list[Activity], dimensions: int = 1536) -> bool:
    """Tell whether each activity's text has the very vector that the server makes of it."""
    texts = {text_hash(embedding_text(one)): embedding_text(one) for one in wanted}
    kept = dict(vectors(database_in(folder), texts, MODEL))
    return kept == {hashed: packed(vector_of(text, dimensions), MODEL) for hashed, text in texts.items()}
