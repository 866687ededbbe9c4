"""Fonts of the machine: found by fontconfig if it is installed, else by their usual names."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.languages import primary_language
from quietude._util.programs import find_program

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_FONTS = 24
_TIMEOUT_S = 20.0
_MAX_LETTERS = 200
"""The most different characters in one question to fontconfig."""

_FOLDERS = (
    "/System/Library/Fonts", "/System/Library/Fonts/Supplemental", "/Library/Fonts",
    "~/Library/Fonts",
)  # fmt: skip
_NAMES = {
    "ja": ("ヒラギノ角ゴシック W3.ttc", "YuGothR.ttc", "meiryo.ttc", "msgothic.ttc"),
    "ko": ("AppleSDGothicNeo.ttc", "malgun.ttf"),
    "zh": ("PingFang.ttc", "Hiragino Sans GB.ttc", "msyh.ttc", "msjh.ttc", "simsun.ttc"),
    "": (
        "Arial Unicode.ttf", "Nirmala.ttc", "Nirmala.ttf", "LeelawUI.ttf", "Kohinoor.ttc",
        "KohinoorBangla.ttc", "Thonburi.ttc", "Kefa.ttc", "ebrima.ttf", "seguisym.ttf",
    ),
}  # fmt: skip


def candidates(characters: str, language: str) -> Iterator[tuple[str, int]]:
    """Font files that may have these characters, each with the index of its face, best first.

    Args:
        characters: The characters, each once.
        language: A BCP 47 code, or "".
    """
    program = find_program("fc-match")
    if program:
        yield from _by_fontconfig(program, characters, language)
    else:
        yield from _by_name(language)


def _by_fontconfig(program: str, characters: str, language: str) -> Iterator[tuple[str, int]]:
    wanted = " ".join(
        f"{ord(letter):x}" for letter in characters[:_MAX_LETTERS] if not letter.isspace()
    )
    # Other signs would be read as a part of the pattern.
    known = language if language.replace("-", "").isalnum() and language.isascii() else ""
    pattern = "sans-serif" + (f":lang={known.lower()}" if known else "") + f":charset={wanted}"
    try:
        done = subprocess.run(  # noqa: S603  (no shell, our own arguments)
            [program, "--sort", "--format", "%{file}\t%{index}\n", pattern],
            capture_output=True, check=True, timeout=_TIMEOUT_S, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return
    for row in done.stdout.decode("utf-8", "replace").splitlines()[:_MAX_FONTS]:
        path, _, index = row.partition("\t")
        if path and index.isdecimal():
            yield path, int(index) & 0xFFFF  # above are the instances of a variable font


def _by_name(language: str) -> Iterator[tuple[str, int]]:
    order = sorted(_NAMES, key=lambda code: code != primary_language(language))
    windows = os.environ.get("WINDIR")
    folders = [Path(folder).expanduser() for folder in _FOLDERS]
    folders += [Path(windows) / "Fonts"] if windows else []
    for name in (name for key in order for name in _NAMES[key]):
        for folder in folders:
            if (folder / name).is_file():
                yield str(folder / name), 0
