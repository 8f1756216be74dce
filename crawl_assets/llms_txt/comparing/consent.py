"""Banners that ask for consent to cookies, told from pages and sentences about cookies."""

import re

from crawl_assets.llms_txt.comparing.counters import plain

_ABOUT = re.compile(r"^ {0,3}#\s+.*\b(?:cookies?|privacy|consent|gdpr|datenschutz)\b", re.IGNORECASE | re.MULTILINE)
_HINTS = (
    "cookie",
    "accept all",
    "reject all",
    "we value your privacy",
    "consent",
    "preferences",
    "got it",
    "i agree",
    "partners",
)
_BANNER = re.compile(
    r"\W*(?:(?:this|our|the)\s+(?:web\s?)?(?:site|page|shop)s?\s+(?:also\s+)?uses?|"
    r"we(?:\s+and\s+our\s+\w+(?:\s+\w+)?)?\s+(?:use|store|process)|"
    r"by\s+(?:continuing|using|browsing|clicking|visiting|closing)\b[^.]{0,120}|"
    r"(?:diese\s+(?:web)?seite|wir)\s+(?:verwende[nt]|nutz(?:t|en))|(?:ce\s+site|nous)\s+utilis(?:e|ons))\b"
    r"[^.]{0,120}\b(?:cookies?|information on (?:a|your) device)\b",
)
_PURPOSE = re.compile(
    r"improv|enhanc|experience|analy|personali|traffic|consent|accept|agree|continu|advert|\bads\b|"
    r"best possible|preferences|"
    r"einverstanden|zustimm|verbesser|améliorer|accept"
)
_BUTTONS = re.compile(
    r"(?:\W*\b(?:(?:accept|allow|reject|decline|deny|refuse)(?:\s+all(?:\s+cookies)?|\s+cookies|"
    r"\s+only\s+necessary(?:\s+cookies)?)|"
    r"(?:manage|customi[sz]e|change)\s+(?:your\s+)?(?:cookies?|consent|cookie\s+(?:preferences|settings))|"
    r"(?:cookie|consent|privacy)\s+(?:settings|preferences|choices)|manage\s+preferences|"
    r"(?:ok,?\s+)?got it|i (?:agree|accept)|accept (?:and|&) (?:close|continue)|"
    r"(?:only\s+)?(?:strictly\s+)?necessary\s+cookies(?:\s+only)?))+\W*"
)
_HEADINGS = re.compile(
    r"\W*(?:(?:this|our)\s+(?:web\s?)?site\s+uses\s+cookies|we\s+use\s+cookies|we\s+value\s+your\s+privacy)\W*"
)
_LONGEST = 800  # characters; a banner is short


def is_about_consent(markdown: str) -> bool:
    """Tell whether a page's main heading says that cookies or privacy are what it is about."""
    return _ABOUT.search(markdown) is not None


def is_consent(line: str) -> bool:
    """Tell whether a line is a banner that asks for consent, or nothing but its buttons."""
    if len(line) > _LONGEST:
        return False
    lowered = line.lower()
    if not any(hint in lowered for hint in _HINTS) or "`" in line:
        return False
    shown = plain(lowered)
    if _BUTTONS.fullmatch(shown) or _HEADINGS.fullmatch(shown):
        return True
    return _BANNER.match(shown) is not None and _PURPOSE.search(shown) is not None
