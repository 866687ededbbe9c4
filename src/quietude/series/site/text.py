"""Text that a feed can hold: only the characters XML knows, and never longer than allowed."""

from __future__ import annotations

import html
import re
import unicodedata

TITLE_CHARS = 255
"""The longest title, name or other short value that Apple takes."""

DESCRIPTION_BYTES = 4000
"""The longest description that Apple takes."""

_NOT_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 forbids, and the controls it discourages."""

_ELLIPSIS = "…"
_JOINER = "\u200d"


def clean(text: str) -> str:
    """Text of several lines without characters that XML cannot hold; lines end as in Unix."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str, limit: int = TITLE_CHARS) -> str:
    """Text on one line, at most so many characters; cut text ends in an ellipsis."""
    whole = " ".join(_NOT_XML.sub(" ", text).split())
    return whole if len(whole) <= limit else _whole(whole, limit - 1).rstrip() + _ELLIPSIS


def cut(text: str, limit_bytes: int) -> str:
    """Text of at most so many bytes in UTF-8; no character is cut, nor parted from its accent."""
    data = text.encode("utf-8")
    if len(data) <= limit_bytes:
        return text
    room = limit_bytes - len(_ELLIPSIS.encode())
    if room < 0:
        return ""
    kept = data[:room].decode("utf-8", "ignore")
    return _whole(text, len(kept)).rstrip() + _ELLIPSIS


def _whole(text: str, length: int) -> str:
    """Beginning of a text, at most that long, which does not cut a visible sign in two."""
    while 0 < length < len(text) and (_joins(text[length]) or text[length - 1] == _JOINER):
        length -= 1
    return text[:length]


def _joins(character: str) -> bool:
    return bool(unicodedata.combining(character)) or (
        character == _JOINER
        or "\ufe00" <= character <= "\ufe0f"  # variation selectors
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
    )


def paragraphs(text: str) -> list[str]:
    """Paragraphs of plain text, which blank lines separate, each with its own line ends."""
    parts = re.split(r"\n[ \t]*\n", clean(text))
    return [part.strip() for part in parts if part.strip()]


def as_html(text: str) -> str:
    """Plain text as HTML paragraphs that show it as it is."""
    return "".join(
        f"<p>{html.escape(paragraph, quote=False).replace(chr(10), '<br>')}</p>"
        for paragraph in paragraphs(text)
    )
