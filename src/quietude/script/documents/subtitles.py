"""Subtitles: words with the times at which they are said, as SubRip and WebVTT files have them."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.script.documents.base import MEGABYTE, DocumentFormat, SourceText, UnreadableError
from quietude.script.documents.encoding import decode
from quietude.script.importing.view import ViewRow

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_BEGINS = re.compile(rb"(?:\d{1,5}\s*\n)?\s*(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*\d")
"""The beginning of subtitles, with a number or, as in a paste, without."""
_DIALOGUE = re.compile(r"Dialogue:\s*[^,]*,\d+:\d\d:\d\d[.]")
_STYLED_TIME = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})[.](\d{1,3})")
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,100}\}")
_SPEAKER = re.compile(r"(?:>>+\s*|[-–]\s+|(?:[A-Z][A-Z .'-]{1,24}):\s+)+")
_NAME = re.compile(
    r"([A-ZÀ-Þ][^\W\d_]+[.'’-]?(?: [A-ZÀ-Þ][^\W\d_]*[.'’-]?[^\W\d_]*){0,2}):\s+(?=\S)"
)
_OFTEN = 0.3
"""The share of subtitles that a single word before a colon must begin to be a name."""
_SOUND = re.compile(r"[\[(♪♫#*][^\[\]()]*[\])♪♫#*]?|[♪♫\s]+")
_CREDIT = re.compile(
    r"(?:(?:sub)?titles?|captions?|transcript(?:ion)?) (?:by|from) .{2,60}|"
    r"(?:subtitled|captioned|transcribed|synced|translated) by .{2,60}|"
    r"(?:untertitel(?:ung)?|sous-titr\w+|subtítulos|legendas|sottotitoli|ondertiteling)"
    r"(?: (?:von|par|por|di|door|de)|:) .{2,60}",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\[[^\[\]]{0,200}\]|[♪♫]+")
_ENDS = re.compile(r"[.!?…:。！？।][\"'”’)»]*$")
_PAUSE_S = 0.7
"""The time between two subtitles from which they are two phrases."""
_ROLLING_S, _FLASH_S = 0.05, 0.2
"""The time between rolling captions, and of one that only shows the last line again."""
_LONGEST_PHRASE = 300
_MOST_CUES = 20_000


@dataclass(slots=True)
class Subtitle:
    """Lines shown together: the number of the first in its file, times in seconds, words."""

    number: int
    start_s: float
    end_s: float
    lines: list[str]

    @property
    def words(self) -> str:
        """Everything it shows, as plain text in one line."""
        return " ".join(filter(None, map(_plain, self.lines)))


class Subtitles(DocumentFormat):
    """Subtitles with times."""

    name = "subtitles"
    suffixes = (".srt", ".vtt", ".ass", ".ssa")
    max_bytes = 2 * MEGABYTE

    def is_one(self, data: bytes) -> bool:
        start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
        return start.startswith((b"WEBVTT", b"[Script Info]")) or _BEGINS.match(start) is not None

    def read(self, data: bytes) -> SourceText:
        text, encoding = decode(data)
        lines = text.splitlines()
        styled = any(_DIALOGUE.match(line) for line in lines)
        cues = without_names(list(read_styled(lines) if styled else read_cues(lines)))
        if not cues:
            message = "there is no time in these subtitles"
            raise UnreadableError(
                message, 'A time is written like "00:00:05,000 --> 00:00:08,000".'
            )
        aside = [ViewRow(cue.number, "left out", words, _why(words))
                 for cue in cues for words in sounds(cue)]  # fmt: skip
        found = list(phrases(cues))
        lines = [f"[{start_s:.3f}] {words}" for _, start_s, words in found]
        if not lines:
            message = "nothing is said in these subtitles"
            raise UnreadableError(message)
        notes = (f"the letters are read as {encoding}",) if encoding else ()
        return SourceText(
            "\n".join(lines) + "\n", tuple(number for number, *_ in found), aside=tuple(aside),
            notes=notes, notation="timed",
        )  # fmt: skip


def _why(words: str) -> str:
    return "credits" if _CREDIT.fullmatch(words) else "a sound that a subtitle describes"


def read_cues(lines: list[str]) -> Iterator[Subtitle]:
    """Yields the subtitles of a file, each with the line that its words begin on."""
    cue: Subtitle | None = None
    for number, line in enumerate(lines, 1):
        if match := _TIMES.fullmatch(line):
            if cue and cue.lines and cue.lines[-1].strip().isdigit():
                cue.lines.pop()  # the number of this one, without an empty line before it
            if cue:
                yield cue
            times = [float(part or 0) for part in match.groups()[:3]], match[4]
            ends = [float(part or 0) for part in match.groups()[4:7]], match[8]
            cue = Subtitle(number + 1, _seconds(*times), _seconds(*ends), [])
        elif cue and not line.strip():
            if cue.lines:
                yield cue
                cue = None
        elif cue:
            cue.lines.append(line)
    if cue:
        yield cue


def read_styled(lines: list[str]) -> Iterator[Subtitle]:
    """Yields the subtitles of a file of Aegisub (.ass, .ssa), whose head names their columns."""
    columns = ["layer", "start", "end", "style", "name", "left", "right", "top", "effect", "text"]
    for number, line in enumerate(lines, 1):
        key, _, rest = line.partition(":")
        if key == "Format" and "text" in rest.lower():
            columns = [name.strip().lower() for name in rest.split(",")]
        if key != "Dialogue" or not {"start", "end", "text"} <= set(columns):
            continue
        cells = dict(zip(columns, rest.split(",", len(columns) - 1), strict=False))
        times = [_STYLED_TIME.fullmatch(cells.get(name, "").strip()) for name in ("start", "end")]
        if times[0] and times[1] and "text" in cells:
            start_s, end_s = (
                _seconds([float(match[at]) for at in (1, 2, 3)], match[4])
                for match in times if match
            )  # fmt: skip
            yield Subtitle(number, start_s, end_s, re.split(r"\\[Nn]", cells["text"]))


def without_names(cues: list[Subtitle]) -> list[Subtitle]:
    """Returns subtitles without the names of whoever speaks, as meetings put them before words."""
    firsts = [_NAME.match(cue.lines[0].strip()) if cue.lines else None for cue in cues]
    heard = Counter(match[1] for match in firsts if match)
    many = {
        name
        for name, count in heard.items()
        if count > 1 and (" " in name or count >= max(3, _OFTEN * len(cues)))
    }
    if not many:
        return cues
    names = {name for name in heard if name in many or " " in name}
    for cue, match in zip(cues, firsts, strict=True):
        if match and match[1] in names:
            cue.lines[0] = cue.lines[0].strip()[match.end() :]
    return cues


def _seconds(parts: list[float], fraction: str) -> float:
    hours, minutes, seconds = parts
    return hours * 3600 + minutes * 60 + seconds + int(fraction.ljust(3, "0")) / 1000


def sounds(cue: Subtitle) -> Iterator[str]:
    """Yields the sounds that a subtitle describes."""
    for line in cue.lines:
        words = _plain(line)
        if words and (_SOUND.fullmatch(words) or _CREDIT.fullmatch(words)):
            yield words
        else:
            yield from (
                found for found in _IN_BRACKETS.findall(words) if any(map(str.isalnum, found))
            )


def _plain(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _words(cue: Subtitle, before: list[str], end_s: float) -> list[str]:
    """Returns the lines of a subtitle that are said.

    Args:
        cue: The subtitle.
        before: The lines of the one before it.
        end_s: The end of that one, in seconds.
    """
    said: list[str] = []
    for line in cue.lines:
        words = _plain(line)
        if not words or _SOUND.fullmatch(words) or _CREDIT.fullmatch(words):
            continue
        words = " ".join(_IN_BRACKETS.sub(" ", words).split())
        match = _SPEAKER.match(words)
        said.append(words[match.end() :] if match else words)
    # Rolling captions show a line again while the next is said; a refrain is said again by itself.
    fresh = [words for words in said if words not in before]
    rolls = cue.start_s - end_s < _ROLLING_S and said[:1] != fresh[:1]
    return fresh if rolls and (fresh or cue.end_s - cue.start_s < _FLASH_S) else said


def phrases(cues: list[Subtitle]) -> Iterator[tuple[int, float, str]]:
    """Yields line, start in seconds and words of each phrase, joined over subtitles."""
    if len(cues) > _MOST_CUES:
        message = f"these are more than {_MOST_CUES:,} subtitles"
        raise UnreadableError(message)
    words, number, start_s, end_s, last_s = "", 0, 0.0, 0.0, 0.0
    before: list[str] = []
    for cue in sorted(cues, key=lambda cue: cue.start_s):
        said = _words(cue, before, last_s)
        before, last_s = [_plain(line) for line in cue.lines], cue.end_s
        if not said:
            continue
        apart = cue.start_s - end_s >= _PAUSE_S or _ENDS.search(words)
        if words and (apart or len(words) > _LONGEST_PHRASE):
            yield number, start_s, words
            words = ""
        if not words:
            number, start_s = cue.number, cue.start_s
        words = f"{words} {' '.join(said)}".strip()
        end_s = cue.end_s
    if words:
        yield number, start_s, words
