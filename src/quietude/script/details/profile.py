"""Personal details in a file: a line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.errors import ScriptError, SlotError
from quietude.script.details.slots import clean_value
from quietude.script.files import read_text
from quietude.script.schema.yaml_source import document_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quietude.script.model import Slot


def read_profile(path: Path, slots: Mapping[str, Slot] | None = None) -> dict[str, str]:
    """Returns personal details by slot name, from a file with a line for each ("name: Ada").

    Args:
        path: The file.
        slots: The slots whose values are checked, so that an error tells the line.

    Raises:
        ScriptError: if it cannot be read, or holds anything else.
        SlotError: if a slot cannot take a value.
    """
    document = document_of(read_text(path), path)
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        message = "a profile has a line for each detail"
        raise ScriptError(message, path=path, hint="Write it like: name: Ada")
    values: dict[str, str] = {}
    for name, value in data.items():
        if isinstance(value, dict | list):
            message = f'"{name[:40]}" has more than one value'
            hint = "A profile has a line for each detail: name: Ada"
            raise ScriptError(message, path=path, line=document.line_of((name,)), hint=hint)
        if value is not None:
            plain = ("yes" if value else "no") if isinstance(value, bool) else value
            values[name] = str(plain)
    for name in values.keys() & (slots or {}).keys():
        try:
            clean_value((slots or {})[name], values[name])
        except SlotError as error:
            line = document.line_of((name,))
            raise SlotError(error.message, path=path, line=line, hint=error.hint) from error
    return values
