"""Parts of a text that are not characters, characters that are several letters, counted nouns."""

from __future__ import annotations

import re

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character: escapes in JSON and YAML can write one, no encoding can store it."""

_LETTERS = str.maketrans({
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "\u00ad": "", "\ufffe": "",
})  # fmt: skip
_CUT_WORD = re.compile("(?<=\\w)[\u00ad\ufffe][ \t]*\r?\n?[ \t]*(?=[^\\W\\d_])")


def plain_letters(text: str) -> str:
    """Returns text with the ligatures of PDF files as letters, and words cut at a line end whole.

    PDF readers copy a hyphen at a line end as a soft hyphen or U+FFFE, and keep the line break.
    """
    return text if text.isascii() else _CUT_WORD.sub("", text).translate(_LETTERS)


CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters but for the tab and the end of a line: nobody sees or hears them, and a
terminal obeys them."""

_TURNS = "\u202a-\u202e\u2066-\u2069"
"""Marks that turn the direction of what follows, so that a text shows in another order."""

_UNSEEN = re.compile(f"{CONTROL.pattern}|[{_TURNS}]")
_UNSEEN_BUT_COLOURS = re.compile(f"(?!\x1b\\[[0-9;]*m)(?:{_UNSEEN.pattern})")


def visible(text: str, *, colours: bool = False) -> str:
    """Returns text with every character visible that a terminal would obey, by its escape.

    Args:
        text: Any text.
        colours: True to leave the sequences that set colours.
    """
    if text.isprintable():
        return text
    pattern = _UNSEEN_BUT_COLOURS if colours else _UNSEEN
    return pattern.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def counted(count: int, noun: str) -> str:
    """Returns a number with its noun: "1 line", "2 lines"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
