"""The meaning of a bracket or a stage line: a silence, a bell, a repeat, a clock time, or a note.

Notations differ from author to author ("[PAUSE: 8s]", "(Pause for a few breaths)", "10 seconds of
silence"), so a direction is found by its words and not by its shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from quietude.durations import Span
from quietude.script.importing.translations import in_english

MAX_PAUSE_S = 3600.0
"""The longest silence a direction may ask for, in seconds; longer ones are cut to it."""
MAX_REPEATS = 20
MAX_STRIKES = 12
MAX_STAGE_LINE_WORDS = 8
"""The most words of a direction without brackets; a longer line is speech."""
_MAX_CHARS = 300
"""The part of a direction that is read, in characters."""

SHORT = Span(1.0, 2.0, 3.0)
PAUSE = Span(3.0, 5.0, 7.0)
MOMENTS = Span(5.0, 8.0, 11.0)
LONG = Span(8.0, 15.0, 22.0)
MINUTES = Span(60.0, 120.0, 180.0)
BREATH = Span(4.0, 5.0, 6.0)
"""One breath, and the lengths of pauses that name none, in seconds; they may stretch."""

DirectionKind = Literal["pause", "bell", "repeat", "clock", "note"]


@dataclass(frozen=True, slots=True)
class Direction:
    """The meaning of a direction.

    Attributes:
        kind: Its kind; a note has nothing to play.
        span: The length of a pause.
        guessed: True for a pause without a written length, and for a bell in parentheses.
        count: The times a repeat is heard in all, or the strokes of a bell.
        more: True for a repeat whose ``count`` is on top of the first time.
        at_s: The time of a clock, in seconds from the start of the session.
    """

    kind: DirectionKind
    span: Span | None = None
    guessed: bool = False
    count: int = 1
    more: bool = False
    at_s: float = 0.0


_NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90, "half a": 0.5,
}  # fmt: skip
_NUMBER = (
    r"(\d{1,5}(?:\.\d{1,3})?|"
    + "|".join(sorted(map(re.escape, _NUMBER_WORDS), key=len, reverse=True))
    + r")"
)
_UNIT = r"(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?)"

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?:\s*(?:-|–|—|to)\s*\d{1,3}:[0-5]\d)?")
_BARE_CLOCK_LENGTH = re.compile(r"(?<![\d:])(\d{1,2}):([0-5]\d)(?![\d:])")
_RANGE = re.compile(rf"{_NUMBER}\s*{_UNIT}?\s*(?:-|–|—|to)\s*{_NUMBER}[\s-]*{_UNIT}?\b")
_LENGTH = re.compile(rf"(?<![\w.]){_NUMBER}(?:(?<=\d)|[\s-])[\s-]*{_UNIT}\b")
_BARE = re.compile(r"\bpause\b\W{0,4}(\d{1,4}(?:\.\d{1,3})?)\s*$")
_BREATHS = re.compile(
    rf"(?<![\w.])(?:a few|a couple of|several|some|{_NUMBER})"
    r"[\w\s-]{0,16}breaths?\b"
)
_STILL = re.compile(
    r"\b(pauses?|pausing|silence|silent(ly)?|waits?|rests?|quiet|stillness|breath(s|e)?)\b"
    r"|^(sec|x sec)$"
)
_START = re.compile(
    r"^\W*(?:(?:a |the |very )?(?:short|brief|long|longer|quick|slight|gentle|full|deep)[_ ])?"
    r"(?:pause|pausing|silence|silent|wait|rest|be quiet|stillness|breath|breathe|begin silence|"
    r"moment of (?:silence|quiet)|let \w+ rest in silence)\b"
)
_BELL = re.compile(r"\b(bells?|chimes?|gongs?|dings?|singing bowls?)\b")
_DIRECTED = re.compile(r"\b(music|sounds? of|ambien\w*|fade|layer|volume|soundtrack|drum\w*)\b")
_FOR_THE_READER = re.compile(
    r"\W*(?:(?:speak|say|said|read|whisper|continue)(?: (?:this|it|these|more|very|now))* )?"
    r"(?:(?:more|very|in an?|with an?|a|even|and) )*"
    r"(?:slow(?:ly|er)?|soft(?:ly|er)?|gently|quiet(?:ly|er)?|warm(?:ly|er)?|calm(?:ly|er)?|"
    r"whisper(?:ed|ing)?|smiling)"
    r"(?:[ ,]+(?:and )?(?:(?:with|in|at) )?(?:an? )?(?:(?:long|slow|soft|warm|calm|much)(?:er)? )?"
    r"(?:slowly|soft(?:ly)?|gently|quietly|warmly|calmly|deep|low|voice|tone|pace|breaths?|pauses?|"
    r"space|silences?|smile|warmth|kindness)"
    r"(?: between (?:the )?(?:lines|words|sentences|phrases))?)*\W*"
    r"|\W*(?:(?:insert|say|use) )?(?:(?:the|your|their|his|her|client'?s?|client’s|listener'?s?|"
    r"listener’s|person'?s?|person’s|participant'?s?|child'?s?|child’s) )*name(?: here)?\W*"
    r"|\W*notes? (?:to|for) (?:the )?"
    r"(?:reader|narrator|guide|facilitator|teacher|therapist|voice)\b.*"
)
"""The manner of speaking, or the place of a name: "(softly, with pauses)", "(client's name)"."""

_REPEAT = re.compile(
    rf"\b(?:repeat|cycle through|loop|guide \w+ through)\b.{{0,60}}?{_NUMBER}"
    rf"(?:\s*(?:-|–|to)\s*\d+)?\s*(more |additional )?(?:x\b|times?\b|rounds?\b|cycles?\b)"
    rf"|^repeat\W+(?:x\s*)?(\d+)\b"
)
_REPEAT_ONCE = re.compile(r"^\W*repeat( (this|that|the above|again|once( more)?|twice))?\W*$")


def read_direction(text: str) -> Direction | None:
    """Returns the meaning of a direction's words, or None if no vocabulary has them.

    Args:
        text: The words between the brackets, or on the line.
    """
    folded = _folded(text.strip(" *_\t~"))
    if match := _CLOCK.fullmatch(folded):
        return Direction("clock", at_s=int(match[1]) * 60.0 + int(match[2]))
    if direction := _repeat(folded):
        return direction
    if _BELL.search(folded):
        count = len(re.findall(r"\bding\b", folded)) or 1
        return Direction("bell", count=min(count, MAX_STRIKES))
    if _DIRECTED.search(folded):
        return Direction("note")
    return _pause(folded) or (Direction("note") if _FOR_THE_READER.fullmatch(folded) else None)


def is_manner(text: str) -> bool:
    """Returns True if the words say how to speak and nothing else: "Soft voice, slowly."."""
    return bool(_FOR_THE_READER.fullmatch(_folded(text)))


def is_stage_line(text: str) -> bool:
    """Returns True if a line without brackets is a direction: "PAUSE…", "10 second pause"."""
    folded = _folded(text.strip(" *_\t"))
    if not 1 <= len(folded.split()) <= MAX_STAGE_LINE_WORDS:
        return False
    if re.fullmatch(r"\W*(?:(?:long|short|brief)[_ ])?(?:pause|silence)\W*", folded):
        return True
    # Speech may speak of pauses, too: a line is a direction if its first words are one, and it
    # says for how long.
    direction = _pause(folded)
    begins = re.match(r"^\W*(?:(?:long|short|brief) )?(?:pause|silence)\b", folded)
    first = re.match(rf"^\W*{_NUMBER}[\s-]*{_UNIT}\s+(?:of )?(?:pause|silence)\W*$", folded)
    return bool(first or (begins and direction and (not direction.guessed or "few" in folded)))


def _folded(text: str) -> str:
    return in_english(" ".join(text.lower().split())[:_MAX_CHARS])


def _repeat(folded: str) -> Direction | None:
    if match := _REPEAT.search(folded):
        number = _value(match[1]) if match[1] else float(match[3])
        more = bool(match[2]) or "more" in folded
        return Direction("repeat", count=max(1, min(int(number), MAX_REPEATS)), more=more)
    if _REPEAT_ONCE.fullmatch(folded):
        return Direction("repeat", count=1, more=True)
    return None


def _pause(folded: str) -> Direction | None:
    measured = _measured(folded)
    named = bool(_STILL.search(folded))
    if measured and (named or _only_length(folded)):
        return Direction("pause", _limited(measured))
    if not _START.search(folded) and not re.search(r"\bsilence\b|\bpause\b", folded):
        return None
    if breaths := _BREATHS.search(folded):
        number = _value(breaths[1]) if breaths[1] else 3.0
        return Direction("pause", _limited(_times(BREATH, number)), guessed=True)
    return Direction("pause", _unmeasured(folded), guessed=True)


def _only_length(folded: str) -> bool:
    return bool(_LENGTH.fullmatch(folded) or _RANGE.fullmatch(folded))


def _measured(folded: str) -> Span | None:
    """Returns the length that is written, exact or a range."""
    if match := _RANGE.search(folded):
        unit = match[4] or match[2]
        if unit:
            # "20-30 seconds" has one unit for both, "30 seconds to 1 minute" has two.
            low = _value(match[1]) * _unit_s(match[2] or unit)
            high = _value(match[3]) * _unit_s(unit)
            return Span.between(min(low, high), max(low, high))
    if match := _LENGTH.search(folded):
        return Span.fixed(_value(match[1]) * _unit_s(match[2]))
    if match := _BARE.search(folded):
        return Span.fixed(float(match[1]))
    if match := _BARE_CLOCK_LENGTH.search(folded):
        return Span.fixed(int(match[1]) * 60.0 + int(match[2]))
    return None


def _unmeasured(folded: str) -> Span:
    """Returns the length that the words suggest where none is written."""
    if "minute" in folded:
        return MINUTES
    if re.search(r"\b(few|several|some) (seconds|moments)\b|\bmoments\b", folded):
        return MOMENTS
    if re.search(r"\blong", folded):
        return LONG
    if re.search(r"\b(short|brief|briefly|slight|quick)", folded):
        return SHORT
    if re.fullmatch(r"\W*(?:deep |full )?breath(?:e|s)?\W*", folded):
        return BREATH
    return PAUSE


def _value(text: str) -> float:
    return float(_NUMBER_WORDS[text]) if text in _NUMBER_WORDS else float(text)


def _unit_s(unit: str) -> float:
    if unit.startswith(("ms", "milli")):
        return 0.001
    return 60.0 if unit.startswith("m") else 1.0


def _times(span: Span, number: float) -> Span:
    return Span(span.min_s * number, span.ideal_s * number, span.max_s * number)


def _limited(span: Span) -> Span:
    return Span(
        min(span.min_s, MAX_PAUSE_S), min(span.ideal_s, MAX_PAUSE_S), min(span.max_s, MAX_PAUSE_S)
    )
