# ruff: noqa: E501 - markup and addresses as shops write them
"""A picture in several sizes is one picture, its largest; logos, pixels and placeholders are none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.product_drafts.extraction.images import merged_images

HASH = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    "sizes",
    [
        ("cdn.shopify.com/s/files/1/a_100x.jpg?v=1", "cdn.shopify.com/s/files/1/a_1024x1024@2x.jpg?v=1",
         "cdn.shopify.com/s/files/1/a_600x600_crop_center.jpg?v=1", "cdn.shopify.com/s/files/1/a.jpg?v=2"),
        ("a.example/wp-content/uploads/b-300x300.jpg", "a.example/wp-content/uploads/b-768x1024.jpg"),
        (f"a.example/media/catalog/product/cache/1/thumbnail/75x/{HASH}/a/b/c.jpg",
         f"a.example/media/catalog/product/cache/1/image/650x/{HASH}/a/b/c.jpg", "a.example/media/catalog/product/a/b/c.jpg"),
        ("res.cloudinary.com/x/image/upload/w_300,h_300,c_fill/v1/d.jpg",
         "res.cloudinary.com/x/image/upload/f_auto,q_auto/w_1200/v1/d.jpg"),
        ("m.media-amazon.com/images/I/71abc._SX300_.jpg", "m.media-amazon.com/images/I/71abc._AC_SL1500_.jpg"),
        ("a.example/is/image/X/1?wid=100&hei=100", "a.example/is/image/X/1?wid=1000&fmt=jpeg"),
        ("img.alicdn.com/i/TB1.jpg_60x60q90.jpg_.webp", "img.alicdn.com/i/TB1.jpg_400x400.jpg", "img.alicdn.com/i/TB1.jpg"),
        (f"a.example/file/{HASH}_tn", f"a.example/file/{HASH}@resize_w450_nl", f"a.example/file/{HASH}"),
        ("a.example/12-home_default/name.jpg", "a.example/12-large_default/name.jpg"),
        ("a.example/images/stencil/500x659/products/1/2/n.jpg?c=2", "a.example/images/stencil/1280x1280/products/1/2/n.jpg?c=2"),
        ("static.wixstatic.com/media/ab~mv2.jpg/v1/fill/w_50,h_50/n.jpg",
         "static.wixstatic.com/media/ab~mv2.jpg/v1/fill/w_500,h_500/n.jpg"),
        ("i.ebayimg.com/images/g/x/s-l64.jpg", "i.ebayimg.com/images/g/x/s-l500.jpg"),
        ("a.example/_next/image?url=%2Fa.jpg&w=640&q=75", "a.example/_next/image?url=%2Fa.jpg&w=1920&q=75"),
        ("a.example/p/thumb/1.jpg", "a.example/p/large/1.jpg", "a.example/p/zoom/1.jpg"),
    ],
    ids=lambda sizes: sizes[0][:30],
)  # fmt: skip
def test_bug_a9_sizes_of_a_picture_are_one_picture(sizes: tuple[str, ...]) -> None:
    urls = [f"https://{one}" for one in sizes]
    assert merged_images(urls) == (urls[-1],), "the largest is last"
    assert merged_images(urls[::-1]) == (urls[-1],)


def test_other_pictures_stay_apart_and_keep_their_order() -> None:
    urls = ["https://a.example/p/2.jpg", "https://a.example/p/1.jpg", "https://a.example/i?id=3", "https://a.example/i?id=4",
            "https://a.example/nike-logo-tee.jpg", "https://b.example/p/1.jpg"]  # fmt: skip
    assert merged_images(urls) == tuple(urls)


@pytest.mark.parametrize(
    "url",
    ["https://a.example/logo.png", "https://a.example/img/store-logo@2x.png", "https://a.example/logos/acme.png",
     "https://www.facebook.com/tr?id=1&ev=PageView", "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP", "https://a.example/spacer.gif",
     "https://a.example/i/placeholder.png", "https://a.example/x.svg", "https://a.example/img/visa.png", "https://a.example/icons/x.png",
     "", "https://[broken", "x" * 3_000],
)  # fmt: skip
def test_bug_a9_logos_pixels_and_placeholders_are_left_out(url: str) -> None:
    assert merged_images([url]) == ()


def test_bug_a9_escapes_are_undone_and_a_stray_bracket_is_cut() -> None:
    assert merged_images(["https:\\/\\/a.example\\/p\\/1.jpg?x=1&amp;y=2", "//a.example/p/3.jpg)"]) == (
        "https://a.example/p/1.jpg?x=1&y=2", "https://a.example/p/3.jpg",
    )  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_characters="&\\"))
        | st.from_regex(r"https?://[a-z.\[\]:@]{1,20}/[a-z0-9_./%x-]{0,40}(\?[a-z0-9=&%]{0,20})?", fullmatch=True)
    )
)
def test_no_address_fails_and_what_is_merged_stays_merged(urls: list[str]) -> None:
    merged = merged_images(urls)
    assert merged_images(merged) == merged
