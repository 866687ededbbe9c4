"""Corrections of an import: one word a line, in a file beside the script or in the script itself.

``NAME.corrections`` beside ``NAME.txt`` has a line for each::

    12: leave out
    14-16: speak
    20: pause 10s
    33: bell
    41: slot name
    43: optional
    "Page 1 of 2": leave out
    lines: phrases

In the script, a comment at the end of a line does the same: ``<!-- leave out -->``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast, get_args

from quietude._util.strict_reading import SMALL_BYTES, read_bounded
from quietude.durations import parse_span
from quietude.errors import ScriptError
from quietude.script.importing.blocks.marking import left
from quietude.script.importing.blocks.optional_marks import USUAL_RANK
from quietude.script.importing.lines import LinePolicy, ScriptLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUFFIX = ".corrections"
WORDS = "speak, leave out, optional, heading, bell, pause 10s, or slot name"
_WORD = re.compile(
    r"(speak|leave out|optional(?: [1-9])?|heading|bell|(?:pause|silence)\s+(?P<length>\S.{0,20})|slot\s+(?P<slot>[a-z][a-z0-9_]{0,30}))"  # noqa: E501
)
_TARGET = re.compile(r"(?:(\d{1,6})(?:\s*-\s*(\d{1,6}))?|\"(.{1,200})\"|(lines))\s*:\s*(.+)")
_COMMENT = re.compile(r"<!--\s*([a-z][a-z0-9 _-]{2,40}?)\s*-->\s*$")
_MOST_LINES = 10_000
_MOST_TOLD = 5
_BLANK = re.compile(r"\[[^\[\]]*\]|\{[^{}]*\}|«[^«»]*»|_{3,}|\([^()]*\)|\b[A-Z]{3,}\b")
_BRACKET = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|\{[^{}]*\}")
_SIGNS = re.compile(r"[\[\]{}<>*_#|~^`\\=]+")


@dataclass(frozen=True, slots=True)
class Corrections:
    """Words of a person about the lines of a script.

    Attributes:
        by_line: A word for each line that has one.
        by_text: A word for every line that contains a text.
        policy: The meaning of line breaks, or None.
    """

    by_line: dict[int, str] = field(default_factory=dict)
    by_text: dict[str, str] = field(default_factory=dict)
    policy: LinePolicy | None = None

    def ranks(self, lines: Sequence[ScriptLine]) -> dict[int, int]:
        """Returns the rank of each line that is said to be optional."""
        words = {**{line.number: self.word_for(line) for line in lines}, **self.by_line}
        return {
            line: int(word.partition(" ")[2] or USUAL_RANK)
            for line, word in words.items()
            if word.startswith("optional")
        }

    def for_no_line(self, lines: Sequence[ScriptLine]) -> list[str]:
        """Returns the numbers after the last line of a script, and the texts that no line has."""
        last = max((line.number for line in lines), default=0)
        raws = [" ".join(line.raw.split()) for line in lines] if self.by_text else []
        lone = [str(number) for number in self.by_line if number > last]
        return lone[:_MOST_TOLD] + [
            f'"{text}"' for text in self.by_text if not any(text in raw for raw in raws)
        ]

    def word_for(self, line: ScriptLine) -> str:
        """Returns the word for a line, or ""."""
        if line.number in self.by_line:
            return self.by_line[line.number]
        if not self.by_text or line.kind == "blank":
            return ""
        raw = " ".join(line.raw.split())
        return next((word for text, word in self.by_text.items() if text in raw), "")


def read_corrections(path: Path) -> Corrections:
    """Returns the corrections in a file; none if there is no such file.

    Raises:
        ScriptError: with the line, for a word that is not one of them.
    """
    try:
        written = read_bounded(path, SMALL_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        return Corrections()
    except (OSError, ValueError) as error:
        message = "these corrections cannot be read"
        raise ScriptError(message, path=path, hint="Save them as a text file, in UTF-8.") from error
    found = Corrections()
    for number, raw in enumerate(written.splitlines(), 1):
        line = " ".join(raw.split())
        if not line or line.startswith("#"):
            continue
        match = _TARGET.fullmatch(line)
        word = match[5].strip() if match else ""
        if match and match[4] and word in get_args(LinePolicy):
            found = replace(found, policy=cast("LinePolicy", word))
        elif match and not match[4] and _is_word(word):
            if match[3]:
                found.by_text[match[3]] = word
            else:
                last = min(int(match[2] or match[1]), int(match[1]) + _MOST_LINES)
                found.by_line.update(dict.fromkeys(range(int(match[1]), last + 1), word))
        else:
            message = f'"{line[:60]}" is not a correction'
            hint = f'Write the line, a colon and a word: "12: leave out". The words are {WORDS}.'
            raise ScriptError(message, path=path, line=number, hint=hint)
    return found


def _is_word(word: str) -> bool:
    match = _WORD.fullmatch(word)
    if match and match["length"]:
        try:
            parse_span(match["length"])
        except ValueError:
            return False
    return bool(match)


def in_comments(text: str) -> dict[int, str]:
    """Returns the corrections that stand in a script, as comments at the end of lines."""
    if "<!--" not in text:
        return {}
    found = ((number, _COMMENT.search(raw)) for number, raw in enumerate(text.splitlines(), 1))
    return {number: match[1] for number, match in found if match and _is_word(match[1])}


def corrected(
    lines: Sequence[ScriptLine], corrections: Corrections
) -> tuple[list[ScriptLine], dict[str, str]]:
    """Returns the lines as corrected, and the slots that were named, with their questions."""
    if not corrections.by_line and not corrections.by_text:
        return list(lines), {}
    slots: dict[str, str] = {}
    done: list[ScriptLine] = []
    for line in lines:
        word = corrections.word_for(line)
        as_it_is = not word or line.kind == "blank" or word.startswith("optional")
        done.append(line if as_it_is else _corrected(line, word, slots))
    return done, slots


def _corrected(line: ScriptLine, word: str, slots: dict[str, str]) -> ScriptLine:
    raw = line.raw.strip() or line.text
    if word == "leave out":
        return left(line, "as corrected")
    if word == "heading":
        return replace(line, kind="heading", text=_plain(raw)[:200] or "Untitled", level=7)
    if word == "speak":
        return replace(line, kind="text", text=_plain(raw), why="speak")
    if word.startswith("slot"):
        name = word.split()[1]
        slots[name] = f"{name.replace('_', ' ').capitalize()}?"
        before, _, after = _BLANK.sub("\0", raw, count=1).partition("\0")
        text = _with_slot(_plain(before), name, _after(after))
        return replace(line, kind="text", text=text, why="speak")
    direction = f"[{word.replace('silence', 'pause')}]"
    # Words beside a bracket stay: the correction is for what the bracket means.
    raw = _COMMENT.sub("", raw)
    bracket = _BRACKET.search(raw)
    beside = raw[: bracket.start()] + raw[bracket.end() :] if bracket else ""
    text = _BRACKET.sub(direction, raw, count=1) if _plain(beside) else direction
    return replace(line, kind="text", text=text, why="")


def _with_slot(before: str, name: str, after: str) -> str:
    """Returns a line with a detail in it, whose comma goes where nobody gives one."""
    if before.endswith(","):
        return f'{before[:-1]}{{{{ ", " + {name} if {name} }}}}{after}'
    match = re.match(r",\s*(\w+)", after)
    if not before and match:
        word = match[1]
        said = f'{name} + ", {word}" if {name} else "{word[:1].upper()}{word[1:]}"'
        return f"{{{{ {said} }}}}{after[match.end() :]}"
    return f"{before} {{{{ {name} }}}}{after}".strip()


def _after(text: str) -> str:
    plain = _plain(text)
    return plain if plain[:1] in ",.;:!?" else f" {plain}" if plain else ""


def _plain(text: str) -> str:
    """Returns words without any sign that is not for the voice."""
    text = re.sub(r"<!--.*?-->", " ", text)
    return " ".join(_SIGNS.sub(" ", text).split()).lstrip("-•+ ").strip()
