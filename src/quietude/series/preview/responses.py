"""A request for a file of a site → what is answered: no socket, no thread, only values.

Ranges, validators and methods as RFC 9110 has them. A folder is only looked into: what is hidden,
or lies outside it however it is spelt, is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from quietude.series.site.paths import PAGE, is_safe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".m4b": "audio/x-m4b",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
"""What a file is, by the end of its name."""

CHAPTERS_FOLDER = "chapters"

_ANY = "application/octet-stream"
_RANGE = re.compile(r"bytes[ \t]*=[ \t]*(\d*)-(\d*)[ \t]*", re.IGNORECASE | re.ASCII)
_LONGEST_NUMBER = 18
"""Digits; a number with more means no file there is."""

_METHODS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back.

    Attributes:
        status: The code.
        headers: Besides ``Date`` and those that every answer has.
        path: The file that is sent, or None for ``body``.
        start: From which byte on.
        length: How many bytes.
        body: A short text.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    start: int = 0
    length: int = 0
    body: bytes = b""


def allowed_host(host: str | None, port: int) -> bool:
    """Whether a request means this machine by a name of its own, and not by one rebound to it."""
    known = {f"{it}:{port}" for it in ("127.0.0.1", "localhost", "[::1]")}
    return host is not None and host.strip().lower() in known


def answer(folder: Path, method: str, target: str, headers: Mapping[str, str]) -> Answer:
    """What is answered to a request for a file.

    Args:
        folder: The site, resolved.
        method: In capitals.
        target: As the first line of the request has it.
        headers: By their names in lower case.
    """
    if method not in _METHODS:
        return refused(405, "This server only shows files.", {"Allow": ", ".join(_METHODS)})
    path = place_of(folder, target)
    if path is None:
        return refused(404, "There is no such file.")
    status = path.stat()
    etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    about = {
        "Content-Type": type_of(path),
        "ETag": etag,
        "Last-Modified": formatdate(int(status.st_mtime), usegmt=True),
        "Accept-Ranges": "bytes",
    }
    return _of_size(status.st_size, etag, about, headers, path)


def answer_text(
    data: bytes, kind: str, etag: str, method: str, headers: Mapping[str, str]
) -> Answer:
    """What is answered to a request for a text that is no file."""
    if method not in _METHODS:
        return refused(405, "This server only shows files.", {"Allow": ", ".join(_METHODS)})
    about = {"Content-Type": kind, "ETag": etag}
    if _matches(headers.get("if-none-match", ""), etag):
        return Answer(304, about)
    return Answer(200, about, body=data, length=len(data))


def refused(status: int, why: str, headers: Mapping[str, str] | None = None) -> Answer:
    """No file, and one line that says why."""
    body = f"{why}\n".encode()
    about = {"Content-Type": "text/plain; charset=utf-8", **(headers or {})}
    return Answer(status, about, body=body, length=len(body))


def place_of(folder: Path, target: str) -> Path | None:
    """The file that a request means, or None where it means none inside the folder."""
    try:
        path = unquote(urlsplit(target).path, errors="strict")
    except ValueError:  # bytes that are no text, or an address that is none
        return None
    if not path.startswith("/"):
        return None
    name = path[1:] + (PAGE if path.endswith("/") else "")
    if not is_safe(name) or any(it.startswith(".") for it in name.split("/")):
        return None
    try:
        found = (folder / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    # A link may lead out of the folder.
    return found if found.is_file() and found.is_relative_to(folder) else None


def type_of(path: Path) -> str:
    """What a file is, as players want to be told."""
    if path.suffix == ".json" and path.parent.name == CHAPTERS_FOLDER:
        return "application/json+chapters"
    return TYPES.get(path.suffix.lower(), _ANY)


def byte_range(text: str, size: int) -> tuple[int, int] | None:
    """The bytes that a ``Range`` asks for, as start and length.

    Returns:
        None for what is no range, or several: then the whole file is sent, as RFC 9110 allows.

    Raises:
        ValueError: for a range that has nothing of the file.
    """
    match = _RANGE.fullmatch(text)
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if max(len(first), len(last)) > _LONGEST_NUMBER:
        return None
    if not first:
        length = min(int(last), size)
        start = size - length
    else:
        start = int(first)
        end = min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
        length = end - start + 1
    if length <= 0 or start >= size:
        message = "nothing of the file lies in this range"
        raise ValueError(message)
    return start, length


def _of_size(
    size: int, etag: str, about: dict[str, str], headers: Mapping[str, str], path: Path
) -> Answer:
    if _matches(headers.get("if-none-match", ""), etag):
        return Answer(304, about)
    wanted = headers.get("range")
    current = headers.get("if-range", etag) in {etag, about["Last-Modified"]}
    if wanted and current:
        try:
            found = byte_range(wanted, size)
        except ValueError:
            whole = {"Content-Range": f"bytes */{size}"}
            return refused(416, "Nothing of the file lies in this range.", whole)
        if found:
            start, length = found
            about["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
            return Answer(206, about, path, start, length)
    return Answer(200, about, path, 0, size)


def _matches(wanted: str, etag: str) -> bool:
    """Whether a list of entity tags names this one, weakly compared."""
    tags = [it.strip().removeprefix("W/") for it in wanted.split(",")]
    return etag in tags or tags == ["*"]
