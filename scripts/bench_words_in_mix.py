"""Measures how many more words a recogniser mishears over each bed than over none.

    python scripts/bench_words_in_mix.py [--voice ID …] [--count 40] [BED …]

Speaks sentences of bench_sentences.txt as one session, lays every bed under it, and has a small
recogniser (recogniser.py) hear each sentence alone and in the mix. Prints the word error rate over
each bed with its 95 % interval, and the difference to the same sentences alone with its own, by
bootstrap over sentences. Exit 1 where a bed takes more words than chance and 5 in 100 explain.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from bench_bed_levels import spoken_session
from quietude import parse_script
from quietude.audio.clip import Clip
from quietude.sound.assets import beds
from recogniser import error_rate, errors_in, plain
from sound_meters import RATE_HZ

MOST_MORE = 0.05
_DRAWS = 2000


def sentences(count: int) -> list[str]:
    """The first so many sentences."""
    written = Path(__file__).with_name("bench_sentences.txt").read_text(encoding="utf-8")
    return list(dict.fromkeys(written.splitlines()))[:count]


def heard(voice: str, names: list[str], texts: list[str]) -> dict[str, list[Clip]]:
    """The sentences alone, under "", and over each bed, by its name."""
    lines = "".join(f"      - say: {json.dumps(text)}\n" for text in texts)
    script = f"id: bench\ntitle: Bench\nbed: rain\nsections:\n  - title: All\n    steps:\n{lines}"
    found: dict[str, list[Clip]] = {}
    with spoken_session(parse_script(script, source="bench.yaml"), voice, None) as session:
        placed = {one.utterance.text: one for one in session.timeline.placements}
        spans = [(placed[text].start_frame, placed[text].end_frame) for text in texts]
        for name in names:
            mix, under = session.over(name)
            stems = mix.stems()
            voice_stem = stems["voice"].read(under.total_frames)[:, 0]
            bed_stem = stems["bed"].read(under.total_frames)[:, 0]
            found.setdefault("", [Clip(voice_stem[a:b].copy(), RATE_HZ) for a, b in spans])
            found[name] = [Clip(voice_stem[a:b] + bed_stem[a:b], RATE_HZ) for a, b in spans]
    return found


def more(texts: list[str], alone: list[int], mixed: list[int]) -> tuple[float, float, float]:
    """The share of words misheard beyond those misheard alone, and its 95 % interval."""
    said = np.array([len(plain(text)) for text in texts])
    lost = np.array(mixed) - np.array(alone)
    drawn = np.random.default_rng(1).integers(len(texts), size=(_DRAWS, len(texts)))
    low, high = np.percentile(lost[drawn].sum(axis=1) / said[drawn].sum(axis=1), (2.5, 97.5))
    return float(lost.sum() / said.sum()), float(low), float(high)


def main() -> int:
    """Speak, mix, listen, print; 1 if a bed takes too many words."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("beds", nargs="*", metavar="BED", help="these alone")
    parser.add_argument("--voice", action="append", help="a voice; repeat it for more")
    parser.add_argument("--count", type=int, default=40, help="sentences")
    given = parser.parse_args()
    texts, outside = sentences(given.count), []
    print("| voice | bed | misheard | more than alone |\n|---|---|---|---|")
    for voice in given.voice or ["auto"]:
        clips = heard(voice, given.beds or sorted(beds()), texts)
        errors = {
            name: errors_in(list(zip(texts, group, strict=True))) for name, group in clips.items()
        }
        for name, found in errors.items():
            extra, low, high = more(texts, errors[""], found)
            points = f"{100 * extra:.1f} ({100 * low:.1f} to {100 * high:.1f})" if name else ""
            row = f"| {voice} | {name or 'none'} | {error_rate(texts, found)} | {points} |"
            print(row.replace("-", "−") if name else row, flush=True)
            if name and low > 0 and extra > MOST_MORE:
                outside.append(f"{voice} over {name}: {100 * extra:.1f} words in 100 more misheard")
    print("\n".join(["", *(outside or ["every figure lies within its bounds"])]))
    return bool(outside)


if __name__ == "__main__":
    sys.exit(main())
