"""A programme: exercises in an order, with lengths, days and variations, as data → plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quietude import library
from quietude._util.suggest import did_you_mean
from quietude.errors import ScriptError
from quietude.script.files import read_file
from quietude.script.reader import read_script
from quietude.script.schema.programme_form import checked_programme
from quietude.script.schema.yaml_source import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.script.model import Script
    from quietude.script.schema.programme_form import ProgrammeForm
    from quietude.script.schema.yaml_source import Document

NUMBER = "{number}"
"""The placeholder for the number of a repeated entry, in its title and notes."""


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """One session of a programme.

    Attributes:
        id: Its name within the programme; it stays the same when entries are added.
        exercise: The id of an exercise of the library, or the path of a definition, for
            :func:`~quietude.script.reader.read_script`.
        minutes: Its length.
        seed: The seed of its variation.
        title: Its title here; by default the exercise's own.
        notes: A word about this session in this place; may be empty.
        day: The day it is meant for, from 1, or None for any time.
        pinned: True if it stays at the top of a list, however old.
    """

    id: str
    exercise: str
    minutes: int
    seed: int
    title: str
    notes: str
    day: int | None
    pinned: bool


@dataclass(frozen=True, slots=True)
class Programme:
    """Sessions in an order.

    Attributes:
        id: Lower-case words joined by hyphens.
        title: Its title for listeners.
        about: A description for listeners.
        cadence: A suggestion how often to listen, in words; never a streak.
        entries: Its sessions in order, at least one.
        source: Its origin, for messages.
    """

    id: str
    title: str
    about: str
    cadence: str
    entries: tuple[ProgrammeEntry, ...]
    source: str


def programme_ids() -> tuple[str, ...]:
    """Returns the id of every programme of the library, sorted."""
    return library.programme_ids()


def read_programme(reference: str | Path) -> Programme:
    """Returns a programme of the library by its id, or one of your own by its path.

    Raises:
        ScriptError: if it does not exist or is not valid, with the file and the line.
    """
    if str(reference) in library.programme_ids():
        text = library.programme_text(str(reference))
        return parse_programme(text, source=f"library:programme:{reference}")
    path = Path(reference)
    if not (path.suffix or len(path.parts) > 1):
        hint = did_you_mean(
            str(reference), library.programme_ids(), "See them: quietude programmes"
        )
        message = f'there is no programme "{str(reference)[:60]}" in the library'
        raise ScriptError(message, hint=hint)
    return parse_programme(read_file(path, (".yaml", ".yml"), ".yaml programmes"), source=str(path))


def parse_programme(text: str, *, source: str = "programme") -> Programme:
    """Returns the programme of a text.

    Args:
        text: YAML. A definition that an entry names by a path is looked for beside the programme.
        source: Its name in messages; for a file its path.

    Raises:
        ScriptError: with the line of the first thing that is wrong.
    """
    document = document_of(text, source)
    if not isinstance(document.data, dict):
        message = 'a programme is a mapping ("key: value" lines)'
        raise ScriptError(message, path=source, hint="See one with: quietude programmes first-week")
    form = checked_programme(document, source)
    entries = tuple(_entries(form, document, source))
    return Programme(form.id, form.title, form.about, form.cadence, entries, source)


def _entries(form: ProgrammeForm, document: Document, source: str) -> Iterator[ProgrammeEntry]:
    known: set[str] = set()
    for number, entry in enumerate(form.entries):
        line = document.line_of(("entries", number))
        reference = _reference(entry.exercise, source)
        script = _script(reference, entry.minutes, source, line)
        for time in range(entry.times):
            entry_id = entry.id or script.id
            if entry.times > 1:
                entry_id = f"{entry_id}-{time + 1:0{len(str(entry.times))}}"
            if entry_id in known:
                message = f'there are two entries "{entry_id}"'
                hint = "Give one of them an id of its own, like id: safe-place-again."
                raise ScriptError(message, path=source, line=line, hint=hint)
            known.add(entry_id)
            yield ProgrammeEntry(
                id=entry_id,
                exercise=reference,
                minutes=entry.minutes,
                seed=entry.seed + time,
                title=(entry.title or script.title).replace(NUMBER, str(time + 1)),
                notes=entry.notes.replace(NUMBER, str(time + 1)),
                day=None if entry.day is None else entry.day + time * (entry.every or 0),
                pinned=entry.pinned,
            )


def _reference(exercise: str, source: str) -> str:
    """Returns the id of an exercise, or the path of a definition beside the programme."""
    if exercise in library.exercise_ids() or source.startswith("library:"):
        return exercise
    return str(Path(source).parent / exercise) if Path(exercise).suffix else exercise


def _script(reference: str, minutes: int, source: str, line: int) -> Script:
    """Returns the script of an entry, if it is offered at that length.

    Raises:
        ScriptError: at the line of the entry, if there is no such script or length.
    """
    try:
        script = read_script(reference)
    except ScriptError as error:
        if error.line is not None:
            raise
        raise ScriptError(error.message, path=source, line=line, hint=error.hint) from error
    if script.lengths_min and minutes not in script.lengths_min:
        offered = ", ".join(map(str, script.lengths_min))
        message = f'"{script.id}" is not offered at {minutes} minutes'
        raise ScriptError(message, path=source, line=line, hint=f"Choose one of: {offered}.")
    return script
