"""Rows of tables and strings of programs → lines of words, one for each."""

from __future__ import annotations

import csv
import re

from quietude.script.importing.asides.columns import Columns, columns_of

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


def of_strings(lines: list[str]) -> list[str]:
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


def of_table(lines: list[str]) -> list[str]:
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


def of_bars(lines: list[str]) -> list[str]:
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
