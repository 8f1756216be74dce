"""Countries by ISO 3166-1 alpha-2, and the time zones of places.

The codes are those of the standard as kept at https://www.iso.org/obp/ui/#search/code/; zones are names of the IANA
time zone database. A country with several zones has its states here, or none: a zone is never guessed.
"""

import re

from crawl_assets.activities.records import normalised_name

_ALPHA_2 = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
CODES = frozenset(_ALPHA_2.split())
_NAMES = {
    "uk": "GB", "great britain": "GB", "united kingdom": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "gbr": "GB", "usa": "US", "united states": "US", "united states of america": "US",
    "u s a": "US", "u s": "US", "australia": "AU", "aus": "AU", "new zealand": "NZ", "nzl": "NZ", "aotearoa": "NZ",
    "canada": "CA", "can": "CA", "ireland": "IE", "irl": "IE", "germany": "DE", "deutschland": "DE", "deu": "DE",
    "france": "FR", "fra": "FR", "spain": "ES", "espana": "ES", "esp": "ES", "italy": "IT", "italia": "IT", "ita": "IT",
    "netherlands": "NL", "the netherlands": "NL", "nederland": "NL", "nld": "NL", "belgium": "BE", "austria": "AT",
    "osterreich": "AT", "switzerland": "CH", "portugal": "PT", "denmark": "DK", "sweden": "SE", "norway": "NO",
    "finland": "FI", "poland": "PL", "czechia": "CZ", "czech republic": "CZ", "greece": "GR", "singapore": "SG",
    "hong kong": "HK", "japan": "JP", "india": "IN", "south africa": "ZA", "united arab emirates": "AE", "uae": "AE",
    "malaysia": "MY", "brazil": "BR", "mexico": "MX", "china": "CN", "south korea": "KR",
}  # fmt: skip
_ZONES = {
    "NZ": "Pacific/Auckland", "GB": "Europe/London", "IE": "Europe/Dublin", "DE": "Europe/Berlin", "FR": "Europe/Paris",
    "IT": "Europe/Rome", "NL": "Europe/Amsterdam", "BE": "Europe/Brussels", "AT": "Europe/Vienna",
    "CH": "Europe/Zurich", "DK": "Europe/Copenhagen", "SE": "Europe/Stockholm", "NO": "Europe/Oslo",
    "FI": "Europe/Helsinki", "PL": "Europe/Warsaw", "CZ": "Europe/Prague", "GR": "Europe/Athens",
    "SG": "Asia/Singapore", "HK": "Asia/Hong_Kong", "JP": "Asia/Tokyo", "IN": "Asia/Kolkata",
    "ZA": "Africa/Johannesburg", "AE": "Asia/Dubai", "MY": "Asia/Kuala_Lumpur", "KR": "Asia/Seoul",
    "AU nsw": "Australia/Sydney", "AU act": "Australia/Sydney", "AU vic": "Australia/Melbourne",
    "AU qld": "Australia/Brisbane", "AU tas": "Australia/Hobart", "AU sa": "Australia/Adelaide",
    "AU nt": "Australia/Darwin", "AU wa": "Australia/Perth", "AU new south wales": "Australia/Sydney",
    "AU australian capital territory": "Australia/Sydney", "AU victoria": "Australia/Melbourne",
    "AU queensland": "Australia/Brisbane", "AU tasmania": "Australia/Hobart",
    "AU south australia": "Australia/Adelaide",
    "AU northern territory": "Australia/Darwin", "AU western australia": "Australia/Perth",
    "US ny": "America/New_York", "US nj": "America/New_York", "US ma": "America/New_York", "US ct": "America/New_York",
    "US pa": "America/New_York", "US md": "America/New_York", "US dc": "America/New_York", "US va": "America/New_York",
    "US ga": "America/New_York", "US nc": "America/New_York", "US sc": "America/New_York", "US oh": "America/New_York",
    "US il": "America/Chicago", "US wi": "America/Chicago", "US mn": "America/Chicago", "US mo": "America/Chicago",
    "US la": "America/Chicago", "US ok": "America/Chicago", "US co": "America/Denver", "US ut": "America/Denver",
    "US nm": "America/Denver", "US az": "America/Phoenix", "US ca": "America/Los_Angeles",
    "US wa": "America/Los_Angeles", "US nv": "America/Los_Angeles", "US hi": "Pacific/Honolulu",
    "US california": "America/Los_Angeles", "US washington": "America/Los_Angeles", "US new york": "America/New_York",
    "US illinois": "America/Chicago", "US colorado": "America/Denver", "US massachusetts": "America/New_York",
    "CA on": "America/Toronto", "CA ontario": "America/Toronto", "CA qc": "America/Toronto",
    "CA quebec": "America/Toronto",
    "CA bc": "America/Vancouver", "CA british columbia": "America/Vancouver", "CA ab": "America/Edmonton",
    "CA alberta": "America/Edmonton", "CA ns": "America/Halifax", "CA mb": "America/Winnipeg",
}  # fmt: skip
CURRENCIES = {
    "AU": "AUD", "NZ": "NZD", "US": "USD", "CA": "CAD", "GB": "GBP", "SG": "SGD", "HK": "HKD", "JP": "JPY", "CN": "CNY",
    "IN": "INR", "CH": "CHF", "DK": "DKK", "SE": "SEK", "NO": "NOK", "PL": "PLN", "CZ": "CZK", "ZA": "ZAR", "AE": "AED",
    "MY": "MYR", "BR": "BRL", "MX": "MXN", "KR": "KRW",
    **dict.fromkeys(["DE", "FR", "ES", "IT", "NL", "BE", "AT", "IE", "PT", "FI", "GR"], "EUR"),
}  # fmt: skip
# domains of countries that anybody takes for the sound of them
_WORLDWIDE = frozenset({"AC", "AI", "CC", "CO", "FM", "GG", "IM", "IO", "LA", "LY", "ME", "SH", "TO", "TV", "VC", "WS"})
_CAPITALS = re.compile(r"\b[A-Z]{2,3}\b")
_MONTH_FIRST = frozenset({"US", "FM", "MH", "PW", "PH"})


def country_code(text: str | None) -> str | None:
    """Return the code that a source's word stands for: `au`, `AUS` and `Australia` are AU; None for any other word."""
    if text is None:
        return None
    code = text.strip().upper()
    return code if code in CODES else _NAMES.get(normalised_name(text))


def country_of_host(host: str) -> str | None:
    """Return the country whose domain a host is in; None for domains that are used everywhere, as .com and .io are."""
    last = host.rpartition(".")[2].upper()
    code = "GB" if last == "UK" else last
    return code if code in CODES and last not in _WORLDWIDE else None


def zone_of(country: str | None, state: str | None, address: str = "") -> str | None:
    """Return the zone of a country (alpha-2), or of the state that is named or stands at the end of an address."""
    if country is None:
        return None
    named = [normalised_name(state or ""), *(word.lower() for word in reversed(_CAPITALS.findall(address)))]
    return _ZONES.get(country) or next((zone for word in named if (zone := _ZONES.get(f"{country} {word}"))), None)


def is_month_first(country: str | None) -> bool | None:
    """Say whether 3/5 is the fifth of March in a country; None where the country is not known."""
    return None if country is None else country in _MONTH_FIRST
