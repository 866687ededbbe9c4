"""Write the files of an episode to the site: tagged, captioned, all of them or none."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mutagen import MutagenError
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from quietude._util.files import FileTransaction, file_sha256
from quietude.deliver.formats.mp3 import retag_mp3
from quietude.deliver.formats.registry import FORMATS
from quietude.deliver.tags import Tags
from quietude.errors import DeliveryError
from quietude.series.build.keys import digest
from quietude.series.build.state import EpisodeFiles, WrittenFile
from quietude.series.site.paths import CHAPTERS_FOLDER, CHAPTERS_TYPE, WORDS_FOLDER
from quietude.session.artefacts.captions import Captions, cut_phrases
from quietude.session.artefacts.chapter_list import ChapterList
from quietude.session.artefacts.transcript import Transcript
from quietude.session.tags import session_tags
from quietude.units import frames_to_ms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quietude._util.files import PendingFile
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline
    from quietude.series.build.model import ScheduledEpisode
    from quietude.series.build.state_folder import StateFolder
    from quietude.series.manifest.model import EpisodeSpec, Manifest
    from quietude.series.model import Show
    from quietude.session.artefacts.base import TextArtefact
    from quietude.speech.word_times import WordTimes

TEXTS_VERSION = 5
"""Version of tags, captions and covers. Raise it when the same words give other ones.

``scripts/texts_golden.py`` makes some, and a test fails when they differ under the same number."""

EPISODE_PX = 3000
"""Side of an episode's own cover, if its picture is as large."""

TYPES = {
    "audio": "audio/mpeg",
    "chapters": CHAPTERS_TYPE,
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "txt": "text/plain",
    "words": "application/json",
    "cover": "image/jpeg",
    "opus": "audio/ogg",
    "m4a": "audio/mp4",
}

_TAGGED = {"opus": OggOpus, "m4a": MP4}
"""Readers of the tags of other formats. Their files have endings that say nothing meanwhile."""

TEXTS: dict[str, TextArtefact] = {
    "chapters": ChapterList("json"),
    "vtt": Captions("vtt"),
    "srt": Captions("srt"),
    "txt": Transcript("txt"),
}
"""Texts beside the sound of an episode, by role; without words it has its chapters alone."""


@dataclass(frozen=True, slots=True)
class SpokenTimeline:
    """A timeline with the times of its words, as far as they are known."""

    timeline: Timeline
    words: Mapping[Utterance, WordTimes]

    @property
    def cut(self) -> dict[Utterance, WordTimes]:
        """The words of the phrases that captions cut."""
        return {
            phrase: self.words[phrase]
            for phrase in cut_phrases(self.timeline)
            if phrase in self.words
        }

    def words_json(self) -> str:
        """The start of every word in milliseconds, for a page that shows which one is said."""
        rate_hz = self.timeline.sample_rate_hz
        starts = [
            frames_to_ms(placement.start_frame + frame, rate_hz)
            for placement in self.timeline.placements
            if placement.utterance in self.words
            for frame in self.words[placement.utterance].starts
        ]
        return json.dumps({"words_ms": starts}, separators=(",", ":")) + "\n"


@dataclass(frozen=True, slots=True)
class TagTemplate:
    """Everything that all episodes of a series share in their tags.

    Attributes:
        show: The series.
        cover: The series' own picture, or None for art drawn from each title.
        cover_sha256: Its hash, or "".
    """

    show: Show
    cover: Path | None
    cover_sha256: str

    @classmethod
    def of(cls, manifest: Manifest) -> TagTemplate:
        """Template of a series."""
        sha256 = file_sha256(manifest.cover) if manifest.cover else ""
        return cls(manifest.show, manifest.cover, sha256)

    def key(self, spec: EpisodeSpec, paths: Mapping[str, str]) -> str:
        """Key of everything that is written of an episode besides its sound."""
        show = self.show
        return digest(
            {
                "version": TEXTS_VERSION,
                "show": [show.title, show.author, show.copyright, self.cover_sha256],
                "episode": [
                    spec.title, spec.notes, spec.number, spec.script.language, spec.personal
                ],
                "year": spec.published.isoformat()[:10] if spec.published else "",
                "paths": dict(paths),
                **({"cover": _sha256(spec.cover)} if spec.cover else {}),
                **({} if spec.synthetic is None else {"synthetic": spec.synthetic}),
                **({"human": True} if spec.human else {}),
            }
        )  # fmt: skip

    def tags(self, spec: EpisodeSpec, timeline: Timeline) -> Tags:
        """Tags of an episode. Those of a personal one do not hold its words."""
        show, language = self.show, spec.script.language
        texts = Tags(
            title=spec.title,
            album=show.title,
            artist=show.author,
            genre="Meditation",
            comment=spec.notes,
            language=language,
            chapters=(),
            track=str(spec.number or ""),
            date=spec.published.date().isoformat() if spec.published else "",
            copyright=show.copyright,
            cover=_art(
                spec.title,
                show.title,
                language,
                spec.cover or self.cover,
                _sha256(spec.cover) if spec.cover else self.cover_sha256,
            ),
            synthetic=spec.synthetic,
            human=spec.human,
        )
        return session_tags(texts, timeline, lyrics=not spec.personal)


def episode_paths(folder: str, stem: str, spec: EpisodeSpec) -> dict[str, str]:
    """Paths of the files of an episode, by role, relative to the site.

    Args:
        folder: The folder of its edition, with a slash at its end, or "" for the site itself.
        stem: The name of its files, without suffix.
        spec: The episode; another picture of its own has another name.

    Raises:
        OSError: if the picture cannot be read.
    """
    paths = {
        "audio": f"{folder}episodes/{stem}.mp3",
        "chapters": f"{folder}{CHAPTERS_FOLDER}/{stem}.json",
    }
    if spec.recording is None or spec.recording.captions:
        paths["words"] = f"{folder}{WORDS_FOLDER}/{stem}.json"
        paths |= {
            suffix: f"{folder}transcripts/{stem}.{suffix}" for suffix in ("vtt", "srt", "txt")
        }
    paths |= {name: f"{folder}episodes/{stem}.{name}" for name in spec.alternates}
    if spec.cover:
        paths["cover"] = f"{folder}covers/{stem}-{_sha256(spec.cover)[:8]}.jpg"
    return paths


def write_episode(
    state_folder: StateFolder,
    episode: ScheduledEpisode,
    template: TagTemplate,
    sources: Mapping[str, Path],
    spoken: SpokenTimeline,
) -> None:
    """Write the files of an episode to the site: all of them, or none.

    Args:
        state_folder: The state of the series; an event is written before and after.
        episode: The episode.
        template: Tags that all episodes share.
        sources: Its sound in each format, by role: as it was rendered, or as it is in the site.
        spoken: Its timeline, and the times of its words.

    Raises:
        DeliveryError: if one of the files cannot be written.
        SeriesError: if the journal cannot be written.
    """
    site, paths, timeline = state_folder.site, episode.paths, spoken.timeline
    tags = template.tags(episode.spec, timeline)
    state_folder.add("placing", episode=episode.key, paths=sorted(paths.values()))
    with FileTransaction([site / path for path in paths.values()], overwrite=True) as pending:
        retag_mp3(sources["audio"], pending[site / paths["audio"]], tags)
        for name in episode.spec.alternates:
            _retag(name, sources[name], pending[site / paths[name]], tags)
        for role in TEXTS.keys() & paths.keys():
            text = TEXTS[role].text(tags, timeline, spoken.cut)
            pending[site / paths[role]].write_text(text)
        if "words" in paths:
            pending[site / paths["words"]].write_text(spoken.words_json())
        if "cover" in paths and episode.spec.cover:
            from quietude.deliver.cover import FEED_BYTES, picture_cover

            data = picture_cover(episode.spec.cover, EPISODE_PX, FEED_BYTES)
            pending[site / paths["cover"]].write_bytes(data)
        # Hashed before they have their names: the journal must not vouch for a later change.
        hashes = {role: file_sha256(pending[site / path].temporary) for role, path in paths.items()}
        pending.commit()
    files = EpisodeFiles(
        episode.audio_key,
        episode.tags_key,
        frames_to_ms(timeline.total_frames, timeline.sample_rate_hz),
        tuple((chapter.title, chapter.start_ms) for chapter in tags.cleaned().chapters),
        {
            role: WrittenFile.of(site, path, TYPES[role], hashes[role])
            for role, path in paths.items()
        },
        episode.version(hashes["audio"]),
    )
    state_folder.add("placed", episode=episode.key, **files.data())


def _retag(name: str, source: Path, pending: PendingFile, tags: Tags) -> None:
    """Copy a session in another format with other tags, and without those it had.

    Raises:
        DeliveryError: if the one cannot be read or the other written.
    """
    try:
        shutil.copyfile(source, pending.temporary)
        read: Any = _TAGGED[name]
        old = read(pending.temporary)
        old.delete()
        FORMATS[name].tag(pending.temporary, tags)
    except (OSError, MutagenError) as error:
        message = "the tags of this file cannot be written"
        raise DeliveryError(message, path=pending.path) from error


@lru_cache(maxsize=512)
def _sha256(path: Path) -> str:
    """Hash of a picture, looked up once in a build."""
    return file_sha256(path)


@lru_cache(maxsize=64)
def _art(title: str, palette: str, language: str, cover: Path | None, _sha256: str) -> bytes:
    """Cover inside a file; the thousand sessions of an exercise share theirs."""
    from quietude.deliver.cover import INSIDE_BYTES, INSIDE_PX, cover_of

    return cover_of(cover, title, palette, INSIDE_PX, INSIDE_BYTES, language=language)
