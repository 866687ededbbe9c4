"""Web pages, saved or exported by a word processor."""

from __future__ import annotations

from quietude.script.documents.base import MEGABYTE, DocumentFormat, SourceText
from quietude.script.documents.encoding import decode
from quietude.script.documents.markup.blocks import BlockWriter
from quietude.script.documents.markup.page import HtmlPage


class Html(DocumentFormat):
    """A web page."""

    name = "a web page"
    suffixes = (".html", ".htm", ".xhtml")
    max_bytes = 4 * MEGABYTE

    def is_one(self, data: bytes) -> bool:
        start = data[:600].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return start.startswith((b"<!doctype html", b"<html"))

    def read(self, data: bytes) -> SourceText:
        text, _ = decode(data)
        page = HtmlPage(BlockWriter())
        page.take(text)
        return page.writer.source(title=page.title, language=page.language)
