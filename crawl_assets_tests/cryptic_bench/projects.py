"""A whole project in a folder: the code location's own job on a sample blog, fake providers and databases."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
from click.testing import CliRunner, Result

from crawl_assets.cli import main
from crawl_assets.cryptic_bench.partitions import MODELS
from crawl_assets.cryptic_bench.puzzle import Clue
from crawl_assets.cryptic_bench.registry import add_model
from crawl_assets.definitions import build
from crawl_assets.resources import LanguageModels, Store, Web
from crawl_assets.samples import BLOG_WEEK, sample_blog
from crawl_assets.settings import read_settings
from crawl_assets.store.database import Database
from crawl_assets.store.rows import save
from crawl_assets_tests.cryptic_bench.rows import MONDAY, clue, puzzle
from crawl_assets_tests.fakes.openai import KEY, OpenAIServer
from crawl_assets_tests.fakes.site import Reply, SiteServer

WEEK = BLOG_WEEK
SCRAPE, ASK = ["puzzles", "clues", "clues_set_aside"], ["model_responses", "evaluations"]
ONE, TWO, BASELINE = "acme/one", "acme/two", "baseline/anagram"
REPO = Path(__file__).parents[2]
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
# by asset: the op that has config
CONFIGURED = {"puzzles": "scrape_week", "llms_txt_artifacts": "llms_txt_artifacts", "product_pages": "product_pages"}

Metadata = dict[str, Any]


@contextmanager
def sample_site() -> Iterator[SiteServer]:
    """Serve the sample blog; its routes may be changed."""
    with SiteServer({}) as site:
        for path, (content_type, body) in sample_blog(site.url).items():
            site.routes[path] = Reply(body, content_type=content_type)
        yield site


def environment(
    home: Path, site: SiteServer | None = None, provider: OpenAIServer | None = None, **more: str
) -> dict[str, str]:
    """Return the settings as environment variables; nothing outside of this machine is named."""
    found = {"CRAWL_ASSETS_HOME": str(home), "CRYPTIC_FEED_URL": "http://127.0.0.1:9/feed.xml"}
    found |= {"LLM_BASE_URL": "http://127.0.0.1:9/api/v1"}
    if site is not None:
        found |= {"CRYPTIC_FEED_URL": f"{site.url}/feed.xml", "CRAWL_ALLOW_HOSTS": site.place}
    if provider is not None:
        found |= {"LLM_BASE_URL": provider.base_url, "OPENROUTER_API_KEY": KEY}
    return found | more


class Ran:
    """One run of the job."""

    def __init__(self, result: dg.ExecuteInProcessResult) -> None:
        self.result = result
        self.success = result.success

    @property
    def metadata(self) -> dict[str, Metadata]:
        """Return the metadata of each asset that was materialized, by its name, as plain values."""
        return {
            event.asset_key.to_user_string(): {
                name: value.value for name, value in event.materialization.metadata.items()
            }
            for event in self.result.get_asset_materialization_events()
            if event.asset_key
        }

    @property
    def checks(self) -> dict[str, dg.AssetCheckEvaluation]:
        return {check.check_name: check for check in self.result.get_asset_check_evaluations()}

    @property
    def failed_checks(self) -> list[str]:
        return sorted(name for name, check in self.checks.items() if not check.passed)

    def problems(self, check: str) -> str:
        return str(self.checks[check].metadata["problems"].value)

    @property
    def failure(self) -> str:
        """Return what the run says went wrong: the messages of every failed step, each with its causes."""
        said: list[str] = []
        for event in self.result.all_events:
            if event.is_step_failure:
                data = event.step_failure_data
                error = data.error
                while error is not None:
                    said.append(error.message)
                    error = error.cause
                if data.user_failure_data is not None:
                    said.append(str(data.user_failure_data.description))
        return "\n".join(said)

    @property
    def changed(self) -> dict[str, int]:
        return {asset: values["rows_changed"] for asset, values in self.metadata.items()}


class Project:
    """The code location on one set of settings, with an instance in memory; close it by `with`."""

    def __init__(
        self, environ: Mapping[str, str], *, starts_per_second: float = 1000, total_seconds: float = 20
    ) -> None:
        self.environ = dict(environ)
        settings = lambda: read_settings(environ)  # noqa: E731
        self.store = Store(settings)
        llm = LanguageModels(settings, starts_per_second=starts_per_second, total_seconds=total_seconds)
        self.defs = build(self.store, Web(store=self.store), llm)
        self.job = self.defs.resolve_implicit_global_asset_job_def()
        self.instance = dg.DagsterInstance.ephemeral()

    def __enter__(self) -> "Project":
        return self

    def __exit__(self, *_: object) -> None:
        if "database" in vars(self.store):
            self.database.close()
        self.instance.dispose()

    @property
    def database(self) -> Database:
        return self.store.database

    def add_models(self, *ids: str) -> None:
        for openrouter_id in ids:
            add_model(self.database, openrouter_id, None, datetime(2026, 1, 1, tzinfo=UTC))
        self.instance.add_dynamic_partitions(str(MODELS.name), list(ids))

    def keep_week(self, clues: Sequence[Clue]) -> None:
        """Store a week's puzzle and clues as if they were scraped."""
        save(self.database, "puzzles", [puzzle(clue_count=len(clues))])
        save(self.database, "clues", clues)

    def run(self, assets: Sequence[str], partition: str | None = None, **config: Any) -> Ran:
        """Materialize assets in one run; `config` is that of the one asset of them that has any."""
        op = next((op for asset, op in CONFIGURED.items() if asset in assets), "model_responses")
        result = self.job.execute_in_process(
            instance=self.instance,
            partition_key=partition,
            asset_selection=[dg.AssetKey(name) for name in assets],
            run_config=QUIET | ({"ops": {op: {"config": config}}} if config else {}),
            raise_on_error=False,
        )
        return Ran(result)

    def ask(self, openrouter_id: str = ONE, **config: Any) -> Ran:
        return self.run(ASK, f"{openrouter_id}|{WEEK}", **config)

    def whole_week(self, *models: str) -> dict[str, Ran]:
        """Materialize every asset of the week, in the order of the graph."""
        ran = {"scrape": self.run(SCRAPE, WEEK)}
        ran |= {model: self.ask(model) for model in models}
        return ran | {"rankings": self.run(["weekly_rankings"], WEEK), "tenure": self.run(["rank_tenure"])}

    def cli(self, *arguments: str) -> Result:
        return cli(self.environ, *arguments)

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Read every row of the benchmark's tables."""
        tables = (*SCRAPE, "models", *ASK, "weekly_rankings", "rank_tenure")
        return {name: self.database.query(f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in tables}


def small_week(count: int = 8) -> list[Clue]:
    """Make clues whose answer is LISTEN."""
    return [clue(position, week=MONDAY) for position in range(1, count + 1)]


def cli(environ: Mapping[str, str], *arguments: str) -> Result:
    """Run `crawl-assets` in this process, with no other setting than those of `environ`."""
    ours = ("CRAWL_", "TURSO_", "LLM_", "OPENROUTER_", "CRYPTIC_", "DAGSTER_HOME")
    unset = {name: None for name in os.environ if name.startswith(ours)}
    with chdir(elsewhere(environ)):
        return CliRunner().invoke(main, arguments, env=unset | dict(environ))


def elsewhere(environ: Mapping[str, str]) -> Path:
    """Return a folder that is no checkout, whose .env would count."""
    return Path(environ["CRAWL_ASSETS_HOME"]).parent


def materialize_command(assets: Sequence[str], partition: str | None = None) -> list[str]:
    command = [sys.executable, "-m", "dagster", "asset", "materialize", "-m", "crawl_assets.definitions"]
    return [*command, "--select", ",".join(assets), *(["--partition", partition] if partition else [])]


def process(environ: Mapping[str, str], assets: Sequence[str], partition: str | None = None) -> subprocess.Popen[str]:
    """Start a real `dagster asset materialize`, which no DAGSTER_HOME helps."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        materialize_command(assets, partition),
        cwd=elsewhere(environ),
        env=kept | {"PYTHONPATH": str(REPO)} | dict(environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def ended(running: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for the end; returns the exit code and what was printed."""
    said, _ = running.communicate(timeout=120)
    return running.returncode, said
