"""What every step may have, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quietude.script.schema.fields import Rank, StrictForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quietude.script import model

    LineOf = Callable[[tuple[Any, ...]], int]


class StepBase(StrictForm):
    """What every step may have."""

    optional: Rank = None

    def to_step(self, line: int) -> model.Step:
        """The step of the script this is the written form of."""
        raise NotImplementedError

    def to_steps(self, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        """The steps this comes to, one unless it is made of several."""
        yield self.to_step(line_of(path))
