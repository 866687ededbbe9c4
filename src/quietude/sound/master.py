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

    @property
    def reduction_db(self) -> float:
        """The largest gain reduction of the limiter, in dB; 0 in a normal session."""
        return self._limiter.reduction_db

    @property
    def gain_reductions(self) -> tuple[GainReduction, ...]:
        """Every gain reduction of the limiter."""
        return self._limiter.gain_reductions

    def blocks(self, mix: Iterable[Samples]) -> Iterator[Samples]:
        """Yields the mastered stream: as many frames as come in, in the same places."""
        late = self._limiter.delay  # the first frames out are only the delay of the limiter
        for block in mix:
            passed = self._limiter.process(block * self._gain)
            skip = min(late, len(passed))
            late -= skip
            if skip < len(passed):
                yield passed[skip:]
        ending = np.zeros((self._limiter.delay, 2), dtype=np.float32)
        yield self._limiter.process(ending)[late:]
