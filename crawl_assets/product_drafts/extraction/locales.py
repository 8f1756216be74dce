"""Countries and their money: what a bare "$" or "kr" means on a page of a given country."""

import re
from urllib.parse import urlsplit

# ISO 4217, https://www.six-group.com/en/products-services/financial-information/data-standards.html
_CODES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
"""
CODES = frozenset(_CODES.split())
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
NO_DECIMALS = frozenset({"CLP", "HUF", "IDR", "ISK", "JPY", "KRW", "PYG", "VND", "COP", "IRR", "UGX", "XAF", "XOF"})

_EURO = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK"
_MONEY_OF = """
    AE:AED AR:ARS AU:AUD BD:BDT BG:BGN BR:BRL BY:BYN CA:CAD CH:CHF CL:CLP CN:CNY CO:COP CR:CRC CZ:CZK DK:DKK DO:DOP
    EG:EGP GB:GBP GE:GEL HK:HKD HU:HUF ID:IDR IL:ILS IN:INR IR:IRR IS:ISK JM:JMD JP:JPY KE:KES KR:KRW KW:KWD KZ:KZT
    LI:CHF LK:LKR MA:MAD MX:MXN MY:MYR NG:NGN NO:NOK NP:NPR NZ:NZD OM:OMR PE:PEN PH:PHP PK:PKR PL:PLN QA:QAR RO:RON
    RS:RSD RU:RUB SA:SAR SE:SEK SG:SGD TH:THB TN:TND TR:TRY TT:TTD TW:TWD UA:UAH US:USD UY:UYU VN:VND ZA:ZAR
"""
CURRENCY_OF_COUNTRY = dict.fromkeys(_EURO.split(), "EUR") | dict(pair.split(":") for pair in _MONEY_OF.split())
_COUNTRY_OF_LANGUAGE = {
    "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "et": "EE", "fi": "FI", "fr": "FR", "he": "IL", "hu": "HU",
    "id": "ID", "is": "IS", "it": "IT", "ja": "JP", "kk": "KZ", "ko": "KR", "lt": "LT", "lv": "LV", "nb": "NO",
    "nl": "NL", "nn": "NO", "no": "NO", "pl": "PL", "ro": "RO", "ru": "RU", "sk": "SK", "sl": "SI", "sr": "RS",
    "sv": "SE", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN", "bg": "BG", "hr": "HR", "hi": "IN",
}  # fmt: skip
_DOMAINS_OF_NO_COUNTRY = {"co", "io", "me", "tv", "ai", "cc", "ly", "eu", "gl", "to", "fm", "la", "st"}

# Signs of one currency, whatever the country; longest first when they are looked for.
SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "원": "KRW", "฿": "THB", "₽": "RUB", "₴": "UAH", "₺": "TRY",
    "₪": "ILS", "₫": "VND", "₱": "PHP", "₸": "KZT", "₦": "NGN", "₲": "PYG", "₡": "CRC", "₾": "GEL", "円": "JPY",
    "US$": "USD", "USD$": "USD", "US $": "USD", "U$S": "USD", "U.S. $": "USD", "CA$": "CAD", "C$": "CAD",
    "CAD$": "CAD", "CDN$": "CAD", "A$": "AUD", "AU$": "AUD", "AUD$": "AUD", "AU $": "AUD", "NZ$": "NZD",
    "NZD$": "NZD", "HK$": "HKD", "HKD$": "HKD", "NT$": "TWD", "S$": "SGD", "SG$": "SGD", "MX$": "MXN", "MXN$": "MXN",
    "R$": "BRL", "AR$": "ARS", "CLP$": "CLP", "COP$": "COP", "RD$": "DOP", "J$": "JMD", "TT$": "TTD", "$U": "UYU",
    "RM": "MYR", "Rp": "IDR", "S/": "PEN", "S/.": "PEN", "RMB": "CNY", "CN¥": "CNY", "JP¥": "JPY",
    "Kč": "CZK", "Kc": "CZK", "zł": "PLN", "zl": "PLN", "Ft": "HUF", "лв": "BGN", "лв.": "BGN", "lei": "RON",
    "Lei": "RON", "руб": "RUB", "руб.": "RUB", "р.": "RUB", "грн": "UAH", "грн.": "UAH", "TL": "TRY", "тг": "KZT",
    "SFr.": "CHF", "SFr": "CHF", "Fr.": "CHF", "KSh": "KES", "Ksh": "KES", "Dhs": "AED", "د.إ": "AED", "ر.س": "SAR",
    "ريال": "SAR", "Euro": "EUR", "euro": "EUR", "euros": "EUR", "EURO": "EUR", "kn": "HRK",
    "KD": "KWD", "K.D.": "KWD", "د.ك": "KWD", "BD": "BHD", "B.D.": "BHD", "د.ب": "BHD", "JD": "JOD", "د.أ": "JOD",
    "DT": "TND", "د.ت": "TND", "ر.ع.": "OMR",
    "din": "RSD", "din.": "RSD", "đ": "VND", "₨": "INR", "Rs.": "INR", "Rs": "INR", "৳": "BDT",
}  # fmt: skip
# Signs that several countries share: the default, and the countries that read them otherwise.
SHARED = {
    "$": ("USD", {"AR", "AU", "CA", "CL", "CO", "HK", "MX", "NZ", "SG", "TW", "UY", "JM", "TT", "DO"}),
    "＄": ("USD", {"TW", "HK", "SG"}),
    "¥": ("JPY", {"CN"}),
    "￥": ("JPY", {"CN"}),
    "元": ("CNY", {"TW", "HK"}),
    "kr": (None, {"SE", "NO", "DK", "IS"}),
    "kr.": (None, {"SE", "NO", "DK", "IS"}),
    "Kr": (None, {"SE", "NO", "DK", "IS"}),
    "Kr.": (None, {"SE", "NO", "DK", "IS"}),
    "KR": (None, {"SE", "NO", "DK", "IS"}),
    "£": ("GBP", {"EG"}),
    "Rs.": ("INR", {"PK", "LK", "NP"}),
    "Rs": ("INR", {"PK", "LK", "NP"}),
    "₨": ("INR", {"PK", "LK", "NP"}),
    "R": (None, {"ZA"}),
    "DH": ("AED", {"MA"}),
    "Dh": ("AED", {"MA"}),
}
_REGION_IN_PATH = re.compile(r"^/(?:([a-z]{2})[-_]([a-z]{2})|([a-z]{2})/([a-z]{2})|([a-z]{2}))(?:/|$)", re.I)


def country_of(url: str, language: str | None = None) -> str | None:
    """Return the ISO 3166 country that an address or a language tag speaks of, None when neither does.

    Order: the region in the path (/en-ca/), the domain's ending, a subdomain (ca.shop.com), the language's region.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").split(".")
    except ValueError:
        return _of_language(language)
    if found := _REGION_IN_PATH.match(parts.path):
        for word in (found[2], found[1], found[4], found[3]):
            if word and (country := _country(word)):
                return country
    if len(host) > 1 and host[-1] not in _DOMAINS_OF_NO_COUNTRY and (country := _country(host[-1])):
        return country
    if len(host) > 2 and host[0] not in _COUNTRY_OF_LANGUAGE and (country := _country(host[0])):
        return country
    return _of_language(language)


def currency_of_country(country: str | None) -> str | None:
    """Return the ISO 4217 code of a country's money."""
    return CURRENCY_OF_COUNTRY.get(country or "")


def currency_of_sign(sign: str, country: str | None = None) -> str | None:
    """Return the ISO 4217 code that a sign or a code means in a country; None when it means none."""
    sign = sign.strip()
    if sign in SHARED:
        usual, others = SHARED[sign]
        return CURRENCY_OF_COUNTRY[country] if country in others else usual
    if sign in SIGNS:
        return SIGNS[sign]
    return sign.upper() if sign.upper() in CODES else None


def _country(word: str) -> str | None:
    upper = {"UK": "GB"}.get(word.upper(), word.upper())
    return upper if upper in CURRENCY_OF_COUNTRY else None


def _of_language(language: str | None) -> str | None:
    main, _, rest = (language or "").lower().replace("_", "-").partition("-")
    for part in reversed(rest.split("-")):
        if len(part) == 2 and (country := _country(part)):
            return country
    return _COUNTRY_OF_LANGUAGE.get(main)
