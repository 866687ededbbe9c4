"""``plan``: the timeline of a session as a table, as JSON or as a picture; nothing is spoken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quietude.cli.options import (
    AsJson,
    Ask,
    Definition,
    Duration,
    EndingOption,
    LexiconFile,
    Pacing,
    Plot,
    Profile,
    Rate,
    Seed,
    Slots,
    listed,
    request_of,
)
from quietude.cli.personal import personal_details
from quietude.durations import clock_tenths, clock_text

if TYPE_CHECKING:
    from quietude.plan.timeline import Timeline


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(plan)


def plan(  # noqa: PLR0913  (options of a command)
    definition: Definition,
    *,
    duration: Duration = None,
    slots: Slots = None,
    profile: Profile = None,
    ask: Ask = False,
    rate: Rate = 115,
    pacing: Pacing = None,
    seed: Seed = 0,
    ending: EndingOption = "return",
    lexicon: LexiconFile = None,
    picture: Plot = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the picture.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the timeline of a session without speaking; phrases have estimated lengths."""
    from quietude.script.reader import read_script
    from quietude.session.prepare import outline

    script = read_script(definition)
    details = personal_details(script, slots or [], profile, ask=ask)
    request = request_of(duration, details, rate, pacing, seed, lexicon=lexicon, ending=ending)
    timeline = outline(script, request)
    if picture:
        from quietude.session.render import write_plot

        write_plot(timeline, picture, overwrite=overwrite)
    if as_json:
        typer.echo(json.dumps(_timeline_json(timeline), ensure_ascii=False))
    else:
        typer.echo("\n".join(_timeline_rows(timeline, asked=request.duration_s is not None)))


def _timeline_rows(timeline: Timeline, *, asked: bool) -> list[str]:
    rate_hz = timeline.sample_rate_hz
    rows = [f"{timeline.title}: {clock_text(timeline.seconds)} (phrases estimated, not spoken)"]
    for start, length, what in _events(timeline):
        span = f"{length / rate_hz:6.1f} s" if length else " " * 8
        rows.append(f"{clock_tenths(start / rate_hz)} {span}  {what}")
    return [*rows, *_explained(timeline, asked=asked)]


def _explained(timeline: Timeline, *, asked: bool) -> list[str]:
    """What the fit did to make the length: kept, left out, stretched.

    Shares are fitted only where a length was asked for.
    """
    from quietude.plan.proportions import shares as usual_shares

    rate_hz, total = timeline.sample_rate_hz, timeline.total_frames
    shares = [
        f"{chapter.title} {chapter.length_frames / total:.0%}" for chapter in timeline.chapters
    ]
    outside = [
        f"{it.part} {it.share:.0%}, not {it.low:.0%} to {it.high:.0%}"
        for it in usual_shares(timeline)
        if not it.kept
    ]
    spoken = f"voice {clock_text(timeline.speech_frames / rate_hz)}"
    rows = [f"shares: {', '.join(shares)}; {spoken} ({timeline.speech_frames / total:.0%})"]
    if outside:
        why = "the script allows nothing nearer" if asked else "--duration has them fitted"
        rows.append(f"outside the usual shares: {'; '.join(outside)}; {why}")
    ideal = sum(it.ideal_frames for it in timeline.silences)
    actual = sum(it.length_frames for it in timeline.silences)
    if ideal != actual:
        rows.append(
            f"silences: {clock_text(actual / rate_hz)}, {actual / ideal:.0%} of their ideal "
            f"{clock_text(ideal / rate_hz)}"
        )
        most = sorted(timeline.silences, key=lambda it: -abs(it.length_frames - it.ideal_frames))
        changed = [
            f"line {it.line_no} to {it.length_frames / rate_hz:.1f} s"
            for it in most[:3]
            if it.line_no and it.length_frames != it.ideal_frames
        ]
        if changed:
            rows.append(f"most changed: {', '.join(changed)}")
    if timeline.dropped_lines:
        rows.append(f"left out for the length: lines {listed(timeline.dropped_lines)}")
    return rows


def _events(timeline: Timeline) -> list[tuple[int, int, str]]:
    """Everything in a timeline as start, length and words, in order."""
    events = [(it.start_frame, 0, 0, f"== {it.title}") for it in timeline.chapters]
    events += [
        (it.start_frame, 3, it.length_frames, it.utterance.text) for it in timeline.placements
    ]
    events += [
        (it.start_frame, 2, it.length_frames, f"({it.kind})")
        for it in timeline.silences
        if it.length_frames
    ]
    events += [(it.start_frame, 1, 0, f"* {it.cue.asset or it.cue.kind}") for it in timeline.cues]
    events += [
        (it.start_frame, 1, it.fade_frames, f"~ bed: {it.bed}{' (fading)' * bool(it.fade_frames)}")
        for it in timeline.beds
    ]
    return [(start, length, what) for start, _, length, what in sorted(events)]


def _timeline_json(timeline: Timeline) -> dict[str, Any]:
    from quietude.plan.proportions import shares as usual_shares

    return {
        "title": timeline.title,
        "sample_rate_hz": timeline.sample_rate_hz,
        "total_frames": timeline.total_frames,
        "estimated": True,
        "chapters": [
            {"title": it.title, "start_frame": it.start_frame} for it in timeline.chapters
        ],
        "speech": [
            {
                "text": it.utterance.text,
                "line": it.utterance.line_no,
                "start_frame": it.start_frame,
                "length_frames": it.length_frames,
            }
            for it in timeline.placements
        ],
        "silences": [
            {
                "kind": it.kind,
                "line": it.line_no,
                "start_frame": it.start_frame,
                "length_frames": it.length_frames,
                "ideal_frames": it.ideal_frames,
            }
            for it in timeline.silences
        ],
        "cues": [
            {"kind": it.cue.kind, "asset": it.cue.asset, "start_frame": it.start_frame}
            for it in timeline.cues
        ],
        "beds": [
            {
                "bed": str(it.bed),
                "line": it.line_no,
                "start_frame": it.start_frame,
                "fade_frames": it.fade_frames,
            }
            for it in timeline.beds
        ],
        "shares": [
            {"part": it.part, "share": round(it.share, 4), "low": it.low, "high": it.high}
            for it in usual_shares(timeline)
        ],
        "left_out_lines": list(timeline.dropped_lines),
    }
