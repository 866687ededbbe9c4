"""The written form of a programme: its keys, and the values they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from quietude.script.schema.catalogue import Minutes  # noqa: TC001  (pydantic reads annotations)
from quietude.script.schema.errors import checked
from quietude.script.schema.fields import Identifier, Prose, StrictForm, Title

if TYPE_CHECKING:
    from quietude.script.schema.yaml_source import Document

MAX_ENTRIES = 1_000


class EntryForm(StrictForm):
    """A session, or with ``times`` the same one in that many variations."""

    exercise: Title
    minutes: Minutes
    id: Identifier | None = None
    seed: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    title: Title | None = None
    notes: Prose = ""
    day: Annotated[int, Field(ge=1, le=3_660)] | None = None
    times: Annotated[int, Field(ge=1, le=400)] = 1
    every: Annotated[int, Field(ge=1, le=366)] | None = None
    pinned: bool = False

    @model_validator(mode="after")
    def _agrees(self) -> EntryForm:
        if self.every is not None and (self.times == 1 or self.day is None):
            message = '"every" needs "times" and a first "day"'
            raise ValueError(message)
        return self


class ProgrammeForm(StrictForm):
    """The written form of a programme."""

    id: Identifier
    title: Title
    about: Prose
    cadence: Prose
    entries: Annotated[list[EntryForm], Field(min_length=1, max_length=MAX_ENTRIES)]


def checked_programme(document: Document, source: str) -> ProgrammeForm:
    """Returns the checked data of a programme.

    Raises:
        ScriptError: with the line of the first thing that is wrong.
    """
    return checked(ProgrammeForm, document, source, _known_keys)


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    form = ProgrammeForm if len(loc) == 1 else EntryForm
    return list(form.model_fields)
