"""Languages of markup → the importer's own signs: LaTeX, Org, wikis, forums, reStructuredText."""

from __future__ import annotations

import re

from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.words.blanks import slot_of

_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]{1,80}\|)?([^\[\]|\n]{1,120})\]\]")
_ORG_KEY = re.compile(r"#\+([a-z_]{3,20}):\s*(.*)", re.IGNORECASE)
_BBCODE = re.compile(r"\[(/?)(b|i|u|size|color|center|quote)(?:=[^\[\]]{1,30})?\]", re.IGNORECASE)
_SIGNS = {"b": "**", "i": "*", "u": "", "size": "", "color": "", "center": "", "quote": ""}
_LATEX_HEAD = re.compile(r"\\(?:documentclass|usepackage|begin|end|maketitle|author|date|title)\b")
_LATEX_SECTION = re.compile(r"\\(?:sub)*(?:section|chapter|part)\*?\{([^{}]{1,120})\}")
_LATEX_TITLE = re.compile(r"\\title\{([^{}]{1,120})\}")
_LATEX_WORDS = re.compile(r"\\(?:emph|textit|textbf|text|underline)\{([^{}]{0,200})\}")
_CALLOUT = re.compile(r"^>\s*\[!(\w{3,12})\][-+]?(.*)$")
_RST = re.compile(
    r"\.\.\s+(note|pause|warning|tip|comment|silence|bell)(?:::)?\s+(.*)", re.IGNORECASE
)


def of_latex(lines: list[str]) -> list[str]:
    """Returns the lines of a LaTeX document as plain ones; its top says that it is one."""
    if any(_LATEX_HEAD.match(line) for line in lines[:40]):
        return [_of_latex(line) for line in lines]
    return lines


def of_org(lines: list[str]) -> list[str]:
    """Returns the lines of an Org file as plain ones; it has keys at its top."""
    if any(_ORG_KEY.match(line) for line in lines[:10]):
        return [_of_org(line) for line in lines]
    return lines


def of_callouts(lines: list[str]) -> list[str]:
    """Returns lines of notes with "> [!pause]" as what it is: the length stands below it."""
    return [_CALLOUT.sub(_of_callout, line) if "[!" in line else line for line in lines]


def without_tags(text: str) -> str:
    """Returns text without the signs of wikis, forums and reStructuredText."""
    if "[[" in text:
        text = _WIKI.sub(_of_link, text)
    if "[/" in text:
        text = _BBCODE.sub(lambda match: _SIGNS[match[2].lower()], text)
    if ".. " in text:
        text = "\n".join(_of_rst(line) for line in text.split("\n"))
    return text


def _of_latex(line: str) -> str:
    """Returns a line of LaTeX: its section, or its words."""
    written = line.strip()
    if match := _LATEX_SECTION.match(written):
        return f"{'#' * (1 + written.count('sub'))} {match[1]}"
    if match := _LATEX_TITLE.match(written):
        return f"Title: {match[1]}"
    if written.startswith("%") or _LATEX_HEAD.match(written):
        return f"[note: {re.sub(r'[^0-9A-Za-z ]', ' ', written).strip()}]"
    line = re.sub(r"\\pause\b", "[pause]", line)
    return _LATEX_WORDS.sub(r"\1", line)


def _of_link(match: re.Match[str]) -> str:
    """Returns the words of a link; "[[ wait ]]" is a direction, and "[[name]]" an open place."""
    words = match[1].strip()
    named = "|" not in match.group() and (read_direction(words) or slot_of(words))
    return match.group() if named else words


def _of_org(line: str) -> str:
    if match := _ORG_KEY.match(line):
        return f"{match[1].capitalize()}: {match[2]}"
    stars = len(line) - len(line.lstrip("*"))
    if stars and line[stars : stars + 1] == " ":
        return "#" * min(stars, 6) + line[stars:]
    return f"[{line[2:]}]" if line.startswith("# ") else line


def _of_rst(line: str) -> str:
    match = _RST.fullmatch(line.strip())
    if not match:
        return line
    kind = match[1].lower()
    return f"[{kind if kind in {'pause', 'silence', 'bell'} else 'note:'} {match[2]}]"


def _of_callout(match: re.Match[str]) -> str:
    direction = read_direction(f"{match[1]} {match[2]}".strip())
    if direction is None or direction.kind not in {"pause", "bell"}:
        return match.group()
    return f"> [{match[1]} {match[2].strip()}]" if match[2].strip() else ">"
