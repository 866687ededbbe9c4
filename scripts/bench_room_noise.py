"""Measures what lowering the noise of a room does to recorded phrases, by several means.

    python scripts/bench_room_noise.py FOLDER [--reader VOICE] [--snr 20] [--changing 0]

A voice, or somebody whose phrases are in a folder (``human:FOLDER``, ``human_phrases.py``), reads
the lines of an exercise in a room with pink noise, which may change by so many dB.
For each means: the noise below the voice; the noise within 100 ms after the words beside that far
from them, where pumping shows; its moment-to-moment spread; the words alone against everything else
that is left; words that a recogniser mishears; quality as two models hear it (recogniser and models
as in ``bench_voices.py``). ``noisereduce`` and ffmpeg's ``afftdn`` are measured where they are
installed. FOLDER keeps the phrases.
"""

from __future__ import annotations

import argparse
import importlib
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from bench_own_voice import PACE_WPM, QUIET, pink_noise
from quietude.audio.clip import Clip
from quietude.speech.takes.room_noise import lowered
from recogniser import error_rate, errors_in
from speech_quality import open_judges, quality_of
from takes_corpus import RATE_HZ, lines_of, reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

    Means = Callable[[Samples, float], Samples]

AROUND_S, JUDGED, MARGIN_S = 1.0, 8, 0.1
AROUND = round(AROUND_S * RATE_HZ)


def main() -> None:
    """Prints a row for each means."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="keeps the phrases")
    parser.add_argument("--exercise", default="taking-a-break")
    parser.add_argument("--reader", default="flite:rms")
    parser.add_argument("--snr", type=float, default=20.0, help="noise below the voice, in dB")
    parser.add_argument("--changing", type=float, default=0.0, help="the noise changes by so many")
    given = parser.parse_args()
    texts = lines_of(given.exercise)
    reader = reader_of(given.reader, given.folder, texts)
    reader.say([(text, PACE_WPM) for text in texts])
    rng = np.random.default_rng(7)
    takes = [
        (text, *recorded(reader.clips[text, PACE_WPM], given.snr, given.changing, rng))
        for text in texts
    ]
    judges = open_judges()
    print("| means | noise dB below | after words | spread | rest dB below | misheard | quality |")
    print("|---|---|---|---|---|---|---|")
    for name, means in every_means():
        heard = [(text, clean, means(noisy, given.snr)) for text, clean, noisy in takes]
        cut = slice(AROUND - RATE_HZ // 10, RATE_HZ // 10 - AROUND)
        clips = [(text, Clip(sound[cut].copy(), RATE_HZ)) for text, _, sound in heard]
        rate = error_rate(texts, errors_in(clips))
        quality = quality_of(judges, [clip for _, clip in clips[:JUDGED]])
        judged = f"{quality.distillmos:.2f}, {quality.overall:.2f}" if quality else "-"
        below, after, spread = np.mean([noise_of(sound) for *_, sound in heard], axis=0)
        rest = np.mean([rest_db(clean, sound) for _, clean, sound in heard])
        numbers = f"{below:.1f} | {after:+.1f} | {spread:.1f} | {rest:.1f}"
        print(f"| {name} | {numbers} | {rate} | {judged} |", flush=True)


def recorded(
    said: Samples, snr_db: float, changing_db: float, rng: np.random.Generator
) -> tuple[Samples, Samples]:
    """A phrase with a second of quiet around it, clean and in the room."""
    around = np.zeros(AROUND, np.float32)
    clean = np.concatenate([around, said, around])
    level = float(np.sqrt(np.mean(said[np.abs(said) > QUIET] ** 2)))
    places = np.arange(0, len(clean) + RATE_HZ, RATE_HZ // 2)
    drift_db = np.interp(
        np.arange(len(clean)), places, rng.uniform(-changing_db, changing_db, len(places))
    )
    noise = pink_noise(len(clean), rng) * level * 10 ** ((drift_db - snr_db) / 20)
    return clean, np.asarray(clean + noise, dtype=np.float32)


def every_means() -> Iterator[tuple[str, Means]]:
    """The means by their names."""
    rooms = slice(0, AROUND - RATE_HZ // 10), slice(-AROUND + RATE_HZ // 5, None)
    yield "as recorded", lambda sound, _snr: sound

    def ours(sound: Samples, snr_db: float) -> Samples:
        parts = [slice(*part.indices(len(sound))[:2]) for part in rooms]
        return lowered(sound, RATE_HZ, parts, snr_db)

    yield "as takes are", ours
    try:
        reduce_noise = importlib.import_module("noisereduce").reduce_noise
    except ImportError:
        pass
    else:
        for name, still in (("noisereduce, by half", True), ("the same, not stationary", False)):

            def by_library(sound: Samples, _snr: float, *, still: bool = still) -> Samples:
                known = np.concatenate([sound[part] for part in rooms]) if still else None
                found = reduce_noise(
                    y=sound, sr=RATE_HZ, stationary=still, y_noise=known, prop_decrease=0.5
                )
                return np.asarray(found, dtype=np.float32)

            yield name, by_library
    if shutil.which("ffmpeg"):
        yield "ffmpeg afftdn, 6 dB", _by_ffmpeg


def _by_ffmpeg(sound: Samples, _snr: float) -> Samples:
    level_db = _db(sound[: AROUND - RATE_HZ // 10])
    with TemporaryDirectory() as folder:
        before, after = Path(folder) / "a.wav", Path(folder) / "b.wav"
        soundfile.write(before, sound, RATE_HZ, "FLOAT")
        # Its floor is that of white noise: pink of the same level needs 10 dB more.
        graph = f"afftdn=nr=6:nf={min(-20.0, max(-80.0, level_db + 10.0)):.1f}"
        command = ["ffmpeg", "-v", "error", "-i", str(before), "-af", graph, "-c:a", "pcm_f32le"]
        subprocess.run([*command, str(after)], check=True)  # noqa: S603
        found = soundfile.read(after, dtype="float32")[0]
    # It is late by a part of its window.
    near = np.correlate(found[AROUND : 3 * AROUND], sound[AROUND : 2 * AROUND], "valid")
    late = int(np.argmax(near[: RATE_HZ // 10]))
    return np.pad(found[late:], (0, late))[: len(sound)]


def noise_of(sound: Samples) -> tuple[float, float, float]:
    """The noise below the voice, that after the words beside that far from them, its spread."""
    margin, hop = round(MARGIN_S * RATE_HZ), RATE_HZ // 20
    far = np.concatenate([sound[margin : AROUND - 2 * margin], sound[-AROUND // 2 : -margin]])
    near = sound[-AROUND + margin // 2 : -AROUND + 2 * margin]
    hops = far[: len(far) // hop * hop].reshape(-1, hop)
    levels = [_db(hop) for hop in hops]
    return _db(sound[AROUND:-AROUND]) - _db(far), _db(near) - _db(far), float(np.std(levels))


def rest_db(clean: Samples, sound: Samples) -> float:
    """The words alone above everything else, noise and what was taken from them, in dB."""
    a, b = (one[AROUND:-AROUND].astype(np.float64) for one in (clean, sound))
    part = np.dot(a, b) / np.dot(a, a) * a
    return _db(part) - _db(b - part)


def _db(sound: NDArray[np.floating]) -> float:
    power = float(np.mean(np.square(sound, dtype=np.float64)))
    return float(10 * np.log10(max(power, 1e-14)))


if __name__ == "__main__":
    main()
