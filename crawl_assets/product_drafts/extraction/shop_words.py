# ruff: noqa: E501 - a language a line
"""Words of shops: what classes, ids and buttons are called, in the languages of shops."""

import re

# Parts of a page that speak of other products or of none. Matched against class and id, words parted by spaces.
OTHER_PRODUCTS = re.compile(
    r"related|upsell|up-sell|cross-?sell|recommend(?!ed[-_]?(?:retail|price))|\brecs?\b|similar|also-?(?:bought|view|like|love)|you-?(?:may|might)|"
    r"may-?(?:also-?)?like|recent(?:ly)?-?(?:view|product|item|seen)|viewed|best-?sell|trending|popular|"
    r"(?:featured|other|more|alternative|suggested|linked|associated|accessor\w*|companion)[-_]?(?:products?|items?)|"
    r"accessories|frequently|bought-together|together|complete-the-look|shop-the-look|"
    r"sponsor|advert|\bads?\b|nosto|certona|dynamic-?yield|barilliance|zubeh|crosslist|product-?grid|products-?grid|"
    r"product-?list(?!ing|-?price|-?item-?price)|productlist|instagram|blog|bundle-?(?:products|items|offer)|wunderkind",
    re.I,
)
OTHER_HEADING = re.compile(
    r"(?:you (?:may|might|could)|customers?|people|others?|shoppers|users|guests|we think you).{0,30}(?:like|love|bought|viewed|buy|need|search|enjoy)|related (?:products?|items?|searches)|similar (?:products?|items?|styles)|recently viewed|your recent|"
    r"frequently bought|bought together|(?:pairs?|goes?|works?|wear it|shop it|style it|perfect|complements) (?:well |great |perfectly )?with|complete (?:the|your) (?:look|set|outfit|kit)|shop the look|recommended(?: for you| products| items| accessories|$)|we recommend|recommendations|more (?:from|like|products|to (?:love|explore))|explore more|"
    r"best ?sellers?|trending|popular (?:products|items|right now)|don'?t forget|accessories$|compare (?:with )?similar|sponsored|new arrivals|featured products|also (?:consider|like|bought|viewed)|inspired by|top picks|other (?:products|items|customers)|^(?:monthly |weekly |today'?s )?specials$|^what'?s new\??$|keep shopping|still interested|"
    r"(?:das )?könnte (?:ihnen|dir)|kunden (?:kauften|haben|interessier)|ähnliche (?:artikel|produkte)|zuletzt (?:angesehen|gesehen)|passend dazu|zubehör$|empfehlungen|wird oft zusammen|vous aimerez|vous pourriez|produits (?:similaires|associés|liés|complémentaires)|articles (?:similaires|associés)|"
    r"(?:vus|consultés) récemment|les clients|déjà vus|también te|te puede|productos (?:relacionados|similares)|vistos reciente|los clientes|quien (?:compró|vió)|quem (?:viu|comprou)|produtos (?:relacionados|similares)|você também|potrebbe(?:ro)? (?:piacerti|interessarti)|prodotti (?:correlati|simili)|visti di recente|chi ha|"
    r"klanten (?:kochten|bekeken)|gerelateerd|vergelijkbare|laatst bekeken|bekijk ook|andra köpte|relaterade|liknande|senast visade|du kanske|andre (?:købte|kjøpte)|relaterede|lignende|kunder (?:købte|kjøpte)|zobacz (?:także|również|też)|podobne|polecane|ostatnio oglądane|klienci|souvisej|podobné|naposledy|mohlo by|zákazníci|"
    r"hasonló|kapcsolódó|produse (?:similare|recomandate)|с этим товаром|похожие|вас (?:может )?заинтерес|вы смотрели|рекоменд|схожі|benzer ürünler|bunlar da|関連商品|おすすめ|最近チェック|この商品を|関連する商品|こちらも|관련 상품|추천|최근 본|猜你喜欢|猜你喜歡|相关|相關|推荐|推薦|最近浏览|最近瀏覽|看了又看|看過此商品|您可能|สินค้าที่เกี่ยวข้อง|sản phẩm (?:liên quan|tương tự)|produk (?:terkait|serupa)",
    re.I,
)
REVIEWS = re.compile(
    r"(?:^|[\s_-])(?:reviews?|testimonials?|comments?|ratings-?(?:and-?)?reviews|bewertungen|questions?|q-?and-?a|qna)(?:[-_]?(?:list|section|container|widget|content|tab|body|wrapper|block|items?))?(?:$|[\s_-])",
    re.I,
)
REVIEWS_HEADING = re.compile(
    r"^(?:customer |product |verified |user |guest )?(?:reviews?|ratings?(?: (?:&|and) reviews?)?|questions?(?: (?:&|and) answers)?|q ?& ?a|comments|what (?:people|customers)|kundenbewertungen|bewertungen|rezensionen|avis(?: clients?)?|opiniones|recensioni|avaliações|beoordelingen|recensioner|opinie|recenze|отзывы|レビュー|カスタマーレビュー|商品评价|评价|評論|리뷰)",
    re.I,
)
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav(?![-_]?(?:tab|pill|link|item))|navbar|navigation|mega-?menu|minicart|mini-?cart|"
    r"cart-?(?:drawer|preview|dropdown|summary|total|totals|sidebar|popup|flyout|items?)|basket-?(?:total|summary)|"
    r"side-?cart|ajax-?cart|newsletter|cookie\w*|gdpr|search-?(?:bar|box|results|form|suggest\w*)|autocomplete|"
    r"announcement\S*|promo-?(?:bar|banner|box|strip|tile)|usp-?bar|notification-?bar|country-?select\w*|currency-?(?:switch\w*|select\w*)|"
    r"testimonials?|off-?canvas|dialog|faqs?|store-?locator|gift-?card-?form)(?=$|[\s_-])|"
    r"(?:^|\s)(?:main-?|site-?|page-?|global-?|top-?|mobile-?|header-?)?(?:menu|footer|topbar|top-bar|toolbar|banner|login|signin)(?=$|[\s-])|"
    r"(?:^|[\s-])(?:modal|pop-?up|drawer)(?=$|\s|-(?:content|body|dialog|wrap\w*|container|inner|overlay))|(?:site|page|main|global|shop)[-_]?(?:header|footer|nav)|shopify-section-(?:header|footer|announcement)",
    re.I,
)
FURNITURE_TAGS = {"nav", "footer"}
HIDDEN_CLASSES = {
    "hidden", "hide", "d-none", "is-hidden", "u-hidden", "ng-hide", "display-none", "js-hidden", "x-hidden", "invisible",
    "is-hide", "disp-none", "none",
}  # fmt: skip
FOR_THE_EAR = re.compile(r"sr-only|visually-?hidden|offscreen|screen-?reader|a11y|visuallyhidden", re.I)
CENTS = re.compile(
    r"(?:^|[\s_-])(?:cents?|decimals?|fraction|centimes|penny|pence|kop|sub|sup|superscript|small-?price)(?:$|[\s_-])",
    re.I,
)

PRICE = re.compile(
    r"price|prix|preis|precio|prezzo|preco|pris(?:$|[\s_-])|cena|fiyat|hinta|(?:^|[\s_-])amount|prijs|kaina|ціна|offer-?value|\bcost\b",
    re.I,
)
CURRENT = re.compile(
    r"sale|special|current|(?:^|[\s_-])now|final|(?:^|[\s_-])our|actual|selling|offer|promo|discounted|reduced|deal|"
    r"(?:^|[\s_-])new|buy-?box|price-?to-?pay|to-?pay|today|aktuell|angebot|akční|main-?price|product-?price|price-?main|"
    r"price-?value|price-?product|primary|(?:^|\s)ins\b",
    re.I,
)
REGULAR = re.compile(
    r"(?:^|[\s_-])(?:was|orig)(?:$|[\s_-])|(?:^|[\s_-])was|list-?price|regular|rrp|msrp|mrp|(?:^|[\s_-])old|previous|former|compare|before|original|strike|struck|"
    r"cross(?:ed)?(?:-?out|ed|$|[\s_-])|line-?through|retail|uvp|standard-?price|normal-?price|price-?standard|deleted|non-?discounted|barr|rayé|anterior|"
    r"antigu|precio-?normal|statt|oldprice|priceold|wasprice|listprice|price-?from-?old|non-?sale|full-?price|base-?old|"
    r"prev-?price|price-?prev|suggested|strike-?through|basis-?price",
    re.I,
)
SURELY_OLD = re.compile(
    r"(?:^|[\s_-])(?:was|old|oud|oude|alt|alter|viejo|vecchio|stary|stara|gammel|ancien|former|previous|strike|struck|rrp|msrp|uvp|deleted|crossed|compare)(?:$|[\s_-])|line-?through|list-?price|compare-?at|strike-?through",
    re.I,
)
UNIT = re.compile(
    r"unit-?price|price-?per|per-?unit|ppu|base-?price-?unit|grundpreis|unitprice|price-?unit|comparison-?price|price-?measure|price__unit",
    re.I,
)
SAVING = re.compile(
    r"sav(?:e|ing)|discount(?!ed)|you-?save|percent|(?:^|[\s_-])off(?:$|[\s_-])|rabatt|korting|badge|ersparnis|reward|points|cashback|coupon|voucher",
    re.I,
)
INSTALMENT = re.compile(
    r"instal|monthly|per-?month|klarna|afterpay|affirm|sezzle|zip-?pay|zippay|laybuy|clearpay|quadpay|\bbread\b(?!-?crumb)|finance|financ|credit|parcel|"
    r"paypal|shop-?pay|splitit|\bhumm\b|pay-?later|paylater|\boney\b|scalapay|\bemi\b|leasing|ratenzahl|payment-?terms|cuota|mensual|subscri|autoship|auto-?ship|sns-",
    re.I,
)
DELIVERY = re.compile(r"shipping|deliver|versand|livraison|postage|freight|envio|spedizione|frakt", re.I)
NET = re.compile(
    r"(?:without|excl?(?:uding)?|ex)[-_]?(?:tax|vat|btw|moms|mwst)|price-?net|netto|(?:^|[\s_-])ht(?:$|[\s_-])|withoutTax",
    re.I,
)
ON_REQUEST = re.compile(
    r"(?:price|quote|pricing) (?:on|upon|by) (?:request|application|enquiry|inquiry)|(?:call|contact us|email|log ?in|sign in|enquire|inquire|request) (?:for|to see|to view)(?: (?:a|the|our))? (?:price|pricing|quote)|\bp\.?o\.?a\.?$|preis auf anfrage|auf anfrage|sur (?:demande|devis)|a consultar|consultar precio|precio a consultar|sob consulta|su richiesta|op aanvraag|prijs op|på (?:förfrågan|forespørsel|forespørgsel)|cena na (?:zapytanie|dotaz|vyžádání)|цена по запросу|по запросу|価格応談|お問い合わせ|面议|電洽|가격 ?문의",
    re.I,
)
MEMBER = re.compile(r"\bmember|loyalty|club-?price|card-?price|app-?price|clubcard|vip", re.I)
STOCK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?P<absent>out-?of-?stock|sold-?out|is-?unavailable|not-?available|nostock)|(?P<back>(?:on-?)?back-?order)|(?P<present>in-?stock|is-?available))(?:$|[\s_-])",
    re.I,
)
DEPOSIT = re.compile(r"deposit|pfand|trade-?in|gift-?card", re.I)

ADD_TO_CART = re.compile(
    r"\badd(?:ed)?\s+(?:\w+\s+)?(?:to|2)\s+(?:your\s+|my\s+|the\s+)?(?:shopping\s+)?(?:cart|bag|basket|trolley|order|tote)\b|\bbuy\s*(?:it\s+)?now\b|\badd\s+to\s+\w+\s+(?:cart|bag|basket)|"
    r"^(?:buy|order|purchase|add|checkout|get it|shop now|buy product|place order|order now|buy online|book now)$|\border now\b|\bbuy (?:this|online|with)\b|\bpurchase now\b|"
    r"in den (?:waren|einkaufs)?(?:korb|wagen)|in die (?:einkaufs)?tasche|in(?:'s|s)? (?:het )?(?:winkel\w+|mandje)|(?:zum|in) warenkorb|^kaufen$|jetzt (?:kaufen|bestellen)|"
    r"ajouter (?:au|à (?:mon|la|votre|ma)) (?:panier|sac|commande|sélection)|^acheter|je commande|commander|mettre au panier|"
    r"(?:añadir|agregar|agrega|anadir|añade|sumar)(?: producto)? (?:al?|a la|a mi) (?:carrito|carro|cesta|bolsa|compra|cesto)|^comprar|^comprar ahora|"
    r"(?:adicionar|colocar|incluir|pôr) (?:ao?|à|no|na) (?:carrinho|sacola|cesto)|"
    r"aggiungi al(?:la)? (?:carrello|borsa|shopping bag)|^acquista|metti nel carrello|"
    r"in winkel(?:wagen|mand)|toevoegen aan|bestel(?:len)?\b|voeg toe|"
    r"lägg i (?:varu)?(?:korg|kundvagn|shoppingbag)\w*|^köp\b|till varukorgen|"
    r"l(?:e|æ)gg (?:til )?i (?:handle)?(?:kurv|indkøbskurv|handlekurv)\w*|^kjøp|^køb|tilføj til (?:kurv|indkøb)|læg i (?:kurv|indkøb)|"
    r"lisää (?:osto)?kor|osta nyt|"
    r"do koszyka|dodaj do|kup teraz|^kup$|do košíku|vložit do|přidat do|do košíka|pridať do|^koupit|^kúpiť|^objednat|"
    r"kosárba|adaug[ăa] [îi]n co[șsş]|cump[ăa]r|v ko[šs]arico|u ko[šs]aricu|dodaj u|"
    r"в корзин|купить|заказать|до кошик|купити|в кошик|у кошик|купи|добави в|"
    r"sepete ekle|satın al|hemen al|στο καλάθι|αγορ(?:ά|α)|προσθήκη στο|"
    r"カートに|かごに|カゴに|購入|買い物|注文|장바구니|구매|加入购物车|加入購物車|立即购买|立即購買|放入購物車|直接購買|加到购物|加入購物|หยิบใส่|ใส่ตะกร้า|ซื้อ|"
    r"thêm vào giỏ|mua ngay|thêm giỏ|masukkan keranjang|tambah(?:kan)? ke|beli sekarang|أضف (?:إلى|الى)|اشتر|הוס(?:ף|פה) לסל|"
    r"į krepšelį|\bpirkti\b|pievienot grozam|\bpirkt\b|lisa (?:ostu)?korvi|\bosta\b",
    re.I,
)
CART_MARK = re.compile(
    r"add[-_ ]?(?:2|to)[-_ ]?(?:the[-_ ]?)?(?:cart|bag|basket|trolley)|addtocart|addcart|cart[-_]?(?:add|btn|button)(?!-remove)|"
    r"btn[-_]?(?:cart|buy)|buy[-_]?(?:now|button|btn|box[-_]?btn|it)|button[-_]?(?:cart|buy)|product[-_]?form[-_]{1,2}submit|"
    r"single_add_to_cart|in-?(?:den-?)?warenkorb|add[-_]?basket|basket[-_]?add|toevoegen|ajout[-_]?panier",
    re.I,
)
CART_ACTION = re.compile(
    r"/cart/add|cart\.php|addtocart|add[-_]to[-_](?:cart|basket|bag)|checkout/cart/add|basket/add|/panier|/warenkorb|/carrito|cart-addproduct|/koszyk|/cart(?:$|[/?])",
    re.I,
)

PRE_ORDER = re.compile(
    r"pre-?\s?order|vorbestell|précommand|pré-?command|reserva(?:r)? ahora|preventa|pre-?venta|pré-?venda|preordin|pre-?ordina|förbeställ|forudbestil|forhåndsbestill|"
    r"przedsprzeda|předobjedn|предзаказ|予約(?:受付|商品|する)|예약 ?(?:판매|구매)|预售|預購|預售|ön sipariş|ennakkotila",
    re.I,
)
BACK_ORDER = re.compile(
    r"back-?\s?order(?:ed)?\b|nachbestell|available to order|nabestel|nalevering|restorder|rezerv.{1,6}objedn", re.I
)
DISCONTINUED = re.compile(
    r"\bdiscontinued\b|retired product|plus commercialisé|descatalogad|fuori produzione|utgått|utgår ur|udgået|снят с производства|wycofan|廃盤|生産終了|停产",
    re.I,
)
OUT_OF_STOCK = re.compile(
    r"no longer (?:available|sold|made|produced|in production|stocked)|nicht mehr (?:lieferbar|verfügbar|erhältlich)|niet meer leverbaar|販売終了|下架|^coming soon[.!]?$|demnächst (?:verfügbar|lieferbar)|"
    r"^sold[.!]?$|\bout[- ]of[- ]?stock\b|\boutofstock\b|\bsold[- ]?out\b|\bno stock\b|\bnot in stock\b|\b(?:currently|temporarily|is|are) (?:unavailable|not available|out)\b|^(?:unavailable|not available)\b(?! (?:at|in|for) \w)|"
    r"(?:item|product|availability:?) (?:is )?(?:unavailable|not available)|\bno longer in stock\b|(?:^|\s)0 (?:in stock|available)|(?:quantity|qty|stock|availab\w*)(?: available| on hand| in stock)?\s*:?\s*0(?!\d|[.,]\d)|\bout of print\b|stock:? ?(?:0|none|no)\b|"
    r"notify me (?:when|if|by)|e-?mail (?:me )?when|(?:back|available) in stock (?:alert|notif\w+)|let me know when|waitlist|wait list|join the wait|notify (?:when|me)\b|"
    r"ausverkauft|nicht (?:auf lager|verfügbar|lieferbar|vorrätig)|vergriffen|derzeit nicht|momentan nicht|zur ?zeit nicht|"
    r"rupture|épuis(?:é|e)|indisponible|non disponible|plus disponible|en rupture|"
    r"agotad|sin (?:stock|existencias)|no disponible|fuera de stock|esgotad|indispon[ií]vel|sem estoque|fora de estoque|avise-?me|avísame|"
    r"esaurit|non disponibile|non è disponibile|terminato|uitverkocht|niet (?:op voorraad|leverbaar|beschikbaar)|tijdelijk niet|"
    r"slutsåld|slut i lager|ej i lager|inte i lager|utsolgt|ikke på lager|udsolgt|ikke på lager|loppu|ei varastossa|tilapäisesti|"
    r"wyprzedan|niedostępn|brak w magazynie|brak towaru|produkt niedostępny|powiadom o dostępności|vyprod|není skladem|nedostupn|nie je skladom|vypredan|"
    r"nincs (?:raktáron|készleten)|elfogyott|stoc epuizat|indisponibil|nu este (?:in|în) stoc|rasprodan|nema na|ni na zalogi|razprodan|"
    r"нет в наличии|нема в наявності|немає в наявності|распродан|закончил|отсутствует|сообщить о поступлении|изчерпан|няма наличност|"
    r"tükendi|stokta yok|stokta bulun|εξαντλ|μη διαθέσιμο|在庫(?:切れ|なし)|売り切れ|品切れ|完売|入荷待ち|품절|매진|일시품절|缺货|缺貨|售罄|售完|已售完|无货|無庫存|补货|補貨|到货通知|貨到通知|"
    r"สินค้าหมด|hết hàng|tạm hết|stok habis|habis terjual|نفد|غير متوفر|אזל|לא במלאי|išparduot|nėra sandėlyje|nav noliktavā|läbi müüdud",
    re.I,
)
NOT_THIS_ONE = re.compile(
    r"\b(?:if|when|once|never|before|until|unless|in case|may be|might be|sells? out|goes|other|some|selected|almost|nearly|falls?|wenn|falls|bald|si |quand|cuando|se )\b.{0,60}(?:out of stock|sold out|ausverkauft|vergriffen|rupture|agotad|esaurit|unavailable)|"
    r"(?:out of stock|sold out|unavailable|discontinued)\s+(?:items?|products?|sizes?|colou?rs?|variants?|options?|in your|in this store|at (?:this|your|selected)|for (?:pick|deliver|collect|shipping|store)|nearby)|"
    r"(?:pick-?up|collect\w*|in[- ]store|at store|store pickup|delivery|abhol\w*|im markt|retrait|ritiro|recogida|odbiór|w sklep\w+|varuhus\w*|loja|tienda|magasin|filiale|negozio)\b.{0,40}(?:unavailable|not available|out of stock|sold out|nicht verfügbar|indisponible|non disponible|non disponibile|no disponible|niedostępn|esgotad|agotad|esaurit|ausverkauft|en rupture)|\?$|include out|hide out|show out",
    re.I,
)
TO_BE_TOLD = re.compile(
    r"notify|let me know|wait-?\s?list|alert|remind|e-?mail me|benachrichtig|prévenez|avís|avise|powiadom|到货通知|貨到通知|入荷",
    re.I,
)
IN_STOCK = re.compile(
    r"\bin[- ]?stock\b|\binstock\b|\bavailable (?:now|online|to buy|for (?:delivery|shipping|immediate))|\bonly \d+ (?:left|remaining|available)|\b\d+ (?:in stock|left in stock|available|left)\b|"
    r"\bavailability:?\s*(?:yes|available|in|now|\d+)\b|ready to ship|ships? (?:today|within|in|same|next|from)|usually (?:ships|dispatch)|dispatched within|^available$|low stock|limited stock|few left|hurry|"
    r"auf lager|sofort (?:lieferbar|verfügbar|versand)|lieferbar|vorrätig|^verfügbar|lieferzeit|versandfertig|lagernd|"
    r"en stock|^disponible|disponible (?:immédiat|en stock|sous|de inmediato|para)|expédi(?:é|ée|tion) sous|hay existencias|en existencia|disponib(?:le|ilidad inmediata)|em estoque|^dispon[ií]vel|pronta entrega|"
    r"disponibile|disponibilità immediata|op voorraad|leverbaar|^beschikbaar|voor \d\d[.:]\d\d|i lager|på lager|finns i|varastossa|lagerstatus: (?:i|på)|"
    r"w magazynie|dostępn|na stanie|wysyłka w|skladem|na sklade|raktáron|készleten|[îi]n stoc|na zalogi|na stanju|dostupn|"
    r"в наличии|є в наявності|в наявності|есть на складе|наличн|stokta|διαθέσιμο|άμεσα|在庫あり|在庫:? ?[○◎\d]|即納|재고 ?있|有货|现货|有庫存|現貨|庫存|มีสินค้า|còn hàng|stok tersedia|tersedia|متوفر|במלאי|yra sandėlyje|ir noliktavā|\blaos",
    re.I,
)
STOCK_MARK = re.compile(
    r"stock|availab|inventor|lager|dispon|voorraad|skladem|verfueg|verfüg|sold-?out|delivery-?status", re.I
)
