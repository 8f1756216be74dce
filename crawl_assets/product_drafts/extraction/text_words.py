# ruff: noqa: E501 - a language a line
"""Words before and around texts of shops: descriptions, brands, ratings, specifications."""

import re

DESCRIPTION = re.compile(
    r"descri[pçc]|beschreibung|omschrijving|beskriv|opis(?:$|[\s_-])|popis|(?:^|[\s_-])desc(?:$|[\s_-])|product-?(?:details?|info|text|story|copy|overview|content|summary)|"
    r"(?:^|[\s_-])(?:overview|about|synopsis|rte|long-?desc\w*|tab-?desc\w*)(?:$|[\s_-])|feature-?bullets|highlights|kuvaus|leiras|leírás|описание|detail-?content",
    re.I,
)
EXACT = re.compile(
    r"(?:^|[\s_-])(?:product[-_]{0,2})?(?:long[-_]?)?(?:description|descripcion|beschreibung|omschrijving)(?:$|[\s_-])",
    re.I,
)
SHORT_KIND = re.compile(
    r"short|meta|excerpt|review|shipping|seller|brand-?desc|category-?desc|size-?desc|price|cookie|return", re.I
)
HEADED = re.compile(
    r"^(?:product |item |artikel-?|produkt)?(?:description|details?|overview|about (?:this|the) (?:item|product|book)|product info(?:rmation)?|beschreibung|produktdetails|descripci[oó]n|descrizione|descri[cç][aã]o|"
    r"omschrijving|productomschrijving|beskrivning|beskrivelse|opis(?: produktu)?|popis(?: produktu)?|kuvaus|leírás|descriere|описание|опис|açıklama|περιγραφή|商品説明|商品の説明|상품설명|商品描述|产品描述|synopsis|summary|résumé|inhalt|trama|samenvatting)\s*:?$",
    re.I,
)
BRAND_CLASS = re.compile(
    r"(?:^|[\s_-])(?:product[-_]{0,2})?(?:brand|vendor|manufacturer|marke|marque|designer)(?:[-_]{0,2}(?:name|link|title|text|label|logo|wrapper))?(?=$|[\s_-])",
    re.I,
)
BRAND_LINK = re.compile(
    r"/(?:brands?|marken?|marques?|marcas?|manufacturers?|vendors?|designers?|hersteller|merken|producers?|collections/vendors\?)(?:[/=?-]|s\?)|[?&](?:brand|vendor|manufacturer)=",
    re.I,
)
BY = re.compile(
    r"^(?:by|von|de|par|door|av|od|from|visit the|brand:?|shop all|marke:?|marque ?:?|marca:?|more from|see all|view all)\s*:?\s+(.{2,50}?)(?:\s+(?:store|shop|products))?$",
    re.I,
)
RATING_MARK = re.compile(
    r"rating|stars?(?:$|[\s_-])|review|bewertung|score|feefo|trustpilot|yotpo|bazaarvoice|(?:^|[\s_-])bv[-_]|stamped|judgeme|jdgm|okendo|averag",
    re.I,
)
COUNT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})\s*(?:\w+\s)?(?:customer |verified |global |product |user )*(?:reviews?|ratings?|bewertung(?:en)?|rezension(?:en)?|kundenbewertungen|avis|notes?|opiniones|opini[óo]n|valoraci(?:ones|ón)|reseñas|recensioni|recensione|avaliaç(?:ões|ão)|"
    r"beoordeling(?:en)?|recensioner|omdömen|anmeldelser|anmeldelse|arvostelu(?:a|t)?|opini[ie]|ocen|recenz[eí]|hodnocení|hodnoteni[ea]|értékelés|отзыв(?:ов|а)?|відгук(?:ів|и)?|değerlendirme|yorum|件|votes?)\b"
    r"|(?:reviews?|ratings?|bewertungen|avis|opiniones|recensioni|beoordelingen|отзывы)\s*[:(]\s*(\d{1,3}(?:[.,]\d{3})+|\d{1,7})\b",
    re.I,
)
SPECIFICATION = re.compile(
    r"spec|attribut|feature|detail|propert|charact|technical|additional|info|param|datasheet|product-?data|meta", re.I
)
NO_PROPERTY = re.compile(
    r"price|preis|prix|precio|prezzo|stock|availab|quantity|qty|shipping|postage|delivery|category|categories|tags?$|share|sku$|size$|now$|save$|lead time",
    re.I,
)
