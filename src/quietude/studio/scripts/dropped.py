"""Files that are dropped on the page → the words of a script, as its rows show them.

Text and Markdown stay as they are. A document gives its text, with what was beside it (comments,
footnotes) at the end, marked as left out. What people do not write by hand (SSML, subtitles, a
definition) becomes the notation for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from quietude.errors import UsageError
from quietude.script.documents.base import SourceText, UnreadableError, read_document
from quietude.script.documents.encoding import decode
from quietude.script.documents.plain import PlainText
from quietude.script.documents.registry import MAX_BYTES, SUFFIXES, format_of
from quietude.script.export import as_text
from quietude.script.importing.answers.answer import is_chat_answer
from quietude.script.importing.importer import import_source
from quietude.script.parse import parse_script
from quietude.script.schema.yaml_source import parse_yaml

DEFINITIONS = (".yaml", ".yml")
ACCEPTED = (*SUFFIXES, *DEFINITIONS)
"""The ends of the names of files that can be dropped."""

LONGEST_FILE = MAX_BYTES

_LEFT_OUT = "<!-- leave out -->"


@dataclass(frozen=True, slots=True)
class DroppedScript:
    """The script in a file.

    Attributes:
        name: A name for it: the title that the file itself has, or the name of the file.
        text: Its words.
        suffix: The end of the name under which they are kept.
    """

    name: str
    text: str
    suffix: str


def script_of_file(name: str, data: bytes) -> DroppedScript:
    """The script in a file that was dropped.

    Args:
        name: The name of the file.
        data: Its bytes.

    Raises:
        QuietudeError: if it is no script, or damaged.
    """
    path = PurePath(name)
    kind = path.suffix.lower()
    if kind in DEFINITIONS:
        return DroppedScript(path.stem, _definition(name, data), ".md")
    try:
        form = format_of(kind, data)
    except UnreadableError as error:
        raise UsageError(str(error), hint=error.hint or None) from error
    found = read_document(form, data, name)
    if found.notation != "plain":
        return DroppedScript(path.stem, as_text(import_source(found, name).data), ".md")
    if isinstance(form, PlainText):
        return DroppedScript(path.stem, found.text, ".txt" if kind in {".txt", ".text"} else ".md")
    title = str(import_source(found, name).data["title"])
    called = title if title == found.title else path.stem
    return DroppedScript(called, _with_asides(found), ".md")


def _definition(name: str, data: bytes) -> str:
    text, _ = decode(data)
    if is_chat_answer(text):
        return as_text(import_source(SourceText(text, notation="definition"), name).data)
    parse_script(text, source=name)
    return as_text(parse_yaml(text).data)


def _with_asides(found: SourceText) -> str:
    asides = (f"{' '.join(row.text.split())} {_LEFT_OUT}" for row in found.aside)
    return "\n\n".join([found.text.strip(), *asides]) + "\n"
