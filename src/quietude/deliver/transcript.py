"""Transcripts and chapter lists: the texts beside the file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.durations import timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.deliver.tags import ChapterTag

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter with its narration.

    Attributes:
        chapter: Its title and times.
        paragraphs: The narration; the phrases of one line of the definition stand together.
    """

    chapter: ChapterTag
    paragraphs: Sequence[str]


def transcript_txt(title: str, parts: Sequence[ChapterText], notes: str = "") -> str:
    """Plain text: the title, then each chapter's title and paragraphs, and the notes."""
    blocks = [title]
    for part in parts:
        blocks += [f"{timestamp(part.chapter.start_ms)}  {part.chapter.title}", *part.paragraphs]
    blocks += ["* * *", notes] if notes else []
    return "\n\n".join(blocks) + "\n"


def transcript_md(title: str, parts: Sequence[ChapterText], notes: str = "") -> str:
    """Markdown: the title and the chapters as headings, and the notes."""
    blocks = [f"# {_plain(title)}"]
    for part in parts:
        heading = f"## {_plain(part.chapter.title)} ({timestamp(part.chapter.start_ms)})"
        blocks += [heading, *map(_plain, part.paragraphs)]
    if notes:
        blocks += [
            "* * *",
            *("  \n".join(map(_plain, note.split("\n"))) for note in notes.split("\n\n")),
        ]
    return "\n\n".join(blocks) + "\n"


def chapters_json(title: str, chapters: Sequence[ChapterTag]) -> str:
    """Podcasting 2.0 chapters (``application/json+chapters``), version 1.2.0."""
    listed = [
        {"startTime": chapter.start_ms / 1000, "title": chapter.title} for chapter in chapters
    ]
    whole = {"version": "1.2.0", "title": title, "chapters": listed}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def chapters_txt(chapters: Sequence[ChapterTag]) -> str:
    """Timestamps for a description, as Apple and Spotify read them: the first is 00:00:00."""
    return "".join(f"{timestamp(chapter.start_ms)} {chapter.title}\n" for chapter in chapters)


def _plain(text: str) -> str:
    """A text with a backslash before what Markdown would take for its own signs."""
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return re.sub(r"^(\d+)([.)])|^([-+])", r"\1\\\2\3", escaped)
