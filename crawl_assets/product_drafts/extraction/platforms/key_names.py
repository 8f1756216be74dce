"""The names that shops give to the keys of their products, in lower case without marks: `sale_price` is `saleprice`."""

import re
from collections.abc import Mapping
from typing import Any

NAMES = ("name", "productname", "title", "producttitle", "displayname", "itemname", "fullname", "shortname", "label")
CURRENT = (
    "saleprice", "specialprice", "discountedprice", "customerprice", "discountprice", "promotionalprice", "promoprice",
    "offerprice", "currentprice", "finalprice", "sellingprice", "nowprice", "actualprice", "activeprice",
    "salesprice", "price", "priceamount", "unitprice", "pricewithtax", "priceincltax", "grossprice",
    "productprice", "prices", "pricing", "priceinfo", "priceinformation", "pricerange", "minprice", "pricemin",
    "lowprice", "displayprice", "amount", "money",
)  # fmt: skip
FORMER = (
    "listprice", "regularprice", "originalprice", "compareatprice", "wasprice", "oldprice", "msrp", "rrp",
    "strikeprice", "strikethroughprice", "retailprice", "fullprice", "pricebeforediscount", "standardprice",
    "baseprice", "previousprice", "pricewithoutreduction", "regularpriceamount", "crossedprice", "rrpprice",
    "recommendedretailprice", "oldpriceamount",
)  # fmt: skip
INNER_CURRENT = (
    "sale", "sales", "current", "now", "final", "finalprice", "discounted", "special", "selling", "offer",
    "min", "price", "value", "amount", "centamount", "raw", "decimal", "decimalprice", "formatted",
    "formattedvalue", "gross", "lowprice", "minimum", "minvariantprice", "minimumprice", "lowestprice",
    "default", "base", "regular", "withtax", "usd", "eur",
    "gbp",
)  # fmt: skip
INNER_FORMER = (
    "list", "was", "original", "old", "regular", "regularprice", "listprice", "rrp", "msrp", "before",
    "strikethrough", "full",
)  # fmt: skip
LOW = ("pricemin", "minprice", "lowprice")
HIGH = ("pricemax", "maxprice", "highprice")
SKUS = (
    ("sku", 0.75), ("skucode", 0.7), ("productsku", 0.75), ("asin", 0.7), ("itemnumber", 0.65), ("articlenumber", 0.7),
    ("articleno", 0.65), ("stylenumber", 0.6), ("productcode", 0.65), ("partnumber", 0.6), ("itemcode", 0.6),
    ("reference", 0.6), ("catalognumber", 0.6), ("skuid", 0.5), ("productnumber", 0.6), ("code", 0.4),
    ("productid", 0.35), ("itemid", 0.35), ("id", 0.25),
)  # fmt: skip
MPNS = (
    "mpn", "manufacturerpartnumber", "mfrpartnumber", "manufacturernumber", "modelnumber", "mfgpartnumber",
    "vendorpartnumber", "model",
)  # fmt: skip
GTINS = (
    "gtin", "gtin13", "gtin14", "gtin12", "gtin8", "ean", "ean13", "upc", "barcode", "isbn", "isbn13",
    "eancode",
)  # fmt: skip
BRANDS = (
    "primarybrand",
    "brand",
    "brandname",
    "manufacturer",
    "manufacturername",
    "maker",
    "designer",
    "vendor",
    "productbrand",
)
STOCK = (
    "availability", "instock", "isinstock", "available", "isavailable", "availableforsale", "stockstatus",
    "inventorystatus", "availabilitystatus", "stock", "stocklevelstatus", "purchasable", "isoutofstock",
    "outofstock", "soldout", "issoldout",
)  # fmt: skip
COUNTED = (
    "quantity", "stockquantity", "inventory", "stocklevel", "stock", "availablequantity", "qty",
    "inventoryquantity",
)  # fmt: skip
TEXTS = (
    "description", "longdescription", "productdescription", "descriptionhtml", "bodyhtml", "fulldescription",
    "shortdescription", "summary",
)  # fmt: skip
PICTURES = (
    "images", "image", "imageurl", "imageurls", "media", "gallery", "mediagallery", "pictures", "photos",
    "mainimage", "primaryimage", "thumbnail",
)  # fmt: skip
LINKS = ("url", "producturl", "canonicalurl", "link", "pdpurl", "permalink", "canonical")
CODES = ("currency", "currencycode", "pricecurrency", "currencyiso", "currencyisocode", "isocurrency")


def plain_key(key: object) -> str:
    """Return a key in lower case and without marks."""
    return re.sub(r"[^a-z0-9]", "", str(key)[:60].lower())


def plain_keys(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with its keys in lower case and without marks."""
    return {plain_key(key): value for key, value in data.items()}
