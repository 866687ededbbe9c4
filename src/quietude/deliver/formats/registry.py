"""Table of the output formats, and how they are chosen."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from quietude.deliver.formats.base import (
    Format,
    Quality,
    decoded_by_libsndfile,
    rate_by_libsndfile,
)
from quietude.deliver.formats.flac import Flac
from quietude.deliver.formats.m4a import M4a, M4b
from quietude.deliver.formats.mp3 import Mp3
from quietude.deliver.formats.ogg import Opus, Vorbis
from quietude.deliver.formats.wav import Wav
from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples

FORMATS: dict[str, Format] = {
    output_format.name: output_format
    for output_format in (Mp3(), Wav(), Flac(), Vorbis(), Opus(), M4a(), M4b())
}
"""Every format by its name, the usual one first."""

_OPTIONS = ("bits", "vbr")
"""The qualities that a listener asks for; ``kbps`` comes with a target, whatever the file."""


def format_of(path: Path, name: str | None = None) -> Format:
    """The format of an output: by name if one is given, else by the ending of the path.

    Raises:
        UsageError: if there is no such format.
    """
    wanted = (name or path.suffix.lstrip(".")).lower()
    if wanted not in FORMATS:
        message = (
            f'"{wanted[:20]}" is not a format that can be written'
            if wanted
            else f"{path.name} has no ending that says its format"
        )
        endings = ", ".join(known.suffix for known in FORMATS.values())
        raise UsageError(message, hint=f"End the file's name in one of {endings}.")
    return FORMATS[wanted]


def check_quality(quality: Quality, formats: Collection[Format]) -> None:
    """Refuse a quality that none of the files has, since it would have no effect.

    Raises:
        UsageError: if there is one.
    """
    for option in _OPTIONS:
        asked = getattr(quality, option) != getattr(Quality(), option)
        if not asked or any(option in chosen.qualities for chosen in formats):
            continue
        fitting = [known for known in FORMATS.values() if option in known.qualities]
        names = _listed([known.name.upper() for known in fitting], "and")
        endings = _listed([known.suffix for known in fitting], "or")
        message = f"--{option} is for {names} files, and this session has none"
        raise UsageError(message, hint=f"Leave --{option} out, or write a file in {endings}.")


def _listed(words: list[str], last: str) -> str:
    """Words as in a sentence: ``a, b and c``."""
    *others, end = words
    return f"{', '.join(others)} {last} {end}" if others else end


def decoded(path: Path) -> tuple[Iterator[Samples], int]:
    """Blocks of any sound file that is read here, float32 ``(frames, channels)``, and its rate.

    Raises:
        DeliveryError: if it cannot be decoded, or needs a program that is not installed.
    """
    known = FORMATS.get(path.suffix.lstrip(".").lower())
    blocks = iter(known.decode(path) if known else decoded_by_libsndfile(path))
    first = list(islice(blocks, 1))  # a file that cannot be decoded says so before its rate is read
    rate_hz = known.decoded_rate_hz(path) if known else rate_by_libsndfile(path)
    return chain(first, blocks), rate_hz
