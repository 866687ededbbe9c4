"""Lines that mail, forums, chats, note apps and editors leave around a text that was copied."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left, paragraphs
from quietude.script.importing.words.pastes import (
    CHAT,
    END,
    KINDS,
    LETTER_ENDS,
    LETTER_STARTS,
    LETTER_TOPICS,
    REPEATS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_NOTICE = re.compile(r">\s*(?:\[!\w+\]|[💡📝⚠ℹ🎙📌🎧❗🔊✏🗒])")
_SIGNATURE = re.compile(r"--\s*")
_LONGEST_SIGNATURE, _LONGEST_SIGNED = 6, 60
"""The most lines of a signature, and the most characters of one."""
_HEAD = re.compile(
    r"[^\W\d_][\w-]{1,20}:\s|>|.{6,100}\b(?:wrote|schrieb|écrit|escribió|scritto|schreef):$"
)
_WROTE = re.compile(r".{6,100}\b(?:wrote|schrieb|écrit|escribió|scritto|schreef)\s?:")
_MOST_AFTER = 0.3
_SENDER = re.compile(
    r"(?:from|van|von|de|da|posted by|author|written by)\s?:?\s+([\w.-]{2,30})\b", re.IGNORECASE
)
_MOST_SIGNED_LINES = 3
_DOTTED = re.compile(r"(\S.{1,60}?)\s?(?:\.\s?){4,}\s*\d{1,3}")
_COMMENT = re.compile(r"(\[[a-z]{1,2}\])\s?(?=\S)")
_FEWEST_CHAPTERS, _MOST_NAME_WORDS = 3, 8
_NUMBER = re.compile(r"^\W*\d{1,2}(?:\.\d{1,2})*[.)]?\s+")


def without_pastes(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with those left out that some program put around the text."""
    texts = [at for at, line in enumerate(lines) if line.kind in {"text", "meta", "heading"}]
    chats = {at for at in texts if CHAT.match(lines[at].raw.strip())}
    chosen: dict[int, str] = {}
    if len(chats) < len(texts):
        chosen = dict.fromkeys(chats, "message of a chat")
    notice = False
    for at, line in enumerate(lines):
        raw = line.raw.strip()
        notice = raw.startswith(">") and (notice or bool(_NOTICE.match(raw)))
        if notice:
            chosen[at] = "note"
        elif line.kind in {"text", "meta", "heading"}:
            bare = raw.strip("*_> ") if not raw.startswith(("- [", "* [")) else raw
            why = next((why for pattern, why in KINDS if pattern.fullmatch(bare)), "")
            ends = at in texts[-4:] and at != texts[0] and not raw.startswith("#")
            why = why or ("repeat of what follows" if REPEATS.fullmatch(bare) else "")
            if why or (ends and END.fullmatch(raw)):
                chosen[at] = why or "end mark"
    chosen |= _quoted_mail(lines, texts)
    chosen |= _signature(lines, texts) | _letter(lines) | _comments(lines) | _chapters(lines)
    titles = _contents(lines, chosen)
    return [
        replace(left(line, chosen[at]), clock_s=None)
        if at in chosen
        else replace(line, kind="heading", text=titles[folded], level=7)
        if line.kind == "text" and (folded := _folded(line.raw)) in titles
        else line
        for at, line in enumerate(lines)
    ]


def _quoted_mail(lines: Sequence[ScriptLine], texts: Sequence[int]) -> dict[int, str]:
    """Returns the lines of the mail that a letter replies to: "On 3 May, Jo wrote:", and "> …"."""
    found: list[int] = []
    for at, line in enumerate(lines):
        quoted = line.raw.lstrip().startswith(">")
        if quoted and at and (at - 1 in found or _WROTE.fullmatch(lines[at - 1].raw.strip())):
            found.append(at)
    return dict.fromkeys(found if 3 * len(found) < len(texts) else (), "quoted mail")


def _comments(lines: Sequence[ScriptLine]) -> dict[int, str]:
    """Returns the comments of reviewers below a text, whose letters stand in it: "[a]"."""
    texts = [at for at, line in enumerate(lines) if line.kind in {"text", "meta"}]
    found: dict[int, str] = {}
    for place, at in enumerate(texts):
        match = _COMMENT.match(lines[at].raw.strip())
        if match and any(match[1] in lines[before].raw[1:] for before in texts[:place]):
            found[at] = "comment of a reviewer"
    return found


def _chapters(lines: Sequence[ScriptLine]) -> dict[int, str]:
    """Returns the list of chapters of a video, with the label above it: "0:00 Intro"."""
    found: dict[int, str] = {}
    words = sum(len(line.text.split()) for line in lines if line.kind == "text")
    run: list[int] = []
    for at, line in enumerate([*lines, None]):
        timed = line is not None and (line.kind == "clock" or (at - 1 in run and _is_name(line)))
        if timed:
            run.append(at)
            continue
        if line is not None and line.kind == "blank" and line.why and run:
            continue
        clocks = [place for place in run if lines[place].kind == "clock"]
        named = sum(len(lines[place].text.split()) for place in run)
        if len(clocks) >= _FEWEST_CHAPTERS and len(run) == 2 * len(clocks) and words >= 3 * named:
            found |= dict.fromkeys(run, "list of chapters")
            label = run[0] - 1
            short = label >= 0 and lines[label].kind in {"text", "heading"}
            if short and len(lines[label].text.split()) <= 3:  # noqa: PLR2004
                found[label] = "list of chapters"
        run = []
    return found


def _is_name(line: ScriptLine) -> bool:
    """Returns True for the name of a chapter: a few words without a stop."""
    few = len(line.text.split()) <= _MOST_NAME_WORDS
    return line.kind == "text" and few and line.text[-1:] not in ".!?…,。？！"


def _contents(lines: Sequence[ScriptLine], chosen: dict[int, str]) -> dict[str, str]:
    """Returns the titles of a table of contents with dots, whose lines are left out."""
    found = {
        at: match
        for at, line in enumerate(lines)
        if line.kind in {"text", "heading"} and (match := _DOTTED.fullmatch(line.raw.strip()))
    }
    if len(found) < 2:  # noqa: PLR2004
        return {}
    chosen.update(dict.fromkeys(found, "table of contents"))
    return {_folded(match[1]): _NUMBER.sub("", match[1]).strip() for match in found.values()}


def _folded(text: str) -> str:
    return " ".join(_NUMBER.sub("", text).lower().split())


def _letter(lines: Sequence[ScriptLine]) -> dict[int, str]:
    """Returns the first and last lines of a letter around a script."""
    runs = paragraphs(lines)
    if len(runs) < 2:  # noqa: PLR2004
        return {}
    chosen: dict[int, str] = {}
    starts = [run for run in runs if not all(_HEAD.match(lines[at].raw.strip()) for at in run)]
    start = starts[0] if starts else runs[0]
    first = [lines[at].raw.strip() for at in start]
    if LETTER_STARTS.match(first[0]) and LETTER_TOPICS.search(" ".join(first)):
        chosen |= dict.fromkeys(start, "letter around a script") | _after_rule(lines, start[-1])
    chosen |= _signed(lines, runs)
    last = runs[-1]
    for place, at in enumerate(last):
        rest = last[place + 1 :]
        if LETTER_ENDS.fullmatch(lines[at].raw.strip()) and len(rest) <= 3:  # noqa: PLR2004
            chosen |= dict.fromkeys([at, *rest], "letter around a script")
    return chosen


def _after_rule(lines: Sequence[ScriptLine], greeted: int) -> dict[int, str]:
    """Returns what a letter says after the rule that ends the script, if one begins it too."""
    marks = [at for at, line in enumerate(lines) if at > greeted and line.kind != "blank"]
    rules = [at for at in marks if lines[at].kind == "rule"]
    if len(rules) < 2 or rules[0] != marks[0]:  # noqa: PLR2004
        return {}
    under = [at for at in marks if at > rules[-1] and lines[at].kind == "text"]
    said = sum(len(lines[at].text) for at in marks if lines[at].kind == "text")
    short = sum(len(lines[at].text) for at in under) < _MOST_AFTER * said
    return dict.fromkeys(under if short else (), "letter around a script")


def _signed(lines: Sequence[ScriptLine], runs: Sequence[Sequence[int]]) -> dict[int, str]:
    """Returns the last paragraph of a letter or post, if the name of its writer stands in it."""
    senders = {
        match[1].lower() for line in lines if (match := _SENDER.match(line.raw.strip(" *_>")))
    }
    last = runs[-1]
    at = next((at for at in last if lines[at].raw.strip(" *_-–—").lower() in senders), None)
    if at is None or last.index(at) > _MOST_SIGNED_LINES:
        return {}
    return dict.fromkeys(last, "letter around a script")


def _signature(lines: Sequence[ScriptLine], texts: Sequence[int]) -> dict[int, str]:
    """Returns the lines under "--" at the end of a mail."""
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].kind != "blank" and _SIGNATURE.fullmatch(lines[at].raw):
            under = [place for place in texts if place > at]
            short = len(under) <= _LONGEST_SIGNATURE and all(
                len(lines[place].raw) < _LONGEST_SIGNED for place in under
            )
            return dict.fromkeys(under if short else (), "foot of a mail")
    return {}
