"""OpenDocument texts, as LibreOffice and OpenOffice save them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.script.documents.archive import Archive, parsed_xml
from quietude.script.documents.base import MEGABYTE, DocumentFormat, SourceText, UnreadableError
from quietude.script.documents.markup.blocks import BlockWriter, Kind, Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_LOOKS_LIKE = {_TEXT + "tab": " ", _TEXT + "line-break": "\n", _TEXT + "s": " "}
_UNSPOKEN = frozenset(
    {_TEXT + "ruby-text", _TEXT + "hidden-text", _TEXT + "page-number", _TEXT + "page-count"}
)
_MAX_SPACES = 100

Look = tuple[bool | None, bool | None]


class Odt(DocumentFormat):
    """An OpenDocument text."""

    name = "an OpenDocument text"
    suffixes = (".odt", ".ott", ".fodt")
    max_bytes = 32 * MEGABYTE

    def is_one(self, data: bytes) -> bool:
        kind = b"application/vnd.oasis.opendocument.text"
        return (data.startswith(b"PK") or b"<office:document" in data[:600]) and kind in data[:4000]

    def read(self, data: bytes) -> SourceText:
        if data.startswith(b"PK"):
            with Archive(data) as archive:
                content, styles = archive.part("content.xml"), archive.part("styles.xml")
                manifest = archive.part("META-INF/manifest.xml")
            if b"encryption-data" in manifest:
                message = "this document is protected by a password"
                raise UnreadableError(message, "Save it without one.")
            if not content:
                message = "this is not an OpenDocument text file (.odt)"
                raise UnreadableError(message, "Its name may have been changed.")
            roots = [parsed_xml(content), *([parsed_xml(styles)] if styles else [])]
        else:
            roots = [parsed_xml(data)]
        reader = _OdtReader(roots)
        body = roots[0].find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            message = "there is no text in this document"
            raise UnreadableError(message)
        reader.blocks(body)
        return reader.writer.source()


class _OdtReader:
    """Walks through a document, and adds its paragraphs to a writer.

    Args:
        roots: The documents that have its styles.
    """

    def __init__(self, roots: list[ET.Element]) -> None:
        self.writer = BlockWriter()
        self._styles = {
            style.get(_STYLE + "name", ""): style
            for root in reversed(roots)
            for style in root.iter(_STYLE + "style")
        }
        self._asides: list[tuple[str, str]] = []

    def blocks(self, parent: ET.Element, *, item: bool = False) -> None:
        """Add the paragraphs, headings, lists and tables of an element."""
        for element in parent:
            match element.tag.rpartition("}")[2]:
                case "h":
                    level = element.get(_TEXT + "outline-level", "1")
                    self._paragraph(element, level=int(level) if level.isdigit() else 1)
                case "p":
                    self._paragraph(element, item=item)
                    item = False
                case "list":
                    for entry in element:
                        self.blocks(entry, item=True)
                case "table":
                    for row in element.iter(_TABLE + "table-row"):
                        self._row(row)
                case "tracked-changes":
                    self._deleted(element)
                case "table-of-content" | "alphabetical-index" | "bibliography":
                    self.writer.leave_out(_words(element)[:200], "table of contents")
                case _:
                    self.blocks(element, item=item)

    def _paragraph(self, element: ET.Element, *, item: bool = False, level: int = 0) -> None:
        look = self._look(element.get(_TEXT + "style-name", ""))
        runs = list(self._runs(element, look))
        kind: Kind = "heading" if level else "item" if item else "text"
        self.writer.paragraph(
            runs, kind if any(run.text.strip() for run in runs) else "text", level
        )
        for text, why in self._asides:
            self.writer.leave_out(text, why)
        self._asides = []

    def _runs(self, element: ET.Element, look: Look) -> Iterator[Run]:
        yield self._run(element.text, look)
        for child in element:
            name = child.tag.rpartition("}")[2]
            if child.tag == _OFFICE + "annotation":
                words = " ".join(_words(part) for part in child if not part.tag.startswith(_DC))
                self._asides.append((words, "comment"))
            elif name == "note":
                self._asides.append((_words(child.find(_TEXT + "note-body")), "footnote"))
            elif child.tag in _LOOKS_LIKE:
                count = child.get(_TEXT + "c", "1")
                number = min(int(count), _MAX_SPACES) if count.isdigit() else 1
                yield Run(_LOOKS_LIKE[child.tag] * number)
            elif child.tag not in _UNSPOKEN:
                own = (
                    self._look(child.get(_TEXT + "style-name", ""))
                    if name == "span"
                    else (None, None)
                )
                both = tuple(new if new is not None else old
                             for new, old in zip(own, look, strict=True))  # fmt: skip
                yield from self._runs(child, (both[0], both[1]))
                if name == "p":  # in a text box
                    yield Run("\n")
            yield self._run(child.tail, look)

    def _run(self, text: str | None, look: Look) -> Run:
        return Run((text or "").replace("\n", " "), bool(look[0]), bool(look[1]))

    def _look(self, name: str) -> Look:
        """Returns if a style is italic and bold, by itself or by those it is derived from."""
        italic: bool | None = None
        bold: bool | None = None
        for _ in range(20):
            style = self._styles.get(name)
            if style is None:
                break
            properties = style.find(_STYLE + "text-properties")
            if properties is not None:
                slant, weight = (
                    properties.get(_FO + "font-style"),
                    properties.get(_FO + "font-weight"),
                )
                italic = slant in {"italic", "oblique"} if italic is None and slant else italic
                bold = weight in _BOLD if bold is None and weight else bold
            name = style.get(_STYLE + "parent-style-name", "")
        return italic, bold

    def _row(self, row: ET.Element) -> None:
        cells = [
            " ".join(_words(part) for part in cell) for cell in row.iter(_TABLE + "table-cell")
        ]
        if len(cells) > 1:
            self.writer.row(cells)
        elif cells:
            self.writer.paragraph([Run(cells[0])])

    def _deleted(self, changes: ET.Element) -> None:
        for deletion in changes.iter(_TEXT + "deletion"):
            words = " ".join(_words(part) for part in deletion if part.tag.startswith(_TEXT))
            self.writer.leave_out(words, "deleted")


def _words(element: ET.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
