"""The step kinds in one table, those made of others, and how lists of written steps are built.

Words and silence are in :mod:`quietude.script.schema.speech_steps`, sounds in
:mod:`quietude.script.schema.sound_steps`; how to add a kind is said in
:mod:`quietude.script.schema.step_form`.
"""

from __future__ import annotations

import operator
from dataclasses import replace
from functools import cache, reduce
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
from quietude.script.needs import from_fragment, marked
from quietude.script.schema.fields import Identifier, Words
from quietude.script.schema.sound_steps import BedStep, BellStep, BreatheStep, MusicStep, TapStep
from quietude.script.schema.speech_steps import (
    AskStep,
    AtStep,
    ChapterStep,
    EchoStep,
    GroundStep,
    ImagineStep,
    JournalStep,
    NoteStep,
    PauseStep,
    SayStep,
)
from quietude.script.schema.step_form import StepForm
from quietude.script.schema.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.schema.step_form import AnyStep as AnyStep  # noqa: PLC0414  (exported)
    from quietude.script.schema.step_form import LineOf, Path

    Option = AnyStep | list[AnyStep]
    """One of the wordings of a choice."""

MAX_REPEATED = 2_000
"""The most steps that one repeat may unfold to."""


class RepeatStep(StepForm):
    """The same steps, several times over."""

    repeat: Annotated[int, Field(ge=1, le=20)] = Field(description="Number of times in all.")
    steps: Annotated[list[AnyStep], Field(min_length=1, max_length=100)] = Field(
        description="The steps that are repeated."
    )

    def to_steps(self, path: Path, line_of: LineOf) -> Iterator[model.Step]:
        inner = list(build_steps(self.steps, (*path, "steps"), line_of))
        if len(inner) * self.repeat > MAX_REPEATED:
            message = f"this repeat makes {len(inner) * self.repeat} steps"
            hint = f"It may make {MAX_REPEATED} at most."
            raise ScriptError(message, line=line_of(path), hint=hint)
        for _ in range(self.repeat):
            yield from (ranked(step, self.optional) for step in inner)

    def inner_steps(self) -> Iterator[tuple[Path, Sequence[AnyStep]]]:
        yield ("steps",), self.steps


class ChooseStep(StepForm):
    """One of several steps, or lists of steps, by the seed of the session."""

    choose: Annotated[list[Option], Field(min_length=2, max_length=40)] = Field(
        description="One of these, a step or a list of steps, by the seed of the session."
    )

    def to_steps(self, path: Path, line_of: LineOf) -> Iterator[model.Step]:
        options = tuple(
            tuple(
                ranked(step, self.optional)
                for step in self._option(form, (*path, "choose", number), line_of)
            )
            for number, form in enumerate(self.choose)
        )
        key = ".".join(map(str, path))
        yield model.Choose(options, line_of(path), self.optional, key)

    def inner_steps(self) -> Iterator[tuple[Path, Sequence[AnyStep]]]:
        for number, option in enumerate(self.choose):
            yield ("choose", number), option if isinstance(option, list) else [option]

    @staticmethod
    def _option(form: Option, path: Path, line_of: LineOf) -> Iterator[model.Step]:
        if isinstance(form, list):
            steps = build_steps(form, path, line_of)
        else:
            steps = build_step(form, path, line_of)
        for step in steps:
            if isinstance(step, model.ChapterBreak):
                message = "a chapter cannot be one of several wordings"
                raise ScriptError(message, line=step.line, hint="Put it before the choose.")
            yield step


def _known_fragment(name: str) -> str:
    if name not in library.fragment_ids():
        message = f'there is no "{name}"; there are {", ".join(library.fragment_ids())}'
        raise ValueError(message)
    return name


class IncludeStep(StepForm):
    """Steps that several definitions share, by the name they have in the library."""

    include: Annotated[Identifier, AfterValidator(_known_fragment)] = Field(
        description="The name of shared steps, such as arrival or grounding-close."
    )

    def to_steps(self, path: Path, line_of: LineOf) -> Iterator[model.Step]:
        line, here = line_of(path), f"{self.include}@{'.'.join(map(str, path))}/"
        # The path is the fragment's own: a choice in it is the same one wherever it is included.
        # Its names are of this one place, so that two of the same fragment do not go together.
        for step in build_steps(fragment(self.include), (self.include,), lambda _: line):
            yield ranked(from_fragment(step, self.include, here), self.optional)

    def english_words(self) -> str:
        return "include"

    def inner_steps(self) -> Iterator[tuple[Path, Sequence[AnyStep]]]:
        yield (), fragment(self.include)


STEP_FORMS: dict[str, type[StepForm]] = {
    form.kind(): form
    for form in (
        SayStep, PauseStep, AtStep, BellStep, BreatheStep, AskStep, EchoStep, TapStep, JournalStep,
        BedStep, MusicStep, NoteStep, ImagineStep, GroundStep, ChapterStep,
        RepeatStep, ChooseStep, IncludeStep,
    )
}  # fmt: skip
"""Every kind of step by the key that names it: the one list of them."""

STEP_KINDS = tuple(STEP_FORMS)
_TEXT, _ONE, _SEVERAL = "text", "one", "several"
_TAGS = frozenset({*STEP_KINDS, _TEXT, _ONE, _SEVERAL})


def ranked(step: model.Step, optional: int | None) -> model.Step:
    """Returns a step as it counts inside another: it cannot outlive the one around it."""
    rank = max(step.optional or 0, optional or 0) or None
    if isinstance(step, model.Choose) and optional:
        options = tuple(tuple(ranked(each, optional) for each in option) for option in step.options)
        return replace(step, options=options, optional=rank)
    return replace(step, optional=rank) if rank != step.optional else step


def build_steps(forms: Sequence[AnyStep], path: Path, line_of: LineOf) -> Iterator[model.Step]:
    """Yields the steps of a list of written ones; ``path`` is where the list stands."""
    for number, form in enumerate(forms):
        yield from build_step(form, (*path, number), line_of)


def build_step(form: AnyStep, path: Path, line_of: LineOf) -> Iterator[model.Step]:
    """Yields the steps that one written step is made of; ``path`` is where it stands."""
    if isinstance(form, str):
        yield model.Say(form, line_of(path))
    elif form.heart or form.id or form.needs:
        steps = tuple(form.to_steps(path, line_of))
        yield from marked(steps, heart=form.heart, name=form.id or "", needs=tuple(form.needs))
    else:
        yield from form.to_steps(path, line_of)


def every_form(forms: Sequence[AnyStep], path: Path = ()) -> Iterator[tuple[Path, AnyStep]]:
    """Yields each written step with its path, those inside others after the one around them."""
    for number, form in enumerate(forms):
        here = (*path, number)
        yield here, form
        if not isinstance(form, str):
            for inside, inner in form.inner_steps():
                yield from every_form(inner, (*here, *inside))


def kinds_of(forms: Sequence[AnyStep]) -> frozenset[str]:
    """Returns the kinds of the steps, those inside others among them."""
    return frozenset(
        SayStep.kind() if isinstance(form, str) else form.kind() for _, form in every_form(forms)
    )


@cache
def fragment(name: str) -> tuple[AnyStep, ...]:
    """Returns the checked steps of a shared fragment."""
    data = parse_yaml(library.fragment_text(name)).data
    return tuple(_ANY_STEPS.validate_python(data))


def step_kind(value: Any) -> str | None:
    """Returns the kind of some raw data, ``text`` for speech, None if it is no step or several."""
    if isinstance(value, str):
        alone = value in STEP_FORMS and STEP_FORMS[value].stands_alone
        return value if alone else _TEXT
    if isinstance(value, StepForm):
        return value.kind()
    if not isinstance(value, dict):
        return None
    kinds = [kind for kind in STEP_KINDS if kind in value]
    return kinds[0] if len(kinds) == 1 else None


def path_of(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Returns the path in the written data of an error's location, which has tags of steps too."""
    return tuple(
        part for number, part in enumerate(loc)
        if not (number and isinstance(loc[number - 1], int) and part in _TAGS)
    )  # fmt: skip


def keys_of_step(loc: tuple[int | str, ...]) -> list[str]:
    """Returns the keys a step, or the settings inside it, may have at an error's location."""
    # ("sections", 0, "steps", 2, "breathe", "breathe", "unknown"): tag, then the nested field.
    # A step inside a repeat or a choose brings its own number and tag: the last tag counts.
    tags = [n for n, part in enumerate(loc) if n and part in STEP_FORMS
            and isinstance(loc[n - 1], int)]  # fmt: skip
    if not tags:
        return list(STEP_KINDS)
    form: type[BaseModel] = STEP_FORMS[str(loc[tags[-1]])]
    settings = STEP_FORMS[str(loc[tags[-1]])].settings
    if settings and len(loc) > tags[-1] + 2:
        form = settings
    return [field.alias or name for name, field in form.model_fields.items()]


def _tagged(kind: str, form: type[StepForm]) -> Any:
    if not form.stands_alone:
        return Annotated[form, Tag(kind)]
    bare = BeforeValidator(lambda value: {kind: None} if value == kind else value)
    return Annotated[form, bare, Tag(kind)]


if not TYPE_CHECKING:
    # A string or a StepForm to the type checker; pydantic tells them apart by their key.
    AnyStep = Annotated[
        reduce(
            operator.or_,
            (_tagged(kind, form) for kind, form in STEP_FORMS.items()),
            Annotated[Words, Tag(_TEXT)],
        ),
        Discriminator(step_kind),
    ]
    Option = Annotated[
        Annotated[AnyStep, Tag(_ONE)]
        | Annotated[list[AnyStep], Field(min_length=1, max_length=100), Tag(_SEVERAL)],
        Discriminator(lambda value: _SEVERAL if isinstance(value, list) else _ONE),
    ]

for _form in (RepeatStep, ChooseStep):
    _form.model_rebuild()
_ANY_STEPS: TypeAdapter[list[AnyStep]] = TypeAdapter(list[AnyStep])
