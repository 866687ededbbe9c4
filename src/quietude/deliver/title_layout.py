"""A title → lines, broken between words, or between letters in scripts without spaces."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PIECE = 12
"""The most letters in a piece of a word that is too long for a line."""

_IDEOGRAPHS = (
    (0x2E80, 0x30FF), (0x31F0, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip
_NEVER_FIRST = set("、。，．・：；？！）」』】〉》〕］｝…々ー")
_NEVER_FIRST |= set("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ")
_NEVER_LAST = set("（「『【〈《〔［｛")


def break_lines(
    title: str, width: float, measure: Callable[[str], float], *, anywhere: bool = False
) -> list[str]:
    """A title as lines no wider than a limit.

    Args:
        title: On one line.
        width: The width of the widest line, in the unit of ``measure``.
        measure: Returns the width of a text.
        anywhere: True to cut words that are too long.

    Returns:
        The lines; none if a word is too wide and is not to be cut.
    """
    lines: list[str] = []
    for piece, gap in _pieces(title, anywhere=anywhere):
        joined = f"{lines[-1]}{gap}{piece}" if lines else piece
        if lines and measure(joined) <= width:
            lines[-1] = joined
        elif anywhere or measure(piece) <= width:
            lines.append(piece)
        else:
            return []
    return lines


def _pieces(title: str, *, anywhere: bool) -> Iterator[tuple[str, str]]:
    """The pieces that stay together, each with the gap before it within a line."""
    for word in title.split():
        gap = " "
        for part in _split_ideographs(word):
            letters = clusters(part) if anywhere else [part]
            for at in range(0, len(letters), _PIECE):
                yield "".join(letters[at : at + _PIECE]), gap
                gap = ""


def _split_ideographs(word: str) -> list[str]:
    """A word split where a line may break in Chinese and Japanese.

    That is beside any ideograph, except before closing and after opening punctuation, and before
    the small kana (the rules called kinsoku shori; W3C, "Requirements for Japanese Text Layout").
    """
    parts: list[str] = []
    for cluster in clusters(word):
        apart = parts and (_is_ideograph(cluster) or _is_ideograph(parts[-1][-1]))
        if apart and cluster not in _NEVER_FIRST and parts[-1][-1] not in _NEVER_LAST:
            parts.append(cluster)
        elif parts:
            parts[-1] += cluster
        else:
            parts.append(cluster)
    return parts


def clusters(text: str) -> list[str]:
    """Letters and emoji, each with its marks, skin tones and joiners."""
    found: list[str] = []
    for letter in text:
        if found and (_extends(letter) or found[-1].endswith("\u200d")):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _extends(letter: str) -> bool:
    """True for a character that is part of the letter before it."""
    joined = letter in "\u200c\u200d" or "\U0001f3fb" <= letter <= "\U0001f3ff"
    tag = "\U000e0020" <= letter <= "\U000e007f"
    return joined or tag or unicodedata.category(letter)[0] == "M"


def _is_ideograph(letter: str) -> bool:
    return any(first <= ord(letter[0]) <= last for first, last in _IDEOGRAPHS)
