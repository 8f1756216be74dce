"""Answers as they stand in a grid: capital letters only, and spelling variants that are one word."""

import re
import unicodedata

# letters that Unicode does not take apart
_LIGATURES = str.maketrans(
    {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ß": "ss", "ł": "l", "Ł": "L"}
)
_NOT_A_LETTER = re.compile(r"[^A-Z]+")

# American spelling, and what it is in British. A pair belongs here only when British dictionaries do not have both
# spellings as different words: so no METER and METRE, PRIZE and PRISE, LICENSE and LICENCE, PRACTISE and PRACTICE,
# CURB and KERB, STORY and STOREY, TIRE and TYRE, CHECK and CHEQUE, PROGRAM and PROGRAMME, DRAFT and DRAUGHT,
# REFILED and REFILLED.
_VARIANTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(american), british)
    for american, british in (
        (r"(?<!PR)(?<=[A-Z]{3})([IY])Z(E[DRS]?|ERS|INGS?|INGLY|ATION(?:S|AL)?|ABLE)\Z", r"\1S\2"),
        (
            r"(ARD|ARM|ARB|BEHAVI|CAND|CLAM|CLANG|COL|DEMEAN|DOL|ENAM|ENDEAV|FAV|FERV|FLAV|GLAM|HARB|HON|HUM|LAB|"
            r"NEIGHB|OD|PARL|RANC|RIG|RUM|SAV|SAVI|SPLEND|SUCC|TUM|VAL|VAP|VIG)OR(?=\Z|[A-Z])",
            r"\1OUR",
        ),
        (
            r"(ACCOUT|CALIB|CENT|FIB|GOIT|LIT|LUST|MEAG|OCH|PHILT|RECONNOIT|SAB|SALTPET|SCEPT|SEPULCH|SOMB|SPECT|"
            r"THEAT|(?:CENTI|DECA|DECI|HECTO|KILO|MILLI|NANO)MET)ER(S?)\Z",
            r"\1RE\2",
        ),
        (r"(CATAL|ANAL|DECAL|DEMAG|DIAL|EPIL|MONOL|PEDAG|PROL|SYNAG|TRAVEL)OG(S?)\Z", r"\1OGUE\2"),
        (r"(DEF|OFF|PRET)ENSE", r"\1ENCE"),
        (r"GRAY", "GREY"),
        (r"([AEIOUY][A-Z]*[AE]L|WOOL)L(ED|ER|ERS|ING|INGS|OR|ORS|OUS|OUSLY|EN|ENS|IST|ISTS)\Z", r"\1\2"),
        (r"((?:COUNC|PENC|STENC|TRANQU|CAV|DEV)I|CAR)LL(ED|ER|ERS|ING|OR|ORS|ITY)\Z", r"\1L\2"),
        (r"(APPA|DISTI|ENRO|ENTHRA|FULFI|INSTA|INSTI)LL(S?|MENTS?)\Z", r"\1L\2"),
        (r"(SKI|WI)LLFUL", r"\1LFUL"),
        (r"\AJEWELLERY\Z", "JEWELRY"),
        (r"AE(?=STH|MIA|MIC|TIOLOG|MOGLOB|MORR|MOPH|MOST)", "E"),
        (
            r"(ARCH|PAL)AE(?=O)|(GYN)AE(?=C)|(\AF)AE(?=C[AE])|(\AC)AE(?=SI)|(\AP|CYCLOP|ORTHOP)AE(?=DI[ACS]|DOP)",
            r"\1\2\3\4\5E",
        ),
        (r"(MEDI|PRIM)AE(?=VAL)|(LEUK)AE(?=MI)", r"\1\2E"),
        (r"(RRH)OE(?=A|I)|(\AF)OE(?=T[AU])|\AOE(?=STR|SOPH|DEMA)|(\AAM)OE(?=B)|(\AC)OE(?=LIAC)", r"\1\2\3\4E"),
        (r"MANOEUV(?:RE|ER)", "MANEUVER"),
        (r"SCEPTIC", "SKEPTIC"),
        (r"SULPH", "SULF"),
        (r"MOUSTACHE", "MUSTACHE"),
        (r"PYJAMA", "PAJAMA"),
        (r"PLOUGH", "PLOW"),
        (r"(?<=M)OUL(?=D|T)", "OL"),
        (r"\ACOS(?=Y\Z|IE|IL)", "COZ"),
    )
)
_SHORTEST_VARIANT = 4  # letters


def letters_of(text: str) -> str:
    """Return the letters of a text as capitals without accents: "Éclair's, 2" -> 'ECLAIRS'."""
    if text.isascii():
        return _NOT_A_LETTER.sub("", text.upper())
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return _NOT_A_LETTER.sub("", plain.upper())


def same_word(given: str, answer: str) -> bool:
    """Tell whether two texts are the same word in a grid, British and American spelling taken as one."""
    left, right = letters_of(given), letters_of(answer)
    return left == right or (min(len(left), len(right)) >= _SHORTEST_VARIANT and _neutral(left) == _neutral(right))


def _neutral(letters: str) -> str:
    """Return one spelling for all of a word."""
    for pattern, spelling in _VARIANTS:
        letters = pattern.sub(spelling, letters)
    return letters
