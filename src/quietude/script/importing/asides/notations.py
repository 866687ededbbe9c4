"""Marks of other notations → the importer's own, line for line, before the lines are told apart.

Numbers before every line, headings of Org and LaTeX, tags of forums, links of wikis, notes of
reStructuredText, tables of lines (CSV), lists of strings (JSON, properties), and the letters by
which a document's comments refer to its words.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise

from quietude.script.importing.asides.chats import of_chat
from quietude.script.importing.asides.columns import Columns, columns_of
from quietude.script.importing.asides.stated_numbers import with_stated_numbers
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.words.blanks import slot_of
from quietude.script.importing.words.names import is_name

_COMMENT_AT_END = re.compile(r"\[([a-z]{1,2})\](?=\S)")
_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]{1,80}\|)?([^\[\]|\n]{1,120})\]\]")
_NUMBERED = re.compile(r"\s{0,4}(\d{1,4})(?:\s{2,}|\t)(?=\S)")
_ORG_KEY = re.compile(r"#\+([a-z_]{3,20}):\s*(.*)", re.IGNORECASE)
_BBCODE = re.compile(r"\[(/?)(b|i|u|size|color|center|quote)(?:=[^\[\]]{1,30})?\]", re.IGNORECASE)
_SIGNS = {"b": "**", "i": "*", "u": "", "size": "", "color": "", "center": "", "quote": ""}
_LATEX_HEAD = re.compile(r"\\(?:documentclass|usepackage|begin|end|maketitle|author|date|title)\b")
_LATEX_SECTION = re.compile(r"\\(?:sub)*(?:section|chapter|part)\*?\{([^{}]{1,120})\}")
_LATEX_TITLE = re.compile(r"\\title\{([^{}]{1,120})\}")
_LATEX_WORDS = re.compile(r"\\(?:emph|textit|textbf|text|underline)\{([^{}]{0,200})\}")
_STRING = re.compile(
    r'\s*(?:"([\w.-]{1,40})"\s*:|([\w.-]{1,40})\s*[=:]|)\s*"((?:[^"\\]|\\.)*)"\s*[,;]?\s*'
)
_BRACES = re.compile(
    r'\s*(?:"[\w.-]{1,40}"\s*:\s*)?[\[\]{}(),;\s]+|\s*"[\w.-]{1,40}"\s*:\s*[\w.]{1,20},?\s*'
)
_SPOKEN_KEY = re.compile(
    r"^(?:text|line|say|script|content|narration|speech|words|step|caption|phrase|intro|body|outro)"
)
_OTHER_KEY = re.compile(
    r"^(?:title|name|voice|author|id|music|sound|note|comment|desc|url|tag|lang|type|model)"
)
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
_CALLOUT = re.compile(r"^>\s*\[!(\w{3,12})\][-+]?(.*)$")
_ITEM = re.compile(r"^(\s*)[-*•+]\s+(\S.*)$")
_MOST_HEAD_WORDS = 4
_RST = re.compile(
    r"\.\.\s+(note|pause|warning|tip|comment|silence|bell)(?:::)?\s+(.*)", re.IGNORECASE
)


def tidy_paste(text: str) -> str:
    """Returns text, line for line, with the marks of other notations in the importer's own.

    Numbers before every line, headings of Org, tags of forums, links of wikis, notes of
    reStructuredText, and the letters by which a document's comments refer to its words.
    """
    lines = text.split("\n")
    if any(_LATEX_HEAD.match(line) for line in lines[:40]):
        lines = [_of_latex(line) for line in lines]
    lines = with_stated_numbers(_of_bars(_of_table(_of_strings(of_chat(lines)))))
    lines = _of_steps(_of_play(lines))
    lines = [
        _POINTED.sub(_of_pointed, line) if "<<" in line or "«" in line else line for line in lines
    ]
    lines = [_ANGLED.sub(_of_angled, line) if "<" in line else line for line in lines]
    if any(_ORG_KEY.match(line) for line in lines[:10]):
        lines = [_of_org(line) for line in lines]
    lines = _of_callouts(_of_nested(_without_numbers(lines)))
    lines = [_HASHED_PAUSE.sub(r"[pause \1 s]", line) for line in lines]
    lines = _of_emoji(lines)
    lines = [_LEADER.sub(r" [pause \1 s]", line) for line in lines]
    text = _with_comments_apart("\n".join(lines))
    if "[[" in text:
        text = _WIKI.sub(_of_link, text)
    if "[/" in text:
        text = _BBCODE.sub(lambda match: _SIGNS[match[2].lower()], text)
    if ".. " in text:
        text = "\n".join(_of_rst(line) for line in text.split("\n"))
    return text


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


def _of_strings(lines: list[str]) -> list[str]:
    """Returns the strings of a program's list or of JSON as lines of text, if it is one."""
    written = [line for line in lines if line.strip()]
    found = sum(bool(_STRING.fullmatch(line) or _BRACES.fullmatch(line)) for line in written)
    if len(written) < 3 or found < 0.9 * len(written) or not any('"' in line for line in written):  # noqa: PLR2004
        return lines
    return [_of_string(line) for line in lines]


def _of_string(line: str) -> str:
    match = _STRING.fullmatch(line)
    if not match:
        return ""
    key, value = (
        (match[1] or match[2] or "").lower(),
        match[3].replace('\\"', '"').replace("\\n", " "),
    )
    if _SPOKEN_KEY.search(key) or (len(value.split()) >= 4 and not _OTHER_KEY.search(key)):  # noqa: PLR2004
        return value
    return f"[{key}: {value}]" if value else ""


def _of_table(lines: list[str]) -> list[str]:
    """Returns the lines of a table with commas or tabs under a heading such as "text"."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    first_line = lines[first] if lines else ""
    mark = next((mark for mark in "\t;" if first_line.count(mark) >= 1), ",")
    heads = _cells(first_line, mark)
    columns = columns_of(heads)
    if columns.said is None or len(heads) < 2 or any(len(head.split()) > 5 for head in heads):  # noqa: PLR2004
        return lines
    if not all(line.count(mark) for line in lines[first:] if line.strip()):
        return lines  # sentences with commas below a line that looks like a head
    return [f"[note: {re.sub(r'[^0-9A-Za-z ]', ' ', line)}]" if at == first and line.strip()
            else _of_row(line, mark, columns) if at > first else line
            for at, line in enumerate(lines)]  # fmt: skip


def _of_bars(lines: list[str]) -> list[str]:
    """Returns the lines of a table with bars between its cells, and none around it, with both."""
    first = next((at for at, line in enumerate(lines) if _is_head(line)), len(lines))
    last = first
    while last < len(lines) and lines[last].count("|") == lines[first].count("|"):
        last += 1
    return [f"| {line.strip()} |" if first <= at < last else line for at, line in enumerate(lines)]


def _is_head(line: str) -> bool:
    """Returns True for "Time | Activity | Script"."""
    apart = line.count("|") > 1 and not line.lstrip().startswith("|")
    return apart and columns_of(line.split("|")).said is not None


def _of_row(line: str, mark: str, columns: Columns) -> str:
    cells = _cells(line, mark)
    at_s = columns.clock_in(cells)
    clock = f"[{int(at_s) // 60}:{int(at_s) % 60:02}]" if at_s is not None else ""
    said, silence = columns.words_in(cells), columns.silence_in(cells)
    return " ".join(filter(None, (clock, said, silence))) if said or silence else ""


def _cells(line: str, mark: str) -> list[str]:
    """Returns the cells of a row; the row as one cell if it is none of a table."""
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:  # a carriage return within it, or a cell without end
        return [line]


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


def _of_callouts(lines: list[str]) -> list[str]:
    """Returns lines of notes with "> [!pause]" as what it is: the length stands below it."""
    return [_CALLOUT.sub(_of_callout, line) if "[!" in line else line for line in lines]


def _of_callout(match: re.Match[str]) -> str:
    direction = read_direction(f"{match[1]} {match[2]}".strip())
    if direction is None or direction.kind not in {"pause", "bell"}:
        return match.group()
    return f"> [{match[1]} {match[2].strip()}]" if match[2].strip() else ">"


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
