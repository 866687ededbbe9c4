"""The artefacts that are asked for by their kinds: "captions vtt", "transcript txt"."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quietude.session.artefacts.captions import Captions
from quietude.session.artefacts.chapter_list import ChapterList
from quietude.session.artefacts.picture import Picture
from quietude.session.artefacts.transcript import Transcript

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.session.artefacts.base import Artefact


def artefacts_of(
    captions: Iterable[str] = (),
    transcript: Iterable[str] = (),
    chapters: Iterable[str] = (),
    picture: str | Path | None = None,
    *,
    sound_captions: bool = False,
) -> list[Artefact]:
    """Returns the files beside a session that are asked for.

    Args:
        captions: Kinds of captions: ``vtt``, ``srt``, ``lrc``.
        transcript: Kinds of transcript: ``txt``, ``md``.
        chapters: Kinds of chapter list: ``json``, ``txt``.
        picture: The path of a picture of the session, or None.
        sound_captions: True for captions of bells and breaths too.

    Raises:
        UsageError: for a kind there is not.
    """
    return [
        *(Captions(kind, sounds=sound_captions) for kind in captions),
        *(Transcript(kind) for kind in transcript),
        *(ChapterList(kind) for kind in chapters),
        *([Picture(Path(picture))] if picture else []),
    ]
