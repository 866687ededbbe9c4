"""The sessions of a programme as renders of their own: ``render first-week --day 3``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from quietude._util.files import is_there
from quietude._util.suggest import did_you_mean
from quietude._util.text import counted
from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quietude.script.browse.programme import Programme, ProgrammeEntry

_ONE_FILE = ("picture", "stems")


@dataclass(frozen=True, slots=True)
class ProgrammeSession:
    """One session of a programme, with the file it is written to.

    Attributes:
        options: The parameters of the command, as for a render of this session alone.
        path: Its sound file.
        title: Its title.
    """

    options: dict[str, Any]
    path: Path
    title: str


def is_programme(definition: str) -> bool:
    """Returns True for the id of a programme, or a YAML file with entries."""
    from quietude._util.strict_reading import LARGE_BYTES, read_bounded
    from quietude.library import index

    if any(definition == one.id for one in index.programmes()):
        return not any(definition == one.id for one in index.exercises())
    path = Path(definition)
    if path.suffix.lower() not in {".yaml", ".yml"}:
        return False
    try:
        text = read_bounded(path, LARGE_BYTES).decode("utf-8-sig")
    except (OSError, ValueError):  # whoever reads it as a script says why
        return False
    return any(line.startswith("entries:") for line in text.splitlines())


def programme_sessions(
    definition: str, day: str, options: Mapping[str, Any]
) -> list[ProgrammeSession]:
    """Returns the sessions of a programme that are to be rendered, in order.

    Those whose file is there already are left out, unless it may be replaced: a second run
    continues where the first one was stopped.

    Args:
        definition: The id of a programme, or its file.
        day: A day, or the id of an entry; "" for all.
        options: The parameters of the command.

    Raises:
        UsageError: if there is no such day, or an option that writes one file is given.
    """
    from quietude.script.browse.programme import read_programme

    programme = read_programme(definition)
    chosen = _chosen(programme, day)
    for name in _ONE_FILE if len(chosen) > 1 else ():
        if options.get(name):
            message = f"--{'plot' if name == 'picture' else name} is for one session"
            raise UsageError(message, hint="Name its day: --day 1.")
    sessions = list(_sessions(programme, chosen, options))
    missing = [one for one in sessions if options.get("overwrite") or not is_there(one.path)]
    minutes = sum(entry.minutes for entry in chosen)
    there = len(sessions) - len(missing)
    told = f", {there} of them there already" if there else ""
    typer.echo(
        f"{programme.title}: {counted(len(chosen), 'session')}, {counted(minutes, 'minute')}{told}",
        err=True,
    )
    return missing


def _chosen(programme: Programme, day: str) -> list[ProgrammeEntry]:
    if not day:
        return list(programme.entries)
    chosen = [one for one in programme.entries if day in {str(one.day), one.id}]
    if not chosen:
        days = [str(one.day) for one in programme.entries if one.day]
        message = f'"{programme.id}" has no day or session "{day[:40]}"'
        otherwise = f"Its days: {', '.join(days)}." if days else ""
        ids = [one.id for one in programme.entries]
        hint = did_you_mean(day, ids, otherwise or f"Its sessions: {', '.join(ids)}.")
        raise UsageError(message, hint=hint)
    return chosen


def _sessions(
    programme: Programme, chosen: list[ProgrammeEntry], options: Mapping[str, Any]
) -> Iterator[ProgrammeSession]:
    output = list(options.get("output") or [])
    if len(output) > 1 or (output and output[0].suffix and len(chosen) > 1):
        message = "a programme is written into a folder"
        raise UsageError(message, hint=f"Name one: -o {programme.id}.")
    single = output[0] if output and output[0].suffix else None
    folder = output[0] if output else Path(programme.id)
    ending = options.get("file_format") or "mp3"
    width = len(str(len(programme.entries)))
    for entry in chosen:
        number = programme.entries.index(entry) + 1
        path = single or folder / f"{number:0{width}}-{entry.id}.{ending}"
        tags = [f"title={entry.title}", f"album={programme.title}", f"track={number}"]
        yield ProgrammeSession(
            {
                **options,
                "definition": entry.exercise,
                "output": [path],
                "duration": options.get("duration") or f"{entry.minutes}m",
                "seed": entry.seed if options.get("seed") is None else options["seed"],
                "tag": [*tags, *(options.get("tag") or [])],
                "day": "",
                "preset": "",
                "like": "",
            },
            path,
            entry.title,
        )
