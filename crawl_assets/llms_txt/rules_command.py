"""`crawl-assets llms rules`."""

import json
from typing import IO, Any

import click

from crawl_assets.resources import Store

_SELECTED = "llms_txt_artifacts,crawl_report"


def _print_example(ctx: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    from crawl_assets.llms_txt.composing.rules import EXAMPLE

    if is_wanted:
        click.echo(_as_json(EXAMPLE))
        ctx.exit()


@click.command("rules")
@click.argument("domain")
@click.option("--from", "source", type=click.File(encoding="utf-8"), metavar="FILE", help="Keep these; - reads stdin.")
@click.option("--clear", is_flag=True, help="Decide nothing any more.")
@click.option(
    "--example", is_flag=True, is_eager=True, expose_value=False, callback=_print_example, help="Print one, and end."
)
@click.pass_obj
def rules_command(store: Store, domain: str, source: IO[str] | None, clear: bool) -> None:
    """Show, or with --from set, what you decide about a site's llms.txt, as JSON.

    The rules survive every crawl. All of them may be left out:

    \b
    pins              URLs that come first of all, in this order
    sections          name: globs of paths; a page is in the first that fits
    order             names of sections that come first
    overrides         URL: title, description, section that stand in for the page's own
    exclude           globs of pages that appear in no file
    optional          globs of pages for the section Optional; [] for none
    link_twins        true: link the Markdown twins, not the pages; needs public_url
    public_url        where llms.txt and its files are served; by default the root of the site itself.
                      From `crawl-assets serve` it ends in the domain: https://files.example.org/docs.example.org/
    largest_llms_txt, largest_full_text    characters from which a file is divided

    In a glob `*` stays within a folder, `**` does not, and /drafts/ is all that lies below it. The rules that are
    given replace all those before.
    """
    from crawl_assets.llms_txt.composing.rules import matched_by_nothing, read_rules
    from crawl_assets.llms_txt.history import history_of
    from crawl_assets.llms_txt.lifecycle import live_pages
    from crawl_assets.llms_txt.registry import change_domain, find_domain

    known = find_domain(store.database, domain)
    if source is not None and clear:
        raise click.UsageError("--from and --clear exclude each other.")
    if source is None and not clear:
        click.echo(_as_json(known.rules))
        return
    given = {} if source is None else _json_object(source.read(), source.name)
    rules = read_rules(given)
    change_domain(store.database, domain, rules=given)
    pages = {row.url for row in live_pages(history_of(store.database, domain))}
    for note in matched_by_nothing(rules, pages) if pages else ():
        click.echo(f"Note: {note}", err=True)
    click.echo(
        f"The rules of {domain} are {'kept' if given else 'cleared'}. They count from its next crawl on, or now:"
    )
    click.echo(_materialize(store, domain))


def _materialize(store: Store, domain: str) -> str:
    from crawl_assets.instance import dagster_home

    return (
        f"DAGSTER_HOME={dagster_home(store.settings)} dagster asset materialize -m crawl_assets.definitions \\\n"
        f"  --select {_SELECTED} --partition {domain}"
    )


def _json_object(text: str, name: str) -> dict[str, Any]:
    try:
        read = json.loads(text, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        raise ValueError(f"{name} is no JSON: {error}. `crawl-assets llms rules --example` prints some.") from None
    except RecursionError:
        raise ValueError(f"{name} is nested too deeply for rules.") from None
    if not isinstance(read, dict):
        raise ValueError(f"{name} must hold one JSON object of rules, not {read!r:.80}.")  # noqa: TRY004
    return read


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise ValueError(f"{double!r:.80} is there twice in one object; join the two.")
    return dict(pairs)


def _as_json(rules: Any) -> str:
    return json.dumps(rules, indent=2, ensure_ascii=False)
