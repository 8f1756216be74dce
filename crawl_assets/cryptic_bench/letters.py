"""Answers as they stand in a grid: capital letters only, and spelling variants that are one word."""

import re
import unicodedata

# letters that Unicode does not take apart
_LIGATURES = str.maketrans(
    {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ß": "ss", "ł": "l", "Ł": "L"}
)
_NOT_A_LETTER = re.compile(r"[^A-Z]+")

# American spelling, and what it is in British; only patterns that no other word shares
_VARIANTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"([A-Z]{3})([IY])Z(E[DRS]?|ERS|INGS?|ATIONS?|ABLE)\Z"), r"\1\2S\3"),
    (re.compile(r"(COL|HON|LAB|VAL|FAV|HUM|RUM|TUM|ARM|VIG|SAV|NEIGHB|HARB|PARL|SPLEND|CAND|CLAM|ENDEAV)OR"), r"\1OUR"),
    (re.compile(r"(CENT|THEAT|MET|LIT|FIB|LUST|SOMB|SPECT|CALIB)ER(S?)\Z"), r"\1RE\2"),
    (re.compile(r"(CATAL|ANAL|DIAL|MONOL|PROL|EPIL)OG(S?)\Z"), r"\1OGUE\2"),
    (re.compile(r"(DEF|OFF|PRET)ENSE"), r"\1ENCE"),
    (re.compile(r"GRAY"), "GREY"),
)


def letters_of(text: str) -> str:
    """Return the letters of a text as capitals without accents: "Éclair's, 2" -> 'ECLAIRS'."""
    if text.isascii():
        return _NOT_A_LETTER.sub("", text.upper())
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return _NOT_A_LETTER.sub("", plain.upper())


def same_word(given: str, answer: str) -> bool:
    """Tell whether two texts are the same word in a grid, British and American spelling taken as one."""
    left, right = letters_of(given), letters_of(answer)
    return left == right or _british(left) == _british(right)


def _british(letters: str) -> str:
    for pattern, spelling in _VARIANTS:
        letters = pattern.sub(spelling, letters)
    return letters
