"""How well products are read: precision, recall and F1 a field over labelled pages, as public benchmarks count them.

A page counts towards a field's precision when something was said, towards its recall when there was something to say;
saying something else than the truth costs both. Names, brands and identifiers must be equal after normalisation, prices
equal as decimals; images, breadcrumbs and properties count by overlap, descriptions by the F1 of their words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Fields = Mapping[str, Any]  # a product as `products extract` writes it, or a truth
Part = tuple[float, float]  # precision and recall of one field of one page

_SIZE = re.compile(
    r"(?:[_.-]*(?:\d{2,4}x\d{0,4}(?:q\d+)?|s\d{2,4}x\d{2,4}|[wh]\d{2,4}|S[LX]\d+|AC|thumb|small|medium|large|home|grande|tn|"
    r"xN|default))+_*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Score:
    """How well one field was read."""

    precision: float
    recall: float
    pages: int  # that tell the field

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def scores(pairs: Sequence[tuple[Fields, Fields]]) -> dict[str, Score]:
    """Score (truth, said) of many pages by field."""
    return {field: _score([part(field, truth, said) for truth, said in pairs]) for field in READERS}


def misses(truth: Fields, said: Fields) -> dict[str, tuple[Any, Any]]:
    """Return the fields of one page that are not read whole, as (truth, said)."""
    parts = {field: part(field, truth, said) for field in READERS}
    return {
        field: (truth.get(field), said.get(field))
        for field, (precision, recall) in parts.items()
        if (precision is not None and precision < 1) or (recall is not None and recall < 1)
    }


def part(field: str, truth: Fields, said: Fields) -> tuple[float | None, float | None]:
    """Return precision (None when nothing was said) and recall (None when there is nothing to say)."""
    true, found = _given(truth.get(field)), _given(said.get(field))
    if found is None:
        return None, None if true is None else 0.0
    if true is None:
        return 0.0, None
    return READERS[field](true, found)


def _score(parts: Sequence[tuple[float | None, float | None]]) -> Score:
    precisions = [precision for precision, _ in parts if precision is not None]
    recalls = [recall for _, recall in parts if recall is not None]
    return Score(_mean(precisions), _mean(recalls), len(recalls))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _given(value: Any) -> Any:
    return None if value in (None, "", [], {}) else value


def _exact(normal: Callable[[Any], Hashable]) -> Callable[[Any, Any], Part]:
    def compare(true: Any, found: Any) -> Part:
        is_same = float(normal(true) == normal(found))
        return is_same, is_same

    return compare


def _overlap(keys: Callable[[Any], Iterable[Hashable]]) -> Callable[[Any, Any], Part]:
    def compare(true: Any, found: Any) -> Part:
        wanted, got = Counter(keys(true)), Counter(keys(found))
        same = (wanted & got).total()
        return same / max(1, got.total()), same / max(1, wanted.total())

    return compare


def plain(text: Any) -> str:
    """Return a text without differences that no reader sees."""
    return " ".join(unicodedata.normalize("NFKC", str(text)).casefold().split())


def _amount(text: Any) -> Hashable:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return plain(text)


def image_key(url: Any) -> str:
    """Return what two sizes of one picture have in common: its path without sizes, endings and the query."""
    parts = urlsplit(str(url))
    inner = dict(parse_qsl(parts.query)).get("url")
    if parts.path.endswith("/image") and inner:  # an image server: the picture is in its query
        return image_key(inner)
    *folders, file = unquote(parts.path).split("/")
    stem = re.sub(r"(?:\.(?:jpe?g|png|gif|webp|avif))+", "", file, flags=re.I)
    return "/".join(filter(None, (_SIZE.sub("", part) for part in (*folders, stem))))


def _images(urls: Any) -> Iterable[str]:
    return [image_key(url) for url in urls]


def _names(steps: Any) -> Iterable[str]:
    return [plain(step["name"] if isinstance(step, Mapping) else step) for step in steps]


def _rows(rows: Any) -> Iterable[tuple[str, str]]:
    pairs = ((row["name"], row["value"]) if isinstance(row, Mapping) else tuple(row) for row in rows)
    return [(plain(name).rstrip(": "), plain(value)) for name, value in pairs]


def _words(text: Any) -> Iterable[str]:
    return re.findall(r"\w", plain(text)) if _is_dense(text) else re.findall(r"\w+", plain(text))


def _is_dense(text: Any) -> bool:
    return bool(re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", str(text)))


def _stars(rating: Any) -> Hashable:
    return (_amount(rating.get("value")), rating.get("count"))


READERS: Mapping[str, Callable[[Any, Any], Part]] = {
    "name": _exact(plain),
    "price": _exact(_amount),
    "regular_price": _exact(_amount),
    "currency": _exact(plain),
    "availability": _exact(plain),
    "sku": _exact(plain),
    "mpn": _exact(plain),
    "gtin": _exact(lambda text: plain(text).lstrip("0")),
    "brand": _exact(plain),
    "description": _overlap(_words),
    "main_image": _exact(image_key),
    "images": _overlap(_images),
    "rating": _exact(_stars),
    "breadcrumbs": _overlap(_names),
    "properties": _overlap(_rows),
}
