"""The written form of an episode, and of the defaults of all: its keys and their values."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from quietude.plan.request import Ending  # noqa: TC001  (pydantic reads annotations)
from quietude.script.schema.fields import (
    Identifier,
    LanguageCode,
    Prose,
    SlotName,
    StrictForm,
    Title,
)
from quietude.series.manifest.forms.show import (
    Cover,
    Line,
    Persons,
    Reference,
    Synthetic,
)
from quietude.series.model import EpisodeType  # noqa: TC001
from quietude.sound.ends.end_sound import EndPlace  # noqa: TC001

Level = Annotated[float, Field(ge=-40, le=12)]
DurationIs = Literal["exercise", "episode"]
"""Part of an episode that its ``duration`` counts: intro and outro come on top, or are within."""


def _written(value: Any) -> Any:
    """Returns a number of minutes as text: in YAML, ``duration: 10`` is a number."""
    return f"{value:g}" if isinstance(value, int | float) and value is not True else value


SessionLength = Annotated[Line, BeforeValidator(_written)]


class EndSoundForm(StrictForm):
    """A sound before, over or under the words of an intro; of an outro, after them."""

    file: Reference
    place: EndPlace | None = None
    level: Level | None = None
    fade_in: Annotated[float, Field(ge=0, le=60)] | None = None
    fade_out: Annotated[float, Field(ge=0, le=60)] | None = None
    alone: Annotated[float, Field(ge=0, le=60)] | None = None


def _sound_file(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


class IntroOutroForm(StrictForm):
    """An intro or outro of every session: words, a definition, or a fragment; and a sound."""

    text: Prose | None = None
    file: Reference | None = None
    exercise: Reference | None = None
    fragment: Identifier | None = None
    title: Title | None = None
    sound: Annotated[EndSoundForm, BeforeValidator(_sound_file)] | None = None

    @model_validator(mode="after")
    def _one(self) -> IntroOutroForm:
        given = [self.text, self.file, self.exercise, self.fragment]
        count = sum(value is not None for value in given)
        if count > 1 or not (count or self.sound):
            message = "give one of text, file, exercise or fragment, or a sound"
            raise ValueError(message)
        return self


def _text(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


IntroOutro = Annotated[IntroOutroForm, BeforeValidator(_text)]


def _spoken(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


class OptionsForm(StrictForm):
    """Settings of sessions: of an episode its own, which go before the defaults."""

    voice: Line | None = None
    engine: Line | None = None
    bed: Reference | None = None
    tones: Line | None = None
    bed_level: Level | Literal["soft", "present", "immersive"] | None = None
    bell_level: Level | None = None
    voice_level: Level | None = None
    duration: SessionLength | None = None
    duration_is: DurationIs | None = None
    rate: int | None = None
    pitch: float | None = None
    range: float | None = None
    pacing: Line | None = None
    ending: Ending | None = None
    seed: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    target: Line | None = None
    intro: IntroOutro | None = None
    outro: IntroOutro | None = None
    set: dict[SlotName, Annotated[str | bool, BeforeValidator(_spoken)]] = Field(
        default_factory=dict
    )
    season: Annotated[int, Field(ge=1, le=10_000)] | None = None
    type: EpisodeType | None = None
    explicit: bool | None = None
    persons: Persons | None = None
    synthetic_voice: Synthetic | None = None
    takes: Reference | None = None
    only_takes: bool | None = None
    spoken_disclosure: Line | bool | None = None


SOURCES = ("exercise", "file", "programme", "audio")

OF_RECORDINGS = ("captions", "chapters")
"""Keys that only finished audio has."""

KEPT_BY_RECORDINGS = frozenset({"season", "type", "explicit", "persons", "synthetic_voice"})
"""Settings that finished audio has as every episode does; all others shape a session's sound."""


class EpisodeForm(OptionsForm):
    """One episode, or with a programme all of its sessions."""

    exercise: Reference | None = None
    file: Reference | None = None
    programme: Reference | None = None
    audio: Reference | None = None
    captions: Reference | None = None
    chapters: Annotated[list[Line], Field(min_length=1, max_length=200)] | None = None
    id: Identifier | None = None
    title: Line | None = None
    notes: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] | None = None
    published: Line | None = None
    number: Annotated[int, Field(ge=1, le=100_000)] | None = None
    language: LanguageCode | None = None
    cover: Cover | None = None

    @model_validator(mode="after")
    def _one(self) -> EpisodeForm:
        if sum(getattr(self, name) is not None for name in SOURCES) != 1:
            message = "an episode is one of exercise, file, programme or audio"
            raise ValueError(message)
        self._check_recording()
        own = (self.title, self.notes, self.published, self.number, self.language, self.cover)
        if self.programme and any(own):
            message = (
                "titles, notes, dates, numbers, language and covers of a programme are its own"
            )
            raise ValueError(message)
        return self

    def _check_recording(self) -> None:
        given = {name for name in self.model_fields_set if getattr(self, name) not in (None, {})}
        if not self.audio:
            if unfit := sorted(given & set(OF_RECORDINGS)):
                message = f"{unfit[0]} are for finished audio; a session has its own"
                raise ValueError(message)
            return
        shaping = set(OptionsForm.model_fields) - KEPT_BY_RECORDINGS
        if unfit := sorted(given & shaping):
            message = f"finished audio stays as it is: it cannot have {', '.join(unfit)}"
            raise ValueError(message)
        if not self.title:
            message = "finished audio needs a title"
            raise ValueError(message)
