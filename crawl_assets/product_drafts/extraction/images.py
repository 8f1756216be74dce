"""Pictures of a product by their URLs: variants of one picture in several sizes are one, logos and pixels are none.

No picture is loaded. What a URL says about size is read from its path, its query and the markings of the usual
content networks: Shopify `_600x600`, WordPress `-300x300`, Magento `/cache/<hash>/`, Cloudinary `/w_300,c_fill/`,
Amazon `._SX300_`, Scene7 `?wid=`, Alibaba `.jpg_400x400.jpg`, Shopee `@resize_w450` and `_tn`.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST_URL = 2_000  # letters; what is longer is a data URL or no picture
MOST_IMAGES = 500  # URLs looked at a call

_ORIGINAL = 100_000  # the width of a picture that bears no mark of a size: the shop's own upload
_SMALLER = 300  # of a mark that says no size
_ENDING = r"(?:jpe?g|png|webp|gif|avif|jfif|bmp|tiff?)"
_NAMED_SIZES = {
    "pico": 16, "icon": 32, "tiny": 60, "mini": 80, "tn": 100, "thumb": 100, "thumbs": 100, "thumbnail": 100,
    "thumbnails": 100, "small": 120, "home": 250, "compact": 160, "cart": 125, "medium": 300, "preview": 300,
    "large": 600, "grande": 700, "big": 1000, "xlarge": 1200, "xxlarge": 1600, "zoom": 2000, "hires": 2000,
    "full": 3000, "fullsize": 3000, "original": _ORIGINAL, "master": _ORIGINAL,
}  # fmt: skip
_NAMES = "|".join(sorted(_NAMED_SIZES, key=len, reverse=True))
# Each takes one mark out of a path; what its groups hold tells the size.
_MARKS = (
    re.compile(
        r"(?<=\.(?:jpg|png|gif))_(\d{2,4})x(\d{2,4})[\w.]{0,20}$|(?<=\.(?:jpeg|webp))_(\d{2,4})x(\d{2,4})[\w.]{0,20}$"
    ),
    re.compile(rf"\._[A-Z]{{2}}[A-Z0-9_,.%-]{{0,80}}_(?=\.{_ENDING}$)"),
    re.compile(r"(?<=/)cache/(?:\d+/\w+/)?(?:(\d{0,4})x(\d{0,4})/)?[0-9a-f]{32}/"),
    re.compile(r"(?<=/upload/|e/fetch/)(?:(?:[a-z]{1,3}_[^/_,]{1,40})(?:,[a-z]{1,3}_[^/,]{1,40}){0,20}/){1,5}"),
    re.compile(r"(?<=/)cdn-cgi/image/[^/]{1,200}/"),
    re.compile(rf"(?<=~mv2\.)(?P<wix>{_ENDING})/v1/.{{1,300}}$"),
    re.compile(r"@resize_[\w]{1,30}$|(?<=[0-9a-f]{20})_tn$"),
    re.compile(r"(?<=/)(\d{2,4})[xX](\d{2,4})/"),
    re.compile(rf"(?<=/)({_NAMES})/", re.I),
    re.compile(r"(?<=\d-)([a-z]{1,20})(?:_[a-z]{1,20})?_default(?=[/.])"),
    re.compile(rf"(?<=s-l)(\d{{2,4}})(?=\.{_ENDING}$)"),
    re.compile(rf"(?<=[\w%)])@\dx(?=\.{_ENDING}$)"),
    re.compile(rf"(?<=[\w%)])_crop_[a-z]{{3,6}}(?=\.{_ENDING}$)"),
    re.compile(rf"(?<=[\w%)])[_-](\d{{2,4}})[xX](\d{{0,4}})(?=\.{_ENDING}$|$)"),
    re.compile(rf"(?<=[\w%)])[_-][xX](\d{{2,4}})(?=\.{_ENDING}$)"),
    re.compile(rf"(?<=[\w%)])[_-]({_NAMES})(?=\.{_ENDING}$)", re.I),
)
_SIZE_PARAMETERS = {
    "w", "h", "width", "height", "wid", "hei", "sw", "sh", "imwidth", "imheight", "maxwidth", "maxheight", "mw", "mh",
    "size", "sz", "s", "resize", "scale", "rw", "rh", "max-w", "max-h",
}  # fmt: skip
_OTHER_RENDERING = {
    "q", "quality", "qlt", "fit", "crop", "auto", "fm", "fmt", "format", "dpr", "impolicy", "resmode", "op_sharpen",
    "op_usm", "strip", "optimize", "canvas", "trim", "bg", "bg-color", "bgcolor", "bgc", "pad", "sm", "sfrm", "mode",
    "sharpen", "v", "ver", "version", "ts", "t", "_", "cb", "c", "itok", "defaultimage", "default", "upscale", "enable",
    "odnheight", "odnwidth", "odnbg", "ixlib", "cs", "alt", "background", "autorotate", "ssl", "lossy", "webp",
    "anchor",
}  # fmt: skip
_UNFILLED = re.compile(r"_(?:\{width\}|%7Bwidth%7D)x(?:\{height\}|%7Bheight%7D)?")  # filled by a script
_AROUND = "\"'<>" + "".join(map(chr, range(33)))
_WORDS_OF_LOGOS = {
    "", "logo", "logos", "site", "shop", "store", "header", "footer", "brand", "company", "main", "mobile", "retina",
    "new", "dark", "light", "white", "black", "sm", "lg", "xs", "small", "large", "img", "image", "web", "email", "x",
}  # fmt: skip
_NO_PRODUCT = re.compile(
    r"/logos?/|/(?:flags?|icons?|emoji|smilies|avatars?|payments?)/"
    r"|/(?:spacer|blank|pixel|transparent|placeholder|no[-_]?image|no[-_]?photo|image[-_]?not[-_]?available|loading|loader|"
    r"spinner|ajax-loader|favicon|sprites?|1x1|clear|dummy|lazy|grey|gray)\b[^/]{0,40}$"
    r"|/(?:visa|mastercard|paypal|maestro|amex|klarna|trustpilot|facebook|instagram|twitter|pinterest|youtube|whatsapp)"
    r"(?:[-_][a-z0-9]{0,20}){0,3}\.\w{2,5}$",
    re.IGNORECASE,
)
_NO_PICTURE = re.compile(r"\.(?:svg|ico|js|css|html?|php|mp4|webm|mov|pdf|json|woff2?)$", re.I)
_TRACKERS = re.compile(
    r"(?:^|\.)(?:facebook\.com|doubleclick\.net|google-analytics\.com|googletagmanager\.com|googleadservices\.com|bat\.bing\.com"
    r"|scorecardresearch\.com|pixel\.\w+\.com|adnxs\.com|criteo\.(?:com|net)|ct\.pinterest\.com|linkedin\.com|gravatar\.com)$"
)


def merged_images(urls: Sequence[str]) -> tuple[str, ...]:
    """Return one URL a picture, its largest, in the order in which pictures first appear.

    Logos, icons, placeholders, tracking pixels and vector drawings are left out. URLs come back as they were, except
    that escapes of JSON and HTML are undone and `//host/` has its scheme.
    """
    best: dict[str, tuple[int, str]] = {}
    for url in _clean(urls):
        key, width = picture(url)
        if key not in best or width > best[key][0]:
            best[key] = (width, url)
    return tuple(url for _, url in best.values())


def picture(url: str) -> tuple[str, int]:
    """Return what tells a picture from others whatever the size of this copy, and the width or height of this copy.

    The second is 100,000 where the URL bears no mark of a size.
    """
    parts = urlsplit(_inner(url))
    sizes: list[int] = []
    path = parts.path
    for mark in _MARKS:
        path = mark.sub(lambda found: _noted(found, sizes), path)
    kept = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        lowered = name.lower()
        if lowered in _SIZE_PARAMETERS:
            sizes += _numbers(value)
        elif lowered not in _OTHER_RENDERING and not lowered.startswith("$"):
            kept.append(f"{name}={value}")
    host = parts.netloc.lower().removeprefix("www.")
    shop = re.sub(r"^i\d\.wp\.com/", "", f"{host}{unquote(path)}")
    return f"{shop}?{'&'.join(sorted(kept))}", max(sizes, default=_ORIGINAL)


def _clean(urls: Iterable[str]) -> Iterable[str]:
    for one, _ in zip(urls, range(MOST_IMAGES), strict=False):
        if not isinstance(one, str) or len(one) > LONGEST_URL:
            continue
        url = unescape(one.replace("\\/", "/")).strip(_AROUND)
        url = url if "(" in url else url.rstrip(")" + _AROUND)
        url = f"https:{url}" if url.startswith("//") else url
        url = _UNFILLED.sub("", url)
        if url and not url.startswith(("data:", "blob:", "about:", "#", "javascript:")) and _is_picture(url):
            yield url


def _is_picture(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:  # a bracket that opens no address, a port that is no number
        return False
    path = parts.path
    return not (_NO_PICTURE.search(path) or _NO_PRODUCT.search(path) or _TRACKERS.search(host) or _is_logo(path))


def _is_logo(path: str) -> bool:
    """Tell a logo's file by its name: `shop-logo@2x.png`, not `tee-with-logo-black.png`."""
    words = re.split(r"[-_.@\d]+", path.rpartition("/")[2].rpartition(".")[0].lower())
    return "logo" in words and (words[-1] == "logo" or set(words) <= _WORDS_OF_LOGOS)


def _inner(url: str) -> str:
    """Return the picture that an optimiser's URL names as a parameter: `/_next/image?url=...`."""
    parts = urlsplit(url)
    if parts.path.endswith(("/_next/image", "/_next/image/", "/_vercel/image", "/_ipx", "/imageproxy")):
        for name, value in parse_qsl(parts.query):
            if name in ("url", "src") and _parses(value):
                width = dict(parse_qsl(parts.query)).get("w", "")
                return f"{value}{'&' if '?' in value else '?'}width={width}" if width.isdecimal() else value
    return url


def _parses(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _noted(found: "re.Match[str]", sizes: list[int]) -> str:
    """Take note of the sizes in a mark and return what stays of it."""
    named = found.groupdict().get("wix")
    if not found.re.groups:
        sizes += _numbers(found[0]) or [_SMALLER]
        return ""
    if named:
        sizes += _numbers(found[0])
        return named
    told = [
        int(group) if group.isdecimal() else _NAMED_SIZES.get(group.lower(), _SMALLER)
        for group in found.groups()
        if group
    ]
    sizes += told or [_SMALLER]
    return ""


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"(?<!\d)\d{2,4}(?!\d)", text)]
