"""The written form of a manifest: the keys of a series, and the values they take."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from quietude.errors import UsageError
from quietude.plan.request import Ending  # noqa: TC001  (pydantic reads annotations)
from quietude.script.browse.show_notes import check_region
from quietude.script.schema.fields import (
    Identifier,
    LanguageCode,
    Prose,
    SlotName,
    StrictForm,
    Title,
)
from quietude.series.model import EpisodeType, Medium, ShowType  # noqa: TC001

MAX_EPISODES = 10_000
CATEGORY = "Health & Fitness/Mental Health"
"""The default: directories ask for a category, and people look for meditation in this one."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Level = Annotated[float, Field(ge=-40, le=12)]
DurationIs = Literal["exercise", "episode"]
"""Part of an episode that its ``duration`` counts: intro and outro come on top, or are within."""


def _written(value: Any) -> Any:
    """Returns a number of minutes as text: in YAML, ``duration: 10`` is a number."""
    return f"{value:g}" if isinstance(value, int | float) and value is not True else value


SessionLength = Annotated[Line, BeforeValidator(_written)]


class PersonForm(StrictForm):
    """A person to credit."""

    name: Line
    role: Line = "host"
    link: str = ""


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _region(value: str) -> str:
    try:
        return check_region(value)
    except UsageError as error:
        message = f"{error.message}; {error.hint}"
        raise ValueError(message) from error


class ShowForm(StrictForm):
    """The series as its feed presents it."""

    id: Identifier
    title: Line
    description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    author: Line
    language: LanguageCode = "en"
    link: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    copyright: Line | None = None
    categories: Annotated[list[Line], Field(min_length=1, max_length=3)] = Field(
        default_factory=lambda: [CATEGORY]
    )
    type: ShowType = "episodic"
    medium: Medium = "podcast"
    explicit: bool = False
    locked: bool = True
    private: bool | None = None
    persons: list[Annotated[PersonForm, BeforeValidator(_named)]] = Field(default_factory=list)
    cover: Reference | None = None
    region: Annotated[str, AfterValidator(_region)] = ""

    @model_validator(mode="after")
    def _fits(self) -> ShowForm:
        if len(self.description.encode()) > 4000:  # noqa: PLR2004  (Apple's limit, in bytes)
            message = "a description may have 4000 bytes"
            raise ValueError(message)
        return self


class IntroOutroForm(StrictForm):
    """An intro or outro of every session: words, a definition, or a fragment."""

    text: Prose | None = None
    file: Reference | None = None
    exercise: Reference | None = None
    fragment: Identifier | None = None
    title: Title | None = None

    @model_validator(mode="after")
    def _one(self) -> IntroOutroForm:
        given = [self.text, self.file, self.exercise, self.fragment]
        if sum(value is not None for value in given) != 1:
            message = "give one of text, file, exercise or fragment"
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


SOURCES = ("exercise", "file", "programme")


class EpisodeForm(OptionsForm):
    """One episode, or with a programme all of its sessions."""

    exercise: Reference | None = None
    file: Reference | None = None
    programme: Reference | None = None
    id: Identifier | None = None
    title: Line | None = None
    notes: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] | None = None
    published: Line | None = None
    number: Annotated[int, Field(ge=1, le=100_000)] | None = None

    @model_validator(mode="after")
    def _one(self) -> EpisodeForm:
        if sum(getattr(self, name) is not None for name in SOURCES) != 1:
            message = "an episode is one of exercise, file or programme"
            raise ValueError(message)
        if self.programme and any((self.title, self.notes, self.published, self.number)):
            message = "the titles, notes, dates and numbers of a programme are its own"
            raise ValueError(message)
        return self


def _exercise(value: Any) -> Any:
    return {"exercise": value} if isinstance(value, str) else value


class ListenersForm(StrictForm):
    """The table of the listeners."""

    file: Reference
    ignore: list[Line] = Field(default_factory=list)


def _table(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


class SeriesForm(StrictForm):
    """A manifest."""

    show: ShowForm
    defaults: OptionsForm = Field(default_factory=OptionsForm)
    start: Line | None = None
    every: Line | None = None
    listeners: Annotated[ListenersForm, BeforeValidator(_table)] | None = None
    episodes: Annotated[
        list[Annotated[EpisodeForm, BeforeValidator(_exercise)]],
        Field(min_length=1, max_length=MAX_EPISODES),
    ]
