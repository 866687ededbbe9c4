"""Draws what commands print in terminals of 60, 80 and 120 columns, to be looked at.

python scripts/make_terminal_pictures.py FOLDER

Each command runs in a real terminal of that width, so that it wraps and colours as it does for
people. The pictures are not part of the documentation.
"""

from __future__ import annotations

import os
import pty
import re
import struct
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = "DejaVuSansMono.ttf"
FONTS = ("/usr/share/fonts/truetype/dejavu", "/Library/Fonts", "C:/Windows/Fonts")
WIDTHS = (60, 80, 120)
COMMANDS = (
    "--help",
    "render --help",
    "series build --help",
    "exercises hug",
    "programmes first-week",
    "beds",
    "voices",
    "plan butterfly-hug --duration 3",
    "render butterfly-hug --duration 3 -o hug.wav --overwrite",
    "render butterfly-hug --duration 3h",
    "rendr",
    "doctor",
)
_SIZE, _LINE, _MARGIN = 15, 19, 12
_SEQUENCE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])")
_COLOURS = {"31": "#d98a7c", "32": "#8fc99a", "2": "#8a97a3", "1": "#ffffff"}
_PLAIN = "#dfe7ee"


def shown(command: str, columns: int, folder: Path) -> str:
    """Returns all that a command writes to a terminal, with its control sequences."""
    process, terminal = pty.fork()
    if process == 0:
        import fcntl  # not on Windows, as the terminal itself
        import termios

        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        os.environ.update(COLUMNS=str(columns), TERM="xterm-256color")
        os.chdir(folder)
        words = [sys.executable, "-m", "quietude", *command.split()]
        os.execv(sys.executable, words)  # noqa: S606  (our own command)
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says the end so
            break
        if not part:
            break
        parts.append(part)
    os.close(terminal)
    os.waitpid(process, 0)
    return b"".join(parts).decode(errors="replace")


def screen(text: str, columns: int) -> list[list[tuple[str, str]]]:
    """Returns the lines that stay on the screen, each as characters with their colours.

    Enough of a terminal for us: line ends, returns, lines deleted or gone up to, bold and colours.
    """
    lines: list[list[tuple[str, str]]] = [[]]
    row = column = at = 0
    colour = _PLAIN
    while at < len(text):
        if match := _SEQUENCE.match(text, at):
            at = match.end()
            if match[2] == "m":
                found = [_COLOURS[one] for one in match[1].split(";") if one in _COLOURS]
                colour = found[-1] if found else _PLAIN
            elif match[2] == "K":
                lines[row] = [] if match[1] == "2" else lines[row][:column]
            elif match[2] == "A":
                row = max(0, row - int(match[1] or 1))
            continue
        sign, at = text[at], at + 1
        if sign == "\r":
            column = 0
        elif sign == "\n" or column >= columns:
            row, column = row + 1, 0
            lines += [] if row < len(lines) else [[]]
        if sign not in "\r\n\x1b\x07":
            line = lines[row]
            line += [(" ", _PLAIN)] * (column + 1 - len(line))
            line[column] = (sign, colour)
            column += 1
    return lines


def draw(lines: list[list[tuple[str, str]]], columns: int, title: str, path: Path) -> None:
    """Draw the lines, with a frame where the terminal ends."""
    files = [Path(folder, FONT) for folder in FONTS]
    font = ImageFont.truetype(str(next((one for one in files if one.is_file()), FONT)), _SIZE)
    width = font.getlength("M")
    size = (round(columns * width) + 2 * _MARGIN, (len(lines) + 2) * _LINE + 2 * _MARGIN)
    picture = Image.new("RGB", size, "#15202b")
    pen = ImageDraw.Draw(picture)
    pen.text((_MARGIN, _MARGIN), f"$ {title}"[:columns], "#7fd1b9", font)
    for row, line in enumerate(lines, start=1):
        for column, (sign, colour) in enumerate(line):
            if sign != " ":
                place = (_MARGIN + column * width, _MARGIN + row * _LINE)
                pen.text(place, sign, colour, font)
    picture.save(path)


def main() -> None:
    """Draw every command at every width."""
    into = Path(sys.argv[1])
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for columns in WIDTHS:
            for number, command in enumerate(COMMANDS):
                lines = screen(shown(command, columns, Path(folder)), columns)
                name = f"{columns}-{number:02}-{re.sub('[^a-z]+', '-', command).strip('-')}.png"
                draw(lines, columns, f"quietude {command}", into / name)


if __name__ == "__main__":
    main()
