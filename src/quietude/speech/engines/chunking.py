"""Texts that are too long to be spoken in one go, cut where a reader would breathe.

The time and memory that engines need grow with the square of a sentence's length or worse: one of
10 000 characters keeps festival busy for minutes and would cost Piper gigabytes.
"""

from __future__ import annotations

LONGEST_CHARS = 300
_BREATHS = (", ", "; ", ": ", " – ", " — ", ". ", "? ", "! ")


def cut_long(text: str) -> list[str]:
    """A text in pieces of at most :data:`LONGEST_CHARS`, whole if it is no longer.

    It is cut at the last mark of punctuation within reach, else between words, else anywhere;
    never inside ``[[ phonemes ]]``.
    """
    cut: list[str] = []
    left = text
    while len(left) > LONGEST_CHARS:
        head = left[:LONGEST_CHARS]
        at = max(head.rfind(it) for it in _BREATHS)
        at = at + 1 if at > 0 else head.rfind(" ")
        at = at if at > 0 else LONGEST_CHARS
        if head[:at].count("[[") > head[:at].count("]]"):
            at = head.rfind("[[", 0, at) or left.index("]]") + 2
        cut.append(left[:at].strip())
        left = left[at:].strip()
    return [*cut, left] if left else cut
