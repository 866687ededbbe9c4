"""The print view: a script as a page to read, with its speech, its silences and its purpose."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING

from quietude.durations import clock_text, lengths_text
from quietude.script import model
from quietude.script.export import span_text
from quietude.script.templates.template import fill_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.model import Script, Section, Step

WIDTH = 92


def as_page(script: Script, lengths: str = "", width: int = WIDTH) -> str:
    """Returns a script as a page: head and sections, with the first of several wordings.

    Personal details are shown as ``‹name›``; optional lines have their rank in front, the heart of
    the exercise ``[♥]``.

    Args:
        script: The script.
        lengths: The lengths it can have, in words, for a script that is offered at none.
        width: The characters of a line.
    """
    sections = (_section(script, section, width) for section in script.sections)
    blocks = [_head(script, lengths, width), *sections]
    return "\n\n".join(blocks) + "\n"


def minutes_text(script: Script) -> str:
    """Returns the lengths an exercise is offered at, in words: ``5, 10 or 20 minutes``."""
    return lengths_text(script.lengths_min)


def _head(script: Script, lengths: str, width: int) -> str:
    facts = [script.id, script.intensity, minutes_text(script) or lengths]
    lines = [script.title, ", ".join(filter(None, facts))]
    if script.for_when:
        lines.append(f"For when: {', '.join(script.for_when)}")
    for text in (script.about, script.content_note):
        lines += ["", fill(" ".join(text.split()), width)] if text else []
    if script.slots:
        lines.append("")
    for slot in script.slots.values():
        default = f' (if nothing is given: "{slot.default}")' if slot.default else ""
        lines.append(fill(f"‹{slot.name}›  {slot.ask}{default}", width, subsequent_indent="    "))
    return "\n".join(lines)


def _section(script: Script, section: Section, width: int) -> str:
    rank = f"  [{section.optional}]" if section.optional else ""
    return "\n".join(
        [f"## {section.title} ({section.role}){rank}", *_rows(script, section.steps, width)]
    )


def _rows(script: Script, steps: Sequence[Step], width: int) -> Iterator[str]:
    for step in steps:
        if isinstance(step, model.Choose):
            yield from _rows(script, step.options[0], width)
            others = len(step.options) - 1
            yield f"        ({others} other wording{'s' if others > 1 else ''})"
            continue
        rank = f"[{step.optional}]" if step.optional else "[♥]" if step.heart else ""
        text = getattr(step, "text", "")
        if text:
            yield f"{rank:<4}" + indent(fill(_filled(script, text), width - 4), "    ")[4:]
        if beside := aside(step):
            yield f"{'' if text else rank:<8}… {beside}"


def _filled(script: Script, text: str) -> str:
    shown = {name: f"‹{name}›" for name in script.slots}
    return " ".join(fill_template(text, shown).split())


def aside(step: Step) -> str:
    """Returns what a step does besides speaking, in a few words; "" if nothing."""
    match step:
        case model.WrittenPause(gap=gap, span=span):
            return str(gap) if span is None else span_text(span)
        case model.ClockTime(at_s=at_s):
            return f"until {clock_text(at_s)}" if at_s else "the clock begins anew"
        case model.Ask(reflect=span):
            return f"{span_text(span)} for an answer"
        case model.Echo():
            return "time to say it"
        case model.Journaling(span=span):
            return f"{span_text(span)} to write or draw"
        case model.Bell(bell=bell, count=count):
            return bell if count == 1 else f"{bell}, {count} times"
        case model.Breathe():
            parts = (
                ("in", step.in_s),
                ("hold", step.hold_s),
                ("out", step.out_s),
                ("rest", step.rest_s),
            )
            phases = ", ".join(f"{name} {seconds:g}" for name, seconds in parts if seconds)
            counted = ", counted aloud" if step.guide == "count" else ""
            return f"{step.cycles} breaths: {phases}{counted}"
        case model.Tap():
            return f"taps, left and right: {step.sets} times {step.taps}"
        case model.Note(note=note):
            return f"note: {note}"
        case _:
            return ""
