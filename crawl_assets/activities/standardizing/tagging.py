"""Tags of a vocabulary: whatever words sources use, one word for one thing. The vocabulary is tag_vocabulary.toml."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from crawl_assets.activities.records import normalised_name
from crawl_assets.activities.standardizing.plain_text import said

_SEPARATORS = str.maketrans("|;/#·•", ",,,,,,")
_LONGEST = 60  # characters; longer ones are sentences


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which words stand for which tags."""

    tags: frozenset[str]
    meanings: Mapping[str, str]  # normalised word -> tag
    implied: Mapping[str, frozenset[str]]  # tag -> what comes along

    def find(self, word: str) -> str | None:
        """Return the tag that a word stands for, in whatever case, with accents or a plural s."""
        bare = normalised_name(word.replace("&", " and "))
        return self.meanings.get(bare) or self.meanings.get(bare.removesuffix("s")) or self.meanings.get(f"{bare}s")


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a row."""

    known: tuple[str, ...]  # sorted
    unknown: tuple[str, ...]  # as written, in lower case, sorted


@cache
def shipped_vocabulary() -> Vocabulary:
    """Read tag_vocabulary.toml."""
    return read_vocabulary(resources.files(__package__).joinpath("tag_vocabulary.toml").read_text(encoding="utf-8"))


def read_vocabulary(text: str) -> Vocabulary:
    """Read a vocabulary in TOML; raises ValueError naming a word of two tags, or a tag that is implied but unknown."""
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"the tag vocabulary is not TOML: {error}") from None
    meanings: dict[str, str] = {}
    implied: dict[str, frozenset[str]] = {}
    for tag, entry in entries.items():
        strange = sorted(set(entry) - {"synonyms", "implies"}) if isinstance(entry, dict) else [repr(entry)]
        if strange:
            raise ValueError(f"the tag {tag!r} of the vocabulary has {', '.join(strange)}, not synonyms or implies.")
        for word in (tag, *entry.get("synonyms", [])):
            bare = normalised_name(word.replace("&", " and "))
            if meanings.setdefault(bare, tag) != tag:
                raise ValueError(f"{word!r} stands for {meanings[bare]!r} and {tag!r} in the vocabulary; choose one.")
        implied[tag] = frozenset(entry.get("implies", []))
        if missing := sorted(implied[tag] - entries.keys()):
            raise ValueError(f"the tag {tag!r} implies {', '.join(missing)}, which the vocabulary does not have.")
    return Vocabulary(frozenset(entries), meanings, implied)


def read_tags(values: Iterable[object], hints: Iterable[str] = (), vocabulary: Vocabulary | None = None) -> Tags:
    """Return the tags that a row's words stand for, with those of its source.

    `values` are whatever the source gives: a list of words in one text is taken apart, anything but text is left out.
    `hints` are the tags of the source itself and need not be in the vocabulary.
    """
    vocabulary = vocabulary or shipped_vocabulary()
    known: set[str] = set()
    unknown: set[str] = set()
    own = [word for hint in hints if (word := said(hint))]
    for word in (*_words(values, vocabulary), *own):
        tag = vocabulary.find(word)
        if tag is not None:
            known |= {tag, *vocabulary.implied[tag]}
        elif word in own:
            known.add(word.casefold())
        elif len(word) <= _LONGEST and normalised_name(word):
            unknown.add(word.casefold())
    return Tags(tuple(sorted(known)), tuple(sorted(unknown - known)))


def _words(values: Iterable[object], vocabulary: Vocabulary) -> Iterable[str]:
    for value in values:
        text = said(value)
        if text and vocabulary.find(text):
            yield text
        elif text:
            yield from filter(None, (said(part) for part in text.translate(_SEPARATORS).split(",")))
