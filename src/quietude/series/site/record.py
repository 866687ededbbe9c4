"""``series.json``: a published site as data, and the GUIDs that must never change.

Players that meet a new GUID show an episode as new and fetch it again. So GUIDs are made once,
stored, and never computed anew.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from quietude._util.strict_reading import ReadingError, TooLargeError, parse_json, read_bounded
from quietude.errors import DeliveryError
from quietude.series.model import Site
from quietude.series.site.paths import RECORD, is_safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.series.model import Enclosure

FORMAT = "quietude-series/1"

_SITE = TypeAdapter(Site)
_PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The name space of Podcasting 2.0."""

_LARGEST_BYTES = 256 * 1024 * 1024

_KEEP = (
    f"Put back the {RECORD} that was published last: it holds what players know the episodes by. "
    "Without it every episode is new to every listener."
)


def podcast_guid(feed_url: str) -> str:
    """``podcast:guid`` of a new feed: UUIDv5 of its address without scheme and final slashes."""
    name = feed_url.split("://", 1)[-1].rstrip("/")
    return str(uuid.uuid5(_PODCASTS, name))


def episode_guid(podcast: str, episode_id: str) -> str:
    """GUID of a new episode.

    Args:
        podcast: The ``podcast:guid`` of its show.
        episode_id: Its id within the show, which stays when the episode is renamed.
    """
    return str(uuid.uuid5(uuid.UUID(podcast), episode_id))


def record_json(site: Site) -> str:
    """A site as text; the same site gives the same text."""
    plain = {"format": FORMAT, **_SITE.dump_python(site, mode="json")}
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def read_record(folder: Path) -> Site | None:
    """Read the site that a folder holds; None if it holds none yet.

    Raises:
        DeliveryError: if the record cannot be read, or names a file outside the folder.
    """
    path = folder / RECORD
    try:
        text = read_bounded(path, _LARGEST_BYTES).decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, TooLargeError) as error:
        message = "this record of the series cannot be read"
        raise DeliveryError(message, path=path, hint=_KEEP) from error
    site = _site(text, path)
    for file in files_of(site):
        if not is_safe(file.path):
            message = f'"{file.path[:80]}" does not lie inside this folder'
            raise DeliveryError(message, path=path, hint=_KEEP)
    return site


def files_of(site: Site) -> Iterator[Enclosure]:
    """Every file that was built for a site: covers, sessions, chapters and transcripts."""
    yield site.cover
    for published in site.episodes:
        yield published.audio
        yield published.chapters_json
        yield from published.transcripts
        if published.cover:
            yield published.cover
        if published.words:
            yield published.words
        yield from published.alternates


def _site(text: str, path: Path) -> Site:
    try:
        plain: Any = parse_json(text)
    except ReadingError as error:
        message = f"this record of the series is damaged: {error}"
        raise DeliveryError(message, path=path, line=error.line, hint=_KEEP) from error
    form = plain.get("format") if isinstance(plain, dict) else None
    if form != FORMAT:
        message = "this is not the record of a series"
        hint = _KEEP
        if isinstance(form, str) and form.startswith("quietude-series/"):
            message = f"this record was written by a newer Quietude ({form[:40]})"
            hint = "Update Quietude, or build into a new folder."
        raise DeliveryError(message, path=path, hint=hint)
    try:
        return _SITE.validate_python(plain)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        message = f"this record of the series is damaged: {where}: {first['msg'].lower()}"
        raise DeliveryError(message, path=path, hint=_KEEP) from error
