"""The front of a script: its title, author and other lines before the first sentence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.headings import heading_of, is_request, length_of
from quietude.script.importing.blocks.marking import left
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.directions.stage_lines import is_stage_line
from quietude.script.importing.words.heads import BY_LINES
from quietude.script.importing.words.roles import role_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_MOST_LINES = 6
_MOST_WORDS = 12
_ENDS = (".", "!", "?", "…", ":", ",", ";", "。", "！", "？", "।", "、")
_KEYED = re.compile(
    r"(?:\*\*|__)([^*_:：]{2,40})(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(\S.{0,300})"
)
_PLAIN_KEYED = re.compile(r"([A-ZÀ-Þ][\w /&-]{1,30}):\s+([^\s\"“„«「].{0,120})")
_BRACKETS = re.compile(r"\s*[\[(<{~][^\[\](){}<>]*[\])>}~]+\s*$")
_IN_BRACKETS = re.compile(r"[\[(]([^\[\]()]{1,60})[\])]")
_ABBREVIATED = re.compile(r"\b(?:min|Ph\.?D|Psy\.?D|Inc|Dr)\.$")
_SENTENCE = re.compile(
    r"(?<!\bDr)(?<!approx)(?<!\bca)(?<!\bNo)(?<!\b[A-Z])[.!?…]\s|[。！？।]|\.\.\."
)
_WHOLE = re.compile(
    r"\b(?:script|meditation|exercise|practice|visuali[sz]ation|induction|session|übung|méditation|"
    r"meditación|meditação|meditazione|meditatie)\b",
    re.IGNORECASE,
)
"""Words of the title of a whole script."""
_BY = re.compile(BY_LINES)
_LONGEST_AUTHOR = 80
_LEAST_LENGTH_S = 60.0
_PROSE = 0.6


def without_front(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with a title as information, and author, subtitle and keys left out."""
    return _without_front_lines(_without_keys(list(lines)))


def _without_keys(lines: list[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with runs of "**Key:** value" before the first sentence left out."""
    for pattern, least in ((_KEYED, 2), (_PLAIN_KEYED, 3)):
        run: list[int] = []
        names = _names(lines, pattern)
        for at, line in enumerate(lines):
            if line.kind in {"blank", "meta", "left", "heading", "rule"}:
                run += [at] if line.kind == "meta" else []
                continue
            raw = line.raw.strip(" -*•") if pattern is _PLAIN_KEYED else line.raw.strip(" -•")
            if line.kind != "text" or not pattern.fullmatch(raw) or _key(line) in names:
                break
            run.append(at)
        if len(run) >= least:
            for at in run:
                lines[at] = (
                    left(lines[at], "information") if lines[at].kind == "text" else lines[at]
                )
    return lines


def _key(line: ScriptLine) -> str:
    return re.split("[:：]", line.raw.lstrip(" -*•"), maxsplit=1)[0]


def _names(lines: Sequence[ScriptLine], pattern: re.Pattern[str]) -> set[str]:
    """Returns the keys that come again: names of speakers."""
    keys = Counter(
        _key(line)
        for line in lines
        if line.kind == "text" and pattern.fullmatch(line.raw.strip(" -•"))
    )
    return {key for key, count in keys.items() if count > 1}


def _without_front_lines(lines: list[ScriptLine]) -> list[ScriptLine]:
    front: list[int] = []
    titled = any(line.kind == "meta" and line.key == "title" for line in lines)
    for at, line in enumerate(lines):
        if line.kind in {"blank", "rule", "left", "meta"}:
            continue
        if line.kind == "heading":
            # Where an author or a length stands below the first heading, it is the title.
            if front or (line.level < 7 and not _author_follows(lines, at)):  # noqa: PLR2004
                break
            front.append(at)
            continue
        below = bool(front) and line.kind == "text" and _is_below_title(line)
        if line.kind != "text" or len(front) >= _MOST_LINES or not (below or _is_front(line)):
            break
        following = lines[at + 1] if at + 1 < len(lines) else None
        goes_on = following and following.kind == "text" and following.text[:1].islower()
        if goes_on and following and not _is_below_title(following):
            break  # a sentence goes on
        front.append(at)
    return _marked(lines, front, titled=titled) if front else lines


def _author_follows(lines: Sequence[ScriptLine], at: int) -> bool:
    following = next((line for line in lines[at + 1 :] if line.kind != "blank"), None)
    return following is not None and following.kind == "text" and _is_front(following)


def _marked(lines: list[ScriptLine], front: Sequence[int], *, titled: bool) -> list[ScriptLine]:
    rest = [
        line.text
        for line in lines[front[-1] + 1 :]
        if line.kind == "text" and not line.text.startswith(("[", "(", "{"))
    ]
    ended = sum(_BRACKETS.sub("", text).rstrip("\"'”’)»*_ ~/").endswith(_ENDS) for text in rest)
    if not rest or ended < _PROSE * len(rest):
        return lines
    first = front[0]
    others = front[1:]
    if lines[first].kind == "text":
        follows = lines[first + 1].kind if first + 1 < len(lines) else "blank"
        lone = len(front) == 1
        beside = lines[first + 1] if first + 1 < len(lines) else None
        if beside is not None and beside.kind == "text" and beside.text[:1] in "[(":
            follows = "blank"  # a direction: the script begins
        if lone and (
            titled
            or follows not in {"blank", "heading", "rule", "meta", "left"}
            or _names_section(lines, first)
        ):
            return lines
        if not titled and not _names_section(lines, first):
            found = heading_of(lines[first].text)
            lines[first] = replace(
                lines[first], kind="meta", key="title", text=found.title, length_s=found.length_s
            )
        else:
            others = [at for at in others if lines[at].text != lines[first].text]
    elif others and not titled:
        lines[first] = replace(lines[first], kind="meta", key="title")
    for at in others:
        if lines[at].kind == "text" and not _names_section(lines, at):
            length_s = length_of(lines[at].text) if re.search(r"\d", lines[at].text) else None
            lines[at] = replace(left(lines[at], "author or subtitle"), length_s=length_s)
    return lines


def _names_section(lines: Sequence[ScriptLine], at: int) -> bool:
    """Returns True if a line's words are those of a part ("Arriving"), and more parts follow."""
    marks = any(line.kind == "heading" and line.level < 7 for line in lines)  # noqa: PLR2004
    if marks or _WHOLE.search(lines[at].text) or not _more_parts(lines, at):
        return False
    return role_of(lines[at].text) != "practice" and len(lines[at].text.split()) <= 3  # noqa: PLR2004


def _is_below_title(line: ScriptLine) -> bool:
    """Returns True for an author or a length: "by Sam Rivers", "Approximately 12 minutes"."""
    text = line.text.strip("*_ ")
    if len(text) > _LONGEST_AUTHOR:
        return False
    direction = read_direction(text)
    minutes = direction is not None and direction.bare and (length_of(text) or 0) >= _LEAST_LENGTH_S
    return minutes or bool(_BY.fullmatch(text))


def _more_parts(lines: Sequence[ScriptLine], at: int) -> bool:
    """Returns True if another short line further on stands alone, as the name of a part does."""
    blank = {"blank", "rule"}
    for place in range(at + 2, len(lines) - 1):
        line = lines[place]
        if line.kind == "heading":
            return True
        alone = lines[place - 1].kind in blank and lines[place + 1].kind in blank
        if alone and line.kind == "text" and _is_front(line):
            return True
    return False


def _is_front(line: ScriptLine) -> bool:
    text = line.text.strip("*_ ✨🌿🌙☀🌸🍃🧘💫⭐🌊🔥💙💜🙏\ufe0f")
    bare = _BRACKETS.sub("", text).rstrip("~/* ")
    if not bare or (bare.endswith(_ENDS) and not _ABBREVIATED.search(bare)):
        return False
    inside = [read_direction(words) for words in _IN_BRACKETS.findall(text)]
    if (
        _SENTENCE.search(bare)
        or is_request(bare)
        or any(found and not found.bare for found in inside)
    ):
        return False  # a sentence, or a silence: the script has begun
    if text[0] in '[({"“' or (
        line.raw.lstrip()[:1] in '"“„«「-•①❶' or line.raw.lstrip().startswith("* ")
    ):
        return False
    # Where letters have two forms, a title begins with a capital.
    if text[0].islower() or len(text.split()) > _MOST_WORDS or len(text) > 90 or line.length_s:  # noqa: PLR2004
        return False
    direction = read_direction(text)
    named = direction is not None and direction.guessed and len(text.split()) > 2  # noqa: PLR2004
    return not is_stage_line(text) and (direction is None or named)
