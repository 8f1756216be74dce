"""The product of a page: what is known about it, and where each part was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

AVAILABILITIES = frozenset(
    {
        "InStock", "OutOfStock", "PreOrder", "BackOrder", "LimitedAvailability", "SoldOut", "Discontinued",
        "InStoreOnly", "OnlineOnly", "PreSale", "MadeToOrder", "Reserved",
    }
)  # fmt: skip  # https://schema.org/ItemAvailability


@dataclass(frozen=True, slots=True)
class Rating:
    """What customers think."""

    value: Decimal | None
    best: Decimal | None = None  # the scale's upper end
    count: int | None = None  # reviews, or ratings when only they are counted


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way from the shop's front page to the product."""

    name: str
    link: str | None = None  # absolute


@dataclass(frozen=True, slots=True)
class Property:
    """A line of the specification, or an option of a variation (Colour: red)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Variation:
    """One combination of options that can be bought."""

    title: str
    options: tuple[Property, ...] = ()  # one a dimension
    price: Decimal | None = None
    regular_price: Decimal | None = None
    currency: str | None = None
    availability: str | None = None
    sku: str | None = None
    gtin: str | None = None
    images: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field was read."""

    source: str  # json-ld, microdata, shopify, visible ...
    path: str  # CSS, XPath or JSON path
    snippet: str  # the page's own text
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Product:
    """One product. What the page does not tell is None, or an empty tuple."""

    url: str
    name: str | None = None
    price: Decimal | None = None  # to be paid now; a range's lower end
    regular_price: Decimal | None = None  # only above the price
    currency: str | None = None  # ISO 4217
    availability: str | None = None  # one of AVAILABILITIES
    sku: str | None = None
    mpn: str | None = None
    gtin: str | None = None  # digits, check digit proven
    brand: str | None = None
    description: str | None = None  # lines kept
    images: tuple[str, ...] = ()  # absolute, one a picture
    main_image: str | None = None
    rating: Rating | None = None
    breadcrumbs: tuple[Crumb, ...] = ()
    properties: tuple[Property, ...] = ()
    variations: tuple[Variation, ...] = ()
    confidence: float = 0.0  # 0 to 1
    evidence: Mapping[str, Evidence] = field(default_factory=dict)  # by field
