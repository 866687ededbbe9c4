"""Books in EPUB: their chapters in reading order, without cover, contents and notes."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from quietude.script.documents.archive import Archive, parsed_xml
from quietude.script.documents.base import MEGABYTE, DocumentFormat, SourceText, UnreadableError
from quietude.script.documents.encoding import decode
from quietude.script.documents.markup.blocks import BlockWriter
from quietude.script.documents.markup.page import HtmlPage

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

_PAGES = frozenset({"application/xhtml+xml", "text/html"})
_MAX_CHAPTERS = 500


class Epub(DocumentFormat):
    """A book in EPUB."""

    name = "a book in EPUB"
    suffixes = (".epub",)
    max_bytes = 64 * MEGABYTE

    def is_one(self, data: bytes) -> bool:
        return data.startswith(b"PK") and b"application/epub+zip" in data[:200]

    def read(self, data: bytes) -> SourceText:
        with Archive(data) as archive:
            if archive.part("META-INF/encryption.xml").find(b"EncryptionMethod") >= 0:
                message = "the text of this book is protected against copying"
                raise UnreadableError(message)
            folder, package = _package(archive)
            writer = BlockWriter()
            for name in _chapters(package)[:_MAX_CHAPTERS]:
                chapter = archive.part(posixpath.normpath(posixpath.join(folder, name)))
                if chapter:
                    HtmlPage(writer).take(decode(chapter)[0])
        return writer.source(title=_said(package, "title"), language=_said(package, "language"))


def _package(archive: Archive) -> tuple[str, ET.Element]:
    """Returns the folder and the tree of a book's package."""
    container = archive.part("META-INF/container.xml")
    if not container:
        message = "this is not an EPUB book"
        raise UnreadableError(message, "Its name may have been changed.")
    path = next(
        (root.get("full-path", "") for root in parsed_xml(container).iter()
         if root.tag.endswith("}rootfile")), "",
    )  # fmt: skip
    package = archive.part(path)
    if not package:
        message = "this book is damaged: its list of chapters is missing"
        raise UnreadableError(message)
    return posixpath.dirname(path), parsed_xml(package)


def _chapters(package: ET.Element) -> list[str]:
    """Returns the names of the pages in reading order, without the table of contents."""
    items = {
        item.get("id", ""): item
        for item in package.iter()
        if item.tag.endswith("}item") and item.get("media-type") in _PAGES
    }
    names: list[str] = []
    for reference in package.iter():
        if not reference.tag.endswith("}itemref") or reference.get("linear") == "no":
            continue
        item = items.get(reference.get("idref", ""))
        if item is not None and "nav" not in item.get("properties", "").split():
            names.append(unquote(item.get("href", "")))
    return names


def _said(package: ET.Element, name: str) -> str:
    """Returns what the package says of the book under one name."""
    return next(
        (" ".join((element.text or "").split())[:200] for element in package.iter()
         if element.tag.endswith("}" + name) and (element.text or "").strip()), "",
    )  # fmt: skip
