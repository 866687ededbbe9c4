"""Arguments of the functions for Python, read as they are natural: ``"10m"``, ``"audiobook"``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quietude.durations import parse_length
from quietude.errors import UsageError
from quietude.plan.request import Request
from quietude.session.sound import Sound
from quietude.sound.assets import find_bed
from quietude.sound.levels import bed_level as read_bed_level
from quietude.sound.targets import Target, target_named
from quietude.sound.tones import parse_tones

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.script.bed import Bed

Length = str | float | timedelta
"""A length: a text such as ``"10m"``, a number of minutes, or a ``timedelta``."""


def seconds_of(length: Length) -> float:
    """Returns a length in seconds.

    Raises:
        UsageError: if it cannot be read as one.
    """
    if isinstance(length, timedelta):
        return length.total_seconds()
    if isinstance(length, Real) and not isinstance(length, bool):
        return float(length) * 60.0
    if not isinstance(length, str):
        message = f"a length is a text or a number of minutes, not {type(length).__name__}"
        raise UsageError(message, hint='Write it like duration="10m", or duration=10.')
    try:
        return parse_length(length)
    except ValueError as error:
        raise UsageError(str(error)) from error


def request_with(request: Request | None, **values: Any) -> Request:
    """Returns a request with other values in it; None leaves one as it is.

    Raises:
        UsageError: if one makes no sense.
    """
    duration = values.pop("duration", None)
    details = values.pop("details", None)
    given = {name: value for name, value in values.items() if value is not None}
    if duration is not None:
        given["duration_s"] = seconds_of(duration)
    if details is not None:
        given["slot_values"] = _details(details)
    for name, kind in (("voice", str), ("rate_wpm", int), ("seed", int), ("pacing", str)):
        if name in given and (not isinstance(given[name], kind) or isinstance(given[name], bool)):
            shown = {"rate_wpm": "rate"}.get(name, name)
            noun = "a text" if kind is str else "a whole number"
            message = f"{shown} is {noun}, not {type(given[name]).__name__}"
            raise UsageError(message)
    return dataclasses.replace(request or Request(), **given)


def sound_with(
    sound: Sound | None,
    bed: Bed | str | Path | None,
    bed_level: str | float | None,
    target: Target | str | None,
    tones: str | None,
) -> Sound:
    """Returns a sound with another bed, level, target or tones; None leaves one as it is.

    Raises:
        QuietudeError: if there is no such thing.
    """
    sound = sound or Sound()
    given: dict[str, Any] = {}
    if bed is not None:
        given["bed"] = find_bed(str(bed), Path()) if isinstance(bed, str | Path) else bed
    if bed_level is not None:
        level_db, presence = read_bed_level(str(bed_level))
        given["levels"] = dataclasses.replace(sound.levels, bed_db=level_db, presence=presence)
    if target is not None:
        given["target"] = target_named(target) if isinstance(target, str) else target
    if tones is not None:
        given["tones"] = parse_tones(tones)
    return dataclasses.replace(sound, **given)


def kinds(given: str | Iterable[str]) -> list[str]:
    """Returns kinds of a file: ``"vtt"``, ``"vtt, srt"`` and ``["vtt", "srt"]`` are all taken."""
    parts = given.split(",") if isinstance(given, str) else list(given)
    return list(dict.fromkeys(part.strip().lower() for part in parts if part.strip()))


def _details(details: object) -> dict[str, str]:
    if not isinstance(details, Mapping):
        message = f"details are a dictionary, not {type(details).__name__}"
        raise UsageError(message, hint='Write it like details={"name": "Ada"}.')
    return {str(name): str(value) for name, value in details.items()}
