"""One strict door for data from outside: bounded in size and depth, finite, without NUL.

Everything that somebody else may have written, or a crash torn, comes through here: state, caches,
tables, indexes. A file is read up to a bound, whatever its size is said to be. Python's JSON reader
takes ``Infinity``, half characters and a nesting that ends in a RecursionError; this one does not.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

MAX_DEPTH = 40
"""Lists and objects within each other; nothing that is read here needs more than six."""

SMALL_BYTES, LARGE_BYTES = 1 << 20, 64 << 20
"""Bounds for what a person writes, and for what programs write."""

_CHUNK = 1 << 16

_SUSPICIOUS = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
"""An escape that may give NUL or half a character; only a text with one is searched."""

_FORBIDDEN = re.compile("[\0\ud800-\udfff]")


class ReadingError(ValueError):
    """Data that is not what it should be. The message says why, for people.

    Args:
        message: The fault.
        line: Its line, if that is known.
    """

    def __init__(self, message: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class HalfCharacterError(ReadingError):
    """A text that ends, or begins, within a character."""


class TooLargeError(ReadingError):
    """A file larger than anything of its kind."""


def read_bounded(path: Path, max_bytes: int) -> bytes:
    """Returns the content of a file, which is not trusted to have the size it says.

    Raises:
        OSError: if it cannot be read.
        TooLargeError: if it has more bytes; no more than these are read.
    """
    with path.open("rb") as file:
        data = read_rest(file, max_bytes + 1)
    if len(data) > max_bytes:
        message = f"it is larger than {max_bytes:,} bytes"
        raise TooLargeError(message)
    return data


def read_rest(file: BufferedReader, most: int) -> bytes:
    """Returns the rest of an open file, up to a number of bytes.

    A plain ``read`` would take memory for all of those first, and believe no size at all.
    """
    expected = os.fstat(file.fileno()).st_size - file.tell() if file.seekable() else 0
    data = file.read(min(max(expected, 0), most))
    more = file.read(1) if len(data) < most else b""
    if not more:
        return data
    parts = [data, more]  # it has grown, or is no plain file
    size = len(data) + 1
    while parts[-1] and size < most:
        parts.append(file.read(min(_CHUNK, most - size)))
        size += len(parts[-1])
    return b"".join(parts)


def parse_json(data: str | bytes) -> Any:
    """Returns the value of a JSON text in UTF-8.

    Raises:
        ReadingError: if it is no JSON, nests deeper than :data:`MAX_DEPTH`, or holds a number that
            is not finite, NUL, or half a character.
    """
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        value = json.loads(text, parse_float=_finite, parse_constant=_refuse_constant)
    except ReadingError:
        raise
    except RecursionError as error:
        message = "it is nested too deeply"
        raise ReadingError(message) from error
    except UnicodeDecodeError as error:
        message = "it is not UTF-8 text"
        raise ReadingError(message) from error
    except ValueError as error:  # a number of too many digits, too
        message = f"it is not JSON ({getattr(error, 'msg', 'a number has too many digits')})"
        raise ReadingError(message, getattr(error, "lineno", None)) from error
    _check(value, texts=bool(_SUSPICIOUS.search(text)))
    return value


def read_json(path: Path, max_bytes: int) -> Any:
    """Returns the value of a JSON file.

    Raises:
        OSError: if it cannot be read.
        ReadingError: as :func:`parse_json`, or if it is too large.
    """
    return parse_json(read_bounded(path, max_bytes))


def whole(value: Any, least: int = 0, most: int = 1 << 62) -> int:
    """Returns a value that must be a whole number between two others.

    Raises:
        ReadingError: if it is not; True is no number.
    """
    if type(value) is not int or not least <= value <= most:
        message = "a whole number is missing"
        raise ReadingError(message)
    return value


def number(value: Any, least: float = 0.0, most: float = math.inf) -> float:
    """Returns a value that must be a finite number between two others.

    Raises:
        ReadingError: if it is not.
    """
    if type(value) not in {int, float} or not least <= value <= min(most, sys.float_info.max):
        message = "a number is missing"
        raise ReadingError(message)
    return float(value)


def text(value: Any, pattern: str = "(?s).*") -> str:
    """Returns a value that must be a text, all of which matches a pattern.

    Raises:
        ReadingError: if it does not.
    """
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        message = "text is missing, or is not what it should be"
        raise ReadingError(message)
    return value


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        message = "a number in it is not finite"
        raise ReadingError(message)
    return value


def _refuse_constant(name: str) -> float:
    message = f"it holds {name}, which is not a number"
    raise ReadingError(message)


def _check(value: Any, *, texts: bool) -> None:
    """Refuse what nests too deep; with ``texts``, NUL and half characters too."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            message = "it is nested too deeply"
            raise ReadingError(message)
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner += item.values()
                inner += item if texts else ()
            elif isinstance(item, list):
                inner += item
            elif texts and isinstance(item, str) and (bad := _FORBIDDEN.search(item)):
                if bad[0] == "\0":
                    message = "it holds NUL"
                    raise ReadingError(message)
                message = "it holds half a character"
                raise HalfCharacterError(message)
        level = [item for item in inner if texts or isinstance(item, (dict, list))]
