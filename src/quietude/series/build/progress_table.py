"""How far each task is, in memory that the workers share with the parent.

Plain numbers without a lock: a worker that is killed while it writes leaves nothing held.
"""

from __future__ import annotations

from multiprocessing.sharedctypes import RawArray
from typing import Any

STAGES = ("wait", "speak", "measure", "encode", "check")

_PER_SLOT = 2


class Board:
    """A row of slots, each with a stage and how much of it is done.

    Args:
        slots: How many.
    """

    def __init__(self, slots: int) -> None:
        self._numbers: Any = RawArray("d", _PER_SLOT * slots)

    def write(self, slot: int, stage: str, done: int, total: int) -> None:
        """Say how far a task is."""
        known = STAGES.index(stage) if stage in STAGES else 0
        self._numbers[_PER_SLOT * slot] = known
        self._numbers[_PER_SLOT * slot + 1] = done / total if total else 0.0

    def read(self, slot: int) -> tuple[str, float]:
        """The stage of a task, and how much of it is done, 0 to 1."""
        stage = STAGES[int(self._numbers[_PER_SLOT * slot])]
        return stage, self._numbers[_PER_SLOT * slot + 1]
