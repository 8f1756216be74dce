# ruff: noqa: E501 - HTML as shop systems write it
"""Shops of more countries: apostrophes, spaces and dashes in prices, crowns, forints, lira, roubles, rupiah, won."""

from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.american import seen
from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, meta, offer, table
from crawl_assets_tests.product_drafts.labelled.tongues import DE, GB, IT, Tongue

DK = Tongue(
    "da",
    "0,00 kr.",
    "499,00 kr.",
    "Kurv",
    "Log ind",
    "Forside",
    "Andre købte også",
    "Senest set",
    "Anmeldelser",
    "Få 50 kr. i rabat",
    "Fri fragt over {}",
    "Under {}",
    "Læg i kurv",
    "Handelsbetingelser",
)
NO = Tongue(
    "nb",
    "kr 0",
    "kr 699",
    "Handlekurv",
    "Logg inn",
    "Hjem",
    "Andre kjøpte også",
    "Sist sett",
    "Omtaler",
    "Få kr 50 i rabatt",
    "Fri frakt over {}",
    "Under {}",
    "Legg i handlekurv",
    "Vilkår",
)
CZ = Tongue(
    "cs",
    "0 Kč",
    "1 500 Kč",
    "Košík",
    "Přihlásit",
    "Domů",
    "Mohlo by se líbit",
    "Naposledy zobrazené",
    "Hodnocení",
    "Sleva 100 Kč za odběr",
    "Doprava zdarma od {}",
    "Dárky do {}",
    "Do košíku",
    "Obchodní podmínky",
)
HU = Tongue(
    "hu",
    "0 Ft",
    "20 000 Ft",
    "Kosár",
    "Belépés",
    "Főoldal",
    "Ajánlott termékek",
    "Legutóbb megtekintett",
    "Vélemények",
    "1 000 Ft kupon feliratkozóknak",
    "Ingyenes szállítás {} felett",
    "{} alatt",
    "Kosárba",
    "ÁSZF",
)
TR = Tongue(
    "tr",
    "0,00 TL",
    "750,00 TL",
    "Sepet",
    "Giriş yap",
    "Ana sayfa",
    "Bunlar da ilginizi çekebilir",
    "Son baktıklarınız",
    "Yorumlar",
    "50 TL indirim kazanın",
    "{} üzeri kargo bedava",
    "{} altı",
    "Sepete ekle",
    "Koşullar",
)
RU = Tongue(
    "ru",
    "0 ₽",
    "5 000 ₽",
    "Корзина",
    "Войти",
    "Главная",
    "Вам может понравиться",
    "Недавно просмотренные",
    "Отзывы",
    "Скидка 500 ₽ за подписку",
    "Бесплатная доставка от {}",
    "До {}",
    "В корзину",
    "Условия",
)
ID = Tongue(
    "id",
    "Rp0",
    "Rp250.000",
    "Keranjang",
    "Masuk",
    "Beranda",
    "Produk terkait",
    "Terakhir dilihat",
    "Ulasan",
    "Diskon Rp20.000",
    "Gratis ongkir di atas {}",
    "Di bawah {}",
    "Tambah ke keranjang",
    "Syarat",
)
KR = Tongue(
    "ko",
    "0원",
    "50,000원",
    "장바구니",
    "로그인",
    "홈",
    "함께 본 상품",
    "최근 본 상품",
    "상품평",
    "첫 구매 5,000원 할인",
    "{} 이상 무료배송",
    "{} 이하",
    "장바구니 담기",
    "이용약관",
)


def pages() -> Iterator[Labelled]:
    yield seen(
        "swiss-apostrophe", "https://uhrmacher.example.ch/produkt/taschenuhr-lepine",
        '<h1>Taschenuhr Lépine</h1><img src="{image}"><p class="preis">CHF 1\'250.–</p><p>inkl. MwSt., Versand CHF 12.–</p><p>An Lager</p><button>In den Warenkorb</button><p>Art.-Nr. UL-77</p><div class="beschrieb">{text}</div>',
        "Offenes Gehäuse aus Silber, Handaufzug.", tongue=DE, related=(("Kette", "CHF 90.–"), ("Etui", "CHF 45.–")), name="Taschenuhr Lépine", price="1250", currency="CHF", availability="InStock", sku="UL-77",
    )  # fmt: skip
    yield seen(
        "danish-crowns", "https://traeogtinn.example/produkt/skaerebraet-eg",
        '<h1>Skærebræt i eg</h1><img src="{image}"><div class="pris"><span class="foer">Før 1.599,00 kr.</span><span class="nu">1.299,00 kr.</span></div><p>Fragt 49,00 kr.</p><p class="lager">På lager - levering 1-2 hverdage</p><button>Læg i kurv</button><p>Varenr.: 10442</p><div class="beskrivelse">{text}</div>',
        "Massiv eg med saftrille, olieret i hånden.", tongue=DK, related=(("Olie", "89,00 kr."), ("Kniv", "449,00 kr.")), name="Skærebræt i eg", price="1299.00", regular_price="1599.00", currency="DKK", availability="InStock", sku="10442",
    )  # fmt: skip
    yield seen(
        "norwegian-dash", "https://ullvarehuset.example.no/genser-fana",
        '<h1>Genser Fana</h1><img src="{image}"><div class="price-box"><span>kr 1 299,-</span></div><p>Frakt fra kr 79,-</p><p>På lager</p><button>Legg i handlekurv</button><p>Varenummer 22-981</p><div class="omtale-tekst">{text}</div>',
        "Strikket av norsk spælsauull.", tongue=NO, related=(("Lue", "kr 349,-"), ("Votter", "kr 299,-")), name="Genser Fana", price="1299", currency="NOK", availability="InStock", sku="22-981",
    )  # fmt: skip
    yield seen(
        "czech-without-vat", "https://drevona.example.cz/produkt/hoblik-48",
        '<h1>Hoblík hladicí 48 mm</h1><img src="{image}"><div class="p-final-price">1 299 Kč</div><div class="p-additional-price">1 074 Kč bez DPH</div><p class="availability">Skladem (5 ks)</p><p>Doprava od 89 Kč</p><button>Do košíku</button><p>Kód: <span class="p-code">HB48</span></p><div class="p-detail-text">{text}</div>',
        "Tělo z habru, želízko kalené.", tongue=CZ, related=(("Dláto", "349 Kč"), ("Brousek", "189 Kč")), name="Hoblík hladicí 48 mm", price="1299", currency="CZK", availability="InStock", sku="HB48",
    )  # fmt: skip
    yield seen(
        "hungarian-forint", "https://fonoda.example.hu/gyapju-takaro",
        '<h1>Gyapjú takaró</h1><img src="{image}"><p class="ar"><s>15 990 Ft</s> <b>12 990 Ft</b></p><p>Szállítás: 1 490 Ft</p><p>Raktáron</p><button>Kosárba</button><p>Cikkszám: GT-140</p><div class="leiras">{text}</div>',
        "Merinó és juh keveréke, 140 x 200 cm.", tongue=HU, related=(("Párna", "4 990 Ft"), ("Szőnyeg", "18 990 Ft")), name="Gyapjú takaró", price="12990", regular_price="15990", currency="HUF", availability="InStock", sku="GT-140",
    )  # fmt: skip
    yield seen(
        "turkish-sold-out", "https://bakirci.example.com.tr/bakir-cezve-no4",
        '<h1>Bakır Cezve No 4</h1><img src="{image}"><div class="urun-fiyat"><span class="fiyat">1.299,90 TL</span></div><p class="stok">Tükendi</p><button disabled>Tükendi</button><p>Gelince haber ver</p><p>Ürün Kodu: BC-4</p><div class="urun-aciklama">{text}</div>',
        "El dövmesi bakır, kalaylı, pirinç saplı.", tongue=TR, related=(("Fincan", "249,90 TL"), ("Tepsi", "899,00 TL")), name="Bakır Cezve No 4", price="1299.90", currency="TRY", availability="OutOfStock", sku="BC-4",
    )  # fmt: skip
    yield seen(
        "russian-not-in-stock", "https://samovar.example.ru/catalog/samovar-5l/",
        '<h1>Самовар угольный 5 л</h1><img src="{image}"><div class="price_value">42 900 ₽</div><p>Рассрочка от 3 575 ₽/мес</p><p class="quantity">Нет в наличии</p><a>Сообщить о поступлении</a><p>Артикул: С-5У</p><div class="opis">{text}</div>',
        "Латунь, форма «банка», восстановлен и вылужен.", tongue=RU, related=(("Чайник", "3 200 ₽"), ("Поднос", "5 600 ₽")), name="Самовар угольный 5 л", price="42900", currency="RUB", availability="OutOfStock", sku="С-5У",
    )  # fmt: skip
    yield seen(
        "indonesian-rupiah", "https://anyaman.example.co.id/produk/tas-pandan",
        '<h1>Tas Anyaman Pandan</h1><img src="{image}"><div class="harga"><span class="harga-coret">Rp350.000</span><span class="harga-jual">Rp289.000</span></div><p>Ongkir mulai Rp15.000</p><p>Stok tersedia: 12</p><button>Beli sekarang</button><p>SKU: TAP-02</p><div class="deskripsi">{text}</div>',
        "Dianyam tangan dari daun pandan, dengan tali kulit.", tongue=ID, related=(("Tikar", "Rp180.000"), ("Topi", "Rp95.000")), name="Tas Anyaman Pandan", price="289000", regular_price="350000", currency="IDR", availability="InStock", sku="TAP-02",
    )  # fmt: skip
    yield seen(
        "korean-won", "https://onggi.example.co.kr/product/detail.html?product_no=318",
        '<h2 class="headingArea">옹기 항아리 5L</h2><img src="{image}"><table><tr><th>소비자가</th><td><strike>39,000원</strike></td></tr><tr><th>판매가</th><td><strong>29,900원</strong></td></tr><tr><th>배송비</th><td>3,000원</td></tr><tr><th>상품코드</th><td>P00318</td></tr></table><button>구매하기</button><button>장바구니</button><div class="cont">{text}</div>',
        "숨 쉬는 옹기, 손으로 빚었습니다.", tongue=KR, related=(("뚜껑", "8,000원"), ("받침", "5,500원")), name="옹기 항아리 5L", price="29900", regular_price="39000", currency="KRW", availability="InStock", sku="P00318",
    )  # fmt: skip
    yield seen(
        "german-sizes-from", "https://schuhwerk.example/wanderstiefel-gamsgrat-braun.html",
        '<span class="brand">Steinwall</span><h1><span>Steinwall</span> <span>GAMSGRAT - Wanderstiefel</span></h1><img src="{image}"><div><p><span>ab 127,95 €</span> <span>inkl. MwSt.</span></p><p>Ursprünglich: <span>159,95 €</span></p><p>Niedrigster Preis der letzten 30 Tage: 124,95 €</p></div><button>Größe auswählen</button><button>In den Warenkorb</button><p>Artikelnummer: SW542A01F-O11</p><div data-id="about">{text}</div>',
        "Leder mit Membran, für harte Steige.", tongue=DE, related=(("Socken", "17,95 €"), ("Gamaschen", "39,95 €")),
        head=ld({"@type": "Product", "name": "GAMSGRAT - Wanderstiefel - brown", "sku": "SW542A01F-O11", "brand": {"@type": "Brand", "name": "Steinwall"}, "image": ["{image}"], "offers": [offer("127.95", "EUR", "OutOfStock", sku="SW542A01F-O1100420"), offer("127.95", "EUR", "InStock", sku="SW542A01F-O1100430"), offer("139.95", "EUR", "InStock", sku="SW542A01F-O1100440")]}),
        name="Steinwall GAMSGRAT - Wanderstiefel", price="127.95", regular_price="159.95", currency="EUR", availability="InStock", sku="SW542A01F-O11", brand="Steinwall",
    )  # fmt: skip
    yield seen(
        "italian-pharmacy", "https://farmabella.example/integratori/magnesio-60-compresse",
        '<h1>Magnesio Forte 60 compresse</h1><img src="{image}"><div class="box-prezzo"><span class="prezzo">€ 12,49</span> <span class="sconto">-15%</span> <span class="prezzo-listino">€ 14,69</span></div><p>Disponibile</p><p>Spedizione € 4,90</p><button>Aggiungi al carrello</button><p>Codice prodotto: 934567812</p><p>Marca: <a href="/m/vitalpino">Vitalpino</a></p><div class="descrizione">{text}</div>',
        "Integratore di magnesio con vitamina B6.", tongue=IT, related=(("Zinco", "€ 9,90"), ("Vitamina C", "€ 11,20")), name="Magnesio Forte 60 compresse", price="12.49", regular_price="14.69", currency="EUR", availability="InStock", sku="934567812", brand="Vitalpino",
    )  # fmt: skip
    yield seen(
        "sports-reference", "https://sportivo.example/p/trekking-pole-mt500/_/R-p-301",
        '<a class="brand" href="/b/forfar">FORFAR</a><h1>Trekking pole MT500</h1><span>Ref.: 8554321</span><img src="{image}"><div class="vtmn-price">£24.99</div><p>4.6/5 (1204)</p><p class="stock">Available online</p><button>Add to basket</button><p>Click &amp; collect £0.00, home delivery £3.99</p><section id="description"><p>{text}</p></section>',
        "Locks with one thumb, adjusts with gloves on.", tongue=GB, related=(("Tips", "£4.99"), ("Bag", "£9.99")), head=meta(og_title="Trekking pole MT500", og_image="{image}"), name="Trekking pole MT500", price="24.99", currency="GBP", availability="InStock", sku="8554321", brand="FORFAR", rating={"value": 4.6, "best": 5, "count": 1204},
    )  # fmt: skip
    rows = [("Material", "Cast iron"), ("Weight", "11 kg")]
    yield seen(
        "lead-time", "https://foundry.example/stoves/pixie",
        '<h1>Pixie Stove</h1><img src="{image}"><p class="price-line">From <strong>£495</strong></p><p>Finance from £18.20 per month</p><p>Delivery in 3 weeks, £35</p><p>Flue kit +£120</p><a class="button">Add to basket</a><p>Code PIX-1</p><div class="intro">{text}</div>' + table(rows, "td"),
        "Small stove for boats and huts.", tongue=GB, style="bem", related=(("Kettle", "£42"), ("Log basket", "£65")), name="Pixie Stove", price="495", currency="GBP", availability="InStock", sku="PIX-1", properties=[list(row) for row in rows],
    )  # fmt: skip
