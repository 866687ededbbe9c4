"""Labels of acts, sounds and speakers, as plays, lesson plans and studios write them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.directions.remarks import is_manner
from quietude.script.importing.words.acts import CUE, HELD, NAME, STEP, TRANSITION
from quietude.script.importing.words.heads import SPEAKERS
from quietude.script.importing.words.names import is_name
from quietude.script.importing.words.remarks import ACTS, LISTENER, PART, SAY, is_remark
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_LABEL = re.compile(
    r"(?:\*\*|__)?([^\W\d_][^:：\n]{0,34}?)\s?(?:\*\*|__)?\s*(?::(?:\*\*|__)?\s+|：(?:\*\*|__)?\s*)(\S.*)"
)
_LABEL_ALONE = re.compile(
    r"(?:\*\*|__)?([A-ZÀ-Þ\u0400-\u042f][\w ’'-]{2,30})(?:\*\*|__)?\s*[:：](?:\*\*|__)?"
)
_DEMONSTRATED = re.compile(r"^((?:[A-Z][\w ]{1,24}:\s*)?)\(([^()]{2,40})\)\s*(?=[\"“„«])")
_LEADER = re.compile(rf"(?:the )?(?:{SPEAKERS})\s*[:：]\s", re.IGNORECASE)
_LETTER = re.compile(r"(?:\*\*|__)?[A-D][.:]?(?:\*\*|__)?")
_MOST_READERS = 4
_SPOKEN_LABELS = 2
_LEAD_IN = re.compile(r"(?:\*\*|__)[^*_:]{2,30}(?::(?:\*\*|__)|(?:\*\*|__):)\s+(?=\S)")
_MOSTLY = 0.5
_LANGUAGES = frozenset(
    {
        "EN",
        "DE",
        "FR",
        "ES",
        "IT",
        "PT",
        "NL",
        "JA",
        "JP",
        "ZH",
        "CN",
        "HI",
        "PL",
        "RU",
        "ENG",
        "GER",
    }
)
"""Labels before the lines of a script in two languages."""
_MANY, _SHARE = 3, 0.3
"""The fewest lines with a label, and their share, from which it is the name of a speaker."""
_DONE = re.compile(
    r"do|actions?|stage|cue|s?fx|sound(?: effects?)?|tun|aktion|regie|faire|hacer|acción|fazer|"
    r"ação|fare|azione|doen|actie"
)
"""Labels of acts, of which some are heard: "DO: Ring the bell."."""
_PLANNED = re.compile(
    r"interviewer|q|learning .*|success criteria|differentiation|lernziele?|objecti\w+|resources"
)
"""Labels of a plan, whatever stands after them: "I can notice my breath"."""


def without_acts(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines without what is done or heard beside them, and without their labels."""
    said = Counter(
        match[1].lower()
        for line in lines
        if line.kind == "text"
        and (match := _LABEL.fullmatch(line.raw.strip(" -*•")))
        and SAY.fullmatch(match[1].lower())
    )
    labelled = sum(said.values()) >= _SPOKEN_LABELS
    speakers = _speakers(lines)
    lines = _without_letters(_without_notes_to(lines))
    lines = _without_lead_ins(_with_parts(lines))
    return [_judged(line, speakers, labelled=labelled) for line in lines]


def _without_notes_to(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines without the one to whoever leads: "Teacher: keep the pace even."."""
    texts = [at for at, line in enumerate(lines) if line.kind == "text"]
    labelled = [at for at in texts if _LEADER.match(lines[at].raw.strip(" *_-•"))]
    if len(labelled) != 1 or len(texts) < _MANY:
        return list(lines)
    line = lines[labelled[0]]
    small = line.text[:1].islower()  # speech begins with a capital
    changed = list(lines)
    if small or is_remark(line.text):
        changed[labelled[0]] = left(line, "for whoever reads or leads")
    return changed


def _without_letters(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines without the letters of the readers above what each says: "A", "B"."""
    found = [at for at, line in enumerate(lines) if _LETTER.fullmatch(line.raw.strip())]
    letters = {lines[at].raw.strip(" *_.:") for at in found}
    if len(found) < _MANY or not {"A", "B"} <= letters or len(letters) > _MOST_READERS:
        return list(lines)
    return [
        left(line, "name of a speaker") if at in found else line for at, line in enumerate(lines)
    ]


def _with_parts(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with the name of a part as a heading, where its first line follows at once."""
    changed = list(lines)
    for at, (line, following) in enumerate(pairwise(lines)):
        named = line.kind == "text" and line.text[:1].isupper() and following.kind == "text"
        if named and PART.fullmatch(line.text.lower()):
            changed[at] = replace(line, kind="heading", level=7)
    return changed


def _without_lead_ins(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines without the names of steps in bold type: "**See:** Look around."."""
    texts = [line for line in lines if line.kind == "text"]
    led = sum(bool(_LEAD_IN.match(line.text)) for line in texts)
    if led < _MANY or led < _MOSTLY * len(texts):
        return list(lines)
    return [
        replace(line, text=_LEAD_IN.sub("", line.text)) if line.kind == "text" else line
        for line in lines
    ]


def _speakers(lines: Sequence[ScriptLine]) -> frozenset[str]:
    """Returns labels that stand before many lines: "Handler:", "Mira:", or "A:" and "B:"."""
    texts = [line for line in lines if line.kind == "text"]
    labels = Counter(match[1].strip("*_ ") for line in texts
                     if (match := _LABEL.fullmatch(line.raw.strip())))  # fmt: skip
    # A script without capitals has "吸气：" as well as names: one that a head names is a speaker.
    heads = (_LABEL.fullmatch(line.raw.strip()) for line in lines)
    names = (match[2].strip("*_ ") for match in heads if match)
    introduced = {name for name in names if name[:1].lower() == name[:1].upper()}
    many = {
        label
        for label, count in labels.items()
        if count >= _MANY
        and count >= _SHARE * len(texts)
        and (_may_speak(label) or label in introduced or label in _LANGUAGES)
    }
    if many:  # where one speaks, others take part
        many |= {label for label, count in labels.items() if count > 1 and _may_speak(label)}
    letters = {label for label in labels if len(label) == 1 and label.isupper()}
    return frozenset(many | (letters if len(letters) > 1 else set()))


def _may_speak(label: str) -> bool:
    """Returns True for a word or two that are no act of the listener, as "Breathe in" is."""
    concepts = {token.concept for token in tokens_of(label.lower())}
    if len(label.split()) > 2:  # noqa: PLR2004
        return False
    if is_name(label):  # "健二" holds a number
        return concepts <= {"word", "reader", "article", "number", "fill"}
    return label[:1].isupper() and concepts <= {"word", "reader", "article"}


def _judged(line: ScriptLine, speakers: frozenset[str], *, labelled: bool) -> ScriptLine:  # noqa: C901
    raw = line.raw.strip()
    if line.kind in {"text", "heading"}:
        if TRANSITION.fullmatch(raw.strip("*_# ")) and not _is_heard(raw):
            return left(line, "stage direction")
        if _is_cue(raw.strip("*_ ")):
            return left(line, "name of a speaker")
    if line.kind != "text" or raw[:1] in "[({":
        return line
    if match := HELD.fullmatch(raw):
        return replace(line, text=f"[pause {match[1]} {match[2]}]")
    if (match := _LABEL_ALONE.fullmatch(raw)) and PART.fullmatch(match[1].lower()):
        return replace(line, kind="heading", text=match[1], level=7)
    if (match := STEP.fullmatch(raw)) and not LISTENER.search(match[1].lower()):
        return replace(line, kind="heading", text=match[1], level=7)
    if _DEMONSTRATED.match(line.text):
        return replace(line, text=_DEMONSTRATED.sub(r"\1", line.text).strip('"“”„«» '))
    match = _LABEL.fullmatch(raw.strip(" -*•") if raw[:1] in "-•" else raw)
    if match is None:
        return line
    label, value = match[1].strip("*_ "), match[2]
    if label in speakers:
        return replace(line, text=value.strip().strip('"“”„«»'))
    folded = label.lower()
    capitals = label.isupper() and len(label) > 1
    planned = capitals or _PLANNED.fullmatch(folded) or not LISTENER.search(value.lower())
    if ACTS.fullmatch(folded) and planned:
        heard = _heard_of(line, value) if _DONE.fullmatch(folded) else None
        return heard or left(line, "what is done or heard beside the words")
    if SAY.fullmatch(folded) and (labelled or capitals or folded.startswith(("say", "read"))):
        return replace(line, text=value.strip().strip('"“”„«»'))
    return line


def _heard_of(line: ScriptLine, value: str) -> ScriptLine | None:
    """Returns the sound of an act, "Pause for 20 seconds." or "Ring the bell.", or None."""
    for sentence in re.split(r"(?<=[.!])\s+", value.strip()):
        direction = read_direction(sentence.strip("[]() "))
        measured = direction is not None and direction.kind == "pause" and not direction.guessed
        if measured or (direction is not None and direction.kind == "bell"):
            return replace(line, text=f"[{sentence.strip('[]() .')}]")
    return None


def _is_heard(raw: str) -> bool:
    """Returns True for a silence or a bell, which "[Cue 3: bell]" is more than an act."""
    direction = read_direction(raw.strip("[]() "))
    return direction is not None and direction.kind in {"pause", "bell"}


def _is_cue(raw: str) -> bool:
    """Returns True for a speaker's name by itself: "VOICE ONE. (Slowly.)", "ANNA (softly)"."""
    if not raw or raw[-1:] in ":：?!" or len(raw) > 90:  # noqa: PLR2004
        return False
    letters = [letter for letter in raw.partition("(")[0] if letter.isalpha()]
    if not letters or not all(letter.isupper() for letter in letters):
        return False
    if CUE.fullmatch(raw):
        return True
    match = NAME.fullmatch(raw)
    return match is not None and (
        is_manner(match[2]) or match[2].lower().strip(".") in {"v.o", "vo", "off", "o.s"}
    )
