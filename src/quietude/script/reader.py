"""A library id, a file or data → a checked Script."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quietude import library
from quietude._util.files import is_file, is_there
from quietude.errors import ScriptError, SlotError
from quietude.script.bed import BellFile
from quietude.script.details.slots import clean_value
from quietude.script.documents.base import SourceText, UnreadableError, read_document
from quietude.script.documents.registry import MAX_BYTES, SUFFIXES, format_of
from quietude.script.files import beside, read_bytes, read_file
from quietude.script.importing.answers.answer import is_chat_answer
from quietude.script.importing.corrections import SUFFIX as CORRECTIONS_SUFFIX
from quietude.script.importing.corrections import Corrections, read_corrections
from quietude.script.importing.importer import Imported, import_source
from quietude.script.lexicon_files import LEXICON_NAME, optional_lexicon, read_lexicon
from quietude.script.model import Ask, Echo, Say, Script, Slot
from quietude.script.schema.definition import Definition, build_script
from quietude.script.schema.errors import checked
from quietude.script.schema.yaml_source import Document, document_of, parse_yaml
from quietude.script.template import check_spoken, check_template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.script.importing.lines import LinePolicy

_SUFFIXES = (".yaml", ".yml")
_MOST_OTHER = 1 << 20
"""The bytes of a file of an unknown kind that are read, to see what it is."""


def read_script(reference: str | Path) -> Script:
    """Returns the Script of a library id, a YAML definition, or a script in any other file.

    Args:
        reference: An id such as ``safe-place``, or the path of a definition.

    Raises:
        ScriptError: if there is no such exercise or file, or if it is not a valid definition;
            with the file and the line.
    """
    path, name = Path(reference), str(reference)
    looks_like_file = path.suffix or len(path.parts) > 1 or is_there(path)
    if name in library.exercise_ids() or not looks_like_file:
        return parse_script(library.exercise_text(name), source=f"library:{name}")
    if is_imported(reference):
        return import_script(path)[0]
    return parse_script(_read_text(path), source=str(path), folder=path.parent)


def is_imported(reference: str | Path) -> bool:
    """Returns True for a file that is no YAML definition, and is read as a script of any kind.

    An answer of a chat assistant that was saved as YAML, words and all, is one too.

    Raises:
        ScriptError: if it has the name of a definition and cannot be read.
    """
    path = Path(reference)
    if str(reference) in library.exercise_ids():
        return False
    if path.suffix.lower() in _SUFFIXES:
        return is_chat_answer(_read_text(path))
    return bool(path.suffix) or is_there(path)


def read_profile(path: Path, slots: Mapping[str, Slot] | None = None) -> dict[str, str]:
    """Returns personal details by slot name, from a file with a line for each ("name: Ada").

    Args:
        path: The file.
        slots: The slots whose values are checked, so that an error tells the line.

    Raises:
        ScriptError: if it cannot be read, or holds anything else.
        SlotError: if a slot cannot take a value.
    """
    document = document_of(_read_text(path), path)
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
    return _build(document, source, folder, sha256=_sha256(text))


def script_from_data(data: Mapping[str, Any], *, source: str) -> Script:
    """Returns the Script of a definition that was put together as data, not read from text.

    Args:
        data: The keys of a definition, as YAML would give them.
        source: Its name in messages.

    Raises:
        ScriptError: for the first thing that is wrong.
    """
    return _build(Document(dict(data), {(): 1}), source, None, sha256="")


def import_script(path: Path, policy: LinePolicy | None = None) -> tuple[Script, Imported]:
    """Returns the Script of a text, a document or subtitles, and the report of its import.

    Args:
        path: The file; its first bytes and its suffix decide how it is read.
        policy: The meaning of its line breaks; None to guess.

    Raises:
        ScriptError: if it cannot be read, or nothing in it is spoken.
    """
    found = read_source(path)
    try:
        imported = import_source(found, str(path), policy, _corrections_of(path))
        places = imported.lines.items()
        lines = {place[:end]: line for place, line in places for end in range(len(place))}
        document = Document(imported.data, {**lines, **imported.lines, (): 1})
        script = _build(document, str(path), path.parent, sha256=_sha256(found.text))
    except ScriptError as error:
        error.unit = found.unit
        raise
    return script, imported


def read_source(path: Path) -> SourceText:
    """Returns the text of a file in any of the formats that scripts come in.

    Raises:
        ScriptError: if it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES:
        return SourceText(_read_text(path), notation="definition")
    data = read_bytes(path, MAX_BYTES if suffix in SUFFIXES else _MOST_OTHER)
    try:
        form = format_of(suffix, data)
    except UnreadableError as error:
        raise ScriptError(str(error), path=path, hint=error.hint or None) from error
    return read_document(form, data, str(path))


def definition_data(reference: str | Path) -> dict[str, Any]:
    """Returns the data of a valid definition or script, as YAML would give it.

    Raises:
        ScriptError: as :func:`read_script`.
    """
    script = read_script(reference)
    if script.source.startswith("library:"):
        return dict(parse_yaml(library.exercise_text(script.id)).data)
    path = Path(reference)
    if is_imported(path):
        return import_source(read_source(path), str(path), None, _corrections_of(path)).data
    return dict(parse_yaml(_read_text(path)).data)


def _corrections_of(path: Path) -> Corrections:
    """Returns the corrections in the file beside a script, if there is one."""
    return read_corrections(path.with_suffix(CORRECTIONS_SUFFIX))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _build(document: Document, source: str, folder: Path | None, *, sha256: str) -> Script:
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


def _read_text(path: Path) -> str:
    kinds = ".yaml definitions, and scripts in text files and documents,"
    return read_file(path, _SUFFIXES, kinds)
