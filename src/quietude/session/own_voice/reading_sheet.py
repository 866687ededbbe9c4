"""A sheet to read a script from, for whoever records it: numbered lines, silences, file names."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from quietude.durations import clock_text
from quietude.plan.compose import compose
from quietude.plan.model import Block, EchoPause, Pause, Speech
from quietude.speech.takes.line_id import take_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.plan.model import Plan, Utterance
    from quietude.plan.request import Request
    from quietude.script.model import Script

_SHOWN_FROM_S = 2.0
"""Shorter silences are the reader's own breath."""

_HOW = (
    "Record each line into a file of its own, in a quiet room, with a second of silence before and "
    "after it. The code at the end of a file name says which line it is; a second take has a 2 "
    "after it, and the last one is heard. A line with a bar holds a personal detail: other "
    "listeners hear it from the voice."
)

_STYLE = """
body { font: 1.35rem/1.6 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem } h2 { font-size: 1.1rem; margin-top: 2.5rem; break-after: avoid }
ol { list-style: none; padding: 0 } li { margin: 1.1rem 0; break-inside: avoid }
.number { color: #666; font-size: .9rem } .silence { color: #666; font-style: italic }
code { color: #666; font-size: .75rem; display: block }
p.how { font-size: 1rem } .changes { border-left: .25rem solid #999; padding-left: .8rem }
@media (prefers-color-scheme: dark) {
  body { background: #181818; color: #eee } .number, .silence, code { color: #aaa }
}
@media print { body { background: #fff; color: #000; font-size: 14pt; margin: 0 } }
"""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of a sheet.

    Attributes:
        number: Its number, counted from 1; 0 for a silence.
        section: The index of its section.
        text: The words, or "" for a silence.
        silence_s: The length of a silence, in seconds; 0 for words.
        file_name: The name of its recording without the ending; "" for a silence.
        is_personal: True if a personal detail of a listener changes it.
    """

    number: int
    section: int
    text: str
    silence_s: float
    file_name: str
    is_personal: bool = False


def sheet_lines(script: Script, request: Request) -> list[SheetLine]:
    """Everything to read, in order, each phrase once, and the silences around it.

    Args:
        script: A checked script.
        request: The personal details; its length decides nothing here.

    Raises:
        QuietudeError: if the script cannot be planned.
    """
    plan = compose(script, request)
    shared = _texts_for_others(script, plan)
    lines: list[SheetLine] = []
    known: set[str] = set()
    for utterance, silence_s in _items(plan):
        if utterance is None:
            if lines and silence_s >= _SHOWN_FROM_S:
                lines.append(SheetLine(0, lines[-1].section, "", silence_s, ""))
        elif utterance.text not in known:
            known.add(utterance.text)
            number = len(known)
            personal = utterance.text not in shared
            name = take_name(number, utterance.text, is_personal=personal)
            lines.append(SheetLine(number, utterance.section, utterance.text, 0.0, name, personal))
    return lines


def _texts_for_others(script: Script, plan: Plan) -> set[str]:
    """The phrases that stay the same whatever a listener's details are."""
    details = {name: f"Xyz{name}" for name, slot in script.slots.items() if slot.type == "text"}
    if not details:
        return {utterance.text for utterance in plan.utterances()}
    from quietude.errors import QuietudeError
    from quietude.plan.request import Request

    try:
        other = compose(script, Request(slot_values=details))
    except QuietudeError:
        return {utterance.text for utterance in plan.utterances()}
    return {utterance.text for utterance in other.utterances()}


def _items(plan: Plan) -> Iterator[tuple[Utterance | None, float]]:
    for step in plan.steps:
        for item in step.items:
            if isinstance(item, Speech):
                yield item.utterance, 0.0
            elif isinstance(item, Block):  # breaths and the like have words of their own
                yield from ((placed.utterance, 0.0) for placed in item.speech)
            elif isinstance(item, Pause):
                yield None, item.ideal_frames / plan.sample_rate_hz
            elif isinstance(item, EchoPause):
                yield None, _SHOWN_FROM_S


def sheet_html(script: Script, lines: list[SheetLine]) -> str:
    """The sheet as one HTML file that a browser shows and prints; it fetches nothing.

    Args:
        script: The script, for its titles.
        lines: From :func:`sheet_lines`.
    """
    parts = [
        f'<!doctype html><html lang="{escape(script.language)}"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{escape(script.title)}</title><style>{_STYLE}</style>",
        f"<h1>{escape(script.title)}</h1>",
        f'<p class="how">{_HOW}</p>',
    ]
    section = -1
    for line in lines:
        if line.section != section:
            section = line.section
            title = script.sections[section].title if section < len(script.sections) else ""
            parts.append(f"<h2>{escape(title)}</h2><ol>")
        if line.number:
            changes = ' class="changes"' if line.is_personal else ""
            parts.append(
                f'<li{changes}><span class="number">{line.number}</span> {escape(line.text)}'
                f"<code>{escape(line.file_name)}.wav</code></li>"
            )
        else:
            parts.append(
                f'<li class="silence">{escape(clock_text(line.silence_s))} of silence</li>'
            )
    return "\n".join(parts) + "\n"


def sheet_text(script: Script, lines: list[SheetLine]) -> str:
    """The sheet as plain text.

    Args:
        script: The script, for its titles.
        lines: From :func:`sheet_lines`.
    """
    parts, section = [script.title.upper(), ""], -1
    for line in lines:
        if line.section != section:
            section = line.section
            title = script.sections[section].title if section < len(script.sections) else ""
            parts += ["", title, ""]
        if line.number:
            parts += [f"{line.number:4d}  {line.text}", f"      {line.file_name}.wav"]
        else:
            parts.append(f"      ({clock_text(line.silence_s)} of silence)")
    return "\n".join(parts) + "\n"
