"""Marks of other notations → the importer's own, line for line, before the lines are told apart.

Languages of markup, tables and strings have a module each. Here are the signs that writers put
around their lines: numbers before every line, emoji, arrows, names in a play, and the letters by
which a document's comments refer to its words.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from quietude.script.importing.asides.cells import of_bars, of_strings, of_table
from quietude.script.importing.asides.chats import of_chat
from quietude.script.importing.asides.markup import of_callouts, of_latex, of_org, without_tags
from quietude.script.importing.asides.stated_numbers import with_stated_numbers
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.words.names import is_name

_COMMENT_AT_END = re.compile(r"\[([a-z]{1,2})\](?=\S)")
_NUMBERED = re.compile(r"\s{0,4}(\d{1,4})(?:\s{2,}|\t)(?=\S)")
_STEP = re.compile(
    r"\s*(?:\*\*|__)?(?:step|schritt|étape|etape|paso|passo|stap|ステップ|步骤)\s?(\d{1,2})\s?[:：.–-]"
    r"(?:\*\*|__)?\s*((?:\S+\s+){3,}\S.*[.!?…](?:[\"”’»)]|\s*[\[(][^\[\]()]*[\])])*\s*)",
    re.IGNORECASE,
)
_QUOTED_AFTER_NAME = re.compile(r"([^\s「」：:（）()。、]{1,12})「([^「」]+)」")
_POINTED = re.compile(r"^\s*(?:>>|»|<<|«)+\s*([^<>«»]{1,30}?)\s*(?:<<|«|>>|»)+\s*$")
_ANGLED = re.compile(r"<(?![/!?])([^<>/=]{3,40})>")
_HASHED_PAUSE = re.compile(
    r"^[#@$%]{1,3}\s*(?:pause|silence|wait|pausa|stille)\s*[=: ]\s*(\d{1,3})\s?s?\s*[#@$%]{0,3}$",
    re.IGNORECASE,
)
_AFTER_EMOJI = re.compile(r"\s*([\u2600-\u27bf\U0001f300-\U0001faff])\ufe0f?\s*(\w[^\n]{1,40}?)\s*")
_LEADER = re.compile(r"(?<=[!?.…])\s*(?:\.\s){3,}\s*(\d{1,3})\s?(?:s|sec|secs|seconds)?\.?$")
"""Dots that lead from a sentence to its silence: "Who was it? . . . . . 20"."""
_ITEM = re.compile(r"^(\s*)[-*•+]\s+(\S.*)$")
_MOST_HEAD_WORDS = 4


def tidy_paste(text: str) -> str:
    """Returns text, line for line, with the marks of other notations in the importer's own."""
    lines = of_strings(of_chat(of_latex(text.split("\n"))))
    lines = with_stated_numbers(of_bars(of_table(lines)))
    lines = _of_steps(_of_play(lines))
    lines = [
        _POINTED.sub(_of_pointed, line) if "<<" in line or "«" in line else line for line in lines
    ]
    lines = [_ANGLED.sub(_of_angled, line) if "<" in line else line for line in lines]
    lines = of_callouts(_of_nested(_without_numbers(of_org(lines))))
    lines = [_HASHED_PAUSE.sub(r"[pause \1 s]", line) for line in lines]
    lines = _of_emoji(lines)
    lines = [_LEADER.sub(r" [pause \1 s]", line) for line in lines]
    return without_tags(_with_comments_apart("\n".join(lines)))


def _of_play(lines: list[str]) -> list[str]:
    """Returns the lines of a Japanese play, 健二「こんばんは。」, without the names."""
    found = {
        at: match[2]
        for at, line in enumerate(lines)
        if (match := _QUOTED_AFTER_NAME.fullmatch(line.strip())) and is_name(match[1])
    }
    if len(found) < 3:  # noqa: PLR2004
        return lines
    return [found.get(at, line) for at, line in enumerate(lines)]


def _of_emoji(lines: list[str]) -> list[str]:
    """Returns lines with what stands after an emoji as a heading or a direction, if it is one.

    "🌿 Settle in" is a heading where several have its emoji, and "🔁 Repeat 3x" a direction.
    """
    found = {at: match for at, line in enumerate(lines) if (match := _AFTER_EMOJI.fullmatch(line))}
    often = Counter(match[1] for match in found.values())
    changed = list(lines)
    for at, match in found.items():
        direction = read_direction(match[2])
        if direction and direction.kind in {"pause", "bell", "repeat"}:
            changed[at] = f"[{match[2]}]"
        elif often[match[1]] > 1 and match[2][-1].isalnum() and not direction:
            changed[at] = f"## {match[2]}"
    return changed


def _of_steps(lines: list[str]) -> list[str]:
    """Returns lines with "1." for the number of a step before a whole sentence: "Step 1: Sit."."""
    found = {at: match for at, line in enumerate(lines) if (match := _STEP.fullmatch(line))}
    if len(found) < 2:  # noqa: PLR2004
        return lines
    return [
        f"{found[at][1]}. {found[at][2]}" if at in found else line for at, line in enumerate(lines)
    ]


def _of_pointed(match: re.Match[str]) -> str:
    """Returns ">> 20s <<" as a direction, if it is one."""
    return f"[{match[1]}]" if read_direction(match[1]) else match.group()


def _of_angled(match: re.Match[str]) -> str:
    """Returns "<SFX: bell>" as a direction, if it is one, and not a tag."""
    direction = read_direction(match[1])
    return f"[{match[1]}]" if direction and direction.kind in {"pause", "bell"} else match.group()


def _without_numbers(lines: list[str]) -> list[str]:
    """Returns lines without the numbers that an editor counted them by."""
    found = [(at, match) for at, line in enumerate(lines) if (match := _NUMBERED.match(line))]
    written = sum(bool(line.strip()) for line in lines)
    numbers = [int(match[1]) for _, match in found]
    rising = numbers == sorted(set(numbers))
    one_by_one = numbers == list(range(1, len(numbers) + 1))
    share = 0.7 if one_by_one else 0.9
    if len(found) < 3 or len(found) < share * written or not rising:  # noqa: PLR2004
        return lines
    kept = list(lines)
    for at, match in found:
        kept[at] = lines[at][match.end() :]
    return kept


def _of_nested(lines: list[str]) -> list[str]:
    """Returns lines with the items that others are indented under as headings: "- Setup"."""
    items = [_ITEM.match(line.rstrip()) for line in lines]
    depths = [len(match[1].expandtabs(4)) if match else -1 for match in items]
    top = min((depth for depth in depths if depth >= 0), default=-1)
    heads = [
        at
        for at, (match, below) in enumerate(pairwise([*items, None]))
        if match and below and depths[at] == top < depths[at + 1]
        and len(match[2].split()) <= _MOST_HEAD_WORDS and match[2][-1:] not in ".!?…,"
    ]  # fmt: skip
    if len(heads) < 2 or sum(depth == top for depth in depths) != len(heads):  # noqa: PLR2004
        return lines
    return [
        _ITEM.sub(r"## \2", line.rstrip()) if at in heads else line for at, line in enumerate(lines)
    ]


def _with_comments_apart(text: str) -> str:
    """Returns text without the letters of comments, which stand at its end, as notes."""
    lines = text.rstrip("\n").split("\n")
    at = len(lines)
    while at and (_COMMENT_AT_END.match(lines[at - 1]) or not lines[at - 1].strip()):
        at -= 1
    letters = {match[1] for line in lines[at:] if (match := _COMMENT_AT_END.match(line))}
    if not letters or not any(f"[{letter}]" in line for letter in letters for line in lines[:at]):
        return text
    signs = re.compile(rf"\[(?:{'|'.join(map(re.escape, sorted(letters)))})\]")
    said = [signs.sub("", line) for line in lines[:at]]
    notes = [f"[comment: {signs.sub('', line)}]" if line.strip() else line for line in lines[at:]]
    return "\n".join([*said, *notes]) + "\n"
