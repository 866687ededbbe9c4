"""Makes ``speech/takes/cutting/phones.npz``, the network that tells phones apart in a recording.

    python scripts/make_phone_model.py FOLDER [--epochs 10] [--sentences 14]

hibari's voice and, where it is installed, voices of Kokoro say sentences of the library; both tell
when each phone begins. The network learns from that, at another pitch, with throats of other
lengths, in rooms with echo and noise, drawn anew in each round. What was spoken is kept in FOLDER.
Voices that ``bench_takes.py`` reads with are not among those it hears. No human speech is used.
"""

# ruff: noqa: SLF001  (the voices tell when phones begin to nobody else)

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from quietude.audio.clip import resample
from quietude.plan.model import Tune
from quietude.speech.engines.neural.hibari import HibariEngine
from quietude.speech.engines.neural.kokoro import KokoroEngine
from quietude.speech.engines.neural.models import SAMPLE_RATE_HZ
from quietude.speech.engines.neural.voice_worker import _LoadedVoice
from quietude.speech.takes.cutting.bands import BANDS, RATE_HZ, bands_of
from quietude.speech.takes.cutting.phones import OFFSETS, network_inputs, stacked
from takes_corpus import lines_of

TARGET = Path(__file__).parents[1] / "src/quietude/speech/takes/cutting/phones.npz"
KOKORO = ("am_adam", "bf_emma", "am_onyx", "af_alloy", "am_echo", "bm_daniel", "af_nova", "am_liam")
EXERCISES = ("a-walk", "consoling", "five-questions", "letter-of-thanks", "morning-words")
HIDDEN, BATCH, FIRST_RATE = 160, 512, 3e-3
AT_ONCE = 110
"""Sentences of hibari's in a round, out of all."""

ALIKE = {"ᵊ": "ə", "ɐ": "ə", "ɾ": "d", "ʔ": "t", "ᵻ": "ɪ", "ɒ": "ɑ", "a": "æ", "Q": "O"} | {
    "ɜ": "ɝ", "o": "O", "e": "A", "r": "ɹ", "g": "ɡ"
}  # fmt: skip
"""Signs for one phone, or for two that no recording of a room tells apart."""
SILENT, STRESS, LONG = set(' .,!?;:—…"_()“”-'), "ˈˌ", "ː"


def main() -> None:
    """Speaks, learns, writes the network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--sentences", type=int, default=14, help="of each voice of Kokoro")
    parser.add_argument("--to", type=Path, default=TARGET, help="the file to write")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    texts = Path(__file__).with_name("bench_sentences.txt").read_text("utf-8").splitlines()
    texts += [line for exercise in EXERCISES for line in lines_of(exercise)]
    texts = [text for text in dict.fromkeys(texts) if 3 < len(text.split()) < 20]  # noqa: PLR2004
    kokoro = KokoroEngine()
    here = {voice.id for voice in kokoro.voices()}
    voices = {"heart": spoken(HibariEngine(), "heart", texts, len(texts), arguments.folder)}
    for name in KOKORO:
        if name in here:
            voices[name] = spoken(kokoro, name, texts, arguments.sentences, arguments.folder)
    learn(voices, arguments.epochs, arguments.to)


def spoken(engine: Any, voice: str, texts: list[str], count: int, folder: Path) -> Any:
    """Sentences of a voice, from the folder if they are there."""
    path = folder / f"{voice}-{count}.npz"
    if not path.exists():
        rng = np.random.default_rng(sum(voice.encode()))
        loaded = _LoadedVoice(engine._opening(voice))
        signs = {number: sign for sign, number in loaded._vocabulary.items()}
        kept: list[tuple[Any, str, Any]] = []
        for text in rng.permutation(texts)[:count]:
            for sentence in loaded._front_end.sentences(str(text)):
                tune = Tune(float(rng.uniform(-5, 3)), float(rng.uniform(0.8, 1.2)))
                stretch = float(rng.uniform(0.85, 1.35))
                own = tune if voice == "heart" else Tune(0.0, 1.0)
                said, _ = loaded._sound(sentence.phonemes, stretch, own)
                known = [
                    loaded._vocabulary[one] for one in sentence.phonemes if one in signs.values()
                ]
                samples = resample(said.samples, SAMPLE_RATE_HZ, RATE_HZ)
                starts = np.array(said.starts) * RATE_HZ // SAMPLE_RATE_HZ
                row = "_" + "".join(signs[number] for number in known) + "_"
                kept.append(((np.clip(samples, -1, 1) * 32767).astype(np.int16), row, starts))
        flat = {f"s{n}": samples for n, (samples, _, _) in enumerate(kept)}
        flat |= {f"t{n}": starts for n, (_, _, starts) in enumerate(kept)}
        np.savez_compressed(path, rows=json.dumps([row for _, row, _ in kept]), **flat)
        print(f"{voice}: {len(kept)} sentences", flush=True)
    with np.load(path) as stored:
        rows = json.loads(str(stored["rows"]))
        return [(stored[f"s{n}"], row, stored[f"t{n}"]) for n, row in enumerate(rows)]


def learn(voices: dict[str, Any], epochs: int, to: Path) -> None:
    """Trains the network by Adam with a rate that falls to nothing, and writes it."""
    signs = sorted({
        ALIKE.get(sign, sign)
        for sentences in voices.values()
        for _, row, _ in sentences
        for sign in row
        if sign not in SILENT and sign not in STRESS + LONG
    })  # fmt: skip
    numbers = {sign: number for number, sign in enumerate(signs, start=1)}
    rng = np.random.default_rng(3)
    sizes = [BANDS * len(OFFSETS), HIDDEN, HIDDEN, len(signs) + 1]
    weights = [
        (rng.standard_normal(shape) * np.sqrt(2 / shape[0])).astype(np.float32)
        for shape in pairwise(sizes)
    ] + [np.zeros(size, np.float32) for size in sizes[1:]]
    first = [np.zeros_like(one) for one in weights]
    second = [np.zeros_like(one) for one in weights]
    steps = 0
    for epoch in range(epochs):
        rate = FIRST_RATE * 0.5 * (1 + np.cos(np.pi * epoch / epochs)) + 5e-5
        frames, phones = _round(voices, numbers, rng)
        right = 0
        order = rng.permutation(len(frames))
        for at in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[at : at + BATCH]
            steps += 1
            slopes, hits = _slopes(weights, frames[chosen], phones[chosen])
            right += hits
            for place, slope in enumerate(slopes):
                first[place] = 0.9 * first[place] + 0.1 * slope
                second[place] = 0.999 * second[place] + 0.001 * slope * slope
                step = first[place] / (1 - 0.9**steps)
                spread = np.sqrt(second[place] / (1 - 0.999**steps))
                weights[place] -= rate * step / (spread + 1e-7)
        print(
            f"round {epoch + 1}: {len(frames)} frames, {right / len(frames):.1%} right", flush=True
        )
    layers = {f"w{n}": weights[n].astype(np.float16) for n in range(3)}
    layers |= {f"b{n}": weights[3 + n].astype(np.float16) for n in range(3)}
    np.savez_compressed(to, **layers)


def _slopes(weights: list[Any], frames: Any, phones: Any) -> tuple[list[Any], int]:
    """Slopes of the cross entropy by each weight, and the number of frames that are right."""
    values = [frames]
    for layer in range(3):
        out = values[-1] @ weights[layer] + weights[3 + layer]
        values.append(np.maximum(out, 0) if layer < 2 else out)  # noqa: PLR2004
    likely = np.exp(values[-1] - values[-1].max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    hits = int((likely.argmax(axis=1) == phones).sum())
    slope = likely
    slope[np.arange(len(phones)), phones] -= 1
    slope /= len(phones)
    found: list[Any] = [None] * 6
    for layer in (2, 1, 0):
        found[layer], found[3 + layer] = values[layer].T @ slope, slope.sum(axis=0)
        if layer:
            slope = (slope @ weights[layer].T) * (values[layer] > 0)
    return found, hits


def _round(voices: dict[str, Any], numbers: dict[str, int], rng: Any) -> tuple[Any, Any]:
    """Frames of every voice, each in a room drawn for it, and their phones."""
    frames, phones = [], []
    for name, sentences in voices.items():
        chosen = [sentences[at] for at in rng.permutation(len(sentences))[:AT_ONCE]]
        # Men have longer throats than hibari's voice.
        longer = rng.random() < (0.8 if name == "heart" else 0.4)
        warp = round(float(rng.uniform(0.85, 1.0) if longer else rng.uniform(1.0, 1.12)), 2)
        clean = [bands_of([one.astype(np.float32) / 32768], RATE_HZ, warp) for one, _, _ in chosen]
        level = np.concatenate(clean)[:, :BANDS].mean()
        snr_db = rng.uniform(8, 40) if rng.random() < 0.5 else 50.0  # noqa: PLR2004
        tilt = np.exp(-np.linspace(0, 1, BANDS + 1) * rng.uniform(0, 5))
        noise = level * 10 ** (-snr_db / 10) * tilt / tilt.mean()
        echo_s = rng.uniform(0.15, 0.6) if rng.random() < 0.5 else 0.0  # noqa: PLR2004
        rooms = [_in_room(one, noise, echo_s, rng) for one in clean]
        labels = np.concatenate([
            _labels(row, starts, len(one), numbers)
            for (_, row, starts), one in zip(chosen, clean, strict=True)
        ])  # fmt: skip
        power = np.concatenate(rooms).astype(np.float32)
        kept = (labels > 0) | (rng.random(len(labels)) < 0.35)  # noqa: PLR2004
        frames.append(stacked(network_inputs(power, labels > 0))[kept])
        phones.append(labels[kept])
    return np.concatenate(frames), np.concatenate(phones)


def _in_room(bands: Any, noise: Any, echo_s: float, rng: Any) -> Any:
    bands = bands * 10 ** rng.uniform(-0.3, 0.3)
    if echo_s:
        count = int(echo_s * 100)
        tail = 10 ** (-6 * np.arange(count) / count) * rng.exponential(1, count)
        tail *= rng.uniform(0.05, 0.25)
        tail[0] = 1.0
        bands = np.stack([np.convolve(one, tail)[: len(bands)] for one in bands.T], axis=1)
    return bands + noise * rng.gamma(2.0, 0.5, bands.shape)  # as in a band of a few bins


def _labels(row: str, starts: Any, frames: int, numbers: dict[str, int]) -> Any:
    """The phone of each frame; a sign of stress counts to the next, one of length to the last."""
    phones: list[int | None] = []
    for sign in row:
        if sign in STRESS:
            phones.append(None)
        elif sign == LONG:
            phones.append(phones[-1] if phones else 0)
        else:
            phones.append(0 if sign in SILENT else numbers.get(ALIKE.get(sign, sign), 0))
    for at in range(len(phones) - 2, -1, -1):
        if phones[at] is None:
            phones[at] = phones[at + 1]
    labels = np.zeros(frames, dtype=np.int64)
    bounds = [*(round(start / 160) for start in starts), frames]
    for phone, (start, end) in zip(phones, pairwise(bounds), strict=False):
        labels[start:end] = phone or 0
    return labels


if __name__ == "__main__":
    main()
