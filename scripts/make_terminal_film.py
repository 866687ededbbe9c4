"""Writes docs/terminal.svg, a short film of a terminal: commands that run, and their output.

python scripts/make_terminal_film.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "terminal.svg"
COLUMNS, ROWS = 84, 26
_LINE, _CHARACTER, _MARGIN = 18, 8.4, 14
_AFTER_COMMAND_S, _AFTER_OUTPUT_S, _HOLD_S = 1.2, 2.6, 4.0

COMMANDS = (
    ("exercises hug", 3),
    ("plan butterfly-hug --duration 3", 7),
    ("render butterfly-hug --duration 3", 4),
    ("beds", 4),
)
"""Commands, each with the lines of its output that are shown."""


def film() -> str:
    """Returns the film as an animated SVG; it ends on its last picture."""
    lines: list[tuple[float, str, str]] = []
    now = 0.5
    with tempfile.TemporaryDirectory() as folder:
        for command, shown in COMMANDS:
            lines.append((now, "command", f"$ quietude {command}"))
            now += _AFTER_COMMAND_S
            lines += [(now, "output", line) for line in _output(command, shown, Path(folder))]
            lines.append((now, "output", ""))
            now += _AFTER_OUTPUT_S
    width, height = COLUMNS * _CHARACTER + 2 * _MARGIN, len(lines) * _LINE + 2 * _MARGIN
    rows = [
        f'<text class="{kind}" x="{_MARGIN}" y="{_MARGIN + (row + 1) * _LINE - 4}" '
        f'style="animation-delay:{at:.1f}s">{escape(text)}</text>'
        for row, (at, kind, text) in enumerate(lines)
        if text
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'role="img" aria-label="A terminal in which Quietude makes a session">\n'
        "<style>rect{fill:#15202b}text{font:14px ui-monospace,Menlo,Consolas,monospace;"
        "white-space:pre;opacity:0;animation:shown .1s forwards}.command{fill:#7fd1b9}"
        ".output{fill:#dfe7ee}@keyframes shown{to{opacity:1}}"
        "@media (prefers-reduced-motion:reduce){text{opacity:1;animation:none}}</style>\n"
        f'<rect width="{width:.0f}" height="{height:.0f}" rx="8"/>\n'
        + "\n".join(rows)
        + "\n</svg>\n"
    )


def _output(command: str, shown: int, folder: Path) -> list[str]:
    done = subprocess.run(  # noqa: S603  (our own commands)
        [sys.executable, "-m", "quietude", *command.split()],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "COLUMNS": str(COLUMNS), "QUIETUDE_CONFIG_DIR": str(folder / "c")},
    )  # fmt: skip
    lines = [line[:COLUMNS] for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return [*lines[:shown], *(["…"] if len(lines) > shown else [])]


if __name__ == "__main__":
    PAGE.write_text(film(), encoding="utf-8")
