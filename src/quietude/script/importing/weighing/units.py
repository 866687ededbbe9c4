"""The parts of a script that are weighed: sentences as they stand, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from quietude.script.importing.blocks.marking import label_of
from quietude.script.importing.blocks.paragraphs import joined
from quietude.script.importing.inline import pieces
from quietude.script.importing.weighing.vocabulary import counts_of, tokens
from quietude.script.importing.words.heads import IS_SCRIPT_HEAD, reason_of_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

Kind = Literal["words", "silence", "note", "heading", "key"]
Gap = Literal["", "blank", "rule"]


@dataclass(slots=True)
class Unit:
    """A sentence or line that is weighed, or a mark that stands between two of them.

    Attributes:
        kind: ``words`` is weighed; the others are known: a silence or bell, a note in brackets, a
            heading, a line of information.
        at: The indices of its lines.
        text: Its words.
        raw: Its lines as they are written.
        gap: What parts it from the one before.
        left_out: The reason for which a rule has left it out, or "".
        directed: True if a direction stands in the line itself.
        words: Its words in lower case, without signs.
        counts: The number of words of each concept.
        head: For a heading: the kind of its part, "script" or "plain".
        first_invites: True if its first words invite.
    """

    kind: Kind
    at: list[int]
    text: str
    gap: Gap = ""
    left_out: str = ""
    directed: bool = False
    words: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    head: str = ""
    raw: str = ""
    first_invites: bool = False


def units_of(lines: Sequence[ScriptLine], language: str) -> list[Unit]:
    """Returns the units of a script, in order.

    Args:
        lines: Its lines, as the rules have marked them.
        language: The code of its language.
    """
    units: list[Unit] = []
    gap: Gap = ""
    run: list[int] = []

    def end_run() -> None:
        nonlocal gap
        for unit in _of_run(lines, run, language):
            unit.gap, gap = gap, ""
            units.append(unit)
        run.clear()

    for at, line in enumerate(lines):
        if line.kind == "text" or (line.kind == "left" and not line.level and not line.key):
            run.append(at)
            continue
        end_run()
        if line.kind in {"blank", "rule"}:
            gap = "rule" if line.kind == "rule" or gap == "rule" else "blank"
            gap = gap if not (line.why and gap != "rule") else ""
        elif line.kind in {"heading", "left"}:
            label = label_of(line.text)
            script = IS_SCRIPT_HEAD.fullmatch(label)
            head = "script" if script else reason_of_head(label) or "plain"
            units.append(Unit("heading", [at], line.text, gap, line.why, head=head))
            gap = ""
        elif line.kind == "meta":
            units.append(Unit("key", [at], line.text, gap))
            gap = ""
    end_run()
    return units


def _of_run(lines: Sequence[ScriptLine], run: Sequence[int], language: str) -> list[Unit]:
    """Returns the units of neighbouring lines: a sentence broken over several is one."""
    found: list[Unit] = []
    places = {id(lines[at]): at for at in run}
    start = 0
    while start < len(run):
        why = lines[run[start]].why if lines[run[start]].kind == "left" else ""
        end = start
        while end < len(run) and (lines[run[end]].kind == "left") == bool(why):
            end += 1
        for group in joined([lines[at] for at in run[start:end]], None):
            unit = _unit([places[id(line)] for line in group], group, language)
            unit.left_out = group[0].why if why else ""
            found.append(unit)
        start = end
    return found


def _unit(at: list[int], group: Sequence[ScriptLine], language: str) -> Unit:
    text = " ".join(line.text for line in group)
    found = [piece for line in group for piece in pieces(line.text)]
    said = " ".join(piece.text for piece in found if piece.kind == "speech").strip()
    directions = [piece.direction for piece in found if piece.direction]
    played = any(direction.kind != "note" for direction in directions)
    if not any(character.isalnum() for character in said):
        signs = not any(character.isalnum() for character in text)  # of a legend: "**"
        return Unit("silence" if played or signs else "note", at, text)
    words = tokens(said)
    played = any(direction.kind != "note" and not direction.soft for direction in directions)
    return Unit("words", at, said, raw=" ".join(line.raw.strip() for line in group), directed=played, words=words,
                counts=counts_of(said.lower(), words, language),
                first_invites=bool(counts_of(said.lower()[:4], words[:1], language)["invites"]))  # fmt: skip
