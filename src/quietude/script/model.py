"""What a definition says, as plain frozen values: the Script and its steps.

Parsers of every notation end here, and the composer starts here. Text is still a template:
personal values are filled in by :mod:`quietude.plan.personalise`. Lengths are seconds as
written; frames come later. ``line`` is the line of the definition, counted from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from quietude.script.lexicon import Lexicon, Pronunciation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from quietude.durations import Span
    from quietude.script.bed import Bed

Intensity = Literal["light", "medium", "high"]
Role = Literal["arrive", "settle", "resource", "practice", "integrate", "return"]
SlotType = Literal["text", "choice", "number", "yes-no"]
BreathGuide = Literal["voice", "tone", "count"]


@dataclass(frozen=True, slots=True)
class Say:
    """Speech: one or more sentences; ``says`` is how words of it are pronounced here."""

    text: str
    line: int
    optional: int | None = None
    says: tuple[Pronunciation, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenPause:
    """Silence: a named gap of the pacing profile, or a length of its own.

    Exactly one of ``gap`` and ``span`` is set.
    """

    gap: str | None
    span: Span | None
    line: int
    weight: float = 1.0
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Bell:
    """A bell, struck ``count`` times, ``every_s`` seconds apart, that rings out."""

    bell: str
    count: int
    every_s: float
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Breathe:
    """Guided breathing: ``cycles`` of in, hold, out and rest, in seconds.

    ``guide`` says whether the voice names the phases of the first cycle, counts every one of
    them, or leaves them to the soft tone.
    """

    in_s: float
    hold_s: float
    out_s: float
    rest_s: float
    cycles: int
    guide: BreathGuide
    line: int
    optional: int | None = None

    @property
    def cycle_s(self) -> float:
        """One whole breath, in seconds."""
        return self.in_s + self.hold_s + self.out_s + self.rest_s


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, and real time to let an answer come."""

    text: str
    reflect: Span
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Echo:
    """A phrase, then a silence long enough for the listener to say it too."""

    text: str
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Tap:
    """A left-right cue for the butterfly hug: ``sets`` of ``taps``, ``rest_s`` between sets."""

    sets: int
    taps: int
    per_minute: float
    rest_s: float
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Journaling:
    """A long silence for writing or drawing."""

    span: Span
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class BedChange:
    """The bed fades to another one over ``over_s`` seconds; :class:`NoBed` is silence."""

    bed: Bed
    over_s: float
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Music:
    """A stretch that belongs to the bed alone."""

    span: Span
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the reader of the script; never spoken, and of no length."""

    note: str
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class ChapterStart:
    """Where a new chapter begins; it parts the section it stands in."""

    title: str
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    """One of several groups of steps, by the seed of the session.

    ``key`` says which choice it is: where the same one comes up again (in a repeat, or in a
    fragment that is included twice), the next wording is taken.
    """

    options: tuple[tuple[Step, ...], ...]
    line: int
    optional: int | None = None
    key: str = ""


Silent = WrittenPause | Journaling | Music | Note | ChapterStart
Step = Say | Bell | Breathe | Ask | Echo | Tap | BedChange | Choose | Silent


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the session; its title becomes a chapter.

    ``optional`` is the rank of the whole section: 1 is kept first, nothing is always kept.
    """

    title: str
    role: Role
    steps: tuple[Step, ...]
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a personal detail.

    Attributes:
        name: How templates call it.
        ask: The question a person is asked for it.
        default: What stands there when nobody says otherwise; may be empty.
        max_chars: The longest value it takes.
        type: What kind of value it takes.
        choices: For a choice: what there is to choose from.
        min_value: For a number: the smallest it may be.
        max_value: For a number: the largest.
        private: Whether what is given for it makes a session personal.
    """

    name: str
    ask: str
    default: str
    max_chars: int
    line: int
    type: SlotType = "text"
    choices: tuple[str, ...] = ()
    min_value: float = -1e9
    max_value: float = 1e9
    private: bool = True


@dataclass(frozen=True, slots=True)
class Script:
    """A whole definition, read and checked."""

    id: str
    title: str
    intensity: Intensity
    about: str
    content_note: str
    language: str
    pacing: str
    bed: Bed
    slots: Mapping[str, Slot]
    sections: tuple[Section, ...]
    source: str
    """Where it came from: a path, or ``library:ID``."""
    sha256: str
    """The hash of the definition's text, in hexadecimal; empty if it never was a text."""
    accepted: Mapping[str, str] = field(default_factory=dict)
    """Care rules this script leaves unheeded, each with its reason."""
    lexicon: Lexicon = field(default_factory=Lexicon)
    """How its words are pronounced; what the listener says of them counts more."""
    covers: tuple[int, ...] = ()
    """Which rows of the library's catalogue it carries."""
    articles: tuple[str, ...] = ()
    """Which articles it follows, such as ``S0``."""
    for_when: tuple[str, ...] = ()
    """When someone may want it: words of the library's list."""
    lengths_min: tuple[int, ...] = ()
    """The lengths it is offered at, in minutes, the shortest first."""
    bed_line: int = 1
    """The line that names its bed."""

    def steps(self) -> Iterator[Step]:
        """Every step, in order, those that may be chosen included."""
        for section in self.sections:
            yield from every_step(section.steps)


def is_english(language: str) -> bool:
    """Whether a code is one of English, which the program's own words are in."""
    return language.partition("-")[0] == "en"


def every_step(steps: Iterable[Step]) -> Iterator[Step]:
    """Steps, and in the place of a choice all that may be chosen."""
    for step in steps:
        if isinstance(step, Choose):
            for option in step.options:
                yield from every_step(option)
        else:
            yield step
