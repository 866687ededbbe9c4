"""``series build``, ``check`` and ``serve``: many sessions from one manifest."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.dirs import COMMANDS_VARIABLE
from quietude._util.files import is_folder, is_there
from quietude._util.strict_reading import SMALL_BYTES, read_bounded
from quietude.cli.console import print_error
from quietude.cli.help import panels
from quietude.cli.help.commands import CommandApp
from quietude.cli.options import AsJson, counted
from quietude.cli.signals import interruption_taken
from quietude.errors import ManifestError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from quietude.cli.series_progress import SummaryReporter
    from quietude.series.manifest.model import Manifest
    from quietude.series.rendering.pool import Pool

EXIT_SOME_FAILED = 3

Folder = Annotated[
    Path, typer.Argument(help="The folder of a series.", metavar="DIR", show_default=False)
]

Until = Annotated[
    str,
    typer.Option(
        "--until",
        help="Bring out the episodes up to this date.",
        show_default="now",
        metavar="DATE",
        rich_help_panel=panels.CHOICE,
    ),
]

series_app = CommandApp(
    epilog="quietude series build series.yaml -o site --base-url https://example.org/show",
    name="series",
    help="Make a podcast, or sessions for many listeners, from one manifest.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(series_app, rich_help_panel=panels.PUBLISH)


@series_app.command(
    epilog="""
        quietude series build series.yaml -o site --dry-run
        quietude series build series.yaml -o site --base-url https://example.org/show
    """
)
def build(  # noqa: PLR0913  (options of a command)
    manifest: Annotated[
        Path, typer.Argument(metavar="SERIES.yaml", help="The manifest.", show_default=False)
    ],
    *,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help="The folder to build, for upload.",
            show_default=False,
            rich_help_panel=panels.FIRST,
        ),
    ],
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url",
            help="The address it will be uploaded to.",
            show_default="as in the last build",
            metavar="URL",
            rich_help_panel=panels.FIRST,
        ),
    ] = "",
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j",
            "--jobs",
            help="Worker processes.",
            min=1,
            show_default="one a core",
            rich_help_panel=panels.RUN,
        ),
    ] = None,
    cluster: Annotated[
        str,
        typer.Option(
            "--cluster",
            help="The scheduler of a Dask cluster: tcp://… or tls://…",
            metavar="URL",
            rich_help_panel=panels.RUN,
        ),
    ] = "",
    shared_storage: Annotated[
        bool,
        typer.Option(
            "--shared-storage",
            help="The workers see the same folders under the same paths.",
            rich_help_panel=panels.RUN,
        ),
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", help="Build only this episode.", metavar="ID", rich_help_panel=panels.CHOICE
        ),
    ] = None,
    until: Until = "",
    shard: Annotated[
        str,
        typer.Option(
            "--shard",
            help="Render one share of it, such as 3/40, for series merge.",
            show_default=False,
            metavar="N/OF",
            rich_help_panel=panels.RUN,
        ),
    ] = "",
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Render unchanged episodes too.", rich_help_panel=panels.CHOICE
        ),
    ] = False,
    allow_commands: Annotated[
        bool,
        typer.Option(
            "--allow-commands",
            help="Run the programs that the manifest names as voices.",
            envvar=COMMANDS_VARIABLE,
            rich_help_panel=panels.RUN,
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Print what would be done; speak and write nothing.",
            rich_help_panel=panels.FIRST,
        ),
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="Print events, one JSON object a line.", rich_help_panel=panels.RUN
        ),
    ] = False,
) -> None:
    """Render all new and changed episodes, and write a folder to upload.

    You can stop it at any moment and run it again: it continues where it stopped. Exits with 3 if
    some episodes failed; the others are done.
    """
    from quietude.cli.series_progress import open_reporter
    from quietude.series.build.builder import build as build_series
    from quietude.series.build.builder import preview_build
    from quietude.series.build.model import BuildOptions

    if shared_storage and not cluster:
        message = "--shared-storage needs a cluster"
        raise UsageError(message, hint="Name its scheduler: --cluster tcp://…")
    if is_there(output) and not is_folder(output):
        message = f"{output} is a file; name the folder to build in"
        raise UsageError(message)
    options = BuildOptions(
        _checked_url(base_url),
        force=force,
        only=frozenset(only or ()),
        until=_day(until),
        allow_commands=allow_commands,
    )
    with open_reporter(as_json=as_json) as reporter, _refusals_told(reporter):
        wanted = _manifest(manifest)
        reporter.warned(wanted)
        if dry_run:
            reporter.previewed(preview_build(wanted, output, options, reporter))
            return
        _check_privacy(wanted, cluster)
        opener = _opener(cluster, jobs, shared=shared_storage)
        if shard:
            from quietude.series.build.shards import build_shard, parse_shard

            share = parse_shard(shard)
            report = build_shard(wanted, output, options, share, opener, reporter)
            reporter.shared(report, share.name)
            raise typer.Exit(EXIT_SOME_FAILED if report.failed else 0)
        shared = shared_storage or not cluster
        report = build_series(wanted, output, options, opener, reporter, shared=shared)
        reporter.reported(report, output)
    if report.failed:
        raise typer.Exit(EXIT_SOME_FAILED)


@series_app.command(epilog="quietude series new calm --title 'Evening Calm' --author 'Ada Example'")
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder for it.", show_default=False)
    ],
    *,
    title: Annotated[str, typer.Option(help="The title of the show.")] = "My Show",
    author: Annotated[str, typer.Option(help="Its author.")] = "Your Name",
    email: Annotated[str, typer.Option(help="The owner's address.")] = "you@example.org",
    language: Annotated[str, typer.Option(help="Its language, as a code.")] = "en",
) -> None:
    """Write a first manifest, with a word on every line that matters; it builds as it stands."""
    from quietude._util.files import PendingFile
    from quietude.series.manifest.template import new_manifest

    path = folder / "series.yaml"
    text = new_manifest(path.name, title=title, author=author, email=email, language=language)
    with PendingFile(path, overwrite=False) as pending:
        pending.write_text(text)
        pending.commit()
    typer.echo(path)
    typer.echo(f"Next: quietude series build {path} -o {folder / 'site'} --dry-run", err=True)


@series_app.command(epilog="quietude series publish series.yaml -o site")
def publish(
    manifest: Annotated[
        Path, typer.Argument(metavar="SERIES.yaml", help="The manifest.", show_default=False)
    ],
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The folder of the site.", show_default=False)
    ],
    until: Until = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print events, one JSON object a line.")
    ] = False,
) -> None:
    """Bring out the episodes whose day has come, for a scheduled job: opens no voice.

    Builds have rendered them ahead and held them back. Exits with 3 if one that is due is not
    rendered.
    """
    from quietude.cli.series_progress import open_reporter
    from quietude.series.build.builder import build as build_series
    from quietude.series.build.model import BuildOptions

    options = BuildOptions(until=_day(until), render=False)
    with open_reporter(as_json=as_json) as reporter, _refusals_told(reporter):
        wanted = _manifest(manifest)
        report = build_series(wanted, output, options, _opener("", 1), reporter)
        reporter.reported(report, output)
    if report.failed:
        raise typer.Exit(EXIT_SOME_FAILED)


@series_app.command(epilog="quietude series merge series.yaml shares/* -o site")
def merge(  # noqa: PLR0913  (options of a command)
    manifest: Annotated[
        Path, typer.Argument(metavar="SERIES.yaml", help="The manifest.", show_default=False)
    ],
    shares: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of shares from other machines.", metavar="[DIR]..."),
    ] = None,
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The folder of the site.", show_default=False)
    ],
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url",
            help="The address it will be uploaded to.",
            show_default="as in the last build",
            metavar="URL",
        ),
    ] = "",
    until: Until = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print events, one JSON object a line.")
    ] = False,
) -> None:
    """Put the shares of a build together, and write the site from them.

    What no share has rendered is rendered here. Exits with 3 if some episodes failed.
    """
    from quietude.cli.series_progress import open_reporter
    from quietude.series.build.builder import build as build_series
    from quietude.series.build.model import BuildOptions
    from quietude.series.build.shards import take_shares

    options = BuildOptions(_checked_url(base_url), until=_day(until))
    with open_reporter(as_json=as_json) as reporter, _refusals_told(reporter):
        wanted = _manifest(manifest)
        take_shares(output, shares or ())
        report = build_series(wanted, output, options, _opener("", None), reporter)
        reporter.reported(report, output)
    if report.failed:
        raise typer.Exit(EXIT_SOME_FAILED)


@series_app.command(epilog="quietude series forget series.yaml 17 -o site")
def forget(
    manifest: Annotated[
        Path, typer.Argument(metavar="SERIES.yaml", help="The manifest.", show_default=False)
    ],
    listener: Annotated[
        str, typer.Argument(metavar="ID", help="Their id in the table.", show_default=False)
    ],
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The folder of the site.", show_default=False)
    ],
    key: Annotated[
        str, typer.Option(help="Their key, if their row had one and is gone.", show_default=False)
    ] = "",
) -> None:
    """Remove a listener: their site, their state, and the phrases spoken with their details.

    What was uploaded stays on the host until you sync with deletion, and their row in the table
    until you delete it.
    """
    from quietude.series.build.forget import forget as forget_listener

    done = forget_listener(_manifest(manifest), output, listener, key)
    files = counted(done.files, "file")
    typer.echo(f"{output}: removed {files} and {counted(done.episodes, 'episode')} of the state")
    if done.phrases is None:
        typer.echo("  their phrases may be in the cache: quietude cache clear removes all phrases")
    else:
        typer.echo(f"  removed {counted(done.phrases, 'phrase')} from the cache")
        typer.echo("  delete their row from the table, or the next build makes them anew")
    typer.echo("  sync the host with deletion: it keeps what was uploaded until then")


@contextmanager
def _refusals_told(reporter: SummaryReporter) -> Iterator[None]:
    """Print everything that is wrong in a manifest before its error ends the command."""
    try:
        yield
    except ManifestError as error:
        reporter.refused(error)
        for problem in error.problems:
            print_error(problem)
        raise


def _day(text: str) -> datetime | None:
    from quietude.series.manifest.dates import parse_date

    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        raise UsageError(str(error)) from error


@series_app.command(epilog="quietude series check site")
def check(
    folder: Folder,
    *,
    url: Annotated[
        str, typer.Option(help="Where it was uploaded: checks the host too.", show_default=False)
    ] = "",
    previous: Annotated[
        Path | None, typer.Option(help="The feed published before.", show_default=False)
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option(
            help="A file of names, one a line, that must appear nowhere.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a built series as podcast directories, players and hosts will.

    Looks at the feed, the size, checksum and length of every file, artwork, chapters, transcripts,
    GUIDs and privacy. Uses the network only with --url. Exits with 1 if there are errors.
    """
    from quietude.series.checks.run import check_folder

    secret = _lines(names) if names else []
    findings = list(check_folder(folder, url=url, previous=previous, names=secret))
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        data = {"errors": errors, "findings": [asdict(finding) for finding in findings]}
        typer.echo(json.dumps(data, ensure_ascii=False))
    else:
        for finding in findings:
            typer.echo(f"{finding.level}: {finding.where}: {finding.message}\n  {finding.hint}")
        warnings = sum(finding.level == "warning" for finding in findings)
        counts = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
        typer.echo(f"{folder}: {counts if errors + warnings else 'no problems found'}")
    if errors:
        raise typer.Exit(1)


@series_app.command(epilog="quietude series serve site")
def serve(
    folder: Folder,
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 for any free one.")
    ] = 8000,
) -> None:
    """Serve a series on this machine as a host would, for no other machine; Ctrl-C ends it.

    The feed and the outline name this address instead of the published one, so that a podcast app
    on this machine can subscribe.
    """
    from quietude.series.preview.server import SiteServer

    with SiteServer(folder, port) as server:
        try:
            typer.echo(f"{server.url}/")
            typer.echo("Press Ctrl-C to stop.", err=True)
            server.serve_forever()
        except KeyboardInterrupt:
            interruption_taken()
            typer.echo("\nstopped", err=True)


def _manifest(path: Path) -> Manifest:
    from quietude.series.manifest.reader import read_manifest

    return read_manifest(path)


def _check_privacy(manifest: Manifest, cluster: str) -> None:
    if not cluster:
        return
    from quietude.series.rendering.cluster_pool import is_readable_by_others

    episodes = [episode for edition in manifest.editions for episode in edition.episodes]
    personal = any(episode.personal for episode in episodes)
    if personal and is_readable_by_others(cluster):
        message = "personal details would cross the network unencrypted"
        raise UsageError(message, hint="Use --cluster tls://… with certificates: docs/series.md")


def _opener(cluster: str, jobs: int | None, *, shared: bool = False) -> Callable[[int], Pool]:
    if cluster:
        from quietude.series.rendering.cluster_pool import ClusterPool

        return lambda _tasks: ClusterPool(cluster, shared=shared)
    from quietude._util.concurrency import cores
    from quietude.series.rendering.local_pool import LocalPool

    return lambda tasks: LocalPool(min(jobs or cores(), tasks))


def _checked_url(url: str) -> str:
    from urllib.parse import urlsplit

    if not url:
        return ""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and parts.hostname and not parts.query
    except ValueError:
        fine = False
    if not fine or not url.isprintable() or " " in url or "#" in url:
        message = f'"{url[:80]}" is not the address of a folder'
        raise UsageError(message, hint="Write it like --base-url https://example.org/show")
    return url.rstrip("/")


def _lines(path: Path) -> list[str]:
    try:
        return read_bounded(path, SMALL_BYTES).decode("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        message = "this file of names cannot be read"
        raise UsageError(message, path=path, hint="Write one name a line, in UTF-8.") from error
