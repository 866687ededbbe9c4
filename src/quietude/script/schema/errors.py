"""Validation errors, explained to the person who wrote the definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from quietude._util.suggest import closest, did_you_mean
from quietude.errors import ScriptError
from quietude.script.schema.definition import Definition, SectionForm
from quietude.script.schema.slot_form import SlotForm
from quietude.script.schema.sound_steps import SETTINGS
from quietude.script.schema.steps import STEP_KINDS, keys_of_step, path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import ErrorDetails

    from quietude.script.schema.yaml_source import Document

Loc = tuple[int | str, ...]
_Form = TypeVar("_Form", bound=BaseModel)

_EXPECTED = {
    "string_type": "text is expected here",
    "dict_type": 'a mapping ("key: value" lines) is expected here',
    "model_type": 'a mapping ("key: value" lines) is expected here',
    "list_type": "a list (lines that start with -) is expected here",
    "int_type": "a whole number is expected here",
    "int_from_float": "a whole number is expected here",
    "float_type": "a number is expected here",
    "string_too_short": "this is empty",
    "too_short": "this is empty",
}
_NO_NAMES = frozenset({"[key]", SETTINGS})
"""Parts of an error's location that are not in the written text."""

_PATTERNS = {
    "id": 'an id is lower-case words joined by hyphens, like "safe-place"',
    **dict.fromkeys(("bell", "which"), "a bell is named by its id, like bell or bowl"),
    **dict.fromkeys(("bed", "to"), "a bed is named by its id, like rain"),
    "language": 'a language is a code like "en" or "en-GB"',
}


def checked(
    form: type[_Form],
    document: Document,
    source: str,
    known_keys: Callable[[Loc], list[str]] | None = None,
) -> _Form:
    """Returns a document's data in its checked form.

    Args:
        form: The model of the whole document.
        document: The written data.
        source: The name of its file.
        known_keys: Returns the keys allowed at the location of an unknown one; by default those
            of a definition.

    Raises:
        ScriptError: for the error that comes first in the file, in plain words.
    """
    try:
        return form.model_validate(document.data)
    except ValidationError as error:
        raise _first(error, document, source, known_keys or _known_keys) from error


def _first(
    error: ValidationError,
    document: Document,
    source: str,
    known_keys: Callable[[Loc], list[str]],
) -> ScriptError:
    """Returns the error that comes first in the file, in plain words."""

    def line_of(detail: ErrorDetails) -> int:
        return document.line_of(path_of(detail["loc"]))

    # A mistyped key leaves another one missing: the mistyped one has to be corrected.
    details = sorted(
        error.errors(include_url=False),
        key=lambda detail: (detail["type"] == "missing", line_of(detail)),
    )
    chosen = details[0]
    message, hint = _describe(chosen, known_keys)
    more = len(set(map(line_of, details))) - 1
    if more:
        hint = f"{hint + ' ' if hint else ''}({more} more after this one.)"
    return ScriptError(message, path=source, line=line_of(chosen), hint=hint)


def _describe(
    detail: ErrorDetails, known_keys: Callable[[Loc], list[str]]
) -> tuple[str, str | None]:
    """Returns one error as a message and a hint, if there is one."""
    kind, loc = detail["type"], detail["loc"]
    name = next(
        (part for part in reversed(loc) if isinstance(part, str) and part not in _NO_NAMES),
        "definition",
    )
    if kind == "extra_forbidden":
        return _unknown_key(name, known_keys(loc))
    if kind == "missing":
        return f'"{name}" is missing', None
    if kind == "union_tag_not_found":
        return _unknown_step(detail["input"])
    if kind == "value_error":
        return f"{_subject(name)}{detail['ctx']['error']}", None
    if kind == "string_pattern_mismatch":
        if loc[0] == "accept":
            return f'"{detail["input"]}" is not the id of a care rule', "Write it like T09."
        if "[key]" in loc:
            return f'"{detail["input"]}" cannot be the name of a slot', _SLOT_NAME_HINT
        hint = _TRACK_HINT if name in {"bed", "to"} else None
        return _PATTERNS.get(name, f'"{name}" is not written as expected'), hint
    if kind == "literal_error":
        given = str(detail["input"])[:40]
        article = "an" if name[0] in "aeiou" else "a"
        choices = detail["ctx"]["expected"].replace("'", "")
        return f'"{given}" is not {article} {name}', f"Choose {choices}."
    return expected_value(detail, name), None


def expected_value(detail: ErrorDetails, name: str) -> str:
    """Returns a message about the expected kind of value, for errors of no special kind."""
    kind = detail["type"]
    if kind == "too_short" and detail["ctx"]["min_length"] > 1:
        return f"{_subject(name)}there must be at least {detail['ctx']['min_length']} of them"
    if kind == "string_too_short" and detail["input"].strip():
        return f"{_subject(name)}at least {detail['ctx']['min_length']} characters are needed"
    if kind in _EXPECTED:
        return f"{_subject(name)}{_EXPECTED[kind]}"
    return f"{_subject(name)}{detail['msg'][:1].lower()}{detail['msg'][1:]}"


_TRACK_HINT = "A track of your own is for one render: --bed FILE"
_SLOT_NAME_HINT = "Use a lower-case word: letters, digits and underscores."


def _subject(name: str) -> str:
    return f'"{name}": ' if name not in {"text", "definition"} else ""


def _unknown_key(name: str, known: list[str]) -> tuple[str, str | None]:
    hint = did_you_mean(name, known, f"Keys here: {', '.join(known)}.")
    return f'there is no key "{name[:40]}" here', hint


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    """Returns the keys that are allowed at the location of an unknown one."""
    if len(loc) == 1:
        return list(Definition.model_fields)
    if loc[0] == "slots":
        return list(SlotForm.model_fields)
    if len(loc) == 3:  # noqa: PLR2004  (sections, index, key)
        return list(SectionForm.model_fields)
    return keys_of_step(loc)


def _unknown_step(value: Any) -> tuple[str, str | None]:
    if value is None:
        return "this step is empty", "Remove the -, or write after it what the voice says."
    if isinstance(value, dict) and value:
        kinds = [kind for kind in STEP_KINDS if kind in value]
        if len(kinds) > 1:
            return f"this is two steps in one ({' and '.join(kinds)})", "Give each its own -."
        key = str(next(iter(value)))
        # Kinds are written small; a capital begins a sentence that has a colon in it.
        close = closest(key, STEP_KINDS) if key.islower() else None
        if close:
            return f'there is no step "{key[:40]}"', f'Did you mean "{close}"?'
        hint = f"If it is to be spoken, put the line in quotes. Steps: {', '.join(STEP_KINDS)}."
        return f'there is no step "{key[:40]}"', hint
    if isinstance(value, bool | int | float):
        return "a step is text or a mapping", "If it is to be spoken, put it in quotes."
    return "a step is text or a mapping", f"Steps: {', '.join(STEP_KINDS)}."
