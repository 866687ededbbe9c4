"""The table of listeners: CSV with a line of headings, or JSON Lines; a row for each.

Complaints name the line and the column, never the value: it is personal.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from quietude._util.strict_reading import (
    HalfCharacterError,
    ReadingError,
    TooLargeError,
    parse_json,
    read_bounded,
)
from quietude.errors import SeriesError, SlotError
from quietude.script.details.slots import clean_value
from quietude.script.documents.base import UnreadableError
from quietude.script.documents.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from quietude.script.model import Slot

MAX_BYTES = 64 * 1024 * 1024
ID = "id"
SHOWN = 12
"""Most complaints about the rows of a table to report; more are not worth reading."""

_MAX_ID = 200
_OFFICE = "Windows-1252"
_QUOTES = "‘’“”–—…\xa0´°"
_LETTERS = 24


@dataclass(frozen=True, slots=True)
class Listener:
    """A row of the table.

    Attributes:
        id: Stable; only the person who keeps the table knows it.
        values: Personal details by slot, without empty ones.
        line: Its line.
    """

    id: str
    values: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class ListenerTable:
    """A table of listeners as it was read.

    Attributes:
        listeners: Its rows.
        wrong: Complaints about it.
        guess: Message and hint about its encoding, if that was a guess; else None.
    """

    listeners: list[Listener]
    wrong: list[SeriesError]
    guess: tuple[str, str] | None = None


def read_listeners(path: Path, encoding: str = "") -> ListenerTable:
    """Read a table of listeners.

    Args:
        path: A ``.csv`` or ``.jsonl`` file.
        encoding: Its encoding; "" for UTF-8, or what its letters show.

    Raises:
        SeriesError: if it cannot be read at all.
    """
    rows = _jsonl if path.suffix.lower() in {".jsonl", ".ndjson"} else _csv
    if rows is _csv and path.suffix.lower() != ".csv":
        message = "a table of listeners is a .csv or .jsonl file"
        raise SeriesError(message, path=path)
    found: list[Listener] = []
    wrong: list[SeriesError] = []
    lines: dict[str, int] = {}
    text, guessed = _text(path, encoding)
    for line, row in rows(text, path):
        if isinstance(row, str):
            wrong.append(SeriesError(row, path=path, line=line))
            continue
        name = row.pop(ID, "").strip()
        if not name or len(name) > _MAX_ID:
            hint = "Any word or number that stays the same; it is not published."
            message = f'this listener has no "{ID}"' if not name else f'this "{ID}" is too long'
            wrong.append(SeriesError(message, path=path, line=line, hint=hint))
        elif name in lines:
            message = f'this "{ID}" was given to another listener on line {lines[name]}'
            wrong.append(SeriesError(message, path=path, line=line))
        else:
            lines[name] = line
            found.append(Listener(name, {key: value for key, value in row.items() if value}, line))
    if not found and not wrong:
        message = "this table has no listeners"
        raise SeriesError(message, path=path)
    return ListenerTable(found, wrong, guess_warning(text, guessed) if guessed else None)


def by_slots(
    listeners: Sequence[Listener], slots: Collection[str], others: Collection[str]
) -> list[Listener]:
    """Listeners with their details under the names of slots: ``First Name`` is ``first_name``.

    Args:
        listeners: The rows of a table.
        slots: Names of all slots.
        others: Columns that are for something else, and keep their names.
    """
    columns = dict.fromkeys(name for listener in listeners for name in listener.values)
    names: dict[str, str] = {}
    for column in columns:
        plain = re.sub(r"[\s-]+", "_", column.strip().lower())
        known = column in slots or column in others or plain in {*columns, *names.values()}
        names[column] = plain if plain in slots and not known else column
    if all(column == name for column, name in names.items()):
        return list(listeners)
    return [
        replace(one, values={names[column]: text for column, text in one.values.items()})
        for one in listeners
    ]


def misfits(
    path: Path, listeners: Sequence[Listener], slots: Mapping[str, Slot], ignored: frozenset[str]
) -> Iterator[SeriesError]:
    """Complaints about columns that no slot has, and about values that a slot cannot take.

    They are found lazily, since a column that does not fit its slot makes one in every row.

    Args:
        path: The table.
        listeners: Its rows.
        slots: Every slot of every session, by name.
        ignored: Columns that are for something else.
    """
    for name in dict.fromkeys(name for listener in listeners for name in listener.values):
        if name not in slots and name not in ignored:
            hint = f"Slots: {', '.join(sorted(slots))}. Or: listeners: {{file: …, ignore: […]}}"
            message = f'no episode has a slot for the column "{name[:40]}"'
            yield SeriesError(message, path=path, line=1, hint=hint)
    for listener in listeners:
        for name in sorted(listener.values.keys() & slots.keys() - ignored):
            slot = slots[name]
            try:
                clean_value(slot, listener.values[name])
            except SlotError:
                message = f'"{name}" cannot take this value'
                hint = f"It takes {slot.type}, at most {slot.max_chars} characters, no markup."
                yield SeriesError(message, path=path, line=listener.line, hint=hint)


def _text(path: Path, encoding: str) -> tuple[str, str]:
    """Text of a table, and the name of its encoding where that had to be guessed."""
    try:
        data = read_bounded(path, MAX_BYTES)
        if encoding:
            return data.decode(encoding), ""
        text, guessed = decode(data)
    except TooLargeError as error:
        message = f"a table of listeners may have {MAX_BYTES // 1024**2} MB"
        raise SeriesError(message, path=path) from error
    except FileNotFoundError as error:
        message = "there is no such file"
        raise SeriesError(message, path=path) from error
    except OSError as error:
        message = f"this file cannot be read ({error.strerror})"
        raise SeriesError(message, path=path) from error
    except (UnicodeError, UnreadableError, LookupError) as error:
        message = f"this table is not in {encoding[:40]}" if encoding else "this is not UTF-8 text"
        raise SeriesError(message, path=path, hint="Export it as CSV in UTF-8.") from error
    if guessed and guessed != _OFFICE:
        # Names are too few for statistics: what spreadsheets write in most places goes first.
        with contextlib.suppress(UnicodeDecodeError):
            usual = data.decode(_OFFICE)
            if all(sign.isascii() or sign.isalpha() or sign in _QUOTES for sign in usual):
                return usual, _OFFICE
    return text, guessed


def guess_warning(text: str, guessed: str) -> tuple[str, str]:
    """Message and hint about a guessed encoding, with its letters and none of its names."""
    letters = " ".join(sorted({sign for sign in text if not sign.isascii()})[:_LETTERS])
    message = f"this table is not UTF-8; read as {guessed}, its letters are: {letters}"
    hint = "If they are wrong, export it as CSV in UTF-8, or say listeners: {encoding: …}."
    return message, hint


def _is_id(cell: str) -> bool:
    return cell.strip(' "').lower() == ID


def _csv(text: str, path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    # Spreadsheets separate the cells by the sign that is usual in the language of their machine.
    first = text.lstrip("\r\n").partition("\n")[0].strip()
    separator = ","
    for sign in ",;\t":
        if any(_is_id(cell) for cell in first.split(sign)):
            separator = sign
            break
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    heads: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield line, f"this is not readable as CSV ({error})"
            return
        if cells is None:
            return
        if not heads:
            heads = [ID if _is_id(cell) else cell.strip() for cell in cells]
            if ID not in heads or len(set(heads)) != len(heads):
                message = f'the first line names the columns, each once, "{ID}" among them'
                raise SeriesError(message, path=path, line=line)
        elif len(cells) == len(heads):
            yield line, dict(zip(heads, cells, strict=True))
        elif any(cell.strip() for cell in cells):
            yield line, f"this row has {len(cells)} cells, and there are {len(heads)} columns"


def _jsonl(text: str, _path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = parse_json(line)
        except HalfCharacterError:
            yield (
                number,
                "this row holds half a character: its program cut a text in two",
            )
            continue
        except ReadingError as error:
            yield number, f"this line is not readable: {error}"
            continue
        if isinstance(row, dict) and all(isinstance(value, _PLAIN) for value in row.values()):
            yield number, {key: _plain(value) for key, value in row.items()}
        else:
            yield number, "a line is an object of plain values"


_PLAIN = (str, int, float, bool, type(None))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
