"""The blocks of a page in HTML, for every format that holds pages.

Python's own parser reads it: the blocks and the look of the letters are all that is needed. It is
given each tag whole and nothing that it would search for in vain, so that its time grows with the
size of the page and no faster.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from quietude.script.documents.markup.blocks import Run
from quietude.script.documents.markup.elements import (
    BACK_TO_TEXT,
    BLOCKS,
    HEADING,
    IMPLIED,
    NOTE_NAME,
    NOTE_SIGN,
    SKIPPED,
    VOID,
    Look,
    is_note,
    is_reference,
    look_of_element,
    looks_of_classes,
    over,
    reason_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.documents.markup.blocks import BlockWriter

_MAX_DEPTH = 400
_LONGEST_TAG = 20_000
_NEAR = 40
"""The open elements among which the beginning of a closed one is looked for."""


@dataclass(frozen=True, slots=True)
class _Element:
    """An open element: its name, the look of its letters, and what its end ends."""

    tag: str
    look: Look
    ends: str = ""


class HtmlPage(HTMLParser):
    """The blocks of a page, added to a writer as they are found.

    Args:
        writer: The writer; several pages may share it.

    Attributes:
        title: The title of the page.
        language: The code of its language, as it says it.
    """

    def __init__(self, writer: BlockWriter) -> None:
        super().__init__(convert_charrefs=True)
        self.writer = writer
        self.title = self.language = ""
        self._open: list[_Element] = []
        self._runs: list[Run] = []
        self._kind = ""
        self._skipped = 0
        self._in_title = False
        self._classes: dict[str, Look] = {}
        self._cells: list[str] | None = None
        self._tables = 0
        self._left = ""
        self._left_words: list[str] = []
        self._note = self._note_name = ""
        self._note_at = 0
        self._one_block = False
        self._referred: dict[str, int] = {}
        self._link: list[str] | None = None

    def take(self, text: str) -> None:
        """Take a whole page."""
        self._classes = looks_of_classes(text)
        self.feed(bounded(text))
        self.close()
        self._end_left()
        self._end_block()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang") or given.get("xml:lang") or ""
        elif tag == "title":
            self._in_title = True
        elif tag in SKIPPED:
            self._skipped += 1
            self._open.append(_Element(tag, (None, None), "skipped"))
        elif tag in VOID:
            self._void(tag, given)
        elif not self._skipped and tag != "head":
            self._close_implied(tag)
            if len(self._open) < _MAX_DEPTH:  # deeper than any person's page: its words are read
                look = self._open[-1].look if self._open else (False, False)
                own = look_of_element(tag, given, self._classes)
                self._open.append(_Element(tag, over(own, look), self._begin(tag, given)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin and end an element without contents."""
        if tag in VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those that were left open in it."""
        if tag == "title":
            self._in_title = False
        if not any(element.tag == tag for element in self._open[-_NEAR:]):
            return
        while self._open:
            element = self._open.pop()
            self._ended(element)
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take characters."""
        if self._in_title:
            self.title = (self.title + data)[:300]
        elif self._skipped:
            return
        elif self._left:
            self._left_words.append(data)
        elif self._link is not None:
            self._link.append(data)
        else:
            self._add(data)

    def _add(self, data: str) -> None:
        if not any(element.tag == "pre" for element in self._open):
            data = " ".join(f".{data}.".split())[1:-1]
        italic, bold = self._open[-1].look if self._open else (False, False)
        self._runs.append(Run(data, bool(italic), bool(bold) and not HEADING.match(self._kind)))

    def _close_implied(self, tag: str) -> None:
        """End what an element ends without a tag of its own: a paragraph, an item, a cell."""
        if self._open and self._open[-1].tag == "p" and (tag in BLOCKS or HEADING.fullmatch(tag)):
            self.handle_endtag("p")
        for closed, container in IMPLIED.get(tag, ()):
            names = [element.tag for element in self._open[-12:]]
            if closed in names and container.isdisjoint(names[names.index(closed) :]):
                self.handle_endtag(closed)

    def _begin(self, tag: str, given: dict[str, str]) -> str:
        """Begin an element; returns what its end ends: "left", "link", "note" or nothing."""
        if self._left:
            return ""
        if why := reason_of(tag, given):
            if tag in BLOCKS:
                self._end_block()
            self._left = why
            return "left"
        if tag == "a":
            self._begin_link(given)
            return "link"
        self._begin_block(tag)
        if is_note(given):
            self._end_block()
            self._begin_note(given.get("id", ""))
            return "" if tag == "dt" else "note"  # what it says follows in its <dd>
        return ""

    def _begin_block(self, tag: str) -> None:
        outer = self._tables == 1
        if HEADING.fullmatch(tag) or tag == "li":
            self._end_block()
            self._kind = "item" if tag == "li" else tag
        elif tag == "table":
            self._end_block()
            self._tables += 1
        elif tag in {"td", "th"} and outer:
            self._end_block()
            self._cells = [*(self._cells or []), ""]
        elif tag == "tr" and outer:
            self._end_row()
            self._cells = []
        elif tag in BLOCKS and not (self._kind == "item" and not self._said()):
            self._end_block()

    def _begin_note(self, name: str) -> None:
        comment = any(part in name.lower() for part in ("com", "cmnt", "cmt"))
        self._note = "comment" if comment else "footnote"
        self._note_at = self._referred.get(name, 0)

    def _begin_link(self, given: dict[str, str]) -> None:
        if not is_reference(given):
            return
        target, name = given.get("href", ""), given.get("id", "")
        self._link = []
        self._referred.setdefault(target.lstrip("#"), self.writer.count + 1)
        # A link back to the text, where a paragraph begins: what follows in it is the note.
        begins = BACK_TO_TEXT.fullmatch(target) and not self._said() and not self._note
        self._note_name = name if begins and NOTE_NAME.fullmatch(name) else ""

    def _ended(self, element: _Element) -> None:
        tag = element.tag
        if element.ends == "skipped":
            self._skipped -= 1
            return
        if element.ends == "left":
            self._end_left()
        if self._left:
            return
        if element.ends == "link":
            self._end_link()
        self._ended_block(tag)
        if element.ends == "note" or (tag == "dd" and self._note):
            self._end_block()
            self._note = ""

    def _ended_block(self, tag: str) -> None:
        outer = self._tables == 1
        if tag in {"td", "th"} and outer and self._cells:
            self._end_block()
        elif tag == "tr" and outer:
            self._end_row()
        elif tag == "table":
            self._end_row()
            self._tables = max(0, self._tables - 1)
        elif tag in BLOCKS or tag == "li" or HEADING.fullmatch(tag):
            self._end_block(empty=tag == "p")

    def _end_link(self) -> None:
        words, self._link = "".join(self._link or ()), None
        if self._note_name:
            self._end_block()
            self._begin_note(self._note_name)
            self._note_name, self._one_block = "", True
        elif not NOTE_SIGN.fullmatch(words.strip()):
            self._add(words)

    def _void(self, tag: str, given: dict[str, str]) -> None:
        if self._skipped or self._left:
            return
        if tag == "br":
            self._runs.append(Run("\n"))
        elif tag == "hr":
            self._end_block()
            self.writer.rule()
        elif tag == "img":
            self.writer.leave_out(given.get("alt", ""), "picture")

    def _said(self) -> bool:
        return any(run.text.strip() for run in self._runs)

    def _end_block(self, *, empty: bool = False) -> None:
        """End a paragraph, if one has begun.

        Args:
            empty: True to count one without words too.
        """
        said = self._said()
        runs, self._runs = self._runs, []
        words = " ".join("".join(run.text for run in runs).split())
        if self._note:
            if said and not NOTE_SIGN.fullmatch(words):
                self.writer.leave_out(words, self._note, self._note_at)
            if self._one_block:
                self._note, self._one_block = "", False
            self._kind = ""
            return
        if self._cells:
            self._cells[-1] = f"{self._cells[-1]} {words}".strip()
            return
        kind, self._kind = self._kind, self._kind if self._kind == "item" and not said else ""
        if not said:
            if empty and kind != "item":
                self.writer.paragraph(())
        elif HEADING.match(kind):
            self.writer.paragraph(runs, "heading", int(kind[1]))
        else:
            self._paragraphs(runs, item=kind == "item")

    def _paragraphs(self, runs: Sequence[Run], *, item: bool) -> None:
        """Add a block; two line breaks in a row part it into paragraphs."""
        part: list[Run] = []
        breaks = 0
        for run in runs:
            if run.text == "\n":
                breaks += 1
            elif run.text.strip():
                breaks = 0
            if breaks > 1 and part:
                self.writer.paragraph(part, "item" if item else "text")
                part, item = [], False
            else:
                part.append(run)
        if any(run.text.strip() for run in part):
            self.writer.paragraph(part, "item" if item else "text")

    def _end_row(self) -> None:
        self._end_block()
        cells, self._cells = self._cells, None
        if cells and len(cells) > 1:
            self.writer.row(cells)
        elif cells and cells[0]:
            self.writer.paragraph([Run(cells[0])])

    def _end_left(self) -> None:
        words, self._left_words = "".join(self._left_words), []
        if self._left:
            self.writer.leave_out(words, self._left)
        self._left = ""


def bounded(text: str) -> str:
    """Returns a page without comments, and with every "<" that begins no whole tag as a letter."""
    parts = text.split("<!--")
    kept = [parts[0]]
    for part in parts[1:]:
        _, closed, rest = part.partition("-->")
        kept.append(rest if closed else "")
    pieces = "".join(kept).split("<")
    whole = [pieces[0]]
    for piece in pieces[1:]:
        end = piece.find(">")
        tag = 0 < end < _LONGEST_TAG and (piece[0].isalpha() or piece[0] in "/!?")
        whole.append(f"<{piece}" if tag else f"&lt;{piece}")
    return "".join(whole)
