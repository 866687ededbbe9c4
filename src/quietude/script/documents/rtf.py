"""Rich Text Format, as TextEdit, WordPad and old word processors save it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from quietude.script.documents.base import MEGABYTE, DocumentFormat, SourceText, UnreadableError
from quietude.script.documents.markup.blocks import BlockWriter, Run
from quietude.script.documents.markup.rtf_words import (
    ASIDES,
    CHARSETS,
    LOOKS,
    PAGES,
    SHOWN,
    SIGNS,
    UNSEEN,
    Mark,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.IGNORECASE,
)
_MAX_DEPTH = 200
_BODY_LEVEL = 6


@dataclass(frozen=True, slots=True)
class _Look:
    """The state of a group, which its end gives back."""

    italic: bool = False
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    unseen: bool = False
    aside: str = ""
    page: str = ""
    skip: int = 1
    level: int = 0

    def with_mark(self, mark: Mark, *, on: bool) -> _Look:
        """Returns the state with italics, bold type … turned on or off."""
        match mark:
            case "italic":
                return replace(self, italic=on)
            case "bold":
                return replace(self, bold=on)
            case "hidden":
                return replace(self, hidden=on)
            case "deleted":
                return replace(self, deleted=on)


class Rtf(DocumentFormat):
    """A rich text file."""

    name = "a rich text file"
    suffixes = (".rtf",)
    max_bytes = 8 * MEGABYTE

    def is_one(self, data: bytes) -> bool:
        return data[:64].lstrip().startswith(b"{\\rtf")

    def read(self, data: bytes) -> SourceText:
        if not self.is_one(data):
            message = "this is not a rich text (RTF) file"
            raise UnreadableError(message, "Its name may have been changed.")
        reader = _RtfReader()
        reader.take(data.decode("latin-1"))
        return reader.writer.source()


class _RtfReader:
    """Takes the tokens of a file, and adds its paragraphs to a writer."""

    def __init__(self) -> None:
        self.writer = BlockWriter()
        self._look = _Look()
        self._groups: list[_Look] = []
        self._runs: list[Run] = []
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._in_fonts = 0
        self._headings: dict[int, int] = {}
        self._style = self._style_depth = 0
        self._skip = 0
        self._bytes = bytearray()
        self._star = False
        self._aside: list[str] = []
        self._deleted: list[str] = []

    def take(self, text: str) -> None:
        for match in _TOKEN.finditer(text):
            word, number, code, sign, brace, plain = match.groups()
            if code is None:
                self._flush_bytes()
            if brace:
                self._group(opens=brace == "{")
            elif word:
                self._control(word, int(number) if number else None)
            elif code is not None:
                if self._skip:
                    self._skip -= 1
                else:
                    self._bytes.append(int(code, 16))
            elif sign:
                self._sign(sign)
            elif plain:
                self._say(plain)
        self._flush_bytes()
        self._paragraph(last=True)

    def _group(self, *, opens: bool) -> None:
        self._skip = 0
        if opens:
            self._groups.append(self._look)
            if len(self._groups) > _MAX_DEPTH:
                message = "this file is nested too deeply"
                raise UnreadableError(message)
            return
        if not self._groups:
            return
        ended, self._look = self._look, self._groups.pop()
        if ended.aside and not self._look.aside:
            self.writer.count += not self.writer.count
            self.writer.leave_out("".join(self._aside), ended.aside)
            self._aside = []
        if len(self._groups) < self._in_fonts:
            self._in_fonts = 0
        if len(self._groups) < self._style_depth:
            self._style_depth = 0

    def _control(self, word: str, number: int | None) -> None:
        on = number != 0
        star, self._star = self._star, False
        if word in ASIDES:
            self._look = replace(self._look, aside=ASIDES[word], unseen=False)
        elif word in UNSEEN or (star and word not in SHOWN):
            self._look = replace(self._look, unseen=True)
            self._in_fonts = len(self._groups) if word == "fonttbl" else self._in_fonts
            self._style_depth = len(self._groups) if word == "stylesheet" else self._style_depth
        elif word == "u" and number is not None:
            self._say(_character(number))
            self._skip = self._look.skip
        elif word == "uc":
            self._look = replace(self._look, skip=min(max(number or 0, 0), 8))
        elif word == "bin":
            message = "this file holds binary data, which is not read"
            raise UnreadableError(message, "Save it as .docx or as plain text.")
        elif word in SIGNS:
            self._break(SIGNS[word])
        else:
            self._state(word, number, on=on)

    def _state(self, word: str, number: int | None, *, on: bool) -> None:
        if word in LOOKS:
            self._look = self._look.with_mark(LOOKS[word], on=on)
        elif word == "plain":
            self._look = replace(self._look, italic=False, bold=False, hidden=False, deleted=False)
        elif word in {"ansicpg", "mac"}:
            self._page = PAGES.get(number or 0, f"cp{number}") if number else "mac-roman"
        elif word in {"f", "fcharset"}:
            self._set_font(word, number or 0)
        elif word in {"pard", "outlinelevel", "s"}:
            self._set_level(word, number or 0)

    def _set_font(self, word: str, number: int) -> None:
        if not self._in_fonts:
            self._look = replace(self._look, page=self._fonts.get(number, ""))
        elif word == "f":
            self._font = number
        elif number:
            self._fonts[self._font] = CHARSETS.get(number, "")

    def _set_level(self, word: str, number: int) -> None:
        """Set the level of a paragraph as a heading, or of the style that is being defined."""
        level = number + 1 if number < _BODY_LEVEL else 0
        if word == "pard":
            self._look = replace(self._look, level=0)
        elif self._style_depth and word == "s":
            self._style = number
        elif self._style_depth:
            self._headings[self._style] = level
        else:
            level = self._headings.get(number, 0) if word == "s" else level
            self._look = replace(self._look, level=level)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._star = True
        elif sign in "\r\n":
            self._break("\n\n")
        elif sign == "~":
            self._say(" ")
        elif sign == "_":
            self._say("-")
        elif sign in "\\{}":
            self._say(sign)

    def _break(self, sign: str) -> None:
        if self._look.unseen:
            return
        if self._look.aside or sign != "\n\n":
            self._say(sign if sign != "\n\n" else " ")
        else:
            self._paragraph()

    def _flush_bytes(self) -> None:
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        try:
            text = data.decode(self._look.page or self._page, "replace")
        except LookupError:
            text = data.decode("cp1252", "replace")
        self._say(text)

    def _say(self, text: str) -> None:
        if self._skip:
            text, self._skip = text[self._skip :], max(0, self._skip - len(text))
        if self._look.unseen or self._look.hidden or not text:
            return
        if self._look.aside:
            self._aside.append(text)
        elif self._look.deleted:
            self._deleted.append(text)
        else:
            self._runs.append(Run(text, self._look.italic, self._look.bold))

    def _paragraph(self, *, last: bool = False) -> None:
        runs, self._runs = list(_without_surrogates(self._runs)), []
        if not last or any(run.text.strip() for run in runs):
            level = self._look.level
            self.writer.paragraph(runs, "heading" if level and runs else "text", level)
        self.writer.leave_out("".join(self._deleted), "deleted")
        self._deleted = []


def _character(number: int) -> str:
    """Returns the character of a signed 16-bit number."""
    code = number % 0x10000 if number < 0 else number
    return chr(code) if code < 0x110000 else ""  # noqa: PLR2004


def _without_surrogates(runs: list[Run]) -> Iterator[Run]:
    """Yields runs with the two halves of a character joined; one that stands alone is dropped."""
    for (italic, bold), group in groupby(runs, lambda run: (run.italic, run.bold)):
        text = "".join(run.text for run in group)
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        yield Run(whole, italic, bold)
