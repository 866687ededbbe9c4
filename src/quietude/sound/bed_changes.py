"""The beds of a session as one stem: each crossfades into the next at equal power.

The gains of an equal-power crossfade are cos and sin of one angle, so their squares sum to one: two
uncorrelated sounds keep their power together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import hop_frames
from quietude.plan.bed_schedule import stretches
from quietude.sound.beds import BedSource, open_bed
from quietude.sound.power_profile import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.plan.bed_schedule import BedStretch
    from quietude.plan.timeline import Timeline
    from quietude.script.bed import Bed
    from quietude.sound.stems import Stem


def changing_bed(
    timeline: Timeline,
    first: Bed,
    loudness_lufs: float,
    opener: Callable[[Bed, int, float, int], BedSource] = open_bed,
) -> BedSource:
    """Returns the beds of a session as one bed.

    Args:
        timeline: Every change, and its time.
        first: The bed the session begins with.
        loudness_lufs: Loudness of each bed before ducking.
        opener: Opens a bed; another one than :func:`open_bed` may keep those it has opened.

    Raises:
        SoundError: if one of them is missing or cannot be used.
    """
    rate_hz = timeline.sample_rate_hz
    parts = stretches(timeline.beds, first, timeline.total_frames)
    beds = {part.bed: opener(part.bed, rate_hz, loudness_lufs, timeline.seed) for part in parts}
    if len(parts) == 1:
        return beds[first]
    hop = hop_frames(rate_hz)
    powers = {bed: source.powers for bed, source in beds.items()}
    most = {bed: source.most for bed, source in beds.items()}
    return BedSource(
        open=lambda: BedStem(parts, {bed: source.open for bed, source in beds.items()}),
        powers=lambda first, last: _powers(parts, powers, first, last, hop),
        most_powers=lambda first, last: _powers(parts, most, first, last, hop),
        covers_db=max(source.covers_db for source in beds.values()),
    )


def _powers(
    parts: Sequence[BedStretch],
    beds: Mapping[Bed, Callable[[int, int], NDArray[np.float64]]],
    first: int,
    last: int,
    hop: int,
) -> NDArray[np.float64]:
    """The power in some tenths of a second; each bed begins with a whole tenth."""
    powers = np.zeros((ROWS, last - first))
    for part in parts:
        begun = part.start_frame // hop
        start = max(first, begun)
        end = last if part.end_frame is None else min(last, -(-part.end_frame // hop))
        if end > start:
            middles = np.arange(start, end) * hop + hop // 2
            gain = _gain_at(part, middles)
            found = beds[part.bed](start - begun, end - begun) * gain**2
            powers[:, start - first : end - first] += found
    return powers


class BedStem:
    """One bed after the other; see :class:`quietude.sound.stems.Stem`.

    Args:
        stretches: The stretch of each bed, in order.
        open_bed: Opens a bed; called at the start of each of its stretches.
    """

    def __init__(
        self, stretches: Sequence[BedStretch], open_bed: Mapping[Bed, Callable[[], Stem]]
    ) -> None:
        self._waiting = list(stretches)
        self._open = open_bed
        self._playing: list[tuple[BedStretch, Stem]] = []
        self._now = 0

    def read(self, frames: int) -> Samples:
        """The next frames, ``(frames, 2)``."""
        end = self._now + frames
        while self._waiting and self._waiting[0].start_frame < end:
            stretch = self._waiting.pop(0)
            self._playing.append((stretch, self._open[stretch.bed]()))
        if len(self._playing) == 1 and _faded_in(self._playing[0][0], self._now):
            block = self._playing[0][1].read(frames)
        else:
            block = np.zeros((frames, 2), dtype=np.float32)
            for stretch, stem in self._playing:
                self._add(block, stretch, stem)
        self._playing = [
            (stretch, stem)
            for stretch, stem in self._playing
            if stretch.end_frame is None or stretch.end_frame > end
        ]
        self._now = end
        return block

    def seek(self, frame: int) -> None:
        """Goes on at a frame; see :class:`quietude.sound.stems.Stem`."""
        while self._waiting and self._waiting[0].start_frame < frame:
            stretch = self._waiting.pop(0)
            if stretch.end_frame is None or stretch.end_frame > frame:
                stem = self._open[stretch.bed]()
                stem.seek(frame - stretch.start_frame)
                self._playing.append((stretch, stem))
        self._now = frame

    def _add(self, block: Samples, stretch: BedStretch, stem: Stem) -> None:
        first = max(stretch.start_frame, self._now)
        last = self._now + len(block)
        if stretch.end_frame is not None:
            last = min(last, stretch.end_frame)
        if last > first:
            part = stem.read(last - first) * _gain(stretch, first, last)[:, None]
            block[first - self._now : last - self._now] += part


def _faded_in(stretch: BedStretch, frame: int) -> bool:
    """True once a stretch has reached its full level, where it stays until the next one begins."""
    return stretch.start_frame + stretch.fade_in_frames <= frame


def _gain(stretch: BedStretch, first: int, last: int) -> Samples:
    """The linear gain of frames ``first`` to ``last``, ``(frames,)``."""
    return np.asarray(_gain_at(stretch, np.arange(first, last)), dtype=np.float32)


def _gain_at(stretch: BedStretch, frames: NDArray[np.int64]) -> NDArray[np.float64]:
    """The linear gain at some frames, ``(frames,)``."""
    at = frames + 0.5
    gain = np.ones(len(at))
    if stretch.fade_in_frames:
        risen = (at - stretch.start_frame) / stretch.fade_in_frames
        gain *= np.sin(np.clip(risen, 0.0, 1.0) * (np.pi / 2))
    if stretch.end_frame is not None:
        left = (stretch.end_frame - at) / max(stretch.fade_out_frames, 1)
        gain *= np.sin(np.clip(left, 0.0, 1.0) * (np.pi / 2))
    return gain
