"""A direction that was understood → steps of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.script.export import span_text
from quietude.script.importing.drafting.repeats import repeated
from quietude.script.importing.drafting.silences import add_pause, anchor
from quietude.script.importing.drafting.steps import short
from quietude.script.importing.view import ViewRow

if TYPE_CHECKING:
    from quietude.script.importing.directions.direction import Direction
    from quietude.script.importing.drafting.draft import Draft


def direct(draft: Draft, direction: Direction, text: str, line: int) -> None:
    """Add a direction that was understood."""
    match direction.kind:
        case "pause":
            assert direction.span is not None
            guessed_from = text if direction.guessed and not direction.soft else ""
            add_pause(draft, direction.span, line, guessed_from, soft=direction.soft, words=text)
        case "bell":
            if direction.guessed:
                draft.assume(line, f'"{short(text)}" is taken as a bell')
            draft.add({"bell": {"which": "bell", "count": direction.count}}
                      if direction.count > 1 else "bell", line)  # fmt: skip
            times = f"{direction.count} times" if direction.count > 1 else ""
            draft.rows.append(ViewRow(line, "sound", f"bell {times}".strip(), short(text)))
        case "music":
            assert direction.span is not None
            draft.add({"music": span_text(direction.span)}, line)
            draft.elapsed_s += direction.span.ideal_s
            draft.rows.append(
                ViewRow(line, "sound", "the bed alone", short(text), direction.span.ideal_s)
            )
        case "taps":
            draft.add({"tap": {"sets": direction.count}}, line)
            draft.rows.append(
                ViewRow(line, "sound", f"{direction.count} sets of taps", short(text))
            )
        case "repeat":
            repeated(draft, direction, text, line)
        case "clock":
            anchor(draft, direction.at_s, line)
        case "note":
            draft.unknown(text, line)
