"""Mix → its stems as files in a folder, at the level of the finished file, with labels beside them.

Summed, the stems are the sound the master got, so they are the finished file wherever its limiter
had nothing to do; the labels say where it had.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import numpy as np

from quietude._util.files import unwritable
from quietude.deliver.editor_labels import Label, audacity_labels, reaper_labels
from quietude.deliver.float_wav import FloatWav
from quietude.sound.mix import BLOCK_FRAMES, STEMS
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from quietude._util.files import FileTransaction
    from quietude.audio.limiter import GainReduction
    from quietude.plan.timeline import Timeline
    from quietude.session.mastering import EncodedFile, Progress
    from quietude.sound.mix import Mix

AUDACITY, REAPER = "labels.txt", "labels.csv"


def stem_paths(folder: Path) -> list[Path]:
    """Every file that goes into the folder of the stems."""
    return [*(folder / f"{it}.wav" for it in STEMS), folder / AUDACITY, folder / REAPER]


def write_stems(  # noqa: PLR0913  (what there is, where it goes, and who is told)
    folder: Path,
    places: FileTransaction,
    *,
    mix: Mix,
    timeline: Timeline,
    output: EncodedFile,
    progress: Progress,
) -> None:
    """Write the stems of a session and their labels.

    Args:
        folder: Where they belong.
        places: Where they are written meanwhile.
        mix: What they are parts of.
        timeline: What happens when.
        output: The finished file whose level they have.
        progress: Told how far it is.

    Raises:
        DeliveryError: if one cannot be written.
    """
    gain = np.float32(db_to_gain(output.heard_gain_db))
    total, rate_hz = timeline.total_frames, timeline.sample_rate_hz
    stems = mix.stems()
    path = folder  # the file that is being written, for a message
    try:
        with ExitStack() as stack:
            files = {
                path: stack.enter_context(closing(FloatWav(places[path].temporary, total, rate_hz)))
                for path in (folder / f"{it}.wav" for it in STEMS)
            }
            for start in range(0, total, BLOCK_FRAMES):
                frames = min(BLOCK_FRAMES, total - start)
                for path, file in files.items():
                    file.write(stems[path.stem].read(frames) * gain)
                progress("stems", start + frames, total)
    except OSError as error:
        raise unwritable(path, error) from error
    labels = list(session_labels(timeline, output.gain_reductions))
    places[folder / AUDACITY].write_text(audacity_labels(labels))
    places[folder / REAPER].write_text(reaper_labels(labels))


def session_labels(timeline: Timeline, held: Sequence[GainReduction] = ()) -> Iterator[Label]:
    """Everything in a session as labels: chapters, phrases, cues, and where the limiter worked."""
    rate_hz = timeline.sample_rate_hz
    for chapter in timeline.chapters:
        start_s, end_s = chapter.start_frame / rate_hz, chapter.end_frame / rate_hz
        yield Label(start_s, end_s, f"== {chapter.title}")
    for it in timeline.placements:
        yield Label(it.start_frame / rate_hz, it.end_frame / rate_hz, it.utterance.text)
    for cue in timeline.cues:
        at = cue.start_frame / rate_hz
        end_s = at + sum(cue.cue.phases_frames[:3]) / rate_hz
        yield Label(at, end_s, f"* {cue.cue.asset or cue.cue.kind}")
    for span in held:
        text = f"limiter -{span.reduction_db:.1f} dB"
        yield Label(span.start_frame / rate_hz, span.end_frame / rate_hz, text)
