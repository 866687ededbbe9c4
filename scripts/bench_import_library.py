"""Reads the words of the library back from plain scripts, in the ways in which people write them.

Every line of an exercise is speech, so each that is left out is lost. It writes each exercise as a
script with a title, headings and a silence after what needs one, imports it, and counts.

Run: ``python scripts/bench_import_library.py``
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from quietude.library import exercise_ids
from quietude.plan.compose import compose
from quietude.plan.model import Pause, Speech
from quietude.plan.request import Request
from quietude.script.importing.importer import import_text
from quietude.script.reader import read_script

if TYPE_CHECKING:
    from collections.abc import Callable

    from quietude.plan.model import Plan
    from quietude.script.model import Script

STYLES: dict[str, Callable[[str, int], str]] = {
    "Markdown": lambda words, _: words,
    "plain text": lambda words, _: words,
    "wrapped at 60": lambda words, _: textwrap.fill(words, 60),
    "quoted": lambda words, _: f'"{words}"',
    "numbered": lambda words, number: f"{number}. {words}",
    "bullets": lambda words, _: f"- {words}",
    "in italics": lambda words, _: f"*{words}*",
    "in bold type": lambda words, _: f"**{words}**",
    "block quotes": lambda words, _: f"> {words}",
    "with a speaker": lambda words, _: f"Narrator: {words}",
    "with dashes": lambda words, _: f"– {words}",
    "with clock times": lambda words, number: (
        f"[{number * 15 // 60}:{number * 15 % 60:02}] {words}"
    ),
}
"""Ways of writing a line, given its words and its number."""
_TYPED = {"yes-no": "yes", "pronoun": "she"}


def composed(script: Script) -> Plan:
    """Returns the plan of an exercise, with a value for every detail."""
    values = {
        name: slot.choices[0] if slot.choices else _TYPED.get(slot.type, "Ada")
        for name, slot in script.slots.items()
        if slot.type not in {"age", "number"}
    }
    return compose(script, Request(slot_values=values))


def written(plan: Plan, style: str) -> tuple[str, list[str]]:
    """Returns a plan as a script in a way of writing, and its lines of speech."""
    mark, under = ("", "") if style == "plain text" else ("# ", "## ")
    parts, said = [f"{mark}{plan.title}"], list[str]()
    section = -1
    for step in plan.steps:
        if step.section != section:
            section = step.section
            parts.append(f"{under}{plan.sections[section]}")
        words = " ".join(item.utterance.text for item in step.items if isinstance(item, Speech))
        if words:
            said.append(words)
            parts.append(STYLES[style](words, len(said)))
        if any(isinstance(item, Pause) for item in step.items):
            parts.append("[pause 10 s]")
    return "\n\n".join(parts) + "\n", said


def main() -> None:
    """Prints a row for each way of writing."""
    plans = [composed(read_script(exercise)) for exercise in exercise_ids()]
    for style in STYLES:
        lines = lost = unsure = 0
        for plan in plans:
            text, said = written(plan, style)
            rows = import_text(text, "a.txt" if style == "plain text" else "a.md").view.rows
            left_out = " ".join(row.text for row in rows if row.what == "left out")
            lines += len(said)
            lost += sum(words in left_out for words in said)
            unsure += sum(row.what == "unsure" for row in rows)
        print(f"{style:17} {lines} lines, {lost} lost, {unsure} unsure")


if __name__ == "__main__":
    main()
