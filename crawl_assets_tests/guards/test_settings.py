"""Every setting stands in .env.example with its default, is read in one place, and keeps its secrets."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from crawl_assets.cli import main
from crawl_assets.settings import Settings, read_settings
from crawl_assets_tests.guards.checkout import CHECKOUT, PACKAGE, modules

SECRETS = (
    "TURSO_AUTH_TOKEN",
    "OPENROUTER_API_KEY",
    "FIRECRAWL_WEBHOOK_SECRET",
    "RESEND_WEBHOOK_SECRET",
    "INBOX_SECRET",
    "CRAWLER_WEBHOOK_SECRET",
    "FIRECRAWL_API_KEY",
    "RESEND_API_KEY",
    "GOOGLE_MAPS_API_KEY",
    "OPENAI_API_KEY",
)
MAY_TOUCH_THE_ENVIRONMENT = {"crawl_assets.settings"}
_ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv", "EnvVar", "load_dotenv"}


class Recording(dict[str, str]):
    """An environment that remembers which variables were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.append(key)
        return default

    def __getitem__(self, key: str) -> str:
        self.asked.append(key)
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        self.asked.append(str(key))
        return False


def example() -> dict[str, str]:
    lines = (CHECKOUT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))  # type: ignore[misc]


def variables_read() -> list[str]:
    environment = Recording()
    read_settings(environment)
    return environment.asked


def every_option(command: click.Command, path: str) -> Iterator[tuple[str, click.Parameter]]:
    for parameter in command.params:
        yield f"{path} {parameter.name}", parameter
    for name, child in getattr(command, "commands", {}).items():
        yield from every_option(child, f"{path} {name}")


def test_the_example_names_every_variable_that_is_read_and_no_other() -> None:
    assert set(example()) == set(variables_read())


def test_the_example_holds_the_defaults() -> None:
    assert read_settings(example()) == read_settings({})


def test_the_file_env_of_the_current_directory_is_read_and_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("LLM_BASE_URL=http://127.0.0.1:1/v1\nCRAWL_ASSETS_HOME=here\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLM_BASE_URL", "http://127.0.0.1:2/v1")
    monkeypatch.setenv("CRAWL_ALLOW_HOSTS", "127.0.0.1:80")
    settings = read_settings()
    assert (settings.llm_base_url, settings.home) == ("http://127.0.0.1:1/v1", tmp_path / "here")
    assert settings.allowed_hosts == ("127.0.0.1:80",)


def test_the_readme_s_table_names_every_setting() -> None:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))
    assert named == set(example()), "a row of the README's table of settings starts like | `LLM_BASE_URL` |"


def test_every_field_of_the_settings_names_its_variable_in_a_comment() -> None:
    source = (PACKAGE / "settings.py").read_text(encoding="utf-8")
    commented = dict(re.findall(r"^    (\w+): .*?  # ([A-Z_]+)", source, re.MULTILINE))
    assert list(commented) == [field.name for field in fields(Settings)]
    assert set(commented.values()) == set(variables_read())


@pytest.mark.parametrize("name", example())
def test_every_variable_changes_the_settings(name: str) -> None:
    assert read_settings({name: "http://elsewhere.example"}) != read_settings({})


def test_nothing_else_touches_the_environment() -> None:
    touching = set()
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            names += [node.attr] if isinstance(node, ast.Attribute) else []
            if _ENVIRONMENT & set(names):
                touching.add(name)
    assert touching == MAY_TOUCH_THE_ENVIRONMENT, "read it in settings.py and pass it on"


def test_no_option_of_the_command_line_reads_a_variable_of_its_own() -> None:
    assert [path for path, option in every_option(main, "crawl-assets") if option.envvar] == []


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_shows_in_no_text_of_the_settings(secret: str) -> None:
    settings = read_settings({secret: "s3cr3t-value"})
    assert "s3cr3t-value" not in f"{settings!r} {settings!s} {settings}"
    assert "set" in repr(settings)


@pytest.mark.parametrize("name", [name for name in example() if name.endswith("_URL")])
def test_a_password_inside_an_address_shows_in_no_text_of_the_settings(name: str) -> None:
    address = "https://user:s3cr3t-value@host.example/v1?authToken=s3cr3t-value"
    assert "s3cr3t-value" not in f"{read_settings({name: address})!r}"
