"""Published files are copied to a bucket or a folder: each once, llms.txt last, and nothing else stays there."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from crawl_assets.llms_txt.copying import MANIFEST, Copied, NotCopied, copy_published, shown_target
from crawl_assets.llms_txt.registry import add_domain
from crawl_assets.llms_txt.rows import Artifact
from crawl_assets.resources import Store
from crawl_assets.samples.sites import edit_a_fare, handbook
from crawl_assets.settings import read_settings
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.rows import save
from crawl_assets_tests.cryptic_bench.projects import Project, Ran, cli, environment
from crawl_assets_tests.fakes.s3 import S3Server
from crawl_assets_tests.fakes.site import Reply, SiteServer
from crawl_assets_tests.llms_txt.rows import DOMAIN, NOW

ONE = {
    "llms.txt": "# 1\n",
    "guide/llms.txt": "# Guide\n",
    "llms-full.txt": "all",
    "pages/a.md": "a",
    "pages/b/c.md": "c",
}
TWO = {"llms.txt": "# 2\n", "llms-full.txt": "all", "pages/a.md": "a", "pages/é d.md": "d"}


class Target:
    """Where files are copied to, and how to look into it."""

    def __init__(self, url: str, blobs: FileBlobs) -> None:
        self.url, self._blobs = url, blobs

    def copy(self, files: Mapping[str, str], *, again: bool = False) -> Copied:
        rows = [
            Artifact(DOMAIN, 1, path, self._blobs.put(text.encode()), len(text), "job", NOW)
            for path, text in files.items()
        ]
        return copy_published(rows, DOMAIN, self._blobs, self.url, again=again)

    def files(self) -> dict[str, str]:
        raise NotImplementedError


class Bucket(Target):
    def __init__(self, server: S3Server, blobs: FileBlobs) -> None:
        super().__init__("s3://bucket/www", blobs)
        self.server = server

    def files(self) -> dict[str, str]:
        start = f"bucket/www/{DOMAIN}/"
        found = {name.removeprefix(start): kept.body.decode() for name, kept in self.server.objects.items()}
        return {name: text for name, text in found.items() if name != MANIFEST}


class Folder(Target):
    def __init__(self, folder: Path, blobs: FileBlobs) -> None:
        super().__init__(f"file://{folder}", blobs)
        self.folder = folder / DOMAIN

    def files(self) -> dict[str, str]:
        found = {str(path.relative_to(self.folder)): path for path in self.folder.rglob("*") if path.is_file()}
        return {name: path.read_text() for name, path in found.items() if name != MANIFEST}


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    with S3Server() as server:
        for name, value in server.environ.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def bucket(s3: S3Server, tmp_path: Path) -> Bucket:
    return Bucket(s3, FileBlobs(tmp_path / "blobs"))


@pytest.fixture(params=["bucket", "folder"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    if request.param == "bucket":
        found: Bucket = request.getfixturevalue("bucket")
        return found
    return Folder(tmp_path / "www", FileBlobs(tmp_path / "blobs"))


def test_the_target_holds_what_is_published_and_equal_bytes_are_sent_once(target: Target) -> None:
    assert target.copy(ONE) == Copied(sent=5, deleted=0, kept=0)
    assert target.files() == ONE
    assert target.copy(ONE) == Copied(sent=0, deleted=0, kept=5)
    assert target.copy(TWO) == Copied(sent=2, deleted=2, kept=2)
    assert target.files() == TWO
    assert target.copy(ONE) == Copied(sent=3, deleted=1, kept=2)  # a rollback
    assert target.files() == ONE
    assert target.copy(ONE, again=True) == Copied(sent=5, deleted=0, kept=0)


def test_the_lists_are_written_last_and_nothing_is_deleted_before(bucket: Bucket) -> None:
    bucket.copy(ONE)
    first = bucket.server.written()
    start = f"www/{DOMAIN}/"
    assert first[-3:] == [f"{start}guide/llms.txt", f"{start}llms.txt", f"{start}{MANIFEST}"]
    bucket.copy(TWO)
    second = bucket.server.written()[len(first) :]
    assert second == [
        f"{start}{name}" if not name.startswith("-") else f"-{start}{name[1:]}"
        for name in (MANIFEST, "pages/é d.md", "llms.txt", "-guide/llms.txt", "-pages/b/c.md", MANIFEST)
    ]


def test_of_an_unchanged_version_only_the_manifest_is_read(bucket: Bucket) -> None:
    bucket.copy(ONE)
    before = len(bucket.server.http.requests)
    bucket.copy(ONE)
    asked = {(request.method, request.path) for request in bucket.server.http.requests[before:]}
    assert asked == {("HEAD", f"/bucket/www/{DOMAIN}/{MANIFEST}"), ("GET", f"/bucket/www/{DOMAIN}/{MANIFEST}")}


def test_each_file_has_its_type(bucket: Bucket) -> None:
    bucket.copy(ONE)
    types = {name.rpartition(f"{DOMAIN}/")[2]: kept.content_type for name, kept in bucket.server.objects.items()}
    assert types["pages/a.md"] == "text/markdown; charset=utf-8"
    assert types["llms.txt"] == types["llms-full.txt"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("broken_at", ["pages/é d.md", "/guide/llms.txt"])
def test_a_copy_that_broke_off_is_repaired_by_the_next_whichever_version_that_is(
    bucket: Bucket, broken_at: str
) -> None:
    two = TWO | {"pages/a.md": "other"}
    bucket.copy(ONE)
    bucket.server.refuse = broken_at
    with pytest.raises(NotCopied):
        bucket.copy(two)
    bucket.server.refuse = ""
    bucket.copy(ONE)
    assert bucket.files() == ONE
    bucket.copy(two)
    assert bucket.files() == two


def test_what_others_keep_at_the_target_stays(target: Target) -> None:
    target.copy(ONE)
    other = TWO | {"robots.txt": "of others"}
    if isinstance(target, Folder):
        (target.folder / "robots.txt").write_text("of others")
    elif isinstance(target, Bucket):
        target.server.objects[f"bucket/www/{DOMAIN}/robots.txt"] = target.server.objects[
            f"bucket/www/{DOMAIN}/llms.txt"
        ].__class__(b"of others", "text/plain")
    target.copy(TWO)
    assert target.files() == other


def test_files_of_a_web_server_can_be_read_by_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        folder = Folder(tmp_path / "www", FileBlobs(tmp_path / "blobs"))
        folder.copy(ONE)
    finally:
        os.umask(before)
    assert (folder.folder / "pages" / "a.md").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("variable", "value"), [("AWS_SECRET_ACCESS_KEY", "wrong/secret/1234567890"), ("AWS_ACCESS_KEY_ID", "AKIAWRONG")]
)
def test_defect_s_a_wrong_key_is_told_without_the_key(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(NotCopied) as failure:
        bucket.copy(ONE)
    assert str(failure.value).startswith("s3://bucket/www: ")
    assert not any(secret in str(failure.value) for secret in (bucket.server.secret, value))
    assert bucket.files() == {}


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("s3://other/www", "s3://other/www: FileNotFoundError: The specified bucket does not exist"),
        ("nosuch://u:s3cr3t@host/www?key=s3cr3t", "nosuch://host/www: ValueError: Protocol not known: nosuch"),
        ("file:///proc/here", "file:///proc/here: "),
    ],
)
def test_a_target_that_cannot_be_written_says_so(s3: S3Server, tmp_path: Path, target: str, said: str) -> None:
    blobs = FileBlobs(tmp_path)
    row = Artifact(DOMAIN, 1, "llms.txt", blobs.put(b"# 1"), 3, "job", NOW)
    with pytest.raises(NotCopied) as failure:
        copy_published([row], DOMAIN, blobs, target)
    assert said in str(failure.value)
    assert "s3cr3t" not in str(failure.value) + shown_target(target)


def test_a_damaged_manifest_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "www", FileBlobs(tmp_path / "blobs"))
    folder.copy(ONE)
    (folder.folder / MANIFEST).write_text("{")
    with pytest.raises(NotCopied, match=r"\.manifest\.json there is damaged"):
        folder.copy(TWO)
    assert folder.files() == ONE


def test_the_manifest_holds_the_sha256_of_each_file(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path / "blobs")
    folder = Folder(tmp_path / "www", blobs)
    folder.copy(ONE)
    told = json.loads((folder.folder / MANIFEST).read_text())
    assert told["files"] == {path: blobs.put(text.encode()) for path, text in ONE.items()}


def published(environ: dict[str, str], *versions: Mapping[str, str]) -> None:
    store = Store(lambda: read_settings(environ))
    add_domain(store.database, f"https://{DOMAIN}", NOW)
    rows = [
        Artifact(DOMAIN, number, path, store.blobs.put(text.encode()), len(text), "job", NOW)
        for number, files in enumerate(versions, start=1)
        for path, text in files.items()
    ]
    save(store.database, "llms_txt_artifacts", rows)
    store.database.close()


def test_by_command_the_published_version_is_copied_and_a_rollback_too(s3: S3Server, tmp_path: Path) -> None:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home"), "PUBLISH_TO": "s3://bucket"}
    published(environ, ONE, TWO)
    said = cli(environ, "llms", "copy", DOMAIN)
    assert said.output == f"s3://bucket/{DOMAIN} has version 2: 4 sent, 0 deleted, 0 there already.\n"
    assert s3.objects[f"bucket/{DOMAIN}/llms.txt"].body == b"# 2\n"
    assert "Copied: 3 sent, 1 deleted, 2 there already." in cli(environ, "llms", "rollback", DOMAIN, "1").output
    assert s3.objects[f"bucket/{DOMAIN}/llms.txt"].body == b"# 1\n"


def test_forgetting_a_domain_says_that_its_copies_stay(tmp_path: Path) -> None:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home"), "PUBLISH_TO": str(tmp_path / "www")}
    published(environ, ONE)
    cli(environ, "llms", "copy", DOMAIN)
    said = cli(environ, "llms", "remove", DOMAIN, "--yes").output
    assert said == f"{DOMAIN} is forgotten. Its copies in {tmp_path / 'www'} stay.\n"
    assert (tmp_path / "www" / DOMAIN / "llms.txt").exists()


def test_a_rollback_is_not_undone_by_a_copy_that_fails(s3: S3Server, tmp_path: Path) -> None:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home"), "PUBLISH_TO": "s3://nowhere"}
    published(environ, ONE, TWO)
    said = cli(environ, "llms", "rollback", DOMAIN, "1")
    assert said.exit_code == 0
    assert "Copied: not copied: s3://nowhere: " in said.output
    assert "version 1." in cli(environ, "llms", "show", DOMAIN).output


def test_keys_are_also_taken_from_the_file_env(s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home")}
    published(environ, ONE)
    lines = [f"{name}={value}" for name, value in s3.environ.items()]
    (tmp_path / ".env").write_text("\n".join([*lines, "PUBLISH_TO=s3://bucket", ""]))
    monkeypatch.setenv("PUBLISH_TO", "")
    for name in (*s3.environ, "PUBLISH_TO"):  # which are as before once the test ends
        monkeypatch.delenv(name)
    assert "5 sent" in cli(environ, "llms", "copy", DOMAIN).output


def test_without_a_target_the_command_says_what_to_set(tmp_path: Path) -> None:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home")}
    published(environ, ONE)
    said = cli(environ, "llms", "copy", DOMAIN)
    assert said.exit_code == 1
    assert "set PUBLISH_TO" in said.output
    assert "5 sent" in cli(environ, "llms", "copy", DOMAIN, "--to", str(tmp_path / "www")).output
    assert (tmp_path / "www" / DOMAIN / "llms.txt").read_text() == "# 1\n"


def test_a_run_that_publishes_copies_what_changed_and_tells_it(tmp_path: Path) -> None:
    ran, served = crawled_twice(tmp_path, str(tmp_path / "www"))
    assert [str(run.metadata["crawl_report"]["copied"]) for run in ran] == [
        "5 sent, 0 deleted, 0 there already",
        "3 sent, 0 deleted, 2 there already",  # the page, the whole text, and the list that describes it
    ]
    assert "12.80" in (tmp_path / "www" / served / "pages" / "fares.html.md").read_text()


def test_defect_s_a_copy_that_fails_fails_no_run_and_tells_no_key(s3: S3Server, tmp_path: Path) -> None:
    ran, _ = crawled_twice(tmp_path, "s3://nowhere")
    for run in ran:
        assert "not copied: s3://nowhere: " in str(run.metadata["crawl_report"]["copied"])
        assert not any(secret in str(run.metadata) for secret in (s3.key, s3.secret))


def crawled_twice(folder: Path, publish_to: str) -> tuple[list[Ran], str]:
    """Crawl the ferry's site, edit a fare, and crawl again; returns the runs and the domain."""
    with SiteServer({}) as site:
        routes = dict(handbook(site.url))
        settings = {"CRAWL_ALLOW_HOSTS": site.place, "PUBLISH_TO": publish_to}
        with Project(environment(folder / "home", **settings)) as project:
            domain = add_domain(project.database, site.url, NOW).domain
            project.instance.add_dynamic_partitions("domain", [domain])
            ran = []
            for edit in (lambda _: None, edit_a_fare):
                edit(routes)
                for path, (content_type, body) in routes.items():
                    site.routes[path] = Reply(body, content_type=content_type)
                assets = ["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"]
                ran.append(project.run(assets, domain))
                assert ran[-1].success, ran[-1].failure
    return ran, domain
