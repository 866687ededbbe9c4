"""Lyrics with times (LRC): a time in square brackets before each line that is said."""

from __future__ import annotations

import re
from itertools import pairwise

from quietude.script.documents.base import DocumentFormat, SourceText, UnreadableError
from quietude.script.documents.encoding import decode
from quietude.script.documents.subtitles import Subtitle, phrases, sounds
from quietude.script.importing.view import ViewRow
from quietude.script.speaking_time import CALM_RATE_WPM, speaking_seconds

_STAMP = re.compile(r"\[(\d{1,3}):(\d{2})(?:[.:](\d{1,3}))?\]")
_LINE = re.compile(r"\s*((?:\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]\s*)+)(.*)")
_TAG = re.compile(r"\s*\[([a-z#]{1,8}):(.*)\]\s*", re.IGNORECASE)
_LAST_S = 60.0
"""The most seconds that one line is taken to last."""


class Lyrics(DocumentFormat):
    """Lines with times, as players of songs show them."""

    name = "a file of lyrics with times"
    suffixes = (".lrc",)

    def read(self, data: bytes) -> SourceText:
        text, encoding = decode(data)
        aside: list[ViewRow] = []
        said: list[tuple[float, int, str]] = []
        title = ""
        for number, raw in enumerate(text.splitlines(), 1):
            if match := _LINE.fullmatch(raw):
                words = re.sub(r"<\d[\d:.]*>", " ", match[2]).strip()
                said += [(_seconds(*stamp.groups()), number, words)
                         for stamp in _STAMP.finditer(match[1])]  # fmt: skip
            elif match := _TAG.fullmatch(raw):
                title = title or (match[2].strip() if match[1].lower() == "ti" else "")
                aside.append(ViewRow(number, "left out", raw.strip()[:200], "about the file"))
            elif raw.strip():
                aside.append(ViewRow(number, "left out", raw.strip()[:200], "has no time"))
        cues = [
            Subtitle(number, start_s, _end(start_s, following, words), [words])
            for (start_s, number, words), (following, *_) in pairwise(
                [*sorted(said), (float("inf"), 0, "")]
            )
            if words
        ]
        aside += [ViewRow(cue.number, "left out", words, "a sound that a line describes")
                  for cue in cues for words in sounds(cue)]  # fmt: skip
        found = list(phrases(cues))
        if not found:
            message = "there is no line with a time in these lyrics"
            raise UnreadableError(message, 'A line is written like "[00:12.50]Sit down."')
        notes = (f"the letters are read as {encoding}",) if encoding else ()
        return SourceText(
            "\n".join(f"[{start_s:.3f}] {words}" for _, start_s, words in found) + "\n",
            tuple(number for number, *_ in found), aside=tuple(aside), title=title, notes=notes,
            notation="timed",
        )  # fmt: skip


def _seconds(minutes: str, seconds: str, fraction: str | None) -> float:
    return int(minutes) * 60 + int(seconds) + int((fraction or "0").ljust(3, "0")) / 1000


def _end(start_s: float, following_s: float, words: str) -> float:
    return min(following_s, start_s + min(speaking_seconds(words, CALM_RATE_WPM), _LAST_S))
