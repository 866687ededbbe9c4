"""Scripts that are no definition, at every door: how they were read, said in a line or refused."""

from __future__ import annotations

import operator
import shlex
from dataclasses import replace
from enum import StrEnum
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude.cli.help import panels
from quietude.cli.options.declaring import option
from quietude.durations import clock_text, lengths_text
from quietude.errors import DurationError, ScriptError

if TYPE_CHECKING:
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.importing.importer import Imported
    from quietude.script.importing.lines import LinePolicy
    from quietude.script.model import Script

_MARGIN = 0.03
"""The part of a length by which a voice may speak faster or slower than estimated."""


_CLOCK_S = 1.0
"""The seconds by which what stands at a clock time may be early or late."""


class LineBreaks(StrEnum):
    """Meanings of a line break in a script."""

    guess = "guess"
    phrases = "phrases"
    wrapped = "wrapped"
    transcript = "transcript"


POLICIES: dict[LineBreaks, LinePolicy | None] = {
    LineBreaks.guess: None,
    LineBreaks.phrases: "phrases",
    LineBreaks.wrapped: "wrapped",
    LineBreaks.transcript: "transcript",
}

Lines = Annotated[
    LineBreaks,
    option(panels.SCRIPT, "One phrase a line, wrapped prose, or a transcript cut anywhere."),
]
Strict = Annotated[
    bool,
    option(
        panels.SCRIPT, "Refuse a script of which a line may not be meant to be heard.", "--strict"
    ),
]


def read_any(definition: str, lines: LineBreaks, *, strict: bool) -> tuple[Script, Imported | None]:
    """Returns a script, and how it was read if it is no definition.

    What was left out and what is unsure is said on standard error, in two lines.

    Args:
        definition: An exercise of the library, or a file.
        lines: The meaning of its line breaks.
        strict: True to refuse a script with unsure lines.

    Raises:
        ScriptError: if it cannot be read, or has an unsure line and that is refused.
    """
    from quietude.script.importing.files import import_script
    from quietude.script.reader import is_imported, read_script

    if not is_imported(definition):
        return read_script(definition), None
    script, imported = import_script(Path(definition), POLICIES[lines])
    if strict:
        refuse_unsure(imported, definition)
    if summary := imported.view.summary():
        typer.echo(f"{definition}: {summary}\n{where_to_look(definition)}", err=True)
    return script, imported


def where_to_look(source: str) -> str:
    """Returns the command that shows the view of a file, on a line of its own to be copied."""
    return f"  See: quietude import {shlex.quote(source)} --view"


def refuse_unsure(imported: Imported, source: str) -> None:
    """Refuses an import with lines that are spoken though they may not be meant to be.

    Raises:
        ScriptError: with the first of these lines.
    """
    unsure = imported.view.unsure
    if not unsure:
        return
    first = unsure[0]
    message = f'"{first.text[:60]}" may not be meant to be heard ({first.why})'
    if len(unsure) > 1:
        message += f", and {len(unsure) - 1} more"
    name = Path(source).with_suffix(".corrections").name
    hint = f'Say what it is in {name}, one line each: "{first.line}: speak", or "leave out".'
    raise ScriptError(message, path=source, line=first.line, hint=hint)


def with_declared_length(request: Request, script: Script, imported: Imported | None) -> Request:
    """Returns the request with the usual length of a script, if it asks for none.

    That is the length a script says it has, or else the one it is offered at that is closest to its
    own. Where the script cannot have that length, its own stays. Standard error says which it is.
    """
    from quietude.session.planning import outline

    declared_s = imported.declared_s if imported else None
    if request.duration_s is not None:
        return request
    if not declared_s:
        return _with_offered_length(request, script)
    asked = replace(request, duration_s=declared_s)
    try:
        fitted = outline(script, asked)
        for factor in (1 - _MARGIN, 1 + _MARGIN):
            outline(script, replace(request, duration_s=declared_s * factor))
    except DurationError as error:
        told = f"the script says it lasts {clock_text(declared_s)}, which these lines cannot fill"
        bounds = f"{clock_text(error.shortest_s)} to {clock_text(error.longest_s)}"
        typer.echo(f"{script.source}: {told}; --duration can be {bounds}", err=True)
        return request
    own = outline(script, request)
    if not _keeps_clock(script, fitted, own):
        told = f"{clock_text(own.seconds)} long, as its clock times say"
        said = f"the script says {clock_text(declared_s)}"
        typer.echo(f"{script.source}: {told} ({said})", err=True)
        return request
    typer.echo(f"{script.source}: {clock_text(declared_s)} long, as the script says", err=True)
    return asked


def _keeps_clock(script: Script, fitted: Timeline, own: Timeline) -> bool:
    """Returns True if what stands at a clock time is heard when it is in the script's own length.

    Another length moves the times of every clock in one proportion, so the first clock tells.
    """
    from quietude.script.model import ClockTime

    clock = [step.at_s for step in script.steps() if isinstance(step, ClockTime)]
    first = sum(1 for _ in takewhile(bool, dropwhile(operator.not_, clock)))
    times, others = _clock_ends(fitted)[:first], _clock_ends(own)[:first]
    apart = (abs(one - other) for one, other in zip(times, others, strict=False))
    return max(apart, default=0.0) <= _CLOCK_S


def _clock_ends(timeline: Timeline) -> list[float]:
    """Returns when the silences that lead up to clock times end, in seconds."""
    return [
        (silence.start_frame + silence.length_frames) / timeline.sample_rate_hz
        for silence in timeline.silences
        if silence.kind == "clock" and silence.length_frames
    ]


def _with_offered_length(request: Request, script: Script) -> Request:
    """Returns the request with the length a script is offered at that is closest to its own."""
    from quietude.session.planning import outline

    if not script.lengths_min:
        return request
    own_s = outline(script, request).seconds
    offered_s = min(
        (60.0 * minutes for minutes in script.lengths_min), key=lambda s: abs(s - own_s)
    )
    try:
        for factor in (1 - _MARGIN, 1 + _MARGIN):
            outline(script, replace(request, duration_s=offered_s * factor))
    except DurationError:
        return request
    offer = f"offered at {lengths_text(script.lengths_min)}; --duration takes any length it can be"
    typer.echo(f"{script.id}: {clock_text(offered_s)} long ({offer})", err=True)
    return replace(request, duration_s=offered_s)
