"""A page has one event id however its address is spelled, and items told apart by `?id=` have one each."""

import pytest

from crawl_assets.product_drafts.event_ids import checked_event_id, event_id_of, file_word, source_of

ITEM = "https://item.taobao.com/item.htm?id=601"


@pytest.mark.parametrize(
    "spelled",
    [
        "https://item.taobao.com/item.htm?id=601&spm=a21bo.1&utm_source=mail",
        "https://ITEM.taobao.com:443/item.htm?spm=1&id=601#top",
        "https://item.taobao.com/item.htm?id=601&fbclid=x&scm=1007",
    ],
)
def test_spellings_and_tracking_make_no_other_event(spelled: str) -> None:
    assert event_id_of(spelled) == event_id_of(ITEM)


@pytest.mark.parametrize(
    "other",
    [
        "https://item.taobao.com/item.htm?id=602",
        "https://item.taobao.com/item.htm",
        "https://item.taobao.com/Item.htm?id=601",
        "https://item.taobao.com/item.htm?id=601&skuId=5",
    ],
)
def test_other_items_are_other_events(other: str) -> None:
    assert event_id_of(other) != event_id_of(ITEM)


def test_an_id_is_a_sha256_that_may_be_in_a_file_s_name() -> None:
    found = event_id_of(ITEM)
    assert len(found) == 64
    assert file_word(checked_event_id(found)) == found


@pytest.mark.parametrize("bad", ["", "a b", "a\nb", "a...b", "a,b", "a|b", "é", "x" * 201])
def test_an_id_that_cannot_be_a_partition_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="cannot be an event id"):
        checked_event_id(bad)


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://shopee.tw/a-i.1.2", "shopee"),
        ("https://m.shopee.co.id/x", "shopee"),
        ("https://item.taobao.com/item.htm?id=1", "taobao"),
        ("https://detail.tmall.com/item.htm?id=1", "taobao"),
        ("https://notshopee.tw/a", None),
        ("https://taobao.com.evil.example/", None),
        ("https://shop.example/", None),
    ],
)
def test_tmall_is_taobao_and_look_alikes_are_nobody(url: str, source: str | None) -> None:
    assert source_of(url) == source
