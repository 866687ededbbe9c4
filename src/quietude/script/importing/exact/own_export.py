"""Exports of :mod:`quietude.script.export` → the data of the definition they were made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from quietude._util.strict_reading import ReadingError, parse_json
from quietude.errors import ScriptError
from quietude.script.export import NOTATION, SPOKEN_KINDS
from quietude.script.notation import (
    MARKS,
    WITH_WORDS,
    NotationError,
    read_directive,
    read_section,
    step_of,
    text_of,
)
from quietude.script.schema.steps import STEP_FORMS
from quietude.script.schema.yaml_source import SourceError, parse_yaml

DataPath = tuple[Any, ...]
Lines = dict[tuple[Any, ...], int]
_FRONT = re.compile(
    rf"\A\ufeff?---[ \t]*\r?\nnotation: {NOTATION}[ \t]*\r?\n(.*?)\n---[ \t]*\r?\n", re.DOTALL
)
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
_TRAILING = re.compile(r"(?!#)((?:\[[^\[\]]*\])?[^\[\]]*[^\[\]\s])\s+\[(\w+)\b[^\[\]]*\]")
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
        reader.text(text[match.end() :].splitlines(), first)
    else:
        _read_ssml(text, reader)
    return {**reader.data, "sections": reader.sections}, reader.lines


@dataclass(slots=True)
class _OpenSteps:
    """Steps within brackets that have not ended: of a repeat, a choice or a group.

    Attributes:
        kind: The word that opened them.
        steps: The steps so far; of a choice, those of the wording at hand.
        path: The path of the list they belong to.
        line: The line they began on.
        options: Of a choice, the wordings so far; else None.
    """

    kind: str
    steps: list[Any]
    path: DataPath
    line: int
    options: list[Any] | None = None


class _ExportReader:
    """Takes the lines or tags of an export, and collects sections and steps."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.data: dict[str, Any] = {}
        self.sections: list[dict[str, Any]] = []
        self.lines: Lines = {}
        self.open: list[_OpenSteps] = []

    def head(self, text: str, line: int) -> None:
        try:
            document = parse_yaml(text)
        except SourceError as error:
            raise ScriptError(str(error), path=self.source, line=line + error.line - 1) from error
        if isinstance(document.data, dict):
            self.data = document.data
            self.lines |= {path: line + at - 1 for path, at in document.lines.items() if path}

    def text(self, lines: list[str], first: int) -> None:
        """Takes the lines of a text or Markdown export, paragraph by paragraph."""
        paragraph: list[str] = []
        began = first
        for number, raw in enumerate([*lines, ""], first):
            line = raw.strip()
            starts = line.startswith("[") or _HEADING.match(line)
            if paragraph and (not line or starts):
                self.paragraph(" ".join(paragraph), began)
                paragraph = []
            if line:
                began = began if paragraph else number
                paragraph.append(line)
        if self.open:
            message = f"this {self.open[-1].kind} is never ended: write [end] after its steps"
            raise self._error(message, self.open[-1].line)

    def paragraph(self, text: str, number: int) -> None:
        """Takes a heading, a line of speech, or what stands in brackets."""
        match = _TRAILING.fullmatch(text)
        if match and match[2].lower() in STEP_FORMS:  # "Rest here. [pause 5s]"
            self.paragraph(match[1], number)
            text = text[match.end(1) :].strip()
        try:
            if match := _HEADING.match(text):
                self.section(read_section(text[match.end() :]), number)
            elif _DIRECTIVE.fullmatch(text[1:-1]) and text[0] == "[" and text[-1] == "]":
                self.directive(text[1:-1], number)
            elif text.startswith("["):
                self._brackets(text, number)
            else:
                self.add(text_of(text), number)
        except NotationError as error:
            raise self._error(str(error), number) from error

    def _brackets(self, text: str, number: int) -> None:
        directive, words = read_directive(text)
        match directive.kind:
            case "end":
                self._end(number)
            case "or":
                self._next_option(number)
            case "group":
                self.open.append(_OpenSteps("group", [], self._path(), number))
            case "repeat":
                step: dict[str, Any] = {"repeat": directive.value, **directive.keys, "steps": []}
                path = (*self.add(step, number), "steps")
                self.open.append(_OpenSteps("repeat", step["steps"], path, number))
            case "choose" if not directive.has_value:
                step = {"choose": [], **directive.keys}
                path = (*self.add(step, number), "choose")
                self.open.append(_OpenSteps("choose", [], path, number, step["choose"]))
            case kind:
                self.add(step_of(directive, words), number)
                if words and kind not in (*WITH_WORDS, *MARKS, "says"):
                    self.add(text_of(words), number)  # "[pause 5s] Rest here."

    def _end(self, number: int) -> None:
        if not self.open:
            message = "nothing is open here that could end"
            raise NotationError(message)
        ended = self.open[-1]
        if ended.kind == "choose":
            self._next_option(number)
        self.open.pop()
        if ended.kind == "group":
            self._steps().append(ended.steps)

    def _next_option(self, _number: int) -> None:
        if not self.open or self.open[-1].kind != "choose" or self.open[-1].options is None:
            message = "[or] stands between the wordings of a [choose]"
            raise NotationError(message)
        choice = self.open[-1]
        steps = choice.steps
        alone = len(steps) == 1
        choice.options.append(steps[0] if alone else steps)  # type: ignore[union-attr]
        choice.steps = []

    def _error(self, message: str, number: int) -> ScriptError:
        hint = "The notation is explained in docs/script-language.md. "
        hint += "Remove the line notation: quietude to have it read like any other script."
        return ScriptError(message, path=self.source, line=number, hint=hint)

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

    def add(self, step: Any, number: int) -> DataPath:
        """Adds a step where steps are being added, and returns its path."""
        if not self.sections:
            self.section({"title": "Session"}, number)
        steps = self._steps()
        path = (*self._path(), len(steps))
        self.lines[path] = number
        steps.append(step)
        return path

    def _steps(self) -> list[Any]:
        return self.open[-1].steps if self.open else self.sections[-1]["steps"]

    def _path(self) -> DataPath:
        if not self.open:
            return ("sections", len(self.sections) - 1, "steps")
        last = self.open[-1]
        if last.options is None:
            return last.path
        return (*last.path, len(last.options))


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
