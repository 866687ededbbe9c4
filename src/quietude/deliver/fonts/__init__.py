"""Fonts for a text: DejaVu Sans, under the licence beside it, or one of the machine's own.

DejaVu has Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic. Fonts for Chinese, Indic
and other scripts would be ten times the size of the rest of the package: the machine's are used.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

from quietude.deliver.fonts.system import candidates
from quietude.deliver.title_layout import clusters

_FILE = Path(__file__).with_name("DejaVuSans.ttf")
_NO_CHARACTER = "\uffff"
_PROBE_PX = 20
_SHAPED = ((0x0590, 0x08FF), (0x0900, 0x0DFF), (0x0E80, 0x109F), (0x1780, 0x17FF))
"""Hebrew and Arabic, which run from right to left, and scripts whose letters change with their
neighbours: without a shaping library they would come out in the wrong order, or apart."""

_PICTOGRAPHS = ((0x2190, 0x2BFF), (0xFE00, 0xFE0F), (0x1F000, 0x1FAFF), (0xE0020, 0xE007F))


def font(pixels: int) -> ImageFont.FreeTypeFont:
    """The font that ships with the package, at a size in pixels."""
    return _loaded(str(_FILE), 0, pixels)


def font_for(text: str, pixels: int, language: str = "") -> ImageFont.FreeTypeFont | None:
    """A font that has every character of a text and sets it in reading order; None without one.

    Args:
        text: The text to set.
        pixels: The size.
        language: A BCP 47 code: some letters look different in Japanese and in Chinese.
    """
    face, lacking = font_with_most(text, pixels, language)
    return None if lacking else face


def font_with_most(
    text: str, pixels: int, language: str = ""
) -> tuple[ImageFont.FreeTypeFont, frozenset[str]]:
    """The font with the most characters of a text, and the characters that it lacks."""
    path, index, lacking = _file_for("".join(sorted(set(text))), language)
    return _loaded(path, index, pixels), lacking


def without_pictographs(text: str) -> str:
    """A text without the emoji and symbols that the font of the package lacks."""
    face = font(_PROBE_PX)
    kept = "".join(
        cluster for cluster in clusters(text) if not _lacking(face, _pictographs(cluster))
    )
    return " ".join(kept.split()) if kept != text else text


@lru_cache(maxsize=32)
def _loaded(path: str, index: int, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels, index=index)


@lru_cache(maxsize=256)
def _file_for(characters: str, language: str) -> tuple[str, int, frozenset[str]]:
    """The font file with the most of these characters, its face, and those it cannot set."""
    best = str(_FILE), 0, _lacking(font(_PROBE_PX), characters)
    for path, index in candidates(characters, language) if best[2] else ():
        try:
            lacking = _lacking(_loaded(path, index, _PROBE_PX), characters)
        except (OSError, ValueError):  # bitmaps of one size, or no font at all
            continue
        if len(lacking) < len(best[2]):
            best = path, index, lacking
        if not lacking:
            break
    if features.check("raqm"):
        return best
    return *best[:2], best[2] | {letter for letter in characters if _within(letter, _SHAPED)}


def _lacking(face: ImageFont.FreeTypeFont, characters: str) -> frozenset[str]:
    """The visible characters that this font draws like one it does not have."""
    missing = bytes(face.getmask(_NO_CHARACTER))
    return frozenset(
        letter
        for letter in characters
        if not letter.isspace()
        and unicodedata.category(letter) != "Cf"  # joiners and marks of direction have no shape
        and bytes(face.getmask(letter)) == missing
    )


def _pictographs(text: str) -> str:
    return "".join(letter for letter in text if _within(letter, _PICTOGRAPHS))


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)
