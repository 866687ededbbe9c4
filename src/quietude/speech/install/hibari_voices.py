"""hibari's voices: the list inside its package, and those whose files are here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.dirs import data_dir
from quietude._util.strict_reading import SMALL_BYTES, read_json, whole
from quietude.errors import EngineError
from quietude.speech.engines.base import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGED = "heart"
"""The voice that is in the package itself."""

HUB = "https://huggingface.co/maureesewilliams/hibari/resolve/main/voices"
"""The address at which its maker publishes the others; ``QUIETUDE_VOICES_URL`` names a mirror."""

TEACHER = "taught by Kokoro-82M, which was partly taught with other machines' voices"


@dataclass(frozen=True, slots=True)
class HibariVoice:
    """A voice in the package's own list.

    Attributes:
        name: Its name.
        language: ``en-US`` or ``en-GB``.
        gender: ``female`` or ``male``.
        file: The name of its model.
        size_bytes: The size of that file.
        sha256: The hash of that file.
        british: True if it reads British phonemes.
    """

    name: str
    language: str
    gender: str
    file: str
    size_bytes: int
    sha256: str
    british: bool

    def voice(self, engine: str) -> Voice:
        """The voice as the engine lists it."""
        return Voice(
            self.name,
            self.name.capitalize(),
            self.language,
            self.gender,
            engine,
            "natural",
            "Apache-2.0",
            24_000,
            "any",
            TEACHER,
        )


def hibari_folder() -> Path:
    """The folder of the voices that were installed besides the packaged one."""
    return data_dir() / "hibari"


def hibari_voices() -> dict[str, HibariVoice]:
    """The voices there are, by name, sorted.

    Raises:
        EngineError: if the package is missing, or not as we know it.
    """
    try:
        rows = read_json(_assets() / "voices.json", SMALL_BYTES)
        return {
            name: HibariVoice(
                name,
                str(row["language"]),
                str(row["gender"]),
                Path(row["file"]).name,
                whole(row["bytes"]),
                str(row["sha256"]),
                bool(row["british"]),
            )
            for name, row in sorted(rows.items())
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = "the installed hibari-tts is not as Quietude knows it"
        hint = "Get the right one with: pip install 'hibari-tts>=0.2.1,<0.3'"
        raise EngineError(message, hint=hint) from error


def available_files() -> Iterator[tuple[HibariVoice, Path]]:
    """The voices whose files are here, with their files.

    Raises:
        EngineError: as :func:`hibari_voices`.
    """
    for known in hibari_voices().values():
        folder = _assets() if known.name == PACKAGED else hibari_folder()
        path = folder / known.file
        if path.is_file() and path.stat().st_size == known.size_bytes:
            yield known, path


def _assets() -> Path:
    """The folder of the package's data; the package is not imported."""
    spec = find_spec("hibari")
    if spec is None or not spec.submodule_search_locations:
        message = "hibari-tts is not installed"
        raise EngineError(message, hint="Get it with: pip install 'hibari-tts>=0.2.1,<0.3'")
    return Path(next(iter(spec.submodule_search_locations))) / "assets"
