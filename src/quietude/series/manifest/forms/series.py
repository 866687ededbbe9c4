"""The written form of a manifest: the show, the defaults, the listeners and the episodes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from quietude.script.schema.fields import StrictForm
from quietude.series.manifest.forms.episode import EpisodeForm, OptionsForm
from quietude.series.manifest.forms.show import Line, Reference, ShowForm  # noqa: TC001

MAX_EPISODES = 10_000

ListenerSetting = Literal["episodes", "language", "duration", "voice", "until", "key"]
"""Settings that a column of the table may hold for its listener, besides personal details."""


class ListenersForm(StrictForm):
    """The table of the listeners."""

    file: Reference
    encoding: Annotated[str, StringConstraints(pattern=r"^[\w.-]{2,40}$")] | None = None
    ignore: list[Line] = Field(default_factory=list)
    settings: dict[ListenerSetting, Line] = Field(default_factory=dict)


def _table(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


def _exercise(value: Any) -> Any:
    return {"exercise": value} if isinstance(value, str) else value


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
