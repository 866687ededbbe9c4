"""List of the chapters, for players and descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.deliver.transcript import chapters_json, chapters_txt
from quietude.session.artefacts.base import TextArtefact, check_kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.deliver.tags import Tags
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline
    from quietude.speech.word_times import WordTimes

KINDS = ("json", "txt")


@dataclass(frozen=True, slots=True)
class ChapterList(TextArtefact):
    """The chapters beside the audio file.

    Attributes:
        kind: ``json`` for Podcasting 2.0 chapters, ``txt`` for timestamps in a description.

    Raises:
        UsageError: for another kind.
    """

    kind: str

    def __post_init__(self) -> None:
        check_kind(self.kind, KINDS, "chapter lists")

    @property
    def ending(self) -> str:
        """See :class:`TextArtefact`."""
        return f".chapters.{self.kind}"

    def text(
        self, tags: Tags, _timeline: Timeline, _words: Mapping[Utterance, WordTimes] | None = None
    ) -> str:
        """See :class:`TextArtefact`."""
        shown = tags.cleaned()
        if self.kind == "json":
            return chapters_json(shown.title, shown.chapters)
        return chapters_txt(shown.chapters)
