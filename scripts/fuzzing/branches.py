"""Branches of Quietude that a call reaches, from the interpreter's own trace of lines.

A branch is a conditional jump in the bytecode whose two ways lead to different lines. Those of all
functions that were entered are known; those taken are seen. Only Quietude's own code counts.
"""

from __future__ import annotations

import dis
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import quietude

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType

SOURCE = str(Path(quietude.__file__).parent)

_CONDITIONAL = ("POP_JUMP", "JUMP_IF", "FOR_ITER")

Step = tuple["CodeType", int, int]
"""A line that was followed by another one, in a function."""


class Branches:
    """The steps between lines in what is called within it, as a context manager."""

    def __init__(self) -> None:
        self.steps: set[Step] = set()

    def __enter__(self) -> Self:
        sys.settrace(self._entered)
        return self

    def __exit__(self, *_exception: object) -> None:
        sys.settrace(None)

    def reached(self) -> tuple[int, int]:
        """Branches taken, and branches of all functions that were entered."""
        possible = {
            (code, *branch)
            for code in {code for code, _, _ in self.steps}
            for branch in branches_of(code)
        }
        return len(possible & self.steps), len(possible)

    def _entered(self, frame: FrameType, _event: str, _arg: object) -> Any:
        code = frame.f_code
        if not code.co_filename.startswith(SOURCE):
            return None
        steps, last = self.steps, frame.f_lineno
        steps.add((code, 0, last))

        def line(inner: FrameType, event: str, _arg: object) -> Any:
            nonlocal last
            if event == "line":
                here = inner.f_lineno
                steps.add((code, last, here))
                last = here
            return line

        return line


def branches_of(code: CodeType) -> set[tuple[int, int]]:
    """Pairs of a line with a condition, and a line to which it leads."""
    return {pair for pairs in _choices(code) if len(pairs) > 1 for pair in pairs}


def _choices(code: CodeType) -> Iterator[set[tuple[int, int]]]:
    lines: dict[int, int] = {}
    line = code.co_firstlineno
    instructions = list(dis.get_instructions(code))
    for instruction in instructions:
        line = _line_of(instruction, line)
        lines[instruction.offset] = line
    for instruction, following in itertools.pairwise(instructions):
        if instruction.opname.startswith(_CONDITIONAL):
            here = lines[instruction.offset]
            ways = {lines[following.offset], lines.get(instruction.argval, here)} - {here}
            yield {(here, way) for way in ways}


def _line_of(instruction: dis.Instruction, before: int) -> int:
    """The line of an instruction; instructions without one belong to the line before."""
    positions = instruction.positions
    return positions.lineno if positions and positions.lineno else before
