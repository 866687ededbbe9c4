"""The written form of a step: what kinds there are and what keys each of them takes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    TypeAdapter,
    WithJsonSchema,
)

from quietude import library
from quietude.durations import RANGE_EXAMPLES, Span, parse_span
from quietude.errors import ScriptError
from quietude.script import model
from quietude.script.gaps import GAPS
from quietude.script.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    LineOf = Callable[[tuple[Any, ...]], int]

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


class StrictForm(BaseModel):
    """No unknown keys, and no guessing at types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


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

    def to_step(self, line: int) -> model.Step:
        return model.Say(self.say, line, self.optional)


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


MAX_REPEATED = 2_000


class RepeatStep(StepBase):
    """The same steps, several times over."""

    repeat: Annotated[int, Field(ge=1, le=20)]
    steps: Annotated[list[StepForm], Field(min_length=1, max_length=100)]

    def to_steps(self, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        inner = list(build_steps(self.steps, (*path, "steps"), line_of))
        if len(inner) * self.repeat > MAX_REPEATED:
            message = f"this repeats to {len(inner) * self.repeat} steps"
            hint = f"A repeat may come to {MAX_REPEATED} of them."
            raise ScriptError(message, line=line_of(path), hint=hint)
        for _ in range(self.repeat):
            yield from (ranked(it, self.optional) for it in inner)


class ChooseStep(StepBase):
    """One of several steps, or lists of steps, by the seed of the session."""

    choose: Annotated[list[OptionForm], Field(min_length=2, max_length=40)]

    def to_steps(self, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        options = tuple(
            tuple(
                ranked(it, self.optional)
                for it in self._option(form, (*path, "choose", n), line_of)
            )
            for n, form in enumerate(self.choose)
        )
        key = ".".join(map(str, path))
        yield model.Choose(options, line_of(path), self.optional, key)

    @staticmethod
    def _option(form: Any, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        if isinstance(form, list):
            return build_steps(form, path, line_of)
        return build_step(form, path, line_of)


def _known_fragment(name: str) -> str:
    if name not in library.fragment_ids():
        message = f'there is no "{name}"; there are {", ".join(library.fragment_ids())}'
        raise ValueError(message)
    return name


class IncludeStep(StepBase):
    """Steps that several definitions share, by the name they have in the library."""

    include: Annotated[Identifier, AfterValidator(_known_fragment)]

    def to_steps(self, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
        line = line_of(path)
        # The path is the fragment's own: a choice in it is the same one wherever it is included.
        for step in build_steps(fragment(self.include), (self.include,), lambda _: line):
            yield ranked(step, self.optional)


def ranked(step: model.Step, optional: int | None) -> model.Step:
    """A step inside another: it cannot outlive the one around it."""
    rank = max(step.optional or 0, optional or 0) or None
    if isinstance(step, model.Choose) and optional:
        options = tuple(tuple(ranked(it, optional) for it in option) for option in step.options)
        return replace(step, options=options, optional=rank)
    return replace(step, optional=rank) if rank != step.optional else step


def build_steps(
    forms: Sequence[Any], path: tuple[Any, ...], line_of: LineOf
) -> Iterator[model.Step]:
    """The steps of a list of written ones; ``path`` is where the list stands."""
    for number, form in enumerate(forms):
        yield from build_step(form, (*path, number), line_of)


def build_step(form: Any, path: tuple[Any, ...], line_of: LineOf) -> Iterator[model.Step]:
    """The steps that one written one comes to; ``path`` is where it stands."""
    if isinstance(form, str):
        yield model.Say(form, line_of(path))
    else:
        yield from form.to_steps(path, line_of)


@cache
def fragment(name: str) -> tuple[Any, ...]:
    """The checked steps of a shared fragment."""
    data = parse_yaml(library.fragment_text(name)).data
    return tuple(TypeAdapter(list[StepForm]).validate_python(data))


_STEP_MODELS: dict[str, type[StepBase]] = {
    "say": SayStep, "pause": PauseStep, "bell": BellStep, "breathe": BreatheStep,
    "ask": AskStep, "echo": EchoStep, "tap": TapStep, "journal": JournalStep,
    "note": NoteStep, "imagine": ImagineStep, "ground": GroundStep, "chapter": ChapterStep,
    "repeat": RepeatStep, "choose": ChooseStep, "include": IncludeStep,
}  # fmt: skip
_SETTINGS: dict[str, type[BaseModel]] = {
    "bell": BellSettings,
    "breathe": BreatheSettings,
    "tap": TapSettings,
    "ground": GroundSettings,
}
STEP_KINDS = tuple(_STEP_MODELS)


SEVERAL = "several"
_TAGS = (*STEP_KINDS, "text", "one", SEVERAL)


BARE_STEPS = ("bell", "ground")
"""Words that are a step by themselves, and not speech."""


def step_kind(value: Any) -> str | None:
    """Which kind of step some raw data is, or None if it is none or several of them."""
    if isinstance(value, str):
        return value if value in BARE_STEPS else "text"
    if isinstance(value, BaseModel):
        return next((kind for kind, of in _STEP_MODELS.items() if isinstance(value, of)), None)
    if not isinstance(value, dict):
        return None
    kinds = [kind for kind in STEP_KINDS if kind in value]
    return kinds[0] if len(kinds) == 1 else None


def path_of(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Where an error stands in what was written: its location without the tags of steps."""
    return tuple(
        part for number, part in enumerate(loc)
        if not (number and isinstance(loc[number - 1], int) and part in _TAGS)
    )  # fmt: skip


def keys_of_step(loc: tuple[int | str, ...]) -> list[str]:
    """The keys a step, or the settings inside it, may have at an error's location."""
    # ("sections", 0, "steps", 2, "breathe", "breathe", "unknown"): tag, then the nested field.
    # A step inside a repeat or a choose brings its own number and tag: the last tag counts.
    tags = [n for n, part in enumerate(loc) if n and part in _STEP_MODELS
            and isinstance(loc[n - 1], int)]  # fmt: skip
    if not tags:
        return list(STEP_KINDS)
    kind = str(loc[tags[-1]])
    inside = len(loc) > tags[-1] + 2 and kind in _SETTINGS
    form = _SETTINGS[kind] if inside else _STEP_MODELS[kind]
    return [field.alias or name for name, field in form.model_fields.items()]


def _one_or_several(value: Any) -> str:
    return SEVERAL if isinstance(value, list) else "one"


def _bare_bell(value: Any) -> Any:
    return {"bell": None} if value == "bell" else value


def _bare_ground(value: Any) -> Any:
    return {"ground": None} if value == "ground" else value


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
    | Annotated[NoteStep, Tag("note")]
    | Annotated[ImagineStep, Tag("imagine")]
    | Annotated[GroundStep, BeforeValidator(_bare_ground), Tag("ground")]
    | Annotated[ChapterStep, Tag("chapter")]
    | Annotated[RepeatStep, Tag("repeat")]
    | Annotated[ChooseStep, Tag("choose")]
    | Annotated[IncludeStep, Tag("include")],
    Discriminator(step_kind),
]

OptionForm = Annotated[
    Annotated[StepForm, Tag("one")]
    | Annotated[list[StepForm], Field(min_length=1, max_length=100), Tag(SEVERAL)],
    Discriminator(_one_or_several),
]

for _form in (RepeatStep, ChooseStep):
    _form.model_rebuild()
