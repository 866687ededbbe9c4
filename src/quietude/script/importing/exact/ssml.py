"""SSML 1.1, the part that guides use → a draft. No DTD, no entities, nothing is fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from quietude.durations import Span
from quietude.errors import ScriptError
from quietude.script.importing.cleanup import plain
from quietude.script.importing.drafting.draft import Draft
from quietude.script.importing.drafting.paragraph import Paragraph
from quietude.script.importing.drafting.silences import add_pause
from quietude.script.importing.inline import pieces
from quietude.script.importing.language import code_of
from quietude.script.importing.pronunciation import add_pronunciation, ordinal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.script.importing.pronunciation import Says

_STRENGTHS = {
    "none": 0.0, "x-weak": 0.3, "weak": 0.6, "medium": 1.0, "strong": 2.0, "x-strong": 4.0,
}  # fmt: skip
_TIME = re.compile(r"\+?(\d{1,6}(?:\.\d{1,3})?)\s*(ms|s)")
_KNOWN = frozenset(
    "speak p s break sub phoneme say-as prosody emphasis mark audio lang voice w token".split()  # noqa: SIM905
)
_SILENT = frozenset({"metadata", "meta", "lexicon", "lookup", "desc"})
_IGNORED = frozenset({"prosody", "emphasis", "voice", "lang"})
_PRONOUNCED = frozenset({"sub", "phoneme", "say-as"})
_MOST_LINES = 12
_MAX_DEPTH = 60


def read_ssml(text: str, source: str) -> Draft:
    """Returns the draft of an SSML document.

    Raises:
        ScriptError: with the line, if it is not well formed, or has a DTD or entities.
    """
    reader = _SsmlReader(source)
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
    reader.report_left_out()
    return reader.draft


class _SsmlReader:
    """Takes the parser's events and fills the draft."""

    parser: expat.XMLParserType

    def __init__(self, source: str) -> None:
        self.source = source
        self.draft = Draft()
        self._words: list[str] = []
        self._line = 0
        self._open: list[str] = []
        self._says: Says = {}
        self._pronounced: list[tuple[int, int, Mapping[str, str]]] = []
        self._left_out: dict[str, list[int]] = {}

    def doctype(self, *_declaration: object) -> None:
        message = "a document type (DTD) is not supported"
        line = self.parser.CurrentLineNumber
        raise ScriptError(message, path=self.source, line=line, hint="Remove the <!DOCTYPE> line.")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2].lower()
        line = self.parser.CurrentLineNumber
        silenced = self._silenced()
        self._open.append(tag)
        if len(self._open) > _MAX_DEPTH:
            message = "this is nested too deeply"
            raise ScriptError(message, path=self.source, line=line)
        if tag == "speak":
            self.draft.language = code_of(attributes.get("xml:lang", ""))
        elif not silenced:
            self._begin(tag, attributes, line)

    def _begin(self, tag: str, attributes: Mapping[str, str], line: int) -> None:
        if tag == "break":
            self.flush()
            self._break(attributes, line)
        elif tag in {"p", "s"}:
            self.flush()
            self.draft.block()
        elif tag in _PRONOUNCED:
            self._pronounced.append((len(self._words), line, dict(attributes)))
        elif tag == "mark" and attributes.get("name"):
            self.flush()
            self.draft.section(_title(attributes["name"]), line)
            self.draft.assume(line, f'the mark "{attributes["name"][:40]}" begins a section')
        elif tag == "audio":
            self.flush()
            self.draft.unknown(f"audio {attributes.get('src', '')}", line)
        elif tag in _IGNORED or tag not in _KNOWN | _SILENT:
            if tag == "voice":
                self.flush()
            self._leave_out(tag, attributes, line)

    def end(self, _name: str) -> None:
        silenced = self._silenced()
        tag = self._open.pop()
        if silenced:
            return
        if tag in {"p", "s", "voice"}:
            self.flush()
        elif tag in _PRONOUNCED and self._pronounced:
            self._pronounce(tag, *self._pronounced.pop())

    def text(self, words: str) -> None:
        if self._silenced():
            return
        words = plain(words)
        if words.strip():
            self._line = self._line or self.parser.CurrentLineNumber
        self._words.append(words)

    def flush(self) -> None:
        """Add everything said so far: words as speech, brackets as directions or notes."""
        text, line = " ".join("".join(self._words).split()), self._line
        says, self._says = self._says, {}
        self._words, self._line = [], 0
        # A tag that is still open has lost the beginning of its words.
        self._pronounced = [(-1, line, attributes) for _, line, attributes in self._pronounced]
        if not text:
            return
        paragraph = Paragraph(self.draft)
        paragraph.says = says
        for piece in pieces(text):
            paragraph.take(piece, line)
        paragraph.end()

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
            add_pause(self.draft, Span.fixed(round(min(seconds, 3600.0), 3)), line)

    def _pronounce(self, tag: str, start: int, line: int, attributes: Mapping[str, str]) -> None:
        """Give the words since ``start`` the pronunciation of the tag around them, if possible."""
        if start < 0:
            self.draft.assume(line, f"<{tag}> is left out: its words are parted by another tag")
            return
        word = "".join(self._words[start:])
        if tag == "sub":
            key, value = "sub", attributes.get("alias", "")
            if not any(map(str.isalnum, word)):  # no word is shown: the alias is spoken
                self._words[start:] = [f" {plain(value)} "]
                self._line = self._line or line
                return
        elif tag == "phoneme":
            alphabet = attributes.get("alphabet", "ipa").lower()
            key, value = ("ipa", attributes.get("ph", "")) if alphabet == "ipa" else (alphabet, "")
        else:
            key, value = attributes.get("interpret-as", "say-as").lower(), ""
            if key == "ordinal" and re.fullmatch(r"\s*[0-9]{1,9}\s*", word):
                self._words[start:] = [ordinal(int(word))]
                self.draft.assume(line, f'"{word.strip()}" is read as {ordinal(int(word))}')
                return
        if word.strip():
            self.draft.assume(line, add_pronunciation(self._says, word, key, value))

    def _leave_out(self, tag: str, attributes: Mapping[str, str], line: int) -> None:
        written = "".join(f' {name}="{value}"' for name, value in attributes.items())
        self._left_out.setdefault(f"<{tag[:30]}{written[:60]}>", []).append(line)

    def report_left_out(self) -> None:
        """Report each tag whose effect is left out, once, with all its lines."""
        for written, lines in self._left_out.items():
            first, *more = dict.fromkeys(lines)
            also = ", ".join(map(str, more[:_MOST_LINES])) + (
                f" and {len(more) - _MOST_LINES} more" if len(more) > _MOST_LINES else ""
            )
            where = f" (also on line {also})" if more else ""
            self.draft.assume(first, f"{written} is left out; its words are kept{where}")

    def _silenced(self) -> bool:
        """Returns True inside a tag whose words are not spoken.

        The words inside an audio tag are for players that cannot play it.
        """
        return any(tag in _SILENT or tag == "audio" for tag in self._open)


def _title(name: str) -> str:
    return " ".join(re.sub(r"[-_]+", " ", name).split()).capitalize()
