"""The narration as it sounds in the mix: at one gain, its highest peaks held down."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from quietude.sound.limiter import Limiter
from quietude.sound.loudness import WEIGHTED, PowerMeter, gated_lufs
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Callable

    from quietude.audio import Clip, Samples
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline

PEAK_LU = 11.0
"""How far the voice's true peaks may rise above its loudness.

eSpeak's rarest peaks lie 16 dB above. Held down here, where only the voice bends for a few
milliseconds, they leave the limiter at the end nothing to do.
"""

_BLOCK = 32_768


class Narration:
    """What is said in a session, phrase by phrase; no phrase is kept.

    Args:
        timeline: What is said.
        clip: Fetches the clip of an utterance, at the session's rate.
        loudness_lufs: How loud the narration as a whole is to be, before its peaks are held down.
    """

    def __init__(
        self, timeline: Timeline, clip: Callable[[Utterance], Clip], loudness_lufs: float
    ) -> None:
        self._timeline = timeline
        self._clip = clip
        self._loudness_lufs = loudness_lufs

    @cached_property
    def gain(self) -> float:
        """The linear gain of every phrase: their relation to one another is the voice's own."""
        meter = PowerMeter(self._timeline.sample_rate_hz, 1)
        for placement in self._timeline.placements:
            meter.add(self._clip(placement.utterance).samples[:, None])
        in_both_ears = 2.0 * meter.powers()[WEIGHTED]
        return db_to_gain(self._loudness_lufs - gated_lufs(in_both_ears))

    def phrase(self, utterance: Utterance) -> Samples:
        """One phrase as it sounds: float32 ``(frames,)``, as long as its clip."""
        wave = np.float32(self.gain) * self._clip(utterance).samples
        ceiling = db_to_gain(self._loudness_lufs + PEAK_LU)
        limiter = Limiter(ceiling, self._timeline.sample_rate_hz, channels=1)
        # Its delay is read ahead into silence, so that nothing moves.
        padded = np.pad(wave, (0, limiter.delay))[:, None]
        parts = [limiter.process(it) for it in np.split(padded, range(_BLOCK, len(padded), _BLOCK))]
        return np.asarray(np.concatenate(parts)[limiter.delay :, 0])
