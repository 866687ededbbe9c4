"""One file from the network: resumed where it broke off, and kept only if it is the right one.

The proxies of the environment are used (``https_proxy``, ``no_proxy``). What has come so far is
kept in a ``.part`` file named for what it will be, so that the next try goes on from there, in
this run or in a later one. A file counts once its size and its hashes are right.
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
from typing import IO, TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from quietude.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

TRIES = 5
"""How often in a row a connection may break without bringing anything."""

STALL_S = 30.0
"""How long a server may say nothing, and how long it may be slower than :data:`SLOWEST_BYTES_S`."""

SLOWEST_BYTES_S = 1000
_BLOCK = 1 << 16
_PAUSE_S = 1.0
_AGENT = "quietude (voice download)"
_NOT_THERE = {401, 403, 404, 410}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch.

    Attributes:
        url: Where it is.
        size_bytes: How long it must be, or None where nobody has said; then it is bounded by
            ``most_bytes``.
        hashes: What it must hash to, by the name of the algorithm; may be empty.
        most_bytes: How long it may be at most.
    """

    url: str
    size_bytes: int | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    most_bytes: int = 1_000_000_000


class _TornError(Exception):
    """A connection that broke, timed out or was too slow; what came is kept."""


class _SameSafety(urllib.request.HTTPRedirectHandler):
    """Follows redirections, but never from a safe connection to an open one."""

    def redirect_request(  # noqa: PLR0913, PLR0917  (the library's)
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: http.client.HTTPMessage, newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            message = "the server sent us on to an address that is not https"
            raise EngineError(message)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_text(wanted: Wanted, deadline: float | None = None) -> bytes:
    """A small file, whole, in memory.

    Raises:
        EngineError: as :func:`fetch`.
    """
    for attempt in range(TRIES):
        data = bytearray()
        try:
            with contextlib.closing(_open(wanted.url, 0, deadline)) as answer:
                for block in _blocks(answer, deadline):
                    data += block
                    _check_length(len(data), wanted)
            return bytes(data)
        except _TornError as error:
            _rest(attempt + 1, wanted, error, deadline)
    raise AssertionError  # _rest raises after the last try


def fetch(
    wanted: Wanted,
    part: Path,
    progress: Callable[[int, int | None], None],
    deadline: float | None = None,
) -> Path:
    """Fetch a file; what is there of it already is not fetched again.

    Args:
        wanted: What to fetch.
        part: Where it grows; its folder must be there. Nobody else may be at it.
        progress: Told how many bytes of how many are there.
        deadline: When to give up, on the clock of :func:`time.monotonic`; None for never.

    Returns:
        ``part``, whole and checked.

    Raises:
        EngineError: if it cannot be had, or is not what it should be. A wrong file is removed;
            half a right one stays for the next try.
        OSError: if it cannot be written; then what was written is removed, to make room again.
    """
    part.touch()
    try:
        with FileLock(part.with_suffix(".lock"), timeout=0):
            _fill(wanted, part, progress, deadline)
            _check(wanted, part)
    except Timeout as error:
        message = "this voice is being fetched by another process"
        raise EngineError(message, hint="Wait for it to finish, then try again.") from error
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part


def _fill(
    wanted: Wanted,
    part: Path,
    progress: Callable[[int, int | None], None],
    deadline: float | None,
) -> None:
    failures = 0
    while True:
        before = part.stat().st_size
        if wanted.size_bytes is not None and before >= wanted.size_bytes:
            return
        try:
            _append(wanted, part, progress, deadline)
        except _TornError as error:
            failures = failures + 1 if part.stat().st_size <= before else 0
            _rest(failures, wanted, error, deadline)
        else:
            if wanted.size_bytes is None or part.stat().st_size >= wanted.size_bytes:
                return
            failures = failures + 1 if part.stat().st_size <= before else 0
            _rest(failures, wanted, _TornError("the connection was cut"), deadline)


def _append(
    wanted: Wanted,
    part: Path,
    progress: Callable[[int, int | None], None],
    deadline: float | None,
) -> None:
    """Ask for what is missing, and add it."""
    have = part.stat().st_size
    with contextlib.closing(_open(wanted.url, have, deadline)) as answer:
        goes_on = answer.status == http.client.PARTIAL_CONTENT and _starts_at(answer, have)
        if have and not goes_on:
            have = 0  # a server that cannot resume sends it all again
        with part.open("r+b") as file:
            file.truncate(have)
            file.seek(have)
            progress(have, wanted.size_bytes)
            for block in _blocks(answer, deadline):
                file.write(block)
                have += len(block)
                _check_length(have, wanted)
                progress(have, wanted.size_bytes)


def _open(url: str, start: int, deadline: float | None) -> Any:
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})  # noqa: S310
    if urllib.parse.urlsplit(url).scheme not in {"https", "http"}:
        message = "voices are fetched over https or http only"
        raise EngineError(message)
    if start:
        request.add_header("Range", f"bytes={start}-")
    opener = urllib.request.build_opener(_SameSafety)
    try:
        return opener.open(request, timeout=_patience(deadline))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in _NOT_THERE:
            message = f"there is no such file at {urllib.parse.urlsplit(url).netloc}"
            raise EngineError(message, hint=f"Asked for: {url}") from error
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            return _open(url, 0, deadline)
        message = f"the server answered {error.code}"
        raise _TornError(message) from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise _TornError(str(reason) or type(error).__name__) from error


def _starts_at(answer: Any, have: int) -> bool:
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {have}-")


def _blocks(answer: Any, deadline: float | None) -> Any:
    """What comes, as it comes; a server that only drips counts as broken off."""
    began, come = time.monotonic(), 0
    while True:
        try:
            block = answer.read1(_BLOCK)
        except (OSError, http.client.HTTPException) as error:
            raise _TornError(str(error) or type(error).__name__) from error
        if not block:
            return
        yield block
        come += len(block)
        _patience(deadline)
        spent_s = time.monotonic() - began
        if spent_s > STALL_S:
            if come < SLOWEST_BYTES_S * spent_s:
                message = f"the server sends less than {SLOWEST_BYTES_S} bytes a second"
                raise _TornError(message)
            began, come = time.monotonic(), 0


def _patience(deadline: float | None) -> float:
    """How long to wait for the next sign of the server, in seconds."""
    if deadline is None:
        return STALL_S
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        message = "there was not enough time to fetch the voice"
        raise EngineError(message, hint="Is the network slow? Try again: it goes on from there.")
    return min(STALL_S, left_s)


def _rest(failures: int, wanted: Wanted, why: _TornError, deadline: float | None) -> None:
    """Wait a moment before the next try, or give up."""
    if failures >= TRIES:
        host = urllib.parse.urlsplit(wanted.url).netloc
        message = f"{host} cannot be reached ({why})"
        hint = "Is there a network, and a proxy to set (https_proxy)? Try again: it goes on."
        raise EngineError(message, hint=hint) from why
    time.sleep(min(_PAUSE_S * 2 ** max(0, failures - 1), _patience(deadline)))


def _check_length(have: int, wanted: Wanted) -> None:
    most = wanted.size_bytes if wanted.size_bytes is not None else wanted.most_bytes
    if have > most:
        message = "the server sent more than the file is long"
        raise EngineError(message, hint=f"Asked for: {wanted.url}")


def _check(wanted: Wanted, part: Path) -> None:
    for name, expected in wanted.hashes.items():
        digest = hashlib.new(name, usedforsecurity=False)
        with part.open("rb") as file:
            for block in iter(lambda: file.read(_BLOCK), b""):
                digest.update(block)
        if digest.hexdigest() != expected.lower():
            part.unlink()
            found = digest.hexdigest()[:12]
            message = f"what was fetched is not the file it should be ({name} {found}…)"
            raise EngineError(message, hint="It was removed. Try again, or later.")
