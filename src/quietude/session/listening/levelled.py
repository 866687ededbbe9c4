"""Samples at one loudness, in one file with a chapter for each, or in a file each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude._util.files import FileTransaction, is_folder
from quietude.audio.loudness import LoudnessMeter
from quietude.deliver.formats.registry import format_of
from quietude.deliver.tags import ChapterTag, Tags
from quietude.deliver.writer import SessionWriter
from quietude.units import SAMPLE_RATE_HZ, db_to_gain, frames_to_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from quietude._util.files import PendingFile
    from quietude.audio.clip import Samples
    from quietude.deliver.formats.base import Format

LEVEL_LUFS = -20.0
"""Loudness of every sample. Louder wins a comparison, whichever sounds better."""

CEILING_DBTP = -1.0
_GAP_S = 1.5


@dataclass(frozen=True, slots=True)
class NamedSound:
    """A sound to compare with others.

    Attributes:
        name: Its name, such as a voice.
        samples: Its samples, float32 ``(frames,)`` or ``(frames, 2)``, at the usual rate.
    """

    name: str
    samples: Samples


@dataclass(frozen=True, slots=True)
class LevelledSample:
    """A sound as it was written.

    Attributes:
        name: Its name.
        path: The file it is in.
        start_s: Its start in that file, in seconds.
        seconds: Its length.
        loudness_lufs: Its loudness in the file, before encoding.
    """

    name: str
    path: Path
    start_s: float
    seconds: float
    loudness_lufs: float


def write_levelled(
    make: Callable[[], Sequence[NamedSound]],
    output: Path,
    *,
    subject: str,
    overwrite: bool = False,
    file_format: str = "wav",
) -> list[LevelledSample]:
    """Writes sounds that are all made equally loud.

    Args:
        make: Makes the sounds; called once the place to write to is known to be free.
        output: A file of any format, which gets all sounds one after the other with a chapter for
            each; or a folder, which gets a file for each.
        subject: The kind of sound, for the title: "Voices".
        overwrite: True to replace files that are there already.
        file_format: The format of the files in a folder.

    Returns:
        The samples, in the order of the sounds.

    Raises:
        QuietudeError: if a file cannot be written; then none is.
    """
    in_folder = is_folder(output) or not output.suffix
    form = format_of(output, file_format if in_folder else None)
    if in_folder:
        return _write_each(make(), output, form, subject, overwrite=overwrite)
    with FileTransaction([output], overwrite=overwrite) as files:
        sounds = list(make())
        levelled = level(sounds)
        samples, starts = _one_after_the_other(levelled)
        form.check_length(len(samples), output)
        _write(files[output], samples, starts, sounds, subject)
        files.commit()
    return [
        _sample(one.name, output, start, sound)
        for one, start, sound in zip(sounds, starts, levelled, strict=True)
    ]


def _write_each(
    sounds: Sequence[NamedSound], folder: Path, form: Format, subject: str, *, overwrite: bool
) -> list[LevelledSample]:
    """Writes each sound to a file of its own; none is written if one cannot be."""
    levelled = level(sounds)
    paths = [folder / f"{_file_name(one.name)}{form.suffix}" for one in sounds]
    with FileTransaction(paths, overwrite=overwrite) as files:
        for path, one, sound in zip(paths, sounds, levelled, strict=True):
            _write(files[path], sound, [0], [one], subject)
        files.commit()
    return [
        _sample(one.name, path, 0, sound)
        for one, path, sound in zip(sounds, paths, levelled, strict=True)
    ]


def _sample(name: str, path: Path, start: int, sound: Samples) -> LevelledSample:
    """A levelled sound that starts at a frame of a file."""
    seconds = len(sound) / SAMPLE_RATE_HZ
    return LevelledSample(name, path, start / SAMPLE_RATE_HZ, seconds, _loudness(sound)[0])


def level(sounds: Sequence[NamedSound]) -> list[Samples]:
    """Returns the samples of each as ``(frames, 2)``, at one loudness and below the ceiling."""
    measured = [_loudness(one.samples) for one in sounds]
    # A sound with high peaks lowers the others too, so that none is louder than another.
    room_db = min(CEILING_DBTP - (peak + LEVEL_LUFS - lufs) for lufs, peak in measured)
    wanted = LEVEL_LUFS + min(0.0, room_db)
    return [
        (stereo(one.samples) * db_to_gain(wanted - lufs)).astype(np.float32)
        for one, (lufs, _) in zip(sounds, measured, strict=True)
    ]


def stereo(samples: Samples) -> Samples:
    """Returns mono or stereo samples as ``(frames, 2)``."""
    return samples if samples.ndim > 1 else np.repeat(samples[:, None], 2, axis=1)


def _loudness(samples: Samples) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, as heard in both ears."""
    meter = LoudnessMeter(SAMPLE_RATE_HZ)
    meter.add(stereo(samples))
    result = meter.result()
    return result.integrated_lufs, result.true_peak_dbtp


def _one_after_the_other(sounds: Sequence[Samples]) -> tuple[Samples, list[int]]:
    """All samples with a pause between them, and the frame at which each starts."""
    gap = np.zeros((round(_GAP_S * SAMPLE_RATE_HZ), 2), np.float32)
    parts: list[Samples] = []
    starts: list[int] = []
    for sound in sounds:
        starts.append(sum(map(len, parts)))
        parts += [sound, gap]
    return np.concatenate(parts[:-1]), starts


def _write(
    pending: PendingFile,
    samples: Samples,
    starts: Sequence[int],
    sounds: Sequence[NamedSound],
    subject: str,
) -> None:
    ends = [*starts[1:], len(samples)]
    chapters = [
        ChapterTag(
            one.name,
            start,
            frames_to_ms(start, SAMPLE_RATE_HZ),
            frames_to_ms(end, SAMPLE_RATE_HZ),
        )
        for one, start, end in zip(sounds, starts, ends, strict=True)
    ]
    title = f"{subject}: {', '.join(one.name for one in sounds)}"
    comment = "Spoken by a computer." if subject == "Voices" else ""
    tags = Tags(title, "Auditions", "Quietude", "Speech", comment, "en", chapters)
    writer = SessionWriter(pending, format_of(pending.path), tags, SAMPLE_RATE_HZ)
    try:
        writer.write(samples)
        writer.finish()
    finally:
        writer.close()


def _file_name(name: str) -> str:
    """A name any file system takes: ``pyttsx3:gmw/en-us`` → ``pyttsx3-gmw-en-us``."""
    return re.sub(r"[^\w.]+", "-", name).strip("-.")[:80] or "sound"
