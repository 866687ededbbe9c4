"""Workers that are killed at any moment: a render ends well or fails clearly, and leaves nothing."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import tempfile
import threading
from pathlib import Path
from typing import Self

import pytest
import soundfile

from processes import all_gone, children, needs_proc
from quietude.errors import EngineError, SpeechError
from quietude.plan.request import Request
from quietude.script.bed import NoBed
from quietude.script.parse import parse_script
from quietude.session.output import Output
from quietude.session.render import render
from quietude.session.sound import Sound
from quietude.speech.engines.programs import TRIES
from quietude.speech.engines.registry import open_engine
from quietude.speech.speaking_rate import SENTENCES, Pace, remember_pace
from tiny_phoneme_model import install_tiny_kokoro
from tiny_voice import install_tiny

pytestmark = [
    pytest.mark.slow,
    needs_proc,
]

STEPS = "".join(f"      - say: {text!r}\n" for text in SENTENCES)
SCRIPT = f"id: t\ntitle: T\nsections:\n  - title: All\n    steps:\n{STEPS}"
VOICES = {
    "pyttsx3": "gmw/en-us",
    "flite": "rms",
    "festival": "slt",
    "piper": "en_US-tiny-medium",
    "hibari": "heart",
    "kokoro": "af_heart",
}
ROUNDS = 6


class Killer:
    """Kills whatever child there is, at random moments, so many times at most."""

    def __init__(self, seed: int, pause_s: float, most: int) -> None:
        self._random, self._most = random.Random(seed), most  # noqa: S311  (no secrets)
        self._pause_s, self.kills = pause_s, 0
        self._before = children()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.wait(self._random.uniform(0.0, self._pause_s)):
            mine = sorted(children() - self._before)
            if mine and self.kills < self._most:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._random.choice(mine), signal.SIGKILL)
                    self.kills += 1


@pytest.mark.parametrize("engine", VOICES)
def test_kills_at_random_moments(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = VOICES[engine]
    monkeypatch.setenv("QUIETUDE_DATA_DIR", str(tmp_path / "data"))
    try:
        if engine == "piper":
            install_tiny(tmp_path / "tiny")
        if engine == "kokoro":
            install_tiny_kokoro(tmp_path / "tiny")
        with open_engine(engine) as opened:
            if voice not in {known.id for known in opened.voices()}:
                pytest.skip(f"{engine} has no {voice} here")
            remember_pace(opened.identity(voice), voice, Pace(0.0, 0.35))
    except (EngineError, ImportError) as error:
        pytest.skip(str(error))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    script = parse_script(SCRIPT, source="t.yaml")
    before, kills = children(), 0
    for seed in range(ROUNDS):
        monkeypatch.setenv("QUIETUDE_CACHE_DIR", str(tmp_path / f"cache{seed}"))
        folder = tmp_path / f"out{seed}"
        folder.mkdir()
        path = folder / "t.flac"
        request = Request(voice=f"{engine}:{voice}", accept_care_risks=True)
        # Two kills are borne, whenever they come; more, and ever faster, may be too much.
        bearable = seed % 2 == 0
        most = TRIES - 1 if bearable else 1000
        with Killer(seed, pause_s=3.0 / 3**seed, most=most) as killer:
            try:
                result = render(script, Output(path, receipt=False), request, Sound(bed=NoBed()))
            except SpeechError as error:
                assert not bearable, error
                assert "Traceback" not in error.message
                assert error.hint
                # In the middle of a phrase: its line; before the first: the engine.
                assert error.line or isinstance(error, EngineError)
                assert not list(folder.iterdir())
            else:
                assert soundfile.info(path).frames == result.timeline.total_frames
                assert len(result.timeline.placements) == len(SENTENCES)
                shortest = min(spoken.length_frames for spoken in result.timeline.placements)
                assert shortest > 0.8 * 44_100
        kills += killer.kills
        all_gone(children() - before)
        assert children() <= before
        assert not list(temporary.iterdir())
        assert not list((tmp_path / f"cache{seed}").rglob(".new-*"))
    assert kills >= ROUNDS
