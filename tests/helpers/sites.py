"""A small site for tests: two sessions of a few seconds, with everything that belongs to them."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

from quietude import Output, Request, Script, Session, Sound, parse_script, render
from quietude._util.files import file_sha256
from quietude.script.bed import NoBed
from quietude.series.model import ChapterStart, Enclosure, Episode, Person, Published, Show, Site
from quietude.series.site.record import episode_guid, podcast_guid
from quietude.session.artefacts.captions import Captions
from quietude.session.artefacts.chapter_list import ChapterList
from quietude.session.artefacts.feed_cover import FeedCover
from quietude.session.artefacts.transcript import Transcript

BASE_URL = "https://example.org/show"
SCRIPT = """\
id: short
title: A Short One
sections:
  - title: Arriving & <settling>
    role: arrive
    steps: [Welcome.]
  - title: Resting
    role: practice
    steps: [pause: 1s, Rest.]
  - title: Zurück
    role: return
    steps: [Thank you.]
intensity: light
"""
SHOW = Show(
    id="small-show",
    title="Small & Quiet <show>",
    description="Two sessions.\n\nNothing else.",
    author="Ada Example",
    link="https://example.org/about",
    email="ada@example.org",
    copyright="CC0",
    categories=("Health & Fitness/Mental Health", "Education/Self-Improvement"),
    persons=(Person("Ada Example", "Host", "https://example.org/ada"), Person("Ben", "writer")),
)
TYPES = {
    ".mp3": "audio/mpeg", ".m4a": "audio/x-m4a", ".jpg": "image/jpeg", ".vtt": "text/vtt",
    ".srt": "application/x-subrip", ".txt": "text/plain", ".json": "application/json+chapters",
}  # fmt: skip


def enclosure(folder: Path, path: str) -> Enclosure:
    whole = folder / path
    return Enclosure(path, TYPES[whole.suffix], whole.stat().st_size, file_sha256(whole))


def build(folder: Path) -> Site:
    """Render the sessions into a folder and return the site they make, not yet published."""
    script = parse_script(SCRIPT, source="short.yaml")
    guid = podcast_guid(f"{BASE_URL}/feed.xml")
    made = [_episode(folder, script, guid, number) for number in (1, 2)]
    (folder / "episodes/001-short.cover.jpg").rename(folder / "cover-01234567.jpg")
    return Site(SHOW, guid, BASE_URL, enclosure(folder, "cover-01234567.jpg"), tuple(made))


def _episode(folder: Path, script: Script, guid: str, number: int) -> Published:
    stem = f"{number:03}-short"
    path = folder / "episodes" / f"{stem}.mp3"
    artefacts = [
        Captions("vtt"),
        Captions("srt"),
        Transcript("txt"),
        ChapterList("json"),
        *([FeedCover()] if number == 1 else []),
    ]
    tags = {"title": f"Session & <{number}>"}
    output = Output(path, receipt=False, artefacts=artefacts, tags=tags)
    result = render(script, output, Request(engine="tone"), Sound(bed=NoBed()))
    moved = {
        f"episodes/{stem}.chapters.json": f"chapters/{stem}.json",
        f"episodes/{stem}.vtt": f"transcripts/{stem}.vtt",
        f"episodes/{stem}.srt": f"transcripts/{stem}.srt",
        f"episodes/{stem}.transcript.txt": f"transcripts/{stem}.txt",
    }
    for old, new in moved.items():
        (folder / new).parent.mkdir(exist_ok=True)
        (folder / old).rename(folder / new)
    chapters, *transcripts = (enclosure(folder, path) for path in moved.values())
    episode = Episode(
        id=f"short-{number}",
        guid=episode_guid(guid, f"short-{number}"),
        title=f"Session & <{number}>",
        notes="What is heard.\nAnd more.\n\nStopping is always fine.",
        published=datetime(2026, 11, number, 6, tzinfo=UTC),
        number=number,
    )
    audio = enclosure(folder, f"episodes/{stem}.mp3")
    return Published(
        episode, audio, _ms(result), _chapter_starts(result), chapters, tuple(transcripts)
    )


def _ms(result: Session) -> int:
    return round(result.timeline.seconds * 1000)


def _chapter_starts(result: Session) -> tuple[ChapterStart, ...]:
    rate_hz = result.timeline.sample_rate_hz
    return tuple(
        ChapterStart(chapter.title, round(chapter.start_frame * 1000 / rate_hz))
        for chapter in result.timeline.chapters
    )


def with_show(site: Site, **changes: object) -> Site:
    show = dataclasses.replace(site.show, **changes)  # type: ignore[arg-type]  # by name
    return dataclasses.replace(site, show=show)


def with_episode(site: Site, index: int, /, **changes: object) -> Site:
    """The site with something else said of one of its episodes, counted from 0."""
    changed = list(site.episodes)
    episode = dataclasses.replace(changed[index].episode, **changes)  # type: ignore[arg-type]
    changed[index] = dataclasses.replace(changed[index], episode=episode)
    return dataclasses.replace(site, episodes=tuple(changed))
