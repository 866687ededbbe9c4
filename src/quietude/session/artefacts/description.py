"""The description of a session, as a place that lists it asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.session.artefacts.base import TextArtefact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.deliver.tags import Tags
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline
    from quietude.speech.word_times import WordTimes


@dataclass(frozen=True, slots=True)
class Description(TextArtefact):
    """The show notes beside the audio file: what it is, its content note, and where help is."""

    @property
    def ending(self) -> str:
        """See :class:`TextArtefact`."""
        return ".description.txt"

    def text(
        self, tags: Tags, _timeline: Timeline, _words: Mapping[Utterance, WordTimes] | None = None
    ) -> str:
        """See :class:`TextArtefact`."""
        return tags.comment.rstrip() + "\n"
