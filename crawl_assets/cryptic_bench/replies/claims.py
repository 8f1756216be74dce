"""Sentences by which a reply settles on a word without calling it the answer first: 'I would go with X', 'X fits'."""

import re

from crawl_assets.cryptic_bench.letters import letters_of
from crawl_assets.cryptic_bench.replies.hedges import offers_two
from crawl_assets.cryptic_bench.replies.phrases import (
    head_of,
    is_capitals,
    is_evenly_dressed,
    is_fodder,
    peeled,
    spans,
    unlisted,
)

_CANDIDATE = re.compile(
    r"^\W*(?:(?:option|possibility|candidate|choice|answer|alternative)\s*\(?[\dA-D]\)?|either|or|"
    r"first|second)\W{0,4}:\s*(?P<word>.*)",
    re.I,
)
# between clauses of a line, of which the last that claims something counts
_CLAUSE = re.compile(
    r"(?<=[a-z\"”*)?!A-Z])[.?!…]+[\"”*]*\s+(?=[\w\"“*])|[;,]?\s+but\s+|;\s+(?-i:(?=[a-z]))|"
    r"\bhowever,?\s+|,\s+(?:so|hence|thus|therefore)\s+",
    re.I,
)
_BEGINNING = (
    r"(?:(?:and|so|thus|hence|therefore|ok(?:ay)?|yes|yep|ah+|oh|aha|hm+|well|then|actually|now|"
    r"sure|certainly|finally|ultimately|"
    r"overall|definitely|clearly|surely|obviously|in\s+(?:conclusion|short|summary)|got\s+it|"
    r"i\s+(?:think|believe|guess|suspect|suppose|reckon)|after\s+all|"
    r"i['’]?m\s+(?:\w+\s+)?(?:sure|confident|certain)|putting\s+it\s+(?:all\s+)?together|"
    r"all\s+together|combined|together)"
    r"(?:\s+that)?[\s,.:!–—-]*){0,4}"
)
_THAT = r"(?:(?:it|this|that|which|everything|we|you|the\s+whole|altogether)\s*)"
_FIRM = (
    rf"(?:{_THAT}?(?:['’]s|is|must\s+(?:surely\s+)?be|has\s+to\s+be|should\s+be|would\s+be|"
    rf"gives?(?:\s+(?:us|me))?|makes(?:\s+it)?|spells|yields|"
    rf"becomes|have|get|obtain|arrive\s+at|end\s+up\s+with)|i(?:['’]d|['’]ll|\s+will|\s+would|"
    rf"\s+shall|\s+am|['’]m|\s+have\s+to)?\s+"
    rf"(?:likely\s+|still\s+|probably\s+|therefore\s+)?(?:go(?:ing)?(?:\s+(?:with|for))|say|answer|"
    rf"guess|choose|pick|settle\s+on|opt\s+for|submit|propose|suggest)|"
    rf"going\s+with|(?:you|we)(?:['’]re|\s+are)\s+looking\s+for|giving|to\s+give|gives|(?:resulting|"
    rf"results)\s+in|not\s+\S{{1,20}}\s+but)"
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
    r"^(?P<word>.{1,80}?)\s*(?:[=:]|\bis|would\s+be|must\s+be|was|seems(?:\s+to\s+be)?|looks(?:\s+like)?|"
    r"appears(?:\s+to\s+be)?)\s+"
    r"(?:(?:the|my|our|a|most|clearly|probably|likely|definitely|final|best|correct|right|only|"
    r"intended)\s+){1,4}(?:answer|solution|fit|guess|choice|bet|word|entry|correct|right)\b",
    re.IGNORECASE,
)
_FITS = re.compile(
    r"^(?P<word>.{1,80}?)(?:,?\s+|(?=\?))(?:fits|works|it\s+is|makes\s+sense|satisfies|matches|"
    r"does(?=\W*$)|seems\s+(?:right|best|correct)|i\s+(?:think|guess|believe)|"
    r"probably|perhaps|rather\s+than|as\s+(?:the|my)\s+answer|(?:al)?though|instead\s+of|"
    r"[→:–—=?-]+\s*(?:yes|fits|works|correct))\b",
    re.IGNORECASE,
)
_COMES_TO = re.compile(
    r"\b(?:gives?|giving|becomes?|yields?|makes?|forms?|spells?|produces?|is|get|as|to)(?:\s+(?:us|it))?\W*$", re.I
)
_IS_IT = re.compile(r"\W*(?:is|would\s+be|must\s+be)\s+(?:the|my)\s+(?:\w+\s+)?(?:answer|solution)", re.IGNORECASE)
_ARROW = re.compile(r"[→⇒⟶➡]|->|=>")  # from the letters to the answer; = may stand either way
_EQUATION = re.compile(r"\s*(?:[=→⇒]|->|=>|⟶|➡\ufe0f?)\s*")
_BETWEEN = re.compile(
    r"^\W*(?:maybe|could\s+be|perhaps|possibly|either)\s+.{1,80}\W+(?:or\s+)?(?:maybe|could\s+be|"
    r"perhaps|possibly|or)\s+\S",
    re.I,
)


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
    if is_edge and len(clauses) == 1 and _BETWEEN.match(text) and len(words := _fitting_spans(text, length)) > 1:
        return " or ".join(words)
    for clause in reversed(clauses):
        if claim := _claim_of(clause.strip(), length, is_edge, is_only, is_last=clause is clauses[-1]):
            return claim
        if is_edge and not offers_two(clause, length) and (result := _result_in(clause, length)):
            return result
    return None


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
        and (_ARROW.search(clause) or not _is_word(parts[0], length, is_only=False, no_fodder=True))
        and _is_word(last := head_of(parts[-1], length), length, is_only or is_capitals(last) or parts[-1] == last)
    ):
        return last
    is_sentence = (
        is_last
        and not clause.endswith("?")
        and is_capitals(peeled(clause))
        and _is_word(clause, length, is_only, no_fodder=True)
    )
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
