"""The written form of a definition: what keys there are and what they take.

These models are the surface that people write, and the source of the JSON Schema for editors.
:func:`build_script` turns checked data into the plain :class:`~quietude.script.model.Script` the
rest of the program works with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from quietude.errors import ScriptError
from quietude.script import model
from quietude.script.bed import bed_of_id
from quietude.script.lexicon import Lexicon
from quietude.script.schema.catalogue import Article, Minutes, Need, Row, each_once, rising
from quietude.script.schema.fields import (
    BedName,
    CareRule,
    Identifier,
    Pronunciations,
    Prose,
    Rank,
    Reason,
    SlotName,
    StrictForm,
    Title,
    pronunciations,
)
from quietude.script.schema.steps import StepForm, build_steps, english_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class SectionForm(StrictForm):
    """A part of the session; its title becomes a chapter."""

    title: Title
    role: Literal["arrive", "settle", "resource", "practice", "integrate", "return"] = "practice"
    optional: Rank = None
    steps: Annotated[list[StepForm], Field(min_length=1, max_length=2_000)]


class SlotForm(StrictForm):
    """A place for a personal detail."""

    ask: Title
    default: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = ""
    max_chars: Annotated[int, Field(ge=1, le=400)] = 80
    type: Literal["text", "choice", "number", "yes-no"] = "text"
    choices: Annotated[list[Title], Field(max_length=40)] = Field(default_factory=list)
    min: float = -1e9
    max: float = 1e9
    private: bool = True

    @model_validator(mode="after")
    def _agrees(self) -> SlotForm:
        if (self.type == "choice") != bool(self.choices):
            message = 'a slot of type "choice" lists its choices, and no other does'
            raise ValueError(message)
        if self.type != "number" and {"min", "max"} & self.model_fields_set:
            message = "only a slot of type number has min and max"
            raise ValueError(message)
        return self


LexiconForm = Annotated[
    Annotated[str, Tag("file"), StringConstraints(min_length=1, max_length=200)]
    | Annotated[Pronunciations, Tag("words")],
    Discriminator(lambda value: "file" if isinstance(value, str) else "words"),
]


class Definition(StrictForm):
    """An exercise: what is said, what is silent, and for whom."""

    id: Identifier
    title: Title
    intensity: Literal["light", "medium", "high"] = "medium"
    about: Prose = ""
    content_note: Prose = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    pacing: Literal["gentle", "standard", "spacious"] = "standard"
    slots: dict[SlotName, SlotForm] = Field(default_factory=dict, max_length=40)
    bed: BedName = "rain"
    lexicon: LexiconForm = Field(default_factory=dict)
    accept: dict[CareRule, Reason] = Field(
        default_factory=dict,
        description="Care findings left as they are, by rule, each with the reason.",
    )
    covers: Annotated[list[Row], Field(max_length=20), AfterValidator(each_once)] = Field(
        default_factory=list
    )
    source: Annotated[list[Article], Field(max_length=10), AfterValidator(each_once)] = Field(
        default_factory=list
    )
    for_when: Annotated[list[Need], Field(max_length=12), AfterValidator(each_once)] = Field(
        default_factory=list
    )
    lengths: Annotated[list[Minutes], Field(max_length=12), AfterValidator(rising)] = Field(
        default_factory=list
    )
    sections: Annotated[list[SectionForm], Field(min_length=1, max_length=200)]


def _default(slot: SlotForm) -> str:
    # Templates ask whether a value is there: a plain no must not be.
    no = slot.type == "yes-no" and slot.default.lower() in {"no", "n", "false", "off", "0"}
    return "" if no else slot.default


def build_script(
    form: Definition, *, source: str, sha256: str, line_of: Callable[[tuple[Any, ...]], int]
) -> model.Script:
    """The Script of a checked definition.

    Args:
        form: The checked data.
        source: Where it came from, for messages and the receipt.
        sha256: The hash of its text.
        line_of: The line of the value at a path of keys and indices.

    Raises:
        ScriptError: for steps that contradict each other, with the line.
    """
    if not model.is_english(form.language):
        _check_language(form, line_of)
    slots = {
        name: model.Slot(
            name,
            it.ask,
            _default(it),
            it.max_chars,
            line_of(("slots", name)),
            it.type,
            tuple(it.choices),
            it.min,
            it.max,
            it.private,
        )
        for name, it in form.slots.items()
    }
    sections = tuple(
        it
        for index, section in enumerate(form.sections)
        for it in _build_section(section, index, line_of)
    )
    return model.Script(
        id=form.id,
        title=form.title,
        intensity=form.intensity,
        about=form.about,
        content_note=form.content_note,
        language=form.language,
        pacing=form.pacing,
        bed=bed_of_id(form.bed),
        bed_line=line_of(("bed",)),
        slots=slots,
        sections=sections,
        source=source,
        sha256=sha256,
        accepted=dict(form.accept),
        lexicon=Lexicon(() if isinstance(form.lexicon, str) else pronunciations(form.lexicon)),
        covers=tuple(form.covers),
        articles=tuple(form.source),
        for_when=tuple(form.for_when),
        lengths_min=tuple(form.lengths),
    )


def _check_language(form: Definition, line_of: Callable[[tuple[Any, ...]], int]) -> None:
    for index, section in enumerate(form.sections):
        for path, what in english_steps(section.steps, ("sections", index, "steps")):
            message = f'"{what}" speaks English, and this script is in "{form.language}"'
            hint = "Write what is to be said in lines of your own."
            if what.startswith("guide"):
                hint += " The breath is led by guide: tone."
            raise ScriptError(message, line=line_of(path), hint=hint)


def _build_section(
    form: SectionForm, index: int, line_of: Callable[[tuple[Any, ...]], int]
) -> Iterator[model.Section]:
    """A section, in as many parts as it has chapters."""
    here = ("sections", index)
    title, line, steps = form.title, line_of(here), list[model.Step]()
    begun = False
    for step in build_steps(form.steps, (*here, "steps"), line_of):
        if not isinstance(step, model.ChapterStart):
            steps.append(step)
            continue
        if steps or begun:
            yield _part(form, title, line, steps)
        title, line, steps, begun = step.title, step.line, [], True
    yield _part(form, title, line, steps)


def _part(form: SectionForm, title: str, line: int, steps: list[model.Step]) -> model.Section:
    if not steps:
        message = f'nothing stands in the chapter "{title[:40]}"'
        raise ScriptError(message, line=line, hint="Remove it, or move it before what it begins.")
    return model.Section(title, form.role, tuple(steps), line, form.optional)
