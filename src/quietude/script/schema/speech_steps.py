"""The step kinds that are words and silence, in their written form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from quietude.durations import Span
from quietude.script import model
from quietude.script.schema.fields import (
    ClockLength,
    Length,
    PauseLength,
    Pronunciations,
    Prose,
    StrictForm,
    Title,
    Words,
    pronunciations,
)
from quietude.script.schema.step_form import StepForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.script.schema.step_form import LineOf, Path


class SayStep(StepForm):
    """Speech. A plain string in the list of steps is the same."""

    is_spoken = True

    say: Words = Field(description="The words that are said.")
    says: Pronunciations = Field(
        default_factory=dict, description="Pronunciations for this line alone, by word."
    )

    def to_step(self, line: int) -> model.Step:
        return model.Say(self.say, line, self.optional, pronunciations(self.says))


class PauseStep(StepForm):
    """Silence: a named gap, a length, or a range that may stretch."""

    silence_key = "pause"

    pause: PauseLength
    weight: Annotated[float, Field(gt=0, le=100)] = Field(
        default=1.0, description="How much it stretches, compared with other pauses."
    )

    def to_step(self, line: int) -> model.Step:
        return _pause(self.pause, line, self.optional, self.weight)


class AtStep(StepForm):
    """A clock time: silence until then. At 0:00 the clock begins anew."""

    at: ClockLength = Field(description="The time of the session at which what follows is heard.")

    def to_step(self, line: int) -> model.Step:
        return model.ClockTime(self.at, line, self.optional)


class AskStep(StepForm):
    """A question, and silence for an answer to come."""

    is_spoken = True
    silence_key = "reflect"

    ask: Words = Field(description="The question.")
    reflect: Length = Span(8.0, 16.0, 40.0)

    def to_step(self, line: int) -> model.Step:
        return model.Ask(self.ask, self.reflect, line, self.optional)


class EchoStep(StepForm):
    """A phrase, then a silence long enough for the listener to say it."""

    is_spoken = True

    echo: Words = Field(description="A phrase that the listener may say too.")

    def to_step(self, line: int) -> model.Step:
        return model.Echo(self.echo, line, self.optional)


class JournalStep(StepForm):
    """A long silence for writing or drawing; ``touch`` is said in the middle of it."""

    silence_key = "journal"

    journal: Length
    touch: Words | None = Field(default=None, description="Words for the middle of the silence.")

    def to_steps(self, path: Path, line_of: LineOf) -> Iterator[model.Step]:
        line, span = line_of(path), self.journal
        if self.touch is None:
            yield model.Journaling(span, line, self.optional)
            return
        half = Span(span.min_s / 2, span.ideal_s / 2, span.max_s / 2)
        yield model.Journaling(half, line, self.optional)
        yield model.Say(self.touch, line, self.optional)
        yield model.Journaling(half, line, self.optional)


class NoteStep(StepForm):
    """A remark for whoever reads the script. It is never spoken."""

    note: Prose = Field(description="For whoever reads the script; never spoken.")

    def to_step(self, line: int) -> model.Step:
        return model.Note(self.note, line, self.optional)


class ImagineStep(StepForm):
    """An invitation to picture something, and time for it to come."""

    imagine: Words = Field(description="An invitation to picture something.")
    time: PauseLength = "practise"

    def to_steps(self, path: Path, line_of: LineOf) -> Iterator[model.Step]:
        line = line_of(path)
        yield model.Say(self.imagine, line, self.optional)
        yield _pause(self.time, line, self.optional)


Things = Annotated[int, Field(ge=0, le=9)]


class GroundSettings(StrictForm):
    """The number of things to find with each sense, and the time for each of them."""

    see: Things = Field(default=5, description="Number of things to see.")
    touch: Things = Field(default=4, description="Number of things to touch.")
    hear: Things = Field(default=3, description="Number of sounds to hear.")
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


class GroundStep(StepForm):
    """Coming back through the senses: things to see, to touch and to hear, with time for each."""

    settings = GroundSettings
    stands_alone = True

    ground: GroundSettings | None = Field(
        description="Coming back through the senses; alone, five, four and three things."
    )

    def to_steps(self, path: Path, line_of: LineOf) -> Iterator[model.Step]:
        line, settings = line_of(path), self.ground or GroundSettings()
        for sense, one, several in _SENSES:
            count = getattr(settings, sense)
            if count:
                words = f"If you like, find {_COUNTS[count]} {one if count == 1 else several}."
                yield model.Say(words, line, self.optional)
                yield _pause(settings.time, line, self.optional)

    def english_words(self) -> str:
        return "ground"


def _pause(
    length: str | Span, line: int, optional: int | None, weight: float = 1.0
) -> model.WrittenPause:
    gap = length if isinstance(length, str) else None
    span = None if isinstance(length, str) else length
    return model.WrittenPause(gap, span, line, weight, optional)


class ChapterStep(StepForm):
    """A new chapter begins here, inside its section."""

    chapter: Title = Field(description="The title of the chapter that begins here.")

    def to_step(self, line: int) -> model.Step:
        return model.ChapterBreak(self.chapter, line, self.optional)
