"""Mix → master: gain to the loudness asked for, and no true peak above the ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.limiter import Limiter
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quietude.audio.clip import Samples
    from quietude.audio.limiter import GainReduction


TOLERANCE_LU = 0.3
"""The largest deviation of a finished file from its target loudness."""


class Master:
    """Brings a stream to its level.

    Args:
        gain_db: The gain from the measured mix to its target.
        ceiling_dbtp: The highest true peak that may leave.
        sample_rate_hz: Frames per second.
    """

    def __init__(self, gain_db: float, ceiling_dbtp: float, sample_rate_hz: int) -> None:
        self._gain = np.float32(db_to_gain(gain_db))
        self._limiter = Limiter(db_to_gain(ceiling_dbtp), sample_rate_hz)
        # The first frames that leave the limiter are only its delay.
        self._late = self._limiter.delay

    @property
    def reduction_db(self) -> float:
        """The largest gain reduction of the limiter, in dB; 0 in a normal session."""
        return self._limiter.reduction_db

    @property
    def gain_reductions(self) -> tuple[GainReduction, ...]:
        """Every gain reduction of the limiter."""
        return self._limiter.gain_reductions

    def process(self, block: Samples) -> Samples:
        """Returns the next frames that are done: at first fewer than come in, for the limiter."""
        passed = self._limiter.process(block * self._gain)
        late = min(self._late, len(passed))
        self._late -= late
        return passed[late:]

    def ending(self) -> Samples:
        """Returns the frames that are still under way, after the last block."""
        return self.process(np.zeros((self._limiter.delay, 2), dtype=np.float32))

    def blocks(self, mix: Iterable[Samples]) -> Iterator[Samples]:
        """Yields the mastered stream: as many frames as come in, in the same places."""
        for block in mix:
            if len(passed := self.process(block)):
                yield passed
        yield self.ending()
