"""SSML 1.1, the part that guides use → a draft. No DTD, no entities, nothing fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from quietude.durations import Span
from quietude.errors import ScriptError
from quietude.script.importing.draft import Draft
from quietude.script.importing.inline import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

_STRENGTHS = {
    "none": 0.0, "x-weak": 0.3, "weak": 0.6, "medium": 1.0, "strong": 2.0, "x-strong": 4.0,
}  # fmt: skip
_TIME = re.compile(r"\+?(\d{1,6}(?:\.\d{1,3})?)\s*(ms|s)")
_KNOWN = frozenset(
    "speak p s break sub phoneme say-as prosody emphasis mark audio lang voice w token".split()  # noqa: SIM905
)
_SILENT = frozenset({"metadata", "meta", "lexicon", "lookup", "desc"})
_IGNORED = frozenset({"prosody", "emphasis", "phoneme", "voice", "lang", "say-as"})
_MAX_DEPTH = 60


def read_ssml(text: str, source: str) -> Draft:
    """The draft of an SSML document.

    Raises:
        ScriptError: with the line, if it is not well formed, or has a DTD or entities.
    """
    reader = _Reader(source)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    reader.parser = parser
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003
    except expat.ExpatError as error:
        message = f"this is not well-formed SSML: {expat.ErrorString(error.code)}"
        hint = "Tags must be closed, and & written as &amp;."
        raise ScriptError(message, path=source, line=error.lineno, hint=hint) from error
    reader.flush()
    return reader.draft


class _Reader:
    """Takes the parser's events and fills the draft."""

    parser: expat.XMLParserType

    def __init__(self, source: str) -> None:
        self.source = source
        self.draft = Draft()
        self._words: list[str] = []
        self._line = 0
        self._open: list[str] = []
        self._said: set[str] = set()

    def doctype(self, *_what: object) -> None:
        message = "a document type (DTD) is not read"
        line = self.parser.CurrentLineNumber
        raise ScriptError(message, path=self.source, line=line, hint="Remove the <!DOCTYPE> line.")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2].lower()
        line = self.parser.CurrentLineNumber
        self._open.append(tag)
        if len(self._open) > _MAX_DEPTH:
            message = "this nests too deeply"
            raise ScriptError(message, path=self.source, line=line)
        if self._silenced():
            return
        if tag == "break":
            self.flush()
            self._break(attributes, line)
        elif tag in {"p", "s"}:
            self.flush()
            self.draft.block()
        elif tag == "sub" and attributes.get("alias"):
            self._words.append(f" {attributes['alias']} ")
            self._line = self._line or line
        elif tag == "mark" and attributes.get("name"):
            self.flush()
            self.draft.section(_title(attributes["name"]), line)
            self.draft.assume(line, f'the mark "{attributes["name"][:40]}" begins a section')
        elif tag == "audio":
            self.flush()
            self.draft.unknown(f"audio {attributes.get('src', '')}", line)
        elif tag in _IGNORED or tag not in _KNOWN:
            self._say_once(tag, line)

    def end(self, _name: str) -> None:
        tag = self._open.pop()
        if tag in {"p", "s"}:
            self.flush()

    def text(self, words: str) -> None:
        if self._silenced() or "sub" in self._open or "audio" in self._open:
            return
        if words.strip():
            self._line = self._line or self.parser.CurrentLineNumber
        self._words.append(words)

    def flush(self) -> None:
        """Everything said so far becomes speech, its brackets notes."""
        text, line = " ".join("".join(self._words).split()), self._line
        self._words, self._line = [], 0
        if not text:
            return
        for piece in pieces(text):
            if piece.kind == "speech":
                self.draft.say(piece.text, line)
            elif piece.mark:
                self.draft.mark(piece.mark, piece.text, line)
            else:
                self.draft.unknown(piece.text, line)

    def _break(self, attributes: Mapping[str, str], line: int) -> None:
        time = attributes.get("time")
        if time is None:
            seconds = _STRENGTHS.get(attributes.get("strength", "medium"), 1.0)
        elif match := _TIME.fullmatch(time.strip()):
            seconds = float(match[1]) * (0.001 if match[2] == "ms" else 1.0)
        else:
            seconds = 1.0
            self.draft.assume(line, f'the break "{time[:20]}" is not understood; it lasts 1 s')
        if seconds:
            self.draft.pause(Span.fixed(round(min(seconds, 3600.0), 3)), line)

    def _say_once(self, tag: str, line: int) -> None:
        if tag not in self._said:
            self._said.add(tag)
            self.draft.assume(line, f"<{tag[:30]}> is left out; its words are kept")

    def _silenced(self) -> bool:
        return any(it in _SILENT for it in self._open)


def _title(name: str) -> str:
    return " ".join(re.sub(r"[-_]+", " ", name).split()).capitalize()
