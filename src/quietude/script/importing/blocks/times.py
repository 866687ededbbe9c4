"""Times before lines, as transcripts have them: kept where they part speech by a silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left
from quietude.script.speaking_time import CALM_RATE_WPM, speaking_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_LEAST_SILENCE_S = 4.0


def without_dense_times(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines without the times that follow speech at once, as those of captions do."""
    changed: list[ScriptLine] = []
    before_s: float | None = None
    said: list[str] = []
    for line in lines:
        if line.kind == "text":
            said.append(line.text)
        if line.kind == "heading" and line.clock_s is not None:
            before_s, said = line.clock_s, []
        if line.kind != "clock" or line.clock_s is None:
            changed.append(line)
            continue
        spoken_s = speaking_seconds(" ".join(said), CALM_RATE_WPM) if said else 0.0
        at_once = (
            before_s is not None and 0 <= line.clock_s - before_s - spoken_s < _LEAST_SILENCE_S
        )
        before_s, said = line.clock_s, []
        if at_once and not line.raw.startswith(("[", "(")):
            changed.append(left(line, "time"))
        else:
            changed.append(line)
    return changed
