"""What stands among the paragraphs of an article and is not the article: title, byline, calls to read or buy more."""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_BYLINE = re.compile(
    rf"""\W*(?:
        (?:by|von|par|por|di|door|av|af)\s+\w[^.!?]*$
        |(?:published|posted|updated|last\ updated|first\ published)\b
        |(?:\w+,?\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}),?\s+\d{{4}}[^.!?]*$
        |\d{{4}}-\d\d-\d\d\b[^.!?]*$
    )""",
    re.I | re.X,
)
_CALL = re.compile(
    r"""\W*(?:
        (?:related|read\ more|read\ also|also\ read|read\ next|see\ also|more\ from|more\ on\ this|more\ stories
           |watch|must\ read|recommended|you\ may\ also\ like|don['’]?t\ miss|most\ read|trending|lesen\ sie\ auch
           |mehr\ zum\ thema|(?:à\ )?lire\ aussi|lee\ también|leia\ também|leggi\ anche|lees\ ook)\s*:
        |(?:read\ more|related|related\ (?:articles?|stories)|share\ this(?:\ article)?|advertisement|loading.{0,20}
           |(?:story|article)\ continues\ below.*|continue\ reading.*|sign\ up\ (?:for|to)\ .*newsletter.*
           |subscribe\ (?:to|now|here).*
           |follow\ us\ on\ .*|share\ on\ .*
           |click\ here\ to\ (?:subscribe|sign\ up).*)\W*$
    )""",
    re.I | re.X,
)
_LAST = re.compile(
    r"""\W*(?:©|copyright|all\ rights\ reserved|filed\ under|tags?:|posted\ in|categories:|share\ this|subscribe
        |sign\ up|follow\ (?:us|him|her|me|@)|more\ from|more\ must-reads|read\ more|related|write\ to\ \S+\ \S+
        |contact\ (?:us|the\ author)
        |comments?\s*(?:$|\()|this\ (?:article|post|story)\ (?:originally|first)\ appeared)""",
    re.I | re.X,
)
_FEWEST_RUNS, _SHORT = 60, 10  # of a publisher's body; of a line that may be a heading
_STOPS = (".", "…", "。")  # no heading ends so
_LOOKED_AT = 400  # letters of a line that a pattern sees


def article_lines(text: str, title: str | None) -> list[str]:
    """Return the lines of an article without its title, byline, repeated lines and calls to read or buy more."""
    lines = [read for line in text.split("\n") if (read := " ".join(line.split()).removeprefix("- "))]
    own_title = folded(title or "").casefold()
    kept: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(lines):
        words = folded(line).casefold()
        count = words.count(" ") + 1
        is_title = number < 3 and words != "" and (words == own_title or (count > 3 and words in own_title))
        is_byline = number < 5 and count <= 15 and _BYLINE.match(line[:_LOOKED_AT]) is not None
        is_call = count <= 25 and _CALL.match(line[:_LOOKED_AT]) is not None
        is_repeated = count >= 8 and words in seen
        if not (is_title or is_byline or is_call or is_repeated):
            kept.append(line)
            seen.add(words)
    while kept and _LAST.match(kept[-1][:_LOOKED_AT]) and len(kept[-1].split()) <= 30:
        kept.pop()
    return kept


def folded(text: str) -> str:
    """Return the words of a text, one space between them."""
    return " ".join(re.findall(r"\w+", text))


def agreed(lines: list[str], article_body: str | None) -> list[str]:
    """Settle the chosen lines with the body that the publisher names, where the two are about the same text.

    What is not in the publisher's body goes, but for what may be a heading. Where the choice is a small part of
    the body, the body is the text.
    """
    body = runs(folded(article_body or ""))
    if len(body) < _FEWEST_RUNS:
        return lines
    known = set(body)
    chosen = [(line, runs(folded(line))) for line in lines]
    total = sum(len(own) for _, own in chosen)
    inside = [not own or sum(run in known for run in own) > 0.7 * len(own) for _, own in chosen]
    agreeing = sum(len(own) for (_, own), is_in in zip(chosen, inside, strict=True) if is_in)
    if agreeing < 0.8 * total:
        return lines
    if total < 0.5 * len(body):
        return [line for line in (article_body or "").split("\n") if line.strip()]
    if total > 2 * len(body):  # the publisher names a part only
        return lines
    last = max((number for number, is_in in enumerate(inside) if is_in and chosen[number][1]), default=len(lines))
    return [
        line
        for number, ((line, own), is_in) in enumerate(zip(chosen, inside, strict=True))
        if is_in or (len(own) < _SHORT and number < last and not line.endswith(_STOPS))
    ]


def runs(words: str) -> list[tuple[str, ...]]:
    """Return each run of four words."""
    one = words.split()
    return list(zip(one, one[1:], one[2:], one[3:], strict=False))
