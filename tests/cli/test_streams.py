"""Standard streams that are closed, full or a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import HANG_GUARD_S, PROGRAM, TONE, run
from quietude._util.text import visible
from quietude.cli import streams

SCRIPT = "id: a\ntitle: A\nsections:\n  - title: B\n    role: return\n    steps: [Hello there.]\n"
ACCEPT = ["--accept-care-risks", *TONE]
needs_posix = pytest.mark.skipif(os.name != "posix", reason="streams of POSIX")


def shell(redirection: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    words = " ".join(f"'{word}'" for word in (*PROGRAM, *arguments))
    return subprocess.run(
        ["sh", "-c", f"{words} {redirection}"],
        capture_output=True, text=True, timeout=HANG_GUARD_S, check=False, cwd=cwd,
    )  # fmt: skip


@needs_posix
@pytest.mark.slow
@pytest.mark.parametrize(
    "redirection", [">&-", "2>&-", "<&-", "<&- >&- 2>&-", "2>/dev/full", "2>&1 | true"]
)
def test_a_session_is_made_whatever_the_streams_are(tmp_path: Path, redirection: str) -> None:
    (tmp_path / "a.yaml").write_text(SCRIPT)
    result = shell(redirection, "render", "a.yaml", "-o", "a.wav", *ACCEPT, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.receipt.json", "a.wav", "a.yaml"]
    assert (tmp_path / "a.wav").read_bytes()[:4] == b"RIFF"


@needs_posix
def test_closed_streams_keep_their_numbers_from_other_files() -> None:
    code = (
        "from quietude.cli.streams import open_closed_streams\n"
        "import os, sys\n"
        "open_closed_streams()\n"
        "print('nobody reads this'); sys.stderr.write('nor this'); sys.stdin.read()\n"
        "os.write(int(sys.argv[1]), str(os.open('/dev/null', os.O_RDONLY)).encode())\n"
    )
    read, write = os.pipe()
    words = [sys.executable, "-c", code, str(write)]

    def close_all() -> None:
        for number in range(3):
            os.close(number)

    done = subprocess.run(words, pass_fds=[write], preexec_fn=close_all, timeout=300, check=False)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        assert int(pipe.read()) > 2
    assert done.returncode == 0


@needs_posix
def test_errors_keep_their_exit_code_where_nobody_can_read_them(tmp_path: Path) -> None:
    assert shell("2>/dev/full", "plan", "nothing-like-it", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain, ünïcode, 漢字\n\tand a tab", None),
        ("A\x1b]0;title\x07B", "A\\x1b]0;title\\x07B"),
        ("over\rwritten", "over\\rwritten"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b[2J", "\\x1b[2J"),
        ("c1 \x9b31m", "c1 \\x9b31m"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\0\x7f", "\\x00\\x7f"),
    ],
)
def test_control_characters_are_made_visible(text: str, seen: str | None) -> None:
    assert visible(text) == (seen or text)
    coloured = visible(text, colours=True)
    assert coloured == (text if "[31mred" in text else seen or text)


class Terminal:
    """A stream that says it is a terminal."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        pass


def test_nothing_that_is_printed_moves_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    with streams.safe_streams():
        print("\x1b[2Jgone")  # noqa: T201
        sys.stderr.write("\x1b[1mbold\x1b[0m \x1b]0;title\x07")
        streams.below(sys.stderr).write("\x1b[1A")  # a progress bar
    assert terminal.text == "\\x1b[2Jgone\n\x1b[1mbold\x1b[0m \\x1b]0;title\\x07\x1b[1A"
    assert sys.stdout is terminal


NASTY = "A\x1b]0;PWNED\x07\x1b[31mRED\u202e\r"


@pytest.mark.parametrize("command", ["plan", "show", "check", "render"])
def test_names_and_words_from_outside_reach_no_terminal_as_they_are(
    tmp_path: Path, command: str
) -> None:
    name = tmp_path / f"{NASTY}.yaml".replace("/", "")
    name.write_text(SCRIPT)
    results = [
        run(command, str(name) + "x"),
        run(command, NASTY),
        run(NASTY),
        run(command, f"--{NASTY}"),
    ]
    if command in {"plan", "show"}:
        results.append(run(command, str(name)))
    for escaped in ('"title: \\"A\\e]0;x\\a\\""', '"ti\\rtle"'):
        path = tmp_path / "e.yaml"
        path.write_text(SCRIPT.replace("title: A", f"title: {escaped}"))
        results.append(run(command, str(path)))
        assert "control character" in results[-1].stderr
        assert "e.yaml:2" in results[-1].stderr
    for result in results:
        for sign in "\x1b\x07\r\x9b":
            assert sign not in result.stdout + result.stderr


def test_control_characters_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(SCRIPT.replace("Hello there.", '"Hello\\e[2J."'))
    result = run("check", str(path))
    assert "a.yaml:6" in result.stderr
    assert "U+001B" in result.stderr
