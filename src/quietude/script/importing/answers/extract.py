"""The definition in an answer of a chat assistant, apart from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*([\w+.-]*)[^`]*")
_LANGUAGES = {"", "yaml", "yml", "json", "text", "txt", "markdown", "md", "plaintext"}
_KEY = re.compile(r"[ \t]*[\"']?([a-z_]+)[\"']?[ \t]*:(?:\s|$)")
_FIRST_KEYS = {"id", "title", "name", "language", "intensity", "about", "slots", "bed", "pacing",
               "stretch", "sections", "description", "duration", "lengths", "content_note",
               "definition", "meditation", "session", "script", "exercise"}  # fmt: skip
_BLOCK = re.compile(
    r"[ \t]*[\"']?(?:sections|steps)[\"']?[ \t]*:[ \t]*(?:#.*)?"
    r"(?:\[|\n\s*(?:-[ \t\n]|\[|\{|#|[\"']?[\w ]+[\"']?:))",
    re.MULTILINE,
)
_ITEM = re.compile(r"[ \t]*- ?\S?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The definition in an answer.

    Attributes:
        text: The lines of the answer in which nothing but the definition is left; the others are
            empty, so that every line keeps its number.
        around: The other lines, by number.
    """

    text: str
    around: dict[int, str]


def definition_in(text: str) -> Answer | None:
    """Returns the definition in an answer; None if there is none, as in a plain script.

    It is the longest code block with sections in it, or else everything from its first key to the
    last line that may still belong to it.
    """
    text = text.replace("\r\n", "\n")
    if not _BLOCK.search(text):
        return None
    lines = text.splitlines()
    blocks = [block for block in _fenced(lines) if _is_definition(lines, block)]
    block = max(blocks, key=len, default=None) or _unfenced(lines)
    if block is None:
        return None
    kept = set(block)
    around = {at + 1: line for at, line in enumerate(lines) if at not in kept and line.strip()}
    return Answer("\n".join(line if at in kept else "" for at, line in enumerate(lines)), around)


def _fenced(lines: list[str]) -> list[range]:
    """The lines inside each code block; one that is never closed ends with the text."""
    blocks: list[range] = []
    start, mark = -1, ""
    for at, line in enumerate(lines):
        match = _FENCE.fullmatch(line)
        if not match:
            continue
        if start < 0 and match[2].lower() in _LANGUAGES:
            start, mark = at + 1, match[1]
        elif start >= 0 and match[1][:3] == mark[:3] and not match[2]:
            blocks.append(range(start, at))
            start = -1
    if start >= 0:
        blocks.append(range(start, len(lines)))
    return blocks


def _is_definition(lines: list[str], block: range) -> bool:
    return bool(_BLOCK.search("\n".join(lines[at] for at in block)))


def _unfenced(lines: list[str]) -> range | None:
    """The lines from the first key of a definition on, without the words after it."""
    keys = [at for at, line in enumerate(lines) if _KEY.match(line) and not line[:1].isspace()]
    starts = [at for at in keys if lines[at].partition(":")[0].strip(" \"'") in _FIRST_KEYS]
    opens = [at for at, line in enumerate(lines) if line.strip() == "{"]
    start = min([*starts, *opens], default=None)
    if start is None:
        return None
    block = next(
        (at for at in range(start, len(lines)) if _BLOCK.match("\n".join(lines[at : at + 4]))), None
    )
    if block is None:
        return None
    last = start
    for at in range(start, len(lines)):
        line = lines[at]
        part = line[:1].isspace() or _ITEM.match(line) or _KEY.match(line) or line[:1] in "{}[]#"
        if line.strip() and not part and at > block:
            break
        if line.strip():
            last = at
    return range(start, last + 1)
