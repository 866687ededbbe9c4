"""Figures of the exercises: words, silences and reading grade.

Lengths of phrases are estimated, as ``quietude plan`` does; nothing is spoken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.care.variants import variants
from quietude.plan.estimate import estimated_lengths
from quietude.plan.events import SCRIPTED_SILENCES, Sequencer
from quietude.plan.fit import fit
from quietude.plan.model import Speech
from quietude.plan.request import Request
from quietude.script.model import Ask, Echo, Say
from quietude.script.reader import read_script
from quietude.script.speaking_time import CALM_RATE_WPM, Timing
from quietude.script.templates.template import fill_template
from quietude.session.planning import session_plan
from quietude.sound.cues import bell_decay_frames
from quietude.sound.targets import TARGETS
from quietude.speech.engines.registry import engine_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script

TIMING = Timing(phrase_s=0.36, words=1.04, comma_s=0.24)
"""The timing of a voice in between: a phrase takes a little more than its words."""

_REST_S = 10
"""A rest between sets of taps is shorter than this; between two rounds something is said."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Figures:
    """One exercise at one length.

    Attributes:
        minutes: The length.
        words: The number of spoken words.
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
def exercise_script(exercise: str) -> Script:
    """Returns an exercise of the library, read once: scripts are frozen."""
    return read_script(exercise)


@cache
def session(exercise: str, minutes: int, seed: int | None = None) -> Timeline:
    """Returns the timeline of an exercise at a length, without details; None is its own seed."""
    request = Request(duration_s=minutes * 60, seed=seed, rate_wpm=CALM_RATE_WPM)
    plan = session_plan(exercise_script(exercise), request, "hibari", TARGETS["podcast"])
    return fit(plan, estimated_lengths(plan, TIMING), bell_decay_frames(plan))


def figures(exercise: str, minutes: int, seed: int | None = None) -> Figures:
    """Returns the figures of an exercise at one length."""
    timeline = session(exercise, minutes, seed)
    total = timeline.total_frames
    guided = sum(sum(placed.cue.phases_frames) for placed in timeline.cues)
    guided += _tapping_frames(timeline)
    lengths = [(silence.kind, silence.length_frames) for silence in timeline.silences]
    writing = sum(frames for kind, frames in lengths if kind == "journal")
    scripted = sum(frames for kind, frames in lengths if kind in SCRIPTED_SILENCES)
    return Figures(
        minutes=minutes,
        words=sum(len(placed.utterance.text.split()) for placed in timeline.placements),
        silence=scripted / (total - guided - writing),
        guided=guided / total,
        writing=writing / total,
        longest_s=max(map(len, _silent_runs(timeline))) / timeline.sample_rate_hz,
    )


@dataclass(frozen=True, slots=True)
class Shortest:
    """The shortest an exercise can be, and what always stays in it, in seconds.

    Attributes:
        total_s: The whole of it.
        care_s: Of the shared steps that arrive, let off, steady and lead back.
        heart_s: Of the act that the exercise is named for.
        writing_s: Of the time to write or draw.
        rest_s: Of what leads from one to the other, the ends included.
    """

    total_s: float
    care_s: float
    heart_s: float
    writing_s: float
    rest_s: float


def shortest(exercise: str) -> Shortest:
    """Returns the shortest an exercise can be with the voice that pip installs with it."""
    request, row = Request(duration_s=300, engine="hibari"), engine_row("hibari")
    plan = session_plan(exercise_script(exercise), request, row.name, TARGETS["podcast"])
    lengths = estimated_lengths(plan, row.timing)
    always = [step for step in plan.steps if step.rank is None]
    parts = dict.fromkeys(("care", "heart", "writing", "rest"), 0)
    for event in Sequencer(plan, lengths, bell_decay_frames(plan)).events(always):
        writes = event.pause is not None and event.pause.kind == "journal"
        step = event.step
        part = "writing" if writes else "rest" if step is None or event.between else (
            "heart" if step.heart else "care" if step.fragment else "rest"
        )  # fmt: skip
        parts[part] += event.bounds[0]
    care, heart, writing, rest = (frames / plan.sample_rate_hz for frames in parts.values())
    return Shortest(care + heart + writing + rest, care, heart, writing, rest)


def _tapping_frames(timeline: Timeline) -> int:
    """Returns the time of the taps, with the short rests between their sets, in frames."""
    starts = sorted(
        placed.start_frame for placed in timeline.cues if placed.cue.kind.startswith("tap")
    )
    gaps = [after - before for before, after in pairwise(starts)]
    return sum(gap for gap in gaps if gap <= _REST_S * timeline.sample_rate_hz)


def fragment_share(exercise: str, minutes: int, seed: int | None = None) -> float:
    """Returns the share of the spoken words that come from the shared fragments, 0 … 1."""
    words, shared = 0, 0
    for placed in session(exercise, minutes, seed).steps:
        said = [item.utterance.text for item in placed.step.items if isinstance(item, Speech)]
        count = sum(len(text.split()) for text in said)
        words += count
        shared += count if placed.step.fragment else 0
    return shared / words


def _silent_runs(timeline: Timeline) -> Iterator[range]:
    """Yields the stretches without voice, other than the time to write, in frames."""
    busy = [(placed.start_frame, placed.end_frame) for placed in timeline.placements]
    busy += [
        (silence.start_frame, silence.start_frame + silence.length_frames)
        for silence in timeline.silences
        if silence.kind in {"journal", "lead", "tail"}
    ]
    busy += [
        (placed.start_frame, placed.start_frame + sum(placed.cue.phases_frames))
        for placed in timeline.cues
    ]
    now = 0
    for start, end in sorted(busy):
        if start > now:
            yield range(now, start)
        now = max(now, end)


def spoken(exercise: str, values: Mapping[str, str] | None = None) -> list[str]:
    """Returns every line an exercise may say, in all its wordings, each once and in order."""
    script = exercise_script(exercise)
    filled = {slot.name: slot.default for slot in script.slots.values()} | dict(values or {})
    lines = [
        " ".join(fill_template(step.text, filled).split())
        for variant in variants(script)
        for section in variant.sections
        for step in section.steps
        if isinstance(step, Say | Ask | Echo)
    ]
    return [line for line in dict.fromkeys(lines) if line]


def words_of(text: str) -> list[str]:
    """Returns the words of a text, in lower case, with plain apostrophes."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def reading_grade(lines: Sequence[str]) -> float:
    """Returns the Flesch–Kincaid grade (Kincaid et al. 1975); vowel groups count as syllables."""
    text = " ".join(lines)
    sentences = max(1, len(re.findall(r"[.!?…]+", text)))
    words = words_of(text)
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
