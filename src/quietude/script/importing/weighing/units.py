"""The parts of a script that are weighed: sentences as they stand, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from quietude.script.importing.blocks.marking import label_of
from quietude.script.importing.blocks.paragraphs import joined
from quietude.script.importing.inline import pieces
from quietude.script.importing.weighing.vocabulary import counts_of, tokens
from quietude.script.importing.words.heads import (
    IS_SCRIPT_HEAD,
    LENGTH_KEYS,
    TITLE_KEYS,
    reason_of_head,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

Kind = Literal["words", "silence", "note", "count", "heading", "key"]
_FIRST_LETTERS = 4
"""The letters at the beginning looked at in languages without spaces."""
Gap = Literal["", "blank", "rule"]


@dataclass(slots=True)
class Unit:
    """A sentence or line that is weighed, or a mark that stands between two of them.

    Attributes:
        kind: ``words`` is weighed; the others are known: a silence or bell, a note in brackets,
            counted numbers, a heading, a line of information.
        at: The indices of its lines.
        text: Its words.
        raw: Its lines as they are written.
        gap: The blank line or rule before it, or "".
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
        told = line.kind == "meta" and line.key not in LENGTH_KEYS | TITLE_KEYS
        if line.kind == "text" or told or (line.kind == "left" and not line.level):
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
    for why, ats in groupby(run, lambda at: _gone(lines[at])):
        together = [lines[at] for at in ats]
        keyed = any(line.key for line in together)
        for group in [[line] for line in together] if keyed else joined(together, None):
            unit = _unit([places[id(line)] for line in group], group, language)
            unit.left_out = why
            found.append(unit)
    return found


def _gone(line: ScriptLine) -> str:
    """Returns the reason for which a rule does not have a line spoken, or ""."""
    return "information" if line.kind == "meta" else line.why if line.kind == "left" else ""


def written(line: ScriptLine) -> str:
    """Returns the words of a line, with the label of one that was taken for information."""
    return line.raw.strip(" *_>#") if line.key else line.text


def _unit(at: list[int], group: Sequence[ScriptLine], language: str) -> Unit:
    texts = [written(line) for line in group]
    text = " ".join(texts)
    found = [piece for written_text in texts for piece in pieces(written_text)]
    said = " ".join(piece.text for piece in found if piece.kind == "speech").strip()
    directions = [piece.direction for piece in found if piece.direction]
    played = any(direction.kind != "note" for direction in directions)
    if not any(character.isalnum() for character in said):
        signs = not any(character.isalnum() for character in text)  # of a legend: "**"
        return Unit("silence" if played or signs else "note", at, text)
    if not any(map(str.isalpha, said)):
        return Unit("count", at, text)
    words = tokens(said)
    played = any(direction.kind != "note" and not direction.soft for direction in directions)
    first = counts_of(said.lower()[:_FIRST_LETTERS], words[:1], language)
    return Unit(
        "words",
        at,
        said,
        raw=" ".join(line.raw.strip() for line in group),
        directed=played,
        words=words,
        counts=counts_of(said.lower(), words, language),
        first_invites=bool(first["invites"]),
    )
