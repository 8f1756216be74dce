"""Mail as files: what any mail program opens, each once, whole or not at all."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.durable.errors import NonRetriable
from crawl_assets.notify.outbox import OutboxMailer, as_bytes, file_name
from crawl_assets_tests.notify.messages import message

AT = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)


def read(data: bytes) -> EmailMessage:
    mail = message_from_bytes(data, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_a_mail_is_a_file_with_its_sender_reader_date_and_text(tmp_path: Path) -> None:
    path = Path(OutboxMailer(tmp_path / "outbox", "Crawl <c@example.org>", lambda: AT).send(message()))
    mail = read(path.read_bytes())
    assert (mail["From"], mail["To"]) == ("Crawl <c@example.org>", "reader@example.org")
    assert mail["Subject"] == "docs.example.org: 2 pages changed"
    assert mail["Date"] == "Mon, 05 Jan 2026 06:00:00 +0000"
    assert text_of(mail).replace("\r\n", "\n") == "Two pages changed.\n"
    assert path.suffix == ".eml" and path.name.startswith("llms-txt-changed_docs.example.org-7-")


def test_html_is_the_other_form_of_the_text(tmp_path: Path) -> None:
    mail = read(Path(OutboxMailer(tmp_path).send(message(html="<p>Zwei Änderungen</p>"))).read_bytes())
    assert mail.get_content_type() == "multipart/alternative"
    assert "Zwei Änderungen" in text_of(mail, "html") and "Two pages" in text_of(mail)


def test_a_key_is_written_once_and_what_stands_there_stays(tmp_path: Path) -> None:
    first = OutboxMailer(tmp_path).send(message())
    assert OutboxMailer(tmp_path).send(message(text="Other words")) == first
    assert [file.name for file in tmp_path.iterdir()] == [Path(first).name]
    assert "Two pages" in text_of(read(Path(first).read_bytes()))


def test_many_writers_of_one_key_leave_one_whole_file(tmp_path: Path) -> None:
    def send(number: int) -> bytes:
        return Path(OutboxMailer(tmp_path).send(message(text=f"{number}\n" * 2000))).read_bytes()

    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(send, range(40)))
    assert len(found) == 1, "a later writer replaced what an earlier one had sent"
    assert len(list(tmp_path.iterdir())) == 1
    lines = text_of(read(found.pop())).split()
    assert len(lines) == 2000 and len(set(lines)) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_takes_no_file_is_named_to_who_may_not_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(NonRetriable, match=r"Give this user write access"):
        OutboxMailer(tmp_path / "outbox").send(message())


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("")
    with pytest.raises(NonRetriable, match="cannot be written"):
        OutboxMailer(tmp_path / "outbox").send(message())


def test_keys_that_look_alike_as_files_are_different_files() -> None:
    names = {file_name(key) for key in ("a/b", "a_b", "a?b", "A/b", "../a/b", "k" * 200, "k" * 201)}
    assert len(names) == 7
    assert all("/" not in name and not name.startswith(".") and len(name) < 130 for name in names)


def test_equal_mails_are_equal_bytes_with_network_line_ends() -> None:
    plain = as_bytes(message(), "c@example.org", AT)
    assert plain == as_bytes(message(), "c@example.org", AT)
    assert plain.count(b"\n") == plain.count(b"\r\n")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), st.text(st.characters(codec="utf-8")))
def test_any_subject_and_text_can_be_written_and_read(subject: str, text: str) -> None:
    mail = read(as_bytes(message(subject=subject, text=text), "c@example.org", AT))
    assert " ".join(str(mail["Subject"]).split()) == " ".join(subject.split())
    assert "".join(text_of(mail).split()) == "".join(text.split())
