"""The written form of the steps that happen in time: speech, silence, breath, bells, the bed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from quietude.durations import Span
from quietude.script import model
from quietude.script.fields import (
    Identifier,
    Length,
    PauseLength,
    PhaseSeconds,
    Pronunciations,
    Prose,
    Rank,
    StrictForm,
    Title,
    Words,
    pronunciations,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    LineOf = Callable[[tuple[Any, ...]], int]


class StepBase(StrictForm):
    """What every step may have."""

    optional: Rank = None

    def to_step(self, line: int) -> model.Step:
        """The step of the script this is the written form of."""
        raise NotImplementedError

    def to_steps(self, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        """The steps this comes to, one unless it is made of several."""
        yield self.to_step(line_of(path))


class SayStep(StepBase):
    """Speech. A plain string in the list of steps is the same."""

    say: Words
    says: Pronunciations = Field(default_factory=dict)

    def to_step(self, line: int) -> model.Step:
        return model.Say(self.say, line, self.optional, pronunciations(self.says))


class PauseStep(StepBase):
    """Silence: a named gap, a length, or a range that may stretch."""

    pause: PauseLength
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0

    def to_step(self, line: int) -> model.Step:
        gap = self.pause if isinstance(self.pause, str) else None
        span = None if isinstance(self.pause, str) else self.pause
        return model.Pause(gap, span, line, self.weight, self.optional)


class BellSettings(StrictForm):
    """Which bell, how often, and how far apart."""

    which: Identifier = "bell"
    count: Annotated[int, Field(ge=1, le=12)] = 1
    every: Annotated[float, Field(ge=1, le=60)] = 4.0


class BellStep(StepBase):
    """A bell that rings out."""

    bell: BellSettings | Identifier | None

    def to_step(self, line: int) -> model.Step:
        if isinstance(self.bell, BellSettings):
            settings = self.bell
        else:
            settings = BellSettings(which=self.bell or "bell")
        return model.Bell(settings.which, settings.count, settings.every, line, self.optional)


BREATHS: dict[str, dict[str, float]] = {
    "calm": {"in": 4, "out": 6, "cycles": 5},
    "even": {"in": 5, "out": 5, "cycles": 6},
    "box": {"in": 4, "hold": 4, "out": 4, "rest": 4, "cycles": 4},
    "4-7-8": {"in": 4, "hold": 7, "out": 8, "cycles": 4},
}
"""Breaths that have a name: what stands for them, in seconds and cycles."""


def _named_breath(value: Any) -> Any:
    given = {"pattern": value} if isinstance(value, str) else value
    if not isinstance(given, dict) or "pattern" not in given:
        return value
    name = given["pattern"]
    if not isinstance(name, str) or name not in BREATHS:
        message = f'there is no breath "{str(name)[:40]}"; there are {", ".join(BREATHS)}'
        raise ValueError(message)
    clash = {"in", "hold", "out", "rest"} & set(given)
    if clash:
        message = f'"pattern" and "{min(clash)}" cannot stand together'
        raise ValueError(message)
    return {**BREATHS[name], **{key: it for key, it in given.items() if key != "pattern"}}


class BreatheSettings(StrictForm):
    """One breath in seconds, and how many of them."""

    in_s: PhaseSeconds = Field(alias="in", ge=1)
    hold: PhaseSeconds = 0.0
    out: PhaseSeconds = Field(ge=1)
    rest: PhaseSeconds = 0.0
    cycles: Annotated[int, Field(ge=1, le=60)] = 5
    guide: Literal["voice", "tone"] = "voice"


class BreatheStep(StepBase):
    """Guided breathing, led by the voice for one breath and by a soft swell after that."""

    breathe: Annotated[
        BreatheSettings,
        BeforeValidator(_named_breath),
        WithJsonSchema(
            {
                "anyOf": [
                    {"enum": list(BREATHS)},
                    {
                        "type": "object",
                        "properties": {
                            "pattern": {"enum": list(BREATHS)},
                            "in": {"type": "number"},
                            "hold": {"type": "number"},
                            "out": {"type": "number"},
                            "rest": {"type": "number"},
                            "cycles": {"type": "integer"},
                            "guide": {"enum": ["voice", "tone"]},
                        },
                        "additionalProperties": False,
                    },
                ],
                "description": "A breath by name, or its phases in seconds, and how many cycles.",
            }
        ),
    ]

    def to_step(self, line: int) -> model.Step:
        it = self.breathe
        return model.Breathe(
            it.in_s, it.hold, it.out, it.rest, it.cycles, it.guide, line, self.optional
        )


class AskStep(StepBase):
    """A question, and the silence to let an answer come."""

    ask: Words
    reflect: Length = Span(8.0, 16.0, 40.0)

    def to_step(self, line: int) -> model.Step:
        return model.Ask(self.ask, self.reflect, line, self.optional)


class EchoStep(StepBase):
    """A phrase, then a silence long enough for the listener to say it."""

    echo: Words

    def to_step(self, line: int) -> model.Step:
        return model.Echo(self.echo, line, self.optional)


class TapSettings(StrictForm):
    """Left-right taps for the butterfly hug."""

    sets: Annotated[int, Field(ge=1, le=12)] = 2
    taps: Annotated[int, Field(ge=2, le=40)] = 8
    per_minute: Annotated[float, Field(ge=20, le=90)] = 54.0
    rest: Annotated[float, Field(ge=0, le=60)] = 6.0


class TapStep(StepBase):
    """A soft cue that alternates left and right."""

    tap: TapSettings

    def to_step(self, line: int) -> model.Step:
        it = self.tap
        return model.Tap(it.sets, it.taps, it.per_minute, it.rest, line, self.optional)


class JournalStep(StepBase):
    """A long silence for writing or drawing; ``touch`` is said in the middle of it."""

    journal: Length
    touch: Words | None = None

    def to_steps(self, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        line, span = line_of(path), self.journal
        if self.touch is None:
            yield model.Journal(span, line, self.optional)
            return
        half = Span(span.min_s / 2, span.ideal_s / 2, span.max_s / 2)
        yield model.Journal(half, line, self.optional)
        yield model.Say(self.touch, line, self.optional)
        yield model.Journal(half, line, self.optional)


class NoteStep(StepBase):
    """A remark for whoever reads the script. It is never spoken."""

    note: Prose

    def to_step(self, line: int) -> model.Step:
        return model.Note(self.note, line, self.optional)


class ImagineStep(StepBase):
    """An invitation to picture something, and time for it to come."""

    imagine: Words
    time: PauseLength = "practise"

    def to_steps(self, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        line = line_of(path)
        yield model.Say(self.imagine, line, self.optional)
        yield _pause(self.time, line, self.optional)


Things = Annotated[int, Field(ge=0, le=9)]


class GroundSettings(StrictForm):
    """How many things to find with each sense, and how long for each of them."""

    see: Things = 5
    touch: Things = 4
    hear: Things = 3
    time: PauseLength = "notice"


_SENSES = (
    ("see", "thing you can see", "things you can see"),
    ("touch", "thing you can feel or touch", "things you can feel or touch"),
    ("hear", "sound you can hear", "sounds you can hear"),
)
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class GroundStep(StepBase):
    """Coming back through the senses: things to see, to touch and to hear, with time for each."""

    ground: GroundSettings | None

    def to_steps(self, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        line, settings = line_of(path), self.ground or GroundSettings()
        for sense, one, several in _SENSES:
            count = getattr(settings, sense)
            if count:
                words = f"If you like, find {_COUNTS[count]} {one if count == 1 else several}."
                yield model.Say(words, line, self.optional)
                yield _pause(settings.time, line, self.optional)


def _pause(length: str | Span, line: int, optional: int | None) -> model.Pause:
    if isinstance(length, str):
        return model.Pause(length, None, line, optional=optional)
    return model.Pause(None, length, line, optional=optional)


class ChapterStep(StepBase):
    """A new chapter begins here, inside its section."""

    chapter: Title

    def to_step(self, line: int) -> model.Step:
        return model.Chapter(self.chapter, line, self.optional)
