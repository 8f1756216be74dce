"""The part of a URL that says where it leads: without tracking, sessions, signatures and fingerprints of assets."""

import re

_TRACKING = re.compile(
    r"(?:utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|"
    r"mc_[ce]id|_ga|_gl|_hsenc|_hsmi|__hs\w+|hsctatracking|mkt_tok|vero_(?:id|conv)|oly_(?:anon|enc)_id|wickedid|"
    r"ref_(?:src|url)|s_kwcid|srsltid|spm|scm|trk|trkcampaign|pk_\w+|mtm_\w+|matomo_\w+|piwik_\w+|at_\w+campaign|"
    r"phpsessid|jsessionid|aspsessionid\w*|session_?id|sid|csrf\w*|_?nonce|"
    r"x-(?:amz|goog)-[\w-]+|signature|key-pair-id|expires)",
    re.IGNORECASE,
)
_ASSET = (
    r"(?:m?js|css|map|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp4|webm|json|wasm)(?=$|[?#&;/\s)]|%26)"
)
_IS_ASSET = re.compile(rf"\.{_ASSET}", re.IGNORECASE)
_CACHE_BUSTERS = {"v", "ver", "version", "_", "t", "ts", "cb", "rev", "hash", "h", "build", "cachebust", "dpl"}
_HEX = r"(?=[0-9a-f]*\d)[0-9a-f]{7,64}"
_MIXED = r"(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{8}"  # what bundlers write: 8 characters of base64
_MIDDLE = r"(?:\.(?:min|chunk|bundle|module|esm|prod))*"
# `main.3f2a9c1b.js`, `main-BxYz12_A.css`, `img/3f2a9c1b.png` keeps its name: it may be a picture's identity
_FINGERPRINT = re.compile(rf"(?<=[\w%-])(?:[._-]|%2D)(?:{_HEX}|{_MIXED})(?={_MIDDLE}\.{_ASSET})")
_NUMBER = re.compile(rf"(?<=[\w-])[._-]\d{{6,20}}(?={_MIDDLE}\.(?:m?js|css)\b)")
# of scripts and styles only: a picture's folder may be its identity
_FOLDER = re.compile(
    rf"(?<=/)(?:_next/static/(?!chunks/|media/|css/)[\w-]+|{_HEX})/(?=[^?#]*\.(?:m?js|css|map|woff2?)\b)"
)
_SESSION_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_MAY_BE_UNSTABLE = re.compile(r"[?;]|#:~:|\.[A-Za-z0-9]{2,5}(?:$|#)")
_URL = re.compile(r"(?<=\]\()[^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*|https?://[^\s<>()\[\]\"'`|]+")


def stable_url(url: str) -> str:
    """Return a URL, absolute or not, without what changes though the page it leads to is the same."""
    if not _MAY_BE_UNSTABLE.search(url):
        return url
    address, hash_mark, fragment = url.partition("#")
    path, question_mark, query = address.partition("?")
    path = _SESSION_PATH.sub("", path)
    is_asset = _IS_ASSET.search(path) is not None
    if is_asset:
        path = _FOLDER.sub("", _NUMBER.sub("", _FINGERPRINT.sub("", path)))
    kept = [part for part in re.split(r"&(?:amp;)?", query) if not _is_noise(part, is_asset)] if question_mark else []
    kept = [_FINGERPRINT.sub("", part) for part in kept]
    fragment = "" if fragment.startswith(":~:") else fragment  # a text fragment marks a quotation
    return path + ("?" if kept else "") + "&".join(kept) + (hash_mark if fragment else "") + fragment


def with_stable_urls(text: str) -> str:
    """Return a line of Markdown with each of its link targets and bare URLs made stable."""
    if "](" not in text and "://" not in text:
        return text
    return _URL.sub(lambda found: stable_url(found[0]), text)


def _is_noise(parameter: str, is_asset: bool) -> bool:
    name = parameter.partition("=")[0]
    return not parameter or bool(_TRACKING.fullmatch(name)) or (is_asset and name.lower() in _CACHE_BUSTERS)
