"""A rendered session → the files of its episode: tagged, captioned, whole, in the site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude._util.files import FileTransaction
from quietude.deliver.formats.mp3 import retag_mp3
from quietude.deliver.tags import ChapterTag, LyricLine, Tags
from quietude.series.build.keys import digest
from quietude.series.build.state import MadeFile, Placed
from quietude.session.receipt import file_sha256
from quietude.session.sidecars import LEAD_MS, Extras, beside_texts
from quietude.units import frames_to_ms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quietude.plan.timeline import Timeline
    from quietude.series.build.state_folder import Workshop
    from quietude.series.manifest.model import Wanted
    from quietude.series.model import Show

TEXTS_VERSION = 2
"""Raised when tags, captions or covers come out differently from the same words.

``scripts/texts_golden.py`` makes them, and a test fails when they differ under the same number."""

TYPES = {
    "audio": "audio/mpeg",
    "chapters": "application/json+chapters",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "txt": "text/plain",
}
EXTRAS = Extras(captions=("vtt", "srt"), transcript=("txt",), chapters=("json",))
"""What stands beside every episode."""

_TEXTS = {
    "chapters": "chapters.json",
    "vtt": "captions.vtt",
    "srt": "captions.srt",
    "txt": "transcript.txt",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What all episodes of a series share in their tags.

    Attributes:
        show: The series.
        cover: A picture of one's own, or None for art drawn from each title.
        cover_sha256: Its hash, or "".
    """

    show: Show
    cover: Path | None
    cover_sha256: str


def paths_of(folder: str, stem: str) -> dict[str, str]:
    """Where the files of an episode are, by role, relative to the site.

    Args:
        folder: The edition's, with a slash at its end, or "" for the site itself.
        stem: What its files are called.
    """
    return {
        "audio": f"{folder}episodes/{stem}.mp3",
        "chapters": f"{folder}chapters/{stem}.json",
        **{it: f"{folder}transcripts/{stem}.{it}" for it in ("vtt", "srt", "txt")},
    }


def tags_key(look: Look, it: Wanted, paths: Mapping[str, str]) -> str:
    """The key of all that is written of an episode besides its sound."""
    show = look.show
    return digest(
        {
            "version": TEXTS_VERSION,
            "show": [show.title, show.author, show.copyright, look.cover_sha256],
            "episode": [it.title, it.notes, it.number, it.script.language, it.personal],
            "year": it.published.isoformat()[:10] if it.published else "",
            "paths": dict(paths),
        }
    )


def place(  # noqa: PLR0913  (each is a different kind of thing)
    workshop: Workshop,
    key: str,
    it: Wanted,
    look: Look,
    paths: Mapping[str, str],
    *,
    source: Path,
    timeline: Timeline,
    audio_key: str,
) -> None:
    """Put the files of an episode in their places: all of them, or none.

    Args:
        workshop: The state of the series; it is told before and after.
        key: What the ledger knows the episode by.
        it: The episode, with its date.
        look: What all episodes share.
        paths: Where the files go, by role.
        source: Its sound: the rendered session, or the file that is in the site already.
        timeline: Its facts.
        audio_key: What its sound was made from.

    Raises:
        DeliveryError: if one of the files cannot be written.
        SeriesError: if the journal cannot be.
    """
    site = workshop.site
    tags = tags_of(look, it, timeline)
    texts = beside_texts(EXTRAS, tags, timeline)
    workshop.add("placing", episode=key, paths=sorted(paths.values()))
    with FileTransaction([site / path for path in paths.values()], overwrite=True) as places:
        retag_mp3(source, places[site / paths["audio"]], tags)
        for role, name in _TEXTS.items():
            places[site / paths[role]].write_text(texts[name])
        hashes = {role: file_sha256(places[site / path].temporary) for role, path in paths.items()}
        places.commit()
    files = {role: made_file(site, path, TYPES[role], hashes[role]) for role, path in paths.items()}
    placed = Placed(
        audio_key,
        tags_key(look, it, paths),
        frames_to_ms(timeline.total_frames, timeline.sample_rate_hz),
        tuple((chapter.title, chapter.start_ms) for chapter in tags.cleaned().chapters),
        files,
    )
    workshop.add("placed", episode=key, **placed.data())


def made_file(site: Path, path: str, kind: str, sha256: str) -> MadeFile:
    """A file that has just been put in the site, as the ledger keeps it."""
    found = (site / path).stat()
    return MadeFile(path, kind, found.st_size, sha256, found.st_mtime_ns)


def tags_of(look: Look, it: Wanted, timeline: Timeline) -> Tags:
    """What players show of an episode; the words of a personal one are not in the file."""
    rate_hz = timeline.sample_rate_hz
    lyrics = () if it.personal else _lyrics(timeline)
    return Tags(
        title=it.title,
        album=look.show.title,
        artist=look.show.author,
        genre="Meditation",
        comment=it.notes,
        language=it.script.language,
        track=str(it.number),
        date=it.published.date().isoformat() if it.published else "",
        copyright=look.show.copyright,
        chapters=[
            ChapterTag(
                chapter.title,
                chapter.start_frame,
                frames_to_ms(chapter.start_frame, rate_hz),
                frames_to_ms(chapter.end_frame, rate_hz),
            )
            for chapter in timeline.chapters
        ],
        lyrics=lyrics,
        cover=_art(it.title, look.show.title, it.script.language, look.cover, look.cover_sha256),
    )


def _lyrics(timeline: Timeline) -> tuple[LyricLine, ...]:
    rate_hz = timeline.sample_rate_hz
    return tuple(
        LyricLine(frames_to_ms(it.start_frame, rate_hz) + LEAD_MS, it.utterance.text)
        for it in timeline.placements
    )


@lru_cache(maxsize=64)
def _art(title: str, palette: str, language: str, cover: Path | None, _sha256: str) -> bytes:
    """The cover inside a file; the thousand sessions of an exercise share theirs."""
    from quietude.deliver.cover import INSIDE_BYTES, INSIDE_PX, cover_of

    return cover_of(cover, title, palette, INSIDE_PX, INSIDE_BYTES, language=language)


def dated(it: Wanted, published: str) -> Wanted:
    """An episode with the date it was first built on, where the manifest states none."""
    from quietude.series.manifest.dates import parse_date

    return it if it.published else replace(it, published=parse_date(published))
