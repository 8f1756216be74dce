"""Dates and relative times as pages write them, and the stamps they stand in: 'Last updated on 5 May 2026'.

Only stamps are noise. A date in a sentence ('the offer ends on 5 May') or behind another label is content.
"""

import re

_MONTH = (
    r"(?:jan(?:uary|uar|vier|uari)?|feb(?:ruary|ruar|ruari)?|mar(?:ch|s|zo)?|märz|apr(?:il|ile)?|may|mai|"
    r"mei|jun[ei]?|juin|"
    r"jul[iy]?|juillet|aug(?:ust|ustus)?|août|sep(?:t(?:ember|embre)?)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|"
    r"de[cz](?:ember)?|décembre|février|enero|febrero|abril|mayo|junio|julio|agosto|septiembre|octubre|"
    r"noviembre|diciembre|"
    r"gennaio|febbraio|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|"
    r"setembro|outubro|novembro|dezembro|maart)\.?"
)
_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?|montag|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
)
_ZONE = r"(?:utc|gmt|z|ces?t|e[sd]t|p[sd]t|c[sd]t|m[sd]t|bst|ist|jst|aes?t|wes?t|ees?t|msk)"
_TIME = (
    rf"\(?\d{{1,2}}[:h]\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?(?:\s?[ap]\.?m\b\.?)?(?:\s?{_ZONE}\b)?"
    rf"(?:\s?[+-]\d{{2}}:?\d{{2}})?(?:\s?\(?{_ZONE}\b\)?)?(?:\s?uhr)?\)?"
)
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th|er|º|\.)?)"
_DAY_OF_MONTH = (
    rf"(?:(?:{_WEEKDAY}),?\s+)?(?:the\s+)?(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{4}}/\d{{1,2}}/\d{{1,2}}|"
    rf"\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}|\d{{1,2}}-\d{{1,2}}-\d{{4}}|"
    rf"{_MONTH}\s+{_DAY},?\s+\d{{4}}|{_DAY}\s*(?:of\s+|de\s+|-)?{_MONTH}(?:\s+de)?,?[\s-]+\d{{4}}|"
    rf"\d{{4}}\s?[年.]\s?\d{{1,2}}\s?[月.]\s?\d{{1,2}}\s?日?)"
)
_PREPOSITION = r"(?:(?:on|at|in|as of|am|um|vom|le|à|el|a las|il|alle|em|op|om|since)\s+)?"
_DATE = rf"{_DAY_OF_MONTH}(?:(?:\s*[,t]\s*|\s+)(?:{_PREPOSITION}){_TIME})?"
_UNIT = (
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mos?|months?|y|yrs?|years?|fortnights?)"
)
_AMOUNT = r"(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a few|several|a couple of)"
RELATIVE = (
    rf"(?:(?:about|around|over|almost|nearly|more than|less than|approximately|~)\s*)?"
    rf"(?:\b{_AMOUNT}\s*{_UNIT}\s+ago\b|\bvor\s+(?:\d+|einem|einer|wenigen)\s+(?:sekunden?|minuten?|"
    rf"stunden?|tag(?:en)?|wochen?|"
    rf"monat(?:en)?|jahr(?:en)?)\b|\bil y a\s+(?:\d+|une?|quelques)\s+(?:secondes?|minutes?|heures?|jours?|"
    rf"semaines?|mois|"
    rf"ans?)\b|\bhace\s+(?:\d+|una?|unos|unas)\s+(?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?)\b|"
    rf"\b\d+\s+(?:minuti|ore|giorni|settimane|mesi|anni)\s+fa\b|\d+\s?(?:秒|分|分钟|時間|小时|日|天|週間|周|か月|个月|年)前)"
)
_DAY_OR_MOMENT = (
    rf"(?:{_DATE}|{RELATIVE}|(?:today|yesterday|just now|moments ago|heute|gestern|hier|aujourd'hui|hoy|ayer)\b"
    rf"(?:\s*,?\s*{_PREPOSITION}{_TIME})?|{_MONTH}\s+{_DAY}(?!\d)(?:\s*,?\s*{_PREPOSITION}{_TIME})?|{_TIME})"
)
_WHEN = rf"(?:{_DAY_OR_MOMENT}|{_MONTH},?\s+\d{{4}}|(?:19|20)\d{{2}}(?![\w.-]))"
_LAST = (
    r"(?:(?:(?:this|the)\s+)?(?:page|article|document|documentation|site|post|content|file|section|guide|"
    r"entry|topic)?\s*"
    r"(?:(?:was|were|has been|is)\s+)?last\s+(?:updated?|modified|modification|edit(?:ed)?|reviewed|"
    r"changed?|revised|revision|"
    r"built|build|generated|refreshed|synced|checked|crawled|saved|published|activity|deployed|verified|"
    r"tested|seen|active|visited)|"
    r"zuletzt\s+(?:aktualisiert|geändert|bearbeitet)|letzte\s+(?:änderung|aktualisierung)|"
    r"dernière\s+(?:mise à jour|modification)|"
    r"mis(?:e)? à jour|última\s+(?:actualización|modificación|atualização)|ultim[oa]\s+(?:aggiornamento|modifica)|"
    r"laatst\s+(?:bijgewerkt|gewijzigd)|最終更新日?|最后更新(?:时间|于)?|更新日)"
)
_WEAK = (
    r"(?:(?:(?:this|the)\s+)?(?:page|site|document|documentation|docs|report|data|feed)\s+(?:(?:was|has been)\s+)?"
    r"(?:re)?(?:generated|rendered|built|created|updated|modified|published|retrieved|cached)|"
    r"(?:date\s+)?(?:published|posted|updated|modified|edited|revised|reviewed|generated|rendered|created|"
    r"built|retrieved|"
    r"crawled|cached|archived|printed|accessed|added|commented|asked|answered|viewed|active|submitted|written|deployed|"
    r"imported|synced)|"
    r"(?:publication|publish|modification|update|build|current|today's|generation|post)\s+(?:date|time)|date|timestamp|"
    r"today\s+is|snapshot(?:\s+from)?|veröffentlicht|aktualisiert|erstellt|geändert|stand|publié|modifié|publicado|"
    r"actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|投稿日|発布日|公開日|发布于|发表于)"
)
_BY = r"(?:\s*,?\s*(?:by|von|par|por|da|door)\s+[^.|·•()]{1,60}?)"
_JOINT = rf"\s*[:：,–—-]?\s*(?:(?:on|at)\s*:?\s+)?{_PREPOSITION}"
_EMPHASIS = r"[*_]{0,3}"
_BEGINS = r"(?:^|(?<=[.!?)\]|·•\s]))"
_ENDS = r"(?=\s*(?:$|[.!?|·•()*_;,]))"
_LABELLED_LAST = re.compile(
    rf"{_BEGINS}[(\[]?{_EMPHASIS}{_LAST}{_BY}?{_JOINT}{_EMPHASIS}\s*{_WHEN}{_BY}?{_EMPHASIS}[)\]]?{_ENDS}\.?{_EMPHASIS}"
)
_LABELLED = re.compile(
    rf"(?:^|(?<=[.!?)\]|·•(])\s|(?<=\()){_EMPHASIS}(?:{_WEAK}{_JOINT}{_EMPHASIS}\s*{_DAY_OR_MOMENT}|"
    rf"(?:updated|modified|revised|reviewed){_JOINT}{_EMPHASIS}\s*{_MONTH},?\s+\d{{4}}){_EMPHASIS}{_ENDS}\.?{_EMPHASIS}"
)
_BYLINE = re.compile(
    rf"^(?P<kept>\W*(?:{_WEAK}\s+)?(?:by|von|par|por)\s+[^.|"
    rf"·•]{{1,60}}?)\s*[,–—-]?\s*{_PREPOSITION}{_DAY_OR_MOMENT}\W*$"
)
_EMPTY_BRACKETS = re.compile(r"\s+\(\s*\)")
_RELATIVE = re.compile(RELATIVE)
_ALONE = re.compile(rf"\W*(?:{_DAY_OF_MONTH})\W*")
_WITH_TIME = re.compile(rf"\W*{_DAY_OF_MONTH}(?:\s*[,t]\s*|\s+){_PREPOSITION}{_TIME}\W*")
_RELATIVE_HINTS = (" ago", "vor ", "il y a ", "hace ", " fa", "前")
_STAMP_HINT = re.compile(
    r"updat|modif|edit|review|chang|revis|buil|generat|publi|post|date|today|creat|last |render|"
    r"retriev|cache|aktual|änder|stand|mise|mis |actual|atual|aggiorn|bijgew|最|更新|日|veröff|erstellt|"
    r"crawl|archiv|time|snapshot|written|ask|answer|comment|viewed|active|deploy|submit|import|sync|"
    r"access|added|print|bearbeitet|modific|gewijzigd"
)


def without_stamps(text: str) -> str:
    """Return a line without its stamps and relative times; what is around them stays."""
    before = text
    lowered = _lowered(text)
    if _STAMP_HINT.search(lowered):
        for pattern in (_LABELLED_LAST, _LABELLED):
            text, lowered = _cut(pattern, text, lowered)
    if len(text) <= 200 and (byline := _BYLINE.match(lowered)):
        text = text[: byline.end("kept")]
        lowered = lowered[: byline.end("kept")]
    if any(hint in lowered for hint in _RELATIVE_HINTS):
        text, lowered = _cut(_RELATIVE, text, lowered)
    return text if text == before else _EMPTY_BRACKETS.sub("", text)


def is_date(text: str) -> bool:
    """Tell whether a text is a day and nothing else."""
    return len(text) <= 60 and _ALONE.fullmatch(_lowered(text)) is not None


def is_moment(text: str) -> bool:
    """Tell whether a text is a day with a time of day and nothing else, as programs write it."""
    return len(text) <= 80 and _WITH_TIME.fullmatch(_lowered(text)) is not None


def _lowered(text: str) -> str:
    """Return lower case of the same length: `İ` alone would become longer."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(x.lower() if len(x.lower()) == 1 else x for x in text)


def _cut(pattern: re.Pattern[str], text: str, lowered: str) -> tuple[str, str]:
    kept = []
    start = 0
    for found in pattern.finditer(lowered):
        kept.append(slice(start, found.start()))
        start = found.end()
    if not start:
        return text, lowered
    kept.append(slice(start, len(text)))
    return "".join(text[part] for part in kept), "".join(lowered[part] for part in kept)
