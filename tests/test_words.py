"""Pages and messages are plain English: words of a dialect are refused, the reading grade is bounded."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from library_figures import reading_grade

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
FOR_READERS = ("index", "start", "studio", "your-own-script", "podcast")
HIGHEST_GRADE = 8.0
"""Flesch–Kincaid: a page that a reader of thirteen follows."""

DIALECT = {
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bto be had\b": "available",
    r"\bparted by\b": "separated by",
    r"\bcome together or not at all\b": "kept together, or dropped together",
    r"\bdoes what is missing\b": "makes what is missing",
    r"\bnobody rang\b": "nobody called",
    r"\bstay without a name\b": "are never named",
    r"\bis no (format|file|number|document|book|model|track|script) (that|in|of|here)\b": "is not a",
    r"\bthis is no\b": "this is not a",
    r"\bmust stand nowhere\b": "must appear nowhere",
    r"\bhow far (it|they) may\b": "the limit",
    r"\bit comes to the same\b": "it is the same",
    r"\bas they are; nothing\b": "unchanged",
    r"\bby what builds took\b": "by earlier builds",
    r"\bwhat is at a path\b": "the file at a path",
}
"""Phrases of a private dialect, each with plainer words."""

_NAMES = {"message", "hint", "advice"}
_KEYWORDS = {"hint", "help", "epilog"}


def prose(text: str) -> str:
    """Returns the sentences of a page: no code, tables, headings, links or lists of definitions."""
    text = re.sub(r"```.*?```|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"^(\|.*|#.*|!.*| {4}.*)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"`[^`]*`|https?://\S+", "it", text)
    return re.sub(r"[*_>]|^- ", "", text, flags=re.MULTILINE)


@cache
def messages() -> tuple[tuple[str, str], ...]:
    """Returns every message, hint and help text of the program, each with its place."""
    return tuple(
        (f"{path.relative_to(ROOT)}:{line}", text)
        for path in sorted((ROOT / "src" / "quietude").rglob("*.py"))
        for line, text in _texts(ast.parse(path.read_text(encoding="utf-8")))
    )


def _texts(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _NAMES:
                yield node.lineno, _text(value)
            case ast.keyword(arg=str(name), value=value) if name in _KEYWORDS:
                yield value.lineno, _text(value)


def _text(value: ast.expr) -> str:
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in parts)


def test_pages_and_messages_have_no_dialect() -> None:
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in PAGES]
    found = [
        (place, match[0], plainer)
        for place, text in [*texts, *messages()]
        for dialect, plainer in DIALECT.items()
        for match in re.finditer(dialect, " ".join(text.split()), re.IGNORECASE)
    ]
    assert found == []


def test_pages_for_everybody_are_easy_to_read() -> None:
    grades = {
        name: round(reading_grade([prose((ROOT / "docs" / f"{name}.md").read_text("utf-8"))]), 1)
        for name in FOR_READERS
    }
    assert {name: grade for name, grade in grades.items() if grade > HIGHEST_GRADE} == {}


def test_messages_are_short_and_plain() -> None:
    said = [text for _, text in messages() if text.count(" ") > 3]
    assert len(said) > 300
    assert reading_grade([f"{text.rstrip('.')}." for text in said]) < 6.0
    long = [(place, text) for place, text in messages() if len(text) > 320]
    assert long == []
