"""The written form of a step: what kinds there are and what keys each of them takes.

Words and silence are in :mod:`quietude.script.schema.speech_steps`, sounds in
:mod:`quietude.script.schema.sound_steps`; here are those made of others.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
)

from quietude import library
from quietude.errors import ScriptError
from quietude.script import model
from quietude.script.schema.fields import Identifier, Words
from quietude.script.schema.sound_steps import (
    BedSettings,
    BedStep,
    BellSettings,
    BellStep,
    BreatheSettings,
    BreatheStep,
    MusicStep,
    TapSettings,
    TapStep,
)
from quietude.script.schema.speech_steps import (
    AskStep,
    ChapterStep,
    EchoStep,
    GroundSettings,
    GroundStep,
    ImagineStep,
    JournalStep,
    NoteStep,
    PauseStep,
    SayStep,
)
from quietude.script.schema.step_base import StepBase
from quietude.script.schema.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.schema.step_base import LineOf

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
        build = build_steps if isinstance(form, list) else build_step
        for step in build(form, path, line_of):
            if isinstance(step, model.ChapterStart):
                message = "a chapter cannot be one of several wordings"
                raise ScriptError(message, line=step.line, hint="Put it before the choose.")
            yield step


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


def english_steps(
    forms: Sequence[Any], path: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Where the steps stand whose words are not written there, and so in English; what they are."""
    for number, form in enumerate(forms):
        here = (*path, number)
        match form:
            case GroundStep():
                yield here, "ground"
            case IncludeStep():
                yield here, "include"
            case BreatheStep(breathe=settings) if "guide" in settings.model_fields_set:
                if settings.guide != "tone":
                    yield here, f"guide: {settings.guide}"
            case RepeatStep(steps=steps):
                yield from english_steps(steps, (*here, "steps"))
            case ChooseStep(choose=options):
                for n, it in enumerate(options):
                    several = it if isinstance(it, list) else [it]
                    yield from english_steps(several, (*here, "choose", n))


@cache
def fragment(name: str) -> tuple[Any, ...]:
    """The checked steps of a shared fragment."""
    data = parse_yaml(library.fragment_text(name)).data
    return tuple(TypeAdapter(list[StepForm]).validate_python(data))


_STEP_MODELS: dict[str, type[StepBase]] = {
    "say": SayStep, "pause": PauseStep, "bell": BellStep, "breathe": BreatheStep,
    "ask": AskStep, "echo": EchoStep, "tap": TapStep, "journal": JournalStep,
    "bed": BedStep, "music": MusicStep,
    "note": NoteStep, "imagine": ImagineStep, "ground": GroundStep, "chapter": ChapterStep,
    "repeat": RepeatStep, "choose": ChooseStep, "include": IncludeStep,
}  # fmt: skip
_SETTINGS: dict[str, type[BaseModel]] = {
    "bed": BedSettings,
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
    | Annotated[BedStep, Tag("bed")]
    | Annotated[MusicStep, Tag("music")]
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
