"""Sounds as streams for a player: a file, a bed, a bell, or a few words in a voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from quietude.audio.clip import plain_reason
from quietude.audio.ffmpeg_decode import DecodedTrack, needs_ffmpeg
from quietude.errors import SoundError, UsageError
from quietude.session.audition import speak_text
from quietude.session.listening.levelled import LEVEL_LUFS, NamedSound, level, stereo
from quietude.sound.assets import bells, cues
from quietude.sound.beds import open_bed
from quietude.units import SAMPLE_RATE_HZ, db_to_gain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.script.bed import Bed
    from quietude.script.lexicon import Lexicon

BED_S = 30.0
"""The part of a bed that is played unless another length is asked for, in seconds."""

_BLOCK = 16_384
_FADE_S = 1.5
_BELL_PEAK_DBFS = -6.0


@dataclass(frozen=True, slots=True)
class SoundStream:
    """A sound that is made while it plays.

    Attributes:
        title: A few words on what it is.
        sample_rate_hz: Frames a second.
        blocks: float32 ``(frames, 2)``.
    """

    title: str
    sample_rate_hz: int
    blocks: Iterable[Samples]

    def first(self, seconds: float | None) -> SoundStream:
        """Returns its beginning, faded out at the end; all of it for None."""
        if seconds is None:
            return self
        frames = round(seconds * self.sample_rate_hz)
        blocks = _faded_out(self.blocks, frames, round(_FADE_S * self.sample_rate_hz))
        return SoundStream(self.title, self.sample_rate_hz, blocks)


def file_stream(path: Path, start_s: float = 0.0) -> SoundStream:
    """Returns a sound file from a moment on; ffmpeg decodes what libsndfile cannot read.

    Raises:
        SoundError: if it is missing or cannot be read.
        UsageError: if it ends before that moment.
    """
    decoded = DecodedTrack(path) if needs_ffmpeg(path) else None
    try:
        info = soundfile.info(decoded.path if decoded else path)
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        message = f"cannot read this sound file ({plain_reason(error)})"
        raise SoundError(message, path=path) from error
    start = round(start_s * info.samplerate)
    if start >= info.frames:
        message = f"{path.name} ends before that moment"
        raise UsageError(message)
    return SoundStream(path.name, int(info.samplerate), _read(path, decoded, start))


def bed_stream(bed: Bed, name: str) -> SoundStream:
    """Returns a bed, which never ends, at the loudness of an audition.

    Raises:
        SoundError: if there is no such bed.
    """
    source = open_bed(bed, SAMPLE_RATE_HZ, LEVEL_LUFS)
    return SoundStream(name, SAMPLE_RATE_HZ, _endless(source.open))


def bell_stream(name: str) -> SoundStream:
    """Returns a bell, or another short sound, at a level for headphones.

    Raises:
        KeyError: if there is none of this name.
    """
    asset = {**bells(), **cues()}[name]
    samples = asset.clip(SAMPLE_RATE_HZ).samples
    peak = float(np.abs(samples).max(initial=1e-9))
    loud = (samples * (db_to_gain(_BELL_PEAK_DBFS) / peak)).astype(np.float32)
    return SoundStream(asset.title, SAMPLE_RATE_HZ, [stereo(loud)])


def text_stream(
    text: str, voice: str, rate_wpm: int | None = None, lexicon: Lexicon | None = None
) -> SoundStream:
    """Returns a few words in a voice, at the loudness of an audition.

    Raises:
        QuietudeError: if it cannot speak them.
    """
    (spoken,) = speak_text([voice], text, rate_wpm, lexicon)
    (samples,) = level([NamedSound(spoken.voice, spoken.samples)])
    return SoundStream(spoken.voice, SAMPLE_RATE_HZ, [samples])


def _read(path: Path, decoded: DecodedTrack | None, start: int) -> Iterator[Samples]:
    place = decoded.path if decoded else path  # which is deleted with the object: it is kept here
    with soundfile.SoundFile(place) as file:
        file.seek(start)
        while len(block := file.read(_BLOCK, dtype="float32", always_2d=True)):
            yield block[:, :2] if block.shape[1] > 1 else np.repeat(block, 2, axis=1)


def _endless(open_stem: object) -> Iterator[Samples]:
    assert callable(open_stem)
    stem = open_stem()
    while True:
        yield stem.read(_BLOCK)


def _faded_out(blocks: Iterable[Samples], frames: int, fade: int) -> Iterator[Samples]:
    done = 0
    for block in blocks:
        part = block[: frames - done]
        left = frames - done - np.arange(len(part))
        yield (part * np.clip(left / min(fade, frames), 0.0, 1.0)[:, None]).astype(np.float32)
        done += len(part)
        if done >= frames:
            return
