"""A browser's own player, asked about a folder of sessions: length, seeking, captions.

Where it lands after a jump is not taken from its clock: what it then plays is recorded and looked
for in the session's own samples.
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
"""How far from where it should be a jump is looked for, each way."""

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
  cues: Array.from(track.track.cues, (it) => [it.startTime, it.endTime, it.text])};
"""
_SHOWN = """
const audio = document.getElementById('a');
const landed = new Promise((done) => audio.addEventListener('seeked', done, {once: true}));
audio.currentTime = AT;
await landed;
await new Promise((done) => setTimeout(done, 60));
return {at: audio.currentTime,
  shown: Array.from(audio.textTracks[0].activeCues, (it) => it.text)};
"""
_HEARD = """
const audio = document.getElementById('a');
if (!window.heard) {
  const context = new AudioContext({sampleRate: 44100});
  const source = context.createMediaElementSource(audio);
  const taken = context.createScriptProcessor(4096, 2, 2);
  source.connect(taken); taken.connect(context.destination);
  window.heard = {context, blocks: null};
  taken.onaudioprocess = (it) => {
    if (window.heard.blocks) window.heard.blocks.push(it.inputBuffer.getChannelData(0).slice());
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
return blocks.flatMap((it) => Array.from(it));
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
        url: Where the folder is served.
    """

    def __init__(self, window: Browser, url: str) -> None:
        self._window = window
        self._url = url

    def load(self, name: str, captions: str) -> tuple[float, list[Cue]]:
        """Open a file with its captions; answers its length in seconds, and the captions."""
        self._window.open(f"{self._url}/{PAGE}")
        read = self._ask(_LOAD, SOURCE=name, CAPTIONS=captions)
        return read["duration"], [Cue(*it) for it in read["cues"]]

    def shown_at(self, at_s: float) -> tuple[float, list[str]]:
        """Jump; answers where the player says it is, and the captions it shows there."""
        read = self._ask(_SHOWN, AT=at_s)
        return read["at"], read["shown"]

    def heard_at(self, at_s: float) -> NDArray[np.float32]:
        """Jump and play; answers the left channel of what is heard, from its first sample on."""
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
    """A folder shown on this machine alone, with a page that plays it; answers its address."""
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
    """How late after ``at_s`` the recorded samples are in the true ones; None if they are not.

    Args:
        recorded: ``(frames,)`` at :data:`RATE_HZ`.
        truth: The whole session, likewise.
        at_s: Where the player was sent.
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
    """Where to jump: into the longest silences, forth and back.

    Not into a phrase: of the tone that speaks in this session one part looks like another.
    """
    ends = [0.0, *(it.end_s for it in cues)]
    starts = [*(it.start_s for it in cues), seconds]
    gaps = sorted(zip(starts, ends, strict=True), key=lambda it: it[1] - it[0])[:4]
    middles = sorted((start + end) / 2 for start, end in gaps)
    return [middles[1], middles[3], middles[0], middles[2]]
