"""Memory that is used again block after block.

A block of a bed needs some arrays of a quarter of a megabyte, which the system hands out afresh and
empties each time: that takes longer than the sums that fill them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from quietude.audio.clip import Samples


class Scratch:
    """Arrays of one reader, by their use. Not for several threads."""

    def __init__(self) -> None:
        self._memory: dict[str, Samples] = {}

    def array(self, use: str, *shape: int) -> Samples:
        """Returns an array of any content; the last one for this use is no longer valid."""
        size = math.prod(shape)
        memory = self._memory.get(use)
        if memory is None or size > len(memory):
            memory = self._memory[use] = np.empty(size, dtype=np.float32)
        return memory[:size].reshape(shape)
