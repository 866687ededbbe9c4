"""The written form of a show: the keys that its feed is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from quietude.errors import UsageError
from quietude.script.browse.show_notes import check_region
from quietude.script.schema.fields import Identifier, LanguageCode, StrictForm
from quietude.series.model import FEED_EPISODES, Alternate, Medium, ShowType

CATEGORY = "Health & Fitness/Mental Health"
"""The default: directories ask for a category, and people look for meditation in this one."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Synthetic = bool | Literal["unset"]
"""True for a synthetic voice, False for a recorded one; ``unset`` to say nothing of it."""

RULES = {
    "daily": "FREQ=DAILY",
    "weekly": "FREQ=WEEKLY",
    "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
}
"""Recurrence rules of RFC 5545, by the words that people write."""


class PersonForm(StrictForm):
    """A person to credit."""

    name: Line
    role: Line = "host"
    link: str = ""
    picture: Address | None = None


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


Persons = list[Annotated[PersonForm, BeforeValidator(_named)]]


class CoverForm(StrictForm):
    """A picture, and words for those who do not see it."""

    file: Reference
    alt: Line | None = None


def _filed(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


Cover = Annotated[CoverForm, BeforeValidator(_filed)]


class FundingForm(StrictForm):
    """A place where listeners can support the show."""

    url: Address
    text: Annotated[Line, StringConstraints(max_length=128)] = "Support the show"


def _url(value: Any) -> Any:
    return {"url": value} if isinstance(value, str) else value


class LicenseForm(StrictForm):
    """The licence of the show: an SPDX name, or one of its own with its address."""

    name: Annotated[Line, StringConstraints(max_length=128)]
    url: Address | None = None


class FrequencyForm(StrictForm):
    """The rhythm of a show, in words and as a rule of RFC 5545."""

    text: Annotated[Line, StringConstraints(max_length=128)]
    rule: Annotated[str, StringConstraints(pattern=r"^FREQ=[A-Z]+(;[A-Z]+=[-+A-Z0-9,]+)*$")] = ""


def _rhythm(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return {"text": value, "rule": RULES.get(value.strip().lower(), "")}


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
    link: Address | None = None
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
    persons: Persons = Field(default_factory=list)
    cover: Cover | None = None
    region: Annotated[str, AfterValidator(_region)] = ""
    funding: Annotated[FundingForm, BeforeValidator(_url)] | None = None
    license: Annotated[LicenseForm, BeforeValidator(_named)] | None = None
    txt: Annotated[dict[str, Line], Field(max_length=10)] = Field(default_factory=dict)
    new_feed_url: Address | None = None
    update_frequency: Annotated[FrequencyForm, BeforeValidator(_rhythm)] | None = None
    complete: bool = False
    alternates: Annotated[list[Alternate], Field(max_length=2)] = Field(default_factory=list)
    feed_episodes: Annotated[int, Field(ge=10, le=10_000)] = FEED_EPISODES

    @model_validator(mode="after")
    def _fits(self) -> ShowForm:
        if len(self.description.encode()) > 4000:  # noqa: PLR2004  (Apple's limit, in bytes)
            message = "a description may have 4000 bytes"
            raise ValueError(message)
        if "ai-content" in self.txt:
            message = "ai-content is written by itself: say synthetic_voice instead"
            raise ValueError(message)
        return self
