"""The written form of the steps that are words and silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, model_validator

from quietude.durations import Span
from quietude.script import model
from quietude.script.schema.fields import (
    Length,
    PauseLength,
    Pronunciations,
    Prose,
    StrictForm,
    Title,
    Words,
    pronunciations,
)
from quietude.script.schema.step_base import StepBase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.script.schema.step_base import LineOf


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
        return model.WrittenPause(gap, span, line, self.weight, self.optional)


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


class JournalStep(StepBase):
    """A long silence for writing or drawing; ``touch`` is said in the middle of it."""

    journal: Length
    touch: Words | None = None

    def to_steps(self, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        line, span = line_of(path), self.journal
        if self.touch is None:
            yield model.Journaling(span, line, self.optional)
            return
        half = Span(span.min_s / 2, span.ideal_s / 2, span.max_s / 2)
        yield model.Journaling(half, line, self.optional)
        yield model.Say(self.touch, line, self.optional)
        yield model.Journaling(half, line, self.optional)


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

    @model_validator(mode="after")
    def _finds_something(self) -> GroundSettings:
        if not (self.see or self.touch or self.hear):
            message = "there must be at least one thing to find"
            raise ValueError(message)
        return self


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


def _pause(length: str | Span, line: int, optional: int | None) -> model.WrittenPause:
    if isinstance(length, str):
        return model.WrittenPause(length, None, line, optional=optional)
    return model.WrittenPause(None, length, line, optional=optional)


class ChapterStep(StepBase):
    """A new chapter begins here, inside its section."""

    chapter: Title

    def to_step(self, line: int) -> model.Step:
        return model.ChapterStart(self.chapter, line, self.optional)
