"""Reports of a series build: lines for people, a live display, or events for programs."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from quietude.cli.console import STAGES
from quietude.cli.options import counted
from quietude.durations import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.progress import Progress, TaskID

    from quietude.errors import ManifestError
    from quietude.series.build.report import Report
    from quietude.series.build.schedule import Entry, Feed
    from quietude.series.build.task import Failed, Made
    from quietude.series.manifest.model import Manifest

_TOKEN_SHOWN = 6
_ROWS_SHOWN = 40


@contextmanager
def open_reporter(*, as_json: bool) -> Iterator[BuildReporter]:
    """Choose the reporter: JSON events, a live display at a terminal, or the summary alone."""
    if as_json:
        yield EventReporter()
    elif not sys.stderr.isatty():
        yield BuildReporter()
    else:
        with _display() as bar:
            yield LiveReporter(bar)


def label(entry: Entry) -> str:
    """Returns an episode's name; of a listener's token it shows no more than the beginning."""
    token, _, own = entry.key.rpartition("/")
    return f"{token[:_TOKEN_SHOWN]}…/{own}" if token else own


class BuildReporter:
    """Prints warnings first and a summary at the end, and nothing in between."""

    def warned(self, manifest: Manifest) -> None:
        """Print what in the manifest may be hard on a listener."""
        for warning in manifest.warnings:
            typer.echo(f"warning: {warning.where}: {warning.message}\n  {warning.hint}", err=True)

    def planned(self, feeds: list[Feed], *, rate: float | None) -> None:
        """Take note of the episodes to build; ``rate`` is seconds of work a second of session."""
        del feeds
        self.rate = rate

    def running(self, tasks: list[tuple[Entry, str, float]]) -> None:
        """Show the sessions being rendered, each with its stage and the share done."""

    def finished(self, entry: Entry, how: str, made: Made | None) -> None:
        """Report an episode that is in the site now."""

    def failed(self, entry: Entry, failure: Failed) -> None:
        """Report an episode that failed."""

    def refused(self, error: ManifestError) -> None:
        """Report a manifest that cannot be built."""

    def rehearsed(self, report: Report) -> None:
        """Print what a build would do."""
        entries = [entry for feed in report.feeds for entry in feed.entries]
        for entry in entries[:_ROWS_SHOWN]:
            length = clock_text(entry.seconds)
            typer.echo(f"{entry.work:<7} {label(entry)}  {length}  {entry.it.title}")
        if len(entries) > _ROWS_SHOWN:
            typer.echo(f"… and {len(entries) - _ROWS_SHOWN} more")
        typer.echo(_counts_text(entries))
        typer.echo(_estimate_text(entries, self.rate))

    def reported(self, report: Report, site: Path) -> None:
        """Print what the build has done."""
        if report.failed:
            _print_failures(report)
        done = f"{report.rendered} rendered ({counted(report.spoken, 'phrase')} newly spoken)"
        rest = f"{report.retagged} with new tags, {report.kept} unchanged"
        failed = f", {len(report.failed)} failed" if report.failed else ""
        typer.echo(f"{site}: {done}, {rest}{failed}")
        if report.removed:
            typer.echo(f"  removed {counted(len(report.removed), 'file')} no longer in use")
        if len(report.failed) == sum(len(feed.entries) for feed in report.feeds):
            return  # there is no feed to point to
        if any(feed.token for feed in report.feeds):
            from quietude.series.build.site_contents import ADDRESSES
            from quietude.series.build.state_folder import workshop_folder

            typer.echo(f"  the feed of each listener: {workshop_folder(site) / ADDRESSES}")
        elif report.feeds:
            typer.echo(f"  feed: {report.feeds[0].base_url}/feed.xml")


class EventReporter(BuildReporter):
    """Prints every event as a line of JSON on stdout."""

    def warned(self, manifest: Manifest) -> None:
        """Print what in the manifest may be hard on a listener."""
        for warning in manifest.warnings:
            hint = warning.hint or ""
            _print_event("warning", where=warning.where, message=warning.message, hint=hint)

    def planned(self, feeds: list[Feed], *, rate: float | None) -> None:
        """Take note of the episodes to build; ``rate`` is seconds of work a second of session."""
        super().planned(feeds, rate=rate)
        for feed in feeds:
            for entry in feed.entries:
                seconds = round(entry.seconds, 1)
                _print_event("planned", episode=entry.key, work=entry.work, seconds=seconds)
        self._stages: dict[str, str] = {}

    def running(self, tasks: list[tuple[Entry, str, float]]) -> None:
        """Print each episode that enters another stage."""
        for entry, stage, _ in tasks:
            if self._stages.get(entry.key) != stage:
                self._stages[entry.key] = stage
                _print_event("stage", episode=entry.key, stage=stage)

    def finished(self, entry: Entry, how: str, made: Made | None) -> None:
        """Report an episode that is in the site now."""
        cost = {"seconds": round(made.seconds, 2), "spoken": made.spoken} if made else {}
        _print_event(how, episode=entry.key, **cost)

    def failed(self, entry: Entry, failure: Failed) -> None:
        """Report an episode that failed."""
        _print_event("failed", episode=entry.key, cause=failure.cause, hint=failure.hint)

    def refused(self, error: ManifestError) -> None:
        """Report a manifest that cannot be built."""
        for problem in error.problems:
            _print_event(
                "problem",
                path=str(problem.path) if problem.path else None,
                line=problem.line,
                message=problem.message,
                hint=problem.hint,
            )

    def rehearsed(self, report: Report) -> None:
        """Print what a build would do."""
        entries = [entry for feed in report.feeds for entry in feed.entries]
        _print_event("rehearsed", **_work_counts(entries), seconds=_estimated_s(entries, self.rate))

    def reported(self, report: Report, site: Path) -> None:
        """Print what the build has done."""
        _print_event(
            "done",
            site=str(site),
            rendered=report.rendered,
            retagged=report.retagged,
            kept=report.kept,
            failed=len(report.failed),
            spoken=report.spoken,
            removed=len(report.removed),
            seconds=round(report.seconds, 1),
        )


class LiveReporter(BuildReporter):
    """Shows one bar for the whole build, and one for each session being rendered."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._rows: dict[str, TaskID] = {}
        self._whole: TaskID | None = None
        self._lengths: dict[str, float] = {}

    def planned(self, feeds: list[Feed], *, rate: float | None) -> None:
        """Take note of the episodes to build; ``rate`` is seconds of work a second of session."""
        super().planned(feeds, rate=rate)
        todo = [entry for feed in feeds for entry in feed.entries if entry.work == "render"]
        self._lengths = {entry.key: max(entry.seconds, 1.0) for entry in todo}
        if todo:
            total = sum(self._lengths.values())
            self._whole = self._bar.add_task(counted(len(todo), "episode"), total=total)

    def running(self, tasks: list[tuple[Entry, str, float]]) -> None:
        """Show the sessions being rendered, each with its stage and the share done."""
        running = {entry.key for entry, _, _ in tasks}
        for key in [key for key in self._rows if key not in running]:
            self._bar.remove_task(self._rows.pop(key))
        for entry, stage, done in tasks:
            if stage == "wait":
                continue
            text = f"  {label(entry)}: {STAGES.get(stage, stage).lower()}"
            if entry.key not in self._rows:
                self._rows[entry.key] = self._bar.add_task(text, total=1.0)
            self._bar.update(self._rows[entry.key], description=text, completed=done)

    def finished(self, entry: Entry, how: str, made: Made | None) -> None:
        """Report an episode that is in the site now."""
        del how, made
        self._advance(entry)

    def failed(self, entry: Entry, failure: Failed) -> None:
        """Report an episode that failed."""
        del failure
        self._advance(entry)

    def _advance(self, entry: Entry) -> None:
        if self._whole is not None and entry.key in self._lengths:
            self._bar.advance(self._whole, self._lengths.pop(entry.key))

    def refused(self, error: ManifestError) -> None:
        """Remove the bars, so that the errors can be printed."""
        del error
        self._bar.stop()

    def reported(self, report: Report, site: Path) -> None:
        """Print what the build has done."""
        self._bar.stop()
        super().reported(report, site)


@contextmanager
def _display() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<44}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f}%"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield bar


def _print_failures(report: Report) -> None:
    """Print the failed episodes, with the cause of each and what to do next."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Episode", "Cause", "Next step", title="Failed", title_justify="left")
    for entry, failure in report.failed[:_ROWS_SHOWN]:
        table.add_row(Text(label(entry)), Text(failure.cause), Text(failure.hint))
    console = Console(stderr=True, highlight=False)
    console.print(table)
    if len(report.failed) > _ROWS_SHOWN:
        console.print(f"… and {len(report.failed) - _ROWS_SHOWN} more")


def _print_event(event: str, **fields: Any) -> None:
    typer.echo(json.dumps({"event": event, **fields}, ensure_ascii=False))


def _work_counts(entries: list[Entry]) -> dict[str, int]:
    works = [entry.work for entry in entries]
    return {work: works.count(work) for work in ("render", "retag", "keep", "skip")}


def _counts_text(entries: list[Entry]) -> str:
    counts = _work_counts(entries)
    skipped = f", {counts['skip']} left out" if counts["skip"] else ""
    return (
        f"{counts['render']} to render, {counts['retag']} to get new tags, "
        f"{counts['keep']} unchanged{skipped}"
    )


def _estimated_s(entries: list[Entry], rate: float | None) -> float | None:
    """Returns the seconds of work for one worker, or None if nothing was measured here yet."""
    # Episodes with the same sound are rendered once.
    to_render = {
        entry.audio_key or entry.key: entry.seconds for entry in entries if entry.work == "render"
    }
    if not to_render:
        return 0.0
    return None if rate is None else round(rate * sum(to_render.values()), 1)


def _estimate_text(entries: list[Entry], rate: float | None) -> str:
    seconds = _estimated_s(entries, rate)
    if seconds is None:
        return "the time it takes is not known: nothing was rendered here yet"
    if not seconds:
        return "nothing to render"
    return f"about {clock_text(seconds)} for one worker, judged by earlier builds here"
