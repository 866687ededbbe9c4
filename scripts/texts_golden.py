"""Guard the tags, texts and covers of an episode, so that no change of them goes unnoticed.

    python scripts/texts_golden.py            compare with the record; exit 1 if they differ
    python scripts/texts_golden.py --record   record them again, once the version has been raised

A series writes the tags, texts and covers of its episodes again when
``quietude.series.build.episode_files.TEXTS_VERSION`` is raised. Whoever changes them has to raise
it, and this script says so. Of a cover, the lines of its title and the colours of its parts are
compared: its pixels differ from one build of Pillow to another.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from mutagen.id3 import ID3
from PIL import Image

from quietude.deliver.cover import INSIDE_BYTES, INSIDE_PX, draw_cover, title_lines
from quietude.deliver.fonts import without_pictographs
from quietude.deliver.formats.id3 import id3_tag
from quietude.plan.model import Utterance
from quietude.plan.request import Request
from quietude.plan.timeline import Chapter, Placement, Timeline
from quietude.script.parse import parse_script
from quietude.series.build.episode_files import TEXTS, TEXTS_VERSION, TagTemplate
from quietude.series.manifest.model import EpisodeSpec
from quietude.series.model import Show
from quietude.session.sound import Sound
from sound_golden import differences

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "texts_golden.json"
RATE_HZ = 44_100

_TITLES = (
    "Rest",
    "The Child at the Window, and What She Saw There in Spring",
    "🧘🏽\u200d♀\ufe0f Безопасное место 🌿",
    "Einegeschichtevoneinerverlorengegangenenundwiedergefundenenschatzkiste " * 4,
)
"""Each has room to spare where its lines end: a font's widths differ a little between machines."""

_SCRIPT = """
id: golden
title: Golden
language: de-AT
sections:
  - {title: One, role: arrive, steps: [One.]}
  - {title: Two, role: return, steps: [Two.]}
"""
_SAID = (
    "You may sit, or lie down.",
    (
        "And if it feels right, let your eyes rest on one thing in the room, a colour or a corner, "
        "for as long as you like, and then let them wander to the next, without any hurry at all."
    ),
    "👩\u200d👧 می\u200cخواهم & <so> it is --> there.",
)


def measured() -> dict[str, Any]:
    """Tags, texts and covers of an episode made by hand, as JSON gives them back."""
    found = {"id3": _id3(), "beside": _beside(), "cover": _cover()}
    return dict(json.loads(json.dumps(found)))


def complaint(found: dict[str, Any], recorded: dict[str, Any]) -> str:
    """Returns what to do about a difference, or an empty text if there is none."""
    record = "python scripts/texts_golden.py --record"
    if recorded["version"] != TEXTS_VERSION:
        return f"the version was raised: record it with {record}"
    changes = list(differences(found, recorded["figures"]))
    if not changes:
        return ""
    return (
        f"tags, texts or covers have changed ({'; '.join(changes)}): raise TEXTS_VERSION in "
        f"series/build/episode_files.py, so that series write them anew, and record them: {record}"
    )


def read_golden() -> dict[str, Any]:
    """The record."""
    return dict(json.loads(GOLDEN.read_text(encoding="utf-8")))


def _id3() -> list[str]:
    """The frames of a tag in their order, without the picture's bytes."""
    template, episode, timeline = _episode()
    tag = ID3(BytesIO(id3_tag(template.tags(episode, timeline))), translate=False)
    for picture in tag.getall("APIC"):
        picture.data = b""
    return [repr(frame) for frame in tag.values()]


def _beside() -> dict[str, list[str]]:
    template, episode, timeline = _episode()
    tags = template.tags(episode, timeline)
    names = {"vtt": "captions.vtt", "srt": "captions.srt", "txt": "transcript.txt"}
    return {
        names.get(role, "chapters.json"): artefact.text(tags, timeline).splitlines()
        for role, artefact in TEXTS.items()
    }


def _cover() -> dict[str, Any]:
    """The lines and sizes of titles, and the colours of a cover without one, by its quarters."""
    titles = map(without_pictographs, _TITLES)
    found: dict[str, Any] = {title[:20]: title_lines(title, INSIDE_PX)[:2] for title in titles}
    image = Image.open(BytesIO(draw_cover("", "Golden", INSIDE_PX, INSIDE_BYTES)))
    side = INSIDE_PX // 2
    parts = np.asarray(image, dtype=float).reshape(2, side, 2, side, 3).mean(axis=(1, 3))
    found["colours"] = (parts / 20).round(2).ravel().tolist()
    return found


def _episode() -> tuple[TagTemplate, EpisodeSpec, Timeline]:
    show = Show("golden", "Golden Evenings", "For a test.", "Ada", copyright="CC0 Ada")
    episode = EpisodeSpec(
        id="golden",
        line=1,
        script=parse_script(_SCRIPT, source="golden"),
        request=Request(),
        sound=Sound(),
        title=_TITLES[2],
        notes="Notes, with a — dash.\n\nAnd support lines.",
        published=datetime(2026, 3, 1, tzinfo=UTC),
        number=7,
        place=7,
        day=None,
        season=None,
        type="full",
        explicit=False,
        personal=False,
    )
    starts_s, lengths_s = (5.0, 8.25, 21.5), (2.0, 11.0, 3.5)
    timeline = Timeline(
        title="Golden",
        placements=tuple(
            Placement(
                Utterance(text, "tone", 110, n // 2, n + 1),
                round(start * RATE_HZ),
                round(length * RATE_HZ),
            )
            for n, (text, start, length) in enumerate(zip(_SAID, starts_s, lengths_s, strict=True))
        ),
        cues=(),
        silences=(),
        chapters=(
            Chapter("One", 0, 20 * RATE_HZ),
            Chapter("Two 🌿", 20 * RATE_HZ, 34 * RATE_HZ),
        ),
        dropped_lines=(),
        total_frames=34 * RATE_HZ,
        sample_rate_hz=RATE_HZ,
    )
    return TagTemplate(show, None, ""), episode, timeline


def record() -> int:
    """Record them, unless they have changed under the same version."""
    found = measured()
    if GOLDEN.exists():
        recorded = read_golden()
        if recorded["version"] == TEXTS_VERSION and (said := complaint(found, recorded)):
            print(said, file=sys.stderr)
            return 1
    whole = {"version": TEXTS_VERSION, "figures": found}
    GOLDEN.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"recorded: {GOLDEN}")
    return 0


def main() -> int:
    """Compare, or record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="record them")
    if parser.parse_args().record:
        return record()
    said = complaint(measured(), read_golden())
    print(said or "tags, texts and covers are as recorded")
    return bool(said)


if __name__ == "__main__":
    sys.exit(main())
