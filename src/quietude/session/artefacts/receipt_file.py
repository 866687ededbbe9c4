"""The receipt as a file beside the audio file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.session.artefacts.base import Artefact
from quietude.session.receipt import receipt_json

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.session.artefacts.base import RenderedSession


@dataclass(frozen=True, slots=True)
class ReceiptFile(Artefact):
    """The receipt of a session.

    Attributes:
        places: Its path; several where it replaces receipts that have become wrong.
    """

    places: tuple[Path, ...]

    def paths(self, _output: Path) -> tuple[Path, ...]:
        """See :class:`Artefact`."""
        return self.places

    def write(self, rendered: RenderedSession) -> None:
        """See :class:`Artefact`."""
        text = receipt_json(rendered.session)
        for place in self.places:
            rendered.files[place].write_text(text)
