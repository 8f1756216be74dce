"""A crawl that failed is told of by mail, once, with what to expect and without a secret."""

from email import message_from_bytes, policy
from pathlib import Path

import dagster as dg
import pytest

from crawl_assets.llms_txt.automation import crawl_failed_mail
from crawl_assets.llms_txt.failing import Failure, failure_message, without_secrets
from crawl_assets.resources import Outside
from crawl_assets_tests.cryptic_bench.projects import Ran
from crawl_assets_tests.fakes.firecrawl_requests import refused
from crawl_assets_tests.llms_txt.firecrawling import Crawled, firecrawled

MAIL = {"MAIL_TO": "us@example.org"}


def tell(crawled: Crawled, ran: Ran, tags: dict[str, str] | None = None) -> object:
    """Do what Dagster does after a failed run."""
    instance = crawled.project.instance
    if tags:
        instance.add_run_tags(ran.result.run_id, tags)
    (failed,) = instance.all_logs(ran.result.run_id, of_type=dg.DagsterEventType.RUN_FAILURE)
    run = instance.get_run_by_id(ran.result.run_id)
    assert failed.dagster_event is not None and run is not None
    resources = {"store": crawled.project.store, "outside": Outside(lambda: crawled.project.store.settings)}
    context = dg.build_run_status_sensor_context(
        "crawl_failed_mail", failed.dagster_event, instance, run, resources=resources
    )
    return crawl_failed_mail(context.for_run_failure())


def mails(folder: Path) -> list[str]:
    files = sorted((folder / "outbox").glob("*.eml"))
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [f"{mail['Subject']}\n{mail.get_content()}" for mail in found]


def test_a_failed_crawl_is_told_of_once_with_its_reason_and_when_it_is_tried_again(tmp_path: Path) -> None:
    with firecrawled(tmp_path, settings=MAIL) as crawled:
        crawled.firecrawl.fail("start", refused(402, "Insufficient credits"))
        ran = crawled.crawl()
        tell(crawled, ran)
        tell(crawled, ran)
        key = crawled.firecrawl.key
    (mail,) = mails(tmp_path)
    assert mail.startswith(f"{crawled.name}: the crawl failed\n")
    assert f"The crawl of {crawled.name} failed at crawl_pages." in mail
    assert "Insufficient credits" in mail and "It is tried again at the first full hour from 20" in mail
    assert key not in mail and "Traceback" not in mail


def test_runs_of_the_command_line_which_belong_to_no_code_location_are_told_of_too(tmp_path: Path) -> None:
    with firecrawled(tmp_path, settings=MAIL) as crawled:
        cursor = None
        for answer in ("begins here", "told"):
            with dg.build_sensor_context(
                instance=crawled.project.instance,
                cursor=cursor,
                repository_name="__repository__",  # the run has none
                resources={"store": crawled.project.store, "outside": Outside(lambda: crawled.project.store.settings)},
            ) as context:
                cursor = crawl_failed_mail.evaluate_tick(context).cursor
            if answer == "begins here":
                crawled.firecrawl.fail("start", refused(402, "Insufficient credits"))
                assert not crawled.crawl().success
    assert len(mails(tmp_path)) == 1


def test_what_dagster_starts_again_and_what_is_no_crawl_is_not_told_of(tmp_path: Path) -> None:
    with firecrawled(tmp_path, settings=MAIL) as crawled:
        crawled.firecrawl.fail("start", refused(402, "Insufficient credits"))
        assert isinstance(tell(crawled, crawled.crawl(), {"dagster/will_retry": "true"}), dg.SkipReason)
        other = crawled.project.run(["puzzles"], "2026-01-05")
        assert not other.success
        assert isinstance(tell(crawled, other), dg.SkipReason)
    assert mails(tmp_path) == []


def test_mail_for_nobody_is_no_mail(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        crawled.firecrawl.fail("start", refused(402, "Insufficient credits"))
        tell(crawled, crawled.crawl())
    assert mails(tmp_path) == []


def test_an_unchanged_crawl_is_told_of_only_where_that_is_asked_for(tmp_path: Path) -> None:
    with firecrawled(tmp_path, settings=MAIL) as crawled:
        assert crawled.crawl().success
        assert crawled.crawl().success
        assert len(mails(tmp_path)) == 1
        edited = crawled.project.cli("llms", "edit", crawled.name, "--mail-unchanged")
        assert edited.exit_code == 0, edited.output
        assert crawled.crawl().success
        public = str(crawled.receiver.base_url)
    first, second = sorted(mails(tmp_path), key=lambda mail: "nothing new" in mail)
    assert "version 1" in first and f"Published: {public}/{crawled.name}/llms.txt" in first
    assert "0 skipped as unchanged, 0 summarised" in first and f"The site: {crawled.site.url}/" in first
    assert "nothing new is published" in second and "6 skipped as unchanged" in second


@pytest.mark.parametrize("secret", ["re_s3cr3t", "fc-0123"])
def test_no_secret_is_told(secret: str) -> None:
    error = f"refused: Bearer {secret} at https://user:pass@host.example/x\n" + "\n".join(
        f"line {n}" for n in range(90)
    )
    failure = Failure("x.org", ("crawl_pages",), error, "It is tried again.", "run-1")
    message = failure_message(failure, ("us@example.org",), ["", "re_s3cr3t", "fc-0123"])
    assert secret not in message.text and "user:pass" not in message.text
    assert "line 10" in message.text and "line 11" not in message.text
    assert message.key == "llms-txt-failed/run-1"
    assert without_secrets("nothing to hide", [""]) == "nothing to hide"
