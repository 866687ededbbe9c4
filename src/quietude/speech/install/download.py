"""Downloads one file: resumed where it broke off, and kept only if size and hashes are right.

The proxies of the environment are used (``https_proxy``, ``no_proxy``). A file grows under a
``.part`` name, so that the next try resumes it, in this run or in a later one.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from quietude._util.watched_http import UnsafeAddressError, opened
from quietude.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

TRIES = 5
"""Number of connections in a row that may break without bringing anything."""

STALL_S = 30.0
"""Longest time in seconds that a server may send nothing, or less than :data:`SLOWEST_BYTES_S`."""

SLOWEST_BYTES_S = 1000
"""Slowest acceptable transfer in bytes a second, over half a minute and over the whole file."""

_MARGIN_S = 60.0

LONGEST_S = 6 * 3600.0
"""Longest time in seconds of one connection; a later one takes up what it brought."""

_BLOCK = 1 << 16
_PAUSE_S = 1.0
_NO_PART = "the server does not send this file"
_AGENT = "quietude (voice download)"
_NOT_THERE = {401, 403, 404, 410}


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to download.

    Attributes:
        url: Its address.
        size_bytes: Its exact size, or None if that is not known; then ``most_bytes`` bounds it.
        hashes: Its hashes in hexadecimal, by the name of the algorithm; may be empty.
        most_bytes: Its largest possible size.
    """

    url: str
    size_bytes: int | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    most_bytes: int = 1_000_000_000


class _TornError(Exception):
    """A connection broke, timed out or was too slow; the bytes that came are kept."""


class _RangeError(_TornError):
    """The server has no such part of the file: what is here is not the beginning of it."""


def fetch_text(remote: RemoteFile, deadline: float | None = None) -> bytes:
    """Downloads a small file into memory.

    Raises:
        EngineError: as :func:`fetch`.
    """
    for attempt in range(TRIES):
        data = bytearray()
        try:
            with _opened(remote, 0, deadline) as response:
                for block in _blocks(response, deadline):
                    data += block
                    _check_length(len(data), remote)
            return bytes(data)
        except _TornError as error:
            _pause_or_give_up(attempt + 1, remote, error, deadline)
    raise AssertionError  # _pause_or_give_up raises after the last try


def fetch(
    remote: RemoteFile,
    part: Path,
    progress: Callable[[int, int | None], None],
    deadline: float | None = None,
) -> Path:
    """Downloads a file; bytes that a former try brought are not fetched again.

    Args:
        remote: The file to download.
        part: Path under which it grows, in a folder that exists.
        progress: Called with the number of bytes that are here, and of all, if known.
        deadline: Time to give up, on the clock of :func:`time.monotonic`; None for never.

    Returns:
        ``part``, whole and checked.

    Raises:
        EngineError: if it cannot be downloaded, another process is at it, or its size or a hash is
            wrong. A wrong file is removed; half a right one stays for the next try.
        OSError: if it cannot be written; then it is removed, to make room again.
    """
    part.touch()
    try:
        with FileLock(part.with_suffix(".lock"), timeout=0):
            _fill(remote, part, progress, deadline)
            _check(remote, part)
    except Timeout as error:
        message = "this voice is being fetched by another process"
        raise EngineError(message, hint="Wait until it has finished, then try again.") from error
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part


def _fill(
    remote: RemoteFile,
    part: Path,
    progress: Callable[[int, int | None], None],
    deadline: float | None,
) -> None:
    failures = 0
    while True:
        before = part.stat().st_size
        if remote.size_bytes is not None and before >= remote.size_bytes:
            return
        try:
            _append(remote, part, progress, deadline)
        except _RangeError:
            if not before:
                raise EngineError(_NO_PART, hint=f"Asked for: {remote.url}") from None
            part.write_bytes(b"")
        except _TornError as error:
            failures = failures + 1 if part.stat().st_size <= before else 0
            _pause_or_give_up(failures, remote, error, deadline)
        else:
            if remote.size_bytes is None or part.stat().st_size >= remote.size_bytes:
                return
            failures = failures + 1 if part.stat().st_size <= before else 0
            _pause_or_give_up(failures, remote, _TornError("the connection was cut"), deadline)


def _append(
    remote: RemoteFile,
    part: Path,
    progress: Callable[[int, int | None], None],
    deadline: float | None,
) -> None:
    """Requests the missing bytes and appends them."""
    have = part.stat().st_size
    with _opened(remote, have, deadline) as response:
        resumes = response.status == http.client.PARTIAL_CONTENT and _starts_at(response, have)
        if have and not resumes:
            have = 0  # a server that cannot resume sends it all again
        with part.open("r+b") as file:
            file.truncate(have)
            file.seek(have)
            progress(have, remote.size_bytes)
            for block in _blocks(response, deadline):
                file.write(block)
                have += len(block)
                _check_length(have, remote)
                progress(have, remote.size_bytes)


@contextlib.contextmanager
def _opened(remote: RemoteFile, start: int, deadline: float | None) -> Iterator[Any]:
    url = remote.url
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})  # noqa: S310
    if urllib.parse.urlsplit(url).scheme not in {"https", "http"}:
        message = "voices are fetched over https or http only"
        raise EngineError(message)
    if start:
        request.add_header("Range", f"bytes={start}-")
    silence_s = _patience(deadline)
    reply_s = min(_MARGIN_S + (remote.size_bytes or remote.most_bytes) / SLOWEST_BYTES_S, LONGEST_S)
    try:
        with opened(request, silence_s=silence_s, reply_s=reply_s) as response:
            yield response
    except UnsafeAddressError as error:
        raise EngineError(str(error)) from error
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in _NOT_THERE:
            message = f"there is no such file at {urllib.parse.urlsplit(url).netloc}"
            raise EngineError(message, hint=f"Asked for: {url}") from error
        message = f"the server replied with status {error.code}"
        unknown = error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE
        raise (_RangeError if unknown else _TornError)(message) from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise _TornError(str(reason) or type(error).__name__) from error


def _starts_at(response: Any, have: int) -> bool:
    return str(response.headers.get("Content-Range", "")).startswith(f"bytes {have}-")


def _blocks(response: Any, deadline: float | None) -> Iterator[bytes]:
    """Blocks of a response as they arrive; a server that only drips counts as broken off."""
    began, received = time.monotonic(), 0
    while True:
        try:
            block = response.read1(_BLOCK)
        except (OSError, http.client.HTTPException) as error:
            raise _TornError(str(error) or type(error).__name__) from error
        if not block:
            return
        yield block
        received += len(block)
        _patience(deadline)
        spent_s = time.monotonic() - began
        if spent_s > STALL_S:
            if received < SLOWEST_BYTES_S * spent_s:
                message = f"the server sends less than {SLOWEST_BYTES_S} bytes a second"
                raise _TornError(message)
            began, received = time.monotonic(), 0


def _patience(deadline: float | None) -> float:
    """Longest time to wait for the server's next bytes, in seconds."""
    if deadline is None:
        return STALL_S
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        message = "there was not enough time to fetch the voice"
        raise EngineError(message, hint="Is the network slow? Try again: the download is resumed.")
    return min(STALL_S, left_s)


def _pause_or_give_up(
    failures: int, remote: RemoteFile, why: _TornError, deadline: float | None
) -> None:
    """Waits a moment before the next try; raises after the last."""
    if failures >= TRIES:
        host = urllib.parse.urlsplit(remote.url).netloc
        message = f"{host} cannot be reached ({why})"
        hint = "Is there a network, or a proxy to set (https_proxy)? Try again: it is resumed."
        raise EngineError(message, hint=hint) from why
    time.sleep(min(_PAUSE_S * 2 ** max(0, failures - 1), _patience(deadline)))


def _check_length(have: int, remote: RemoteFile) -> None:
    most = remote.size_bytes if remote.size_bytes is not None else remote.most_bytes
    if have > most:
        message = "the server sent more bytes than the file has"
        raise EngineError(message, hint=f"Asked for: {remote.url}")


def _check(remote: RemoteFile, part: Path) -> None:
    for name, expected in remote.hashes.items():
        digest = hashlib.new(name, usedforsecurity=False)
        with part.open("rb") as file:
            for block in iter(lambda: file.read(_BLOCK), b""):
                digest.update(block)
        if digest.hexdigest() != expected.lower():
            part.unlink()
            found = digest.hexdigest()[:12]
            message = f"the downloaded file is not the right one ({name} {found}…)"
            raise EngineError(message, hint="It was removed. Try again, now or later.")
