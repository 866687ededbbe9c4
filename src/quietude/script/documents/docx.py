"""Word documents. mammoth reads them as a page: headings, lists, tables, notes and revisions."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from quietude.script.documents.archive import Archive, check_xml, parsed_xml
from quietude.script.documents.base import MEGABYTE, DocumentFormat, SourceText, UnreadableError
from quietude.script.documents.markup.blocks import MAX_PARAGRAPHS, BlockWriter
from quietude.script.documents.markup.page import HtmlPage
from quietude.script.importing.view import ViewRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree import ElementTree as ET

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_STYLE_MAP = """
comment-reference => sup
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p > em:fresh
p[style-name='Quote'] => p:fresh
p[style-name='Intense Quote'] => p:fresh
r[style-name='Emphasis'] => em
r[style-name='Subtle Emphasis'] => em
r[style-name='Intense Emphasis'] => em
"""


class Docx(DocumentFormat):
    """A Word document."""

    name = "a Word document"
    suffixes = (".docx", ".docm", ".dotx")
    max_bytes = 32 * MEGABYTE

    def is_one(self, data: bytes) -> bool:
        return data.startswith(b"PK") and b"word/" in data

    def read(self, data: bytes) -> SourceText:
        with Archive(data) as archive:
            main = archive.part(_MAIN)
            if not main:
                message = "this is not a Word document"
                raise UnreadableError(message, "Its name may have been changed.")
            for name in archive.names():
                if name.endswith((".xml", ".rels")):
                    check_xml(archive.part(name))
            document = parsed_xml(main)
            if sum(1 for _ in document.iter(f"{_WORD}p")) > MAX_PARAGRAPHS:
                message = f"this document has more than {MAX_PARAGRAPHS:,} paragraphs"
                raise UnreadableError(message, "Save the part that is one session by itself.")
            deleted = tuple(_deleted(document))
        page = HtmlPage(BlockWriter())
        page.take(_html(data))
        page.writer.aside += deleted
        return page.writer.source(language="")


def _html(data: bytes) -> str:
    import mammoth

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLE_MAP,
            include_embedded_style_map=False,
            ignore_empty_paragraphs=False,
            convert_image=mammoth.images.img_element(_picture),
        )
    except RecursionError as error:
        message = "this document is nested too deeply"
        raise UnreadableError(message) from error
    except Exception as error:  # a library that reads strangers' files fails in many ways
        message = "this document is damaged"
        raise UnreadableError(message, "Open it in Word, and save it anew.") from error
    return str(result.value)


def _picture(image: object) -> Mapping[str, str]:
    """Returns the attributes of a picture: its words, where it has any, and never its data."""
    return {"alt": str(getattr(image, "alt_text", "") or "")}


def _deleted(document: ET.Element) -> Iterator[ViewRow]:
    """Yields the words that a tracked change has deleted, with the number of their paragraph."""
    number = 0
    for paragraph in document.iter(f"{_WORD}p"):
        marks = paragraph.find(f"{_WORD}pPr/{_WORD}rPr/{_WORD}del")
        number += marks is None
        words = "".join(text.text or "" for text in paragraph.iter(f"{_WORD}delText"))
        words = " ".join(words.split())[:200]
        if words:
            yield ViewRow(max(number, 1), "left out", words, "deleted in Word")
