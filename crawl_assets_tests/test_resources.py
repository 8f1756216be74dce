"""What assets are given: made at first use, from settings whose secrets never show."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl_assets.instance import open_instance
from crawl_assets.resources import LanguageModels, Store, Web
from crawl_assets.settings import DEFAULT_FEED_URL, DEFAULT_LLM_BASE_URL, read_settings
from crawl_assets_tests.cryptic_bench.projects import BASELINE, ONE, SCRAPE, WEEK, Project, environment, sample_site
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.fakes.openai import KEY, OpenAIServer, reply, reset, sequence, status

TOKEN = "eyJ-the-secret-token"


def test_without_any_variable_the_defaults_are_those_of_the_documents(tmp_path: Path) -> None:
    settings = read_settings({})
    assert settings.home == Path.cwd() / ".crawl_assets"
    assert (settings.llm_base_url, settings.cryptic_feed_url) == (DEFAULT_LLM_BASE_URL, DEFAULT_FEED_URL)
    assert (settings.database_url, settings.dagster_home, settings.allowed_hosts) == ("", None, ())


def test_an_empty_variable_counts_as_unset_and_spaces_around_a_value_do_not_count() -> None:
    names = ("CRAWL_ASSETS_HOME", "DAGSTER_HOME", "TURSO_DATABASE_URL", "LLM_BASE_URL", "CRYPTIC_FEED_URL")
    assert read_settings(dict.fromkeys(names, "")) == read_settings({}) == read_settings(dict.fromkeys(names, "  "))
    spaced = read_settings({"LLM_BASE_URL": " http://127.0.0.1:1/v1\n", "CRAWL_ALLOW_HOSTS": " a:1, b:2 ,"})
    assert (spaced.llm_base_url, spaced.allowed_hosts) == ("http://127.0.0.1:1/v1", ("a:1", "b:2"))


def test_nothing_is_opened_or_made_before_it_is_used(tmp_path: Path) -> None:
    store = Store(lambda: read_settings({"CRAWL_ASSETS_HOME": str(tmp_path / "home")}))
    Web(store=store)
    LanguageModels(lambda: read_settings({"LLM_BASE_URL": "no address"})).client()
    assert not (tmp_path / "home").exists()


def test_the_services_of_one_process_share_one_store(tmp_path: Path) -> None:
    store = Store(lambda: read_settings({"CRAWL_ASSETS_HOME": str(tmp_path)}))
    assert store.database is store.database
    assert Web(store=store).settings is store.settings
    store.database.close()


@pytest.mark.parametrize(
    ("environ", "has_key"),
    [
        ({}, False),
        ({"OPENROUTER_API_KEY": KEY}, True),
        ({"LLM_BASE_URL": "http://127.0.0.1:8080/v1"}, True),
        ({"LLM_BASE_URL": "http://[bad"}, False),
    ],
)
def test_models_can_be_asked_with_a_key_or_where_none_is_needed(environ: dict[str, str], has_key: bool) -> None:
    assert LanguageModels(lambda: read_settings(environ)).has_key is has_key


def test_settings_show_no_secret() -> None:
    environ = {
        "TURSO_DATABASE_URL": f"libsql://name.turso.io?authToken={TOKEN}",
        "TURSO_AUTH_TOKEN": TOKEN,
        "OPENROUTER_API_KEY": KEY,
        "LLM_BASE_URL": f"https://user:{KEY}@llm.example/v1",
        "CRYPTIC_FEED_URL": f"https://user:{TOKEN}@blog.example/feed",
    }
    shown = f"{read_settings(environ)!r} {read_settings(environ)!s}"
    assert TOKEN not in shown and KEY not in shown
    assert "token=set, key=set" in shown


@pytest.fixture
def provider() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


def test_a_whole_run_at_debug_level_shows_no_secret(
    tmp_path: Path, provider: OpenAIServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    echo = f"Incorrect API key provided: {KEY}"
    provider.behave(ONE, sequence(status(500, echo), reset(), reply("A"), status(400, echo), status(401, echo)))
    with HranaServer(tmp_path / "turso.db", token=TOKEN) as turso, sample_site() as site:
        environ = environment(tmp_path, site, provider, TURSO_DATABASE_URL=turso.url, TURSO_AUTH_TOKEN=TOKEN)
        with caplog.at_level(logging.DEBUG), Project(environ) as project:
            project.add_models(ONE)
            runs = [project.run(SCRAPE, WEEK), project.ask(), project.ask(BASELINE)]
            runs += [project.run(["weekly_rankings"], WEEK), project.run(["rank_tenure"])]
            events = [entry for run in project.instance.get_runs() for entry in project.instance.all_logs(run.run_id)]
            rows = project.everything()
        seen = "".join([caplog.text, *capfd.readouterr(), repr(events), repr(rows)])
        seen += repr([(ran.metadata, ran.failure) for ran in runs])
    assert len(events) > 100 and "HTTP 401" in seen
    assert TOKEN not in seen and KEY not in seen
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert TOKEN.encode() not in kept and KEY.encode() not in kept


def test_the_process_environment_is_left_as_it_is(tmp_path: Path) -> None:
    before = dict(os.environ)
    with open_instance(read_settings({"CRAWL_ASSETS_HOME": str(tmp_path)})):
        pass
    assert dict(os.environ) == before
