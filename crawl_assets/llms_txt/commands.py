"""`crawl-assets llms ...`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawl_assets.llms_txt.cancel_command import cancel_command
from crawl_assets.llms_txt.copy_command import copied_to_target, copy_command
from crawl_assets.llms_txt.linting.command import lint_command
from crawl_assets.llms_txt.rules_command import rules_command
from crawl_assets.resources import Store

if TYPE_CHECKING:
    from crawl_assets.llms_txt.rows import Domain


@click.group()
def llms() -> None:
    """Publish llms.txt and llms-full.txt of sites, and keep them current."""


_OPTIONS = (
    click.option("--interval", metavar="TIME", help="Between crawls: 30m, 24h, 7d."),
    click.option("--include", multiple=True, metavar="GLOB", help="Only these paths; may be given several times."),
    click.option("--exclude", multiple=True, metavar="GLOB", help="Not these paths; may be given several times."),
    click.option("--max-pages", type=click.IntRange(min=1), help="Of one crawl."),
    click.option("--source", type=click.Choice(["own", "firecrawl"]), help="Who crawls; default: our own crawler."),
    click.option("--title", help="Of llms.txt; default: the title of the start page."),
    click.option("--model", help="Describes new and changed pages, as maker/model; default: their own words do."),
    click.option("--no-model", is_flag=True, help="Describe pages in their own words again; the cap goes with it."),
    click.option(
        "--max-cost-usd", type=click.FloatRange(min=0, min_open=True), help="Cap on the model, for each crawl."
    ),
    click.option(
        "--similarity",
        type=click.FloatRange(0, 1),
        help="Reworded prose that is as similar as this, like 0.95, is no change; default: 1, every difference is one.",
    ),
    click.option(
        "--ignore-line",
        multiple=True,
        metavar="GLOB",
        help="Lines that never count as changed, like 'Viewed * times'; may be given several times, '' for none.",
    ),
    click.option(
        "--mail-unchanged/--no-mail-unchanged",
        "mails_unchanged",
        default=None,
        help="Whether a crawl that changes nothing is told of by mail, too; default: it is not.",
    ),
)


def _with_options(command: Any) -> Any:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@llms.command()
@click.argument("url")
@_with_options
@click.pass_obj
def add(store: Store, /, url: str, **options: Any) -> None:
    """Register a site by the address its crawl starts at; adds its partition."""
    from crawl_assets.llms_txt.registry import add_domain
    from crawl_assets.llms_txt.reporting import add_domain_partition

    domain = add_domain(store.database, url, datetime.now(UTC), **_read(options))
    home = add_domain_partition(store.settings, domain.domain)
    click.echo(f"{domain.domain} is registered and has its partition in {home}. Crawl it now:")
    click.echo(
        f"DAGSTER_HOME={home} dagster asset materialize -m crawl_assets.definitions \\\n"
        f"  --select crawl_pages,page_versions,llms_txt_artifacts,crawl_report --partition {domain.domain}"
    )


@llms.command()
@click.argument("domain")
@_with_options
@click.pass_obj
def edit(store: Store, /, domain: str, **options: Any) -> None:
    """Change how a registered site is crawled; what is not given stays."""
    from crawl_assets.llms_txt.registry import change_domain

    changed = change_domain(store.database, domain, **_read(options))
    click.echo(f"{changed.domain}: every {changed.interval_minutes} minutes, at most {changed.max_pages} pages.")
    click.echo(_wording(changed))


@llms.command("list")
@click.pass_obj
def list_(store: Store) -> None:
    """List the registered sites with their newest crawl."""
    from tabulate import tabulate

    from crawl_assets.llms_txt.registry import domains, newest_job

    rows = []
    for row in domains(store.database):
        job = newest_job(store.database, row.domain)
        crawled = f"{job.started_at:%Y-%m-%d %H:%M} {job.state}" if job else "never"
        rows.append((row.domain, row.interval_minutes, row.max_pages, "paused" if row.is_paused else "active", crawled))
    click.echo(tabulate(rows, headers=["domain", "minutes", "pages at most", "state", "newest crawl (UTC)"]))


@llms.command()
@click.argument("domain")
@click.option("--off", is_flag=True, help="Crawl it on schedule again.")
@click.pass_obj
def pause(store: Store, domain: str, off: bool) -> None:
    """Crawl a site no more on schedule; what is published stays."""
    from crawl_assets.llms_txt.registry import change_domain

    changed = change_domain(store.database, domain, is_paused=not off)
    click.echo(f"{changed.domain} is {'paused' if changed.is_paused else 'active'}.")


@llms.command()
@click.argument("domain")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(store: Store, domain: str, yes: bool) -> None:
    """Forget a site, its crawls and everything published of it."""
    from crawl_assets.llms_txt.copying import shown_target
    from crawl_assets.llms_txt.registry import find_domain, remove_domain
    from crawl_assets.llms_txt.reporting import drop_domain_partition

    find_domain(store.database, domain)
    if not yes:
        click.confirm(f"Forget {domain} and everything published of it?", abort=True)
    remove_domain(store.database, domain)
    drop_domain_partition(store.settings, domain)
    copies = f" Its copies in {shown_target(store.settings.publish_to)} stay." if store.settings.publish_to else ""
    click.echo(f"{domain} is forgotten.{copies}")


@llms.command()
@click.argument("domain")
@click.pass_obj
def show(store: Store, domain: str) -> None:
    """Show a site's crawls, what is published, and what there is to say of an llms.txt that the site has itself."""
    from tabulate import tabulate

    from crawl_assets.llms_txt.existing import newest_own_file, read_existing
    from crawl_assets.llms_txt.history import history_of, reports_of
    from crawl_assets.llms_txt.lifecycle import live_pages
    from crawl_assets.llms_txt.publishing import published
    from crawl_assets.llms_txt.registry import find_domain
    from crawl_assets.llms_txt.report_figures import HEADS, figures

    known = find_domain(store.database, domain)
    rows = [figures(report) for report in reports_of(store.database, domain)]
    click.echo(f"{known.domain} from {known.start_url}. {_wording(known)}\n")
    click.echo(tabulate(rows, headers=HEADS))
    files = published(store.database, known)
    click.echo(f"\n{len(files)} files are published" + (f", version {files[0].version}." if files else "."))
    blob = newest_own_file(store.database, domain)
    live = [row.url for row in live_pages(history_of(store.database, domain))] if blob else []
    ours = next((store.blobs.get(row.blob).decode() for row in files if row.path == "llms.txt"), None)
    own = read_existing(blob, store.blobs, live, ours, known.start_url)
    click.echo("\nThe llms.txt of the site itself:" if own else "\nThe site has no llms.txt of its own.")
    for line in own.lines() if own else ():
        click.echo(f"  {line}")


@llms.command()
@click.argument("domain")
@click.argument("versions", nargs=-1, type=int, metavar="[V1 V2]")
@click.pass_obj
def diff(store: Store, domain: str, versions: tuple[int, ...]) -> None:
    """Show what changed in llms.txt between two versions; default: the newest two."""
    from crawl_assets.llms_txt.publishing import difference
    from crawl_assets.llms_txt.registry import find_domain

    if len(versions) not in (0, 2):
        raise click.UsageError("give two versions, or none for the newest two.")
    known = find_domain(store.database, domain)
    click.echo(difference(store.database, store.blobs, known, versions) or "no difference")


@llms.command()
@click.argument("domain")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder.")
@click.pass_obj
def export(store: Store, domain: str, folder: Path) -> None:
    """Write the published files into a folder: llms.txt, llms-full.txt, nested ones, pages/."""
    from crawl_assets.llms_txt.publishing import published
    from crawl_assets.llms_txt.registry import find_domain

    files = published(store.database, find_domain(store.database, domain))
    if not files:
        raise click.ClickException(f"nothing of {domain} is published yet; materialize its partition first.")
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(store.blobs.get(file.blob))
    click.echo(f"{len(files)} files of version {files[0].version} are in {folder}.")


@llms.command()
@click.argument("domain")
@click.argument("version", type=int)
@click.pass_obj
def rollback(store: Store, domain: str, version: int) -> None:
    """Publish an earlier version again; the next change publishes anew."""
    from crawl_assets.llms_txt.publishing import roll_back
    from crawl_assets.llms_txt.registry import find_domain
    from crawl_assets.settings import pass_on_environment_file

    roll_back(store.database, find_domain(store.database, domain), version)
    click.echo(f"{domain}: version {version} is published.")
    if store.settings.publish_to:
        pass_on_environment_file()
        click.echo(f"Copied: {copied_to_target(store, find_domain(store.database, domain))}.")


def _read(options: dict[str, Any]) -> dict[str, Any]:
    """Turn options into fields of a domain; those not given are None."""
    from crawl_assets.llms_txt.registry import minutes

    if options["no_model"] and (options["model"] or options["max_cost_usd"]):
        raise click.UsageError("--no-model takes the model and its cap away; leave it out to set them.")
    return {
        "interval_minutes": minutes(options["interval"]) if options["interval"] else None,
        "include": options["include"] or None,
        "exclude": options["exclude"] or None,
        "max_pages": options["max_pages"],
        "source": options["source"],
        "title": options["title"],
        "mails_unchanged": options["mails_unchanged"],
        "model": "" if options["no_model"] else options["model"],
        "max_cost_usd": "" if options["no_model"] else options["max_cost_usd"],
        "change_rules": _change_rules(options["similarity"], options["ignore_line"]),
    }


def _change_rules(similarity: float | None, ignored: tuple[str, ...]) -> dict[str, Any] | None:
    given = {} if similarity is None else {"similarity_threshold": similarity}
    return {**given, **({"ignored_lines": list(ignored)} if ignored else {})} or None


def _wording(domain: "Domain") -> str:
    """Say who describes a site's pages."""
    if domain.model is None:
        return "Pages are described in their own words."
    cap = "without a cap" if domain.max_cost_usd is None else f"for at most {domain.max_cost_usd:g} USD a crawl"
    return f"New and changed pages are described by {domain.model}, {cap}."


llms.add_command(cancel_command)
llms.add_command(copy_command)
llms.add_command(lint_command)
llms.add_command(rules_command)
