"""A webhook is let in when one of the source's secrets signed these very bytes, a short while ago."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.inbox.signatures import VERIFY, Forged, check_secret, verify_firecrawl, verify_generic, verify_svix
from crawl_assets_tests.inbox.webhooks import Webhook, firecrawl, generic, resend

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = st.binary(min_size=1, max_size=64)
SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=","), min_size=1, max_size=40)
IDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)


def whsec(key: bytes) -> str:
    return "whsec_" + base64.b64encode(key).decode()


def is_let_in(webhook: Webhook, *secrets: str, now: datetime = NOW) -> bool:
    try:
        VERIFY[webhook.source](secrets, webhook.headers, webhook.body, now)
    except Forged:
        return False
    return True


def test_firecrawl_s_signature_is_the_hmac_of_rfc_4231() -> None:
    signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"  # section 4.3, test case 2
    headers = {"x-firecrawl-signature": f"sha256={signature}"}
    verify_firecrawl(["Jefe"], headers, b"what do ya want for nothing?", NOW)


def test_resend_s_signature_is_svix_s_own_example() -> None:
    headers = {
        "svix-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "svix-timestamp": "1614265330",
        "svix-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    now = datetime.fromtimestamp(1614265330, UTC)
    verify_svix(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], headers, b'{"test": 2432232314}', now)


def test_the_generic_signature_is_what_openssl_says() -> None:
    # printf '%s' 'delivery-1.1767225600.{"a":1}' | openssl dgst -sha256 -hmac 'shared-secret'
    signature = "e610f684f70d1d24da4001bdd6a27bd0bc2a386e89db168d1c83c54cc6696449"
    headers = {"x-delivery-id": "delivery-1", "x-timestamp": "1767225600", "x-signature": f"sha256={signature}"}
    verify_generic(["shared-secret"], headers, b'{"a":1}', NOW)


@given(body=st.binary(max_size=300), key=KEYS, other=KEYS, secret=SECRETS, wrong=SECRETS, delivery=IDS)
def test_only_the_secret_that_signed_lets_in(
    body: bytes, key: bytes, other: bytes, secret: str, wrong: str, delivery: str
) -> None:
    for webhook in (firecrawl(body, secret), generic(delivery, body, NOW, secret)):
        assert is_let_in(webhook, secret)
        assert is_let_in(webhook, wrong, secret), "while a secret is changed, the old and the new one are valid"
        assert is_let_in(webhook, wrong) == (wrong == secret)
    signed = resend(delivery, body, NOW, whsec(key))
    assert is_let_in(signed, whsec(other), whsec(key))
    # HMAC pads a key with zeros
    assert is_let_in(signed, whsec(other)) == (key.rstrip(b"\0") == other.rstrip(b"\0"))


@given(body=st.binary(min_size=1, max_size=300), data=st.data())
def test_one_other_bit_anywhere_in_the_body_is_forged(body: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 8 * len(body) - 1))
    changed = bytearray(body)
    changed[place // 8] ^= 1 << place % 8
    for webhook in (firecrawl(body, "secret"), generic("id-1", body, NOW, "secret")):
        assert not is_let_in(webhook.but(body=bytes(changed)), "secret")
    assert not is_let_in(resend("id-1", body, NOW, whsec(b"secret")).but(body=bytes(changed)), whsec(b"secret"))


@given(body=st.binary(min_size=1, max_size=300), data=st.data())
def test_a_truncated_body_is_forged(body: bytes, data: st.DataObject) -> None:
    cut = body[: data.draw(st.integers(0, len(body) - 1))]
    assert not is_let_in(firecrawl(body, "secret").but(body=cut), "secret")
    assert not is_let_in(generic("id-1", body, NOW, "secret").but(body=cut), "secret")


@given(delivery=IDS, other=IDS)
def test_a_replay_under_a_new_id_is_forged(delivery: str, other: str) -> None:
    key = whsec(b"secret")
    assert is_let_in(resend(delivery, {}, NOW, key).but(svix_id=other), key) == (delivery == other)
    assert is_let_in(generic(delivery, {}, NOW, "s").but(x_delivery_id=other), "s") == (delivery == other)


@pytest.mark.parametrize(("seconds", "lets_in"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_the_timestamp_may_be_off_by_five_minutes(seconds: int, lets_in: bool) -> None:
    late = NOW + timedelta(seconds=seconds)
    assert is_let_in(resend("id-1", {}, NOW, whsec(b"k")), whsec(b"k"), now=late) is lets_in
    assert is_let_in(generic("id-1", {}, NOW, "k"), "k", now=late) is lets_in


def test_a_fresh_timestamp_on_an_old_signature_is_forged() -> None:
    late = NOW + timedelta(hours=1)
    moment = str(int(late.timestamp()))
    assert not is_let_in(generic("id-1", {}, NOW, "k").but(x_timestamp=moment), "k", now=late)
    assert not is_let_in(resend("i", {}, NOW, whsec(b"k")).but(svix_timestamp=moment), whsec(b"k"), now=late)


def test_one_of_several_svix_signatures_is_enough() -> None:
    webhook = resend("id-1", {}, NOW, whsec(b"new"))
    right = webhook.headers["svix-signature"]
    wrong = resend("id-1", {}, NOW, whsec(b"old")).headers["svix-signature"]
    assert is_let_in(webhook.but(svix_signature=f"v1a,AAAA {wrong} {right}"), whsec(b"new"))
    assert not is_let_in(webhook.but(svix_signature=f"v1a,{right[3:]} {wrong}"), whsec(b"new"))


@given(garbage=st.text(st.characters(max_codepoint=255), max_size=80))
def test_garbage_in_a_signature_s_header_is_forged_and_nothing_worse(garbage: str) -> None:
    assert not is_let_in(firecrawl({}, "k").but(x_firecrawl_signature=garbage), "k")
    assert not is_let_in(generic("id-1", {}, NOW, "k").but(x_signature=garbage), "k")
    assert not is_let_in(resend("id-1", {}, NOW, whsec(b"k")).but(svix_signature=garbage), whsec(b"k"))
    assert not is_let_in(resend("id-1", {}, NOW, whsec(b"k")).but(svix_signature=f"v1,{garbage}"), whsec(b"k"))


@pytest.mark.parametrize("moment", ["", "now", "-1", "1e9", "٣", "9" * 40, "1767225600.0"])
def test_a_timestamp_that_is_no_number_of_seconds_is_forged(moment: str) -> None:
    assert not is_let_in(generic("id-1", {}, NOW, "k").but(x_timestamp=moment), "k")
    assert not is_let_in(resend("id-1", {}, NOW, whsec(b"k")).but(svix_timestamp=moment), whsec(b"k"))


@pytest.mark.parametrize("source", VERIFY)
def test_without_any_header_nothing_is_let_in(source: str) -> None:
    assert not is_let_in(Webhook(source, {}, b"{}"), whsec(b"k"))


@pytest.mark.parametrize(
    ("source", "secret"), [("resend", "s3cr3t"), ("resend", "whsec_####"), ("resend", "####"), ("generic", "s3cr3t\0")]
)
def test_a_secret_that_cannot_be_one_is_named_by_its_setting_and_not_shown(source: str, secret: str) -> None:
    with pytest.raises(ValueError, match=r"RESEND_WEBHOOK_SECRET|INBOX_SECRET") as caught:
        check_secret(source, secret)
    assert secret not in str(caught.value)
