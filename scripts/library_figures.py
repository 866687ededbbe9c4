"""What the exercises of the library come to: words, silences and how hard they are to read.

Lengths of phrases are estimated, as ``quietude plan`` does; nothing is spoken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quietude.care.variants import variants
from quietude.plan.events import SCRIPTED_SILENCES
from quietude.plan.request import Request
from quietude.script.model import Ask, Echo, Say
from quietude.script.reader import read_script
from quietude.script.template import fill_template
from quietude.session.planning import outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quietude.plan.timeline import Timeline

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Figures:
    """One exercise at one length.

    Attributes:
        minutes: The length.
        words: How many are spoken.
        silence: The share of silence that the script asks for, of the time that is neither guided
            (breath, taps) nor for writing.
        guided: The share of guided breathing, of the whole.
        writing: The share of the time to write or draw, of the whole.
        longest_s: The longest silence with no voice, not the time to write, in seconds.
    """

    minutes: int
    words: int
    silence: float
    guided: float
    writing: float
    longest_s: float

    @property
    def words_per_minute(self) -> float:
        """Words over the whole length."""
        return self.words / self.minutes


@cache
def session(exercise: str, minutes: int, seed: int = 0) -> Timeline:
    """The timeline of an exercise at a length, with nothing personal."""
    return outline(read_script(exercise), Request(duration_s=minutes * 60, seed=seed))


def figures(exercise: str, minutes: int, seed: int = 0) -> Figures:
    """What an exercise comes to at one length."""
    it = session(exercise, minutes, seed)
    total = it.total_frames
    guided = sum(sum(one.cue.phases_frames) for one in it.cues)
    writing = sum(one.length_frames for one in it.silences if one.kind == "journal")
    asked_for = sum(one.length_frames for one in it.silences if one.kind in SCRIPTED_SILENCES)
    return Figures(
        minutes=minutes,
        words=sum(len(one.utterance.text.split()) for one in it.placements),
        silence=asked_for / (total - guided - writing),
        guided=guided / total,
        writing=writing / total,
        longest_s=max(map(len, _silent_runs(it))) / it.sample_rate_hz,
    )


def _silent_runs(timeline: Timeline) -> Iterator[range]:
    """The stretches with no voice and no time to write, in frames."""
    busy = [(it.start_frame, it.end_frame) for it in timeline.placements]
    busy += [
        (it.start_frame, it.start_frame + it.length_frames)
        for it in timeline.silences
        if it.kind in {"journal", "lead", "tail"}
    ]
    busy += [(it.start_frame, it.start_frame + sum(it.cue.phases_frames)) for it in timeline.cues]
    now = 0
    for start, end in sorted(busy):
        if start > now:
            yield range(now, start)
        now = max(now, end)


def spoken(exercise: str, values: Mapping[str, str] | None = None) -> list[str]:
    """Every line an exercise may say, in all its wordings, each once and in order."""
    script = read_script(exercise)
    filled = {it.name: it.default for it in script.slots.values()} | dict(values or {})
    lines = [
        " ".join(fill_template(step.text, filled).split())
        for variant in variants(script)
        for section in variant.sections
        for step in section.steps
        if isinstance(step, Say | Ask | Echo)
    ]
    return [it for it in dict.fromkeys(lines) if it]


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case, with plain apostrophes."""
    return [it.lower().replace("’", "'") for it in _WORD.findall(text)]


def reading_grade(lines: Sequence[str]) -> float:
    """The Flesch–Kincaid grade (Kincaid et al. 1975), with syllables counted by vowel groups."""
    text = " ".join(lines)
    sentences = max(1, len(re.findall(r"[.!?…]+", text)))
    words = words_of(text)
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
