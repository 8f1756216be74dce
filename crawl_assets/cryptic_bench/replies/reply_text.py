"""A model's reply as lines of words: without its thinking, markup of the page, tokens of the model, or LaTeX."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 2_000  # characters; what a line says behind them is reasoning
_THINKING = r"(?:think(?:ing)?|thoughts?|reasoning|analysis|reflection|scratchpad|reason|internal)"
_END_OF_THINKING = re.compile(rf"</{_THINKING}>|\[/think\]|◁/think▷|<\|?(?:end_of_thought|/think)\|?>", re.IGNORECASE)
_OPEN_THINKING = re.compile(rf"\s*(?:<{_THINKING}>|\[think\]|◁think▷)", re.IGNORECASE)
_TOKEN = re.compile(r"<\|[a-z_]{1,40}\|>|</?s>|\[/?INST\]|^\ufeff", re.IGNORECASE)
_BOLD_TAG = re.compile(r"</?(?:b|strong|em|i|u|mark|code|kbd)>", re.IGNORECASE)
_END_TAG = re.compile(r"<(?:br|/p|/div|/li|/h\d)\s*/?>", re.IGNORECASE)
_PAGE_TAG = re.compile(
    r"</?(?:p|div|span|li|ul|ol|h\d|center|html|body|sub|sup|details|summary)(?:\s[^<>]{0,100})?>", re.I
)
_LINK = re.compile(r"\[([^\[\]\n]{1,100})\]\([^()\s]{1,300}\)")
_STRUCK = re.compile(r"~~[^~\n]{1,200}~~")
_LATEX = re.compile(
    r"\\(?:text|mathrm|mathbf|mathit|mathsf|mathtt|operatorname)(?:bf|it|tt|rm|sf|sc)?\s*\{([^{}\n]{0,200})\}"
)
_MATHS = re.compile(r"\\[()\[\]]|\$")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_RULE = re.compile(r"\|?[\s:|*_-]*")
_LONE_OR = re.compile(r"\n\s{0,20}or\s{0,20}\n\s{0,20}|\sor\s{0,20}\n\s{0,20}", re.IGNORECASE)
_ANSWER_KEYS = ("final_answer", "finalanswer", "answer", "solution", "final", "answers", "word", "result", "output")
_TAG = re.compile(
    r"[<\[](?:final[_ ]?)?(?:answer|solution)[>\]]\s*([^<\[\n]{1,200}?)\s*"
    r"[<\[]/(?:final[_ ]?)?(?:answer|solution)[>\]]",
    re.I,
)
_BOXED = re.compile(r"\\f?boxed\s*\{([^{}\n]{1,200})\}")
_LOOSE_KEY = re.compile(
    r"[\"']?(?<![a-z])(?:final[_ ]?answer|answer|solution)[\"']?\s*:\s*"
    r"(?:\"([^\"\n]{0,200})\"|'([^'\n]{0,200})'(?=\s*[,}\n]|$))",
    re.I,
)
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Structured:
    """What a tag, a box or a JSON object holds."""

    answers: tuple[str, ...]  # those that differ; empty when it says that there is none
    how: str


def cleaned(reply: str) -> str:
    """Return what a reply says behind its thinking, as words: no page tags, tokens, links or what is struck out."""
    ends = [found.end() for found in _END_OF_THINKING.finditer(reply)]
    if not ends and _OPEN_THINKING.match(reply):
        return ""  # cut off in the middle of its thinking
    text = reply[ends[-1] :] if ends and reply[ends[-1] :].strip() else reply
    text = _TOKEN.sub(" ", _INVISIBLE.sub("", text))
    if "<" in text or "&" in text:
        text = html.unescape(_PAGE_TAG.sub("", _END_TAG.sub("\n", _BOLD_TAG.sub("**", text))))
    text = _STRUCK.sub("", _LINK.sub(r"\1", text))
    for _ in range(3 if "\\" in text else 0):
        text = _LATEX.sub(r"\1", text)
    return text


def lines_of(text: str) -> list[str]:
    """Return the lines that say something; rows of a table as 'name: value', an 'or' on its own with its answers."""
    text = _LONE_OR.sub(" or ", _MATHS.sub("", text))
    stripped = (line.strip()[:LONGEST_LINE] for line in text.splitlines())
    return list(_without_tables(line for line in stripped if line and not line.startswith(("```", "~~~"))))


def structured(text: str) -> Structured | None:
    """Read the last tag or box, or a reply that is or ends in JSON; None when there is none of them."""
    for pattern in (_TAG, _BOXED):
        found = pattern.findall(text)
        if found:
            return Structured((str(found[-1]),), "tagged")
    start, end = text.rfind("{"), text.rfind("}")
    first = text.find("{")
    bare = text.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    near = text[first : end + 1] if 0 <= first < end < first + LONGEST_LINE else text[start : end + 1]
    for piece in (bare, near if len(near) < LONGEST_LINE else ""):
        if piece[:1] not in ("{", "[", '"') or not piece:
            continue
        try:
            value = json.loads(re.sub(r",(\s*[}\]])", r"\1", piece) if len(piece) < LONGEST_LINE else piece)
        except (ValueError, RecursionError):
            loose = _LOOSE_KEY.findall(piece[:LONGEST_LINE]) if piece[0] == "{" else []
            if loose:
                return Structured(tuple(dict.fromkeys(filter(None, map("".join, loose)))), "JSON")
            continue
        answers = _answers_in(value, is_answer=True)
        return Structured(tuple(dict.fromkeys(answers)), "JSON") if answers is not None else None
    return None


def _answers_in(value: Any, is_answer: bool, depth: int = 0) -> list[str] | None:
    """Return the texts under the first key that names an answer; None when no such key is there."""
    if isinstance(value, str):
        return [value] if is_answer else None
    if value is None:
        return []
    if depth > _DEEPEST or not isinstance(value, dict | list):
        return None
    if isinstance(value, list):
        found = [answers for item in value if (answers := _answers_in(item, is_answer, depth + 1)) is not None]
        return [text for answers in found for text in answers] if found else None
    by_key = {re.sub(r"[\s-]", "_", str(key)).lower(): item for key, item in value.items()}
    named = next((by_key[key] for key in _ANSWER_KEYS if key in by_key), None)
    if any(key in by_key for key in _ANSWER_KEYS):
        return _answers_in(named, True, depth + 1) if not isinstance(named, dict) else _text_of(named, depth + 1)
    inner = (_answers_in(item, False, depth + 1) for item in value.values() if isinstance(item, dict | list))
    return next((answers for answers in inner if answers is not None), None)


def _text_of(value: dict[str, Any], depth: int) -> list[str] | None:
    """Return the answer of an object that is one: {'word': 'LISTEN', 'length': 6}."""
    texts = [str(item) for key, item in value.items() if str(key).lower() in ("text", "value", "word", "entry", "name")]
    return texts[:1] or _answers_in(value, False, depth)


def _without_tables(lines: Iterator[str]) -> Iterator[str]:
    column: int | None = None
    for line in lines:
        if not (line.startswith("|") and line.endswith("|") and line.count("|") > 1):
            column = None
            if not _RULE.fullmatch(line):
                yield line
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        names = [cell.strip(" *_:").lower() for cell in cells]
        if len(cells) > 1 and cells[0] and any(name in ("answer", "final answer", "solution") for name in names[1:]):
            column = next(i for i, name in enumerate(names) if name in ("answer", "final answer", "solution"))
        elif column is not None and column < len(cells) and not _RULE.fullmatch(line):
            yield f"Answer: {cells[column]}"
        elif len(cells) > 1 and cells[0] and not _RULE.fullmatch(line):
            yield f"{cells[0].strip('*_ :')}: {' | '.join(cells[1:])}"
