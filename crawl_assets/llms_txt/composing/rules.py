"""What a user decides about a site's llms.txt; kept as JSON, it survives every regeneration. EXAMPLE shows all of it.

Globs are those of crawl.globs: of paths, `*` within a segment and `**` across them, `/drafts/` all that lies below.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from crawl_assets.crawl.globs import matches_any

LARGEST_LLMS_TXT = 50_000  # characters; readers cut at about 100,000, and agent-docs-spec passes what is under 50,000
LARGEST_FULL_TEXT = 1_000_000  # characters
# Pages that few questions are answered by. Of the first, what lies below them as well.
_LEGAL = ("privacy", "privacy-policy", "terms", "terms-of-service", "legal", "imprint", "cookies", "cookie-policy")
_LISTS = ("contact", "copyright", "license", "search", "genindex", "py-modindex", "sitemap", "tags", "archives")
DEFAULT_OPTIONAL = (
    *(f"{name}{end}" for name in _LEGAL for end in ("", "/", ".html")),
    *(f"{name}{end}" for name in _LISTS for end in ("", ".html")),
    "genindex-*.html",
)


EXAMPLE: Mapping[str, Any] = {
    "pins": ["https://docs.example.org/start"],
    "sections": {"Standard library": ["/library/"], "How to": ["/howto/", "*-recipe.html"]},
    "order": ["Pages", "How to", "Standard library"],
    "overrides": {
        "https://docs.example.org/faq": {"title": "Questions", "description": "What people ask.", "section": "Help"}
    },
    "exclude": ["/drafts/"],
    "optional": ["/news/", "license.html"],
    "link_twins": True,
    "public_url": "https://docs.example.org/",
    "largest_llms_txt": LARGEST_LLMS_TXT,
    "largest_full_text": LARGEST_FULL_TEXT,
}


@dataclass(frozen=True, slots=True)
class Override:
    """What stands in for what a page says of itself; None leaves it."""

    title: str | None = None
    description: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class ComposeRules:
    """Everything that may be decided; the defaults decide nothing."""

    pins: tuple[str, ...] = ()  # URLs that come first of all, in this order; one that is not known now is left out
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # name: globs; the first that fits counts
    order: tuple[str, ...] = ()  # names of sections that come first; the others follow by name
    overrides: Mapping[str, Override] = field(default_factory=dict)  # by URL
    exclude: tuple[str, ...] = ()  # globs of pages that appear in no file
    optional: tuple[str, ...] = DEFAULT_OPTIONAL  # globs of pages for the section Optional
    link_twins: bool = False  # link the Markdown twins instead of the pages; needs public_url
    public_url: str = ""  # the folder our files are served in; '': the root of the site itself
    largest_llms_txt: int = LARGEST_LLMS_TXT
    largest_full_text: int = LARGEST_FULL_TEXT


def read_rules(rules: Mapping[str, Any]) -> ComposeRules:
    """Read rules from JSON; raises ValueError naming the rule that is unknown or wrong."""
    known = [rule.name for rule in fields(ComposeRules)]
    unknown = sorted(set(rules) - set(known))
    if unknown:
        raise ValueError(f"no rule is called {unknown[0]!r}; there is {', '.join(known)}.")
    read = ComposeRules(**{name: _READERS[name](name, value) for name, value in rules.items()})
    if read.link_twins and not read.public_url:
        raise ValueError("the rule link_twins needs public_url, the folder the twins are served in.")
    return read


def matched_by_nothing(rules: ComposeRules, urls: Collection[str]) -> list[str]:
    """Return, a sentence each, which rules fit none of the pages; they are kept, as a page may come."""
    addresses = [("pins", url) for url in rules.pins] + [("overrides", url) for url in rules.overrides]
    globs = [("exclude", glob) for glob in rules.exclude]
    globs += [(f"sections.{name}", glob) for name, found in rules.sections.items() for glob in found]
    return [
        *(f"{rule}: {url} is no page of the site now." for rule, url in addresses if url not in urls),
        *(f"{rule}: {glob} fits no page now." for rule, glob in globs if not any(matches_any([glob], u) for u in urls)),
    ]


def _strings(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(f"the rule {name} must be a list of texts, not {value!r:.80}.")
    return tuple(value)


def _sections(name: str, value: Any) -> dict[str, tuple[str, ...]]:
    found = _object(name, value)
    if not all(section.strip() for section in found):
        raise ValueError(f"the rule {name} holds a section without a name.")
    return {" ".join(section.split()): _strings(f"{name}.{section}", globs) for section, globs in found.items()}


def _overrides(name: str, value: Any) -> dict[str, Override]:
    return {_url(name, url): _override(f"{name}.{url}", said) for url, said in _object(name, value).items()}


def _override(name: str, value: Any) -> Override:
    said = _object(name, value)
    known = {part.name for part in fields(Override)}
    wrong = [key for key, text in said.items() if key not in known or not isinstance(text, str) or not text.strip()]
    if wrong:
        raise ValueError(f"the rule {name} may have title, description and section, each a text, not {said!r:.80}.")
    return Override(**said)


def _object(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"the rule {name} must be an object of names and values, not {value!r:.80}.")  # noqa: TRY004
    return value


def _url(name: str, value: Any) -> str:
    if isinstance(value, str):
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme in ("http", "https") and parts.hostname:
            return value
    raise ValueError(f"the rule {name} needs addresses that begin with http:// or https://, not {value!r:.80}.")


def _folder(name: str, value: Any) -> str:
    return f"{_url(name, value).rstrip('/')}/"


def _urls(name: str, value: Any) -> tuple[str, ...]:
    return tuple(_url(name, url) for url in _strings(name, value))


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"the rule {name} must be true or false, not {value!r:.80}.")  # noqa: TRY004
    return value


def _size(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1_000:
        raise ValueError(f"the rule {name} must be a number of characters from 1000 on, not {value!r:.80}.")
    return value


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "pins": _urls,
    "sections": _sections,
    "order": _strings,
    "overrides": _overrides,
    "exclude": _strings,
    "optional": _strings,
    "link_twins": _flag,
    "public_url": _folder,
    "largest_llms_txt": _size,
    "largest_full_text": _size,
}
