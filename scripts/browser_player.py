"""A browser's own player over a folder of sessions: length, seeking, captions.

The place it lands at after a jump is not taken from its clock: the sound it then plays is recorded
and looked for in the session's own samples.
"""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude.series.preview.server import SiteServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from browser import Browser

RATE_HZ = 44_100
SEARCH_S = 0.6
"""Seconds around the right place in which the landing of a jump is looked for, each way."""

PAGE = "player.html"
_RECORDED_FRAMES = 22_050
_QUIET = 1e-7
_HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Player</title>
<link rel="icon" href="data:,"><audio id="a" preload="auto" controls></audio></html>
"""
_LOAD = """
const audio = document.getElementById('a');
audio.innerHTML = '';
const track = document.createElement('track');
track.kind = 'captions'; track.srclang = 'en'; track.default = true; track.src = CAPTIONS;
audio.append(track);
track.track.mode = 'hidden';
const once = (what, name) => new Promise((done, failed) => {
  what.addEventListener(name, done, {once: true});
  what.addEventListener('error',
    () => failed(new Error(what.error ? what.error.message : 'no captions')), {once: true});
});
const loaded = once(audio, 'loadedmetadata'), read = once(track, 'load');
audio.src = SOURCE;
await Promise.all([loaded, read]);
return {duration: audio.duration,
  cues: Array.from(track.track.cues, (cue) => [cue.startTime, cue.endTime, cue.text])};
"""
_SHOWN = """
const audio = document.getElementById('a');
const landed = new Promise((done) => audio.addEventListener('seeked', done, {once: true}));
audio.currentTime = AT;
await landed;
await new Promise((done) => setTimeout(done, 60));
return {at: audio.currentTime,
  shown: Array.from(audio.textTracks[0].activeCues, (cue) => cue.text)};
"""
_HEARD = """
const audio = document.getElementById('a');
if (!window.heard) {
  const context = new AudioContext({sampleRate: 44100});
  const source = context.createMediaElementSource(audio);
  const taken = context.createScriptProcessor(4096, 2, 2);
  source.connect(taken); taken.connect(context.destination);
  window.heard = {context, blocks: null};
  taken.onaudioprocess = (event) => {
    if (window.heard.blocks) window.heard.blocks.push(event.inputBuffer.getChannelData(0).slice());
  };
}
await window.heard.context.resume();
const landed = new Promise((done) => audio.addEventListener('seeked', done, {once: true}));
audio.currentTime = AT;
await landed;
window.heard.blocks = [];
await audio.play();
await new Promise((done) => setTimeout(done, 1200));
audio.pause();
const blocks = window.heard.blocks;
window.heard.blocks = null;
return blocks.flatMap((block) => Array.from(block));
"""


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption as the browser has read it: seconds, and its text."""

    start_s: float
    end_s: float
    text: str


class Player:
    """The audio element of one page.

    Args:
        window: The browser.
        url: The address of the folder.
    """

    def __init__(self, window: Browser, url: str) -> None:
        self._window = window
        self._url = url

    def load(self, name: str, captions: str) -> tuple[float, list[Cue]]:
        """Open a file with its captions; return its length in seconds, and the captions."""
        self._window.open(f"{self._url}/{PAGE}")
        read = self._ask(_LOAD, SOURCE=name, CAPTIONS=captions)
        return read["duration"], [Cue(*row) for row in read["cues"]]

    def shown_at(self, at_s: float) -> tuple[float, list[str]]:
        """Jump; return the time the player shows, and the captions it shows there."""
        read = self._ask(_SHOWN, AT=at_s)
        return read["at"], read["shown"]

    def heard_at(self, at_s: float) -> NDArray[np.float32]:
        """Jump and play; return the left channel of the sound, from its first sample on."""
        samples = np.array(self._ask(_HEARD, AT=at_s), dtype=np.float32)
        sounding = np.flatnonzero(np.abs(samples) > _QUIET)
        return samples[sounding[0] :][:_RECORDED_FRAMES] if len(sounding) else samples[:0]

    def _ask(self, script: str, **values: object) -> Any:
        for name, value in values.items():
            script = script.replace(name, json.dumps(value))
        read = self._window.run(script)
        if isinstance(read, str):
            raise RuntimeError(read)
        return read


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone, with a page that plays it; yield its address."""
    (folder / PAGE).write_text(_HTML, encoding="utf-8")
    server = SiteServer(folder, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()


def landed_off_s(
    recorded: NDArray[np.float32], truth: NDArray[np.float32], at_s: float
) -> float | None:
    """Seconds after ``at_s`` at which the true samples have the recorded ones; None if nowhere.

    Args:
        recorded: ``(frames,)`` at :data:`RATE_HZ`.
        truth: The whole session, likewise.
        at_s: The time the player was sent to.
    """
    if len(recorded) < _RECORDED_FRAMES // 2:
        return None
    reach = round(SEARCH_S * RATE_HZ)
    start = max(round(at_s * RATE_HZ) - reach, 0)
    window = truth[start : round(at_s * RATE_HZ) + reach + len(recorded)].astype(np.float64)
    size = 1 << (len(window) + len(recorded)).bit_length()
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(recorded, size))
    found = np.fft.irfft(spectrum, size)[: len(window) - len(recorded) + 1]
    energy = np.cumsum(np.concatenate([[0.0], window**2]))
    local = energy[len(recorded) :] - energy[: -len(recorded)]
    alike = found / np.sqrt(np.maximum(local * float(np.sum(recorded**2)), 1e-20))
    best = int(np.argmax(alike))
    return (start + best) / RATE_HZ - at_s if alike[best] > 0.5 else None  # noqa: PLR2004


def places(cues: Sequence[Cue], seconds: float) -> list[float]:
    """Times to jump to, in seconds: into the longest silences, forth and back.

    A phrase is no place for it, since every part of the tone that speaks here looks like another.
    """
    ends = [0.0, *(cue.end_s for cue in cues)]
    starts = [*(cue.start_s for cue in cues), seconds]
    # The longest first: start minus end of the cue before is a negative length of silence.
    gaps = sorted(zip(starts, ends, strict=True), key=lambda gap: gap[1] - gap[0])[:4]
    middles = sorted((start + end) / 2 for start, end in gaps)
    return [middles[1], middles[3], middles[0], middles[2]]
