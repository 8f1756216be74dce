"""The X-Robots-Tag header: what the robots meta tag says, said by the server for whatever it sends.

https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
"""

PRODUCT = "crawl_assets"  # lower case
# directives with a value; any other word before a colon names the crawler that what follows is for
_WITH_VALUES = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")


def wishes_of(header_lines: str) -> set[str]:
    """Return the directives, in lower case, that are for all or for us; one header a line."""
    wishes: set[str] = set()
    for line in header_lines.lower().splitlines():
        is_for_us = True
        for part in line.split(","):
            name, colon, rest = part.partition(":")
            names_crawler = colon and name.strip() not in _WITH_VALUES
            if names_crawler:
                is_for_us = name.strip() == PRODUCT
            if is_for_us:
                wishes.add((rest if names_crawler else part).strip())
    return wishes


def is_noindex(wishes: set[str]) -> bool:
    """Tell whether they ask to be kept out of any listing."""
    return not wishes.isdisjoint({"noindex", "none"})


def is_nofollow(wishes: set[str]) -> bool:
    """Tell whether they ask that no link is followed."""
    return not wishes.isdisjoint({"nofollow", "none"})
