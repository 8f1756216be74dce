"""The address that a page names as its own."""

_HEAD = 200_000  # letters in which the head of a page lies


def own_url(html: str) -> str | None:
    """Return the absolute canonical link of a page, else its og:url, else None."""
    from crawl_assets.crawl.html_tree import parse

    root = parse(html[:_HEAD])
    if root is None:
        return None
    links = (link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    graph = (meta.get("content") for meta in root.iter("meta") if (meta.get("property") or "").lower() == "og:url")
    for found in (*links, *graph):
        url = (found or "").strip()
        if url.lower().startswith(("http://", "https://")):
            return url
    return None
