"""Plain text and Markdown → a draft of a definition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.durations import parse_duration, parse_span
from quietude.script.importing.draft import Draft, Paragraph
from quietude.script.importing.inline import pieces
from quietude.script.importing.language import code_of
from quietude.script.importing.lines import guess_policy, read_lines, with_titles
from quietude.script.importing.pronunciation import take_pronunciations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import LinePolicy, ScriptLine

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,8000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MAIL = re.compile(
    r"\s*(?:(?:from|to|cc|bcc|subject|date|sent|reply-to):[^\n]*\n){2,}(?=\s*\n)", re.IGNORECASE
)
"""The head of a script that came by mail: two such lines at least, and an empty one."""


def read_text(text: str, policy: LinePolicy | None = None) -> Draft:
    """Returns the draft of a script.

    Args:
        text: The whole script.
        policy: The meaning of its line breaks; None to guess, and to report the guess.
    """
    draft = Draft()
    text = _mail_head(_front_matter(text, draft), draft)
    text = _without_comments(text)
    lines, titles = with_titles(read_lines(text))
    for title in titles:
        draft.assume(title.number, f'"{title.text}" stands alone, so it is a title and not spoken')
    if policy is None:
        policy, why = guess_policy(lines)
        draft.assume(1, f"line breaks are read as {policy}: {why}")
    draft.title = draft.title or _only_top_heading(text, lines)
    paragraph: list[ScriptLine] = []
    for line in lines:
        if line.kind == "text":
            paragraph.append(line)
            continue
        if line.kind == "blank" and policy == "transcript" and _unfinished(paragraph):
            continue
        _flush(draft, paragraph, policy)
        if line.kind == "heading":
            _heading(draft, line)
        elif line.kind == "meta":
            _meta(draft, line)
    _flush(draft, paragraph, policy)
    return draft


def _front_matter(text: str, draft: Draft) -> str:
    match = _FRONT.match(text)
    if not match:
        return text
    for line in match[1].splitlines():
        key, colon, value = line.partition(":")
        value = value.strip().strip("\"'")
        if colon and key.strip().lower() == "title" and value:
            draft.title = value[:200]
        elif colon and key.strip().lower() in {"duration", "length"}:
            _declare(draft, value, 1)
        elif colon and key.strip().lower() in {"language", "lang"}:
            draft.language = code_of(value)
    draft.assume(1, "the front matter is not spoken")
    return "\n" * match.group().count("\n") + text[match.end() :]


def _mail_head(text: str, draft: Draft) -> str:
    match = _MAIL.match(text)
    if not match:
        return text
    if subject := re.search(r"^subject:(.*)", match.group(), re.IGNORECASE | re.MULTILINE):
        draft.title = subject[1].strip()[:200]
    draft.assume(1, "the head of a mail is not spoken")
    return "\n" * match.group().count("\n") + text[match.end() :]


def _without_comments(text: str) -> str:
    parts = text.split("<!--")
    kept = [parts[0]]
    for part in parts[1:]:
        comment, closed, rest = part.partition("-->")
        kept.append("\n" * comment.count("\n") + rest if closed else part)
    return "".join(kept)


def _only_top_heading(text: str, lines: Sequence[ScriptLine]) -> str:
    """Returns the title of a Markdown script: its only "#" above "##"; "" if it has none."""
    tops = {number for number, raw in enumerate(text.splitlines(), 1) if raw.startswith("# ")}
    if len(tops) != 1 or not re.search(r"^##+ ", text, re.MULTILINE):
        return ""
    headings = (line for line in lines if line.kind == "heading" and line.number in tops)
    return next((line.text for line in headings), "")


def _heading(draft: Draft, line: ScriptLine) -> None:
    if line.clock_s is not None:
        draft.anchor(line.clock_s, line.number)
    draft.section(line.text, line.number)


def _meta(draft: Draft, line: ScriptLine) -> None:
    if line.key in {"duration", "length", "time"}:
        _declare(draft, line.text, line.number)
    elif line.key == "title" and not draft.title:
        draft.title = line.text[:200]
    draft.assume(line.number, f'"{line.key}" is taken as information and not spoken')


def _declare(draft: Draft, text: str, line: int) -> None:
    """Keep the length that a script says it has; a bare number is minutes."""
    found = re.search(r"\d[\d.:]*(?:\s*(?:-|–|to)\s*\d[\d.]*)?\s*[a-zA-Z]*", text)
    if not found:
        return
    written = re.sub(r"\s+", "", found.group())
    try:
        draft.declared_s = parse_span(written).ideal_s
    except ValueError:
        try:
            draft.declared_s = parse_duration(written + "m")
        except ValueError:
            draft.assume(line, f'the length "{text[:40]}" is not understood')


def _unfinished(paragraph: list[ScriptLine]) -> bool:
    return bool(paragraph) and paragraph[-1].text[-1:].isalnum()


def _flush(draft: Draft, paragraph: list[ScriptLine], policy: LinePolicy) -> None:
    """Add a paragraph to the draft, and empty it."""
    draft.block()
    spoken = Paragraph(draft)
    for line in paragraph:
        taken = take_pronunciations(line.text)
        spoken.says |= taken.says
        for report in taken.reports:
            draft.assume(line.number, report)
        for piece in pieces(taken.text):
            spoken.take(piece, line.number)
        if policy == "phrases":
            spoken.end()
    spoken.end()
    paragraph.clear()
