"""Overview of a sound for a picture: peaks of its parts and loudness over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import LoudnessMeter
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.audio.gain_curve import GainCurve
    from quietude.plan.timeline import Timeline
    from quietude.session.encoded_file import EncodedFile
    from quietude.sound.mix import Mix
    from quietude.sound.stems import Stem

COLUMNS = 1260
"""Columns of pixels that a picture has for the sound."""

LOUDNESS_S = 3.0
_BLOCK_FRAMES = 32_768


class Waveform:
    """The finished sound: its peak in each column, its loudness each three seconds.

    Args:
        blocks: float32 ``(frames, 2)``.
        total_frames: Frames of all blocks together.
        sample_rate_hz: Frames per second.

    Attributes:
        peaks: Peaks of the whole in each column, linear: ``(COLUMNS,)``.
        loudness: Loudness of each three seconds, in LUFS.
        parts: Peaks of each part by its name, as :meth:`add_part` measured them.
        bed_curve: The gain of the bed, if it is known.
        fade: The fade of everything, if it is known.
        tones: The tones in the bed in words, or "".
    """

    def __init__(self, blocks: Iterable[Samples], total_frames: int, sample_rate_hz: int) -> None:
        self.peaks: NDArray[np.float32] = np.zeros(COLUMNS, dtype=np.float32)
        self.parts: dict[str, NDArray[np.float32]] = {}
        self.bed_curve: GainCurve | None = None
        self.fade: GainCurve | None = None
        self.tones = ""
        self.loudness: list[float] = []
        window = round(LOUDNESS_S * sample_rate_hz)
        meter, filled, at = LoudnessMeter(sample_rate_hz, true_peak=False), 0, 0
        for block in blocks:
            _keep_peaks(self.peaks, block, at, total_frames)
            at += len(block)
            for piece in _pieces(block, window, filled):
                meter.add(piece)
                filled += len(piece)
                if filled == window:
                    self.loudness.append(meter.integrated_lufs())
                    meter, filled = LoudnessMeter(sample_rate_hz, true_peak=False), 0

    def add_part(self, name: str, stem: Stem, total_frames: int, gain: float) -> None:
        """Measure the peaks of one part of the mix, from its beginning, at a linear gain."""
        peaks = np.zeros(COLUMNS, dtype=np.float32)
        for at in range(0, total_frames, _BLOCK_FRAMES):
            block = stem.read(min(_BLOCK_FRAMES, total_frames - at))
            _keep_peaks(peaks, block, at, total_frames)
        self.parts[name] = peaks * np.float32(gain)


def _keep_peaks(peaks: NDArray[np.float32], block: Samples, at: int, total_frames: int) -> None:
    """Raise the columns that a block beginning at a frame falls into to its peaks."""
    columns = np.minimum((at + np.arange(len(block))) * COLUMNS // total_frames, COLUMNS - 1)
    np.maximum.at(peaks, columns, np.abs(block).max(axis=1))


def _pieces(block: Samples, window: int, filled: int) -> Iterator[Samples]:
    """A block cut where windows end."""
    start = 0
    while start < len(block):
        end = min(len(block), start + window - filled)
        yield block[start:end]
        filled = (filled + end - start) % window
        start = end


def waveform_of(timeline: Timeline, file: EncodedFile, mix: Mix) -> Waveform:
    """The waveform of a session, of its encoded file as it decodes, and of the parts of the mix."""
    rate_hz = file.format.rate_hz(timeline.sample_rate_hz)
    frames = file.format.frames(timeline.total_frames, timeline.sample_rate_hz)
    waveform = Waveform(file.decoded(frames), frames, rate_hz)
    waveform.bed_curve, waveform.fade = mix.bed_curve, mix.fade
    waveform.tones = mix.tones.words if mix.tones else ""
    for name, stem in mix.stems().items():
        waveform.add_part(name, stem, timeline.total_frames, db_to_gain(file.heard_gain_db))
    return waveform
