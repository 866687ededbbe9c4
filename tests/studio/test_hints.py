from __future__ import annotations

import ast
import re
from importlib.resources import files

import pytest

from quietude.studio.hints import in_page

OTHERS = {"cli", "api", "studio"}
"""Rooms whose words are for other doors."""

FOREIGN = re.compile(r"(?<![\w-])--[a-z]|\bquietude [a-z]")


def hints() -> list[str]:
    """Every text of the program that is given as a hint, and stands there as a whole."""
    found = []
    for path in files("quietude").rglob("*.py"):  # type: ignore[attr-defined]
        if path.relative_to(files("quietude")).parts[0] in OTHERS:
            continue
        text = path.read_text(encoding="utf-8")
        if not FOREIGN.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            named = isinstance(node, ast.keyword) and node.arg == "hint"
            bound = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "hint"
            if not (named or bound):
                continue
            found += [
                one.value
                for one in ast.walk(node)
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ]
    return found


def test_no_hint_names_an_option_of_the_command_line_in_a_page() -> None:
    every = hints()
    named = [one for one in every if FOREIGN.search(one)]
    assert len(named) > 20
    for one in named:
        shown = in_page(one)
        told = re.sub(r"[Ii]n a terminal: .*|notation: quietude.*", "", shown)
        assert not FOREIGN.search(told), (one, shown)


@pytest.mark.parametrize(
    ("hint", "shown"),
    [
        ("See the voices with: quietude voices list", "Choose another voice."),
        ("Get one with: quietude voices install kokoro",
         "In a terminal: quietude voices install kokoro"),
        ("Is there enough memory? Try --jobs 1.",
         "Is there enough memory? End other programs, and go on."),
        ("Choose another one (quietude voices list), or say show: {private: true}.",
         "Choose another one, or say show: {private: true}."),
        ("Instead: go slower. (2 more: quietude check) To render it anyway: --accept-care-risks.",
         "Instead: go slower. If it is meant to be so, save it as it is."),
        ("Save it as UTF-8.", "Save it as UTF-8."),
        ("", ""),
    ],
)  # fmt: skip
def test_a_hint_names_what_is_on_the_page(hint: str, shown: str) -> None:
    assert in_page(hint) == shown
