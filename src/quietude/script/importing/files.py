"""A script in any file that is no definition → a checked Script, and the report of its import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from quietude._util.files import is_there
from quietude.errors import ScriptError
from quietude.script.documents.base import SourceText, UnreadableError, read_document
from quietude.script.documents.registry import MAX_BYTES, SUFFIXES, format_of
from quietude.script.files import DEFINITION_SUFFIXES, read_bytes, read_text
from quietude.script.importing.corrections import SUFFIX as CORRECTIONS_SUFFIX
from quietude.script.importing.corrections import Corrections, read_corrections
from quietude.script.importing.importer import Imported, import_source
from quietude.script.parse import script_of
from quietude.script.schema.yaml_source import Document

if TYPE_CHECKING:
    from quietude.script.importing.lines import LinePolicy
    from quietude.script.model import Script

_MOST_OTHER = 1 << 20
"""The bytes of a file of an unknown kind that are read, to see what it is."""


def import_script(path: Path | str, policy: LinePolicy | None = None) -> tuple[Script, Imported]:
    """Returns the Script of a text, a document or subtitles, and the report of its import.

    Args:
        path: The file; its first bytes and its suffix decide how it is read.
        policy: The meaning of its line breaks; None to guess.

    Raises:
        ScriptError: if it cannot be read, or nothing in it is spoken.
    """
    path = Path(path)
    found = read_source(path)
    try:
        imported = import_source(found, str(path), policy, _corrections_of(path))
        places = imported.lines.items()
        lines = {place[:end]: line for place, line in places for end in range(len(place))}
        document = Document(imported.data, {**lines, **imported.lines, (): 1})
        script = script_of(document, str(path), path.parent, found.text)
    except ScriptError as error:
        error.unit = found.unit
        raise
    return script, imported


def imported_data(path: Path) -> dict[str, Any]:
    """Returns the data of the definition a script is imported as.

    Raises:
        ScriptError: as :func:`import_script`.
    """
    return import_source(read_source(path), str(path), None, _corrections_of(path)).data


def read_source(path: Path) -> SourceText:
    """Returns the text of a file in any of the formats that scripts come in.

    Raises:
        ScriptError: if it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in DEFINITION_SUFFIXES:
        return SourceText(read_text(path), notation="definition")
    data = read_bytes(path, MAX_BYTES if suffix in SUFFIXES else _MOST_OTHER)
    try:
        form = format_of(suffix, data)
    except UnreadableError as error:
        raise ScriptError(str(error), path=path, hint=error.hint or None) from error
    return read_document(form, data, str(path))


def _corrections_of(path: Path) -> Corrections:
    """Returns the corrections beside a script: for a.txt in a.corrections or a.txt.corrections."""
    usual, longer = path.with_suffix(CORRECTIONS_SUFFIX), Path(f"{path}{CORRECTIONS_SUFFIX}")
    return read_corrections(longer if is_there(longer) and not is_there(usual) else usual)
