"""Sentences by which a reply says that a word is its answer: 'The answer is X', 'I would go with X', 'X fits'."""

import re

from crawl_assets.cryptic_bench.hedges import offers_two
from crawl_assets.cryptic_bench.letters import letters_of
from crawl_assets.cryptic_bench.phrases import (
    head_of,
    is_capitals,
    is_evenly_dressed,
    is_fodder,
    peeled,
    spans,
    unlisted,
)

_LONGEST_LABELLED = 4  # words
_MOST_MARKS = 3  # of a line, its last ones
_FARTHEST = 160  # characters between 'answer' and what it is
_MARK = re.compile(
    r"(?:\b(?:answers?|solution|final\s+guess|best\s+guess|my\s+guess|(?:first|top|best|final|my)\s+(?:choice|pick|bet)|entry|"
    r"(?:the|this|that)\s+(?:missing\s+|target\s+|required\s+)?(?:word|phrase)|antwort|lösung|réponse|respuesta|risposta|resposta|solución)\b|"
    r"\bans\b\.?|答案|答え|解答|정답)[*_`\"]{0,3}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:final|result|correction|corrected|word|guess|primary|(?:most\s+)?likely|verdict|conclusion|a|ans|updated?|"
    r"my\s+pick|pick|best(?:\s+attempt)?|(?:first|top|main|primary|preferred)\s+(?:guess|choice|option|candidate|pick))\W{0,4}(?::|：)(?P<after>.*)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?P<colon>[:：=→⇒]|->|=>|^\s*[-–—]\s)|\b(?:(?:would|should|must|could|might|may|has|can\s+only)\s+(?:therefore\s+|likely\s+|to\s+)?"
    r"be|is|was|seems?\s+to\s+be|appears?\s+to\s+be|ist|lautet|est|es|è|é)\b(?P<more>\s*[:：])?|(?P<cjk>是|为|は)(?P<also>\s*[:：])?",
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
    r"^[\s*_]*(?:not|n't|unclear|unknown|unlikely|uncertain|hard|difficult|impossible|ambiguous)\b", re.IGNORECASE
)
_SHOUTED_DENIAL = re.compile(r"^[\s*_]*(?:NOT|not|n't)[\s*_]+\S")
_SOFT = (
    r"(?:[Mm]ost )?(?:[Ll]ikely|[Pp]robably|[Pp]ossibly|[Pp]erhaps|[Mm]aybe|[Ss]imply|[Tt]herefore|[Tt]hus|"
    r"[Dd]efinitely|[Cc]learly|[Aa]ctually|[Tt]hen|just|now|indeed)"
)
_ASIDE = re.compile(rf"^[\s*_:]*(?:(?:{_SOFT}|the word|the phrase|a word|the term)\b[\s,:]*)+")
_REFUSAL = re.compile(
    r"(?:i\s+(?:do\s+not|don['’]?t|can['’]?t|cannot|can\s+not|could\s+not|couldn['’]?t|need|give|am\s+(?:not|un\w+)|have\s+no|lack|apolog)"
    r"|i['’]?m\s+(?:not|un\w+|sorry|afraid)|no\s+(?:final\s+)?(?:answers?|solutions?|idea|valid|suitable|match\w*|clear)|unknown|n/?a|none|null|sorry|"
    r"unable|unclear|undetermined|indeterminate|not\s+(?:sure|certain|clear|found|available|determined|known|possible|solved)|"
    r"please|could\s+you|can\s+you|let\s+me|let['’]?s|looking\s+at|insufficient|impossible|unsolved|tbd|"
    r"the\s+(?:answer|solution)\s+(?:is|can|cannot|can't|could|remains)\b|can(?:not|['’]t)\s+(?:be|solve|determine|find|help|answer|provide|parse)|pass)\b",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(
    r"^\W*(?:(?:option|possibility|candidate|choice|answer|alternative)\s*\(?[\dA-D]\)?|either|or|first|second)\W{0,4}:\s*(?P<word>.*)",
    re.I,
)
# between clauses of a line, of which the last that claims something counts
_CLAUSE = re.compile(
    r"(?<=[a-z\"”*)?!A-Z])[.?!…]+[\"”*]*\s+(?=[\w\"“*])|[;,]?\s+but\s+|[;]\s+|\bhowever,?\s+|,\s+(?:so|hence|thus|therefore)\s+",
    re.I,
)
_BEGINNING = (
    r"(?:(?:and|so|thus|hence|therefore|ok(?:ay)?|yes|yep|ah+|oh|aha|hm+|well|then|actually|now|sure|certainly|finally|ultimately|"
    r"overall|alternatively|in\s+(?:conclusion|short|summary)|got\s+it|i\s+(?:think|believe|guess|suspect|suppose|reckon)|after\s+all|"
    r"i['’]?m\s+(?:\w+\s+)?(?:sure|confident|certain)|putting\s+it\s+(?:all\s+)?together|all\s+together|combined|together)"
    r"(?:\s+that)?[\s,.:!–—-]*){0,4}"
)
_THAT = r"(?:(?:it|this|that|which|everything|we|you|the\s+whole|altogether)\s*)"
_FIRM = (
    rf"(?:{_THAT}?(?:['’]s|is|must\s+(?:surely\s+)?be|has\s+to\s+be|should\s+be|would\s+be|gives?(?:\s+(?:us|me))?|makes|spells|yields|"
    rf"becomes|have|get|obtain|arrive\s+at|end\s+up\s+with)|i(?:['’]d|['’]ll|\s+will|\s+would|\s+shall|\s+am|['’]m|\s+have\s+to)?\s+"
    rf"(?:likely\s+|still\s+|probably\s+|therefore\s+)?(?:go(?:ing)?(?:\s+(?:with|for))|say|answer|guess|choose|pick|settle\s+on|opt\s+for|submit|propose|suggest)|"
    rf"going\s+with|(?:you|we)(?:['’]re|\s+are)\s+looking\s+for|giving|to\s+give|gives|(?:resulting|results)\s+in|not\s+\S{{1,20}}\s+but)"
)
_SOFTLY = (
    r"(?:(?:it\s+)?(?:could|might|may)(?:\s+(?:also|well))?\s+be|probably|perhaps|maybe|(?:most\s+)?likely|possibly|"
    r"presumably)"
)
_ONLY_SO = (
    r"(?:and|so|thus|hence|therefore|ok(?:ay)?|yes|yep|ah+|oh|aha|hm+|well|actually|sure|certainly|finally|"
    r"i\s+(?:think|believe|guess|suspect))"
)
_SAYS = re.compile(
    rf"^\W*{_BEGINNING}(?:(?P<firm>{_FIRM})|(?P<soft>{_SOFTLY})|(?<=[\s,:!–—-])(?=\S))\s*[:,]?\s*(?P<said>\S.*)",
    re.IGNORECASE,
)
_JUST = re.compile(rf"^\W*(?:{_ONLY_SO}[\s,.:!–—-]+){{1,3}}(?P<said>\S.*)", re.IGNORECASE)
_IS_ANSWER = re.compile(
    r"^(?P<word>.{1,80}?)\s+(?:is|would\s+be|must\s+be|was|seems(?:\s+to\s+be)?|looks(?:\s+like)?|appears(?:\s+to\s+be)?)\s+"
    r"(?:(?:the|my|our|a|most|clearly|probably|likely|definitely|final|best|correct|right|only|intended)\s+){1,4}(?:answer|solution|fit|guess|choice|bet|word|entry|correct|right)\b",
    re.IGNORECASE,
)
_FITS = re.compile(
    r"^(?P<word>.{1,80}?)(?:,?\s+|(?=\?))(?:fits|works|it\s+is|makes\s+sense|satisfies|matches|seems\s+(?:right|best|correct)|i\s+(?:think|guess|believe)|"
    r"probably|perhaps|rather\s+than|as\s+(?:the|my)\s+answer|(?:al)?though|instead\s+of|[→:–—=?-]+\s*(?:yes|fits|works|correct))\b",
    re.IGNORECASE,
)
_COMES_TO = re.compile(
    r"\b(?:gives?|giving|becomes?|yields?|makes?|forms?|spells?|produces?|is|get|as|to)(?:\s+us)?\W*$", re.I
)
_IS_IT = re.compile(r"\W*(?:is|would\s+be|must\s+be)\s+(?:the|my)\s+(?:\w+\s+)?(?:answer|solution)", re.IGNORECASE)
_EQUATION = re.compile(r"\s*(?:[=→⇒]|->|=>|⟶|➡\ufe0f?)\s*")
_BETWEEN = re.compile(
    r"^\W*(?:maybe|could\s+be|perhaps|possibly|either)\s+.{1,80}\W+(?:or\s+)?(?:maybe|could\s+be|perhaps|possibly|or)\s+\S",
    re.I,
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


def names_a_candidate(line: str, length: int) -> str | None:
    """Return the word of a line like 'Option 2: X' or 'Or: X', which is one answer among others."""
    found = _CANDIDATE.match(line)
    head = head_of(found["word"], length) if found else ""
    return head if head and len(letters_of(head)) == length and is_evenly_dressed(head) else None


def claimed(line: str, length: int, *, is_edge: bool, is_only: bool) -> str | None:
    """Return the word that a sentence of a line claims to be the answer, or all of it when it offers two.

    What might be ('could be X', 'X works', 'A + B = X') counts in the first and last line only, as it is a step of the
    reasoning elsewhere.
    """
    if len(line) > 600:
        return None
    text = unlisted(line)
    clauses = [clause for clause in _CLAUSE.split(text) if clause and clause.strip()]
    if is_edge and _BETWEEN.match(text) and len(words := _fitting_spans(text, length)) > 1:
        return " or ".join(words)
    for clause in reversed(clauses):
        if claim := _claim_of(clause.strip(), length, is_edge, is_only, is_last=clause is clauses[-1]):
            return claim
    return _result_in(line, length) if is_edge else None


def _result_in(line: str, length: int) -> str | None:
    """Return the last word that a line says something comes to: 'the anagram of X is Y', 'X becomes Y'."""
    found = [
        span
        for span, begin, end in spans(line)
        if len(letters_of(span)) == length
        and (
            _IS_IT.match(line[end : end + 40])
            or (_COMES_TO.search(line[max(begin - 40, 0) : begin]) and not is_fodder(line, begin, end))
        )
    ]
    return found[-1] if found else None


def _fitting_spans(text: str, length: int) -> list[str]:
    return list(dict.fromkeys(span for span, _, _ in spans(text) if len(letters_of(span)) == length))


def _claim_of(clause: str, length: int, is_edge: bool, is_only: bool, *, is_last: bool) -> str | None:
    after = _IS_ANSWER.match(clause) or (_FITS.match(clause) if is_edge else None)
    if after and _is_word(after["word"], length, is_only) and not is_fodder(clause, 0, after.end("word")):
        return peeled(after["word"])
    says = _SAYS.match(clause)
    if says and (says["firm"] or is_edge) and (word := _word_of(says["said"], length, is_only)):
        return word
    just = _JUST.match(clause)
    if just and (word := _word_of(just["said"], length, is_only)):
        return word
    if not is_edge:
        return None
    parts = _EQUATION.split(clause)
    if (
        len(parts) > 1
        and not _is_word(parts[0], length, is_only=False, no_fodder=True)
        and _is_word(parts[-1], length, True)
    ):
        return peeled(parts[-1])
    is_sentence = is_last and is_capitals(peeled(clause)) and _is_word(clause, length, is_only, no_fodder=True)
    return peeled(clause) if is_sentence else None


def _word_of(said: str, length: int, is_only: bool) -> str | None:
    if offers_two(said, length):
        return said
    head = head_of(said, length)
    is_said = is_capitals(head) or said[0] in "*_`\"“'‘" or (is_only and peeled(said) == head)
    if is_fodder(said, 0, said.find(head) + len(head)):
        return None
    return head if is_said and len(letters_of(head)) == length else None


def _is_word(text: str, length: int, is_only: bool, no_fodder: bool = False) -> bool:
    word = peeled(text)
    if no_fodder and re.search(r"\*(?!\*)\W*$|\)\W*$", text.replace("**", "")):
        return False
    is_said = is_capitals(word) or text.strip()[:1] in "*_`\"“'‘" or is_only
    return is_said and len(letters_of(word)) == length
