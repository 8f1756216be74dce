"""A page's title and description, one line each, without a model: from metadata, else from the first good sentences."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawl_assets.llms_txt.comparing.cleaning import clean
from crawl_assets.llms_txt.comparing.markdown_lines import Kind, kinds

PLAIN, MODEL = "plain", "model"  # who wrote a summary
LONGEST_TITLE, LONGEST_DESCRIPTION = 100, 200  # characters
_SHORTEST_DESCRIPTION = 25
_GOOD_LENGTH = 110  # characters; a first sentence shorter than this is followed by the next one
_READ, _READ_FIRST = 20_000, 4_000  # characters of a text that are looked at
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_STRESSED = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]+)(?<=[^\s*])\1(?![\w*])")
_LINE_BREAKING = str.maketrans("[]|", "()/")
_GENERIC = re.compile(
    r"(?:untitled(?: (?:page|document))?|home(?:page)?|index|document|page|welcome|new page|title|loading\W*|"
    r"404|not found|error|start|default|main|overview page|readme)",
    re.IGNORECASE,
)
_SITE_BEHIND = re.compile(
    r"(?P<title>.*\S)\s+(?:[-–—·•]|::|»|«)\s+[^–—]*\b(?:documentation|docs|manual|wiki|website|"
    r"blog)"
)
_PIPES = re.compile(r"\s+(?:\|+|::|»|«|·)\s+")
_SUFFIX = re.compile(r"\.(?:html?|xhtml|php|aspx?|jsp|md|txt)$", re.IGNORECASE)
_INDEX = re.compile(r"(?:index|default|readme|home)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[^a-z\s])|(?<=[。！？])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|ca|approx|no|fig|dr|mr|mrs|ms|st|inc|ltd|bzw|z\.b|d\.h)|\b[A-Za-z])\.$", re.I
)
_ENDS_WELL = re.compile(r"[.!?。！？:][\"”’')\]]*$")
_BOILERPLATE = re.compile(
    r"skip to (?:main )?content|all rights reserved|newsletter|(?:enable|requires?|without|turn on) javascript|"
    r"javascript (?:is|must|seems)\b|your browser (?:does|is|must)|table of contents|on this page\b|"
    r"^\W*(?:loading|advertisement|share (?:this|on)|read more|copyright|©|edit (?:this|on)|click here)|"
    r"was this (?:page |article )?helpful|(?:our|the|agree to) (?:privacy policy|terms of)|last updated|"
    r"you are (?:here|reading|viewing)|found a (?:bug|typo)|report (?:a|an) (?:bug|issue)|(?:your|a) free trial|"
    r"(?:uses?|accept|our|these|all) cookies|sign up (?:now|for (?:free|our))|subscribe to (?:our|this)|:$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a link to a page says."""

    title: str  # one line, never empty, no brackets or pipes
    description: str  # one line, '' where the page has nothing to say


def plain_summary(title: str | None, description: str | None, text: str, url: str) -> Summary:
    """Return a title and a description from a page's metadata, its text (plain or Markdown) and, at worst, its URL."""
    head = clean(text[:_READ])
    chosen = _title(title, head, url)
    return Summary(chosen, _description(description, chosen) or _first_sentences(head, chosen))


def repeated_descriptions(descriptions: Iterable[str | None], *, pages: int = 3) -> frozenset[str]:
    """Return descriptions that at least `pages` pages share: they describe the site, and no page."""
    counts = Counter(description for description in descriptions if description)
    return frozenset(description for description, count in counts.items() if count >= pages)


def sentences_of_its_own(text: str, title: str, repeated: Collection[str]) -> str:
    """Return a description from a page's first sentences, '' where they are among those of other pages."""
    found = _first_sentences(_unwrapped(text[:_READ_FIRST]), title)
    if not found or found != clean(found):  # only then is all of it cleaned: that takes a hundred times as long
        found = _first_sentences(clean(text[:_READ]), title)
    return "" if found in repeated else found


def one_line(text: str) -> str:
    """Return text as one line in which no character ends or begins a Markdown link, and none is invisible."""
    spaced = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    shown = "".join(
        letter for letter in spaced if letter in "\u200c\u200d" or unicodedata.category(letter) not in {"Cf", "Cs"}
    )
    return " ".join(shown.translate(_LINE_BREAKING).split()).rstrip("\\ ")


def shortened(text: str, longest: int) -> str:
    """Return a line cut at a sentence's end, else between words, to at most `longest` characters."""
    if len(text) <= longest:
        return text
    whole = ""
    for sentence in _sentences(text):
        if len(whole) + 1 + len(sentence) > longest:
            break
        whole = _joined(whole, sentence)
    if len(whole) >= longest // 3:
        return whole
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _title(title: str | None, head: str, url: str) -> str:
    for candidate in (_without_site(title or "", url), _first_heading(head), _title_of_path(url)):
        found = shortened(one_line(candidate), LONGEST_TITLE)
        if any(letter.isalnum() for letter in found) and not _GENERIC.fullmatch(found):
            return found
    return shortened(one_line(urlsplit(url).netloc or url), LONGEST_TITLE) or "Untitled page"


def _without_site(title: str, url: str) -> str:
    """Return a title without the site's name: of parts between pipes the one that the URL's path is about."""
    title = " ".join(title.split())
    parts = [part for part in _PIPES.split(title) if part]
    if len(parts) > 1:
        words = set(re.findall(r"\w+", unquote(urlsplit(url).path).lower()))
        title = max(parts, key=lambda part: len(words & set(re.findall(r"\w+", part.lower()))))
    behind = _SITE_BEHIND.fullmatch(title)
    return behind["title"] if behind else title


def _first_heading(head: str) -> str:
    return next((_unmarked(line.lstrip("#> ")) for kind, line in kinds(head) if kind is Kind.HEADING), "")


def _title_of_path(url: str) -> str:
    segments = [_SUFFIX.sub("", unquote(part)) for part in urlsplit(url).path.split("/") if part]
    name = next((part for part in reversed(segments) if not _INDEX.fullmatch(part)), "")
    words = re.sub(r"[-_+.\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _description(description: str | None, title: str) -> str:
    found = one_line(_unmarked(description or ""))
    if len(found) < _SHORTEST_DESCRIPTION or found.casefold().rstrip(".") == title.casefold():
        return ""
    return shortened(found, LONGEST_DESCRIPTION)


def _first_sentences(head: str, title: str) -> str:
    for sentences in _paragraphs(head, title):
        found = ""
        for sentence in sentences:
            if found and (len(found) >= _GOOD_LENGTH or len(found) + 1 + len(sentence) > LONGEST_DESCRIPTION):
                break
            found = _joined(found, sentence)
        if len(found) >= _SHORTEST_DESCRIPTION:
            return shortened(found, LONGEST_DESCRIPTION)
    return ""


def _unwrapped(text: str) -> str:
    """Return Markdown with each paragraph on one line."""
    lines: list[str] = []
    before = None
    for kind, line in kinds(text):
        if kind is Kind.TEXT and before is Kind.TEXT:
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
        before = kind
    return "\n".join(lines)


def _paragraphs(head: str, title: str) -> Iterator[list[str]]:
    """Yield the sentences of each paragraph that reads as prose, without those that every page has."""
    for kind, line in kinds(head):
        shown = one_line(_unmarked(line)) if kind is Kind.TEXT else ""
        if _ENDS_WELL.search(shown) and shown.casefold() != title.casefold():
            sentences = [sentence for sentence in _sentences(shown) if not _BOILERPLATE.search(sentence)]
            if sentences:
                yield sentences


def _unmarked(text: str) -> str:
    """Return text without links and stars of emphasis; underscores stay, as in `__init__`."""
    return _STRESSED.sub(r"\2", _MARKDOWN_LINK.sub(r"\1", text))


def _joined(first: str, second: str) -> str:
    return first + second if first.endswith(("。", "！", "？")) else f"{first} {second}".strip()


def _sentences(text: str) -> Iterator[str]:
    found = ""
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        found += text[start:end]
        start = end
        if found.strip() and (end == len(text) or not _ABBREVIATION.search(found.strip())):
            yield found.strip()
            found = ""
