"""Silences that stretch further than they are written, so that a plain script can have any length.

A script that names a factor (``stretch: 4``; every script of plain text or Markdown has it) keeps
its own length where none is asked for: a marked silence of 10 s is 10 s. For another length a
silence may become so many times as long, or half as long, and the gaps between sentences and lines
have wider bounds, by what comes before them: a question and an invitation are given more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from quietude.durations import Span
from quietude.script.sentences import is_question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.plan.request import Request
    from quietude.script.model import Script

Asked = Literal["answer", "time", ""]
"""The thing a sentence asks of a listener: an answer, time to do something, or nothing."""

SHORTEST = 2.5
"""Silences may become shorter by this factor, and no shorter than the script's factor allows."""
LAST_SHORTEST = 4.0
"""The same in a session so short that its voice already speaks as fast as it may."""
GROWTH = (4.0, 16.0)
"""The factors tried, one after the other, for an exercise asked to be longer than it is written."""
LONGEST_S = 3 * 3600.0
"""The longest a silence may become, in seconds."""

LONG_S = 20.0
"""A longer silence than this, in seconds, is given no more than one of this length."""

SENTENCE: Mapping[Asked, Span] = {
    "": Span(0.35, 0.8, 6.0),
    "time": Span(0.35, 0.8, 12.0),
    "answer": Span(0.45, 0.8, 20.0),
}
"""Gaps after a sentence inside a line, in seconds, by what it asks for."""

LINE: Mapping[Asked, Span] = {
    "": Span(0.9, 2.2, 25.0),
    "time": Span(1.2, 2.2, 45.0),
    "answer": Span(1.2, 2.2, 60.0),
}
"""Gaps after a line, likewise."""

TRANSITION, AFTER_BELL = Span(1.5, 3.5, 30.0), Span(3.0, 5.0, 20.0)
LEAD, TAIL = Span(1.5, 4.0, 12.0), Span(3.5, 9.0, 30.0)
"""Gaps between sections and after a bell, and the ends of a session, in seconds."""

END_WEIGHT = 0.3
"""The weight of the silence before the first sound and after the last one."""

WEIGHT: Mapping[Asked, float] = {"": 1.0, "time": 2.0, "answer": 3.0}
"""The share of what is given, relative to the length of a silence, by what comes before it."""


def factor_of(script: Script, request: Request) -> float | None:
    """The factor for the silences of a session; None if they stay within what is written."""
    if request.keep_pauses:
        return None
    return request.stretch or script.stretch


def stretched(span: Span, factor: float | None) -> Span:
    """The bounds of a written silence under a factor; its ideal stays."""
    if factor is None:
        return span
    shortest = min(span.min_s, span.ideal_s / min(factor, SHORTEST))
    longest = max(span.max_s, min(span.ideal_s * factor, LONGEST_S))
    return Span(shortest, span.ideal_s, longest)


def scaled(span: Span, factor: float) -> Span:
    """A gap as a pacing profile has it."""
    return Span(span.min_s * factor, span.ideal_s * factor, span.max_s * factor)


def weight_after(text: str, span: Span) -> float:
    """The weight of a silence after a sentence: for its length, a long one is given less."""
    return WEIGHT[asks_for(text)] * min(1.0, LONG_S / max(span.ideal_s, LONG_S))


_VERBS = (
    r"notice|feel|sense|imagine|picture|visuali[sz]e|listen|look|watch|see|remember|recall|reflect",
    r"think|ask|consider|explore|wonder|say|repeat|tell|breathe|stay|rest|linger|hold|let|allow",
    r"bring|place|take (?:a|your|some|as)|scan|soften|relax|offer|thank|write|draw",
    r"spür\w*|fühl\w*|stell\w* (?:dir|sie|euch)|lass\w*|atme\w*|bemerk\w*|nimm|nehmen|hör\w*",
    r"erinner\w*|frag\w*|bleib\w*|ruh\w*|schau\w*|denk\w*|sag\w*|halt\w*|beobachte\w*",
    r"sent\w*|ressent\w*|imagin\w*|observ\w*|remarqu\w*|respir\w*|laiss\w*|écout\w*|souven\w*",
    r"demand\w*|prenez|prends|regard\w*|visualis\w*|dites",
    r"sient\w*|not[ae]\w*|dej[ae]\w*|escuch\w*|recuerd\w*|pregunt\w*|perm\w+|toma|tómate|mira",
    r"visualiz\w*|repite|descansa|sinta|perceb\w*|deixe|deixa|escute|lembre|tome|olhe|diga|repita",
    r"immagin\w*|osserv\w*|notate|lascia\w*|ascolt\w*|ricord\w*|chied\w*|prendi|prendete|guarda",
    r"voel\w*|stel je|merk|adem\w*|laat|luister\w*|herinner\w*|vraag\w*|blijf|neem|kijk|zeg|breng",
)
"""Verbs of invitations that take a listener time: English, then German, French, Spanish,
Portuguese, Italian and Dutch."""

_BEFORE = (
    "and|now|then|so|or|just|simply|gently|slowly|softly|perhaps|maybe|again|next|und|jetzt|nun|dann",
    "vielleicht|et|maintenant|puis|y|ahora|luego|e|agora|depois|ora|poi|forse|en|nu",
)
_PHRASES = (
    r"if you (?:like|can|wish|want)|when you(?:'re| are) ready|for a moment|once more|as you \w+|"
    r"on (?:the|your) (?:in|out)[- ]?breath|you (?:may|might|can|could)(?: want to| like to)?|"
    r"see if you can|try to|(?:begin|start|continue) to|"
    r"i(?:'d| would)? (?:invite|want|like) you to"
)
_INVITATION = re.compile(
    rf"\W*(?:(?:{'|'.join(_BEFORE)}|{_PHRASES})[,\s]+){{0,4}}(?:{'|'.join(_VERBS)})\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def asks_for(text: str) -> Asked:
    """The thing a sentence asks for: an ``answer``, ``time`` to do something, or nothing.

    Questions are known in every language, invitations by their first words in seven.
    """
    if is_question(text):
        return "answer"
    return "time" if _INVITATION.match(text) else ""
