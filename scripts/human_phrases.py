"""Makes folders of human phrases for ``bench_takes.py`` from a telephone exchange's prompts.

    python scripts/human_phrases.py SOUNDS TEXTS FOLDER [--seed N] [--language CODE]

Debian's packages asterisk-core-sounds-en, -es, -fr, -it and -ru have such prompts, spoken by people
in studios, and asterisk-core-sounds-en-g722 and its like have them at 16 kHz (CC BY-SA 3.0). SOUNDS
is a folder of ``NAME.g722`` or ``NAME.wav``; TEXTS has ``NAME: what is said`` on each line, and may
be gzipped. Needs ffmpeg.

A prompt of several sentences is parted at its longest pauses, if these are clearly longer than the
others. Kept are sentences of three words and more whose length fits their letters; what is said
twice is kept twice. At random, half of the texts go to FOLDER/work, the others to FOLDER/unseen:
``texts.tsv`` (name, text), ``NAME.wav``, and scripts of thirty lines, ``1.yaml`` and so on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

RATE_HZ, HOP = 16_000, 160
LINES, FEWEST_WORDS = 30, 3
PAUSE_S, AROUND_S, SOFT_DB = 0.18, 0.25, -38.0
"""A pause between two sentences, the quiet that is kept around one, and the level of quiet below
the loudest tenth of a second."""
CLEARLY = 1.25
"""The shortest pause between two sentences, beside the longest within one."""
FIT = (0.62, 1.6)
"""Bounds of the seconds a letter of a sentence, beside those of all."""
_NOT_SAID = re.compile(r"[\[\]<>()*#@/\"]|www|silence")


def main() -> None:
    """Writes the two folders."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sounds", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", default="en")
    given = parser.parse_args()
    kept, dropped = sentences(given.sounds, texts_in(given.texts))
    texts = sorted(kept)
    order = np.random.default_rng(given.seed).permutation(len(texts))
    for name, part in (("work", order[::2]), ("unseen", order[1::2])):
        sure = [texts[at] for at in part if kept[texts[at]]]
        written(given.folder / name, sure, kept, given.language)
        print(f"{name}: {len(sure)} texts, {sum(len(kept[text]) for text in sure)} recordings")
    print(
        f"{dropped} were left out, whose length does not fit their letters or whose ends are unsure"
    )


def texts_in(path: Path) -> dict[str, list[str]]:
    """The sentences of each prompt that is speech, by its name."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    found = {}
    for line in unicodedata.normalize("NFC", raw.decode("utf-8-sig")).splitlines():
        name, colon, text = line.partition(":")
        text = text.replace("...", " ").replace("\N{HORIZONTAL ELLIPSIS}", " ").strip(" :;,")
        if not colon or line.startswith(";") or _NOT_SAID.search(text):
            continue
        parts = re.split(r"(?<=[.!?])\s+(?=[^\W\d_])", " ".join(text.split()))
        found[name.strip()] = [_sentence(part) for part in parts if part]
    return found


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text[-1] in ".!?" else text.rstrip(":;,") + "."


def sentences(
    sounds: Path, texts: dict[str, list[str]]
) -> tuple[dict[str, list[tuple[str, Samples]]], int]:
    """The recordings of each sentence with their names, and how many do not fit their letters."""
    rows: list[tuple[str, str, Samples]] = []
    unsure: set[str] = set()
    for name, parts in texts.items():
        paths = [path for kind in ("g722", "wav") if (path := sounds / f"{name}.{kind}").exists()]
        if not paths or sum(len(part.split()) for part in parts) < FEWEST_WORDS:
            continue
        clips, clear = _parted(_decoded(paths[0]), parts)
        unsure |= set() if clear else {name}
        rows += [
            (f"{name}-{at}", text, clip)
            for at, (text, clip) in enumerate(zip(parts, clips, strict=True), start=1)
            if len(text.split()) >= FEWEST_WORDS
        ]
    paces = [_sounding_s(clip) / letters(text) for _, text, clip in rows]
    usual = float(np.median(paces))
    kept: dict[str, list[tuple[str, Samples]]] = defaultdict(list)
    by_words: dict[str, str] = {}
    for (name, text, clip), pace in zip(rows, paces, strict=True):
        if FIT[0] < pace / usual < FIT[1]:
            same = by_words.setdefault("".join(filter(str.isalnum, text.lower())), text)
            kept[same] += [] if name.rpartition("-")[0] in unsure else [(name, clip)]
    return kept, len(rows) - sum(map(len, kept.values()))


def letters(text: str) -> int:
    """Letters and spaces of a text; a digit is said as four."""
    return sum(4 if one.isdigit() else 1 for one in text if one.isalnum() or one == " ")


def _parted(clip: Samples, parts: list[str]) -> tuple[list[Samples], bool]:
    """A prompt at its sentences, of its longest pauses one for each full stop; True if clearly."""
    quiet = np.logical_not(_loud(clip))
    edges = np.flatnonzero(np.diff(np.r_[0, quiet.astype(np.int8), 0])).reshape(-1, 2)
    inner = [(b - a, a, b) for a, b in edges if a > 0 and b < len(quiet)]
    inner.sort(reverse=True)
    cuts = inner[: len(parts) - 1]
    if len(cuts) < len(parts) - 1 or (cuts and cuts[-1][0] * HOP < PAUSE_S * RATE_HZ):
        return [clip[:0]] * len(parts), False
    others = [row[0] for row in inner[len(cuts) :]]
    clear = not cuts or not others or cuts[-1][0] >= CLEARLY * others[0]
    cuts.sort(key=lambda row: row[1])
    starts = [0, *(b * HOP for _, _, b in cuts)]
    ends = [*(a * HOP for _, a, _ in cuts), len(clip)]
    around = round(AROUND_S * RATE_HZ)
    bounds = [0, *((a + b) // 2 * HOP for _, a, b in cuts), len(clip)]
    return [
        clip[max(bounds[at], starts[at] - around) : min(bounds[at + 1], ends[at] + around)]
        for at in range(len(parts))
    ], clear


def _loud(clip: Samples) -> Samples:
    rows = clip[: len(clip) // HOP * HOP].reshape(-1, HOP)
    power = np.square(rows, dtype=np.float64).mean(axis=1)
    most = np.sort(power)[-10:].mean() if len(power) else 0.0
    return np.asarray(power > max(most, 1e-12) * 10 ** (SOFT_DB / 10))


def _sounding_s(clip: Samples) -> float:
    loud = np.flatnonzero(_loud(clip))
    return float((loud[-1] - loud[0] + 1) * HOP / RATE_HZ) if len(loud) else 0.0


def _decoded(path: Path) -> Samples:
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(RATE_HZ)]
    done = subprocess.run([*command, "-f", "f32le", "-"], check=True, capture_output=True)  # noqa: S603
    return np.frombuffer(done.stdout, dtype=np.float32)


def written(
    folder: Path,
    texts: list[str],
    kept: dict[str, list[tuple[str, Samples]]],
    language: str,
) -> None:
    """Writes recordings, their texts, and scripts of thirty of them."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for text in texts:
        for name, clip in kept[text]:
            file_name = name.replace("/", "-")
            soundfile.write(folder / f"{file_name}.wav", clip, RATE_HZ, "PCM_24")
            rows.append(f"{file_name}\t{text}\n")
    (folder / "texts.tsv").write_text("".join(rows), encoding="utf-8")
    for number, start in enumerate(range(0, len(texts), LINES), start=1):
        said = "".join(
            f"      - say: {json.dumps(text, ensure_ascii=False)}\n"
            for text in texts[start : start + LINES]
        )
        (folder / f"{number}.yaml").write_text(
            f"id: phrases-{number}\ntitle: Phrases {number}\nlanguage: {language}\nsections:\n"
            f"  - title: Phrases\n    steps:\n{said}",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
