"""Pages that stand in a product's place: a login, a captcha, a block, a shell that scripts would fill.

A person has to get past the first three; a browser fills the last.

A wall is told by what the page is made of, not by single words: shops write "please log in" in the header of every
page, and "captcha" in the script of their newsletter. A page that sells something is never a wall.
"""

import re
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

Kind = Literal["login", "captcha", "blocked", "scripts"]

LOGIN: Kind = "login"
CAPTCHA: Kind = "captcha"
BLOCKED: Kind = "blocked"
SCRIPTS: Kind = "scripts"

_LITTLE_TEXT = 1500  # letters; a page that shows more says something of its own
_HARDLY_TEXT = 300
_FEW_LINKS = 10  # a page with more leads on, as a shop's own pages do
_LOGIN_PATH = re.compile(
    r"(?:^|[/._-])(?:log[-_]?in|sign[-_]?in|signon|passport|authenticate|sso|connexion)(?:$|[/._?-])", re.I
)
_LOGIN_HOST = re.compile(r"^(?:login|passport|accounts?|signin|auth|sso)\.", re.I)
_LOGIN_WORDS = re.compile(
    r"log ?in|sign ?in|anmelde|einloggen|connecte|identifie|iniciar sesi|acceder|accedi|entrar|zaloguj|inloggen"
    r"|logga in|ログイン|登录|登入|войти",
    re.I,
)
_CAPTCHA_URL = re.compile(
    r"captcha|/punish|/sorry/index|challenge-platform|/checkpoint/challenge|geo\.captcha|/verify/traffic", re.I
)
_CAPTCHA_ATTRIBUTE = re.compile(
    r"g-recaptcha|h-captcha|hcaptcha|cf-turnstile|cf-challenge|challenge-form|px-captcha|geetest|nc_1_wrapper|baxia"
    r"|slide-?verify|captcha",
    re.I,
)
_CAPTCHA_WORDS = re.compile(
    r"(?:are|that) you(?:'re| are)? (?:not )?a (?:human|robot)|not a robot|verify (?:that )?you are (?:a )?human"
    r"|checking your browser|just a moment|unusual traffic|security check|press (?:&|and) hold|solve the puzzle"
    r"|enable javascript and cookies to continue|enter the characters you see|kein roboter|sicherheitsüberprüfung"
    r"|pas un robot|no (?:soy|eres) un robot|ロボットではありません"
    r"|滑动验证|拖动滑块|安全验证|請完成驗證|请完成验证|人机验证|验证码",
    re.I,
)
_BLOCKED_WORDS = re.compile(
    r"access (?:to this page )?(?:has been |is |was )?(?:denied|blocked|restricted)|you have been blocked"
    r"|request (?:was |has been )?blocked"
    r"|permission to access|pardon our interruption|bot (?:detection|protection)|automated (?:access|requests)"
    r"|not available in your (?:country|region)|zugriff verweigert|accès refusé|acceso denegado"
    r"|访问被拒绝|访问受限|アクセスが拒否",
    re.I,
)
_REFERENCE = re.compile(r"reference\s*#|ray id|incident id|error code:? 10\d\d|support id", re.I)
_PRODUCT_MARKUP = re.compile(
    r'"@type"\s*:\s*\[?\s*"(?:Product|ProductGroup|Book|Vehicle)\b|schema\.org/Product\b'
    r"""|property=["']?(?:product:price|og:price):amount|add[-_]?to[-_]?(?:cart|basket|bag)""",
    re.I,
)
_NOT_SEEN = {"script", "style", "template", "noscript", "svg"}
_SHELL = re.compile(r"^(?:app|root|main|__next|__nuxt|___gatsby|react-?root|app-?root|application)$", re.I)
_FRAME = {"header", "footer", "nav", "aside"}
_SHELL_TEXT = 80  # letters in it: `Loading ...`
_STATUSES: dict[int, Kind] = {401: LOGIN, 407: LOGIN, 403: BLOCKED, 451: BLOCKED}
_NOTES = {
    LOGIN: "the shop asks for a login before it shows the page",
    CAPTCHA: "the shop asks for a captcha before it shows the page",
    BLOCKED: "the shop refuses us the page",
    SCRIPTS: "scripts write this page, and none was run",
}
_WHAT_TO_DO = "Open {place} in a browser, get past it, then retry."
_BY_BROWSER = "Crawl it by the browser: `by: browser` in the run's config of product_pages."


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands in the way."""

    kind: Kind
    note: str  # for a person: what is there, and where it was seen


def wall_of(html: str, url: str, status: int = 200) -> Wall | None:
    """Tell the wall that a page is, or None when it may be a product's; `url` is where redirects have led."""
    if status < 400 and _PRODUCT_MARKUP.search(html):
        return None
    from crawl_assets.crawl.html_tree import parse

    root = parse(html)
    text, title = _seen(root) if root is not None else ("", "")
    kind, clue = _kind(root, text, title, url, status)
    if kind is None:
        return None
    what_to_do = _BY_BROWSER if kind is SCRIPTS else _WHAT_TO_DO.format(place=_place(url))
    return Wall(kind, f"{_NOTES[kind]} ({clue}). {what_to_do}")


def _kind(root: Any, text: str, title: str, url: str, status: int) -> tuple[Kind | None, str]:
    """Return the kind of wall with what tells it."""
    parts = urlsplit(url)
    if _CAPTCHA_URL.search(f"{parts.netloc}{parts.path}"):
        return CAPTCHA, f"the address {_place(url)}"
    if len(text) <= _LITTLE_TEXT:
        found = _kind_by_content(root, text, title, url) if root is not None else None
        if found is not None:
            return found
        if _is_login_address(url):
            return LOGIN, f"we were sent to {_place(url)}"
    return _STATUSES.get(status), f"HTTP {status}"


def _kind_by_content(root: Any, text: str, title: str, url: str) -> tuple[Kind, str] | None:
    said, leads_on = f"{title}\n{text}", _leads_on(root)
    if _asks_for_login(root, title, url):
        return LOGIN, f"{title or _place(url)!r:.100} has a field for a password"
    words = _CAPTCHA_WORDS.search(said)
    if words and (_has_captcha(root) or not leads_on):
        return CAPTCHA, f"it says {words[0]!r}"
    if _has_captcha(root) and not leads_on and len(text) < _HARDLY_TEXT:
        return CAPTCHA, "hardly anything but a captcha is on it"
    refused = _BLOCKED_WORDS.search(said)
    if refused and (_BLOCKED_WORDS.search(title) or _REFERENCE.search(text) or not leads_on):
        return BLOCKED, f"it says {refused[0]!r}"
    return _shell(root)


def _shell(root: Any) -> tuple[Kind, str] | None:
    """Tell a page whose content is one element for scripts to fill, with next to nothing in it."""
    if next(root.iter("script"), None) is None:
        return None
    for element in root.iter("div", "main", "section"):
        if not _SHELL.match(element.get("id") or "") or next(element.iter("img", "h1", "form"), None) is not None:
            continue
        inside = sum(len("".join(one.itertext()).strip()) for one in element if one.tag not in _FRAME | _NOT_SEEN)
        if inside + len((element.text or "").strip()) <= _SHELL_TEXT:
            return SCRIPTS, f"the element #{element.get('id')} is empty"
    return None


def _asks_for_login(root: Any, title: str, url: str) -> bool:
    """Tell whether the page's own form, not one of its header or a dialogue, is a login."""
    for field in root.iter("input"):
        if (field.get("type") or "").lower() != "password" or any(_is_aside(one) for one in field.iterancestors()):
            continue
        headings = " ".join("".join(one.itertext()) for one in root.iter("h1", "h2", "legend"))
        if _LOGIN_WORDS.search(f"{title} {headings}") or _is_login_address(url):
            return True
    return False


def _is_aside(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        element.tag in ("header", "nav", "aside", "footer", "dialog", "template")
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or any(name in names for name in ("header", "modal", "popup", "drawer", "dropdown", "offcanvas", "mini"))
    )


def _has_captcha(root: Any) -> bool:
    return any(
        _CAPTCHA_ATTRIBUTE.search(value)
        for element in root.iter("div", "form", "iframe", "input", "img", "script")
        for name, value in element.attrib.items()
        if name in ("class", "id", "src", "name", "action")
    )


def _leads_on(root: Any) -> bool:
    """Tell whether the page has a shop's menu."""
    return sum(1 for link in root.iter("a") if (link.get("href") or "").strip("# ")) > _FEW_LINKS


def _is_login_address(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_LOGIN_PATH.search(parts.path) or _LOGIN_HOST.search(parts.netloc))


def _seen(root: Any) -> tuple[str, str]:
    """Return the text that people see, and the title."""
    from lxml import etree

    title = " ".join(" ".join(one.itertext()) for one in root.iter("title")).strip()
    body = root.find("body")
    shown = []
    for element in (body if body is not None else root).iter(etree.Element):
        shown += [] if element.tag in _NOT_SEEN else [element.text or ""]
        shown.append(element.tail or "")
    return " ".join(" ".join(shown).split()), " ".join(title.split())


def _place(url: str) -> str:
    from crawl_assets.crawl.errors import shown_url

    return shown_url(url)
