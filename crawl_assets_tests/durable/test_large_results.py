"""A result over 1 MB lies in a blob; a blob that is gone or damaged runs its step again."""

import logging
from pathlib import Path

import pytest

from crawl_assets_tests.durable.opening import SCOPE, journals_in, opened

LARGE = "é" * 600_000  # 1.2 MB of UTF-8, though only 600,000 letters


def page(calls: list[str], item: str) -> str:
    calls.append(item)
    return LARGE


def blob_files(folder: Path) -> list[Path]:
    return [path for path in (folder / "blobs").rglob("*") if path.is_file()]


def test_a_large_result_is_a_file_and_comes_back_whole(tmp_path: Path) -> None:
    calls: list[str] = []
    for _ in range(2):
        with opened(tmp_path) as steps:
            assert steps.map("read", lambda item: page(calls, item), ["a"], key=str)[0].value == LARGE
    (step,) = journals_in(tmp_path).show(SCOPE)
    assert (calls, len(blob_files(tmp_path))) == (["a"], 1)
    assert step.result is not None
    assert step.result.startswith("sha256:")


def test_a_result_of_less_stays_in_the_database(tmp_path: Path) -> None:
    with opened(tmp_path) as steps:
        steps.map("read", lambda _: "x" * 900_000, ["a"], key=str)
    assert blob_files(tmp_path) == []


@pytest.mark.parametrize("content", [None, "damaged"], ids=["lost", "damaged"])
def test_a_blob_that_is_gone_runs_its_step_again_and_says_so(
    tmp_path: Path, content: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[str] = []
    with opened(tmp_path) as steps:
        steps.map("read", lambda item: page(calls, item), ["a"], key=str)
    (file,) = blob_files(tmp_path)
    file.unlink()
    if content is not None:
        file.write_text(content)
    with caplog.at_level(logging.WARNING), opened(tmp_path) as steps:
        assert steps.map("read", lambda item: page(calls, item), ["a"], key=str)[0].value == LARGE
    assert calls == ["a", "a"]
    assert "read a: blob" in caplog.text
    assert "It runs again." in caplog.text


def test_many_large_results_fit_through_the_group_commits(tmp_path: Path) -> None:
    with opened(tmp_path) as steps:
        outcomes = steps.map("read", lambda item: "x" * 800_000 + item, list("abcdefghij"), key=str)
    assert [outcome.value[-1] for outcome in outcomes] == list("abcdefghij")
