"""Identity of a line: a short name from its words, by which a recording of it is found.

The number of a line changes whenever something is written above it, and its file name with every
folder it is copied to. So a take is known by the words alone: an edited line asks for a new take,
and every other one keeps its own.
"""

from __future__ import annotations

import base64
import re
from hashlib import blake2b

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ID = re.compile(r"[a-z2-7]{8}")
_NAMED_BY = 4


def line_id(text: str) -> str:
    """The id of a line: eight small letters and digits, the same for the same words.

    Capitals, commas and the shape of an apostrophe make no difference: they are spoken alike.

    Args:
        text: The phrase, as it is written.
    """
    words = " ".join(_words(text))
    digest = blake2b(words.encode(), digest_size=5).digest()
    return base64.b32encode(digest).decode().lower()


def is_line_id(text: str) -> bool:
    """Return True if a text could be the id of a line, as a few words can as well."""
    return bool(_ID.fullmatch(text))


def take_name(number: int, text: str, *, is_personal: bool = False) -> str:
    """The name of a take's file without its ending: ``012 you-might-notice k3f9a2bq``.

    Args:
        number: The place of the phrase in its script, counted from 1.
        text: The phrase.
        is_personal: True to leave out its words, which a listener's details are among.
    """
    if is_personal:
        return f"{number:03d} personal {line_id(text)}"
    begins = "-".join(word.replace("'", "") for word in _words(text)[:_NAMED_BY])
    return f"{number:03d} {begins[:32]} {line_id(text)}"


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
