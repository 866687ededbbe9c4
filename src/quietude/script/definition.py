"""The written form of a definition: what keys there are and what they take.

These models are the surface that people write, and the source of the JSON Schema for editors.
:func:`build_script` turns checked data into the plain :class:`~quietude.script.model.Script` the
rest of the program works with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

from quietude.durations import RANGE_EXAMPLES, Span, parse_span
from quietude.script import model
from quietude.script.gaps import GAPS

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_SILENCE_S = 3600.0
"""The longest single silence, in seconds."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
SlotName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
CareRule = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=400)]
Rank = Annotated[int | None, Field(ge=1, le=9, description="1 is kept first, 9 is dropped first")]
PhaseSeconds = Annotated[float, Field(ge=0, le=30)]

_SPAN_PATTERN = r"^\s*[0-9].*$"


def read_span(value: Any) -> Span:
    """A length from ``5s``, ``4-9s`` or a bare number of seconds.

    Raises:
        ValueError: if it is none of these, or longer than :data:`MAX_SILENCE_S`.
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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _StepBase(_Strict):
    optional: Rank = None

    def to_step(self, line: int) -> model.Step:
        """The step of the script this is the written form of."""
        raise NotImplementedError


class SayStep(_StepBase):
    """Speech. A plain string in the list of steps is the same."""

    say: Words

    def to_step(self, line: int) -> model.Step:
        return model.Say(self.say, line, self.optional)


class PauseStep(_StepBase):
    """Silence: a named gap, a length, or a range that may stretch."""

    pause: PauseLength
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0

    def to_step(self, line: int) -> model.Step:
        gap = self.pause if isinstance(self.pause, str) else None
        span = None if isinstance(self.pause, str) else self.pause
        return model.Pause(gap, span, line, self.weight, self.optional)


class BellSettings(_Strict):
    """Which bell, how often, and how far apart."""

    which: Identifier = "bell"
    count: Annotated[int, Field(ge=1, le=12)] = 1
    every: Annotated[float, Field(ge=1, le=60)] = 4.0


class BellStep(_StepBase):
    """A bell that rings out."""

    bell: BellSettings | Identifier | None

    def to_step(self, line: int) -> model.Step:
        if isinstance(self.bell, BellSettings):
            settings = self.bell
        else:
            settings = BellSettings(which=self.bell or "bell")
        return model.Bell(settings.which, settings.count, settings.every, line, self.optional)


class BreatheSettings(_Strict):
    """One breath in seconds, and how many of them."""

    in_s: PhaseSeconds = Field(alias="in", ge=1)
    hold: PhaseSeconds = 0.0
    out: PhaseSeconds = Field(ge=1)
    rest: PhaseSeconds = 0.0
    cycles: Annotated[int, Field(ge=1, le=60)] = 5
    guide: Literal["voice", "tone"] = "voice"


class BreatheStep(_StepBase):
    """Guided breathing, led by the voice for one breath and by a soft swell after that."""

    breathe: BreatheSettings

    def to_step(self, line: int) -> model.Step:
        it = self.breathe
        return model.Breathe(
            it.in_s, it.hold, it.out, it.rest, it.cycles, it.guide, line, self.optional
        )


class AskStep(_StepBase):
    """A question, and the silence to let an answer come."""

    ask: Words
    reflect: Length = Span(8.0, 16.0, 40.0)

    def to_step(self, line: int) -> model.Step:
        return model.Ask(self.ask, self.reflect, line, self.optional)


class EchoStep(_StepBase):
    """A phrase, then a silence long enough for the listener to say it."""

    echo: Words

    def to_step(self, line: int) -> model.Step:
        return model.Echo(self.echo, line, self.optional)


class TapSettings(_Strict):
    """Left-right taps for the butterfly hug."""

    sets: Annotated[int, Field(ge=1, le=12)] = 2
    taps: Annotated[int, Field(ge=2, le=40)] = 8
    per_minute: Annotated[float, Field(ge=20, le=90)] = 54.0
    rest: Annotated[float, Field(ge=0, le=60)] = 6.0


class TapStep(_StepBase):
    """A soft cue that alternates left and right."""

    tap: TapSettings

    def to_step(self, line: int) -> model.Step:
        it = self.tap
        return model.Tap(it.sets, it.taps, it.per_minute, it.rest, line, self.optional)


class JournalStep(_StepBase):
    """A long silence for writing or drawing."""

    journal: Length

    def to_step(self, line: int) -> model.Step:
        return model.Journal(self.journal, line, self.optional)


class NoteStep(_StepBase):
    """A remark for whoever reads the script. It is never spoken."""

    note: Prose

    def to_step(self, line: int) -> model.Step:
        return model.Note(self.note, line, self.optional)


_STEP_MODELS: dict[str, type[_StepBase]] = {
    "say": SayStep, "pause": PauseStep, "bell": BellStep, "breathe": BreatheStep,
    "ask": AskStep, "echo": EchoStep, "tap": TapStep, "journal": JournalStep,
    "note": NoteStep,
}  # fmt: skip
_SETTINGS: dict[str, type[BaseModel]] = {
    "bell": BellSettings,
    "breathe": BreatheSettings,
    "tap": TapSettings,
}
STEP_KINDS = tuple(_STEP_MODELS)


def step_kind(value: Any) -> str | None:
    """Which kind of step some raw data is, or None if it is none or several of them."""
    if isinstance(value, str):
        return "bell" if value == "bell" else "text"
    if isinstance(value, BaseModel):
        return next((kind for kind, of in _STEP_MODELS.items() if isinstance(value, of)), None)
    if not isinstance(value, dict):
        return None
    kinds = [kind for kind in STEP_KINDS if kind in value]
    return kinds[0] if len(kinds) == 1 else None


def keys_of_step(loc: tuple[int | str, ...]) -> list[str]:
    """The keys a step, or the settings inside it, may have at an error's location."""
    # ("sections", 0, "steps", 2, "breathe", "breathe", "unknown"): tag, then the nested field.
    kind = str(loc[4])
    if kind not in _STEP_MODELS:
        return list(STEP_KINDS)
    inside = len(loc) > 6 and kind in _SETTINGS  # noqa: PLR2004
    form = _SETTINGS[kind] if inside else _STEP_MODELS[kind]
    return [field.alias or name for name, field in form.model_fields.items()]


def _bare_bell(value: Any) -> Any:
    return {"bell": None} if value == "bell" else value


StepForm = Annotated[
    Annotated[Words, Tag("text")]
    | Annotated[SayStep, Tag("say")]
    | Annotated[PauseStep, Tag("pause")]
    | Annotated[BellStep, BeforeValidator(_bare_bell), Tag("bell")]
    | Annotated[BreatheStep, Tag("breathe")]
    | Annotated[AskStep, Tag("ask")]
    | Annotated[EchoStep, Tag("echo")]
    | Annotated[TapStep, Tag("tap")]
    | Annotated[JournalStep, Tag("journal")]
    | Annotated[NoteStep, Tag("note")],
    Discriminator(step_kind),
]


class SectionForm(_Strict):
    """A part of the session; its title becomes a chapter."""

    title: Title
    role: Literal["arrive", "settle", "resource", "practice", "integrate", "return"] = "practice"
    optional: Rank = None
    steps: Annotated[list[StepForm], Field(min_length=1, max_length=2_000)]


class SlotForm(_Strict):
    """A place for a personal detail."""

    ask: Title
    default: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = ""
    max_chars: Annotated[int, Field(ge=1, le=400)] = 80


class Definition(_Strict):
    """An exercise: what is said, what is silent, and for whom."""

    id: Identifier
    title: Title
    intensity: Literal["light", "medium", "high"] = "medium"
    about: Prose = ""
    content_note: Prose = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    pacing: Literal["gentle", "standard", "spacious"] = "standard"
    slots: dict[SlotName, SlotForm] = Field(default_factory=dict, max_length=40)
    bed: Identifier = "rain"
    accept: dict[CareRule, Reason] = Field(
        default_factory=dict,
        description="Care findings left as they are, by rule, each with the reason.",
    )
    sections: Annotated[list[SectionForm], Field(min_length=1, max_length=200)]


def build_script(
    form: Definition, *, source: str, sha256: str, line_of: Callable[[tuple[Any, ...]], int]
) -> model.Script:
    """The Script of a checked definition.

    Args:
        form: The checked data.
        source: Where it came from, for messages and the receipt.
        sha256: The hash of its text.
        line_of: The line of the value at a path of keys and indices.
    """
    slots = {
        name: model.Slot(name, it.ask, it.default, it.max_chars, line_of(("slots", name)))
        for name, it in form.slots.items()
    }
    sections = tuple(
        _build_section(section, index, line_of) for index, section in enumerate(form.sections)
    )
    return model.Script(
        id=form.id,
        title=form.title,
        intensity=form.intensity,
        about=form.about,
        content_note=form.content_note,
        language=form.language,
        pacing=form.pacing,
        bed=form.bed,
        slots=slots,
        sections=sections,
        source=source,
        sha256=sha256,
        accepted=dict(form.accept),
    )


def _build_section(
    form: SectionForm, index: int, line_of: Callable[[tuple[Any, ...]], int]
) -> model.Section:
    here = ("sections", index)
    steps = tuple(
        _build_step(step, line_of((*here, "steps", number)))
        for number, step in enumerate(form.steps)
    )
    return model.Section(form.title, form.role, steps, line_of(here), form.optional)


def _build_step(form: object, line: int) -> model.Step:
    if isinstance(form, str):
        return model.Say(form, line)
    return cast("_StepBase", form).to_step(line)
