"""The contract of a document format: bytes in, the text of a script out, and where each line stood.

To add a format: write a module here with a subclass of :class:`DocumentFormat`, and put an instance
in ``FORMATS`` in :mod:`quietude.script.documents.registry`. The contract suite takes it from there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from quietude.errors import ScriptError

if TYPE_CHECKING:
    from quietude.script.importing.view import ViewRow

Notation = Literal["plain", "definition", "ssml", "timed"]
"""The importer that reads the text: of plain text and Markdown, of a definition in an answer, of
SSML, or of subtitles."""

Unit = Literal["line", "paragraph"]

MAX_TEXT = 512 * 1024
"""The most characters a script may have. A one-hour session has about 20,000."""

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file.

    Attributes:
        text: Its lines, with the marks that the importer knows: ``#``, ``*``, ``- ``, ``|``.
        numbers: For each line of ``text``, its number in the file; empty if they are the same.
        unit: The parts of the file that are counted: its lines, or its paragraphs.
        pages: The number of the first line of each page, for a file that has pages.
        aside: The rest of the file, such as comments and footnotes.
        title: The title that the file itself has; may be empty.
        language: The code of its language, if the file says it.
        notes: Sentences about how the file was read, for the report.
        notation: The importer that reads it.
    """

    text: str
    numbers: tuple[int, ...] = ()
    unit: Unit = "line"
    pages: tuple[int, ...] = ()
    aside: tuple[ViewRow, ...] = ()
    title: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()
    notation: Notation = "plain"

    def place(self, line: int) -> int:
        """Returns the number in the file of a line of the text, both counted from 1."""
        if not self.numbers:
            return line
        return self.numbers[min(line, len(self.numbers)) - 1]


class UnreadableError(ValueError):
    """A file that cannot be read; the message says why, ``hint`` what to do.

    Args:
        message: The fault, as a sentence without a full stop.
        hint: A remedy.
        line: The line of the file that is at fault, or None.
    """

    def __init__(self, message: str, hint: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.line = line


class DocumentFormat(ABC):
    """A kind of file that holds scripts.

    Attributes:
        name: Its name in messages: "a Word document".
        suffixes: The endings of its files, in lower case, with the dot.
        max_bytes: The size of the largest file that is read.
    """

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    max_bytes: ClassVar[int] = MAX_TEXT

    def is_one(self, data: bytes) -> bool:
        """Returns True if bytes begin as a file of this format does, whatever it is called."""
        del data
        return False

    @abstractmethod
    def read(self, data: bytes) -> SourceText:
        """Returns the text of a file.

        Raises:
            UnreadableError: if it is damaged, protected, or too large when unpacked.
        """


def read_document(form: DocumentFormat, data: bytes, path: str) -> SourceText:
    """Returns the text of a file; whatever is wrong with it is one error with its path.

    Raises:
        ScriptError: if it cannot be read.
    """
    if len(data) > form.max_bytes:
        message = f"this file is larger than {_size(form.max_bytes)}, which no script needs"
        raise ScriptError(message, path=path)
    try:
        source = form.read(data)
    except UnreadableError as error:
        raise ScriptError(
            str(error), path=path, line=error.line, hint=error.hint or None
        ) from error
    if len(source.text) > MAX_TEXT:
        message = f"this file holds more than {_size(MAX_TEXT)} of text, which no session can last"
        hint = "Save the part that is one session as a file of its own."
        raise ScriptError(message, path=path, hint=hint)
    return source


def _size(number: int) -> str:
    return f"{number // MEGABYTE} MB" if number >= MEGABYTE else f"{number // 1024} kB"
