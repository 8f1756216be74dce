# ruff: noqa: E501 - a language a line
"""Labels that stand before a sku, a manufacturer's number, a GTIN or a brand, in the languages of shops."""

import re

SKU = re.compile(
    r"^(?:sku|skus?\s?(?:#|no\.?|number|code)|(?:\w+ )?item\s?(?:#|no\.?|num(?:ber)?|code|id)|item|(?:order|quick)\s?(?:code|no\.?|number|#)|product\s?(?:#|no\.?|num(?:ber)?|code|id|sku)|stock\s?(?:#|no\.?|number|code)|catalog(?:ue)?\s?(?:#|no\.?|number|code|id)|cat\.?\s?(?:#|no\.?)|code|"
    r"art(?:ikel|icle)?\.?[\s-]*(?:nr|no|nummer|num[ée]ro|number|#|n°|id|code)\.?|artikelnummer|artikelnr\.?|bestell(?:-?\s?nr|nummer)\.?|best\.?-?nr\.?|produktnummer|produkt-?nr\.?|produktkod|produktcode|produkt-?id|r[ée]f(?:\.|[ée]rence)?(?:\s?(?:produit|article|n°|:))?|referencia|referência|ref\.?(?:erence)?(?:\s?(?:#|no\.?|number|code))?|"
    r"cod(?:ice|igo)?\.?(?:\s?(?:articolo|prodotto|art\.?|produto|producto|del producto|do produto))?|código(?:\s?(?:del|do)? ?prod\w+)?|cód\.?(?:igo)?|sku/?ref\.?|style\s?(?:#|no\.?|number|code|id)?|style|design\s?(?:#|no\.?|code)|varenr\.?|varenummer|vare-?nr\.?|tuotenumero|tuotekoodi|artnr\.?|art\.?nr\.?|"
    r"artykuł|indeks|symbol|kod(?: produktu)?|nr (?:art\.?|kat\.?|katalogowy|produktu)|katalogové číslo|kód(?: (?:produktu|zboží|tovaru))?|číslo produktu|cikkszám|termékkód|cod produs|šifra|артикул|арт\.?|код(?: товара| товару)?|stok kodu|ürün kodu|κωδικός\w*|商品コード|商品番号|品番|商品番號|商品(?:编号|編號|货号|貨號|代码|編碼)|货号|貨號|編號|编号|상품번호|상품코드|asin|tcin|"
    r"(?:\w+ )?part\s?(?:#|no\.?|num(?:ber)?|code)|(?:\w+ )?part\s?(?:#|no\.?|num(?:ber)?|code)|web\s?(?:id|#|code)|part\s?#?\s?sku|product ref(?:erence)?|dpci|plu|pzn|lot\s?#|isku)\s*#?$",
    re.I,
)
MPN = re.compile(
    r"^(?:mpn|p/n|mfr\.?\s?(?:#|no\.?|part\s?(?:#|no\.?|number)|number|model\s?(?:#|number)?|code)?|mfg\.?\s?(?:#|part\s?(?:#|no\.?|number))|manufacturer'?s?\s?(?:#|no\.?|part\s?(?:#|no\.?|number|num)|number|code|ref(?:erence)?|sku|product (?:code|number))|model\s?(?:#|no\.?|num(?:ber)?|name/number|id)?|model|item model number|"
    r"oem(?:\s?(?:#|no\.?|number))?|vendor (?:part|code)|hersteller[-\s]?(?:nr|nummer|artikelnummer|art\.?-?nr)\.?|herstellernr\.?|modell(?:nummer|-?nr\.?)?|teilenummer|r[ée]f(?:[ée]rence)? (?:fabricant|constructeur)|mod[èe]le|modelo|modello|modelnummer|model(?:nr)?\.?|fabrikantcode|kod producenta|модель|kód výrobce|"
    r"numero de modelo|número de modelo|referencia (?:del )?fabricante|codice produttore|型番|型号|型號|模型|모델명)$",
    re.I,
)
GTIN = re.compile(
    r"^(?:gtin|ean|upc|isbn|barcode|bar code|jan|código de barras|code[- ]barres|strichcode|codice a barre|kod kreskowy|streckkod|gencod)(?:[\s/-]*(?:8|10|12|13|14|a|ean|upc|gtin|isbn|code|kod|nummer|number|no\.?|nr\.?|#|barcode|print))*\s*$",
    re.I,
)
BRAND = re.compile(
    r"^(?:brands?|brand name|marke|marque|marca|merk|märke|varumærke|varemerke|varumärke|mærke|merke|merkki|tuotemerkki|marka|značka|márka|gyártó|бренд|торговая марка|производитель|виробник|manufacturer|manufactured by|hersteller|fabricant|fabricante|produttore|producent|fabrikant|výrobce|výrobca|valmistaja|tillverkare|produsent|leverandør|vendor|maker|μάρκα|κατασκευαστής|ブランド|メーカー|品牌|브랜드|制造商|marcă|producător)$",
    re.I,
)
CODE_MARK = re.compile(
    r"(?:^|[\s_-])(?:sku|product-?(?:code|id|ref|reference|number|sku)|item-?(?:number|code|no|id)|article-?(?:number|no)|identifier|artikelnummer|style-?(?:number|code|no)|prod-?code|model-?(?:number|no)|mpn|(?:gtin|ean|upc|isbn)(?:13|8|12|14)?)(?=$|[\s_-])",
    re.I,
)
LABEL = re.compile(r"^\s*([^\W\d][^:：#\d]{0,35}?)\s*(?:[:：#]|n[°º]|no\.|nr\.)[:：#.\s]*(?=\S)", re.I)
# labels that stand in a line of several, or without a colon
IN_LINE = re.compile(
    r"(?:^|[\s|•·,;/(])(SKU|UPC|EAN|GTIN|ISBN(?:[- ]?1[03])?|MPN|(?:Item|Product|Stock|Catalog|Article)\s?(?:#|No\.?|Number|Code|ID)|Model\s?(?:#|No\.?|Number)?|Mfr?g?\.?\s?(?:#|Part\s?(?:#|No\.?|Number)|No\.?)|"
    r"(?:Manufacturer )?Part\s?(?:#|No\.?|Number)|Art(?:ikel)?\.?[\s-]?(?:Nr|No|nummer)\.?|Bestell-?(?:nr\.?|nummer)|Style\s?(?:#|No\.?|Number)|Style|R[ée]f(?:[ée]rence)?\.?|Артикул|Kód|品番|商品コード)"
    r"(?P<mark>\s*[:：#]+\s*#?|\s+|(?<=#))(?P<value>[A-Z0-9][\w./+-]{2,39})(?=$|[\s|•·,;)])",
    re.I,
)
