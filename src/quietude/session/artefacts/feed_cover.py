"""The large cover beside the audio files, for a feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.session.artefacts.base import Artefact

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.session.artefacts.base import RenderedSession


@dataclass(frozen=True, slots=True)
class FeedCover(Artefact):
    """A large cover beside the audio file."""

    def paths(self, output: Path) -> tuple[Path, ...]:
        """See :class:`Artefact`."""
        return (output.with_name(f"{output.stem}.cover.jpg"),)

    def write(self, rendered: RenderedSession) -> None:
        """See :class:`Artefact`."""
        (path,) = self.paths(rendered.session.path)
        rendered.files[path].write_bytes(rendered.cover.feed())
