"""Zip archives and XML of strangers, opened within bounds: Word, OpenDocument and EPUB are both.

An archive is judged by what it says it unpacks to, and no more than that is ever unpacked. XML has
no document type, so no entity can expand; its depth and the number of its elements are bounded
before a tree is built.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Self
from xml.etree import ElementTree as ET
from xml.parsers import expat

from quietude.script.documents.base import MEGABYTE, UnreadableError

if TYPE_CHECKING:
    from types import TracebackType

MAX_ENTRIES = 5_000
MAX_PART = 8 * MEGABYTE
MAX_PARTS = 32 * MEGABYTE
"""The most bytes of one part, and of all text parts together, that are unpacked."""
MAX_ELEMENTS = 300_000
MAX_DEPTH = 150

_TEXT_PARTS = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx", "mimetype")
_DAMAGED = "this file is damaged"
_AGAIN = "Open it in the program it was made with, and save it anew."


class Archive:
    """An open archive; its parts are read by name.

    Raises:
        UnreadableError: if it is damaged, or would unpack to more than any script needs.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(_DAMAGED, _AGAIN) from error
        entries = self._zip.infolist()
        texts = [entry.file_size for entry in entries if entry.filename.endswith(_TEXT_PARTS)]
        if len(entries) > MAX_ENTRIES or sum(texts) > MAX_PARTS or max(texts, default=0) > MAX_PART:
            message = "this file unpacks to far more than any script has"
            raise UnreadableError(message, "Save the script as a file of its own.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def names(self) -> list[str]:
        """Returns the names of all parts."""
        return self._zip.namelist()

    def part(self, name: str) -> bytes:
        """Returns a part; b"" if there is none of that name.

        Raises:
            UnreadableError: if it is damaged, encrypted or too large.
        """
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            return b""
        if entry.file_size > MAX_PART:
            message = f'"{name[:60]}" in this file is too large'
            raise UnreadableError(message)
        if entry.flag_bits & 1:
            message = "this file is protected by a password"
            raise UnreadableError(message, "Save it without one.")
        try:
            with self._zip.open(entry) as file:
                return file.read(MAX_PART)
        except (
            zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError,
        ) as error:  # fmt: skip
            raise UnreadableError(_DAMAGED, _AGAIN) from error


def parsed_xml(data: bytes) -> ET.Element:
    """Returns the tree of an XML document.

    Raises:
        UnreadableError: if it is not well formed, has a document type, or is too deep or too large.
    """
    check_xml(data)
    try:
        return ET.fromstring(data)  # noqa: S314  (checked above)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnreadableError(_DAMAGED, _AGAIN) from error


def check_xml(data: bytes) -> None:
    """Checks an XML document without building a tree.

    Raises:
        UnreadableError: as :func:`parsed_xml`.
    """
    depth = elements = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            message = (
                "this file is nested too deeply" if depth > MAX_DEPTH else "this file is too large"
            )
            raise UnreadableError(message)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_declaration: object) -> None:
        message = "this file declares entities of its own, which no script needs"
        raise UnreadableError(message, _AGAIN)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(_DAMAGED, _AGAIN) from error
