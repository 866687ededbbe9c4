"""Exports of :mod:`quietude.script.export` → the data of the definition they were made from."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from quietude._util.strict_reading import ReadingError, parse_json
from quietude.errors import ScriptError
from quietude.script.export import NOTATION, SPOKEN_KINDS
from quietude.script.schema.yaml_source import SourceError, parse_yaml

Lines = dict[tuple[Any, ...], int]
_FRONT = re.compile(
    rf"\A\ufeff?---[ \t]*\r?\nnotation: {NOTATION}[ \t]*\r?\n(.*?)\n---[ \t]*\r?\n", re.DOTALL
)
_DIRECTIVE = re.compile(r"(section|step|as [a-z]+)(?: (.*))?")


def is_exported(text: str) -> bool:
    """Returns True if a text is an export of Quietude's."""
    return bool(_FRONT.match(text)) or f"<metadata>notation: {NOTATION}\n" in text[:2000]


def read_exported(text: str, source: str) -> tuple[dict[str, Any], Lines]:
    """Returns the data of an exported definition, and the line of each part of it.

    Raises:
        ScriptError: with the line, for a step in brackets that cannot be read.
    """
    reader = _ExportReader(source)
    if match := _FRONT.match(text):
        reader.head(match[1], 3)
        first = match.group().count("\n") + 1
        for number, line in enumerate(text[match.end() :].splitlines(), first):
            reader.line(line.strip(), number)
    else:
        _read_ssml(text, reader)
    return {**reader.data, "sections": reader.sections}, reader.lines


class _ExportReader:
    """Takes the lines or tags of an export, and collects sections and steps."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.data: dict[str, Any] = {}
        self.sections: list[dict[str, Any]] = []
        self.lines: Lines = {}

    def head(self, text: str, line: int) -> None:
        try:
            document = parse_yaml(text)
        except SourceError as error:
            raise ScriptError(str(error), path=self.source, line=line + error.line - 1) from error
        if isinstance(document.data, dict):
            self.data = document.data

    def line(self, text: str, number: int) -> None:
        if not text:
            return
        if text.startswith("## "):
            self.section({"title": text[3:].strip()}, number)
        elif text.startswith("[") and text.endswith("]"):
            self.directive(text[1:-1], number)
        else:
            self.add(text, number)

    def directive(self, text: str, number: int) -> None:
        match = _DIRECTIVE.fullmatch(text)
        try:
            value = parse_json(match[2]) if match and match[2] else {}
        except ReadingError:
            match = None
            value = None
        if match and match[1] == "section" and isinstance(value, dict):
            self.section(value, number)
        elif match and match[1] == "step":
            self.add(value, number)
        elif match and isinstance(value, dict) and self.sections and self._as(match[1], value):
            return
        else:
            message = f"[{text[:40]}] is not a step in this notation"
            hint = "Remove the line notation: quietude to have it read like any other script."
            raise ScriptError(message, path=self.source, line=number, hint=hint)

    def _as(self, directive: str, rest: dict[str, Any]) -> bool:
        kind = directive.removeprefix("as ")
        if kind == "section":
            self.sections[-1].update(rest)
            return True
        steps = self.sections[-1]["steps"]
        if kind not in SPOKEN_KINDS or not steps or not isinstance(steps[-1], str):
            return False
        steps[-1] = {kind: steps[-1], **rest}
        return True

    def section(self, value: dict[str, Any], number: int) -> None:
        self.lines[("sections", len(self.sections))] = number
        self.sections.append({**value, "steps": []})

    def add(self, step: Any, number: int) -> None:
        if not self.sections:
            self.section({"title": "Session"}, number)
        steps = self.sections[-1]["steps"]
        self.lines[("sections", len(self.sections) - 1, "steps", len(steps))] = number
        steps.append(step)


def _read_ssml(text: str, reader: _ExportReader) -> None:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    words: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        words.clear()
        name = attributes.get("name", "")
        if tag == "mark" and name.startswith(f"{NOTATION}:"):
            reader.directive(name.removeprefix(f"{NOTATION}:"), parser.CurrentLineNumber)

    def end(tag: str) -> None:
        said = "".join(words)
        words.clear()
        if tag == "metadata":
            reader.head(said.partition("\n")[2], 1)
        elif tag == "s" and said.strip():
            reader.add(" ".join(said.split()), parser.CurrentLineNumber)

    def doctype(*_declaration: object) -> None:
        message = "a document type (DTD) is not supported"
        raise ScriptError(message, path=reader.source, line=parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = words.append
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003
    except expat.ExpatError as error:
        message = f"this is not well-formed SSML: {expat.ErrorString(error.code)}"
        raise ScriptError(message, path=reader.source, line=error.lineno) from error
