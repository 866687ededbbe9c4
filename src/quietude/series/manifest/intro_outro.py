"""What comes before and after every session: read, and joined to its script."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quietude import library
from quietude.errors import SeriesError
from quietude.script.reader import read_script, script_from_data

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.model import Script
    from quietude.series.manifest.forms import PartForm

OPENING, CLOSING = "Opening", "Closing"


def part_script(form: PartForm, folder: Path, script: Script, *, opening: bool) -> Script | None:
    """A part as a script of its own, to go with a script; None for empty words.

    Args:
        form: What the manifest says.
        folder: Where relative paths begin.
        script: What it goes with; words may speak of its slots.
        opening: Whether it comes before.

    Raises:
        QuietudeError: if it cannot be read, or there is no such fragment.
    """
    if form.file:
        return read_script(folder / form.file)
    if form.exercise:
        return read_script(form.exercise)
    if form.fragment and form.fragment not in library.fragment_ids():
        message = f'there is no fragment "{form.fragment[:60]}"'
        raise SeriesError(message, hint=f"There are: {', '.join(library.fragment_ids())}.")
    if not form.fragment and not form.text:
        return None
    title = form.title or (OPENING if opening else CLOSING)
    step: Any = {"include": form.fragment} if form.fragment else {"say": form.text}
    data = {
        "id": title.lower() if title in {OPENING, CLOSING} else "part",
        "title": title,
        "language": script.language,
        "slots": {name: {"ask": it.ask} for name, it in script.slots.items()},
        "sections": [
            {"title": title, "role": "arrive" if opening else "return", "steps": [step]},
        ],
    }
    part = script_from_data(data, source=title.lower())
    return dataclasses.replace(part, slots=script.slots)


@dataclass(frozen=True, slots=True)
class Whole:
    """A session as it comes to be.

    Attributes:
        alone: As its definition has it.
        opened: With what comes before it.
        closed: With what comes after it too.
    """

    alone: Script
    opened: Script
    closed: Script


def joined(script: Script, before: Script | None, after: Script | None) -> Whole:
    """A script with what comes before and after it."""
    opened = _with_part(script, before, first=True)
    return Whole(script, opened, _with_part(opened, after, first=False))


def _with_part(script: Script, part: Script | None, *, first: bool) -> Script:
    if part is None:
        return script
    sections = (part.sections, script.sections)
    return dataclasses.replace(
        script,
        sections=sum(sections if first else reversed(sections), ()),
        slots={**part.slots, **script.slots},
        lexicon=script.lexicon.over(part.lexicon),
    )
