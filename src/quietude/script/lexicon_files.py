"""Lexicon files → a Lexicon: YAML, a line for each word, or PLS 1.0 of the W3C.

Of PLS no DTD and no entities are read, and nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from quietude._util.dirs import config_dir
from quietude.errors import ScriptError
from quietude.script.files import read_file
from quietude.script.lexicon import Lexicon, Pronunciation, lexicon_of
from quietude.script.schema.yaml_source import document_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

LEXICON_NAME = "lexicon.yaml"
"""The name of a lexicon beside a definition, or in the folder of personal settings."""

PLS_SUFFIXES = (".pls", ".xml")
SUFFIXES = (".yaml", ".yml", *PLS_SUFFIXES)
_KEYS = frozenset({"says", "ipa", "exact"})
_PLS_DEPTH = 12
_MAX_ALIASES = 8
_PLS_PARTS = frozenset({"grapheme", "alias", "phoneme"})
_EXAMPLE = "Write it like: Siobhan: shi-VAWN"


def read_lexicon(path: Path) -> Lexicon:
    """Returns the lexicon of a YAML or PLS file.

    Raises:
        ScriptError: with the line, if it cannot be read or is not a lexicon.
    """
    text = read_file(path, SUFFIXES, "lexicons in .yaml and .pls")
    if path.suffix.lower() in PLS_SUFFIXES:
        return parse_pls(text, path)
    document = document_of(text, path)
    data = {} if document.data is None else document.data
    return lexicon_from(data, path, lambda word: document.line_of((word,)))


def personal_lexicon_path() -> Path:
    """Returns the path of this user's own lexicon, in the folder of personal settings."""
    return config_dir() / LEXICON_NAME


def listener_lexicon(also: Path | None = None) -> Lexicon:
    """Returns this user's own lexicon, and beneath it another file.

    Raises:
        ScriptError: with the line, if one of them cannot be read.
    """
    own = optional_lexicon(personal_lexicon_path())
    return own.over(read_lexicon(also)) if also else own


def optional_lexicon(path: Path) -> Lexicon:
    """Returns the lexicon of a file, or an empty one if there is no such file."""
    return read_lexicon(path) if path.is_file() else Lexicon()


def lexicon_from(data: Any, source: Path | str, line_of: Callable[[str], int]) -> Lexicon:
    """Returns the lexicon of a mapping of words to respellings, or to says, ipa and exact.

    Args:
        data: The mapping.
        source: The file, for messages.
        line_of: Returns the line of a word.

    Raises:
        ScriptError: with the line, if it is not a lexicon.
    """
    if not isinstance(data, dict):
        message = "a lexicon has a line for each word"
        raise ScriptError(message, path=source, hint=_EXAMPLE)
    entries = []
    for word, value in data.items():
        try:
            entries.append(_entry(str(word), value))
        except ValueError as error:
            raise ScriptError(str(error), path=source, line=line_of(word), hint=_EXAMPLE) from error
    try:
        return lexicon_of(entries)
    except ValueError as error:
        raise ScriptError(str(error), path=source) from error


def _entry(word: str, value: Any) -> Pronunciation:
    if isinstance(value, str):
        return Pronunciation(word, says=value)
    if not isinstance(value, dict) or not value or not set(value) <= _KEYS:
        message = "a word has a respelling, or says, ipa and exact"
        raise ValueError(message)
    says, ipa, exact = value.get("says", ""), value.get("ipa", ""), value.get("exact", False)
    if not isinstance(says, str) or not isinstance(ipa, str) or not isinstance(exact, bool):
        message = "says and ipa are text, and exact is true or false"
        raise ValueError(message)
    return Pronunciation(word, says=says, ipa=ipa, exact=exact)


@dataclass(slots=True)
class _Lexeme:
    """One lexeme as far as it has been read."""

    line: int
    graphemes: list[str] = field(default_factory=list)
    alias: str = ""
    phoneme: str = ""
    preferred: bool = False


def parse_pls(text: str, source: Path | str) -> Lexicon:
    """Returns the lexicon of a PLS document.

    Spelling variants become entries of their own; of several pronunciations the preferred one
    counts, or the first. An alias may be the word of another lexeme. By the standard, capitals
    count. Pronunciations in other alphabets than IPA are ignored.

    Raises:
        ScriptError: with the line, if it is not well formed, has a DTD, or holds no lexemes.
    """
    reader = _PlsReader(source)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    reader.parser = parser
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text.append
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003
    except expat.ExpatError as error:
        message = f"this is not a well-formed lexicon: {expat.ErrorString(error.code)}"
        raise ScriptError(message, path=source, line=error.lineno) from error
    return reader.lexicon()


class _PlsReader:
    """Takes the parser's events and collects lexemes."""

    parser: expat.XMLParserType

    def __init__(self, source: Path | str) -> None:
        self.source = source
        self.text: list[str] = []
        self._open: list[str] = []
        self._alphabets: list[str] = ["ipa"]
        self._attributes: Mapping[str, str] = {}
        self._lexemes: list[_Lexeme] = []

    def doctype(self, *_declaration: object) -> None:
        message = "a document type (DTD) is not supported"
        raise self._error(message, "Remove the <!DOCTYPE> line.")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2].lower()
        if not self._open and tag != "lexicon":
            message = "a PLS lexicon begins with <lexicon>"
            raise self._error(message)
        self._open.append(tag)
        if len(self._open) > _PLS_DEPTH:
            message = "this is nested too deeply"
            raise self._error(message)
        self._alphabets.append(attributes.get("alphabet", self._alphabets[-1]).lower())
        self._attributes = attributes
        self.text.clear()
        if tag == "lexeme":
            self._lexemes.append(_Lexeme(self.parser.CurrentLineNumber))

    def end(self, _name: str) -> None:
        tag, alphabet = self._open.pop(), self._alphabets.pop()
        said = " ".join("".join(self.text).split())
        self.text.clear()
        if tag not in _PLS_PARTS or "lexeme" not in self._open or not said:
            return
        lexeme = self._lexemes[-1]
        if tag == "grapheme":
            lexeme.graphemes.append(said)
        elif tag == "alias":
            lexeme.alias = lexeme.alias or said
        elif alphabet == "ipa":
            prefer = self._attributes.get("prefer") == "true"
            if not lexeme.phoneme or (prefer and not lexeme.preferred):
                lexeme.phoneme, lexeme.preferred = said, prefer

    def lexicon(self) -> Lexicon:
        """Returns the lexicon of the lexemes so far."""
        entries = []
        for lexeme in self._lexemes:
            if not lexeme.alias and not lexeme.phoneme:
                continue
            for word in lexeme.graphemes:
                try:
                    entries.append(Pronunciation(word, lexeme.alias, lexeme.phoneme, exact=True))
                except ValueError as error:
                    raise ScriptError(str(error), path=self.source, line=lexeme.line) from error
        if not entries:
            message = "this lexicon has no words that can be read"
            raise ScriptError(message, path=self.source)
        try:
            return lexicon_of(_resolved(entries))
        except ValueError as error:
            raise ScriptError(str(error), path=self.source) from error

    def _error(self, message: str, hint: str | None = None) -> ScriptError:
        line = self.parser.CurrentLineNumber
        return ScriptError(message, path=self.source, line=line, hint=hint)


def _resolved(entries: Sequence[Pronunciation]) -> list[Pronunciation]:
    """Returns the entries with aliases that are words themselves followed, unless in a circle."""
    by_word = {entry.word: entry for entry in reversed(entries)}
    resolved = []
    for first in entries:
        entry = first
        for _ in range(_MAX_ALIASES):
            target = by_word.get(entry.says)
            if target is None or target.word == first.word:
                break
            entry = replace(first, says=target.says, ipa=first.ipa or target.ipa)
        resolved.append(entry if entry.says or entry.ipa else first)
    return resolved
