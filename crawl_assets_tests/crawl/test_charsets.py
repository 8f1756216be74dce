"""Bytes become the text that a browser would show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.crawl.charset import charset_of, decode

FRENCH = "Le café où l’élève naïf a mangé une crème brûlée coûtait déjà très cher à Noël, près de la forêt."
RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю, пока он ещё горячий и вкусный."
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        (FRENCH.encode("cp1252"), "iso-8859-1", FRENCH),  # browsers take Latin-1 for Windows-1252
        (FRENCH.encode("cp1252"), "Windows-1252", FRENCH),
        (RUSSIAN.encode("koi8-r"), "KOI8-R", RUSSIAN),
        (JAPANESE.encode("cp932"), "Shift_JIS", JAPANESE),
        (JAPANESE.encode("euc_jp"), "x-euc-jp", JAPANESE),
        (JAPANESE.encode("iso2022_jp"), "ISO-2022-JP", JAPANESE),
        ("中文".encode("gb18030"), "gb2312", "中文"),
        ("한국어".encode("cp949"), "ks_c_5601-1987", "한국어"),
        (FRENCH.encode("utf-16-le"), "utf-16", FRENCH),
        (FRENCH.encode(), "utf8", FRENCH),
        (b"\xef\xbb\xbf" + FRENCH.encode(), "iso-8859-1", FRENCH),  # a byte order mark goes before the header
        (FRENCH.encode("utf-16"), None, FRENCH),
        (FRENCH.encode(), "no-such-charset", FRENCH),
        (FRENCH.encode(), "hex", FRENCH),  # a codec of Python's, but no charset
        (FRENCH.encode(), "utf-7", FRENCH),
        (FRENCH.encode(), "bad\0label", FRENCH),
        (b"caf\xe9 utf-8", "utf-8", "caf\ufffd utf-8"),
    ],
)
def test_the_declared_charset_counts(body: bytes, declared: str | None, text: str) -> None:
    assert decode(body, declared) == text


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="windows-1251">',
        "<META http-equiv=Content-Type content='text/html; charset=windows-1251'>",
        '<?xml version="1.0" encoding="windows-1251"?><rss>',
        '<!-- <meta charset="utf-8"> --><meta name=x content=y><meta charset=windows-1251 />',
    ],
)
def test_without_a_header_the_document_tells_its_charset(declaration: str) -> None:
    text = declaration + RUSSIAN.replace("—", "")
    assert decode(text.encode("cp1251"), None) == text


def test_the_header_goes_before_the_document() -> None:
    text = '<meta charset="koi8-r">' + RUSSIAN
    assert decode(text.encode("cp1251"), "windows-1251") == text


def test_a_document_that_could_be_read_is_no_utf_16() -> None:
    text = '<meta charset="utf-16">' + FRENCH
    assert decode(text.encode(), None) == text


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, JAPANESE, "", "plain"])
def test_undeclared_utf_8_is_recognised(text: str) -> None:
    assert decode(text.encode(), None) == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [(FRENCH, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp")],
)
def test_other_undeclared_charsets_are_guessed(text: str, charset: str) -> None:
    body = f"<html><body><p>{text * 5}</p></body></html>".encode(charset)
    assert text in decode(body, None)


@given(st.binary(max_size=200), st.none() | st.text(max_size=20))
def test_decoding_never_fails(body: bytes, declared: str | None) -> None:
    decode(body, declared)


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/html;charset="koi8-r"; boundary=x', "koi8-r"),
        ("text/html; Charset = x-sjis", "x-sjis"),
        ("text/html", None),
        ("text/html; mycharset=x", None),
        ("", None),
    ],
)
def test_the_charset_of_a_header_is_found(header: str, charset: str | None) -> None:
    assert charset_of(header) == charset
