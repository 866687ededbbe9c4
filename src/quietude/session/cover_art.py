"""Cover art: a picture of the listener's own, or one drawn from the title."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.script.model import Script

NO_COVER = "none"


@dataclass(frozen=True, slots=True)
class CoverArt:
    """The picture of a session, at any size.

    Attributes:
        picture: A picture of the listener's own, or None for art drawn from the title.
        title: The title that is drawn.
        palette: A text that decides the colours: sessions of one album have the same.
        language: The language of the title, for its letters.
    """

    picture: Path | None
    title: str
    palette: str
    language: str

    @classmethod
    def of(cls, script: Script, tags: Mapping[str, str], picture: str | Path | None) -> CoverArt:
        """The cover of a script's files.

        Args:
            script: The script, for its title and language.
            tags: The listener's own tags: a title or an album there decides.
            picture: The listener's own picture, or None.
        """
        title = tags.get("title", script.title)
        path = None if picture is None else Path(picture)
        return cls(path, title, tags.get("album", title), script.language)

    def inside(self) -> bytes:
        """The JPEG that goes into the audio files.

        Raises:
            DeliveryError: if the listener's own picture cannot be used.
        """
        # Pillow takes its time to import.
        from quietude.deliver.cover import INSIDE_BYTES, INSIDE_PX

        return self._jpeg(INSIDE_PX, INSIDE_BYTES)

    def feed(self) -> bytes:
        """The large JPEG that podcast directories ask for."""
        from quietude.deliver.cover import FEED_BYTES, FEED_PX

        return self._jpeg(FEED_PX, FEED_BYTES)

    def _jpeg(self, pixels: int, limit_bytes: int) -> bytes:
        from quietude.deliver.cover import cover_of

        return cover_of(
            self.picture, self.title, self.palette, pixels, limit_bytes, language=self.language
        )
