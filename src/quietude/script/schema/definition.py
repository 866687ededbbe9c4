"""The written form of a definition: its keys, and the values they take.

The JSON Schema for editors is made from these models, by ``scripts/definition_schema.py``.
:func:`build_script` turns checked data into the plain :class:`~quietude.script.model.Script` that
the rest of the program works with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
)

from quietude.errors import ScriptError
from quietude.script import model
from quietude.script.bed import bed_of_id
from quietude.script.lexicon import Lexicon
from quietude.script.needs import resolved
from quietude.script.schema.catalogue import Article, Minutes, Need, Row, each_once, rising
from quietude.script.schema.fields import (
    BedName,
    CareRule,
    Identifier,
    LanguageCode,
    Pacing,
    Pronunciations,
    Prose,
    Rank,
    Reason,
    StrictForm,
    Title,
    pronunciations,
)
from quietude.script.schema.slot_form import SlotForms, build_slot
from quietude.script.schema.steps import AnyStep, build_steps, every_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class SectionForm(StrictForm):
    """A part of the session; its title becomes a chapter."""

    title: Title = Field(description="The title of its chapter.")
    role: model.Role = Field(default="practice", description="The purpose of the section.")
    optional: Rank = None
    steps: Annotated[list[AnyStep], Field(min_length=1, max_length=2_000)] = Field(
        description="Its steps in order; a plain line is speech."
    )


LexiconForm = Annotated[
    Annotated[str, Tag("file"), StringConstraints(min_length=1, max_length=200)]
    | Annotated[Pronunciations, Tag("words")],
    Discriminator(lambda value: "file" if isinstance(value, str) else "words"),
]


class Definition(StrictForm):
    """An exercise: what is said, what is silent, and for whom."""

    id: Identifier = Field(description="Lower-case words joined by hyphens, like safe-place.")
    title: Title = Field(description="The title that listeners see.")
    intensity: model.Intensity = Field(
        default="medium", description="The depth of the exercise; the care checks go by it."
    )
    about: Prose = Field(default="", description="One or two sentences for the show notes.")
    content_note: Prose = Field(
        default="", description="Feelings that may come up, and that stopping is fine."
    )
    language: LanguageCode = Field(default="en", description="A code such as en or en-GB.")
    pacing: Pacing = Field(
        default="standard",
        description="The length of named gaps: 0.75, 1 or 1.35 times normal.",
    )
    stretch: Annotated[float, Field(ge=1, le=20)] | None = Field(
        default=None,
        description="For a length asked for, silences may become so many times as long as written.",
    )
    slots: SlotForms = Field(
        default_factory=dict,
        max_length=40,
        description="Personal details, by the name that templates use.",
    )
    bed: BedName = Field(default="rain", description="An ambient bed; see quietude beds list.")
    bells: dict[Identifier, Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        default_factory=dict,
        max_length=20,
        description="Bells of its own: sound files beside it, by the name that bell steps use.",
    )
    lexicon: LexiconForm = Field(
        default_factory=dict,
        description="Pronunciations by word, or the name of a lexicon file beside it.",
    )
    accept: dict[CareRule, Reason] = Field(
        default_factory=dict,
        description="Care findings left as they are, by rule, each with the reason.",
    )
    covers: Annotated[list[Row], Field(max_length=20), AfterValidator(each_once)] = Field(
        default_factory=list, description="Rows of the library's catalogue that it covers."
    )
    source: Annotated[list[Article], Field(max_length=10), AfterValidator(each_once)] = Field(
        default_factory=list, description="The articles it follows; see the library's sources."
    )
    for_when: Annotated[list[Need], Field(max_length=12), AfterValidator(each_once)] = Field(
        default_factory=list, description="The needs it is for: words of the library's list."
    )
    lengths: Annotated[list[Minutes], Field(max_length=12), AfterValidator(rising)] = Field(
        default_factory=list,
        description="The lengths it is offered at, in minutes, the shortest first.",
    )
    sections: Annotated[list[SectionForm], Field(min_length=1, max_length=200)] = Field(
        description="The parts of the session; each becomes a chapter."
    )


def build_script(
    form: Definition, *, source: str, sha256: str, line_of: Callable[[tuple[Any, ...]], int]
) -> model.Script:
    """Returns the Script of a checked definition.

    Args:
        form: The checked data.
        source: Its origin, for messages and the receipt.
        sha256: The hash of its text, in hexadecimal.
        line_of: Returns the line of the value at a path of keys and indices.

    Raises:
        ScriptError: for steps that contradict each other, with the line.
    """
    if not model.is_english(form.language):
        _check_language(form, line_of)
    slots = {
        name: build_slot(name, slot, line_of(("slots", name))) for name, slot in form.slots.items()
    }
    sections = resolved(
        tuple(
            section
            for index, written in enumerate(form.sections)
            for section in _build_section(written, index, line_of)
        )
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
        stretch=form.stretch,
    )


def _check_language(form: Definition, line_of: Callable[[tuple[Any, ...]], int]) -> None:
    for index, section in enumerate(form.sections):
        for path, step in every_form(section.steps, ("sections", index, "steps")):
            part = "" if isinstance(step, str) else step.english_words()
            if part:
                message = f'"{part}" speaks English, and this script is in "{form.language}"'
                hint = "Write the words in lines of your own."
                if part.startswith("guide"):
                    hint += " The breath is led by guide: tone."
                raise ScriptError(message, line=line_of(path), hint=hint)


def _build_section(
    form: SectionForm, index: int, line_of: Callable[[tuple[Any, ...]], int]
) -> Iterator[model.Section]:
    """Yields a section, divided by the chapters inside it."""
    here = ("sections", index)
    title, line, steps = form.title, line_of(here), list[model.Step]()
    begun = False
    for step in build_steps(form.steps, (*here, "steps"), line_of):
        if not isinstance(step, model.ChapterBreak):
            steps.append(step)
            continue
        if steps or begun:
            yield _part(form, title, line, steps)
        title, line, steps, begun = step.title, step.line, [], True
    yield _part(form, title, line, steps)


def _part(form: SectionForm, title: str, line: int, steps: list[model.Step]) -> model.Section:
    if not steps:
        message = f'there is nothing in the chapter "{title[:40]}"'
        raise ScriptError(message, line=line, hint="Remove it, or move it before its first step.")
    return model.Section(title, form.role, tuple(steps), line, form.optional)
