"""A site whose files are built → its feed, page, outline, record and checksums, each whole."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from quietude._util.files import PendingFile
from quietude.errors import DeliveryError
from quietude.series.site.feed import feed_xml
from quietude.series.site.opml import outline_opml
from quietude.series.site.page import page_html
from quietude.series.site.paths import CHECKSUMS, FEED, OUTLINE, PAGE, RECORD, is_safe
from quietude.series.site.record import files_of, record_json

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.series.model import Site


def publish(site: Site, folder: Path) -> None:
    """Write what presents a site, beside the files it is made of; the feed comes last.

    Each file appears whole. One that would be the same is left alone, so that its date, and what
    an upload or a cache concludes from it, stays.

    Raises:
        DeliveryError: if a file cannot be written, or a path leads out of the folder.
    """
    for it in files_of(site):
        if not is_safe(it.path):
            message = f'"{it.path[:80]}" is no place inside the folder of a site'
            raise DeliveryError(message, path=folder)
    made = {
        PAGE: page_html(site).encode(),
        OUTLINE: outline_opml([site], site.show.title),
        RECORD: record_json(site).encode(),
        FEED: feed_xml(site),
    }
    made[CHECKSUMS] = _checksums(site, made)
    made[FEED] = made.pop(FEED)
    for name, data in made.items():
        _write(folder / name, data)


def _checksums(site: Site, made: dict[str, bytes]) -> bytes:
    """Every file with its SHA-256, as ``sha256sum --check`` reads it."""
    sums = {it.path: it.sha256 for it in files_of(site)}
    sums |= {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def _write(path: Path, data: bytes) -> None:
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass  # it is not there yet, or writing it will tell why not
    with PendingFile(path, overwrite=True) as pending:
        pending.write_bytes(data)
        pending.commit()
