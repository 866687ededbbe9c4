"""Picture of a session over time, as PNG or SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from quietude.session.artefacts.base import Artefact
from quietude.session.picture.plot import check_plot_path, plot
from quietude.session.picture.waveform import waveform_of
from quietude.sound.mix import Mix

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.session.artefacts.base import RenderedSession


@dataclass(frozen=True, slots=True)
class Picture(Artefact):
    """A picture of the session: chapters, voice, pauses, bed, waveform and loudness.

    Attributes:
        path: Its place: ``.png`` or ``.svg``.

    Raises:
        UsageError: for another ending.
    """

    path: Path
    needs_mix: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_plot_path(self.path)

    def paths(self, _output: Path) -> tuple[Path, ...]:
        """See :class:`Artefact`."""
        return (self.path,)

    def write(self, rendered: RenderedSession) -> None:
        """See :class:`Artefact`."""
        assert isinstance(rendered.mix, Mix)  # needs_mix
        timeline = rendered.session.timeline
        waveform = waveform_of(timeline, rendered.audio, rendered.mix)
        rendered.files[self.path].write_bytes(plot(timeline, self.path.suffix, waveform))
