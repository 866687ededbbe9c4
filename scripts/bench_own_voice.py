"""Measures finished sessions of recorded phrases beside the same session by a voice alone.

    python scripts/bench_own_voice.py FOLDER [--exercise ID] [--reader VOICE] [--other VOICE]

A voice stands for the person: it reads every line, at levels up to 3 dB apart, in a quiet room and
in one with noise 20 dB below. Each session is made at the shortest length of the exercise, without
a bed and with its own, and read back from its file: loudness of the phrases from the 10th to the
90th percentile, pauses below the voice, words that a recogniser mishears, clicks at the joins.
Then another voice speaks every fourth line, and its loudness and its tone are compared with those
of the recorded ones, with the curve that brings it near them and without. With ``--curves`` only
the tone curves of readers are printed, as they are and at a microphone that booms and is dull.
With ``--reader human:FOLDER --exercise FOLDER/1.yaml`` somebody reads whose phrases are in a folder
(``human_phrases.py``), and the session without takes is spoken by the other voice.

The recogniser is the one of ``bench_voices.py`` (``pip install pocketsphinx``). FOLDER keeps the
phrases.
"""

from __future__ import annotations

import argparse
import dataclasses
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np
import soundfile

from quietude.audio.clip import Clip
from quietude.audio.loudness import gated_lufs
from quietude.plan.request import Request
from quietude.script.bed import NoBed
from quietude.script.reader import read_script
from quietude.session.output import Output
from quietude.session.own_voice.reading_sheet import sheet_lines
from quietude.session.render import render
from quietude.session.sound import Sound
from quietude.sound.narration import phrase_power
from quietude.speech.takes.folder import Takes
from quietude.speech.takes.octave_levels import (
    CENTRES_HZ,
    SPEECH_DB,
    VoiceSpectrum,
    octave_powers,
    spectrum_of,
)
from quietude.speech.takes.tone_curve import FLAT, ToneCurve, own_curve
from quietude.speech.takes.tone_match import ToneMatch
from recogniser import error_rate, errors_in
from takes_corpus import RATE_HZ, HumanReader, Reader, lines_of, reader_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.session.own_voice.reading_sheet import SheetLine
    from quietude.session.result import Session

PACE_WPM, AROUND_S, QUIET, APART_DB = 120, 0.8, 1e-3, 3.0
ROOMS = {"quiet room": 50.0, "noise 20 dB below": 20.0}
MICROPHONES = {"as it is": FLAT, "boomy and dull": ToneCurve((8, 8, 4, 0, -2, -6, -8))}
SHORTEST_S = 30.0
EVERY = 4
JOIN_S, AROUND_JOIN_S, SHARP = 0.002, 0.05, 12.0
"""A click: within 2 ms of a join, the wave has a corner twelve times as sharp as the sharpest of
most moments in the 50 ms around."""


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="keeps the phrases")
    parser.add_argument("--exercise", default="taking-a-break")
    parser.add_argument("--reader", default="flite:slt", help="stands for the person")
    parser.add_argument("--other", default="hibari:heart", help="speaks what is not recorded")
    parser.add_argument("--curves", nargs="*", metavar="VOICE", help="print these curves alone")
    given = parser.parse_args()
    if given.curves:
        print_curves(given.folder, given.exercise, given.curves)
    else:
        print_sessions(given)


def print_sessions(given: argparse.Namespace) -> None:
    """Prints a row for each session."""
    lines = [one for one in sheet_lines(read_script(given.exercise), Request()) if one.number]
    reader = reader_of(given.reader, given.folder, [line.text for line in lines])
    reader.say([(line.text, PACE_WPM) for line in lines])
    voice = given.other if isinstance(reader, HumanReader) else given.reader
    alone = Request(voice=voice, rate_wpm=PACE_WPM, duration_s=SHORTEST_S, nearest=True)
    print("| session | spread LU | pauses dB below | with bed | misheard | with bed | clicks |")
    print("|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as work:
        _row(f"{voice} alone", given.exercise, alone, Path(work))
        folders = {name: Path(work) / name for name in ROOMS}
        for name, folder in folders.items():
            record(folder, lines, reader, ROOMS[name])
            request = dataclasses.replace(alone, takes=folder, only_takes=True)
            _row(f"takes, {name}", given.exercise, request, Path(work))
        print("\n| every fourth line spoken | LU from the takes | octaves apart: mean, most dB |")
        print("|---|---|---|")
        for name, folder in folders.items():
            for take in sorted(folder.glob("*.wav"))[::EVERY]:
                take.unlink()
            other = Request(voice=given.other, duration_s=SHORTEST_S, nearest=True, takes=folder)
            _apart(f"{name}, as the voice is", given.exercise, other, Path(work), matched=False)
            _apart(f"{name}, matched", given.exercise, other, Path(work), matched=True)


def print_curves(folder: Path, exercise: str, voices: list[str]) -> None:
    """Prints the curve of each reader, and how far its octaves lie from speech in general.

    The last column is the most that the curves of either half of the lines differ by.
    """
    print("| reader | microphone | curve, 125 Hz to 8 kHz | dB from speech | with it | halves |")
    print("|---|---|---|---|---|---|")
    for voice in voices:
        texts = lines_of(exercise)
        reader = reader_of(voice, folder, texts)
        reader.say([(text, PACE_WPM) for text in texts])
        for name, colour in MICROPHONES.items():
            clips = [
                Clip(colour.applied(reader.clips[text, PACE_WPM], RATE_HZ), RATE_HZ)
                for text in texts
            ]
            before = _spectrum(clips)
            curve = own_curve(before)
            after = _spectrum([Clip(curve.applied(one.samples, RATE_HZ), RATE_HZ) for one in clips])
            first, second = (
                own_curve(_spectrum(part)).gains_db for part in (clips[::2], clips[1::2])
            )
            gains = " ".join(f"{gain:+d}" if gain else "0" for gain in curve.gains_db)
            both = f"{_from_speech_db(before):.1f} | {_from_speech_db(after):.1f}"
            most = np.abs(np.subtract(first, second)).max()
            print(f"| {voice} | {name} | {gains} | {both} | {most} |", flush=True)


def _spectrum(clips: list[Clip]) -> VoiceSpectrum:
    nothing = np.zeros(len(CENTRES_HZ))
    found = spectrum_of((octave_powers(clip), nothing, clip.seconds) for clip in clips)
    assert found is not None
    return found


def _from_speech_db(spectrum: VoiceSpectrum) -> float:
    """The mean distance of the octaves from 250 Hz to 4 kHz from those of speech in general."""
    apart = (np.array(SPEECH_DB) - spectrum.voice_db)[1 : len(CENTRES_HZ) - 1]
    return float(np.abs(apart - apart.mean()).mean())


def record(folder: Path, lines: list[SheetLine], reader: Reader, snr_db: float) -> None:
    """Writes a take of each line, as a recorder at one gain hears them in one room."""
    folder.mkdir()
    rng = np.random.default_rng(7)
    said = np.concatenate([reader.clips[line.text, PACE_WPM] for line in lines])
    level = float(np.sqrt(np.mean(said[np.abs(said) > QUIET] ** 2)))
    for line in lines:
        gain = 10 ** (rng.uniform(-APART_DB, APART_DB) / 20)
        around = np.zeros(round(AROUND_S * RATE_HZ), np.float32)
        sound = np.concatenate([around, gain * reader.clips[line.text, PACE_WPM], around])
        noise = pink_noise(len(sound), rng) * level * 10 ** (-snr_db / 20)
        soundfile.write(folder / f"{line.file_name}.wav", 0.5 * (sound + noise), RATE_HZ, "PCM_24")


def pink_noise(frames: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise that falls by 3 dB an octave from 30 Hz on, of an RMS of 1."""
    hz = np.fft.rfftfreq(frames, 1.0 / RATE_HZ)
    spectrum = rng.standard_normal(len(hz)) + 1j * rng.standard_normal(len(hz))
    spectrum[1:] /= np.sqrt(np.maximum(hz[1:], 30.0))
    spectrum[0] = 0.0
    wave = np.fft.irfft(spectrum, frames)
    return np.asarray(wave / np.sqrt(np.mean(wave**2)))


def _row(name: str, exercise: str, request: Request, work: Path) -> None:
    bare, samples = _rendered(exercise, request, work / "bare.wav", Sound(NoBed()))
    under, with_bed = _rendered(exercise, request, work / "bed.wav", Sound())
    print(
        f"| {name} | {bare.narrator.spread_lu:.1f} | {pauses_db(bare, samples):.0f} "
        f"| {pauses_db(under, with_bed):.0f} | {misheard(bare, samples)} "
        f"| {misheard(under, with_bed)} | {clicks(bare, samples)} |",
        flush=True,
    )


def _rendered(exercise: str, request: Request, path: Path, sound: Sound) -> tuple[Session, Samples]:
    session = render(exercise, Output(path, receipt=False, overwrite=True), request, sound)
    return session, soundfile.read(path, dtype="float32")[0].mean(axis=1)


def phrases(session: Session, samples: Samples) -> list[tuple[str, Clip]]:
    """The phrases of a session as they sound."""
    return [
        (one.utterance.text, Clip(samples[one.start_frame : one.end_frame].copy(), RATE_HZ))
        for one in session.timeline.placements
    ]


def pauses_db(session: Session, samples: Samples) -> float:
    """The usual level of the pauses below that of the voice; the median, for bells ring in some."""
    voice = np.concatenate([clip.samples for _, clip in phrases(session, samples)])
    hop, margin = RATE_HZ // 20, RATE_HZ // 4
    levels: list[float] = []
    for one, after in pairwise(session.timeline.placements):
        gap = samples[one.end_frame + margin : after.start_frame - margin]
        hops = gap[: len(gap) // hop * hop].reshape(-1, hop)
        levels += [float(np.mean(part.astype(float) ** 2)) for part in hops]
    return float(10 * np.log10(np.mean(voice**2) / max(np.median(levels), 1e-14)))


def misheard(session: Session, samples: Samples) -> str:
    """The rate of misheard words, and its 95 % interval."""
    rows = phrases(session, samples)
    return str(error_rate([text for text, _ in rows], errors_in(rows)))


def clicks(session: Session, samples: Samples) -> int:
    """The number of joins at which something clicks."""
    corners = np.abs(np.diff(samples, 2))
    near, around, piece = (round(s * RATE_HZ) for s in (JOIN_S, AROUND_JOIN_S, 0.001))
    found = 0
    for one in session.timeline.placements:
        for join in (one.start_frame, one.end_frame):
            there = corners[max(0, join - near) : join + near].max(initial=0.0)
            beside = corners[max(0, join - around) : join + around]
            usual = np.percentile(
                beside[: len(beside) // piece * piece].reshape(-1, piece).max(axis=1), 75
            )
            found += bool(there > 2e-4 and there > SHARP * usual)  # noqa: PLR2004
    return found


def _apart(name: str, exercise: str, request: Request, work: Path, *, matched: bool) -> None:
    """Prints the distance of the spoken phrases from the recorded ones in a session of both."""
    assert request.takes is not None
    with mock.patch.object(ToneMatch, "identity", ToneMatch.identity if matched else ""):
        session, samples = _rendered(exercise, request, work / "both.wav", Sound(NoBed()))
    takes = Takes(request.takes)
    recorded: list[Clip] = []
    spoken: list[Clip] = []
    for placed, (_, clip) in zip(
        session.timeline.placements, phrases(session, samples), strict=True
    ):
        (recorded if takes.of(placed.utterance) else spoken).append(clip)
    levels = [
        np.median([gated_lufs(phrase_power(clip)) for clip in group])
        for group in (spoken, recorded)
    ]
    octaves = [
        10 * np.log10(np.mean([octave_powers(clip) for clip in group], axis=0))
        for group in (spoken, recorded)
    ]
    apart = (octaves[0] - octaves[1])[1 : len(CENTRES_HZ) - 1]  # 250 Hz to 4 kHz
    apart = np.abs(apart - apart.mean())
    print(f"| {name} | {levels[0] - levels[1]:+.1f} | {apart.mean():.1f}, {apart.max():.1f} |")


if __name__ == "__main__":
    main()
