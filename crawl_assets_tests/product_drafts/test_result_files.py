"""Result files: the newest one is known by its name, none is half written, and no id from outside becomes a path."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawl_assets.product_drafts.result_files import (
    UnreadableResult,
    newest_result,
    next_moment,
    result_folder,
    write_result,
)
from crawl_assets_tests.durable.children import join, start

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


def write(folder: Path, at: datetime = NOON, event: str = "e", source: str | None = "shopee", **content: object) -> str:
    return write_result(folder, event, source, next_moment(folder, event, at), content)


def test_a_file_is_named_by_its_moment_its_shop_and_its_event(tmp_path: Path) -> None:
    assert write(tmp_path, title="A") == "20260302T120000.123456Z_shopee_e.json"
    assert write(tmp_path, event="f", source=None) == "20260302T120000.123456Z_unknown_f.json"
    assert json.loads((tmp_path / "20260302T120000.123456Z_shopee_e.json").read_text()) == {"title": "A"}


def test_bug_a1_the_newest_result_is_never_an_older_one(tmp_path: Path) -> None:
    for number, at in enumerate((NOON, NOON - timedelta(hours=3), NOON, NOON + timedelta(seconds=1))):
        write(tmp_path, at, number=number)
        found = newest_result(tmp_path, "e")
        assert found is not None
        assert found.payload == {"number": number}
    assert len(list(tmp_path.iterdir())) == 4


def test_events_whose_ids_end_alike_are_kept_apart(tmp_path: Path) -> None:
    write(tmp_path, event="a-e", number=1)
    write(tmp_path, event="e_e", number=2)
    assert newest_result(tmp_path, "e") is None
    write(tmp_path, NOON - timedelta(days=1), event="e", number=3)
    found = newest_result(tmp_path, "e")
    assert found is not None
    assert found.payload == {"number": 3}


@pytest.mark.parametrize("event", ["../../evil", "/etc/passwd", "a/b", "..", "x" * 300, "urlsha256:00", "ä", "a*?[b]"])
def test_bug_a11_an_event_id_from_outside_is_no_path(tmp_path: Path, event: str) -> None:
    folder = tmp_path / "out"
    write(folder, event=event, number=1)
    assert [path.parent for path in tmp_path.rglob("*.json")] == [folder]
    found = newest_result(folder, event)
    assert found is not None
    assert found.payload == {"number": 1}


@pytest.mark.parametrize("out_dir", ["..", "/etc", "a/../../b", "link/inside", "/tmp/out-of-it", "a\0b"])
def test_bug_a11_an_out_dir_leads_nowhere_but_below_its_folder(tmp_path: Path, out_dir: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "link").symlink_to(tmp_path)
    with pytest.raises(ValueError, match=r"^out_dir '.*' is (not below PRODUCTS_OUT|no path)"):
        result_folder(out, out_dir)


def test_an_out_dir_below_it_is_taken(tmp_path: Path) -> None:
    assert result_folder(tmp_path, None) == tmp_path
    assert result_folder(tmp_path, "a/b") == (tmp_path / "a" / "b").resolve()
    assert result_folder(tmp_path, str(tmp_path / "c")) == (tmp_path / "c").resolve()


def test_a_damaged_file_is_named_and_what_to_do(tmp_path: Path) -> None:
    name = write(tmp_path)
    (tmp_path / name).write_text('{"half":')
    with pytest.raises(UnreadableResult, match=f"{name} is no result file .* crawl its page once more"):
        newest_result(tmp_path, "e")


def write_many(folder: Path, process: int) -> None:
    for number in range(30):
        write(folder, process=process, number=number)


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    processes = [start(write_many, tmp_path, number) for number in range(3)]
    assert [join(process) for process in processes] == [0, 0, 0]
    kept = [json.loads(path.read_text()) for path in tmp_path.glob("*.json")]
    assert {(one["process"], one["number"]) for one in kept} == {(p, n) for p in range(3) for n in range(30)}
    assert len(list(tmp_path.iterdir())) == 90
