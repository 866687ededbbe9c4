"""A library id or a file → a checked Script."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quietude import library
from quietude._util.files import is_there
from quietude.script.files import DEFINITION_SUFFIXES, read_text
from quietude.script.parse import parse_script
from quietude.script.schema.yaml_source import parse_yaml

if TYPE_CHECKING:
    from quietude.script.model import Script

# Importing other people's files takes a third of the program, loaded when there is such a file.


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
        return _library_script(name, library.exercise_text(name))
    if is_imported(reference):
        from quietude.script.importing.files import import_script

        return import_script(path)[0]
    return parse_script(read_text(path), source=str(path), folder=path.parent)


@lru_cache(maxsize=256)
def _library_script(name: str, text: str) -> Script:
    """Returns an exercise of the library, read once: a series has the same ones again and again."""
    return parse_script(text, source=f"library:{name}")


def is_imported(reference: str | Path) -> bool:
    """Returns True for a file that is no YAML definition, and is read as a script of any kind.

    An answer of a chat assistant that was saved as YAML, words and all, is one too.

    Raises:
        ScriptError: if it has the name of a definition and cannot be read.
    """
    path = Path(reference)
    if str(reference) in library.exercise_ids():
        return False
    if path.suffix.lower() in DEFINITION_SUFFIXES:
        text = read_text(path)
        if "```" not in text:
            return False
        from quietude.script.importing.answers.answer import is_chat_answer

        return is_chat_answer(text)
    return bool(path.suffix) or is_there(path)


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
        from quietude.script.importing.files import imported_data

        return imported_data(path)
    return dict(parse_yaml(read_text(path)).data)
