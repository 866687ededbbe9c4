"""FLAC, with Vorbis comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutagen.flac import FLAC

from quietude.deliver.formats.pcm import PcmFormat
from quietude.deliver.formats.vorbis_comments import comments, cover_picture

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.deliver.tags import Tags


class Flac(PcmFormat):
    """FLAC of 16 or 24 bits."""

    name = "flac"

    def tag(self, path: Path, tags: Tags) -> None:
        """Write comments, chapters and cover into the metadata blocks.

        Raises:
            OSError: if the file cannot be written.
            mutagen.MutagenError: likewise, or if it cannot be read.
        """
        tags = tags.cleaned()
        flac = FLAC(path)
        for name, text in comments(tags).items():
            flac[name] = text
        if tags.cover:
            flac.add_picture(cover_picture(tags))
        flac.save()
