"""Plain text, Markdown and SSML: the text of the file as it is, in whatever encoding."""

from __future__ import annotations

from typing import ClassVar

from quietude.script.documents.base import DocumentFormat, Notation, SourceText
from quietude.script.documents.encoding import decode


class PlainText(DocumentFormat):
    """Text as an editor writes it."""

    name = "a text file"
    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text", ".md", ".markdown", ".csv", ".tsv")
    notation: ClassVar[Notation] = "plain"

    def read(self, data: bytes) -> SourceText:
        text, encoding = decode(data)
        notes = (f"the letters are read as {encoding}",) if encoding else ()
        return SourceText(text, notes=notes, notation=self.notation)


class Ssml(PlainText):
    """Speech Synthesis Markup."""

    name = "an SSML file"
    suffixes = (".ssml", ".xml")
    notation = "ssml"
