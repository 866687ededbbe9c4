"""Fountain, the plain text of screenplays: scenes, characters, parentheses and transitions."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from quietude.script.documents.base import DocumentFormat, SourceText
from quietude.script.documents.encoding import decode
from quietude.script.importing.view import ViewRow

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE_KEY = re.compile(
    r"(title|credit|authors?|source|draft date|date|contact|copyright|notes|revision|format):"
    r"\s*(.*)",
    re.IGNORECASE,
)
_SCENE = re.compile(r"(?:(?:int|ext|est|i/e|int\./ext)[. ]|\.(?=\w))", re.IGNORECASE)
_CUE = re.compile(r"@?[A-ZÀ-Þ0-9][A-ZÀ-Þ0-9 .'#-]{0,40}(?:\s*\([^()]{1,40}\))*\s*\^?")
_TRANSITION = re.compile(r"[A-Z ]{2,30}(?:TO:|IN:|OUT\.|BLACK\.|IN\.)|>\s*[^<]{1,60}$")
_FADE = re.compile(r"\W*(?:FADE|CUT|DISSOLVE) (?:IN|OUT|TO)\b.{0,20}")
_MOST_LOOKED_AT = 400
_SCENE_NUMBER = re.compile(r"\s*#[^#\s]{1,10}#$")


class Fountain(DocumentFormat):
    """A screenplay in Fountain."""

    name = "a screenplay in Fountain"
    suffixes = (".fountain", ".spmd")

    def read(self, data: bytes) -> SourceText:
        text, encoding = decode(data)
        notes = (f"the letters are read as {encoding}",) if encoding else ()
        return read_screenplay(text, notes)


def is_screenplay(text: str) -> bool:
    """Returns True for a text laid out as a screenplay, whatever its file is called.

    It has a scene or a fade, and one name in capitals stands alone above two lines at least.
    """
    lines = [line.strip() for line in text.splitlines()[:_MOST_LOOKED_AT]]
    if not any(_SCENE.match(line) or _FADE.fullmatch(line) for line in lines):
        return False
    names = Counter(
        line.partition("(")[0].strip()
        for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False)
        if not before and after and _CUE.fullmatch(line) and not _SCENE.match(line)
    )
    return any(count > 1 and any(map(str.isalpha, name)) for name, count in names.items())


def read_screenplay(text: str, notes: tuple[str, ...] = ()) -> SourceText:
    """Returns a screenplay with all but what is said left out, line for line.

    Args:
        text: The screenplay.
        notes: Sentences about how its file was read.
    """
    aside: list[ViewRow] = []
    text = _set_aside(text, ("/*", "*/"), "set aside by the writer", aside)
    text = _set_aside(text, ("[[", "]]"), "note of the writer", aside)
    lines, title = list[str](), ""
    elements = list(_elements(text.splitlines()))
    if not any(kind == "speech" for kind, _ in elements):  # prose that is only called so
        return SourceText(text, notes=notes)
    for number, (kind, line) in enumerate(elements, 1):
        if kind == "title":
            title = title or line
        if kind in {"title", "left"}:
            aside.append(ViewRow(number, "left out", line, "about the screenplay"))
        lines.append(_written(kind, line))
    return SourceText("\n".join(lines) + "\n", aside=tuple(aside), title=title, notes=notes)


def _set_aside(text: str, signs: tuple[str, str], why: str, aside: list[ViewRow]) -> str:
    """Returns text without what stands between two signs, line for line."""
    opening, closing = signs
    kept: list[str] = []
    position, line = 0, 1
    while (start := text.find(opening, position)) >= 0:
        end = text.find(closing, start + 2)
        if end < 0:
            break
        line += text.count("\n", position, start)
        inside = text[start + 2 : end]
        if words := " ".join(inside[:400].split())[:200]:
            aside.append(ViewRow(line, "left out", words, why))
        kept += [text[position:start], "\n" * inside.count("\n")]
        line += inside.count("\n")
        position = end + 2
    return "".join(kept) + text[position:]


def _elements(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yields the kind of each line, and its words."""
    head = bool(lines) and bool(_TITLE_KEY.match(lines[0]))
    spoken = False
    for at, raw in enumerate(lines):
        line = raw.strip()
        before = lines[at - 1].strip() if at else ""
        after = lines[at + 1].strip() if at + 1 < len(lines) else ""
        if head:
            head = bool(line)
            match = _TITLE_KEY.match(line)
            kind = "title" if match and match[1].lower() == "title" and match[2] else "left"
            yield (
                (kind if line else "blank"),
                (match[2] if kind == "title" and match else line).strip("*_ "),
            )
        elif not line:
            spoken = False
            yield "blank", ""
        elif line.startswith(("=", "#")) or _SCENE.match(line):
            yield ("left", line) if line.startswith("=") else ("scene", line)
        elif spoken and line.startswith("(") and line.endswith(")"):
            yield "parenthesis", line
        elif not before and _TRANSITION.fullmatch(line):
            yield "left", line
        elif not before and after and _CUE.fullmatch(line) and any(map(str.isalpha, line)):
            spoken = True
            yield "left", line
        elif spoken:
            yield "speech", line.lstrip("~ ")
        else:
            yield "action", line.lstrip("!")


def _written(kind: str, line: str) -> str:
    match kind:
        case "scene":
            return f"# {_SCENE_NUMBER.sub('', line.strip('#. '))}"
        case "parenthesis" | "action":
            return f"[{line.strip('()[] ')}]"
        case "speech":
            return line
        case _:
            return ""
