"""A shell completes exercises, programmes, beds and targets."""

from __future__ import annotations

import os
import subprocess

import pytest

from command_line import HANG_GUARD_S, PROGRAM
from quietude.cli.help import completion


@pytest.mark.parametrize(
    ("words", "expected"),
    [("quietude render sa", "safe-place"), ("quietude render x --bed oc", "ocean")],
)
def test_a_shell_completes(words: str, expected: str) -> None:
    asked = {"_QUIETUDE_COMPLETE": "complete_bash", "COMP_WORDS": words}
    asked["COMP_CWORD"] = str(len(words.split()) - 1)
    code = "import sys; sys.argv = ['quietude']; from quietude.cli import main; main()"
    result = subprocess.run(
        [PROGRAM[0], "-c", code], env={**os.environ, **asked}, capture_output=True, text=True,
        check=False, timeout=HANG_GUARD_S,
    )  # fmt: skip
    assert expected in result.stdout.split()


def test_words_are_completed_from_what_is_here() -> None:
    assert ("audiobook", "") in completion.targets("a")
    assert "first-week" in dict(completion.programmes("fi"))
    assert "sleep" in dict(completion.needs("sl"))
    assert dict(completion.intensities("h")) == {"high": ""}
    assert "tap" in dict(completion.step_kinds("t"))
    assert any(voice.startswith("pyttsx3:") for voice, _ in completion.voices("pyttsx3"))
