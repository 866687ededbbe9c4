"""The options of the files that a session is written to, and of those beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from quietude._util.files import is_folder
from quietude.cli.help import panels
from quietude.cli.options.common import Plot, Region
from quietude.cli.options.declaring import option
from quietude.cli.options.values import read_kinds, read_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.session.artefacts.base import Artefact
    from quietude.session.output import Output
    from quietude.sound.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """Files to write of a session, their form, and the files beside them.

    A field is an option of the commands that take them; see :func:`.declaring.spread`.
    """

    output: Annotated[
        list[Path] | None,
        option(
            panels.FIRST,
            "The file to write, or a folder for it. Repeat it for more formats.",
            "-o",
            "--output",
            metavar="FILE",
            show_default="DEFINITION.mp3",
        ),
    ] = None
    stems: Annotated[
        Path | None,
        option(
            panels.BESIDE,
            "A folder for voice, bed and cues as WAV, and labels for an editor.",
            metavar="DIR",
        ),
    ] = None
    file_format: Annotated[
        str | None,
        option(
            panels.FILE,
            "A format such as flac, whatever the name of the file; see: quietude doctor",
            "--format",
        ),
    ] = None
    bits: Annotated[int, option(panels.FILE, "16 or 24, for WAV and FLAC.")] = 16
    vbr: Annotated[
        int | None,
        option(panels.FILE, "MP3 with variable bit rate, from 0 (best) to 6.", metavar="0-6"),
    ] = None
    captions: Annotated[
        str,
        option(panels.BESIDE, "Captions beside the file: vtt, srt, lrc.", metavar="KINDS"),
    ] = ""
    sound_captions: Annotated[
        bool,
        option(panels.BESIDE, "Captions for bells and breaths too.", "--sound-captions"),
    ] = False
    transcript: Annotated[
        str,
        option(panels.BESIDE, "The narration as text beside the file: txt, md.", metavar="KINDS"),
    ] = ""
    chapters: Annotated[
        str,
        option(panels.BESIDE, "The chapters beside the file: json, txt.", metavar="KINDS"),
    ] = ""
    tag: Annotated[
        list[str] | None,
        option(
            panels.FILE,
            "A tag of the file: title, artist, album, track, date, genre, comment or copyright.",
            metavar="NAME=TEXT",
        ),
    ] = None
    tag_personal: Annotated[
        bool,
        option(
            panels.FILE,
            "Put the narration into the tags even with personal details.",
            "--tag-personal",
        ),
    ] = False
    cover: Annotated[
        str | None,
        option(
            panels.FILE, "A picture for the cover, or none.", show_default="drawn from the title"
        ),
    ] = None
    feed_cover: Annotated[
        bool,
        option(panels.BESIDE, "Write a large cover beside the file, for a feed.", "--feed-cover"),
    ] = False
    region: Region = ""
    picture: Plot = None
    overwrite: Annotated[bool, option(panels.RUN, "Replace the file.", "--overwrite")] = False

    def written(self, name: str, target: Target, *, receipt: bool) -> Output:
        """Returns the files to write.

        Args:
            name: The name of the sound file where none is given, without its ending.
            target: The use of the file; some want a description beside it.
            receipt: True to write the receipt beside the file.

        Raises:
            UsageError: if one of the options cannot be read.
        """
        from quietude.session.output import Output

        return Output(
            self._paths(f"{name}.{self.file_format or 'mp3'}"),
            format=self.file_format,
            bits=self.bits,
            vbr=self.vbr,
            artefacts=list(self._artefacts(target)),
            receipt=receipt,
            tags=read_pairs(self.tag or [], "a tag", "--tag artist=Ada"),
            tag_personal=self.tag_personal,
            cover=self.cover,
            region=self.region,
            overwrite=self.overwrite,
        )

    def _paths(self, default: str) -> list[Path]:
        """Returns the sound files to write; a folder gets the default name inside it."""
        from quietude.deliver.formats.registry import FORMATS

        endings = {known.suffix for known in FORMATS.values()}
        return [
            path / default if is_folder(path) and path.suffix.lower() not in endings else path
            for path in self.output or []
        ] or [Path(default)]

    def _artefacts(self, target: Target) -> Iterator[Artefact]:
        from quietude.session.artefacts.chosen import artefacts_of
        from quietude.session.artefacts.description import Description
        from quietude.session.artefacts.feed_cover import FeedCover
        from quietude.session.artefacts.stems import Stems
        from quietude.sound.targets import ListingTarget

        yield from artefacts_of(
            read_kinds(self.captions),
            read_kinds(self.transcript),
            read_kinds(self.chapters),
            self.picture,
            sound_captions=self.sound_captions,
        )
        if self.feed_cover:
            yield FeedCover()
        if self.stems:
            yield Stems(self.stems)
        if isinstance(target, ListingTarget):
            yield Description()
