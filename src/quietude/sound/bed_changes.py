"""The beds of a session as one stem: each fades into the next at equal power."""

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


def changing_bed(timeline: Timeline, first: Bed, loudness_lufs: float) -> BedSource:
    """The beds of a session as one bed.

    Args:
        timeline: What they change to, and when.
        first: What the session begins with.
        loudness_lufs: How loud each of them is before anything is done with it.

    Raises:
        SoundError: if one of them cannot be found or used.
    """
    rate_hz = timeline.sample_rate_hz
    parts = stretches(timeline.beds, first, timeline.total_frames)
    beds = {it.bed: open_bed(it.bed, rate_hz, loudness_lufs) for it in parts}
    if len(parts) == 1:
        return beds[first]
    return BedSource(
        open=lambda: BedStem(parts, {bed: source.open for bed, source in beds.items()}),
        powers=lambda first, last: _powers(parts, beds, first, last, hop_frames(rate_hz)),
    )


def _powers(
    parts: Sequence[BedStretch], beds: Mapping[Bed, BedSource], first: int, last: int, hop: int
) -> NDArray[np.float64]:
    """The power of some tenths of a second, to the tenth in which a bed begins."""
    powers = np.zeros((ROWS, last - first))
    for it in parts:
        begun = it.start_frame // hop
        start = max(first, begun)
        end = last if it.end_frame is None else min(last, -(-it.end_frame // hop))
        if end > start:
            middles = np.arange(start, end) * hop + hop // 2
            found = beds[it.bed].powers(start - begun, end - begun) * _gain_at(it, middles) ** 2
            powers[:, start - first : end - first] += found
    return powers


class BedStem:
    """One bed after the other; see :class:`quietude.sound.stems.Stem`.

    While one fades into the other their gains are cos and sin of the same angle: two sounds that
    do not resemble each other keep their power together.

    Args:
        stretches: Which bed is heard from where to where, in order.
        open_bed: Opens each of them; called when it is first heard.
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
            it for it in self._playing if it[0].end_frame is None or it[0].end_frame > end
        ]
        self._now = end
        return block

    def _add(self, block: Samples, stretch: BedStretch, stem: Stem) -> None:
        first = max(stretch.start_frame, self._now)
        last = self._now + len(block)
        if stretch.end_frame is not None:
            last = min(last, stretch.end_frame)
        if last > first:
            part = stem.read(last - first) * _gain(stretch, first, last)[:, None]
            block[first - self._now : last - self._now] += part


def _faded_in(stretch: BedStretch, frame: int) -> bool:
    """Whether a stretch has reached its full level; it leaves it only as the next one begins."""
    return stretch.start_frame + stretch.fade_in_frames <= frame


def _gain(stretch: BedStretch, first: int, last: int) -> Samples:
    """The linear gain of frames ``first`` to ``last``, ``(frames,)``."""
    return np.asarray(_gain_at(stretch, np.arange(first, last)), dtype=np.float32)


def _gain_at(stretch: BedStretch, frames: NDArray[np.int64]) -> NDArray[np.float64]:
    """The linear gain of some frames."""
    at = frames + 0.5
    gain = np.ones(len(at))
    if stretch.fade_in_frames:
        risen = (at - stretch.start_frame) / stretch.fade_in_frames
        gain *= np.sin(np.clip(risen, 0.0, 1.0) * (np.pi / 2))
    if stretch.end_frame is not None:
        left = (stretch.end_frame - at) / max(stretch.fade_out_frames, 1)
        gain *= np.sin(np.clip(left, 0.0, 1.0) * (np.pi / 2))
    return gain
