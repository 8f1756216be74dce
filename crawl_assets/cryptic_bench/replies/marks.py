"""Lines that name what they say: 'The answer is X', 'Final answer: X', 'Antwort: X'; or that say there is none."""

import re

from crawl_assets.cryptic_bench.letters import letters_of
from crawl_assets.cryptic_bench.replies.hedges import offers_two
from crawl_assets.cryptic_bench.replies.phrases import head_of, is_capitals, is_evenly_dressed, is_fodder, peeled, spans

_LONGEST_LABELLED = 4  # words
_MOST_MARKS = 3  # of a line, its last ones
_FARTHEST = 160  # characters between 'answer' and what it is
_MARK = re.compile(
    r"(?:\b(?:answers?|solution|final\s+guess|best\s+guess|my\s+guess|(?:first|top|best|final|"
    r"my)\s+(?:choice|pick|bet)|entry|"
    r"(?:the|this|that)\s+(?:missing\s+|target\s+|required\s+)?(?:word|phrase)|antwort|lösung|"
    r"réponse|respuesta|risposta|resposta|solución)\b|"
    r"\bans\b\.?|答案|答え|解答|정답)[*_`\"]{0,3}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:final|result|correction|corrected|word|guess|primary|(?:most\s+)?likely|verdict|conclusion|a|ans|updated?|"
    r"my\s+pick|pick|best(?:\s+attempt)?|(?:first|top|main|primary|preferred)\s+(?:guess|choice|"
    r"option|candidate|pick))\W{0,4}(?::|：)(?P<after>.*)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?P<colon>[:：=→⇒]|->|=>|^\s*[-–—]\s)|\b(?:(?:would|should|must|could|might|may|has|"
    r"can\s+only)\s+(?:therefore\s+|likely\s+|to\s+)?"
    r"be|is|was|seems?\s+to\s+be|appears?\s+to\s+be|are|ist|lautet|est|es|è|é)\b(?P<more>\s*[:：])?|"
    r"(?P<cjk>是|为|は)(?P<also>\s*[:：])?",
    re.IGNORECASE,
)
# 'The solution works as follows: ...' tells how, not what
_TELLS_HOW = re.compile(
    r"\b(?:works?|comes?|deriv\w+|breaks?|pars\w+|follow\w*|expla\w+|reason\w*|because|why|how)\b", re.I
)
_CORRECTED = re.compile(
    r"(?:\.{2,}|…|[?—–.!]|\s-)\s*(?:(?:wait|no|actually|or\s+rather|rather|scratch\s+that)\b[\s,:.—–-]*){1,3}",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"^[\s*_]*(?:not|n't|unclear|unknown|unlikely|uncertain|hard|difficult|impossible|ambiguous|wrong|right|correct|"
    r"incorrect|based|derived|obtained|found|formed|confirmed|consistent|supported)\b",
    re.IGNORECASE,
)
_SHOUTED_DENIAL = re.compile(r"^[\s*_]*(?:NOT|not|n't)[\s*_]+\S")
_SOFT = (
    r"(?:[Mm]ost )?(?:[Ll]ikely|[Pp]robably|[Pp]ossibly|[Pp]erhaps|[Mm]aybe|[Ss]imply|[Tt]herefore|[Tt]hus|"
    r"[Dd]efinitely|[Cc]learly|[Aa]ctually|[Tt]hen|just|now|indeed)"
)
_ASIDE = re.compile(rf"^[\s*_:]*(?:(?:{_SOFT}|the word|the phrase|a word|the term)\b[\s,:]*)+")
_REFUSAL = re.compile(
    r"(?:i\s+(?:do\s+not|don['’]?t|can['’]?t|cannot|can\s+not|could\s+not|couldn['’]?t|need|give|"
    r"am\s+(?:not|un\w+)|have\s+no|lack|apolog)"
    r"|i['’]?m\s+(?:not|un\w+|sorry|afraid)|no\s+(?:final\s+)?(?:answers?|solutions?|idea|valid|"
    r"suitable|match\w*|clear)|unknown|n/?a|none|null|sorry|"
    r"unable|unclear|undetermined|indeterminate|not\s+(?:sure|certain|clear|found|available|"
    r"determined|known|possible|solved)|"
    r"please|could\s+you|can\s+you|let\s+me|let['’]?s|looking\s+at|insufficient|impossible|unsolved|tbd|"
    r"the\s+(?:answer|solution)\s+(?:is|can|cannot|can't|could|remains)\b|can(?:not|['’]t)\s+(?:be|"
    r"solve|determine|find|help|answer|provide|parse)|pass)\b",
    re.IGNORECASE,
)


def is_refusal(text: str) -> bool:
    """Tell whether words that look like an answer say that there is none: 'I give up', 'Unknown', 'Let me think'."""
    return _REFUSAL.match(text.strip()) is not None


def marked(line: str, length: int) -> str | None:
    """Return what a line says the answer is; '' when it says so on the next line; None when it says nothing."""
    label = _LABEL.match(line)
    if label and (said := _said(label["after"], length, is_label=False)):
        return said
    for mark in reversed(list(_MARK.finditer(line))[-_MOST_MARKS:]):
        said = _behind(line, mark, length)
        if said is not None:
            return said
    return None


def _behind(line: str, mark: re.Match[str], length: int) -> str | None:
    """Return what stands behind 'answer' and its verb."""
    rest = peeled_end(line[mark.end() :])
    verb = _VERB.search(rest)
    if verb is None or verb.start() > _FARTHEST:
        is_bare = peeled(line[: mark.start()]) == "" and len(letters_of(peeled(rest))) == length
        return peeled(rest) if is_bare and is_evenly_dressed(peeled(rest)) else None
    said = rest[verb.end() :]
    if not said.strip(" *_:`\"'"):
        return "" if verb["colon"] or verb["more"] or verb["also"] else None
    if _TELLS_HOW.search(rest[: verb.start()]) or _is_denied(said, length):
        return None
    corrected = _CORRECTED.search(said)
    if corrected and (instead := _said(said[corrected.end() :], length, is_label=False)):
        return instead
    return _said(said, length, is_label=bool(verb["colon"]) and verb.start() <= 3)


def peeled_end(text: str) -> str:
    """Take the enumeration and space off the end of a text, nothing else."""
    return re.sub(r"\s*\(\s*\d[\d\s,'’.\-‐‑–]{0,30}(?:letters|words)?\s*\)\s*$", "", text.strip(), flags=re.IGNORECASE)


def _is_denied(said: str, length: int) -> bool:
    if _SHOUTED_DENIAL.match(said):
        return len(letters_of(peeled(said))) != length or not is_capitals(peeled(said))
    return _DENIED.match(said) is not None and not (is_capitals(peeled(said)) and len(letters_of(said)) == length)


def _said(said: str, length: int, *, is_label: bool) -> str | None:
    """Return the answer at the start of what was said, with all of it when two are offered."""
    whole = peeled(said)
    if is_refusal(whole) or (len(letters_of(whole)) == length and is_evenly_dressed(whole)):
        return whole
    said = _ASIDE.sub("", said)
    if offers_two(said, length):
        return said
    head = head_of(said, length)
    if len(letters_of(head)) == length and not is_fodder(said, 0, said.find(head) + len(head)):
        return head
    return _emphasised_in(said, length) or _all_of(said, length, is_label=is_label)


def _emphasised_in(said: str, length: int) -> str | None:
    found = list(spans(said))
    for span, begin, end in found:
        if len(letters_of(span)) == length and not is_fodder(said, begin, end):
            return span
    first = found[0][0] if found else ""
    return first if first and len(letters_of(first)) != length and peeled(said).startswith(first) else None


def _all_of(said: str, length: int, *, is_label: bool) -> str | None:
    whole = peeled(said)
    is_brief = is_label and len(whole.split()) <= _LONGEST_LABELLED and is_evenly_dressed(whole)
    return whole if len(letters_of(whole)) == length or is_brief else None
