"""Headings of a script: their title, without numbers, anchors, lengths and clock times."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quietude.durations import parse_duration, parse_span
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.directions.stage_lines import is_stage_line
from quietude.script.importing.weighing.vocabulary import tokens
from quietude.script.importing.words.lengths import lengths_in
from quietude.script.importing.words.telling import WORDS
from quietude.script.importing.words.tokens import tokens_of

_BOLD = re.compile(r"(?:\*\*|__)\s*(.+?)\s*:?\s*(?:\*\*|__):?")
_TIME = r"(?:\d{1,2}:)?\d{1,3}:[0-5]\d"
_TITLE = r"[^.!?…。！？।]{2,60}?"
_RANGE = rf"({_TIME})\s*(?:[-–—~〜]|to|a|à|bis|tot)\s*({_TIME})"
_TIMED = re.compile(
    r"(" + _TITLE + r")\s*[(\[]\s*([^()\[\]]{0,24}\d[^()\[\]]{0,12}"
    r"(?:\b(?:min|mins|minutes?|m|sec|secs|seconds?|s|minuten|minuto?s|minut[io]|segundos|sekunden|secondes|"
    r"second[io]|seconden)\b|分|秒|मिनट|分钟)\.?)\s*[)\]]\s*:?",
    re.IGNORECASE,
)
_CLOCKED = re.compile(rf"({_TITLE})\s*[(\[|@–—-]?\s*{_RANGE}\s*[)\]]?\s*:?")
_CLOCK_FIRST = re.compile(rf"[(\[]?\s*{_RANGE}\s*[)\]]?\s*[-–—:|]*\s*(\S.{{1,80}}?)\s*:?")
_ONE_CLOCK = re.compile(
    rf"(?:({_TITLE})\s*[(\[@]\s*({_TIME})\s*[)\]]|[(\[]\s*({_TIME})\s*[)\]]\s*[-–—:]*\s*(.{{2,60}}))"
)
_TRAILING_LENGTH = re.compile(
    r"\s*[–—:|-]\s*(?:approx\.?|about|~|ca\.?|circa)?\s*"
    r"(\d+(?:\s*[–—-]\s*\d+)?\s*(?:min|mins|minutes?|sec|seconds?|minuten|minutos?|minuti)\b).*$",
    re.IGNORECASE,
)
_ANCHOR = re.compile(
    r"<a\b[^<>]*>(.*?)</a>|<a\b[^<>]*/?>|</a>|\{#[^{}]*\}|(?<=\S)\s*#+$|<[^<>]{1,80}>",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.):]|[ivx]{1,5}[.)]|[a-z]\))\s+(?=\S)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{1,60}[)\]]$")
_KEYCAP = re.compile(r"^(?:\d\ufe0f?\u20e3|🔟)+\s*(?=\S)")
_COUNTED_PART = re.compile(
    r"(?:minute|part|stage|phase) \d{1,2}\s?[:–—-]\s?[^.!?:]{2,40}[^\W_]", re.IGNORECASE
)
_CJK_NUMBER = re.compile(r"^[一二三四五六七八九十]{1,2}、(?=.)")
_CJK_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|第[一二三四五六七八九十\d]{1,2}[部章节節])[^。！？，、]{1,14}"
)
_LONGEST_TITLE, _SMALL_WORD = 160, 3
_INVITES = frozenset(word for row in WORDS.values() for word in row["invites"].split())
_LISTENERS = frozenset(word for row in WORDS.values() for word in row["listener"].split())


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        title: Its words, without marks.
        clock_s: The time of the session it names, in seconds, or None.
        end_s: The time its part ends at, in seconds, or None.
        length_s: The length it gives its part, in seconds, or None.
    """

    title: str
    clock_s: float | None = None
    end_s: float | None = None
    length_s: float | None = None


def seconds_of_clock(text: str) -> float:
    """Returns "1:30" or "1:02:30" in seconds."""
    parts = [int(part) for part in text.split(":")]
    return float(sum(part * 60**power for power, part in enumerate(reversed(parts))))


def heading_of(text: str) -> Heading:
    """Returns a heading's title, clock time and length."""
    text = _ANCHOR.sub(lambda match: match[1] or "", text[:300]).replace("`", " ")
    bold = _BOLD.fullmatch(text.strip())
    text = " ".join((bold[1] if bold else text).split()).strip(" *_")
    text = _CJK_NUMBER.sub("", _KEYCAP.sub("", text))
    text = _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text
    text = text[1:-1] if text[:1] == "[" and text[-1:] == "]" and "[" not in text[1:] else text
    clock_s = end_s = length_s = None
    if match := _CLOCKED.fullmatch(text):
        text, clock_s, end_s = match[1], seconds_of_clock(match[2]), seconds_of_clock(match[3])
    elif match := _CLOCK_FIRST.fullmatch(text):
        text, clock_s, end_s = match[3], seconds_of_clock(match[1]), seconds_of_clock(match[2])
    elif match := _ONE_CLOCK.fullmatch(text):
        text, clock_s = match[1] or match[4], seconds_of_clock(match[2] or match[3])
    elif match := _TIMED.fullmatch(text):
        text, length_s = match[1], length_of(match[2])
    if match := _TRAILING_LENGTH.search(text):
        length_s = length_s or length_of(match[1])
        text = text[: match.start()]
    text = " ".join(re.sub(r"[\[\]{}<>*_#|`]", " ", text).split())
    numbered = _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text
    title = numbered.strip(" :–—-") or text.strip(" :–—-")
    return Heading(title or "Untitled", clock_s, end_s, length_s)


def length_of(text: str) -> float | None:
    """Returns the length words name ("approx. 10-12 minutes"), in seconds; of a range the middle."""  # noqa: E501
    tokens = tokens_of(" ".join(text.lower().split()))
    lengths = [
        length for length in lengths_in(tokens) if length.concept in {"second", "minute", "hour"}
    ]
    if lengths and not lengths[0].vague:
        return (lengths[0].span.min_s + lengths[0].span.max_s) / 2
    found = re.search(r"\d[\d.:]*(?:\s*(?:-|–|to)\s*\d[\d.]*)?\s*[a-zA-Z]*", text)
    if not found:
        return None
    written = re.sub(r"\s+", "", found.group())
    for attempt in (written, written + "m"):
        try:
            return parse_duration(attempt)
        except ValueError:
            try:
                span = parse_span(attempt)
            except ValueError:
                continue
            return (span.min_s + span.max_s) / 2
    return None


def _names_part(title: str) -> bool:
    """Returns False for the words of a silence: "Silence (2 min)"."""
    found = tokens_of(title.lower())
    return not found or found[0].concept not in {"pause", "wait", "hold", "give"}


def is_request(title: str) -> bool:
    """Returns True for a request to a listener: "Close your eyes", but not "Close Your Eyes"."""
    words = title.split()
    if all(word[:1].isupper() for word in words if len(word) > _SMALL_WORD):
        return False
    bare = tokens(title)
    return bool(bare) and bare[0] in _INVITES and not _LISTENERS.isdisjoint(bare[1:])


def is_title(raw: str) -> bool:  # noqa: C901  (one look after the other)
    """Returns True if a line is a heading by its look: bold, in capitals, or with its time."""
    if len(raw) > _LONGEST_TITLE:
        return False
    bold = _BOLD.fullmatch(raw)
    plain = (bold[1] if bold else raw).strip(" *_[]`")
    direction = read_direction(plain)
    timed = _TIMED.fullmatch(_NUMBERED.sub("", plain, count=1))  # "II. Settling (2 min)"
    if bold and timed and _names_part(timed[1]):
        return True
    if is_stage_line(plain) or (
        direction and direction.kind != "note" and (raw[0] in "[({*_" or bold)
    ):
        return False
    if direction and raw[0] in "[({":
        return False
    if _CJK_NUMBERED.fullmatch(plain) or _COUNTED_PART.fullmatch(plain):
        return True
    if bold and "**" not in bold[1] and len(plain.split()) <= 10 and plain[-1:] not in ".!?…,。":  # noqa: PLR2004
        return not (bold[1][:1] in "[(" and direction)
    if timed and not bold and is_request(timed[1]):
        return False
    if _CLOCKED.fullmatch(plain) or (timed and raw[0] not in "[("):
        return _names_part(plain)
    if (match := _CLOCK_FIRST.fullmatch(plain)) and match[3][-1:] not in ".!?…,。":
        return match[3][:1].isupper() and len(match[3].split()) <= 6  # noqa: PLR2004
    if (match := _ONE_CLOCK.fullmatch(raw.strip("*_ "))) and match[1]:
        return match[1][-1:].isalnum() and len(match[1].split()) <= 6 and match[1][:1].isupper()  # noqa: PLR2004
    plain = _IN_BRACKETS.sub("", plain) or plain  # "AD BREAK (mid-roll)"
    letters = [character for character in plain if character.isalpha()]
    return (
        len(letters) > 3  # noqa: PLR2004
        and all(letter.isupper() for letter in letters)
        and len(plain.split()) <= 8  # noqa: PLR2004
        and plain[-1] not in ".!?…,"
        and raw[0] not in "[({"
    )
