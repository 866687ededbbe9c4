"""What a person, or a program, sees of a build while it runs and when it is over."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from quietude.cli.console import STAGES
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
def watcher(*, as_json: bool) -> Iterator[Watching]:
    """Whoever is right here: events for a program, a display at a terminal, else the end alone."""
    if as_json:
        yield Events()
    elif not sys.stderr.isatty():
        yield Watching()
    else:
        with _display() as bar:
            yield Display(bar)


def label(entry: Entry) -> str:
    """An episode as it is called here: of a listener, no more than the start of their token."""
    token, _, own = entry.key.rpartition("/")
    return f"{token[:_TOKEN_SHOWN]}…/{own}" if token else own


class Watching:
    """Says nothing until it is over."""

    def warned(self, manifest: Manifest) -> None:
        """What in the manifest may be hard on a listener."""
        for it in manifest.warnings:
            typer.echo(f"warning: {it.where}: {it.message}\n  {it.hint}", err=True)

    def planned(self, feeds: list[Feed], *, rate: float | None) -> None:
        """What there is to do."""
        del feeds
        self.rate = rate

    def running(self, tasks: list[tuple[Entry, str, float]]) -> None:
        """What is being rendered."""

    def finished(self, entry: Entry, how: str, made: Made | None) -> None:
        """An episode is in the site."""

    def failed(self, entry: Entry, failure: Failed) -> None:
        """An episode could not be made."""

    def refused(self, error: ManifestError) -> None:
        """The manifest cannot be built."""

    def rehearsed(self, report: Report) -> None:
        """What would be done."""
        entries = [it for feed in report.feeds for it in feed.entries]
        for it in entries[:_ROWS_SHOWN]:
            typer.echo(f"{it.work:<7} {label(it)}  {clock_text(it.seconds)}  {it.it.title}")
        if len(entries) > _ROWS_SHOWN:
            typer.echo(f"… and {len(entries) - _ROWS_SHOWN} more")
        typer.echo(_counts(entries))
        typer.echo(_estimate(entries, self.rate))

    def reported(self, report: Report, site: Path) -> None:
        """What was done."""
        if report.failed:
            _table(report)
        done = f"{report.rendered} rendered ({report.spoken} phrases newly spoken)"
        rest = f"{report.retagged} with new tags, {report.kept} as they were"
        failed = f", {len(report.failed)} failed" if report.failed else ""
        typer.echo(f"{site}: {done}, {rest}{failed}")
        if report.removed:
            typer.echo(f"  {len(report.removed)} files removed that nobody refers to any more")
        if len(report.failed) == sum(len(it.entries) for it in report.feeds):
            return  # there is no feed to point to
        listeners = [it for it in report.feeds if it.token]
        if listeners:
            from quietude.series.build.site_contents import ADDRESSES
            from quietude.series.build.state_folder import workshop_folder

            typer.echo(f"  who has which feed: {workshop_folder(site) / ADDRESSES}")
        elif report.feeds:
            typer.echo(f"  feed: {report.feeds[0].base_url}/feed.xml")


class Events(Watching):
    """Every event as one JSON object a line on stdout."""

    def warned(self, manifest: Manifest) -> None:
        """What in the manifest may be hard on a listener."""
        for it in manifest.warnings:
            _say("warning", where=it.where, message=it.message, hint=it.hint or "")

    def planned(self, feeds: list[Feed], *, rate: float | None) -> None:
        """What there is to do."""
        super().planned(feeds, rate=rate)
        for feed in feeds:
            for it in feed.entries:
                _say("planned", episode=it.key, work=it.work, seconds=round(it.seconds, 1))
        self._stages: dict[str, str] = {}

    def running(self, tasks: list[tuple[Entry, str, float]]) -> None:
        """What is being rendered: said when an episode enters a stage."""
        for entry, stage, _ in tasks:
            if self._stages.get(entry.key) != stage:
                self._stages[entry.key] = stage
                _say("stage", episode=entry.key, stage=stage)

    def finished(self, entry: Entry, how: str, made: Made | None) -> None:
        """An episode is in the site."""
        cost = {"seconds": round(made.seconds, 2), "spoken": made.spoken} if made else {}
        _say(how, episode=entry.key, **cost)

    def failed(self, entry: Entry, failure: Failed) -> None:
        """An episode could not be made."""
        _say("failed", episode=entry.key, cause=failure.cause, hint=failure.hint)

    def refused(self, error: ManifestError) -> None:
        """The manifest cannot be built."""
        for it in error.problems:
            path = str(it.path) if it.path else None
            _say("problem", path=path, line=it.line, message=it.message, hint=it.hint)

    def rehearsed(self, report: Report) -> None:
        """What would be done."""
        entries = [it for feed in report.feeds for it in feed.entries]
        _say("rehearsed", **_numbers(entries), seconds=_seconds(entries, self.rate))

    def reported(self, report: Report, site: Path) -> None:
        """What was done."""
        _say(
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


class Display(Watching):
    """A bar over all that is to be rendered, and one for each session under way."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._rows: dict[str, TaskID] = {}
        self._whole: TaskID | None = None
        self._lengths: dict[str, float] = {}
        self._done_s = 0.0
        self._started = time.monotonic()

    def planned(self, feeds: list[Feed], *, rate: float | None) -> None:
        """What there is to do."""
        super().planned(feeds, rate=rate)
        todo = [it for feed in feeds for it in feed.entries if it.work == "render"]
        self._lengths = {it.key: max(it.seconds, 1.0) for it in todo}
        if todo:
            total = sum(self._lengths.values())
            self._whole = self._bar.add_task(f"{len(todo)} episodes", total=total)

    def running(self, tasks: list[tuple[Entry, str, float]]) -> None:
        """What is being rendered."""
        under_way = {it.key for it, _, _ in tasks}
        for key in [it for it in self._rows if it not in under_way]:
            self._bar.remove_task(self._rows.pop(key))
        for entry, stage, done in tasks:
            if stage == "wait":
                continue
            what = f"  {label(entry)}: {STAGES.get(stage, stage).lower()}"
            if entry.key not in self._rows:
                self._rows[entry.key] = self._bar.add_task(what, total=1.0)
            self._bar.update(self._rows[entry.key], description=what, completed=done)

    def finished(self, entry: Entry, how: str, made: Made | None) -> None:
        """An episode is in the site."""
        del how, made
        self._advance(entry)

    def failed(self, entry: Entry, failure: Failed) -> None:
        """An episode could not be made."""
        del failure
        self._advance(entry)

    def _advance(self, entry: Entry) -> None:
        if self._whole is not None and entry.key in self._lengths:
            self._bar.advance(self._whole, self._lengths.pop(entry.key))

    def refused(self, error: ManifestError) -> None:
        """The manifest cannot be built: no bar may stand in the way of what is said of it."""
        del error
        self._bar.stop()

    def reported(self, report: Report, site: Path) -> None:
        """What was done."""
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


def _table(report: Report) -> None:
    """What failed, why, and what to do about it."""
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


def _say(event: str, **what: Any) -> None:
    typer.echo(json.dumps({"event": event, **what}, ensure_ascii=False))


def _numbers(entries: list[Entry]) -> dict[str, int]:
    works = [it.work for it in entries]
    return {it: works.count(it) for it in ("render", "retag", "keep", "skip")}


def _counts(entries: list[Entry]) -> str:
    numbers = _numbers(entries)
    skipped = f", {numbers['skip']} left out" if numbers["skip"] else ""
    return (
        f"{numbers['render']} to render, {numbers['retag']} to get new tags, "
        f"{numbers['keep']} as they are{skipped}"
    )


def _seconds(entries: list[Entry], rate: float | None) -> float | None:
    to_render = {it.audio_key or it.key: it.seconds for it in entries if it.work == "render"}
    if not to_render:
        return 0.0
    return None if rate is None else round(rate * sum(to_render.values()), 1)


def _estimate(entries: list[Entry], rate: float | None) -> str:
    seconds = _seconds(entries, rate)
    if seconds is None:
        return "nothing was rendered here yet: how long it takes is not known"
    if not seconds:
        return "nothing to render"
    return f"about {clock_text(seconds)} of work for one worker, by what builds took here so far"
