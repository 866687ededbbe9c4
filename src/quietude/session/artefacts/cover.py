"""Cover art: small inside the audio files, and large beside them for a feed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quietude.session.artefacts.base import Artefact

if TYPE_CHECKING:
    from quietude.script.model import Script
    from quietude.session.artefacts.base import Rendering
    from quietude.session.options import Output

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
    def of(cls, script: Script, output: Output) -> CoverArt:
        """The cover that these files of a script are to have."""
        title = output.tags.get("title", script.title)
        picture = None if output.cover is None else Path(output.cover)
        return cls(picture, title, output.tags.get("album", title), script.language)

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


@dataclass(frozen=True, slots=True)
class FeedCover(Artefact):
    """A large cover beside the audio file."""

    def paths(self, output: Path) -> tuple[Path, ...]:
        """See :class:`Artefact`."""
        return (output.with_name(f"{output.stem}.cover.jpg"),)

    def write(self, rendering: Rendering) -> None:
        """See :class:`Artefact`."""
        (path,) = self.paths(rendering.session.path)
        rendering.files[path].write_bytes(rendering.cover.feed())
