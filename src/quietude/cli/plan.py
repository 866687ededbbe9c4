"""``plan``: the timeline of a session as a table, JSON or a picture, without speaking."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.text import counted
from quietude.cli.help import panels
from quietude.cli.length_notes import fallback_notes, fit_notes
from quietude.cli.lists.rows import wrapped
from quietude.cli.making.plan_data import plan_data
from quietude.cli.options.common import AsJson, Definition, Plot
from quietude.cli.options.declaring import option, spread
from quietude.cli.options.session import SessionOptions
from quietude.durations import clock_tenths, clock_text

if TYPE_CHECKING:
    from quietude.plan.request import Request
    from quietude.plan.timeline import Silence, Timeline
    from quietude.session.forecast import Forecast

_TEXT_AT = 19
"""The column at which the words of a row begin."""
_SHOWN = 3
"""Silences listed as the most changed ones."""


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        rich_help_panel=panels.MAKE,
        epilog="""
            quietude plan safe-place --duration 10
            quietude plan my-script.txt --plot plan.png
        """,
    )(plan)


@spread
def plan(
    definition: Definition,
    *,
    options: SessionOptions,
    picture: Plot = None,
    overwrite: Annotated[bool, option(panels.RUN, "Replace the picture.", "--overwrite")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a session before it is made: its words, silences and chapters in time."""
    from quietude.session.forecast import forecast

    script, imported = options.script(definition)
    request = options.request(script, imported)
    sound = options.sound()
    expected = forecast(script, request, sound)
    timeline = expected.timeline
    for error in expected.unreadable:
        message = f"{error.message} ({expected.voice})"
        typer.echo(f"warning: {script.source}:{error.line}: {message}", err=True)
    elastic = (options.stretch or script.stretch) is not None
    if picture:
        from quietude.session.picture.plot import write_plot

        write_plot(timeline, picture, overwrite=overwrite)
    if as_json:
        data = plan_data(expected)
        if imported:
            data["view"] = imported.view.to_data()
        typer.echo(json.dumps(data, ensure_ascii=False))
    else:
        for line in _rows(expected, request, elastic=elastic):
            typer.echo(wrapped(line, _TEXT_AT if line[:2].isdigit() else 4))


def _rows(expected: Forecast, request: Request, *, elastic: bool) -> list[str]:
    timeline, rate_hz = expected.timeline, expected.timeline.sample_rate_hz
    rows = [f"{timeline.title}: {clock_text(timeline.seconds)} ({_phrases(expected)})"]
    for start, length, text in _events(timeline):
        span = f"{length / rate_hz:6.1f} s" if length else " " * 8
        rows.append(f"{clock_tenths(start / rate_hz)} {span}  {text}")
    rows += _fit_rows(timeline, asked=request.duration_s is not None, parts=not elastic)
    rows += fallback_notes(expected.unreadable_slots)
    return [*rows, *fit_notes(timeline, request, expected.voice, expected.request.rate_wpm)]


def _phrases(expected: Forecast) -> str:
    """Returns how sure the lengths of phrases are, in words."""
    if not expected.voice:
        return "phrases estimated, with no voice here to speak them"
    of = len({placed.utterance for placed in expected.timeline.placements})
    if not expected.estimated:
        return f"{expected.voice} has spoken all of it before, so this is exact"
    if expected.estimated >= of:
        return f"phrases estimated for {expected.voice}, not spoken"
    return f"{counted(expected.estimated, 'phrase')} estimated for {expected.voice}, not spoken yet"


def _fit_rows(timeline: Timeline, *, asked: bool, parts: bool) -> list[str]:
    """Returns what the fit did to reach the length: shares, silences, steps left out.

    Args:
        timeline: The fitted session.
        asked: True if a length was asked for; without one, shares are not fitted.
        parts: True if its parts should have their usual shares.
    """
    from quietude.plan.proportions import shares as usual_shares

    rate_hz, total = timeline.sample_rate_hz, timeline.total_frames
    shares = [
        f"{chapter.title} {chapter.length_frames / total:.0%}" for chapter in timeline.chapters
    ]
    outside = [
        f"{share.part} {share.share:.0%}, not {share.low:.0%} to {share.high:.0%}"
        for share in usual_shares(timeline)
        if not share.kept
    ]
    spoken = f"voice {clock_text(timeline.speech_frames / rate_hz)}"
    rows = [f"shares: {', '.join(shares)}; {spoken} ({timeline.speech_frames / total:.0%})"]
    if outside and parts:
        why = "the script cannot get closer" if asked else "--duration fits them"
        rows.append(f"outside the usual shares: {'; '.join(outside)}; {why}")
    ideal = sum(silence.ideal_frames for silence in timeline.silences)
    actual = sum(silence.length_frames for silence in timeline.silences)
    if ideal != actual:
        off = (
            f"{abs(actual / ideal - 1):.0%} {'longer' if actual > ideal else 'shorter'} than ideal"
        )
        told = f"{clock_text(actual / rate_hz)}, {off} ({clock_text(ideal / rate_hz)})"
        rows.append(f"silences: {told}")
        changed = [
            f"line {silence.line_no} to {silence.length_frames / rate_hz:.1f} s"
            for silence in sorted(timeline.silences, key=_change_frames, reverse=True)[:_SHOWN]
            if silence.line_no and _change_frames(silence)
        ]
        if changed:
            rows.append(f"most changed: {', '.join(changed)}")
    return rows


def _change_frames(silence: Silence) -> int:
    return abs(silence.length_frames - silence.ideal_frames)


def _events(timeline: Timeline) -> list[tuple[int, int, str]]:
    """Returns everything in a timeline as (start, length, words), in order."""
    # The second number orders events that start together: chapter, cue or bed, silence, phrase.
    events = [(chapter.start_frame, 0, 0, f"== {chapter.title}") for chapter in timeline.chapters]
    events += [
        (placement.start_frame, 3, placement.length_frames, placement.utterance.text)
        for placement in timeline.placements
    ]
    events += [
        (silence.start_frame, 2, silence.length_frames, f"({silence.kind})")
        for silence in timeline.silences
        if silence.length_frames
    ]
    events += [
        (placed.start_frame, 1, 0, f"* {str(placed.cue.asset) or placed.cue.kind}")
        for placed in timeline.cues
    ]
    events += [
        (
            bed.start_frame,
            1,
            bed.fade_frames,
            f"~ bed: {bed.bed}{' (fading)' * bool(bed.fade_frames)}",
        )
        for bed in timeline.beds
    ]
    return _gathered([(start, length, text) for start, _, length, text in sorted(events)])


def _gathered(events: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Returns events with each run of the same bell or tap as one of its own length."""
    gathered: list[tuple[int, int, str]] = []
    for text, run in groupby(events, key=lambda event: event[2]):
        same = list(run)
        if text.startswith("* ") and len(same) > 1:
            length = same[-1][0] - same[0][0]
            gathered.append((same[0][0], length, f"{text}, {len(same)} times"))
        else:
            gathered += same
    return gathered
