# ruff: noqa: E501 - HTML as shop systems write it
"""Prices, stock and codes in the manner in which shop systems mark them up, without any structured data."""

import pytest

from crawl_assets_tests.product_drafts.extraction.shop_pages import product_of, with_price

ADD = '<button type="submit">Add to cart</button>'


@pytest.mark.parametrize(
    ("name", "html", "price", "regular"),
    [
        (
            "auction house",
            '<div class="x-price-primary" data-testid="x-price-primary"><span class="ux-textspans">US $19.99</span></div><div class="x-price-approx"><span>Was: <span class="ux-textspans--STRIKETHROUGH">US $24.99</span></span></div><div>+ US $5.00 shipping</div>',
            "19.99",
            "24.99",
        ),
        (
            "hypermarket",
            '<span itemprop="price" data-seo-id="hero-price">Now $19.98</span> <span class="mr2 f6 gray"><span class="w_iUH7">Was </span><strike>$24.00</strike></span><span>$1.25/oz</span>',
            "19.98",
            "24.00",
        ),
        (
            "electronics chain",
            '<div class="priceView-hero-price priceView-customer-price"><span aria-hidden="true">$199.99</span><span class="sr-only">Your price for this item is $199.99</span></div><div class="pricing-price__savings">Save $50</div><div class="pricing-price__regular-price">Was $249.99</div>',
            "199.99",
            "249.99",
        ),
        (
            "builders' market",
            '<div class="price-format__large price-format__main-price"><span>$</span><span>129</span><span>.</span><span>00</span></div><div class="u__strike">$149.00</div><div>Save $20.00 (13%)</div>',
            "129.00",
            "149.00",
        ),
        (
            "computer shop",
            '<ul class="price"><li class="price-was"><span>$1,399.99</span></li><li class="price-current"><span></span>$<strong>1,299</strong><sup>.99</sup></li><li class="price-ship">Free Shipping</li></ul>',
            "1299.99",
            "1399.99",
        ),
        (
            "furniture store",
            '<div class="pip-price"><span class="pip-price__sr-text">Price $ 29.99</span><span aria-hidden="true"><span class="pip-price__integer">29</span><span class="pip-price__decimals"><span class="pip-price__separator">.</span>99</span></span></div>',
            "29.99",
            None,
        ),
        (
            "dutch bookshop",
            '<div class="price-block"><span class="promo-price" data-test="price">19<sup class="promo-price__fraction">99</sup></span><span>Adviesprijs <del data-test="list-price">24,99</del></span></div>',
            "19.99",
            "24.99",
        ),
        (
            "dutch appliances",
            '<span class="sales-price"><strong class="sales-price__current">1.299,-</strong></span> <span class="sales-price__former-price">1.449,-</span>',
            "1299",
            "1449",
        ),
        (
            "latin marketplace",
            '<div class="ui-pdp-price"><s class="andes-money-amount--previous"><span class="andes-money-amount__currency-symbol">$</span><span class="andes-money-amount__fraction">1.599</span></s><span class="andes-money-amount"><span class="andes-money-amount__currency-symbol">$</span><span class="andes-money-amount__fraction">1.299</span><span class="andes-money-amount__cents">90</span></span><span>18% OFF</span><p>en 12x $ 129,99</p></div>',
            "1299.90",
            "1599",
        ),
        (
            "polish marketplace",
            '<div aria-label="cena 49,99 zł"><span>49,</span><span>99</span> <span>zł</span></div><div>z dostawą 9,99 zł</div>',
            "49.99",
            None,
        ),
        (
            "czech shop",
            '<span class="price-box__price">1&nbsp;299,-</span><span class="price-box__compare">1&nbsp;499,-</span>',
            "1299",
            "1499",
        ),
        (
            "asian marketplace",
            '<span class="pdp-price pdp-price_type_normal pdp-price_color_orange">฿199.00</span><div><span class="pdp-price pdp-price_type_deleted">฿399.00</span><span>-50%</span></div>',
            "199.00",
            "399.00",
        ),
        (
            "magento 1",
            '<div class="price-box"><p class="old-price"><span class="price-label">Regular Price:</span> <span class="price">$25.00</span></p><p class="special-price"><span class="price-label">Special Price</span> <span class="price">$19.00</span></p></div>',
            "19.00",
            "25.00",
        ),
        (
            "magento 2",
            '<div class="price-box price-final_price"><span class="special-price"><span class="price-container"><span class="price-label">Special Price</span><span data-price-type="finalPrice"><span class="price">$19.00</span></span></span></span><span class="old-price"><span class="price-label">Regular Price</span><span data-price-type="oldPrice"><span class="price">$25.00</span></span></span></div>',
            "19.00",
            "25.00",
        ),
        (
            "demandware",
            '<div class="product-price"><span class="price-standard">$25.00</span> <span class="price-sales">$19.00</span></div>',
            "19.00",
            "25.00",
        ),
        (
            "opencart",
            '<ul class="list-unstyled"><li><span style="text-decoration: line-through;">$122.00</span></li><li><h2>$110.00</h2></li><li>Ex Tax: $90.00</li><li>Price in reward points: 400</li></ul>',
            "110.00",
            "122.00",
        ),
        (
            "nopcommerce",
            '<div class="prices"><div class="old-product-price"><span>Old price:</span><span>$1,350.00</span></div><div class="product-price"><span>Price:</span><span class="price-value-4">$1,259.00</span></div></div>',
            "1259.00",
            "1350.00",
        ),
        (
            "shopware",
            '<div class="product--price price--default price--discount"><span class="price--content content--default">19,95&nbsp;€ *</span><span class="content--discount"><span class="price--line-through">29,95&nbsp;€ *</span><span class="price--discount-percentage">(33,39% gespart)</span></span></div><p class="product--tax">inkl. MwSt. zzgl. Versandkosten</p>',
            "19.95",
            "29.95",
        ),
        (
            "dawn, not on sale",
            '<div class="price"><div class="price__container"><div class="price__regular"><span class="visually-hidden">Regular price</span><span class="price-item price-item--regular">$25.00 USD</span></div><div class="price__sale"><span class="visually-hidden">Regular price</span><span><s class="price-item price-item--regular"></s></span><span class="visually-hidden">Sale price</span><span class="price-item price-item--sale price-item--last">$25.00 USD</span></div><small class="unit-price hidden">per</small></div><span class="badge price__badge-sold-out">Sold out</span></div>',
            "25.00",
            None,
        ),
        (
            "old shopify",
            '<p class="product-single__prices"><span class="visually-hidden">Regular price</span><s id="ComparePrice">$40.00</s><span class="visually-hidden">Sale price</span><span id="ProductPrice" class="product-single__price">$32.00</span> <em>Save $8.00</em></p>',
            "32.00",
            "40.00",
        ),
        (
            "woocommerce range",
            '<p class="price"><span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">$</span>10.00</bdi></span> – <span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">$</span>20.00</bdi></span></p>',
            "10.00",
            None,
        ),
        (
            "wix",
            '<div data-hook="product-price"><span data-hook="formatted-secondary-price" style="text-decoration:line-through">30,00 €</span><span data-hook="formatted-primary-price">24,00 €</span></div>',
            "24.00",
            "30.00",
        ),
        (
            "squarespace",
            '<div class="product-price">from $<span class="sqs-money-native">20.00</span></div>',
            "20.00",
            None,
        ),
        (
            "old table shop",
            "<table><tr><td><b>Retail:</b></td><td>$99.95</td></tr><tr><td><b>Our Price:</b></td><td><font color=red>$79.95</font></td></tr><tr><td><b>You save:</b></td><td>$20.00</td></tr></table>",
            "79.95",
            "99.95",
        ),
        (
            "fashion house",
            '<div class="sc-1x"><p class="z2">Ursprünglich: 39,95 €</p><p class="z9">29,95 €</p><span>-25%</span></div>',
            "29.95",
            "39.95",
        ),
        (
            "recommended price",
            '<div class="recommended-retail-price"><span class="price-title">Recommended retail price: £25.00</span></div><div class="now-price">£19.00</div>',
            "19.00",
            "25.00",
        ),
        (
            "subscription",
            '<label><input type="radio" name="plan">One-time purchase <span class="price">$20.00</span></label><label><input type="radio" name="plan">Subscribe & save <span class="price">$18.00</span></label>',
            "20.00",
            None,
        ),
        (
            "free delivery badge",
            '<div class="buy"><span class="badge">Free delivery</span> <span class="amount">£19.99</span></div>',
            "19.99",
            None,
        ),
        (
            "price read aloud",
            '<div data-test="price"><span class="sr-only">De prijs is 249 euro en 99 cent</span><span aria-hidden="true">249,<sup>99</sup></span></div>',
            "249.99",
            None,
        ),
        (
            "obfuscated classes and a range",
            '<div class="x1"><div class="q7">$399 - $459</div><div class="q8">Shipping: $60</div></div>',
            "399",
            None,
        ),
        (
            "tailwind",
            '<div class="mt-2 flex"><p class="text-3xl font-bold">$75</p><p class="text-lg line-through">$100</p></div>',
            "75",
            "100",
        ),
    ],
)
def test_price_and_old_price_of_a_shop_system(name: str, html: str, price: str, regular: str | None) -> None:
    product = product_of(with_price(f"<div>{html}</div>", ADD))
    shown = (str(product.price), None if product.regular_price is None else str(product.regular_price))
    assert shown == (price, regular), name


@pytest.mark.parametrize(
    ("name", "html", "expected"),
    [
        (
            "bootstrap rows",
            '<div class="row"><h1>Blue Mug</h1></div><div class="row"><a href="/zoom.jpg"><img src="/zoom.jpg"></a> <b class="amount">$20.00</b></div><div class="row"><a href="/o"><img src="/o.jpg"></a> <b>$9.00</b></div>',
            "20.00",
        ),
        ("price above the title", '<div class="buy"><p class="price">$20.00</p><h1>Blue Mug</h1></div>', "20.00"),
        (
            "sticky bar first",
            '<div class="sticky-bar"><span>Blue Mug</span><span class="price">$20.00</span></div><h1>Blue Mug</h1><p class="price">$20.00</p>',
            "20.00",
        ),
        (
            "heading of related things above the button",
            '<h1>Blue Mug</h1><h3>Goes well with</h3><div><p class="price">$20.00</p><button>Add to cart</button></div>',
            "20.00",
        ),
        (
            "related under a heading",
            '<h1>Blue Mug</h1><p class="price">$20.00</p><button>Add to cart</button><h2>You may also like</h2><div><b class="price sale now">$1.00</b></div>',
            "20.00",
        ),
        (
            "cards of a carousel",
            '<h1>Blue Mug</h1><p class="price">$20.00</p><div class="c"><div class="i"><a href="/1"><img src="/1.jpg"></a><b class="price sale-price">$1.00</b></div><div class="i"><a href="/2"><img src="/2.jpg"></a><b class="price sale-price">$2.00</b></div></div>',
            "20.00",
        ),
    ],
)
def test_the_price_is_found_in_layouts_of_many_kinds(name: str, html: str, expected: str) -> None:
    assert str(product_of(html + ADD).price) == expected, name


@pytest.mark.parametrize(
    ("html", "sku"),
    [
        (
            '<div class="sku product-data"><span class="product-data-label">SKU:</span><span class="product-data-value">6418599</span></div>',
            "6418599",
        ),
        (
            '<span class="pip-identifier__label">Article number</span><span class="pip-identifier__value">304.889.30</span>',
            "304.889.30",
        ),
        ("<div><b>Item Number (DPCI):</b> 012-34-5678</div>", "012-34-5678"),
        ("<div>eBay item number: 155012345678</div>", "155012345678"),
        ('<div class="product-reference"><label class="label">Reference </label><span>demo_1</span></div>', "demo_1"),
        (
            '<ul class="list-unstyled"><li>Brand: <a href="/apple">Apple</a></li><li>Product Code: Product 16</li></ul>',
            None,
        ),
        ('<ul class="list-unstyled"><li>Product Code: PC-16</li><li>Availability: In Stock</li></ul>', "PC-16"),
        (
            '<div class="product attribute sku"><strong class="type">SKU</strong><div class="value">24-MB01</div></div>',
            "24-MB01",
        ),
        (
            '<li class="base-info--entry entry--sku"><strong class="entry--label">Artikel-Nr.:</strong><span class="entry--content">SW10178</span></li>',
            "SW10178",
        ),
        ("<p>Cat. No. 771/2034</p>", "771/2034"),
        ("<div>Style# DJ3180-100</div>", "DJ3180-100"),
        ('<div data-hook="sku">SKU: 0014</div>', "0014"),
    ],
)
def test_the_sku_of_a_shop_system(html: str, sku: str | None) -> None:
    assert product_of(with_price(f'<p class="price">$20.00</p><div>{html}</div>')).sku == sku
