"""Checks of a host: HEAD, byte ranges, types and lengths, as players need them."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude._util.watched_http import opened
from quietude.errors import UsageError
from quietude.series.checks.finding import error, warning
from quietude.series.site.feed_pages import OLDER_PAGE
from quietude.series.site.paths import (
    CHECKSUMS,
    FEED,
    MEDIA_TYPES,
    OUTLINE,
    PAGE,
    RECORD,
    url_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

    from quietude.series.checks.finding import SiteFinding

TIMEOUT_S = 20.0
_AT_ONCE = 4
_OK, _PARTIAL, _REFUSED = 200, 206, 400
_HOSTING = "docs/publishing.md has the settings for common hosts."
_SOUND = {suffix for suffix, kind in MEDIA_TYPES.items() if kind.startswith("audio/")}
_MADE = {FEED, OUTLINE}
"""Files that `series serve` shows with its own address, so that their length differs."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply of a host.

    Attributes:
        status: The status code; 0 if there was no reply.
        headers: Its headers.
        data: The first bytes of its body.
        cause: The reason that there was no reply.
    """

    status: int
    headers: Message | dict[str, str]
    data: bytes = b""
    cause: str = ""


def check_online(folder: Path, base_url: str, paths: list[str]) -> Iterator[SiteFinding]:
    """Ask a host for every file; few at a time.

    Args:
        folder: The files on this machine.
        base_url: The address of their folder at the host.
        paths: The files to ask for.

    Raises:
        UsageError: if the address is not one of a site.
    """
    if not base_url.startswith(("http://", "https://")):
        message = f'"{base_url[:80]}" is not the address of a site'
        raise UsageError(message, hint="Write it like https://example.org/show")
    files = [FEED, PAGE, *(path for path in paths if path not in {RECORD, CHECKSUMS})]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for findings in pool.map(lambda path: list(_file(folder, base_url, path)), files):
            yield from findings


def ask(url: str, method: str, headers: dict[str, str] | None = None) -> Reply:
    """Send one request. A failure is part of the reply, not an error."""
    request = urllib.request.Request(url, method=method, headers=headers or {})  # noqa: S310
    try:
        with opened(request, silence_s=TIMEOUT_S, reply_s=TIMEOUT_S) as response:
            return Reply(response.status, response.headers, response.read(16))
    except urllib.error.HTTPError as fault:
        fault.close()
        return Reply(fault.code, fault.headers)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return Reply(0, {}, cause=str(getattr(fault, "reason", fault)))


def _file(folder: Path, base_url: str, place: str) -> Iterator[SiteFinding]:
    url = url_of(base_url, place)
    head = ask(url, "HEAD")
    if not head.status:
        yield error(url, f"the host does not respond ({head.cause})", "Is the address right?")
        return
    if head.status >= _REFUSED:
        yield error(url, f"the host responds to HEAD with {head.status}",
                    "Upload the file. Some hosts refuse HEAD: players need it.")  # fmt: skip
        return
    size = (folder / place).stat().st_size
    said = head.headers.get("Content-Length")
    if (
        place not in _MADE
        and not OLDER_PAGE.fullmatch(place)
        and said
        and said.strip() != str(size)
        and not head.headers.get("Content-Encoding")
    ):
        yield error(url, f"the host has {said} bytes; the folder {size}", "Upload it again.")
    kind = (head.headers.get("Content-Type") or "").split(";")[0].strip()
    expected = MEDIA_TYPES.get((folder / place).suffix.lower(), "").split(";")[0]
    yield from _type(url, place, kind, expected)
    if (folder / place).suffix.lower() in _SOUND:
        part = ask(url, "GET", {"Range": "bytes=4-7"})
        with (folder / place).open("rb") as file:
            whole = file.read(8)
        if part.status != _PARTIAL or part.data != whole[4:8]:
            yield error(url, f"the host responds to a byte range with {part.status}, not 206",
                        f"Players cannot seek, and Apple refuses the feed. {_HOSTING}")  # fmt: skip


def _type(url: str, place: str, kind: str, expected: str) -> Iterator[SiteFinding]:
    also = {
        "application/rss+xml": {"application/xml", "text/xml"},
        "application/json": {"application/json+chapters"},
        "audio/x-m4a": {"audio/mp4"},
        "audio/ogg": {"audio/opus", "application/ogg"},
        "text/x-opml": {"application/xml", "text/xml", "application/octet-stream"},
        "application/x-subrip": {"application/srt", "text/srt", "text/plain"},
    }
    if not expected or kind == expected or kind in also.get(expected, set()):
        return
    message = f'the host calls it "{kind[:40]}", not {expected}'
    if place.endswith((".vtt", ".mp3", ".m4a", ".xml")):
        yield error(url, message, _HOSTING)
    else:
        yield warning(url, message, _HOSTING)
