"""Stages of a render, and the callback that is told how far each of them is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Stage = Literal["speak", "encode", "check", "stems"]
"""In this order; ``encode`` and ``check`` again for a file that missed its target, and ``stems``
only where they are wanted."""

Progress = Callable[[Stage, int, int], None]
"""Called with a stage, how much of it is done, and of how much."""


def silent(_stage: Stage, _done: int, _total: int) -> None:
    """Progress that nobody is told of."""
