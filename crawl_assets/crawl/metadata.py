"""What a page says about itself: title, description, language, date of publication.

Read in this order: Open Graph and its kin, JSON-LD (https://schema.org), plain `meta` elements, the visible document.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_TITLE_SEPARATORS = (" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " « ", " • ", " — ")
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "publish-date", "publishdate", "pubdate", "parsely-pub-date", "sailthru.date",
    "citation_publication_date", "citation_date", "article.published", "og:published_time",
)  # fmt: skip
_LONGEST_JSON = 2_000_000  # letters of one script
_MOST_NODES = 5_000  # of one JSON-LD script
_ARTICLE_TYPES = ("Article", "NewsArticle", "BlogPosting", "Report", "TechArticle", "Posting", "Recipe", "Product")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a page, its JSON-LD and its first heading say."""

    title: str | None
    description: str | None
    language: str | None  # BCP 47 as written, '_' as '-': en, pt-BR
    published: str | None  # YYYY-MM-DD
    heading: str | None  # the page's own, as shown
    generator: str  # lower case; '' when none is named
    is_article: bool  # it calls itself an article, news or a post
    article_body: str | None  # the whole text, where the publisher repeats it in JSON-LD


def metadata(root: Any) -> Metadata:
    """Read a page's metadata from its tree."""
    named = _named(root)
    linked = list(_json_ld(root))
    main = next((node for node in linked if _is_article(node)), {})
    heading = page_heading(root)
    og_title = _first(named, "og:title", "twitter:title", "dc.title", "citation_title")
    title = og_title or _text(main.get("headline")) or _own_title(_document_title(root), heading) or heading
    description = _first(named, "description", "og:description", "twitter:description", "dc.description")
    return Metadata(
        title=title,
        description=description or _text(main.get("description")),
        language=_language(root, named, main),
        published=_published(root, named, linked),
        heading=heading,
        generator=(named.get("generator") or "").lower(),
        is_article=named.get("og:type", "").lower() == "article"
        or "article:published_time" in named
        or any(_is_article(node, ("Article", "Posting")) for node in linked),
        article_body=_article_body(linked),
    )


def one_line(text: str | None) -> str | None:
    """Return the text with every run of white space as one space, or None when nothing is left."""
    return " ".join((text or "").split()) or None


def _named(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        content = one_line(meta.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(named: dict[str, str], *names: str) -> str | None:
    return next((named[name] for name in names if name in named), None)


def _json_ld(root: Any) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "").strip()
        if not source or len(source) > _LONGEST_JSON:
            continue
        source = source.removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        try:
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(value)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value)


def _is_article(node: dict[str, Any], types: tuple[str, ...] = _ARTICLE_TYPES) -> bool:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and one.endswith(types) for one in kinds)


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return one_line(_unescaped(value))


def _unescaped(value: str) -> str:
    from html import unescape

    return re.sub(r"<[^<>]{0,2000}>", " ", unescape(value))


def _article_body(linked: list[dict[str, Any]]) -> str | None:
    bodies = [_unescaped(body) for node in linked if isinstance(body := node.get("articleBody"), str) and body.strip()]
    return max(bodies, key=len) if bodies else None


def _document_title(root: Any) -> str | None:
    for title in root.iter("title"):
        parent = title.getparent()
        if parent is not None and parent.tag in ("head", "html", "body"):
            return one_line("".join(title.itertext()))
    return None


def page_heading(root: Any) -> str | None:
    """Return the heading of the page: the first h1 of its main element or article, else the first h1.

    One in the header of the site counts only when the document's title starts with it.
    """
    title = (_document_title(root) or "").casefold()
    headings = [(heading, text) for heading in root.iter("h1") if (text := _heading_text(heading))]
    for heading, text in headings:
        if next(heading.iterancestors("main", "article"), None) is not None:
            return text
    for heading, text in headings:
        if next(heading.iterancestors("header"), None) is None or title.startswith(text.casefold()):
            return text
    return None


def _heading_text(heading: Any) -> str | None:
    from crawl_assets.crawl.marks import is_permalink

    texts = [heading.text or ""]
    for inner in heading.iterdescendants():
        texts += ["" if is_permalink(inner) else inner.text or "", inner.tail or ""]
    found = one_line("".join(texts).replace("\u200b", ""))
    return found.rstrip("¶#").strip() or None if found else None


def _own_title(title: str | None, heading: str | None) -> str | None:
    """Return the document's title without the site's name, when the heading shows which part is which."""
    if not title or not heading:
        return title
    same = heading.casefold()
    for separator in _TITLE_SEPARATORS:
        parts = title.split(separator)
        if len(parts) > 1 and any(part.strip().casefold() == same for part in (parts[0], parts[-1])):
            return heading
    if title.casefold().startswith(same) and title[len(heading) :].lstrip()[:1] in "|-–—·:»•":
        return heading
    return title


def _language(root: Any, named: dict[str, str], main: dict[str, Any]) -> str | None:
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    if not declared:
        body = root.find("body")
        declared = body.get("lang") if body is not None else None
    candidates = (
        declared,
        named.get("content-language"),
        named.get("og:locale"),
        named.get("dc.language"),
        named.get("language"),
        main.get("inLanguage"),
    )
    for candidate in candidates:
        found = _LANGUAGE.fullmatch(candidate.strip()) if isinstance(candidate, str) else None
        if found:
            return found[0].replace("_", "-")
    return None


def _published(root: Any, named: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    said = [named[name] for name in _DATE_NAMES if name in named]
    said += [date for node in linked if isinstance(date := node.get("datePublished"), str)]
    times = list(root.iter("time"))
    said += [time.get("datetime") or "" for time in times if time.get("itemprop") == "datePublished"]
    said += [time.get("datetime") or "" for time in times if time.get("pubdate") is not None]
    articles = [time for time in times if any(up.tag == "article" for up in time.iterancestors())]
    said += [time.get("datetime") or "" for time in articles[:1]]
    for date in said:
        found = _DATE.match(date.strip().replace("/", "-"))
        if found:
            return found[0]
    return None
