"""The words beside an amount tell the price from instalments, unit prices, fees, thresholds and savings."""

import pytest

from crawl_assets.product_drafts.extraction.money_roles import roles_of


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Was $20.00 Now $15.00", ["regular", "price"]),
        ("$15.00 Was $20.00 (save 25%)", ["price", "regular"]),
        ("$1,299.00 MSRP $1,599.00", ["price", "regular"]),
        ("UVP 99,00 € 79,00 €", ["regular", "price"]),
        ("£10.00 - £20.00", ["low", "high"]),
        ("12 x 99,90 €", ["instalment"]),
        ("or 4 interest-free payments of $5.00 with Klarna", ["instalment"]),
        ("$20/mo", ["instalment"]),
        ("4,50 € / 100 g", ["unit"]),
        ("(100 ml = 4,50 €)", ["unit"]),
        ("$19.99 each", ["price"]),
        ("+ 4,95 € Versand", ["shipping"]),
        ("12,99 € inkl. MwSt. zzgl. Versand", ["price"]),
        ("Free shipping on orders over $50", ["threshold"]),
        ("Versandkostenfrei ab 49 €", ["threshold"]),
        ("Livraison offerte dès 59,00 € d'achat", ["threshold"]),
        ("Deposit: $50", ["deposit"]),
        ("You save $5.00", ["saving"]),
        ("-$5.00", ["saving"]),
        ("from $10", ["from"]),
        ("€ 12,00 excl. BTW € 14,52 incl. BTW", ["net", "price"]),
        ("ex VAT £10.00 inc VAT £12.00", ["net", "price"]),
        ("Members pay $12.49", ["member"]),
        ("Lowest price of the last 30 days: 19,99 €", ["lowest"]),
        ("Price $20.00 Shipping $4.00", ["price", "shipping"]),
        ("Add to cart - $20.00", ["price"]),
        ("Core Charge: $45.00", ["deposit"]),
        ("Flue kit +£120", ["deposit"]),
        ("Free delivery £19.99", ["price"]),
        ("20% off $15.99", ["price"]),
        ("Subscribe: $18.00", ["member"]),
        ("快递: ￥10.00", ["shipping"]),
    ],
)
def test_each_amount_has_the_role_that_its_words_give_it(text: str, roles: list[str]) -> None:
    assert [one.role for one in roles_of(text)] == roles
