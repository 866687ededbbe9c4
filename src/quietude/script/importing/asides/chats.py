"""Chats, exported (WhatsApp, Signal) or copied (Slack, Teams), and transcripts with speakers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from quietude.script.importing.words.pastes import LETTER_STARTS, LETTER_TOPICS

_HEAD = re.compile(
    r"[\u200e\u200f\u202a]?\[?(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}),?[ \u00a0\u202f]+"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u00a0\u202f]?[ap]\.?[ \u00a0]?m\.?)?\]?\s*(?:[-–—]\s+)?"
    r"(?:([^:\[\]\n]{1,40}):\s)?(.*)",
    re.IGNORECASE,
)
_OF_PROGRAM = re.compile(
    r"[\u200e\s]*(?:<[^<>]{3,40}>|messages? and calls are .*|nachrichten und anrufe sind .*|"
    r"les messages et .*|los mensajes y .*|as mensagens e .*|i messaggi e .*|berichten en .*|"
    r"(?:this|you deleted this) message(?: was deleted)?.?|diese nachricht wurde gelöscht.?|"
    r"(?:image|video|audio|sticker|gif|document|bild|imagen|imagem|immagine|afbeelding) "
    r"(?:omitted|weggelassen|omitida|ocultada|omessa|weggelaten)|"
    r".{1,60}\.(?:jpe?g|png|mp4|opus|m4a|pdf|docx?|webp|vcf)(?: \(.{3,40}\))?|null|https?://\S+)\s*",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"\s*\u200e?(?:\(edited\)\s*$|<(?:this message was edited|[^<>]{0,20}bearbeitet[^<>]{0,20})>)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"([A-ZÀ-Þ][^.!?,:;()\[\]]{1,30}?)\s+\[?((?:\d{1,2}:)?\d{1,2}:\d{2})\]?(?:\s?([ap]\.?m\.?))?",
    re.IGNORECASE,
)
"""A name with a time, on a line above what it said: "Anna Smith  00:45", "Maria  8:14 PM"."""
_TIME_ALONE = re.compile(r"\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]*(?::[a-z0-9_+-]+:[\W_\d]*)*", re.IGNORECASE)
_FIRST_S = 300
"""A transcript begins within so many seconds; a later first time is one of the day."""
_FEWEST, _MOSTLY = 3, 0.6
"""The fewest messages, and their share of all lines, that make a text an export."""
_FIRST_MESSAGES = 4
_AS_MUCH = 0.3
"""The share of the words of who says most, from which somebody else takes part in the script."""


@dataclass(slots=True)
class _Message:
    at: int
    sender: str
    words: str


def of_chat(lines: list[str]) -> list[str]:
    """Returns the lines of a chat's export as those of a script, line for line.

    Times and senders go; what the program wrote, and the replies of others than whoever sent
    most of the words, become notes. Other texts stay as they are.
    """
    heads = {at: match for at, line in enumerate(lines) if (match := _HEAD.fullmatch(line.strip()))}
    named = [match for match in heads.values() if match[1]]
    written = sum(bool(line.strip()) for line in lines)
    if len(named) < _FEWEST or len(heads) < _MOSTLY * written:
        return _with_names_above(lines)
    messages: list[_Message] = []
    changed = list(lines)
    for at, line in enumerate(lines):
        if match := heads.get(at):
            messages.append(_Message(at, match[1] or "", _EDITED.sub("", match[2]).strip()))
        elif messages:
            messages.append(_Message(at, messages[-1].sender, _EDITED.sub("", line).strip()))
    return _told(changed, messages)


def _told(lines: list[str], messages: list[_Message]) -> list[str]:
    """Returns lines with each message as speech, or as a note if it is none of the script."""
    changed = list(lines)
    spoken = Counter[str]()
    for message in messages:
        if not _OF_PROGRAM.fullmatch(message.words):
            spoken[message.sender] += len(message.words)
    del spoken[""]
    most = max(spoken.values(), default=0)
    speakers = {sender for sender, words in spoken.items() if words >= _AS_MUCH * most}
    for at, message in enumerate(messages):
        silent = (
            message.sender not in speakers
            or _OF_PROGRAM.fullmatch(message.words)
            or (at < _FIRST_MESSAGES and _greets(message.words))
        )
        changed[message.at] = _note("message", message.words) if silent else message.words
    return changed


def _greets(words: str) -> bool:
    """Returns True for a message that announces the text: "Hi all, I'm typing it for you"."""
    return bool(LETTER_STARTS.match(words) and LETTER_TOPICS.search(words))


def _with_names_above(lines: list[str]) -> list[str]:
    """Returns a transcript or a copied chat, in which a name and a time stand above the words."""
    above = {
        at: match for at, line in enumerate(lines) if (match := _ABOVE.fullmatch(line.strip()))
    }
    names = {match[1].strip() for match in above.values()}
    if len(above) < 2 or 2 * len(names) > len(above) + 1:  # noqa: PLR2004
        return lines
    first = min(above)
    changed = list(lines)
    written = [at for at, line in enumerate(lines[:first]) if line.strip()]
    for at in written[1:]:  # the first may be the title
        changed[at] = _note("note", lines[at])
    times = [_seconds(match[2]) for match in above.values()]
    if not any(match[3] for match in above.values()) and times[0] <= _FIRST_S and (
        times == sorted(times)
    ):  # fmt: skip
        for at, match in above.items():
            changed[at] = f"[{match[2].lstrip('0').rjust(4, '0')}]"
        return changed
    sender, messages = "", list[_Message]()
    for at in range(first, len(lines)):
        if match := above.get(at):
            sender, changed[at] = match[1].strip(), _note("message", lines[at])
        elif _TIME_ALONE.fullmatch(lines[at].strip()) or _SIGNS.fullmatch(lines[at].strip()):
            changed[at] = _note("message", lines[at])
        else:
            messages.append(_Message(at, sender, _EDITED.sub("", lines[at]).strip()))
    return _told(changed, messages)


def _note(kind: str, words: str) -> str:
    """Returns words in brackets, which are never spoken; "" for none."""
    bare = " ".join(re.sub(r"[\[\](){}<>]", " ", words).split())
    return f"[{kind}: {bare}]" if bare else ""


def _seconds(clock: str) -> int:
    return sum(int(part) * 60**power for power, part in enumerate(reversed(clock.split(":"))))
