"""The one font that pictures are set in: DejaVu Sans, under the licence beside it.

It has Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic, but no CJK or Indic letters.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_FILE = Path(__file__).with_name("DejaVuSans.ttf")
_NO_CHARACTER = "\uffff"


@lru_cache(maxsize=32)
def font(pixels: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    return ImageFont.truetype(str(_FILE), pixels)


def can_draw(text: str) -> bool:
    """Whether the font has a shape of its own for every character."""
    face = font(20)
    missing = bytes(face.getmask(_NO_CHARACTER))
    return all(it.isspace() or bytes(face.getmask(it)) != missing for it in set(text))
