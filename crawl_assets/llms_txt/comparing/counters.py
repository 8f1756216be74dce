"""Pieces of a page that change by themselves: counters, reading times, build hashes, request ids, years of copyright.

Each is recognised only as a whole piece - a line, or what stands between `·` or `|` - or behind its own label, so that
'the plan allows 5 comments a day' and '5 stars out of 10' stay as they are.
"""

import re

from crawl_assets.llms_txt.comparing.moments import is_date, is_moment

_NUMBER = (
    r"(?:\d[\d.,’' ]{0,14}(?<=\d)\s?(?:[kmb]\b|tsd\.?|mio\.?)?\+?|\d\s?(?:[kmb]\b)?\+?|"
    r"no(?=\s+(?:comments|replies|reviews|answers|ratings|votes|likes|views)\b))"
)
# what readers do to a page; also as items of a list
_SOCIAL = (
    r"(?:(?:page\s?|total\s)?views?|reads|visits?|visitors?|hits|stars?|stargazers?|forks?|watchers?|watching|likes?|"
    r"dislikes?|hearts?|claps?|upvotes?|downvotes?|votes?|shares?|retweets?|reposts?|tweets?|comments?|replies|reply|"
    r"reactions?|followers?|bookmarks?|aufrufe|kommentare?|sterne|vues|commentaires?|visitas|comentarios|"
    r"visualizzazioni|"
    r"commenti|weergaven|reacties|閲覧|浏览|评论|コメント|赞)"
)
_OTHER = (
    r"(?:downloads?|installs?|(?:customer\s|global\s)?(?:reviews?|ratings?)|subscribers?|"
    r"contributors?|(?:members?|users?|people|guests?)\s+online|online)"
)
_TAIL = r"(?:\s+(?:so far|in total|total|today|this (?:week|month|year)|yet|and counting))?"
_SYMBOL = r"[👍👎❤♥★☆⭐👁💬🔁🔥👏⬇⬆▲🍴]\ufe0f?"
_PEOPLE = r"(?:people|users?|readers?|visitors?|others|customers?|guests?|persons?)"
_TIMES = r"(?:viewed|read|visited|downloaded|shared|seen|accessed|opened|played)"


def _counter(noun: str) -> re.Pattern[str]:
    return re.compile(
        rf"\W*(?:{_NUMBER}\s*{noun}{_TAIL}|{noun}(?:\s*[:：(]\s*|(?<=s)\s+){_NUMBER}\)?|{_NUMBER}\s+answers?|"
        rf"{_SYMBOL}\s*{_NUMBER}|{_NUMBER}\s*{_SYMBOL}|"
        rf"(?:(?:this|the)\s+\w{{1,20}}\s+)?(?:(?:has been|was|been)\s+)?{_TIMES}\s+{_NUMBER}\s+times?{_TAIL}|"
        rf"(?:and\s+)?{_NUMBER}\s+{_PEOPLE}\s+(?:(?:have\s+)?(?:found|find)\s+this\s+\w+|"
        rf"(?:have\s+)?liked?\s+this\b.{{0,20}}|"
        rf"(?:are|is)\s+(?:currently\s+)?(?:viewing|reading|watching|looking at|here|online)\b.{{0,30}})|"
        rf"(?:you are\s+)?visitor\s+(?:number|no\.?|#)\s*{_NUMBER}|(?:visitors?|users?|"
        rf"hit\s?counter)(?:\s+\w+)?\s*:\s*{_NUMBER})\W*"
    )


_ANY_COUNTER, _SOCIAL_COUNTER = _counter(rf"(?:{_SOCIAL}|{_OTHER})"), _counter(_SOCIAL)
_MINUTES = r"\d+(?:\s*[-–]\s*\d+)?[\s-]*(?:min(?:ute|uten|uti|utos)?s?\b\.?|hours?\b|hrs?\b|h\b|分钟?)"
_READING = re.compile(
    rf"\W*(?:(?:estimated\s+)?(?:reading|read)(?:ing)?\s*time\s*[:~≈–-]*\s*(?:is\s+)?(?:about\s+|"
    rf"approx\.?\s+)?{_MINUTES}"
    rf"(?:\s+read)?|(?:about\s+)?{_MINUTES}\s+(?:to\s+)?(?:reading(?:\s+time)?|read|lesezeit|de lecture|"
    rf"de lectura|de leitura|"
    rf"di lettura|leestijd)|(?:lesezeit|temps de lecture|tiempo de lectura|tempo di lettura|leestijd|読了時間|"
    rf"阅读时间)\s*[:：]?\s*"
    rf"(?:ca\.\s*)?{_MINUTES})\W*"
)
_HASH = r"(?=[0-9a-f-]*[a-f])(?=[0-9a-f-]*\d)[0-9a-f]{7,40}(?![\w-])"
_BUILD = (
    r"(?:(?:build|built|generated|deployed)(?:\s+(?:id|hash|version))?(?:\s+(?:from|at))?(?:\s+(?:commit|revision))?"
    rf"\s*[:=@#]?\s*{_HASH}|(?:commit|revision|rev|git\s+(?:commit|sha|hash)|etag)(?:\s+(?:id|hash|sha))?"
    rf"\s*[:=@#]?\s*(?:{_HASH}|[0-9a-f]{{7,40}}\b)|build\s*(?:number)?\s*[:=]?\s*#\s*\d+|"
    r"(?:cloudflare\s+)?(?:request|ray|trace|session|correlation)[\s-]*id\s*[:=#]?\s*(?=[0-9a-f-]*\d)[0-9a-f-]{8,64}|"
    r"(?:(?:this\s+)?page\s+(?:was\s+)?(?:loaded|generated|rendered|served|executed)|generated|rendered|"
    r"executed)\s+in\s+"
    r"[\d.,]+\s*(?:s|ms|µs|secs?|seconds?|milliseconds?)\b(?:\s+(?:with|using)\s+\d+\s+quer(?:y|ies))?)"
)
_BUILD_ALONE = re.compile(rf"\W*{_BUILD}\W*")
_IN_BRACKETS = re.compile(rf"\s*\(\s*(?:{_BUILD}|{_NUMBER}\s*(?:{_SOCIAL}|{_OTHER})|{_MINUTES}\s+read)\s*\)")
_COUNTED_HEADING = re.compile(
    rf"(?P<noun>{_SOCIAL}|answers?|reviews?)\s*\(?\s*\d[\d.,]*\s*\)?|\d[\d.,]*\s+(?P<noun2>{_SOCIAL}|answers?|reviews?)"
)
_OPTED = re.compile(r"^\W*\d[\d.,]*\s+points?(?=\s+by\s)")
_YEARS = r"\b(?:19|20)\d\d\b(?:\s*(?:[-–—,]|to)\s*(?:(?:19|20)\d\d\b|present\b|today\b|now\b))*"
_OWNER = r"(?:©|(?<![\w/.-])copyright\b(?![/_-])(?:\s*(?:©|\(c\)))?|\(c\))"
_COPYRIGHT = re.compile(rf"(?P<kept>{_OWNER}\s*(?:by\s+)?)(?:{_YEARS})(?P<behind>,(?=\s))?")
_COPYRIGHT_BEHIND = re.compile(rf"^(?P<kept>\W*{_OWNER}[^.|·]{{1,80}}?\.?),?\s+(?:{_YEARS})(?=\s*(?:$|[.|·]))")
_SEPARATOR = re.compile(r"\s*[·•]\s*|\s+\|\s+")
_LIST_OF = re.compile(r"\s*[,;/]\s+|\s+and\s+")
_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)|</?[a-zA-Z][^<>]{0,200}>|[*`]|(?<!\w)_+|_+(?!\w)")
_LONGEST = 200  # characters of a piece


def plain(text: str) -> str:
    """Return a piece of Markdown as its reader sees it: no emphasis, no link targets, no tags."""
    return _MARKUP.sub(lambda found: found[1] or "", text)


def changes_by_itself(piece: str, *, in_list: bool = False) -> bool:
    """Tell whether a piece of a line is nothing but a counter, a reading time or the name of a build."""
    if not piece or len(piece) > _LONGEST:
        return False
    shown = plain(piece).lower()
    if _BUILD_ALONE.fullmatch(shown):
        return True
    if "`" in piece:
        return False
    counter = _SOCIAL_COUNTER if in_list else _ANY_COUNTER
    return any(pattern.fullmatch(shown) for pattern in (_READING, counter)) or _all_count(shown, counter)


def without_counters(line: str, *, in_list: bool = False) -> str:
    """Return a line without its pieces that change by themselves."""
    if changes_by_itself(line, in_list=in_list):
        return ""
    if "(" in line and "`" not in line:
        line = _case_blind(_IN_BRACKETS, line)
    line = _case_blind(_OPTED, line)
    if len(line) > 3 * _LONGEST:
        return line
    pieces = _SEPARATOR.split(line)
    if len(pieces) < 2:
        return line
    noise = [changes_by_itself(piece, in_list=in_list) for piece in pieces]
    if any(noise) or plain(line).lower().startswith(("by ", "von ", "par ", "posted by ", "written by ")):
        noise = [
            was or is_date(plain(piece)) or is_moment(plain(piece)) for was, piece in zip(noise, pieces, strict=True)
        ]
    return " · ".join(piece for piece, drop in zip(pieces, noise, strict=True) if not drop) if any(noise) else line


def without_years(line: str) -> str:
    """Return a line of copyright without its years, which stand behind the sign or at the end of the notice."""
    lowered = line.lower()
    if len(lowered) != len(line) or not any(sign in lowered for sign in ("©", "(c)", "copyright")):
        return line
    for pattern in (_COPYRIGHT, _COPYRIGHT_BEHIND):
        if found := pattern.search(lowered):
            line = line[: found.end("kept")] + line[found.end() :]
            lowered = line.lower()
    return line


def uncounted_heading(heading: str) -> str:
    """Return '12 comments' and 'Comments (12)' as 'comments'; any other heading as it is."""
    found = _COUNTED_HEADING.fullmatch(plain(heading).strip().lower()) if len(heading) <= 60 else None
    return (found["noun"] or found["noun2"]) if found else heading


def _all_count(shown: str, counter: re.Pattern[str]) -> bool:
    parts = _LIST_OF.split(shown)
    return len(parts) > 1 and all(counter.fullmatch(part) or _READING.fullmatch(part) for part in parts)


def _case_blind(pattern: re.Pattern[str], line: str) -> str:
    lowered = line.lower()
    if len(lowered) != len(line):
        return line
    while found := pattern.search(lowered):
        line, lowered = line[: found.start()] + line[found.end() :], lowered[: found.start()] + lowered[found.end() :]
    return line
