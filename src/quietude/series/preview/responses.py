"""HTTP responses to requests for the files of a site, as plain values without a socket.

Ranges, validators and methods follow RFC 9110. A file that is hidden, or that lies outside the
folder however its path is spelt, is not found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from quietude.series.site.paths import CHAPTERS_FOLDER, CHAPTERS_TYPE, MEDIA_TYPES, PAGE, is_safe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ANY = "application/octet-stream"
_RANGE = re.compile(r"bytes[ \t]*=[ \t]*(\d*)-(\d*)[ \t]*", re.IGNORECASE | re.ASCII)
_LONGEST_NUMBER = 18
"""Digits; no file is so long that a number of its bytes has more."""

_METHODS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Response:
    """A response to a request.

    Attributes:
        status: The status code.
        headers: The headers besides ``Date`` and those that every response has.
        path: The file that is sent, or None for ``body``.
        start: The first byte of the file to send.
        length: Number of bytes to send.
        body: A short text.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    start: int = 0
    length: int = 0
    body: bytes = b""


def allowed_host(host: str | None, port: int) -> bool:
    """Return True if a request names this machine by a name of its own, not one rebound to it."""
    known = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
    return host is not None and host.strip().lower() in known


def respond(folder: Path, method: str, target: str, headers: Mapping[str, str]) -> Response:
    """Returns the response to a request for a file.

    Args:
        folder: The site, resolved.
        method: The method, in capitals.
        target: The target in the first line of the request.
        headers: The headers, by their names in lower case.
    """
    if method not in _METHODS:
        return refusal(405, "This server only shows files.", {"Allow": ", ".join(_METHODS)})
    path = path_of(folder, target)
    if path is None:
        return refusal(404, "There is no such file.")
    status = path.stat()
    etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    about = {
        "Content-Type": media_type(path),
        "ETag": etag,
        "Last-Modified": formatdate(int(status.st_mtime), usegmt=True),
        "Accept-Ranges": "bytes",
    }
    return _of_size(status.st_size, etag, about, headers, path)


def respond_with_text(
    data: bytes, kind: str, etag: str, method: str, headers: Mapping[str, str]
) -> Response:
    """Returns the response to a request for a text that is not in a file."""
    if method not in _METHODS:
        return refusal(405, "This server only shows files.", {"Allow": ", ".join(_METHODS)})
    about = {"Content-Type": kind, "ETag": etag}
    if _matches(headers.get("if-none-match", ""), etag):
        return Response(304, about)
    return Response(200, about, body=data, length=len(data))


def refusal(status: int, why: str, headers: Mapping[str, str] | None = None) -> Response:
    """Returns a response without a file, with one line that says why."""
    body = f"{why}\n".encode()
    about = {"Content-Type": "text/plain; charset=utf-8", **(headers or {})}
    return Response(status, about, body=body, length=len(body))


def path_of(folder: Path, target: str) -> Path | None:
    """Returns the file that a request names; None if it names no file inside the folder."""
    try:
        path = unquote(urlsplit(target).path, errors="strict")
    except ValueError:  # not text, or not an address
        return None
    if not path.startswith("/"):
        return None
    name = path[1:] + (PAGE if path.endswith("/") else "")
    if not is_safe(name) or any(part.startswith(".") for part in name.split("/")):
        return None
    try:
        found = (folder / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    # A link may lead out of the folder.
    return found if found.is_file() and found.is_relative_to(folder) else None


def media_type(path: Path) -> str:
    """Media type of a file, as players need it."""
    if path.suffix == ".json" and path.parent.name == CHAPTERS_FOLDER:
        return CHAPTERS_TYPE
    return MEDIA_TYPES.get(path.suffix.lower(), _ANY)


def byte_range(text: str, size: int) -> tuple[int, int] | None:
    """Bytes that a ``Range`` asks for, as start and length.

    Returns:
        None if the text is not a single range: the whole file is sent then, as RFC 9110 allows.

    Raises:
        ValueError: if no byte of the file lies in the range.
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
) -> Response:
    if _matches(headers.get("if-none-match", ""), etag):
        return Response(304, about)
    written = headers.get("range")
    current = headers.get("if-range", etag) in {etag, about["Last-Modified"]}
    if written and current:
        try:
            found = byte_range(written, size)
        except ValueError:
            whole = {"Content-Range": f"bytes */{size}"}
            return refusal(416, "Nothing of the file lies in this range.", whole)
        if found:
            start, length = found
            about["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
            return Response(206, about, path, start, length)
    return Response(200, about, path, 0, size)


def _matches(listed: str, etag: str) -> bool:
    """Return True if a list of entity tags names this one, weakly compared."""
    tags = [tag.strip().removeprefix("W/") for tag in listed.split(",")]
    return etag in tags or tags == ["*"]
