"""Intro and outro of every session: read from the manifest, and joined to a script."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from quietude import library
from quietude.errors import SeriesError
from quietude.script.reader import read_script, script_from_data

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.model import Script
    from quietude.series.manifest.forms import IntroOutroForm

OPENING, CLOSING = "Opening", "Closing"


def intro_outro_script(
    form: IntroOutroForm, folder: Path, script: Script, *, is_intro: bool
) -> Script | None:
    """Read an intro or outro as a script of its own; None if its text is empty.

    Args:
        form: The intro or outro in the manifest.
        folder: The folder that relative paths begin in.
        script: The script it goes with, whose slots its words may use.
        is_intro: True for an intro, False for an outro.

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
    title = form.title or (OPENING if is_intro else CLOSING)
    step: Any = {"include": form.fragment} if form.fragment else {"say": form.text}
    data = {
        "id": title.lower() if title in {OPENING, CLOSING} else "part",
        "title": title,
        "language": script.language,
        "slots": {name: {"ask": slot.ask} for name, slot in script.slots.items()},
        "sections": [
            {"title": title, "role": "arrive" if is_intro else "return", "steps": [step]},
        ],
    }
    part = script_from_data(data, source=title.lower())
    return dataclasses.replace(part, slots=script.slots)


def joined(script: Script, part: Script | None, *, is_intro: bool) -> Script:
    """Returns a script with an intro before it or an outro after it; the script itself for None."""
    if part is None:
        return script
    sections = (part.sections, script.sections)
    return dataclasses.replace(
        script,
        sections=sum(sections if is_intro else reversed(sections), ()),
        slots={**part.slots, **script.slots},
        lexicon=script.lexicon.over(part.lexicon),
    )
