"""Reports of a series build: lines for people, a live display, or events for programs."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from quietude._util.text import counted
from quietude.api.progress import STAGES
from quietude.cli.streams import below
from quietude.durations import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.progress import Progress, TaskID

    from quietude.errors import ManifestError
    from quietude.series.build.model import ScheduledEpisode, ScheduledFeed
    from quietude.series.build.report import BuildReport
    from quietude.series.manifest.model import Manifest
    from quietude.series.rendering.task import Failed, Made

_TOKEN_SHOWN = 6
_ROWS_SHOWN = 40


@contextmanager
def open_reporter(*, as_json: bool) -> Iterator[SummaryReporter]:
    """Choose the reporter: JSON events, a live display at a terminal, or the summary alone."""
    if as_json:
        yield EventReporter()
    elif not sys.stderr.isatty():
        yield SummaryReporter()
    else:
        with _display() as bar:
            yield LiveReporter(bar)


def label(episode: ScheduledEpisode) -> str:
    """Returns an episode's name; of a listener's token it shows no more than the beginning."""
    token, _, own = episode.key.rpartition("/")
    return f"{token[:_TOKEN_SHOWN]}…/{own}" if token else own


class SummaryReporter:
    """Prints warnings first and a summary at the end, and nothing in between."""

    def warned(self, manifest: Manifest) -> None:
        """Print what in the manifest may be hard on a listener, and what programs it runs."""
        for warning in (*manifest.warnings, *manifest.commands):
            typer.echo(f"warning: {warning.where}: {warning.message}\n  {warning.hint}", err=True)

    def planned(self, feeds: list[ScheduledFeed], *, rate: float | None) -> None:
        """Take note of the episodes to build; ``rate`` is seconds of work a second of session."""
        del feeds
        self.rate = rate

    def running(self, tasks: list[tuple[ScheduledEpisode, str, float]]) -> None:
        """Show the sessions being rendered, each with its stage and the share done."""

    def finished(self, episode: ScheduledEpisode, how: str, made: Made | None) -> None:
        """Report an episode that is in the site now."""

    def failed(self, episode: ScheduledEpisode, failure: Failed) -> None:
        """Report an episode that failed."""

    def refused(self, error: ManifestError) -> None:
        """Report a manifest that cannot be built."""

    def previewed(self, report: BuildReport) -> None:
        """Print what a build would do."""
        episodes = [episode for feed in report.feeds for episode in feed.episodes]
        for episode in episodes[:_ROWS_SHOWN]:
            length = clock_text(episode.estimated_s)
            held = "" if episode.due else f"  (held back until {_when(episode)})"
            row = f"{episode.action:<7} {label(episode)}  {length}  {episode.spec.title}{held}"
            typer.echo(row)
        if len(episodes) > _ROWS_SHOWN:
            typer.echo(f"… and {len(episodes) - _ROWS_SHOWN} more")
        typer.echo(_counts_text(episodes))
        typer.echo(_estimate_text(episodes, self.rate))

    def reported(self, report: BuildReport, site: Path) -> None:
        """Print what the build has done."""
        if report.failed:
            _print_failures(report)
        done = f"{report.rendered} rendered ({counted(report.spoken, 'phrase')} newly spoken)"
        rest = f"{report.retagged} with new tags, {report.kept} unchanged"
        failed = f", {len(report.failed)} failed" if report.failed else ""
        typer.echo(f"{site}: {done}, {rest}{failed}")
        if waiting := _held_back(report):
            first = min(waiting, key=_when)
            held = f"{counted(len(waiting), 'episode')} held back"
            typer.echo(f"  {held}; the next one, {label(first)}, appears on {_when(first)}")
        if report.removed:
            typer.echo(f"  removed {counted(len(report.removed), 'file')} no longer in use")
        _warn_of_damage(report)
        episodes = [episode for feed in report.feeds for episode in feed.episodes if episode.due]
        if len(report.failed) >= len(episodes):
            return  # there is no feed to point to
        if any(feed.token for feed in report.feeds):
            from quietude.series.build.site_contents import ADDRESSES
            from quietude.series.build.state_folder import state_folder_of

            typer.echo(f"  the feed of each listener: {state_folder_of(site) / ADDRESSES}")
        elif report.feeds:
            typer.echo(f"  feed: {report.feeds[0].base_url}/feed.xml")

    def shared(self, report: BuildReport, name: str) -> None:
        """Print what one share of a build has rendered."""
        if report.failed:
            _print_failures(report)
        failed = f", {len(report.failed)} failed" if report.failed else ""
        spoken = counted(report.spoken, "phrase")
        typer.echo(f"share {name}: {report.prepared} rendered ({spoken} newly spoken){failed}")


class EventReporter(SummaryReporter):
    """Prints every event as a line of JSON on stdout."""

    def warned(self, manifest: Manifest) -> None:
        """Print what in the manifest may be hard on a listener, and what programs it runs."""
        for warning in (*manifest.warnings, *manifest.commands):
            hint = warning.hint or ""
            _print_event("warning", where=warning.where, message=warning.message, hint=hint)

    def planned(self, feeds: list[ScheduledFeed], *, rate: float | None) -> None:
        """Take note of the episodes to build; ``rate`` is seconds of work a second of session."""
        super().planned(feeds, rate=rate)
        for feed in feeds:
            for episode in feed.episodes:
                seconds = round(episode.estimated_s, 1)
                _print_event("planned", episode=episode.key, work=episode.action, seconds=seconds)
        self._stages: dict[str, str] = {}

    def running(self, tasks: list[tuple[ScheduledEpisode, str, float]]) -> None:
        """Print each episode that enters another stage."""
        for episode, stage, _ in tasks:
            if self._stages.get(episode.key) != stage:
                self._stages[episode.key] = stage
                _print_event("stage", episode=episode.key, stage=stage)

    def finished(self, episode: ScheduledEpisode, how: str, made: Made | None) -> None:
        """Report an episode that is in the site now."""
        cost = {"seconds": round(made.seconds, 2), "spoken": made.spoken} if made else {}
        _print_event(how, episode=episode.key, **cost)

    def failed(self, episode: ScheduledEpisode, failure: Failed) -> None:
        """Report an episode that failed."""
        _print_event("failed", episode=episode.key, cause=failure.cause, hint=failure.hint)

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

    def previewed(self, report: BuildReport) -> None:
        """Print what a build would do."""
        episodes = [episode for feed in report.feeds for episode in feed.episodes]
        _print_event(
            "rehearsed", **_action_counts(episodes), seconds=_estimated_s(episodes, self.rate)
        )

    def reported(self, report: BuildReport, site: Path) -> None:
        """Print what the build has done."""
        _print_event(
            "done",
            site=str(site),
            rendered=report.rendered,
            retagged=report.retagged,
            kept=report.kept,
            held_back=len(_held_back(report)),
            failed=len(report.failed),
            spoken=report.spoken,
            removed=len(report.removed),
            damaged_lines=report.damaged,
            seconds=round(report.seconds, 1),
        )

    def shared(self, report: BuildReport, name: str) -> None:
        """Print what one share of a build has rendered."""
        counts = {"rendered": report.prepared, "failed": len(report.failed)}
        _print_event("shared", share=name, **counts, spoken=report.spoken)


class LiveReporter(SummaryReporter):
    """Shows one bar for the whole build, and one for each session being rendered."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._rows: dict[str, TaskID] = {}
        self._whole: TaskID | None = None
        self._lengths: dict[str, float] = {}

    def planned(self, feeds: list[ScheduledFeed], *, rate: float | None) -> None:
        """Take note of the episodes to build; ``rate`` is seconds of work a second of session."""
        super().planned(feeds, rate=rate)
        todo = [
            episode for feed in feeds for episode in feed.episodes if episode.action == "render"
        ]
        self._lengths = {episode.key: max(episode.estimated_s, 1.0) for episode in todo}
        if todo:
            total = sum(self._lengths.values())
            self._whole = self._bar.add_task(counted(len(todo), "episode"), total=total)

    def running(self, tasks: list[tuple[ScheduledEpisode, str, float]]) -> None:
        """Show the sessions being rendered, each with its stage and the share done."""
        running = {episode.key for episode, _, _ in tasks}
        for key in [key for key in self._rows if key not in running]:
            self._bar.remove_task(self._rows.pop(key))
        for episode, stage, done in tasks:
            if stage == "wait":
                continue
            text = f"  {label(episode)}: {STAGES.get(stage, stage).lower()}"
            if episode.key not in self._rows:
                self._rows[episode.key] = self._bar.add_task(text, total=1.0)
            self._bar.update(self._rows[episode.key], description=text, completed=done)

    def finished(self, episode: ScheduledEpisode, how: str, made: Made | None) -> None:
        """Report an episode that is in the site now."""
        del how, made
        self._advance(episode)

    def failed(self, episode: ScheduledEpisode, failure: Failed) -> None:
        """Report an episode that failed."""
        del failure
        self._advance(episode)

    def _advance(self, episode: ScheduledEpisode) -> None:
        if self._whole is not None and episode.key in self._lengths:
            self._bar.advance(self._whole, self._lengths.pop(episode.key))

    def refused(self, error: ManifestError) -> None:
        """Remove the bars, so that the errors can be printed."""
        del error
        self._bar.stop()

    def reported(self, report: BuildReport, site: Path) -> None:
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
    with Progress(*columns, console=Console(file=below(sys.stderr)), transient=True) as bar:
        yield bar


def _print_failures(report: BuildReport) -> None:
    """Print the failed episodes, with the cause of each and what to do next."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Episode", "Cause", "Next step", title="Failed", title_justify="left")
    for episode, failure in report.failed[:_ROWS_SHOWN]:
        table.add_row(Text(label(episode)), Text(failure.cause), Text(failure.hint))
    console = Console(stderr=True, highlight=False)
    console.print(table)
    if len(report.failed) > _ROWS_SHOWN:
        console.print(f"… and {len(report.failed) - _ROWS_SHOWN} more")


def _warn_of_damage(report: BuildReport) -> None:
    if report.damaged:
        lines = counted(report.damaged, "line")
        typer.echo(
            f"warning: {lines} of the journal of this series were damaged, or not ours, and are "
            "left out of it\n  What they told of is made again. "
            "The old journal is kept: journal.damaged",
            err=True,
        )


def _print_event(event: str, **fields: Any) -> None:
    typer.echo(json.dumps({"event": event, **fields}, ensure_ascii=False))


def _action_counts(episodes: list[ScheduledEpisode]) -> dict[str, int]:
    actions = [episode.action for episode in episodes]
    return {
        action: actions.count(action)
        for action in ("render", "place", "retag", "keep", "wait", "skip")
    }


def _held_back(report: BuildReport) -> list[ScheduledEpisode]:
    return [episode for feed in report.feeds for episode in feed.episodes if not episode.due]


def _when(episode: ScheduledEpisode) -> str:
    when = episode.spec.published
    return f"{when:%Y-%m-%d %H:%M %Z}" if when else ""


def _counts_text(episodes: list[ScheduledEpisode]) -> str:
    counts = _action_counts(episodes)
    rare = {"place": "to bring out", "wait": "held back", "skip": "left out"}
    others = "".join(
        f", {counts[action]} {text}" for action, text in rare.items() if counts[action]
    )
    return (
        f"{counts['render']} to render, {counts['retag']} to get new tags, "
        f"{counts['keep']} unchanged{others}"
    )


def _estimated_s(episodes: list[ScheduledEpisode], rate: float | None) -> float | None:
    """Returns the seconds of work for one worker, or None if nothing was measured here yet."""
    # Episodes with the same sound are rendered once.
    to_render = {
        episode.audio_key or episode.key: episode.estimated_s
        for episode in episodes
        if episode.action == "render"
    }
    if not to_render:
        return 0.0
    return None if rate is None else round(rate * sum(to_render.values()), 1)


def _estimate_text(episodes: list[ScheduledEpisode], rate: float | None) -> str:
    seconds = _estimated_s(episodes, rate)
    if seconds is None:
        return "the time it takes is not known: nothing was rendered here yet"
    if not seconds:
        return "nothing to render"
    return f"about {clock_text(seconds)} for one worker, judged by earlier builds here"
