"""A title → lines: between words, and where a script has none, between letters that may part."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PIECE = 12
"""Letters a word too long for a line is cut into, at most."""

_IDEOGRAPHS = (
    (0x2E80, 0x30FF), (0x31F0, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip
_NEVER_FIRST = set("、。，．・：；？！）」』】〉》〕］｝…々ー")
_NEVER_FIRST |= set("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ")
_NEVER_LAST = set("（「『【〈《〔［｛")


def broken(
    title: str, width: float, measure: Callable[[str], float], *, anywhere: bool = False
) -> list[str]:
    """A title as lines no wider than that; nothing if a word is, unless it may break anywhere.

    Args:
        title: On one line.
        width: The most a line may have.
        measure: How wide a text is.
        anywhere: Whether a word that is too long is cut.
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
    """What stays together, and what stands before it if it is not the first of its line."""
    for word in title.split():
        gap = " "
        for part in _parts(word):
            letters = clusters(part) if anywhere else [part]
            for at in range(0, len(letters), _PIECE):
                yield "".join(letters[at : at + _PIECE]), gap
                gap = ""


def _parts(word: str) -> list[str]:
    """A word where Chinese and Japanese may be parted: at their letters, but for punctuation."""
    parts: list[str] = []
    for it in clusters(word):
        apart = parts and (_is_ideograph(it) or _is_ideograph(parts[-1][-1]))
        if apart and it not in _NEVER_FIRST and parts[-1][-1] not in _NEVER_LAST:
            parts.append(it)
        elif parts:
            parts[-1] += it
        else:
            parts.append(it)
    return parts


def clusters(text: str) -> list[str]:
    """Letters and emoji, each with the marks, tones of skin and joiners that belong to it."""
    found: list[str] = []
    for it in text:
        if found and (_belongs(it) or found[-1].endswith("\u200d")):
            found[-1] += it
        else:
            found.append(it)
    return found


def _belongs(letter: str) -> bool:
    """Whether it is part of the letter before it."""
    joined = letter in "\u200c\u200d" or "\U0001f3fb" <= letter <= "\U0001f3ff"
    tag = "\U000e0020" <= letter <= "\U000e007f"
    return joined or tag or unicodedata.category(letter)[0] == "M"


def _is_ideograph(letter: str) -> bool:
    return any(first <= ord(letter[0]) <= last for first, last in _IDEOGRAPHS)
