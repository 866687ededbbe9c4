"""``series.json``: everything a published site is, stored, so that what must not change does not.

GUIDs above all: players that meet a new GUID show an episode as new and fetch it again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from quietude.errors import DeliveryError
from quietude.series.model import Site
from quietude.series.site.paths import RECORD, is_safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.series.model import Enclosure

FORMAT = "quietude-series/1"

_SITE = TypeAdapter(Site)
_KEEP = (
    f"Put back the {RECORD} that was published last: it holds what players know the episodes by. "
    "Without it every episode is new to every listener."
)


def record_json(site: Site) -> str:
    """A site as text: the same site is the same text."""
    plain = {"format": FORMAT, **_SITE.dump_python(site, mode="json")}
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def read_record(folder: Path) -> Site | None:
    """The site that was stored in a folder, or None where nothing was.

    Raises:
        DeliveryError: if what is stored cannot be read, or leads out of the folder.
    """
    path = folder / RECORD
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        message = "this record of the series cannot be read"
        raise DeliveryError(message, path=path, hint=_KEEP) from error
    try:
        site = _site(text, path)
    except RecursionError as error:
        message = "this record of the series is damaged"
        raise DeliveryError(message, path=path, hint=_KEEP) from error
    for it in files_of(site):
        if not is_safe(it.path):
            message = f'"{it.path[:80]}" is no place inside this folder'
            raise DeliveryError(message, path=path, hint=_KEEP)
    return site


def files_of(site: Site) -> Iterator[Enclosure]:
    """Every file of a site that was built for it: covers, sessions, chapters and transcripts."""
    yield site.cover
    for it in site.episodes:
        yield it.audio
        yield it.chapters_json
        yield from it.transcripts
        if it.cover:
            yield it.cover


def _site(text: str, path: Path) -> Site:
    try:
        plain: Any = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"this record of the series is damaged ({error.msg})"
        raise DeliveryError(message, path=path, line=error.lineno, hint=_KEEP) from error
    form = plain.get("format") if isinstance(plain, dict) else None
    if form != FORMAT:
        message = "this is no record of a series"
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
