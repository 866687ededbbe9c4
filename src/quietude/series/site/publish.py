"""Write the feed, page, outline, record and checksums of a site whose episodes are there."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from quietude._util.files import PendingFile
from quietude.errors import DeliveryError
from quietude.series.site.app import app_manifest, icon_svg, worker_js
from quietude.series.site.feed import feed_documents
from quietude.series.site.opml import outline_opml
from quietude.series.site.page import page_html
from quietude.series.site.paths import (
    APP,
    CHECKSUMS,
    FEED,
    ICON,
    OUTLINE,
    PAGE,
    RECORD,
    WORKER,
    is_safe,
)
from quietude.series.site.record import files_of, record_json

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.series.model import Site


def publish(site: Site, folder: Path) -> list[str]:
    """Write the files that present a site beside those of its episodes, the feed last.

    Each file appears whole. One that would be the same is left alone, so that its date stays, and
    with it what an upload or a cache concludes from that.

    Returns:
        The names of these files.

    Raises:
        DeliveryError: if a file cannot be written, or a path leads out of the folder.
    """
    for file in files_of(site):
        if not is_safe(file.path):
            message = f'"{file.path[:80]}" does not lie inside the folder of the site'
            raise DeliveryError(message, path=folder)
    files = {
        PAGE: page_html(site).encode(),
        WORKER: worker_js(),
        APP: app_manifest(site),
        ICON: icon_svg(site),
        OUTLINE: outline_opml([site], site.show.title),
        RECORD: record_json(site).encode(),
        **feed_documents(site),
    }
    files[CHECKSUMS] = _checksums(site, files)
    files[FEED] = files.pop(FEED)  # last: whoever sees the feed finds everything it names
    for name, data in files.items():
        _write(folder / name, data)
    return list(files)


def _checksums(site: Site, files: dict[str, bytes]) -> bytes:
    """Every file with its SHA-256, in the format of ``sha256sum --check``."""
    sums = {file.path: file.sha256 for file in files_of(site)}
    sums |= {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def _write(path: Path, data: bytes) -> None:
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass  # not there yet; if it cannot be read, writing it will tell why
    with PendingFile(path, overwrite=True) as pending:
        pending.write_bytes(data)
        pending.commit()
