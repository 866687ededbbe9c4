"""The values that fields of a definition take: words, names, ranks and lengths of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from quietude.durations import RANGE_EXAMPLES, Span, parse_duration, parse_span
from quietude.script.lexicon import Pronunciation, check_word
from quietude.script.pacing import GAPS, PROFILES

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_CLOCK_S = 12 * 3600.0
"""The latest clock time, in seconds."""
MAX_SILENCE_S = 3600.0
"""The longest single silence, in seconds."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
BedName = Identifier
"""A bed by its id; see :func:`quietude.script.bed.bed_of_id`."""

SlotName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A language in the form of BCP 47, such as en or en-GB."""

CareRule = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=400)]
Rank = Annotated[
    int | None,
    Field(
        ge=1,
        le=9,
        description="1 is kept first, 9 is dropped first; leave it out to keep it always.",
    ),
]

StepName = Annotated[
    Identifier | None,
    Field(
        description="A name for the step, for others that need it; steps of one name go together."
    ),
]


def _one_or_several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


StepNames = Annotated[
    Annotated[list[Identifier], Field(max_length=10)],
    BeforeValidator(_one_or_several, json_schema_input_type=Identifier | list[Identifier]),
    Field(description="The steps it is left out with, by their id."),
]


def _known_profile(value: Any) -> Any:
    if not isinstance(value, str) or value not in PROFILES:
        *others, last = map(repr, PROFILES)
        kind, message = "literal_error", "Input should be {expected}"
        raise PydanticCustomError(kind, message, {"expected": f"{', '.join(others)} or {last}"})
    return value


Pacing = Annotated[
    str,
    BeforeValidator(_known_profile),
    WithJsonSchema({"enum": list(PROFILES), "type": "string"}),
]
"""A pacing profile, by its name."""

_SPAN_PATTERN = r"^\s*[0-9].*$"


def read_span(value: Any) -> Span:
    """Returns a length from ``5s``, ``4-9s`` or a bare number of seconds.

    Raises:
        ValueError: for anything else, or a length above :data:`MAX_SILENCE_S`.
    """
    if isinstance(value, Span):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        message = f"a length of time is expected here: {RANGE_EXAMPLES}"
        raise ValueError(message)
    span = parse_span(value) if isinstance(value, str) else Span.fixed(float(value))
    if not 0 <= span.min_s <= span.max_s <= MAX_SILENCE_S:
        message = "a silence may last from 0 seconds to 1 hour"
        raise ValueError(message)
    return span


Length = Annotated[
    Span,
    BeforeValidator(read_span),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": _SPAN_PATTERN},
                {"type": "number", "minimum": 0, "maximum": MAX_SILENCE_S},
            ],
            "description": 'A length such as "5s" or "2m", or a range such as "4-9s".',
        }
    ),
]


def _read_clock(value: Any) -> float:
    try:
        at_s = parse_duration(value) if isinstance(value, str) else float("nan")
    except ValueError:
        at_s = float("nan")
    if not 0 <= at_s <= MAX_CLOCK_S:
        message = 'a time of the session is expected here, from "0:00" to "12:00:00"'
        raise ValueError(message)
    return at_s


ClockLength = Annotated[
    float,
    BeforeValidator(_read_clock),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _SPAN_PATTERN,
            "description": 'A time of the session, such as "3:00"; "0:00" begins the clock anew.',
        }
    ),
]


def _read_pause(value: Any) -> str | Span:
    if isinstance(value, str) and value in GAPS:
        return value
    try:
        return read_span(value)
    except ValueError as error:
        message = f"{error}; or name a gap: {', '.join(GAPS)}"
        raise ValueError(message) from error


PauseLength = Annotated[
    str | Span,
    BeforeValidator(_read_pause),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(GAPS)},
                {"type": "string", "pattern": _SPAN_PATTERN},
                {"type": "number", "minimum": 0, "maximum": MAX_SILENCE_S},
            ],
            "description": 'A named gap such as settle, or a length such as "5s" or "4-9s".',
        }
    ),
]


def _lexicon_word(word: str) -> str:
    check_word(word)
    return word


Word = Annotated[str, AfterValidator(_lexicon_word)]


class StrictForm(BaseModel):
    """A form without unknown keys, whose values are not converted from other types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class WordForm(StrictForm):
    """The pronunciation of a word."""

    says: str = Field(default="", description="As a reader would write it: shi-VAWN.")
    ipa: str = Field(default="", description="In the International Phonetic Alphabet.")
    exact: bool = Field(default=False, description="True if only these capitals are meant.")

    @model_validator(mode="after")
    def _can_be_said(self) -> WordForm:
        Pronunciation("word", self.says, self.ipa)
        return self


def _respelling(says: Any) -> Any:
    return {"says": says} if isinstance(says, str) else says


Pronunciations = Annotated[
    dict[
        Word,
        Annotated[
            WordForm,
            BeforeValidator(_respelling, json_schema_input_type=str | WordForm),
        ],
    ],
    Field(max_length=1_000),
]
"""Pronunciations by word: a respelling, or says, ipa and exact."""


def pronunciations(forms: Mapping[str, WordForm]) -> tuple[Pronunciation, ...]:
    """Returns the pronunciations of checked data."""
    return tuple(
        Pronunciation(word, form.says, form.ipa, exact=form.exact) for word, form in forms.items()
    )
