"""The published files over HTTP: /{domain}/llms.txt, /{domain}/llms-full.txt, /{domain}/pages/...md."""

from typing import TYPE_CHECKING

from crawl_assets.llms_txt.publishing import published
from crawl_assets.llms_txt.registry import UnknownDomainError, find_domain
from crawl_assets.llms_txt.rows import Artifact

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from crawl_assets.resources import Store

MARKDOWN, PLAIN = "text/markdown; charset=utf-8", "text/plain; charset=utf-8"


def artifact_routes(store: "Store") -> "list[Route]":
    """Return the routes of published files, for the app that also takes webhooks."""
    from starlette.concurrency import run_in_threadpool
    from starlette.routing import Route

    async def answer(request: "Request") -> "Response":
        domain, path = request.path_params["domain"], request.path_params["path"]
        return await run_in_threadpool(_response, store, domain, path, request.headers.get("if-none-match"))

    return [Route("/{domain}/{path:path}", answer, methods=["GET", "HEAD"])]


def _response(store: "Store", domain: str, path: str, known: str | None) -> "Response":
    from starlette.responses import PlainTextResponse, Response

    file = _file(store, domain, path)
    if file is None:
        return PlainTextResponse(f"nothing is published at {domain}/{path}\n", 404)
    etag = f'"{file.blob.removeprefix("sha256:")[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=300"}
    tags = [tag.strip().removeprefix("W/") for tag in (known or "").split(",")]
    if etag in tags or "*" in tags:
        return Response(status_code=304, headers=headers)
    media = MARKDOWN if path.endswith(".md") else PLAIN
    return Response(store.blobs.get(file.blob), media_type=None, headers=headers | {"Content-Type": media})


def _file(store: "Store", domain: str, path: str) -> Artifact | None:
    try:
        files = published(store.database, find_domain(store.database, domain))
    except UnknownDomainError:
        return None
    return next((row for row in files if row.path == path), None)
