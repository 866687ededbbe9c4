"""Help pages: golden in docs/commands.md, at any width, with examples that can be typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

import make_command_reference
from quietude.cli.app import app
from quietude.cli.help.page import help_page
from quietude.cli.help.panels import ORDER, OTHER

if TYPE_CHECKING:
    from collections.abc import Iterator


def contexts(command: Any, parent: Any = None) -> Iterator[Any]:
    name = command.name if parent else "quietude"
    context = command.context_class(command, info_name=name, parent=parent)
    yield context
    for inner in getattr(command, "commands", {}).values():
        yield from contexts(inner, context)


PAGES = {context.command_path: context for context in contexts(typer.main.get_command(app))}


def page(path: str, width: int = 80) -> str:
    return help_page(PAGES[path].command, PAGES[path], width)


def test_the_reference_is_current() -> None:
    written = make_command_reference.PAGE.read_text(encoding="utf-8")
    assert make_command_reference.reference() == written, (
        "run python scripts/make_command_reference.py"
    )


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_page_is_as_wide_as_the_terminal_and_no_wider(width: int) -> None:
    for path in PAGES:
        prose = page(path, width).partition("Examples:")[0]
        too_wide = [line for line in prose.splitlines() if len(line) > min(width, 100)]
        assert too_wide == [], path


def test_every_command_has_an_example_of_itself() -> None:
    for path in PAGES:
        examples = page(path).partition("Examples:\n")[2].splitlines()
        assert examples, path
        assert all(line.startswith("  quietude ") and len(line) <= 80 for line in examples), path
        assert any(line.strip().startswith(path) for line in examples), path


def test_a_flag_takes_no_value() -> None:
    for path in PAGES:
        assert not re.search(r"<\w+>", page(path)), path


def test_the_options_that_matter_most_come_first() -> None:
    panels = re.findall(r"^(\S[^\n]*):$", page("quietude render"), re.MULTILINE)
    assert panels[:2] == ["Arguments", "Most used"]
    first = page("quietude render").partition("Most used:\n")[2].partition("\n\n")[0]
    assert len(re.findall(r"^  -", first, re.MULTILINE)) <= 6
    assert set(panels[1:-1]) <= set(ORDER)


def test_every_command_stands_in_a_story() -> None:
    root = page("quietude").partition("Options:")[0]
    assert "Make a session:" in root
    assert OTHER not in root.splitlines()
