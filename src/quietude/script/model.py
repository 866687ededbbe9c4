"""The Script and its steps, as plain frozen values.

Readers of every notation make them; :mod:`quietude.plan.compose` makes a plan of them. Texts are
still templates: personal values are filled in by
:func:`quietude.script.templates.template.fill_template`. Lengths are seconds as written; frames
come later.
``line`` is the line of the definition, counted from 1; ``optional`` is the rank of a step that may
be left out, from 1 (kept first) to 9, or None for a step that always stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from quietude.script.lexicon import Lexicon, Pronunciation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from quietude.durations import Span
    from quietude.script.bed import Bed, BellFile

Intensity = Literal["light", "medium", "high"]
Role = Literal["arrive", "settle", "resource", "practice", "integrate", "return"]
SlotType = Literal["text", "choice", "number", "age", "yes-no", "pronoun"]
BreathGuide = Literal["voice", "tone", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Keys that any step may have; see :mod:`quietude.script.needs`.

    Attributes:
        heart: True for the act an exercise is named for, which every session holds.
        ids: Its names. Steps of one name are kept together, or left out together.
        needs: The names of the steps it is never heard without.
        fragment: The shared fragment it comes from; "" if it stands in the definition.
    """

    heart: bool = False
    ids: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Say(Marked):
    """Speech: one or more sentences; ``says`` has pronunciations for this line alone."""

    text: str
    line: int
    optional: int | None = None
    says: tuple[Pronunciation, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenPause(Marked):
    """Silence: a named gap of the pacing profile, or a length of its own.

    Exactly one of ``gap`` and ``span`` is set.
    """

    gap: str | None
    span: Span | None
    line: int
    weight: float = 1.0
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Bell(Marked):
    """A bell, struck ``count`` times, ``every_s`` seconds apart, that rings out."""

    bell: str
    count: int
    every_s: float
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Breathe(Marked):
    """Guided breathing: ``cycles`` of in, hold, out and rest, in seconds.

    With ``guide`` "voice" the phases of the first cycle are named, with "count" the seconds of all
    of them are counted; with "tone" a soft tone leads alone.
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
class Ask(Marked):
    """A question, and time for an answer to come."""

    text: str
    reflect: Span
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Echo(Marked):
    """A phrase, then a silence in which the listener may say it too."""

    text: str
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Tap(Marked):
    """A left-right cue for the butterfly hug: ``sets`` of ``taps``, ``rest_s`` between sets."""

    sets: int
    taps: int
    per_minute: float
    rest_s: float
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Journaling(Marked):
    """A long silence for writing or drawing."""

    span: Span
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class BedChange(Marked):
    """The bed fades to another one over ``over_s`` seconds; :class:`NoBed` is silence."""

    bed: Bed
    over_s: float
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Music(Marked):
    """A stretch of the bed alone, without voice."""

    span: Span
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Note(Marked):
    """A note for readers of the script; never spoken, and of no length."""

    note: str
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class ClockTime(Marked):
    """Silence until a time on the session's clock; at 0 the clock begins anew."""

    at_s: float
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class ChapterBreak(Marked):
    """The border between two chapters; it divides the section it stands in."""

    title: str
    line: int
    optional: int | None = None


@dataclass(frozen=True, slots=True)
class Choose(Marked):
    """One of several groups of steps, by the seed of the session.

    ``key`` identifies the choice: when the same one is met again (in a repeat, or in a fragment
    that is included twice), the next wording is taken.
    """

    options: tuple[tuple[Step, ...], ...]
    line: int
    optional: int | None = None
    key: str = ""


Silent = WrittenPause | ClockTime | Journaling | Music | Note | ChapterBreak
Step = Say | Bell | Breathe | Ask | Echo | Tap | BedChange | Choose | Silent


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the session; its title becomes a chapter.

    ``optional`` is the rank of the whole section, as of a step.
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
        name: Its name in templates.
        ask: The question a person is asked for it.
        default: The value if none is given; may be empty.
        max_chars: The most characters of a value.
        line: The line of the definition that has it.
        type: The kind of value it takes.
        choices: The values of a choice; empty for other types.
        min_value: The smallest value of a number.
        max_value: The largest value of a number.
        private: True if a value for it makes a session personal.
        examples: Values a listener may give; the check of a script tries them.
        fallback: The value in place of one in letters that the voice cannot read; "" for the
            default.
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
    examples: tuple[str, ...] = ()
    fallback: str = ""


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
    """Its origin: a path, or ``library:ID``."""
    sha256: str
    """The hash of the definition's text, in hexadecimal; empty if it never was a text."""
    accepted: Mapping[str, str] = field(default_factory=dict)
    """Care rules whose findings are accepted, each with the reason."""
    lexicon: Lexicon = field(default_factory=Lexicon)
    """Pronunciations of its words; the listener's own lexicon counts more."""
    covers: tuple[int, ...] = ()
    """The rows of the library's catalogue it covers."""
    articles: tuple[str, ...] = ()
    """The articles it follows, such as ``S0``."""
    for_when: tuple[str, ...] = ()
    """The needs it is for: words of the library's list."""
    lengths_min: tuple[int, ...] = ()
    """The lengths it is offered at, in minutes, the shortest first."""
    bed_line: int = 1
    """The line that names its bed."""
    stretch: float | None = None
    """The factor up to which its silences may become longer than written; see
    :mod:`quietude.plan.stretch`. None keeps them as they are written."""
    bells: Mapping[str, BellFile] = field(default_factory=dict)
    """Bells of its own, by the name its steps have for them."""

    def steps(self) -> Iterator[Step]:
        """Yields every step in order, with all steps of each choice."""
        for section in self.sections:
            yield from every_step(section.steps)

    def beds(self, first: Bed) -> list[tuple[Bed, int]]:
        """Every bed of a session in order, each with the line that names it; 0 if none does.

        Args:
            first: The bed it begins with: the script's own, or the listener's.
        """
        changes = [(step.bed, step.line) for step in self.steps() if isinstance(step, BedChange)]
        return [(first, self.bed_line if first == self.bed else 0), *changes]


def is_english(language: str) -> bool:
    """Returns True for codes of English, the language of the program's own words."""
    return language.partition("-")[0] == "en"


def every_step(steps: Iterable[Step]) -> Iterator[Step]:
    """Yields steps, and in the place of a choice the steps of all its options."""
    for step in steps:
        if isinstance(step, Choose):
            for option in step.options:
                yield from every_step(option)
        else:
            yield step
