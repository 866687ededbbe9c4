"""Sounds of breath that are written as a row of letters: a hum, a hush, a sigh."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SOUNDS: tuple[tuple[str, str, str], ...] = (
    (r"m{2,}(?:-?h+m+)?", "umm", "mmm"),
    (r"h+m+", "hum", "hmmm"),
    (r"s+h{1,}", "shush", "ʃʃʃʃ"),
    (r"a+h{2,}|a{2,}h*|ah", "aah", "ˈɑːɑːɑː"),
    (r"h+a{2,}h*|h+ah{2,}|hah", "hah", "hˈɑːɑː"),
    (r"o+h{2,}|o{3,}h*", "oh", "ˈoʊ"),
    (r"a+u+m+|o+m+", "ohm", "ˈoʊmmm"),
    (r"f{3,}|f+u{2,}h*|fff+", "foo", "fˈuː"),
)
"""An expression of the written sound, its nearest word for engines that read letters, and IPA.

An engine without IPA cannot hum: it spells "Mmm" and "Shhh" as letters.
"""

_PATTERN = re.compile(
    r"(?<![\w'’-])(?:"
    + "|".join(f"(?P<s{index}>{written})" for index, (written, _, _) in enumerate(SOUNDS))
    + r")(?![\w'’-])",
    re.IGNORECASE,
)


def breath_sounds(text: str, say: Callable[[str, str, str], str]) -> str:
    """Returns text with its breath sounds as an engine can make them.

    Args:
        text: A phrase.
        say: Returns a written sound in the notation of the engine, given its respelling and IPA.
    """

    def sound(match: re.Match[str]) -> str:
        _, respelt, ipa = SOUNDS[int((match.lastgroup or "s0")[1:])]
        return say(match[0], respelt, ipa)

    return _PATTERN.sub(sound, text)
