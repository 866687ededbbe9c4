"""The receipt as a file beside the audio file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.session.artefacts.base import Artefact
from quietude.session.receipt import receipt_json

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.session.artefacts.base import Rendering


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

    def write(self, rendering: Rendering) -> None:
        """See :class:`Artefact`."""
        text = receipt_json(rendering.session)
        for place in self.places:
            rendering.files[place].write_text(text)
