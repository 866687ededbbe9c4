"""A definition's text or data → a checked Script."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING, Any

from quietude._util.files import is_file
from quietude.errors import ScriptError, SlotError
from quietude.script.bed import BellFile
from quietude.script.details.slots import clean_value
from quietude.script.files import beside
from quietude.script.lexicon_files import LEXICON_NAME, optional_lexicon, read_lexicon
from quietude.script.model import Ask, Echo, Say, Script
from quietude.script.schema.definition import Definition, build_script
from quietude.script.schema.errors import checked
from quietude.script.schema.yaml_source import Document, document_of
from quietude.script.templates.template import check_spoken, check_template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def parse_script(text: str, *, source: str = "definition", folder: Path | None = None) -> Script:
    """Returns the Script of a definition's text.

    Args:
        text: YAML.
        source: Its name in messages and in the receipt.
        folder: The folder of the files that belong to it; None if it has none.

    Raises:
        ScriptError: with the line of the first thing that is wrong.
    """
    document = document_of(text, source)
    if document.data is None:
        message = "this definition is empty"
        raise ScriptError(message, path=source, hint="See one with: quietude show safe-place")
    return script_of(document, source, folder, text)


def script_from_data(data: Mapping[str, Any], *, source: str) -> Script:
    """Returns the Script of a definition that was put together as data, not read from text.

    Args:
        data: The keys of a definition, as YAML would give them.
        source: Its name in messages.

    Raises:
        ScriptError: for the first thing that is wrong.
    """
    return script_of(Document(dict(data), {(): 1}), source, None)


def script_of(document: Document, source: str, folder: Path | None, text: str = "") -> Script:
    """Returns the Script of a definition that was read.

    Args:
        document: Its data, and the lines they come from.
        source: Its name in messages and in the receipt.
        folder: The folder of the files that belong to it; None if it has none.
        text: The text it was read from, whose hash is kept; empty if there was none.

    Raises:
        ScriptError: with the line of the first thing that is wrong.
    """
    sha256 = hashlib.sha256(text.encode()).hexdigest() if text else ""
    form = checked(Definition, document, source)
    try:
        script = build_script(form, source=source, sha256=sha256, line_of=document.line_of)
    except ScriptError as error:
        raise ScriptError(error.message, path=source, line=error.line, hint=error.hint) from error
    _check_slots(script, document)
    _check_texts(script)
    script = _with_bells(script, form, folder, document)
    return _with_lexicon(script, form, folder, document.line_of(("lexicon",)))


def _with_bells(
    script: Script, form: Definition, folder: Path | None, document: Document
) -> Script:
    """Returns the script with the files of its own bells."""
    bells: dict[str, BellFile] = {}
    for name, written in form.bells.items():
        line = document.line_of(("bells", name))
        if folder is None:
            message = "only a definition that is a file itself can name the file of a bell"
            raise ScriptError(message, path=script.source, line=line)
        try:
            bells[name] = BellFile(beside(folder, written))
        except ValueError as error:
            raise ScriptError(str(error), path=script.source, line=line) from error
        if not is_file(bells[name].path):
            message = f'the bell "{name}" is not a file here: {written[:60]}'
            hint = "It is looked for in the folder of this definition."
            raise ScriptError(message, path=script.source, line=line, hint=hint)
    return dataclasses.replace(script, bells=bells)


def _with_lexicon(script: Script, form: Definition, folder: Path | None, line: int) -> Script:
    """Returns the script with the lexicon file it names, or the one beside it under its own."""
    lexicon = script.lexicon
    if isinstance(form.lexicon, str):
        try:
            path = beside(folder, form.lexicon) if folder else None
        except ValueError as error:
            raise ScriptError(str(error), path=script.source, line=line) from error
        if path is None:
            message = "only a definition that is a file itself can name a lexicon file"
            raise ScriptError(message, path=script.source, line=line)
        lexicon = read_lexicon(path)
    elif folder:
        lexicon = lexicon.over(optional_lexicon(folder / LEXICON_NAME))
    return dataclasses.replace(script, lexicon=lexicon)


def _check_slots(script: Script, document: Document) -> None:
    for slot in script.slots.values():
        try:
            clean = clean_value(slot, slot.default)
        except SlotError as error:
            line = document.line_of(("slots", slot.name, "default"))
            raise ScriptError(error.message, path=script.source, line=line) from error
        if clean != slot.default:
            message = f'the default of "{slot.name}" contains something that cannot be spoken'
            raise ScriptError(message, path=script.source, line=slot.line)


def _check_texts(script: Script) -> None:
    pronouns = {slot.name for slot in script.slots.values() if slot.type == "pronoun"}
    speaks = False
    for step in script.steps():
        if not isinstance(step, Say | Ask | Echo):
            continue
        try:
            check_template(step.text, script.slots, pronouns)
        except ValueError as error:
            raise ScriptError(str(error), path=script.source, line=step.line) from error
        try:
            check_spoken(step.text)
        except ValueError as error:
            hint = "Give it a step of its own: - pause: 5s, or - note: what only you read."
            raise ScriptError(str(error), path=script.source, line=step.line, hint=hint) from error
        speaks = True
    if not speaks:
        message = "nothing is said in this definition"
        raise ScriptError(message, path=script.source, hint="A plain line in a list is speech.")
