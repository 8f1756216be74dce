"""What can be a mail, told before anything is sent."""

import pytest

from crawl_assets_tests.notify.messages import message


@pytest.mark.parametrize("address", ["a@example.org", "A B <a@example.org>", "ä@bücher.example", "a+b@example.org"])
def test_addresses_may_have_a_name(address: str) -> None:
    assert message(to=(address,)).to == (address,)


@pytest.mark.parametrize(
    "address", ["", "a", "@", "a@", "<a@b.c", "a@b.c>", "a@b.c, d@e.f", "a@b.c\nBcc: x@y.z", "A\r\n <a@b.c>", "a b@c.d"]
)
def test_what_is_no_one_address_is_named(address: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        message(to=(address,))


@pytest.mark.parametrize("key", ["", "a b", "a\n", "é", "k" * 257])
def test_a_key_that_no_header_can_hold_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="cannot be the key"):
        message(key=key)


def test_a_mail_to_nobody_and_a_subject_of_two_lines_are_refused() -> None:
    with pytest.raises(ValueError, match="MAIL_TO"):
        message(to=())
    with pytest.raises(ValueError, match="more than one line"):
        message(subject="Changed\nBcc: x@y.z")
