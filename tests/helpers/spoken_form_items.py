"""Texts as people write them, with what may be said for each: ``spoken_form_items.txt``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("spoken_form_items.txt")
_INITIALS = re.compile(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)")


class Item(NamedTuple):
    """A text, what may be said for it, and the kind of writing it stands for."""

    kind: str
    written: str
    accepted: frozenset[str]


def items() -> list[Item]:
    """Every item of the list, in its order."""
    kind, found = "", []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = line[2:]
        elif line:
            written, _, said = line.partition(" => ")
            found.append(Item(kind, written, frozenset(map(plain, said.split(" | ")))))
    return found


def plain(said: str) -> str:
    """Words alone: small letters, no punctuation, hyphens as spaces, initials apart."""
    text = _INITIALS.sub(" ", said.replace("’", "'"))
    return " ".join(re.sub(r"[^a-z0-9' ]", " ", text.lower()).replace(" '", " ").split()).lstrip(
        "'"
    )
