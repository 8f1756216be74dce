"""What an amount in a text is: the price, an old price, one of twelve instalments, a fee, a threshold ..."""

# ruff: noqa: E501 - a language a line
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from crawl_assets.product_drafts.extraction.money import Found, Money, find_money

Role = Literal[
    "price",
    "from",
    "low",
    "high",
    "regular",
    "instalment",
    "unit",
    "shipping",
    "threshold",
    "deposit",
    "saving",
    "net",
    "member",
    "lowest",
]
_LOOK = 45  # letters on either side

_UNITS = (
    r"(?:\d+(?:[.,]\d+)?\s?)?(?:kilo|kg|kgs|gr?|grams?|gramm|mg|lit(?:er|re)s?|ltr|l|ml|cl|dl|m|mtr|met(?:er|re)s?|cm|mm|m2|m²|m3|sq\.?\s?(?:ft|m|yd|metre|foot)|ft|feet|foot|in|inch|yd|yards?|"
    r"lbs?|pounds?|oz|ounces?|fl\.?\s?oz|gal(?:lon)?s?|ct|count|sheets?|wash(?:es)?|tablets?|capsules?|dose|serving|kwh|кг|г|л|мл|м)\b"
)
_PERIOD = r"(?:mo(?:nth)?s?|monthly|monat(?:lich)?|mtl|mois|mes(?:es)?|mese|mensual\w*|w(?:ee)?ks?|weekly|woche|week|fortnights?|mån(?:ad)?|md|mnd|maand|mies(?:iąc)?|měs|ay|мес|years?|yr|jahr|days?)\b"
_WORDS_BEFORE: tuple[tuple[Role, str], ...] = (
    (
        "threshold",
        r"(?:free|gratis|kostenlos\w*|versandkostenfrei\w*|offerte?|gratuit\w*|gratuita|frei|fri|darmowa|zdarma|doprava|бесплатн\w*|ingyenes)[^.!?]{0,40}(?:over|above|from|of|exceed\w*|ab|dès|à partir de|desde|oltre|superior\w* a|partir d\w+|über|boven|vanaf|från|fra|od|nad|от|acima de|más de|more than|at least|spend|>|\+)\s*(?:de\s*)?$"
        r"|(?:orders?|purchases?|shop|bestellung\w*|commande|einkaufswert|pedidos?|compras?)\s*(?:of|over|above|from|ab|von|dès|totall?ing|worth|superior\w* a|más de|acima de)\s*:?\s*$|(?:spend|mindestbestellwert|min(?:imum|\.)? order(?: value)?|minimum de commande|pedido mínimo)\s*(?:of|over|at least|von|de)?\s*:?\s*$",
    ),
    (
        "shipping",
        r"\b(?:shipping|deliver(?:y|ed)|versand\w*|livraison|frais de port|port|env[ií]o|spedizione|frakt|fragt|postage|p\s?&\s?p|porto|verzend\w*|dostawa|doprava|доставк\w*|freight|frete|entrega|handling|surcharge|courier)[^.!?$€£]{0,20}$|(?:快递|快遞|运费|運費|送料|配送料|배송비|ค่าจัดส่ง)[^.!?$€£]{0,10}$",
    ),
    (
        "instalment",
        r"\b\d+\s*(?:x|×|times|(?:equal |monthly |weekly |fortnightly |easy |interest[- ]free )*(?:payments?|instal?lments?|rate[ns]?|raten|mensualités|cuotas|parcelas|vezes|splátek|rat|pagos|meses))\s*(?:of|de|à|von|at|sin intereses de|sem juros de|per|с|по)?\s*(?:only|just)?\s*$"
        r"|\b(?:payments?|instal?lments?|raten|mensualités|cuotas|parcelas|monthly|finanz\w+|finance|financing|leasing|installments? (?:from|starting))\s*(?:of|de|à|von|at|from|as low as|starting at|for|ab)?\s*:?\s*$"
        r"|\b(?:per|a|/|pro|par|al|por)\s+(?:month|monat|mois|mes)[^.!?]{0,10}$|\bx\s*(?:de\s*)?$",
    ),
    (
        "saving",
        r"(?:\bsav(?:e|ed|ings?)|sparen?|ersparnis|gespart|sie sparen|économ\w+|ahorr\w*|risparm\w*|discount|rabatt|remise|korting|bespaar\w*|descuento|desconto|sconto|sleva|rabat|oszcz\w+|экономия|скидка|spar|earn|reward\w*|cash ?back|coupon|voucher|gutschein|gift ?cards?|points?|bonus)\s*(?:up to|you|an? (?:extra|additional)|of|bis zu|jusqu'à|hasta|de|another|worth)?\s*:?\s*\(?\s*$"
        r"|(?:^|\()\s?[-−–]\s?$|\s[-−–]$",
    ),
    (
        "lowest",
        r"(?:lowest|niedrigste\w*|lägsta|laveste|najniższa|nejnižší|najnižšia|laagste|plus bas|más bajo|più basso|mais baixo|legalacsonyabb|най-ниска)\b[^.!?]{0,60}$",
    ),
    (
        "member",
        r"(?:subscri\w+|auto-?ship)[^.!?$€£]{0,20}$|(?:members?(?:hip)?(?:['’]s?)? (?:pay|price|only)|with (?:card|\w+ ?card|membership)|(?:club|loyalty|card|app|vip|prime) price|mitgliederpreis|prix (?:membre|club|adhérent)|medlemspris|cena klubowa)[^.!?]{0,12}$",
    ),
    (
        "deposit",
        r"(?:\+\s?$|core charge|surcharge|deposit|anzahlung|acompte|pfand|statiegeld|pant|enganche|señal|trade-?in)[^.!?]{0,15}$",
    ),
    (
        "unit",
        rf"(?:{_UNITS}\s*=\s*|(?:unit price|price per (?:unit|kg|litre|100\s?g)|grundpreis|basispreis|precio por (?:kg|litro|unidad)|prix au (?:kg|litre)|prezzo al (?:kg|litro)|jfr\.?pris|jämförpris)[^\d]{{0,12}})$",
    ),
    (
        "regular",
        r"(?:\bwas|\brrp|\br\.r\.p\.?|\bmsrp|\bm\.r\.p\.?|\bmrp|\bsrp|list(?: price)?|reg(?:ular|\.)?(?: retail)?(?: price)?|uvp|uvp\*?|(?:unverb\w*\.? )?preisempfehlung(?: des herstellers)?|statt|ursprünglich\w*|vorher|bisher\w*|initialement|originalmente|originariamente|oorspronkelijk\w*|instead of|old price|compar(?:e|able)(?: at)?(?: value| price)?|retail(?: price| value)?|typical price|original(?:ly| price)?|normal(?:ly| price|preis|pris)?|previous(?:ly)?(?: price)?|before|usual(?:ly)?|full price|strike(?:through)? price|suggested(?: retail)?(?: price)?|"
        r"prix (?:conseillé|public|barré|de (?:vente )?(?:base|référence|départ)|initial|habituel|d'origine|normal)|au lieu de|ancien prix|avant|antes|pvp?r?|p\.?v\.?p\.?(?: recomendado)?|precio (?:anterior|normal|original|de lista|habitual|regular|tachado)|prezzo (?:di listino|precedente|originale|consigliato|pieno)|listino|invece di|anziché|prima|"
        r"ord(?:inarie|\.)? ?pris|tidigare(?: pris)?|rek\.? ?(?:pris|cirkapris)|før(?:pris)?|tidligere|veil\.?(?: pris)?|vejl\.?(?: pris)?|normalpris|vanlig pris|ovh|norm\.? hinta|van|adviesprijs|van voor|was:|oude prijs|cena (?:regularna|katalogowa|podstawowa|przed)|původně|původní cena|běžná cena|doporučená cena|mo?c|předtím|eredeti ár|listaár|ár korábban|preț (?:vechi|inițial)|prp|"
        r"старая цена|стара ціна|было|liste fiyatı|eski fiyat|αρχική τιμή|定価|通常価格|メーカー希望小売価格|参考価格|原价|原價|优惠前|優惠前|划线价|市场价|市價|建議售價|建议零售价|정가|정상가|harga asli|preço (?:normal|original|de lista)|de:)\s*(?:price|preis|is)?\s*[:.]?\s*$",
    ),
    (
        "from",
        r"(?:\bfrom|starting (?:at|from)|as low as|\bab|à partir de|a partir de|dès|desde|\bda|från|\bfra|\bod|vanaf|alk(?:aen)?\.?|\bот|\bот|από|prices? from|low as|mulai dari)\s*:?\s*$",
    ),
    (
        "net",
        r"(?:ex(?:cl?)?\.?|excluding|without|netto|net price|hors|ohne|zonder|exkl\.?|bez)\s*\.?\s*(?:vat|tax(?:es)?|gst|mwst\.?|tva|iva|btw|moms|dph)\s*[:)]?\s*$",
    ),
)
_WORDS_AFTER: tuple[tuple[Role, str], ...] = (
        ("saving", r"^\s*\)?\s*(?:off\b|rabatt|discount|sparen|gespart|d['’e]\s?(?:remise|économie)|de (?:réduction|descuento|desconto|remise)|korting|di sconto|less|savings?\b|rabat|rewards?\b|cash ?back|gift ?card|store credit|gutschein|credit\b|bonus)"),
        ("instalment", rf"^\s*(?:\*|\.)?\s*(?:/|per\b|a\b|al\b|pro\b|par\b|por\b|p\.?|im\b|each\s+|every\b|every\s+)?\s*(?:/\s*)?(?:{_PERIOD})|^\s*(?:x|×)\s*\d+\b(?!\s*(?:cm|mm|m|in)\b)|^\s*(?:with|by|bi-?weekly|every)\s+(?:klarna|afterpay|affirm|sezzle|shop pay|zip|2 weeks|two weeks)"),
        ("unit", rf"^\s*\)?\s*(?:/|per\b|pro\b|par\b|je\b|al\b|por\b|za\b|za\s|à\b|na\b|a\s|le\s|l[ae]\s)\s*\(?\s*(?:{_UNITS})"),
        ("shipping", r"^\s*(?:shipping|delivery|versand(?!kostenfrei)|postage|p\s?&\s?p|frakt|de (?:frais|livraison)|spedizione|env[ií]o|verzend\w*|frete|flat rate|per order)"),
        ("threshold", r"^\s*(?:or more|and (?:up|over)|eller mer|oder mehr|et plus|o más|versandkostenfrei|minimum (?:order|spend))"),
        ("deposit", r"^\s*(?:deposit|anzahlung|pfand|acompte|statiegeld|pant\b|down\b|due today)"),
        ("regular", r"^\s*\)?\s*(?:\(?(?:uvp|rrp|msrp|list price|retail|regular|was)\b)"),
        ("net", r"^\s*\(?\s*(?:ex(?:cl?)?\b\.?|excluding|without|net\b|netto|hors|h\.?t\.?\b|ohne|zzgl\.?(?:\s+\d+\s?%)?|zonder|exkl\.?|bez|\+|plus)\s*\.?\s*(?:of\s*)?(?:\d+\s?%\s*)?(?:vat|sales tax|tax(?:es)?|gst|mwst\.?|ust\.?|tva|iva|btw|moms|dph)\b|^\s*(?:HT|H\.T\.|netto)\b"),
)  # fmt: skip
_BEFORE = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _WORDS_BEFORE)
_AFTER = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _WORDS_AFTER)
_FREE = re.compile(
    r"\b(?:free|gratis|kostenlos\w*|gratuit\w*|offerte|frei|fri|darmowa|zdarma|бесплатн\w*)\b(?![^.!?]{0,30}\b(?:over|from|ab|dès)\b)",
    re.IGNORECASE,
)  # "Free delivery" beside a price is no fee
_TAX = re.compile(r"\b(?:vat|tax(?:es)?|gst|mwst|ust|tva|iva|btw|moms|dph)\b", re.IGNORECASE)
_RANGE = re.compile(r"^\s*(?:[-–—~]|to|bis|à|a|до)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RoledMoney:
    """An amount and what it is."""

    money: Money
    role: Role
    start: int
    end: int


def roles_of(text: str, *, country: str | None = None, bare: bool = False) -> list[RoledMoney]:
    """Return the amounts of a text, each with its role by the words beside it."""
    found = find_money(text, country=country, bare=bare)
    ends = _range_ends(text, found)
    taxes_follow = bool(found) and bool(_TAX.search(text[found[-1].end :])) and not _TAX.search(text[: found[0].start])
    roled = []
    for place, one in enumerate(found):
        start = max(found[place - 1].end if place else 0, one.start - 2 * _LOOK)
        is_last = place + 1 == len(found)
        stop = min(len(text) if is_last else found[place + 1].start, one.end + _LOOK)
        unread: set[Role] = set() if is_last else {"regular", "shipping", "deposit"}
        unread |= set() if is_last or taxes_follow else {"net"}
        role = _role(text[start : one.start], text[one.end : stop], unread, {"net"} if taxes_follow else set())
        if place in ends and (role in ("price", "from") or (role == "saving" and ends[place] == "high")):
            role = ends[place]
        roled.append(RoledMoney(one.money, role, one.start, one.end))
    return roled


def _role(before: str, after: str, not_after: set[Role], not_before: set[Role]) -> Role:
    """Tell by the words on both sides. In `$10 MSRP $15` the label is the second amount's; taxes may follow theirs."""
    for role, pattern in _AFTER:
        if role not in not_after and pattern.search(after):
            return role
    for role, pattern in _BEFORE:
        found = pattern.search(before) if role not in not_before else None
        if found is not None and not (role == "shipping" and _FREE.search(before[: found.end()])):
            return role
    return "price"


def _range_ends(text: str, found: list[Found]) -> dict[int, Role]:
    """Return which amounts are the lower and the upper end of `10 - 20`."""
    ends: dict[int, Role] = {}
    for place, (one, other) in enumerate(pairwise(found)):
        if place not in ends and _RANGE.match(text[one.end : other.start]) and one.money.amount < other.money.amount:
            ends[place], ends[place + 1] = "low", "high"
    return ends
