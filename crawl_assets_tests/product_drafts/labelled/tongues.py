"""The words and prices that shops of several countries have around their products."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """The words that a shop uses around its products."""

    lang: str
    zero: str  # an empty basket's total
    threshold: str  # from which shipping is free
    basket: str
    login: str
    home: str
    also: str
    seen: str
    reviews: str
    newsletter: str
    free: str  # with {} for the threshold
    deals: str  # with {} for the threshold
    add: str
    terms: str


US = Tongue(
    "en-US",
    "$0.00",
    "$75.00",
    "Cart",
    "Log in",
    "Home",
    "You may also like",
    "Recently viewed",
    "Customer reviews",
    "Sign up and get $10 off your first order",
    "FREE shipping on orders over {}",
    "Gifts under {}",
    "Add to cart",
    "Terms of service",
)
GB = Tongue(
    "en-GB",
    "£0.00",
    "£40.00",
    "Basket",
    "Sign in",
    "Home",
    "Customers also bought",
    "Recently viewed",
    "Reviews",
    "Join our list for £5 off",
    "Free UK delivery over {}",
    "Under {}",
    "Add to basket",
    "Terms &amp; conditions",
)
DE = Tongue(
    "de",
    "0,00 €",
    "49,00 €",
    "Warenkorb",
    "Anmelden",
    "Startseite",
    "Das könnte Ihnen auch gefallen",
    "Zuletzt angesehen",
    "Kundenbewertungen",
    "Newsletter: 5 € Gutschein sichern",
    "Versandkostenfrei ab {}",
    "Geschenke bis {}",
    "In den Warenkorb",
    "AGB",
)
FR = Tongue(
    "fr",
    "0,00 €",
    "59,00 €",
    "Panier",
    "Se connecter",
    "Accueil",
    "Vous aimerez aussi",
    "Vus récemment",
    "Avis clients",
    "Inscrivez-vous : 10 € offerts",
    "Livraison offerte dès {} d'achat",
    "À moins de {}",
    "Ajouter au panier",
    "CGV",
)
ES = Tongue(
    "es",
    "0,00 €",
    "60,00 €",
    "Carrito",
    "Iniciar sesión",
    "Inicio",
    "También te puede interesar",
    "Vistos recientemente",
    "Opiniones",
    "Suscríbete y llévate 5 € de descuento",
    "Envío gratis a partir de {}",
    "Regalos por menos de {}",
    "Añadir al carrito",
    "Condiciones",
)
PL = Tongue(
    "pl",
    "0,00 zł",
    "199,00 zł",
    "Koszyk",
    "Zaloguj się",
    "Strona główna",
    "Zobacz także",
    "Ostatnio oglądane",
    "Opinie",
    "Zapisz się i odbierz 20 zł",
    "Darmowa dostawa od {}",
    "Prezenty do {}",
    "Dodaj do koszyka",
    "Regulamin",
)
JP = Tongue(
    "ja",
    "¥0",
    "¥5,500",
    "カート",
    "ログイン",
    "ホーム",
    "関連商品",
    "最近チェックした商品",
    "レビュー",
    "メルマガ登録で500円クーポン",
    "{}以上で送料無料",
    "{}以下のギフト",
    "カートに入れる",
    "利用規約",
)
CN = Tongue(
    "zh-CN",
    "¥0.00",
    "¥99.00",
    "购物车",
    "请登录",
    "首页",
    "猜你喜欢",
    "最近浏览",
    "商品评价",
    "订阅立减10元",
    "满{}包邮",
    "{}以下好物",
    "加入购物车",
    "服务条款",
)
BR = Tongue(
    "pt-BR",
    "R$ 0,00",
    "R$ 299,00",
    "Carrinho",
    "Entrar",
    "Início",
    "Quem viu, viu também",
    "Vistos recentemente",
    "Avaliações",
    "Cadastre-se e ganhe R$ 20,00",
    "Frete grátis acima de {}",
    "Até {}",
    "Comprar",
    "Termos de uso",
)
IN = Tongue(
    "en-IN",
    "₹0",
    "₹499",
    "Cart",
    "Login",
    "Home",
    "Similar products",
    "Recently viewed",
    "Ratings &amp; reviews",
    "Flat ₹100 off your first order",
    "Free delivery above {}",
    "Under {}",
    "Add to cart",
    "Terms of use",
)
SE = Tongue(
    "sv",
    "0 kr",
    "499 kr",
    "Varukorg",
    "Logga in",
    "Hem",
    "Andra köpte också",
    "Senast visade",
    "Recensioner",
    "Få 50 kr rabatt",
    "Fri frakt över {}",
    "Under {}",
    "Lägg i varukorgen",
    "Köpvillkor",
)
IT = Tongue(
    "it",
    "0,00 €",
    "69,00 €",
    "Carrello",
    "Accedi",
    "Home",
    "Potrebbe piacerti anche",
    "Visti di recente",
    "Recensioni",
    "Iscriviti: 5 € di sconto",
    "Spedizione gratuita oltre {}",
    "Regali sotto {}",
    "Aggiungi al carrello",
    "Condizioni di vendita",
)
NL = Tongue(
    "nl",
    "€ 0,00",
    "€ 50,00",
    "Winkelwagen",
    "Inloggen",
    "Home",
    "Klanten bekeken ook",
    "Laatst bekeken",
    "Reviews",
    "Meld je aan voor € 5 korting",
    "Gratis verzending vanaf {}",
    "Onder {}",
    "In winkelwagen",
    "Voorwaarden",
)
