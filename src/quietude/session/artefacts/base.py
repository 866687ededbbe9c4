"""Artefacts: everything that is written of a session besides its audio files.

To add one, write a class with :meth:`Artefact.paths` and :meth:`Artefact.write` and name it in the
``artefacts`` of an :class:`quietude.session.output.Output`; on the command line it gets an option.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from quietude._util.files import FileTransaction
    from quietude.deliver.tags import Tags
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline
    from quietude.session.cover_art import CoverArt
    from quietude.session.encoded_file import EncodedFile
    from quietude.session.progress import Progress
    from quietude.session.result import Session
    from quietude.sound.ends.framed_mix import FramedMix
    from quietude.sound.mix import Mix
    from quietude.speech.word_times import WordTimes


@dataclass(frozen=True, slots=True)
class RenderedSession:
    """A session whose audio files are encoded but not yet in their places.

    Attributes:
        session: The facts.
        mix: The sound, which can be read again.
        audio: The first audio file, which can be decoded.
        cover: The picture of the session.
        files: The pending file of every path.
        progress: Called by what takes long.
    """

    session: Session
    mix: Mix | FramedMix
    audio: EncodedFile
    cover: CoverArt
    files: FileTransaction
    progress: Progress


class Artefact(ABC):
    """A file, or several, beside the sound of a session.

    Attributes:
        needs_words: True if it needs the times of words within long phrases.
        needs_mix: True if it shows the parts of the mix.
    """

    __slots__ = ()
    needs_words: ClassVar[bool] = False
    needs_mix: ClassVar[bool] = False

    @abstractmethod
    def paths(self, output: Path) -> tuple[Path, ...]:
        """The places of its files.

        Args:
            output: The first audio file.
        """

    @abstractmethod
    def write(self, rendered: RenderedSession) -> None:
        """Write it into its pending files.

        Raises:
            DeliveryError: if that cannot be done.
        """


class TextArtefact(Artefact):
    """A text beside the audio file, with the same name and an ending of its own."""

    __slots__ = ()

    @property
    @abstractmethod
    def ending(self) -> str:
        """The end of its name: ``session.mp3`` and ``.vtt`` make ``session.vtt``."""

    @abstractmethod
    def text(
        self, tags: Tags, timeline: Timeline, words: Mapping[Utterance, WordTimes] | None = None
    ) -> str:
        """The text of the file.

        Args:
            tags: The tags of the audio file.
            timeline: The events of the session.
            words: Times of the words of the phrases that captions cut.
        """

    def paths(self, output: Path) -> tuple[Path, ...]:
        """See :meth:`Artefact.paths`."""
        return (output.with_name(f"{output.stem}{self.ending}"),)

    def write(self, rendered: RenderedSession) -> None:
        """See :meth:`Artefact.write`."""
        session = rendered.session
        (path,) = self.paths(session.path)
        text = self.text(session.tags, session.timeline, session.words)
        rendered.files[path].write_text(text)


def check_kind(kind: str, kinds: Collection[str], name: str) -> None:
    """Refuse an unknown kind of an artefact.

    Raises:
        UsageError: naming the kinds that exist.
    """
    if kind not in kinds:
        message = f'there are no {name} of the kind "{kind[:20]}"'
        raise UsageError(message, hint=f"Choose from: {', '.join(kinds)}.")
