"""Parts of a text that are not characters, and characters that are more than one letter."""

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
