"""What a session has besides its sound: what is written in the file, and what stands beside it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from quietude.deliver.captions import TimedText, captions, fits_one_caption, lrc, srt, vtt
from quietude.deliver.tags import LyricLine, Tags, check_overrides, with_overrides
from quietude.deliver.transcript import (
    ChapterText,
    chapters_json,
    chapters_txt,
    transcript_md,
    transcript_txt,
)
from quietude.errors import UsageError
from quietude.script.show_notes import check_region, show_notes
from quietude.script.slots import is_personal
from quietude.speech.word_times import source_counts
from quietude.units import frames_to_ms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quietude.plan.model import Utterance
    from quietude.plan.request import Request
    from quietude.plan.timeline import Placement, Timeline
    from quietude.script.model import Script
    from quietude.speech.word_times import WordTimes

LEAD_MS, TRAIL_MS = 15, 140
"""How far from its ends a clip sounds. It keeps 140 ms after its last sound and up to 40 ms before
its first: 4 ms where an engine starts at once, as eSpeak does. Between them no caption is more than
25 ms away from the voice."""

BELL_MS = 3000
"""How long a bell's caption stands; the bell itself rings on."""

NO_COVER, FEED_COVER, PLOT = "none", "cover.jpg", "plot"
CAPTIONS, TRANSCRIPTS, CHAPTERS = ("vtt", "srt", "lrc"), ("txt", "md"), ("json", "txt")


@dataclass(frozen=True, slots=True)
class Extras:
    """What a listener wants besides the sound.

    Attributes:
        captions: Any of ``vtt``, ``srt``, ``lrc``.
        sound_captions: Whether bells and breaths have captions too.
        transcript: Any of ``txt``, ``md``.
        chapters: Any of ``json``, ``txt``.
        tags: What tags are to say, by name; see :data:`quietude.deliver.tags.TAG_NAMES`.
        tag_personal: Whether the narration goes into the file when it holds personal values.
        cover: The path of a picture, ``none``, or None for art drawn from the title.
        feed_cover: Whether a large cover is written beside the file.
        plot: Where a picture of the session goes: ``.png`` or ``.svg``.
        region: Where it will be heard, for the support lines in its notes; "" for anywhere.

    Raises:
        UsageError: for a kind of file or a tag there is not.
    """

    captions: Sequence[str] = ()
    sound_captions: bool = False
    transcript: Sequence[str] = ()
    chapters: Sequence[str] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    tag_personal: bool = False
    cover: str | Path | None = None
    feed_cover: bool = False
    plot: Path | None = None
    region: str = ""

    def __post_init__(self) -> None:
        check_region(self.region)
        check_overrides(self.tags)
        if self.feed_cover and self.cover == NO_COVER:
            message = "a large cover cannot be written of no cover"
            raise UsageError(message)
        for name, wanted, known in (
            ("captions", self.captions, CAPTIONS),
            ("transcript", self.transcript, TRANSCRIPTS),
            ("chapters", self.chapters, CHAPTERS),
        ):
            for it in wanted:
                if it not in known:
                    message = f'"{it[:20]}" is no kind of {name}'
                    raise UsageError(message, hint=f"Choose from: {', '.join(known)}.")


def beside_paths(extras: Extras, output: Path) -> dict[str, Path]:
    """Where each file beside an output goes, by what it is: ``captions.vtt`` → its path."""
    places = {f"captions.{it}": f".{it}" for it in extras.captions}
    places |= {f"transcript.{it}": f".transcript.{it}" for it in extras.transcript}
    places |= {f"chapters.{it}": f".chapters.{it}" for it in extras.chapters}
    if extras.feed_cover:
        places[FEED_COVER] = ".cover.jpg"
    paths = {what: output.with_name(output.stem + end) for what, end in places.items()}
    return paths | ({PLOT: extras.plot} if extras.plot else {})


def beside_texts(
    extras: Extras,
    tags: Tags,
    timeline: Timeline,
    words: Mapping[Utterance, WordTimes] | None = None,
) -> dict[str, str]:
    """What the text files beside an output hold, by what they are.

    Args:
        extras: Which are wanted.
        tags: What the file says of itself.
        timeline: What happens when.
        words: When the words of the phrases are said that captions cut.
    """
    total_ms = frames_to_ms(timeline.total_frames, timeline.sample_rate_hz)
    shown = tags.cleaned()
    made = captions(heard(timeline, words, sounds=extras.sound_captions), total_ms)
    note = _how_cut((words or {}).values())
    parts = _parts(shown, timeline)
    texts = {
        "captions.vtt": lambda: vtt(made, note),
        "captions.srt": lambda: srt(made),
        "captions.lrc": lambda: lrc(made, shown.title, total_ms),
        "transcript.txt": lambda: transcript_txt(shown.title, parts, tags.comment),
        "transcript.md": lambda: transcript_md(shown.title, parts, tags.comment),
        "chapters.json": lambda: chapters_json(shown.title, shown.chapters),
        "chapters.txt": lambda: chapters_txt(shown.chapters),
    }
    wanted = [f"captions.{it}" for it in extras.captions]
    wanted += [f"transcript.{it}" for it in extras.transcript]
    wanted += [f"chapters.{it}" for it in extras.chapters]
    return {what: texts[what]() for what in wanted}


def cut_phrases(extras: Extras, timeline: Timeline) -> list[Utterance]:
    """The phrases that are too long for one caption, if captions are wanted."""
    spoken = dict.fromkeys(it.utterance for it in timeline.placements)
    return [it for it in spoken if extras.captions and not fits_one_caption(it.text)]


def _how_cut(words: Iterable[WordTimes]) -> str:
    """How the times were found at which long phrases are cut, in a line; "" if none is."""
    counts = source_counts(words)
    if not sum(counts.values()):
        return ""
    told = "; ".join(f"{it} {count}" for it, count in counts.items())
    return f"Long phrases are cut between words. Their times, by source: {told}."


@dataclass(frozen=True, slots=True)
class Covers:
    """The cover of a session as JPEG, each empty where it is not wanted.

    Attributes:
        inside: The one in the file.
        feed: The large one beside it.
    """

    inside: bytes
    feed: bytes


def covers(script: Script, extras: Extras) -> Covers:
    """The cover of a session, drawn or read before anything long is done.

    Raises:
        DeliveryError: if the listener's own picture cannot be used.
    """
    if extras.cover == NO_COVER:
        return Covers(b"", b"")
    # Pillow takes its time to import.
    from quietude.deliver.cover import FEED_BYTES, FEED_PX, INSIDE_BYTES, INSIDE_PX, cover_of

    title = extras.tags.get("title", script.title)
    palette = extras.tags.get("album", title)
    picture = None if extras.cover is None else Path(extras.cover)

    def make(pixels: int, limit_bytes: int) -> bytes:
        return cover_of(picture, title, palette, pixels, limit_bytes, language=script.language)

    feed = make(FEED_PX, FEED_BYTES) if extras.feed_cover else b""
    return Covers(make(INSIDE_PX, INSIDE_BYTES), feed)


def finished_tags(  # noqa: PLR0913  (each says something else)
    tags: Tags,
    extras: Extras,
    script: Script,
    request: Request,
    timeline: Timeline,
    *,
    cover: bytes,
) -> Tags:
    """Tags with notes, cover, the listener's wishes and, if nothing is personal, the words."""
    tags = dataclasses.replace(tags, comment=show_notes(script, extras.region))
    tags = dataclasses.replace(with_overrides(tags, extras.tags), cover=cover)
    if is_personal(script, request.slot_values) and not extras.tag_personal:
        return tags
    lyrics = [LyricLine(start, it.utterance.text) for it, start, _ in _voiced(timeline)]
    return dataclasses.replace(tags, lyrics=lyrics)


def heard(
    timeline: Timeline,
    words: Mapping[Utterance, WordTimes] | None = None,
    *,
    sounds: bool,
) -> list[TimedText]:
    """What is heard, from its first sound to its last; bells and breaths too if wanted."""
    rate_hz = timeline.sample_rate_hz
    found: list[TimedText] = []
    for it, start, end in _voiced(timeline):
        frames = words[it.utterance].starts if words and it.utterance in words else ()
        starts = tuple(frames_to_ms(it.start_frame + frame, rate_hz) for frame in frames)
        found.append(TimedText(start, end, it.utterance.text, starts))
    return found + list(_sounds(timeline, found)) if sounds else found


def _voiced(timeline: Timeline) -> Iterator[tuple[Placement, int, int]]:
    rate_hz = timeline.sample_rate_hz
    for it in timeline.placements:
        start = frames_to_ms(it.start_frame, rate_hz) + LEAD_MS
        end = frames_to_ms(it.end_frame, rate_hz) - TRAIL_MS
        yield it, start, max(end, start + 1)


def _sounds(timeline: Timeline, voice: Sequence[TimedText]) -> Iterator[TimedText]:
    """Bells, breaths and taps, except where the voice is heard at the time."""
    rate_hz = timeline.sample_rate_hz
    for kind, group in groupby(timeline.cues, key=lambda it: it.cue.kind.partition("-")[0]):
        cues = list(group)
        for number, it in enumerate(cues):
            start = frames_to_ms(it.start_frame, rate_hz)
            if kind == "bell":
                found = [TimedText(start, start + BELL_MS, "[bell]")]
            elif kind == "swell":
                rise, hold, fall, _ = it.cue.phases_frames
                out = frames_to_ms(it.start_frame + rise + hold, rate_hz)
                end = frames_to_ms(it.start_frame + rise + hold + fall, rate_hz)
                found = [TimedText(start, out, "[breath in]"), TimedText(out, end, "[breath out]")]
            else:  # one caption for a set of taps, not one for each
                found = [TimedText(start, start + BELL_MS, "[taps]")] if number == 0 else []
            for one in found:
                if not any(
                    it.start_ms < one.start_ms + 1000 and one.start_ms < it.end_ms for it in voice
                ):
                    yield one


def _parts(tags: Tags, timeline: Timeline) -> list[ChapterText]:
    """The narration by chapter, and by line of the definition within it."""
    said = [(start, it.utterance.line_no, it.utterance.text) for it, start, _ in _voiced(timeline)]
    return [
        ChapterText(
            chapter,
            [
                " ".join(text for _, _, text in line)
                for _, line in groupby(
                    (it for it in said if chapter.start_ms <= it[0] < chapter.end_ms),
                    key=lambda it: it[1],
                )
            ],
        )
        for chapter in tags.chapters
    ]
