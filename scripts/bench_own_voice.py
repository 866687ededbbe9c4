"""Measures finished sessions of recorded phrases beside the same session by the voice alone.

    python scripts/bench_own_voice.py FOLDER [--reader VOICE] [--exercise ID]

A voice stands for the person: it reads every line, at levels up to 3 dB apart, in four rooms. For
each session without a bed: the spread of the loudness of its phrases, the level of its pauses below
its voice, misheard words, and quality as two models hear it. Where ``noisereduce`` is installed
(``pip install noisereduce``, MIT), the takes are measured once more after it, with steady noise
lowered by half in dB and in whole. Models and recogniser as in ``bench_voices.py``.
"""

from __future__ import annotations

import argparse
import importlib
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from quietude.audio.clip import Clip
from quietude.plan.request import Request
from quietude.script.bed import NoBed
from quietude.script.reader import read_script
from quietude.session.output import Output
from quietude.session.own_voice.reading_sheet import sheet_lines
from quietude.session.render import render
from quietude.session.sound import Sound
from recogniser import Recogniser, distance, error_rate, plain
from speech_quality import open_judges, quality_of
from takes_corpus import CONDITIONS, RATE_HZ, Reader, recorded_in

if TYPE_CHECKING:
    from quietude.session.result import Session

JUDGED, PACE_WPM, AROUND_S = 6, 120, 0.7
REDUCED = {"": 0.0, "noise halved": 0.5, "noise removed": 1.0}


def main() -> None:
    """Prints a row for each session."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="keeps the phrases")
    parser.add_argument("--reader", default="flite:rms")
    parser.add_argument("--exercise", default="taking-a-break")
    arguments = parser.parse_args()
    lines = [one for one in sheet_lines(read_script(arguments.exercise), Request()) if one.number]
    reader = Reader(arguments.reader, arguments.folder)
    reader.say([(line.text, PACE_WPM) for line in lines])
    judges = open_judges()
    print(
        "session: spread LU, pauses dB below the voice, misheard words, DistillMOS (least), DNSMOS"
    )
    with TemporaryDirectory() as work:
        request = Request(voice=arguments.reader, rate_wpm=PACE_WPM)
        alone = _rendered(arguments.exercise, request, Path(work) / "alone.wav")
        _row("the voice alone", alone, judges)
        for room in CONDITIONS:
            for name, share in REDUCED.items():
                if share and not _reducer():
                    continue
                takes = Path(work) / f"{room.name} {name}"
                takes.mkdir()
                rng = np.random.default_rng(7)
                for line in lines:
                    said = reader.clips[line.text, PACE_WPM] * 10 ** (rng.uniform(-3, 3) / 20)
                    around = np.zeros(round(AROUND_S * RATE_HZ), np.float32)
                    sound = recorded_in(room, np.concatenate([around, said, around]), rng)
                    if share:
                        sound = _reducer()(
                            y=sound, sr=RATE_HZ, stationary=True, prop_decrease=share
                        )
                    soundfile.write(takes / f"{line.file_name}.wav", sound, RATE_HZ, "PCM_24")
                with_takes = Request(voice=arguments.reader, takes=takes, only_takes=True)
                session = _rendered(arguments.exercise, with_takes, takes / "session.wav")
                _row(f"{room.name} {name}".strip(), session, judges)


def _rendered(exercise: str, request: Request, path: Path) -> Session:
    return render(exercise, Output(path, receipt=False), request, Sound(NoBed()))


def _reducer() -> Any:
    try:
        return importlib.import_module("noisereduce").reduce_noise
    except ImportError:
        return None


def _row(name: str, session: Session, judges: Any) -> None:
    samples = soundfile.read(session.path, dtype="float32")[0].mean(axis=1)
    placed = session.timeline.placements
    clips = [Clip(samples[one.start_frame : one.end_frame], RATE_HZ) for one in placed]
    voice = np.mean(np.concatenate([clip.samples for clip in clips]) ** 2)
    margin = RATE_HZ // 5
    gaps = [
        samples[one.end_frame + margin : after.start_frame - margin]
        for one, after in pairwise(placed)
    ]
    quiet = np.mean(np.concatenate([gap for gap in gaps if len(gap)]) ** 2)
    rows = [(one.utterance.text, clip) for one, clip in zip(placed, clips, strict=True)]
    recogniser = Recogniser()
    errors = [distance(plain(text), recogniser.words(clip)) for text, clip in rows]
    rate = error_rate([text for text, _ in rows], errors)
    quality = quality_of(judges, clips[:JUDGED])
    heard = (
        f"{quality.distillmos:.2f} ({quality.least:.2f}), {quality.overall:.2f}" if quality else "-"
    )
    below_db = 10 * np.log10(voice / max(quiet, 1e-12))
    print(f"{name}: {session.narrator.spread_lu:.1f}, {below_db:.0f}, {rate}, {heard}", flush=True)


if __name__ == "__main__":
    main()
