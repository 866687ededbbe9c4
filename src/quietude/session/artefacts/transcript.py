"""Transcript of the narration, by chapter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from quietude.deliver.transcript import ChapterText, transcript_md, transcript_txt
from quietude.session.artefacts.base import TextArtefact, check_kind
from quietude.session.phrase_times import phrase_times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.deliver.tags import Tags
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline
    from quietude.speech.word_times import WordTimes

KINDS = ("txt", "md")


@dataclass(frozen=True, slots=True)
class Transcript(TextArtefact):
    """The narration beside the audio file.

    Attributes:
        kind: ``txt`` or ``md``.

    Raises:
        UsageError: for another kind.
    """

    kind: str

    def __post_init__(self) -> None:
        check_kind(self.kind, KINDS, "transcripts")

    @property
    def ending(self) -> str:
        """See :class:`TextArtefact`."""
        return f".transcript.{self.kind}"

    def text(
        self, tags: Tags, timeline: Timeline, _words: Mapping[Utterance, WordTimes] | None = None
    ) -> str:
        """See :class:`TextArtefact`."""
        shown = tags.cleaned()
        write = transcript_txt if self.kind == "txt" else transcript_md
        return write(shown.title, _parts(shown, timeline), tags.comment)


def _parts(tags: Tags, timeline: Timeline) -> list[ChapterText]:
    """The narration by chapter, and by line of the definition within it."""
    said = [
        (start_ms, placement.utterance.line_no, placement.utterance.text)
        for placement, start_ms, _ in phrase_times(timeline)
    ]
    return [
        ChapterText(
            chapter,
            [
                " ".join(text for _, _, text in line)
                for _, line in groupby(
                    (phrase for phrase in said if chapter.start_ms <= phrase[0] < chapter.end_ms),
                    key=lambda phrase: phrase[1],
                )
            ],
        )
        for chapter in tags.chapters
    ]
