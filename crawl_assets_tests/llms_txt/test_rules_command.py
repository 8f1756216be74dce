"""`crawl-assets llms rules`: what a user decides is checked, kept, and survives every crawl."""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.llms_txt.composing.rules import EXAMPLE, ComposeRules, read_rules
from crawl_assets.llms_txt.publishing import published
from crawl_assets.llms_txt.registry import add_domain, find_domain
from crawl_assets.samples.sites import guide
from crawl_assets_tests.cryptic_bench.projects import Project, cli, environment
from crawl_assets_tests.fakes.site import Reply, SiteServer
from crawl_assets_tests.llms_txt.rows import DOMAIN

CRAWL = ["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"]
REGENERATE = ["llms_txt_artifacts", "crawl_report"]


class Guide:
    """The sample guide on loopback, registered in a project of its own."""

    def __init__(self, project: Project, server: SiteServer) -> None:
        self.project, self.url = project, server.url
        self.server = server
        self.name = add_domain(project.database, server.url, datetime.now(UTC)).domain
        project.instance.add_dynamic_partitions("domain", [self.name])
        for path, (content_type, body) in guide(server.url).items():
            server.routes[path] = Reply(body, content_type=content_type)

    def run(self, assets: list[str]) -> None:
        ran = self.project.run(assets, self.name)
        assert ran.success, ran.failure

    def rules(self, *arguments: str) -> str:
        result = self.project.cli("llms", "rules", self.name, *arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def files(self) -> dict[str, str]:
        rows = published(self.project.database, find_domain(self.project.database, self.name))
        return {row.path: self.project.store.blobs.get(row.blob).decode() for row in rows}

    def sections(self) -> dict[str, list[str]]:
        """Return the links below each heading of llms.txt."""
        found: dict[str, list[str]] = {}
        for line in self.files()["llms.txt"].splitlines():
            if line.startswith("## "):
                found[line[3:]] = []
            elif line.startswith("- ["):
                found[list(found)[-1]].append(line)
        return found


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Guide]:
    with SiteServer({}) as server, Project(environment(tmp_path / "home", CRAWL_ALLOW_HOSTS=server.place)) as project:
        yield Guide(project, server)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home")}
    assert cli(environ, "llms", "add", f"https://{DOMAIN}").exit_code == 0
    return environ


def kept(tmp_path: Path, rules: Any) -> str:
    file = tmp_path / "rules.json"
    file.write_text(rules if isinstance(rules, str) else json.dumps(rules))
    return str(file)


def test_pins_order_section_names_overrides_and_exclusions_survive_regeneration(site: Guide, tmp_path: Path) -> None:
    site.run(CRAWL)
    rules = {
        "pins": [f"{site.url}/jobs/"],
        "sections": {"Look up": ["/reference/"]},
        "order": ["Look up", "Start here"],
        "overrides": {f"{site.url}/reference/settings/": {"title": "Every setting", "description": "By name."}},
        "exclude": ["/install/"],
    }
    said = site.rules("--from", kept(tmp_path, rules))
    assert f"--select llms_txt_artifacts,crawl_report --partition {site.name}" in said
    site.run(REGENERATE)  # without a crawl
    decided = site.sections()
    assert list(decided)[:2] == ["Look up", "Start here"]
    assert f"- [Every setting]({site.url}/reference/settings/): By name." in decided["Look up"]
    assert [line.partition("](")[2].partition(")")[0] for line in decided["Start here"]] == [f"{site.url}/jobs/"]
    assert not any("/install/" in line for lines in decided.values() for line in lines)
    assert not any("install" in path for path in site.files())
    # the site changes, and says something else of every page that is decided about
    for path, old in (("/reference/settings/", b"</h1>"), ("/jobs/", b"</h1>")):
        content_type, body = guide(site.url)[path]
        site.server.routes[path] = Reply(body.replace(old, b" anew</h1>"), content_type=content_type)
    site.run(CRAWL)
    assert {name: len(lines) for name, lines in site.sections().items()} == {
        name: len(lines) for name, lines in decided.items()
    }
    assert site.sections()["Look up"] == decided["Look up"]
    assert "anew" in site.files()["llms-full.txt"]
    assert json.loads(site.rules()) == rules


def test_cleared_rules_decide_nothing(site: Guide, tmp_path: Path) -> None:
    site.run(CRAWL)
    before = site.files()
    site.rules("--from", kept(tmp_path, {"exclude": ["/jobs/"]}))
    site.run(REGENERATE)
    assert site.files() != before
    assert "cleared" in site.rules("--clear")
    site.run(REGENERATE)
    assert site.files() == before


def test_a_rule_that_fits_nothing_is_kept_and_told(site: Guide, tmp_path: Path) -> None:
    site.run(CRAWL)
    said = site.rules("--from", kept(tmp_path, {"pins": [f"{site.url}/soon/"], "exclude": ["/old/", "/jobs/"]}))
    assert f"Note: pins: {site.url}/soon/ is no page of the site now." in said
    assert "Note: exclude: /old/ fits no page now." in said
    assert "/jobs/ fits" not in said


def test_the_example_shows_every_rule_and_is_taken(environ: dict[str, str], tmp_path: Path) -> None:
    example = cli(environ, "llms", "rules", "--example").stdout
    assert set(json.loads(example)) == {rule.name for rule in fields(ComposeRules)}
    assert read_rules(json.loads(example)) == read_rules(EXAMPLE)
    assert cli(environ, "llms", "rules", DOMAIN, "--from", kept(tmp_path, example)).exit_code == 0
    assert json.loads(cli(environ, "llms", "rules", DOMAIN).stdout) == EXAMPLE


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"pin": []}, "no rule is called 'pin'; there is pins, sections"),
        ({"exclude": "/a/"}, "the rule exclude must be a list of texts, not '/a/'."),
        ({"link_twins": True}, "the rule link_twins needs public_url"),
        ('{"pins": [],', "is no JSON: "),
        ("[1]", "must hold one JSON object of rules, not [1]."),
        ('{"order": ["A"], "order": ["B"]}', "'order' is there twice in one object; join the two."),
        ("[" * 100_000, "is nested too deeply for rules."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_wrong_rules_are_refused_and_the_old_ones_stay(
    environ: dict[str, str], tmp_path: Path, rules: Any, said: str
) -> None:
    cli(environ, "llms", "rules", DOMAIN, "--from", kept(tmp_path, {"exclude": ["/a/"]}))
    result = cli(environ, "llms", "rules", DOMAIN, "--from", kept(tmp_path, rules))
    assert result.exit_code == 1
    assert said in result.output
    assert json.loads(cli(environ, "llms", "rules", DOMAIN).stdout) == {"exclude": ["/a/"]}
