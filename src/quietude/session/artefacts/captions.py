"""Captions of what is heard: WebVTT, SubRip and LRC."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from quietude.deliver.captions import TimedText, captions, fits_one_caption, lrc, srt, vtt
from quietude.session.artefacts.base import TextArtefact, check_kind
from quietude.session.phrase_times import phrase_times
from quietude.speech.word_times import source_counts
from quietude.units import frames_to_ms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quietude.deliver.tags import Tags
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline
    from quietude.speech.word_times import WordTimes

KINDS = ("vtt", "srt", "lrc")

BELL_MS = 3000
"""Length of a bell's caption; the bell itself rings on."""


@dataclass(frozen=True, slots=True)
class Captions(TextArtefact):
    """Captions beside the audio file.

    Attributes:
        kind: ``vtt``, ``srt`` or ``lrc``.
        sounds: True to have captions for bells, breaths and taps too.

    Raises:
        UsageError: for another kind.
    """

    kind: str
    sounds: bool = False
    needs_words: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_kind(self.kind, KINDS, "captions")

    @property
    def ending(self) -> str:
        """See :class:`TextArtefact`."""
        return f".{self.kind}"

    def text(
        self, tags: Tags, timeline: Timeline, words: Mapping[Utterance, WordTimes] | None = None
    ) -> str:
        """See :class:`TextArtefact`."""
        total_ms = frames_to_ms(timeline.total_frames, timeline.sample_rate_hz)
        made = captions(heard(timeline, words, sounds=self.sounds), total_ms)
        if self.kind == "srt":
            return srt(made)
        if self.kind == "lrc":
            return lrc(made, tags.cleaned().title, total_ms)
        return vtt(made, _note((words or {}).values()))


def cut_phrases(timeline: Timeline) -> list[Utterance]:
    """The phrases that are too long for one caption."""
    spoken = dict.fromkeys(placement.utterance for placement in timeline.placements)
    return [phrase for phrase in spoken if not fits_one_caption(phrase.text)]


def heard(
    timeline: Timeline,
    words: Mapping[Utterance, WordTimes] | None = None,
    *,
    sounds: bool,
) -> list[TimedText]:
    """Everything that is heard, from its first sound to its last.

    Args:
        timeline: The events of the session.
        words: Times of the words of long phrases.
        sounds: True to have bells, breaths and taps among them.
    """
    rate_hz = timeline.sample_rate_hz
    voice: list[TimedText] = []
    for placement, start_ms, end_ms in phrase_times(timeline):
        phrase = placement.utterance
        frames = words[phrase].starts if words and phrase in words else ()
        starts_ms = tuple(frames_to_ms(placement.start_frame + frame, rate_hz) for frame in frames)
        voice.append(TimedText(start_ms, end_ms, phrase.text, starts_ms))
    return voice + list(_sounds(timeline, voice)) if sounds else voice


def _sounds(timeline: Timeline, voice: Sequence[TimedText]) -> Iterator[TimedText]:
    """Bells, breaths and taps, except where the voice is heard at the time."""
    rate_hz = timeline.sample_rate_hz
    groups = groupby(timeline.cues, key=lambda placed: placed.cue.kind.partition("-")[0])
    for kind, group in groups:
        for number, placed in enumerate(group):
            start_ms = frames_to_ms(placed.start_frame, rate_hz)
            if kind == "bell":
                sounds = [TimedText(start_ms, start_ms + BELL_MS, "[bell]")]
            elif kind == "swell":
                rise, hold, fall, _ = placed.cue.phases_frames
                turn_ms = frames_to_ms(placed.start_frame + rise + hold, rate_hz)
                end_ms = frames_to_ms(placed.start_frame + rise + hold + fall, rate_hz)
                sounds = [
                    TimedText(start_ms, turn_ms, "[breath in]"),
                    TimedText(turn_ms, end_ms, "[breath out]"),
                ]
            else:  # one caption for a set of taps, not one for each
                sounds = [TimedText(start_ms, start_ms + BELL_MS, "[taps]")] if number == 0 else []
            for sound in sounds:
                if not any(
                    said.start_ms < sound.start_ms + 1000 and sound.start_ms < said.end_ms
                    for said in voice
                ):
                    yield sound


def _note(words: Iterable[WordTimes]) -> str:
    """A line on the sources of the times at which long phrases are cut; "" if none is."""
    counts = source_counts(words)
    if not sum(counts.values()):
        return ""
    told = "; ".join(f"{source} {count}" for source, count in counts.items())
    return f"Long phrases are cut between words. Their times, by source: {told}."
