"""An answer of a chat assistant → the data of the definition in it, and what was fixed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quietude.durations import parse_span
from quietude.errors import ScriptError
from quietude.script.importing.answers.data_fixes import DataFixer
from quietude.script.importing.answers.extract import Answer, definition_in
from quietude.script.importing.answers.text_fixes import fixed_text, reindented
from quietude.script.importing.drafting.draft import Assumption, Draft
from quietude.script.importing.view import ViewRow
from quietude.script.pacing import GAPS
from quietude.script.schema.yaml_source import SourceError, parse_yaml
from quietude.script.speaking_time import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.script.schema.yaml_source import Document

_SPOKEN = ("say", "ask", "echo", "imagine")
_HEARD = ("bell", "breathe", "tap")
_SILENT = ("pause", "reflect", "time", "journal", "music")


def is_answer(text: str) -> bool:
    """Returns True if a text is an answer with a definition in it."""
    return definition_in(text) is not None


def is_chat_answer(text: str) -> bool:
    """Returns True if it is one as chat assistants write it, in a code block."""
    return "```" in text and is_answer(text)


def read_answer(text: str, source: str, name: str) -> Draft:
    """Returns the draft of the definition in an answer; ``data`` of it is complete.

    Args:
        text: The answer, or a definition alone with small mistakes in it.
        source: Its file, for messages.
        name: An id for a definition that has none.

    Raises:
        ScriptError: with the line, if it cannot be read as YAML even so.
    """
    answer = definition_in(text) or Answer(text, {})
    document, done = _parsed(answer.text, source)
    fixer = DataFixer(document.data, document.line_of, name)
    draft = Draft(lines=dict(fixer.lines), declared_s=fixer.declared_s)
    draft.data = fixer.data
    for line, words in answer.around.items():
        if not words.strip().startswith(("```", "~~~")):
            draft.leave_out(line, words, "words around the definition")
    notes = [*done.items(), *fixer.notes]
    draft.assumptions += [Assumption(line, told) for line, told in dict.fromkeys(notes)]
    for row in _rows(fixer):
        draft.rows.append(row)
        if row.what in {"spoken", "unsure"}:
            draft.words += round(word_count(row.text))
        elif row.what == "silence":
            draft.silence_s += row.seconds or 0.0
    return draft


def _parsed(text: str, source: str) -> tuple[Document, dict[int, str]]:
    fixed, done = fixed_text(text)
    even = reindented(fixed)
    attempts = [(fixed, done), (text, {})]
    if even:
        attempts.insert(1, (even, {**done, 1: "the indentation is made even"}))
    if text.lstrip()[:1] in {"{", "["}:  # JSON, where the signs are all meant as they stand
        attempts.insert(0, (text, {}))
    first: SourceError | None = None
    for attempt, told in attempts:
        try:
            return parse_yaml(attempt), told
        except SourceError as error:
            first = first or error
    assert first is not None
    hint = first.hint or "Put the words of that line in double quotes."
    raise ScriptError(str(first), path=source, line=first.line, hint=hint) from first


def _rows(fixer: DataFixer) -> Iterator[ViewRow]:
    sections = fixer.data.get("sections")
    for number, section in enumerate(sections if isinstance(sections, list) else []):
        if not isinstance(section, dict):
            continue
        line = fixer.lines.get(("sections", number), 1)
        optional = "optional" if section.get("optional") else ""
        yield ViewRow(line, "chapter", str(section.get("title", "")), optional)
        for at, step in enumerate(section.get("steps", ())):
            yield from _step_rows(step, fixer.lines.get(("sections", number, "steps", at), line))


def _step_rows(step: Any, line: int) -> Iterator[ViewRow]:
    if step == "bell":
        yield ViewRow(line, "sound", step)
    elif isinstance(step, str):
        yield _said(step, line)
    if not isinstance(step, dict):
        return
    why = "optional" if step.get("optional") else ""
    for key, value in step.items():
        if key in _SPOKEN and isinstance(value, str):
            yield _said(value, line, why)
        elif key in _SILENT and not isinstance(value, dict):
            yield ViewRow(line, "silence", "", why, _seconds(value))
        elif key in _HEARD:
            yield ViewRow(line, "sound", key, why)
        elif key == "note":
            yield ViewRow(line, "left out", str(value), "note")
        elif key == "steps" and isinstance(value, list):
            times = f"{step['repeat']} times" if "repeat" in step else ""
            inner = (row for each in value for row in _step_rows(each, line))
            yield from (replace(row, why=row.why or times) for row in inner)


def _said(text: str, line: int, why: str = "") -> ViewRow:
    """Returns the row of a line of speech; words in parentheses may not be meant to be heard."""
    aside = re.search(r"\([^()]{1,400}\)", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text))
    if aside:
        return ViewRow(line, "unsure", text, f'"{aside.group()[:60]}" stands apart')
    return ViewRow(line, "spoken", text, why)


def _seconds(length: Any) -> float | None:
    if isinstance(length, str) and length in GAPS:
        return GAPS[length].ideal_s
    try:
        return parse_span(length).ideal_s if isinstance(length, str) else float(length)
    except (TypeError, ValueError):
        return None
