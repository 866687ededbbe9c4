"""Stems: voice, bed and cues as files of their own, with labels for an editor.

Summed, the stems are the sound the master got, so they are the finished file wherever its limiter
had nothing to do; the labels say where it had.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from quietude._util.files import unwritable
from quietude.deliver.editor_labels import Label, audacity_labels, reaper_labels
from quietude.deliver.float_wav import FloatWav
from quietude.session.artefacts.base import Artefact
from quietude.sound.mix import BLOCK_FRAMES, STEMS, Mix
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from quietude.audio.limiter import GainReduction
    from quietude.plan.timeline import Timeline
    from quietude.session.artefacts.base import RenderedSession

AUDACITY, REAPER = "labels.txt", "labels.csv"


@dataclass(frozen=True, slots=True)
class Stems(Artefact):
    """Voice, bed and cues as WAV, at the level of the first audio file, and labels.

    Attributes:
        folder: The folder for all of them.
    """

    folder: Path
    needs_mix: ClassVar[bool] = True

    def paths(self, _output: Path) -> tuple[Path, ...]:
        """See :class:`Artefact`."""
        return (*self._parts().values(), self.folder / AUDACITY, self.folder / REAPER)

    def write(self, rendered: RenderedSession) -> None:
        """See :class:`Artefact`."""
        self._write_parts(rendered)
        session = rendered.session
        labels = list(session_labels(session.timeline, session.audio[0].limited_at))
        rendered.files[self.folder / AUDACITY].write_text(audacity_labels(labels))
        rendered.files[self.folder / REAPER].write_text(reaper_labels(labels))

    def _parts(self) -> dict[str, Path]:
        return {name: self.folder / f"{name}.wav" for name in STEMS}

    def _write_parts(self, rendered: RenderedSession) -> None:
        assert isinstance(rendered.mix, Mix)  # needs_mix
        timeline, stems = rendered.session.timeline, rendered.mix.stems()
        total, rate_hz = timeline.total_frames, timeline.sample_rate_hz
        gain = np.float32(db_to_gain(rendered.audio.heard_gain_db))
        path = self.folder  # the file that is being written, for a message
        try:
            with ExitStack() as stack:
                files: dict[str, FloatWav] = {}
                for name, path in self._parts().items():
                    wav = FloatWav(rendered.files[path].temporary, total, rate_hz)
                    files[name] = stack.enter_context(closing(wav))
                for start in range(0, total, BLOCK_FRAMES):
                    frames = min(BLOCK_FRAMES, total - start)
                    for name, path in self._parts().items():  # noqa: B007  (for the message)
                        files[name].write(stems[name].read(frames) * gain)
                    rendered.progress("stems", start + frames, total)
        except OSError as error:
            raise unwritable(path, error) from error


def session_labels(timeline: Timeline, limited_at: Sequence[GainReduction] = ()) -> Iterator[Label]:
    """Everything in a session as labels: chapters, phrases, cues, and where the limiter worked."""
    rate_hz = timeline.sample_rate_hz
    for chapter in timeline.chapters:
        start_s, end_s = chapter.start_frame / rate_hz, chapter.end_frame / rate_hz
        yield Label(start_s, end_s, f"== {chapter.title}")
    for placement in timeline.placements:
        start_s, end_s = placement.start_frame / rate_hz, placement.end_frame / rate_hz
        yield Label(start_s, end_s, placement.utterance.text)
    for placed in timeline.cues:
        start_s = placed.start_frame / rate_hz
        end_s = start_s + sum(placed.cue.phases_frames[:3]) / rate_hz
        yield Label(start_s, end_s, f"* {str(placed.cue.asset) or placed.cue.kind}")
    for span in limited_at:
        text = f"limiter -{span.reduction_db:.1f} dB"
        yield Label(span.start_frame / rate_hz, span.end_frame / rate_hz, text)
