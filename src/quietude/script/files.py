"""Files of scripts: read up to a size, and never from outside their folder."""

from __future__ import annotations

import codecs
from pathlib import Path

from quietude._util.files import is_folder
from quietude.errors import ScriptError

MAX_BYTES = 512 * 1024
"""The largest file that is read. A one-hour session has about 20 kB of text."""

DEFINITION_SUFFIXES = (".yaml", ".yml")
_KINDS = ".yaml definitions, and scripts in text files and documents,"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(path: Path) -> str:
    """Returns the text of a definition, or of details written like one.

    Raises:
        ScriptError: as :func:`read_file`.
    """
    return read_file(path, DEFINITION_SUFFIXES, _KINDS)


def read_file(path: Path, suffixes: tuple[str, ...], kinds: str) -> str:
    """Returns the text of a file.

    Args:
        path: The file.
        suffixes: The endings its name may have.
        kinds: The kinds of file that are read, for the message that refuses others.

    Raises:
        ScriptError: if it cannot be read, is too large, or is not UTF-8 (or UTF-16 with its mark).
    """
    if is_folder(path):
        message = "this is a folder, not a file to read"
        raise ScriptError(message, path=path, hint="Name the file inside it.")
    if path.suffix.lower() not in suffixes:
        message = f"only {kinds} can be read"
        hint = f"Its name may end in {', '.join(suffixes)}."
        raise ScriptError(message, path=path, hint=hint)
    data = read_bytes(path, MAX_BYTES)
    try:
        # The mark a wide file begins with says what it is; without one, it would be a guess.
        return data.decode("utf-16" if data.startswith(_WIDE_MARKS) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = "Save it as UTF-8 in your editor."
        message = "this is not UTF-8 text"
        raise ScriptError(message, path=path, line=line, hint=hint) from error


def read_bytes(path: Path, most: int) -> bytes:
    """Returns the bytes of a file.

    Args:
        path: The file.
        most: The size up to which it is read, in bytes.

    Raises:
        ScriptError: if there is no such file, it cannot be read, or it is larger.
    """
    if is_folder(path):
        message = "this is a folder, not a file to read"
        raise ScriptError(message, path=path, hint="Name the file inside it.")
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError as error:
        message = "there is no such file"
        hint = f"It was looked for in {path.absolute().parent}."
        raise ScriptError(message, path=path, hint=hint) from error
    except OSError as error:
        message = f"this file cannot be read ({error.strerror})"
        raise ScriptError(message, path=path) from error
    if len(data) > most:
        size = f"{most >> 20} MB" if most >> 20 else f"{most >> 10} kB"
        message = f"this file is larger than {size}, which no script needs"
        raise ScriptError(message, path=path)
    return data


def beside(folder: Path, name: str) -> Path:
    """Returns the file of a name in a folder, or in one inside it.

    Raises:
        ValueError: if the name leads out of the folder, links followed.
    """
    message = f'"{name[:60]}" leads out of the folder of this definition'
    if "\0" in name or "\\" in name or Path(name).is_absolute() or ".." in Path(name).parts:
        raise ValueError(message)
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(message)
    return path
