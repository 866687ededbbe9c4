"""The written form of a personal detail, and those that the exercises share."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator

from quietude import library
from quietude.script import model
from quietude.script.details.pronouns import PRONOUNS
from quietude.script.details.slots import without_stop
from quietude.script.schema.fields import SlotName, StrictForm, Title
from quietude.script.schema.yaml_source import parse_yaml

SHARED = "shared"
"""Written in place of a slot that is in the table of the library as it is wanted."""


class SlotForm(StrictForm):
    """A place for a personal detail."""

    ask: Title = Field(
        description="The question a person is asked for it; a detail that the library shares "
        "has one already."
    )
    default: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = Field(
        default="", description="The value if none is given; may be empty."
    )
    max_chars: Annotated[int, Field(ge=1, le=400)] = Field(
        default=80, description="The most characters of a value."
    )
    type: model.SlotType = Field(
        default="text",
        description="The kind of value it takes; no becomes an empty value, an age is a number "
        "or written in words, a pronoun is they, she or he.",
    )
    choices: Annotated[list[Title], Field(max_length=40)] = Field(
        default_factory=list, description="The values of a choice."
    )
    min: float = Field(default=-1e9, description="The smallest number.")
    max: float = Field(default=1e9, description="The largest number.")
    examples: Annotated[list[Title], Field(max_length=20)] = Field(
        default_factory=list,
        description="Values a listener may give; quietude check tries them in every line.",
    )
    fallback: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = Field(
        default="",
        description="The value to say in place of one in letters that the voice cannot read; the "
        "default if there is no fallback.",
    )
    private: bool = Field(
        default=True,
        description="True keeps values out of tags, receipts and messages; false is for details "
        "that tell nothing of a person, such as the time of day.",
    )

    @model_validator(mode="after")
    def _agrees(self) -> SlotForm:
        if (self.type == "choice") != bool(self.choices):
            message = 'choices are for slots of type "choice", and those need them'
            raise ValueError(message)
        if self.type != "number" and {"min", "max"} & self.model_fields_set:
            message = "only a slot of type number has min and max"
            raise ValueError(message)
        return self


@cache
def shared_slots() -> dict[str, dict[str, Any]]:
    """Returns the details that the exercises share, by key, as they are written."""
    return dict(parse_yaml(library.data_text("slots")).data)


def _completed(written: Any) -> Any:
    """Returns the slots of a definition, with what the library has of those that it shares."""
    if not isinstance(written, dict):
        return written
    return {name: _complete(name, slot) for name, slot in written.items()}


def _complete(name: Any, slot: Any) -> Any:
    table = shared_slots()
    if slot == SHARED:
        if name not in table:
            message = f'the library shares no "{name}"; it shares {", ".join(table)}'
            raise ValueError(message)
        return table[name]
    if isinstance(slot, dict) and "ask" not in slot and name in table:
        return table[name] | slot
    return slot


def _slot_schema() -> dict[str, Any]:
    schema = SlotForm.model_json_schema()
    schema.pop("required")
    return {"anyOf": [{"const": SHARED}, schema]}


SlotForms = Annotated[
    dict[SlotName, SlotForm],
    BeforeValidator(
        _completed,
        json_schema_input_type=dict[SlotName, Annotated[Any, WithJsonSchema(_slot_schema())]],
    ),
]
"""Slots by name; one that the library shares may be written as ``shared``, or without its ask."""


def build_slot(name: str, form: SlotForm, line: int) -> model.Slot:
    """Returns the slot of a checked form, which is written on a line of the definition.

    One without examples has those that the library gives for its name.
    """
    examples = form.examples or shared_slots().get(name, {}).get("examples", ())
    return model.Slot(
        name=name,
        ask=form.ask,
        default=_default(form),
        max_chars=form.max_chars,
        line=line,
        type=form.type,
        choices=tuple(form.choices),
        min_value=form.min,
        max_value=form.max,
        private=form.private,
        examples=tuple(examples),
        fallback=without_stop(form.fallback),
    )


def _default(slot: SlotForm) -> str:
    match slot.type:
        case "yes-no":
            # In a template every value but the empty one is true, so a plain no has to be empty.
            return "" if slot.default.lower() in {"no", "n", "false", "off", "0"} else slot.default
        case "pronoun":
            return slot.default or PRONOUNS[0]
        case "text":
            return without_stop(slot.default)
        case _:
            return slot.default
