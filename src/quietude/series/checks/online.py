"""Whether a host answers as players need it to: HEAD, byte ranges, types and lengths."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.errors import UsageError
from quietude.series.checks.finding import error, warning
from quietude.series.preview.responses import TYPES
from quietude.series.site.paths import CHECKSUMS, FEED, OUTLINE, PAGE, RECORD, url_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

    from quietude.series.checks.finding import Finding

TIMEOUT_S = 20.0
_AT_ONCE = 4
_OK, _PARTIAL, _REFUSED = 200, 206, 400
_HOSTING = "docs/publishing.md has the settings for common hosts."
_SOUND = {it for it, kind in TYPES.items() if kind.startswith("audio/")}
_MADE = {FEED, OUTLINE}
"""What `series serve` shows with its own address, so that the length differs."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a host said.

    Attributes:
        status: The code; 0 where it said nothing.
        headers: Its headers.
        data: The first bytes.
        why: Why it said nothing.
    """

    status: int
    headers: Message | dict[str, str]
    data: bytes = b""
    why: str = ""


def check_online(folder: Path, base_url: str, paths: list[str]) -> Iterator[Finding]:
    """Ask a host for every file; few at a time.

    Args:
        folder: Where the files are here.
        base_url: Where they should be there.
        paths: Which.

    Raises:
        UsageError: if the address is none.
    """
    if not base_url.startswith(("http://", "https://")):
        message = f'"{base_url[:80]}" is no address of a site'
        raise UsageError(message, hint="Write it like https://example.org/show")
    wanted = [FEED, PAGE, *(it for it in paths if it not in {RECORD, CHECKSUMS})]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for found in pool.map(lambda it: list(_file(folder, base_url, it)), wanted):
            yield from found


def ask(url: str, method: str, headers: dict[str, str] | None = None) -> Reply:
    """One request; what goes wrong is part of the answer."""
    request = urllib.request.Request(url, method=method, headers=headers or {})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
            return Reply(response.status, response.headers, response.read(16))
    except urllib.error.HTTPError as fault:
        fault.close()
        return Reply(fault.code, fault.headers)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return Reply(0, {}, why=str(getattr(fault, "reason", fault)))


def _file(folder: Path, base_url: str, place: str) -> Iterator[Finding]:
    url = url_of(base_url, place)
    head = ask(url, "HEAD")
    if not head.status:
        yield error(url, f"the host does not answer ({head.why})", "Is the address right?")
        return
    if head.status >= _REFUSED:
        yield error(url, f"the host answers {head.status} to HEAD",
                    "Upload the file. Some hosts refuse HEAD: players need it.")  # fmt: skip
        return
    size = (folder / place).stat().st_size
    said = head.headers.get("Content-Length")
    if (
        place not in _MADE
        and said
        and int(said) != size
        and not head.headers.get("Content-Encoding")
    ):
        yield error(url, f"the host has {said} bytes; the folder {size}", "Upload it again.")
    kind = (head.headers.get("Content-Type") or "").split(";")[0].strip()
    wanted = TYPES.get((folder / place).suffix.lower(), "").split(";")[0]
    yield from _type(url, place, kind, wanted)
    if (folder / place).suffix.lower() in _SOUND:
        part = ask(url, "GET", {"Range": "bytes=4-7"})
        with (folder / place).open("rb") as file:
            whole = file.read(8)
        if part.status != _PARTIAL or part.data != whole[4:8]:
            yield error(url, f"the host answers {part.status} to a byte range, not 206",
                        f"Players cannot seek, and Apple refuses the feed. {_HOSTING}")  # fmt: skip


def _type(url: str, place: str, kind: str, wanted: str) -> Iterator[Finding]:
    also = {
        "application/rss+xml": {"application/xml", "text/xml"},
        "application/json": {"application/json+chapters"},
        "audio/x-m4a": {"audio/mp4"},
        "text/x-opml": {"application/xml", "text/xml", "application/octet-stream"},
        "application/x-subrip": {"application/srt", "text/srt", "text/plain"},
    }
    if not wanted or kind == wanted or kind in also.get(wanted, set()):
        return
    message = f'the host calls it "{kind[:40]}", not {wanted}'
    if place.endswith((".vtt", ".mp3", ".m4a")) or place == FEED:
        yield error(url, message, _HOSTING)
    else:
        yield warning(url, message, _HOSTING)
