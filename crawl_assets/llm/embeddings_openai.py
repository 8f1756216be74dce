"""Vectors by an OpenAI-compatible server, some texts a call.

The contract: https://platform.openai.com/docs/api-reference/embeddings
"""

from collections.abc import Sequence

from crawl_assets.llm.embeddings import BadVector, EmbeddingsRefused, cut, packed
from crawl_assets.llm.embeddings_api import EmbeddingsApi


class OpenAIEmbeddings:
    """The embedder."""

    is_local = False

    def __init__(self, api: EmbeddingsApi, model: str) -> None:
        self.api, self.model = api, model

    async def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Ask once for all the texts; raises the errors of `llm.embeddings`."""
        if not texts:
            return []
        if not all(text.strip() for text in texts):
            raise EmbeddingsRefused(f"{self.model}: an empty text has no vector; leave it out.")
        body = {"model": self.model, "input": [cut(text) for text in texts], "encoding_format": "float"}
        answer = await self.api.post("/embeddings", body)
        data = answer.get("data")
        by_place = {
            item.get("index"): item.get("embedding")
            for item in (data if isinstance(data, list) else [])
            if isinstance(item, dict)
        }
        if by_place.keys() != set(range(len(texts))):
            raise BadVector(f"{self.model}: {len(texts)} texts were sent, and vectors came for {len(by_place)}.")
        return [packed(by_place[place], self.model) for place in range(len(texts))]
