"""A script as rows: the parts of each line, their times, their sound, and what to think about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude.care.check import check_care, unaccepted
from quietude.script import model
from quietude.script.templates.template import fill_template
from quietude.sound.ducking import bed_curve
from quietude.speech.normalising.spoken_form import SpokenForm
from quietude.studio.words import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quietude.plan.model import Plan
    from quietude.plan.timeline import Timeline
    from quietude.script.importing.importer import Imported
    from quietude.script.model import Script, Step

_BED_POINTS = 160
_ABOUT_NOTES = frozenset({"T25"})
"""Rules about the notes of a published session, for which a plain script has no place."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change of the text that one click makes.

    Attributes:
        kind: ``after`` puts a line after the row, ``mark`` a correction at its end.
        text: The line or the word.
        label: The words on the button.
    """

    kind: str
    text: str
    label: str

    def to_data(self) -> dict[str, str]:
        """The remedy as plain data."""
        return {"kind": self.kind, "text": self.text, "label": self.label}


def parts_by_line(script: Script | None, imported: Imported) -> dict[int, list[dict[str, Any]]]:
    """The parts of each line: heard, in order, or why not."""
    parts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if imported.view.rows:
        for row in imported.view.rows:
            data = row.to_data()
            parts[data.pop("line")].append(data)
        return dict(parts)
    if script:
        for section in script.sections:
            parts[section.line].append({"what": "chapter", "text": section.title})
        for step in script.steps():
            parts[step.line] += _parts(step, script)
    return dict(parts)


def _parts(step: Step, script: Script) -> Iterator[dict[str, Any]]:
    optional = {"optional": step.optional} if step.optional else {}
    match step:
        case model.Say() | model.Ask() | model.Echo():
            slots = {name: f"‹{name}›" for name in script.slots}
            yield {"what": "spoken", "text": fill_template(step.text, slots), **optional}
            if isinstance(step, model.Ask):
                yield {"what": "silence", "text": "", "seconds": step.reflect.ideal_s}
        case model.WrittenPause():
            seconds = {"seconds": step.span.ideal_s} if step.span else {}
            yield {"what": "silence", "text": step.gap or "", **seconds, **optional}
        case model.Journaling() | model.Music():
            yield {"what": "silence", "text": "", "seconds": step.span.ideal_s, **optional}
        case model.Bell():
            yield {"what": "sound", "text": step.bell, **optional}
        case model.Breathe():
            yield {"what": "sound", "text": texts()["write.breath"], **optional}
        case model.Tap():
            yield {"what": "sound", "text": texts()["write.taps"], **optional}
        case model.BedChange():
            yield {"what": "sound", "text": str(step.bed), **optional}
        case model.Note():
            yield {"what": "left out", "text": step.note, "why": texts()["write.note"]}


def care_by_line(script: Script, imported: Imported) -> dict[int, list[dict[str, Any]]]:
    """The care findings of each line, with a remedy where one is known."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in unaccepted(check_care(script)):
        if imported.view.rows and one.rule in _ABOUT_NOTES:
            continue
        remedy = _remedy(one.rule)
        found[one.line].append(
            {
                "rule": one.rule,
                "severity": one.severity,
                "message": one.message,
                "instead": one.instead,
                "remedy": remedy.to_data() if remedy else None,
            }
        )
    return dict(found)


def _remedy(rule: str) -> Remedy | None:
    """The remedy of a rule, if its texts have one: a line to put after the row."""
    key = f"remedy.{rule}"
    if key not in texts():
        return None
    return Remedy("after", texts()[key], texts().get(f"{key}.label", texts()["remedy.add"]))


def says_by_line(plan: Plan, script: Script) -> dict[int, list[str]]:
    """The words as they are said, on each line where that differs from what is written."""
    form = SpokenForm(script.language)
    says: dict[int, list[str]] = defaultdict(list)
    for one in plan.utterances():
        said = form(one.text, script.lexicon)
        if said != one.text and said not in says[one.line_no]:
            says[one.line_no].append(said)
    return {line: said for line, said in says.items() if said}


def times_by_line(timeline: Timeline) -> dict[int, tuple[float, float]]:
    """The time at which each line begins and ends, in seconds."""
    rate_hz = timeline.sample_rate_hz
    times: dict[int, tuple[float, float]] = {}
    for placed in timeline.steps:
        line = placed.step.line_no
        first, last = placed.start_frame / rate_hz, placed.end_frame / rate_hz
        known = times.get(line, (first, last))
        times[line] = (min(first, known[0]), max(last, known[1]))
    return times


def plan_data(timeline: Timeline) -> Mapping[str, Any]:
    """A session over its whole length, as the bar of the page draws it."""
    rate_hz = timeline.sample_rate_hz

    def seconds(frames: int) -> float:
        return round(frames / rate_hz, 2)

    frames = np.linspace(0, timeline.total_frames - 1, _BED_POINTS)
    curve = 20 * np.log10(np.maximum(bed_curve(timeline).at(frames.astype(np.int64)), 1e-6))
    low, high = float(curve.min()), float(curve.max())
    bed = (curve - low) / (high - low) if high > low else np.ones(_BED_POINTS)
    return {
        "total_s": seconds(timeline.total_frames),
        "chapters": [
            {"title": one.title, "start_s": seconds(one.start_frame)} for one in timeline.chapters
        ],
        "speech": [
            [seconds(one.start_frame), seconds(one.length_frames), one.utterance.line_no]
            for one in timeline.placements
        ],
        "silences": [
            [seconds(one.start_frame), seconds(one.length_frames), one.line_no, one.kind]
            for one in timeline.silences
            if one.line_no
        ],
        "cues": [[seconds(one.start_frame), one.cue.kind] for one in timeline.cues],
        "bed": [round(float(level), 3) for level in bed],
        "dropped": list(timeline.dropped_lines),
    }
