"""Exports of chats (WhatsApp, Signal, Telegram): a script that was sent message by message."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

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
    r"\s*[\u200e]?<(?:this message was edited|[^<>]{0,20}bearbeitet[^<>]{0,20})>", re.IGNORECASE
)
_FEWEST, _MOSTLY = 3, 0.6
"""The fewest messages, and their share of all lines, that make a text an export."""
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
        return lines
    messages: list[_Message] = []
    changed = list(lines)
    for at, line in enumerate(lines):
        if match := heads.get(at):
            messages.append(_Message(at, match[1] or "", _EDITED.sub("", match[2]).strip()))
        elif messages:
            messages.append(_Message(at, messages[-1].sender, _EDITED.sub("", line).strip()))
    spoken = Counter[str]()
    for message in messages:
        if not _OF_PROGRAM.fullmatch(message.words):
            spoken[message.sender] += len(message.words)
    del spoken[""]
    most = max(spoken.values(), default=0)
    speakers = {sender for sender, words in spoken.items() if words >= _AS_MUCH * most}
    for message in messages:
        silent = message.sender not in speakers or _OF_PROGRAM.fullmatch(message.words)
        bare = re.sub(r"[\[\](){}<>]", " ", message.words).strip()
        changed[message.at] = message.words
        if silent:
            changed[message.at] = f"[message: {bare}]" if bare else ""
    return changed
