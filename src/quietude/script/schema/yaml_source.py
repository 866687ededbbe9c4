"""YAML text → plain data, with the line of every value.

The data is built from the parser's events, not by its constructor: no object is instantiated and
nothing recurses. Anchors, aliases and tags, which can make a small file large, are refused. Scalars
follow the YAML 1.2 core schema, so that a spoken ``Yes`` or ``No`` stays a word.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from quietude._util.text import CONTROL, LONE_SURROGATE
from quietude.errors import ScriptError

if TYPE_CHECKING:
    from pathlib import Path

MAX_DEPTH = 12
"""Deeper nesting than any definition needs."""

DataPath = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?\d{1,15}", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(?:\d{1,15}\.\d{0,15}|\.\d{1,15}|\d{1,15})(?:[eE][-+]?\d{1,3})?", re.ASCII
)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


class SourceError(ValueError):
    """Text outside the part of YAML that is read; ``line`` is counted from 1."""

    def __init__(self, message: str, line: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.hint = hint


@dataclass(slots=True)
class Document:
    """Plain data, and the line of each part of it.

    Attributes:
        data: Dictionaries, lists, strings, numbers, booleans and None.
        lines: The line of each value by its path; of a key, by the path that ends in it.
    """

    data: Any
    lines: dict[DataPath, int]

    def line_of(self, path: tuple[Any, ...]) -> int:
        """Returns the line of the deepest part of ``path`` that the document has."""
        known: DataPath = ()
        for part in path:
            if (*known, part) in self.lines:
                known = (*known, part)
        return self.lines.get(known, 1)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read."""

    value: Any
    path: DataPath
    keys: dict[str, int] = field(default_factory=dict)
    key: str | None = None


def parse_yaml(text: str) -> Document:
    """Returns one YAML document as data.

    Raises:
        SourceError: with the line, if the text is not YAML, holds several documents, uses
            anchors, aliases or tags, repeats a key, or nests too deeply.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SourceError(*_explain(error, mark.line + 1 if mark else 1)) from error
    except yaml.YAMLError as error:
        message = "this is not readable text"
        raise SourceError(message, 1, "A definition is a UTF-8 text file.") from error
    return Document(builder.root, builder.lines)


def document_of(text: str, source: Path | str) -> Document:
    """Returns the YAML document of a file's text as data.

    Raises:
        ScriptError: with the file and the line, if :func:`parse_yaml` refuses it.
    """
    try:
        return parse_yaml(text)
    except SourceError as error:
        raise ScriptError(str(error), path=source, line=error.line, hint=error.hint) from error


class _Builder:
    """Takes parser events one by one and keeps the data and its lines."""

    def __init__(self) -> None:
        self.root: Any = None
        self.lines: dict[DataPath, int] = {(): 1}
        self._stack: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document(line)
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = "anchors and aliases (& and *) are not supported"
            raise SourceError(message, line, "Quote a line that starts with & or *.")
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_tag(event, line)
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._open(value, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()

    def _start_document(self, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "a second document starts here"
            raise SourceError(message, line, "Keep one definition in a file; remove the ---.")

    def _scalar(self, event: Any, line: int) -> None:
        self._refuse_tag(event, line)
        event.value = _whole(event.value, line)
        if control := CONTROL.search(event.value):
            message = f"there is a control character here (U+{ord(control[0]):04X})"
            raise SourceError(message, line, "Remove it: nobody can see or hear it.")
        parent = self._stack[-1] if self._stack else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            self._key(parent, str(event.value), line)
            return
        value = event.value if event.style else plain_scalar(event.value)
        self._place(value, line)

    def _key(self, parent: _Open, key: str, line: int) -> None:
        if key in parent.keys:
            message = f'the key "{_short(key)}" is here twice'
            hint = f"It was first given on line {parent.keys[key]}."
            raise SourceError(message, line, hint)
        parent.keys[key] = line
        parent.key = key
        self.lines[(*parent.path, key)] = line

    def _place(self, value: Any, line: int) -> DataPath:
        """Put a finished or opening value in its place; returns its path."""
        if not self._stack:
            self.root = value
            self.lines[()] = line
            return ()
        parent = self._stack[-1]
        if isinstance(parent.value, list):
            path: DataPath = (*parent.path, len(parent.value))
            parent.value.append(value)
            self.lines[path] = line
        else:
            assert parent.key is not None
            path = (*parent.path, parent.key)
            parent.value[parent.key] = value
            parent.key = None
        return path

    def _open(self, value: Any, line: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            message = "this is nested too deeply"
            raise SourceError(message, line, "Check the indentation and the brackets.")
        if self._stack and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None:
            message = "a list or mapping cannot be a key"
            raise SourceError(message, line, 'Quote text that starts with "{" or "[".')
        self._stack.append(_Open(value, self._place(value, line)))

    @staticmethod
    def _refuse_tag(event: Any, line: int) -> None:
        if event.tag is not None:
            message = f'tags are not supported ("{_short(str(event.tag))}")'
            raise SourceError(message, line, 'Quote a line that starts with "!".')


def _whole(text: str, line: int) -> str:
    """Returns text with characters joined that escapes wrote in two halves, as JSON does."""
    if not LONE_SURROGATE.search(text):
        return text
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError as error:
        message = "there is half a character here, which no file can hold"
        hint = "Write the character itself instead of the escape \\ud8…"
        raise SourceError(message, line, hint) from error


def plain_scalar(text: str) -> Any:
    """Returns a plain scalar by the YAML 1.2 core schema, without octals and infinities."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _explain(error: yaml.MarkedYAMLError, line: int) -> tuple[str, int, str | None]:
    problem = str(error.problem or "this is not valid YAML")
    if "mapping values are not allowed" in problem:
        return 'a colon followed by a space is read as "key: value" here', line, _QUOTE_HINT
    if "\\t" in problem or "tab" in problem:
        return "a tab is used for indentation", line, "Use spaces."
    return f"this is not valid YAML: {problem}", line, "Check the indentation and the quotes."


_QUOTE_HINT = 'If the line is to be spoken, put it in quotes: - "Remember: you can stop."'


def _short(text: str) -> str:
    return textwrap.shorten(text, 40, placeholder="…")
