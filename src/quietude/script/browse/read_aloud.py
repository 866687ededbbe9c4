"""The read-aloud edition: a script for a person to read to a group, with silences in seconds."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING

from quietude.library import read_aloud_text
from quietude.script import model
from quietude.script.pacing import gap_span
from quietude.script.print_view import WIDTH, aside
from quietude.script.templates.template import fill_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.durations import Span
    from quietude.script.model import Script, Step

_SILENT = (model.Note, model.BedChange, model.Music, model.ClockTime, model.ChapterBreak)
"""Steps that only a rendered session has."""


def as_read_aloud(script: Script) -> str:
    """Returns a script as a page to read aloud, after a note for the one who reads.

    Personal details have their defaults, since a group has no one name; of several wordings the
    first is taken; bells are left in, to be rung or not.

    Args:
        script: The script.
    """
    head = [script.title, f"Rated {script.intensity}."]
    for text in (script.about, script.content_note):
        head += ["", fill(" ".join(text.split()), WIDTH)] if text else []
    sections = [
        "\n".join([f"## {section.title}", "", *_rows(script, section.steps)])
        for section in script.sections
    ]
    return "\n\n".join(["\n".join(head), read_aloud_text().strip(), *sections]) + "\n"


def _rows(script: Script, steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, model.Choose):
            yield from _rows(script, step.options[0])
            continue
        if isinstance(step, _SILENT):
            continue
        mark = "+ " if step.optional else "  "
        if text := _filled(script, getattr(step, "text", "")):
            yield mark + indent(fill(text, WIDTH - 2), "  ")[2:]
        if beside := _beside(script, step):
            yield f"{'  ' if text else mark}      ({beside})"


def _filled(script: Script, text: str) -> str:
    defaults = {name: slot.default for name, slot in script.slots.items()}
    return " ".join(fill_template(text, defaults).split())


def _beside(script: Script, step: Step) -> str:
    """Returns what a reader does besides speaking; "" if nothing."""
    match step:
        case model.WrittenPause(gap=str(gap)):
            return _seconds(gap_span(gap, script.pacing))
        case model.WrittenPause(span=span) if span is not None:
            return _seconds(span)
        case model.Ask(reflect=span):
            return _seconds(span)
        case model.Echo():
            return "time to say it"
        case model.Journaling(span=span):
            return f"{_seconds(span)} to write or draw"
        case _:
            return aside(step)


def _seconds(span: Span) -> str:
    shortest, longest = round(span.min_s), round(span.max_s)
    return f"{shortest} seconds" if shortest == longest else f"{shortest} to {longest} seconds"
