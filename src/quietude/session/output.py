"""The files that are written of a session."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quietude.deliver.formats.base import Quality
from quietude.deliver.formats.registry import check_quality, format_of
from quietude.deliver.tags import check_overrides
from quietude.errors import UsageError
from quietude.script.browse.show_notes import check_region
from quietude.session.artefacts.feed_cover import FeedCover
from quietude.session.cover_art import NO_COVER
from quietude.sound.targets import AcxTarget

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.deliver.formats.base import Format
    from quietude.session.artefacts.base import Artefact
    from quietude.sound.targets import Target


@dataclass(frozen=True, slots=True)
class Output:
    """The files that are written of a session; nothing in it changes how the session sounds.

    Attributes:
        paths: The audio file, or several: one mix is written in every format.
        format: The name of a format for all of them; None to go by the ending of each name.
        bits: 16 or 24, for WAV and FLAC.
        vbr: LAME's V-quality, 0 to 6, for MP3; None for a constant bit rate.
        artefacts: Other files: captions, transcript, chapters, stems, pictures.
        receipt: True to write the receipt beside the first file. A receipt that is there already is
            replaced with the file it tells of, in any case.
        tags: Texts for the tags of the files, by name; see :data:`quietude.deliver.tags.TAG_NAMES`.
        tag_personal: True to have the narration in the files even if it holds personal values.
        cover: The path of a picture, ``none``, or None for art drawn from the title.
        region: The country for the support lines in its notes; "" for anywhere.
        overwrite: True to replace files that are there already.

    Raises:
        UsageError: for an unknown tag or region, or a feed cover where there is no cover.
    """

    paths: str | Path | Sequence[str | Path]
    format: str | None = None
    bits: int = 16
    vbr: int | None = None
    artefacts: Sequence[Artefact] = ()
    receipt: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)
    tag_personal: bool = False
    cover: str | Path | None = None
    region: str = ""
    overwrite: bool = False

    def __post_init__(self) -> None:
        check_region(self.region)
        check_overrides(self.tags)
        if self.cover == NO_COVER and any(isinstance(made, FeedCover) for made in self.artefacts):
            message = "there is no cover to write beside the file"
            raise UsageError(message, hint="Leave out either the feed cover or --cover none.")

    @property
    def files(self) -> tuple[Path, ...]:
        """The audio files as a tuple, also where there is only one."""
        single = isinstance(self.paths, str | Path)
        return (Path(self.paths),) if single else tuple(map(Path, self.paths))  # type: ignore[arg-type]

    def formats(self, target: Target, sample_rate_hz: int) -> dict[Path, Format]:
        """Returns the format of every file; refuses what cannot be written.

        Raises:
            UsageError: if no file is named, or one that cannot be written as asked.
            DeliveryError: if the encoder of one is not installed.
        """
        if not self.files:
            message = "no file is named to write the session to"
            raise UsageError(message)
        if isinstance(target, AcxTarget) and self.vbr is not None:
            message = "an audiobook has a constant bit rate"
            raise UsageError(message, hint="Leave --vbr out, or choose --target podcast.")
        quality = Quality(self.bits, self.vbr, target.mp3_kbps)
        formats: dict[Path, Format] = {}
        for path in self.files:
            if path in formats:
                message = f"{path.name} is named twice"
                raise UsageError(message, hint="Give each output a name of its own.")
            formats[path] = format_of(path, self.format).with_quality(quality)
            formats[path].check(sample_rate_hz)
        check_quality(quality, formats.values())
        return formats
