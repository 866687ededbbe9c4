"""Any text at all: no traceback, nothing in brackets spoken, and time that grows with length."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import imported_steps
from quietude.errors import ScriptError
from quietude.script.importing.importer import import_text


def spoken(found: list[Any]) -> str:
    return " | ".join(step for step in found if isinstance(step, str) and step != "bell")


TOKENS = (
    "[ ] ( ) { } * ** _ # ... … ~ ~~ pause PAUSE silence 5 10 seconds min repeat 3x bell 6:00 - "
    "0:00–2:00 <break time='3s'/> <!-- --> {{ name }} {% if %} rest now. breathe in "
    "Close: Title Duration: 5 > \" ' secret"
)


WORDS = st.sampled_from([*TOKENS.split(), "\n", "\n\n"])


def check_one(text: str, name: str) -> None:
    """No traceback, and nothing between square or curly brackets spoken."""
    try:
        imported = import_text(text, name)
    except ScriptError as error:
        assert error.message
        return
    for section in imported.data["sections"]:
        for step in section["steps"]:
            if isinstance(step, str):
                assert not re.search(r"[\[\]{}<>#*]", step), step


@given(st.lists(WORDS, max_size=60))
def test_any_mixture_of_notations_is_read(words: list[str]) -> None:
    check_one(" ".join(words), "x.md")


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    check_one(text, "x.txt")
    check_one(text, "x.ssml")


@given(st.text(alphabet="abc xyz,.!\n", max_size=40), st.sampled_from(["[]", "{}"]))
def test_nothing_in_brackets_is_spoken(before: str, pair: str) -> None:
    found = imported_steps(
        f"Hello. {before} {pair[0]}zebra {before.replace(chr(10), ' ')}{pair[1]} End.\n"
    )
    assert "zebra" not in spoken(found)


@pytest.mark.parametrize(
    "piece",
    [
        "(", "[", "*a ", "<!--", "a", "pause ", "... ", "(repeat 20x)\n", "{{", "~ ", "_", "# ", "\n",
        "<a", "Hi.\n(repeat 20 more times)\n",
    ],
)  # fmt: skip
def test_eight_times_the_input_takes_about_eight_times_the_time(piece: str) -> None:
    count = 3_000 // len(piece)
    # Where every start is tried with every end, it would be sixty-four times as long, each time. On a
    # machine with much else to do, one try may come out wrong.
    assert any(
        cpu_seconds(piece * 8 * count) < 24 * max(cpu_seconds(piece * count), 0.01)
        for _ in range(5)
    )


def cpu_seconds(text: str) -> float:
    """CPU seconds that this thread takes to read a text, whatever else the machine does."""
    start = time.thread_time()
    for name in ("x.md", "x.ssml"):
        check_one(text, name)
    return time.thread_time() - start
