"""The contract of a step kind: what its one class says about it.

To add a kind of step:

1. Write its value, a frozen dataclass, in :mod:`quietude.script.model`, and add it to ``Step``.
2. Write its form here beside its like, in :mod:`~quietude.script.schema.speech_steps` or
   :mod:`~quietude.script.schema.sound_steps`: a subclass of :class:`StepForm` whose first field is
   the key that names the kind. Give every field a description.
3. Name the class in ``STEP_FORMS`` in :mod:`quietude.script.schema.steps`.

The JSON Schema, the messages for mistyped keys, the search by kind and all exports follow from the
class. A type checker then points at the places that give the new value its time and its sound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from pydantic import Field

from quietude.script.schema.fields import Rank, StepName, StepNames, StrictForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from quietude.script import model

    AnyStep: TypeAlias = "str | StepForm"
    """A step as it is written; a plain string is speech."""
    Path = tuple[Any, ...]
    LineOf = Callable[[Path], int]


class StepForm(StrictForm):
    """The written form of one kind of step."""

    settings: ClassVar[type[StrictForm] | None] = None
    """The mapping its key may take, where that has keys of its own."""
    stands_alone: ClassVar[bool] = False
    """True if the bare word in a list of steps is this step, and not speech."""
    is_spoken: ClassVar[bool] = False
    """True if its key holds the words of one line of speech, which exports write as that line."""
    silence_key: ClassVar[str] = ""
    """The key that holds the length of its silence, for exports to players of SSML."""

    optional: Rank = None
    heart: bool = Field(
        default=False, description="True for the heart of the exercise, which is always kept."
    )
    id: StepName = None
    needs: StepNames = Field(default_factory=list)

    @classmethod
    def kind(cls) -> str:
        """The key that names this kind: the first field of its own."""
        return next(name for name in cls.model_fields if name not in StepForm.model_fields)

    def to_step(self, line: int) -> model.Step:
        """Returns the step of the script that this is the written form of."""
        raise NotImplementedError

    def to_steps(self, path: Path, line_of: LineOf) -> Iterator[model.Step]:
        """Yields the steps of the script: one, unless a kind is made of several."""
        yield self.to_step(line_of(path))

    def english_words(self) -> str:
        """Returns the name of the part that speaks words of ours, in English; "" if none does."""
        return ""

    def inner_steps(self) -> Iterator[tuple[Path, Sequence[AnyStep]]]:
        """Yields the lists of steps inside it, each with its path from here."""
        yield from ()
