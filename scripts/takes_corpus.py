"""Readings of whole scripts with known faults: what ``bench_takes.py`` cuts, and the truth of it.

A voice, or somebody whose phrases are in a folder (``human_phrases.py``), reads a script; then
happens what happens to people who read into a phone: lines are read twice, begun and broken off,
left out, swapped, read in other words, with coughs, remarks and another pace, in a room with an
echo, a hum and a hiss.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import soundfile
from scipy import signal

from quietude import Request
from quietude.audio.clip import resample
from quietude.plan.model import Utterance
from quietude.script.reader import read_script
from quietude.session.own_voice.reading_sheet import sheet_lines
from quietude.speech.cache import PhraseCache
from quietude.speech.speaker import Speaker
from quietude.speech.takes.cutting.audible import CRITICAL_HZ, OCTAVES, SOFT_ROOM_DB
from quietude.speech.voice_selection import open_voice

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

RATE_HZ = 44_100
PACES_WPM = (100, 120, 140)
REMARKS = (
    "Sorry, I'll say that again.",
    "Is this thing still recording?",
    "One moment, there is somebody at the door.",
)
FEW_WORDS, QUIET, FIRST_ECHO_S = 3, 1e-3, 0.004
WINDOW_S, HOP = 0.05, 220
"""A moment: a window of Hann of 50 ms, which weighs as much as 19 ms; one every 220 frames."""
UNSURE_DB = 3.0
"""Hearing has no edge: what is 3 dB stronger than the softest that is heard, all hear, and what is
3 dB softer, nobody."""
_LEVEL_S, _BELOW_LEVEL_DB = 0.01, -25.0

Kind = Literal["line", "false start", "other words", "remark", "cough"]


@dataclass(frozen=True, slots=True)
class Sounded:
    """Something in a reading.

    Attributes:
        kind: Its kind.
        line: The index of its line; -1 for a remark or a cough.
        start_s: Its start, in seconds: the first moment at which it can be heard.
        end_s: Its end, the last one.
        starts_s: The range of its start: from what may be heard to what is surely heard.
        ends_s: The range of its end: from what is surely heard to what may be heard.
        level_s: Start and end where the power of 10 ms is 25 dB below that of the line.
    """

    kind: Kind
    line: int
    start_s: float
    end_s: float
    starts_s: tuple[float, float] = (0.0, 0.0)
    ends_s: tuple[float, float] = (0.0, 0.0)
    level_s: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Conditions:
    """A room and a recorder.

    Attributes:
        name: Its name in the table.
        snr_db: The level of the voice above the noise.
        echo_s: The time in which an echo falls by 60 dB; 0 for none.
        hum_db: The level of 50 Hz and its harmonics, below the voice.
        dc: A constant that is added.
        mp3_kbps: The bit rate of an MP3 it goes through; 0 for none.
    """

    name: str
    snr_db: float = 60.0
    echo_s: float = 0.0
    hum_db: float = -90.0
    dc: float = 0.0
    mp3_kbps: int = 0


CONDITIONS = (
    Conditions("studio", 50.0),
    Conditions("noise", 20.0),
    Conditions("room", 30.0, echo_s=0.4, hum_db=-35.0, dc=0.01),
    Conditions("phone", 20.0, echo_s=0.3, hum_db=-40.0, mp3_kbps=48),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A recording of a script, and the truth about it.

    Attributes:
        texts: The lines of the script.
        samples: The recording, mono.
        sounded: Everything that was said, in order.
    """

    texts: tuple[str, ...]
    samples: Samples
    sounded: tuple[Sounded, ...]

    def readings_of(self, line: int) -> list[Sounded]:
        """The whole and right readings of a line, in order."""
        return [one for one in self.sounded if one.kind == "line" and one.line == line]


@dataclass
class Reader:
    """A voice that reads; its phrases are kept.

    Args:
        voice: Its id.
        folder: The folder of its phrases.
    """

    voice: str
    folder: Path
    clips: dict[tuple[str, int], Samples] = field(default_factory=dict)
    remarks: tuple[str, ...] = REMARKS

    def other_words(self, text: str, texts: list[str]) -> str:
        """A sentence that begins like a line and goes on like another."""
        return other_words(text, texts)

    def say(self, wanted: list[tuple[str, int]]) -> None:
        """Speaks texts at paces, in words a minute."""
        with open_voice(self.voice) as chosen:
            speaker = Speaker(
                chosen.engine, PhraseCache(self.folder), RATE_HZ, another=chosen.another
            )
            rows = {row: Utterance(row[0], chosen.voice, row[1], 0, 1) for row in wanted}
            spoken = speaker.speak_all(rows.values(), lambda _done, _all: None)
            for row, utterance in rows.items():
                self.clips[row] = spoken.clip(utterance).samples


class HumanReader(Reader):
    """Somebody who read phrases, each in a file; the paces are those they had.

    Args:
        folder: Holds ``texts.tsv`` (a name, a tab, a text) and ``NAME.wav``. A text that was read
            several times has several names.
        texts: The script; other phrases are remarks.
    """

    def __init__(self, folder: Path, texts: list[str]) -> None:
        super().__init__(f"human:{folder}", folder)
        self._names: dict[str, list[str]] = {}
        for row in (folder / "texts.tsv").read_text(encoding="utf-8").splitlines():
            name, _, text = row.partition("\t")
            self._names.setdefault(text, []).append(name)
        self.remarks = tuple(text for text in self._names if text not in texts)

    def other_words(self, text: str, texts: list[str]) -> str:
        """The beginning of a line and the end of another, at soft moments of both."""
        other = max(texts, key=lambda one: (one != text) * len(one.split()))
        both = f"{text} / {other}"
        rng = np.random.default_rng(len(both))
        self.say([(text, PACES_WPM[0]), (other, PACES_WPM[0])])
        first, last = (self.clips[one, PACES_WPM[0]] for one in (text, other))
        joined = np.concatenate([_broken_off(first, rng), _broken_off(last[::-1], rng)[::-1]])
        self.clips.update({(both, pace): joined for pace in PACES_WPM})
        return both

    def say(self, wanted: list[tuple[str, int]]) -> None:
        """Reads phrases; another pace is another recording where there are several."""
        for text, pace in wanted:
            if (text, pace) not in self.clips:
                names = self._names[text]
                path = self.folder / f"{names[PACES_WPM.index(pace) % len(names)]}.wav"
                samples, rate_hz = soundfile.read(path, dtype="float32")
                self.clips[text, pace] = resample(samples, int(rate_hz), RATE_HZ)


def reader_of(voice: str, folder: Path, texts: list[str]) -> Reader:
    """A voice that reads, or ``human:FOLDER``.

    Args:
        voice: Its id.
        folder: Keeps the phrases of a voice.
        texts: The script.
    """
    kind, _, phrases = voice.partition(":")
    return HumanReader(Path(phrases), texts) if kind == "human" else Reader(voice, folder)


def lines_of(exercise: str) -> list[str]:
    """The lines of an exercise of the library, as its sheet has them."""
    lines = sheet_lines(read_script(exercise), Request())
    return [line.text for line in lines if line.number]


def other_words(text: str, texts: list[str]) -> str:
    """A sentence that begins like a line and goes on like another."""
    words = text.split()
    other = max(texts, key=lambda one: (one != text) * len(one.split()))
    half = max(1, len(words) // 2)
    return " ".join([*words[:half], *other.split()[-max(2, len(words) - half) :]])


def plan_of(  # noqa: C901  (a branch for each thing that happens to readers)
    reader: Reader, texts: list[str], seed: int, *, faults: bool = True
) -> list[tuple[Kind, int, str, int]]:
    """Everything said in a reading: its kind, its line, its words and its pace."""
    rng = np.random.default_rng(seed)
    order = list(range(len(texts)))
    fates = dict.fromkeys(order, "")
    if faults:
        names = ["twice", "false start", "left out", "other words", "remark", "cough", "swapped"]
        chosen = rng.permutation(order)[: len(order) // 2]
        fates.update({int(line): names[place % len(names)] for place, line in enumerate(chosen)})
        for line in order[:-1]:
            if fates[line] == "swapped" and fates[line + 1] == "":
                order[order.index(line)], order[order.index(line + 1)] = line + 1, line
    said: list[tuple[Kind, int, str, int]] = []
    for line in order:
        text, fate = texts[line], fates[line]
        pace = int(rng.choice(PACES_WPM))
        if fate == "left out":
            continue
        if fate == "other words":
            said.append(("other words", line, reader.other_words(text, texts), pace))
            continue
        if fate == "false start" and len(text.split()) > FEW_WORDS:
            said.append(("false start", line, text, pace))
        if fate == "remark":
            said.append(
                ("remark", -1, reader.remarks[int(rng.integers(len(reader.remarks)))], pace)
            )
        if fate == "cough":
            said.append(("cough", -1, "", pace))
        if fate == "twice":
            said.append(("line", line, text, PACES_WPM[(PACES_WPM.index(pace) + 1) % 3]))
        said.append(("line", line, text, pace))
    return said


def reading_of(
    reader: Reader, texts: list[str], seed: int, conditions: Conditions, *, faults: bool = True
) -> Reading:
    """A reading of a script by a voice, with faults, under some conditions."""
    rng = np.random.default_rng(seed + 1)
    said = plan_of(reader, texts, seed, faults=faults)
    reader.say([(text, pace) for kind, _, text, pace in said if kind != "cough"])
    parts: list[tuple[Kind, int, Samples]] = []
    for kind, line, text, pace in said:
        clip = _cough(rng) if kind == "cough" else reader.clips[text, pace]
        parts.append((kind, line, _broken_off(clip, rng) if kind == "false start" else clip))
    gaps = [0.8, *(float(rng.choice([0.35, 0.6, 1.2, 2.5, 5.0])) for _ in parts)]
    total = sum(len(clip) for *_, clip in parts) + round(sum(gaps) * RATE_HZ) + RATE_HZ
    clean = np.zeros(total, dtype=np.float32)
    spans, at = [], 0
    for gap, (kind, line, clip) in zip(gaps, parts, strict=False):
        at += round(gap * RATE_HZ)
        clean[at : at + len(clip)] += clip * float(10 ** (rng.uniform(-3, 3) / 20))
        spans.append((kind, line, at, at + len(clip)))
        at += len(clip)
    echoing = _echoing(clean, conditions.echo_s, rng)
    level = float(np.sqrt(np.mean(echoing[np.abs(echoing) > QUIET] ** 2)))
    sounded = tuple(_truth(kind, line, echoing, start, end) for kind, line, start, end in spans)
    return Reading(tuple(texts), _recorded(echoing, level, conditions, rng), sounded)


def _truth(kind: Kind, line: int, clean: Samples, start: int, end: int) -> Sounded:
    part = clean[start : end + round(0.2 * RATE_HZ)]
    window = round(_LEVEL_S * RATE_HZ)
    rows = part[: len(part) // window * window].reshape(-1, window)
    power = np.square(rows, dtype=np.float64).mean(axis=1)
    level = float(power[power > power.max() * 1e-3].mean())
    loud = np.flatnonzero(power > level * 10 ** (_BELOW_LEVEL_DB / 10))
    by_level = (start / RATE_HZ + loud[0] * _LEVEL_S, start / RATE_HZ + (loud[-1] + 1) * _LEVEL_S)
    over = over_soft_room(part, level)

    def edges(db: float) -> tuple[float, float]:
        heard = np.flatnonzero(over > 10 ** (db / 10))
        return (start + HOP * int(heard[0])) / RATE_HZ, (start + HOP * int(heard[-1] + 1)) / RATE_HZ

    if not (over > 10 ** (UNSURE_DB / 10)).any():  # half a cough
        return Sounded(kind, line, *by_level, level_s=by_level)
    (late, early), (earliest, latest) = edges(UNSURE_DB), edges(-UNSURE_DB)
    return Sounded(kind, line, *edges(0.0), (earliest, late), (early, latest), by_level)


def over_soft_room(clean: Samples, level: float) -> Any:
    """The power of each moment over the room that is meant, in the band that stands out most.

    Args:
        clean: A line without its room.
        level: Its mean power.
    """
    window = round(WINDOW_S * RATE_HZ)
    weights, bands = np.hanning(window), np.array(CRITICAL_HZ)
    size = 1 << window.bit_length()
    hz, step = np.fft.rfftfreq(size, 1 / RATE_HZ), RATE_HZ / size
    inside = np.minimum.outer(hz + step / 2, bands[1:]) - np.maximum.outer(
        hz - step / 2, bands[:-1]
    )
    shares = np.clip(inside, 0.0, step) / step
    padded = np.pad(clean, (window // 2, window // 2)).astype(np.float64)
    windows = np.lib.stride_tricks.sliding_window_view(padded, window)[::HOP]
    power = np.square(np.abs(np.fft.rfft(windows * weights, size))) @ shares
    power *= 2 / (size * np.square(weights).sum())
    room = np.log2(bands[1:] / bands[:-1]) / OCTAVES * 10 ** (SOFT_ROOM_DB / 10)
    return (power / (level * room)).max(axis=1)


def _broken_off(clip: Samples, rng: np.random.Generator) -> Samples:
    """The beginning of a line, up to a soft moment somewhere in its middle."""
    window = RATE_HZ // 50
    power = np.square(clip[: len(clip) // window * window].reshape(-1, window)).mean(axis=1)
    middle = round(len(power) * rng.uniform(0.35, 0.6))
    near = slice(max(1, middle - 8), middle + 9)
    cut = (near.start + int(np.argmin(power[near]))) * window
    part = clip[:cut].copy()
    part[-window:] *= np.linspace(1, 0, window, dtype=np.float32)
    return part


def _cough(rng: np.random.Generator) -> Samples:
    """Two bursts of noise with the resonances of a throat."""
    parts = []
    for seconds in (0.25, 0.18):
        noise = rng.standard_normal(round(seconds * RATE_HZ))
        t = np.arange(len(noise)) / RATE_HZ
        shaped = noise * np.exp(-t * 14) * np.minimum(1, t * 200)
        for hz, q in ((500.0, 2.0), (1500.0, 3.0)):
            b, a = signal.iirpeak(hz, q, fs=RATE_HZ)
            shaped = shaped * 0.3 + signal.lfilter(b, a, shaped)
        parts += [shaped / np.abs(shaped).max() * 0.3, np.zeros(round(0.12 * RATE_HZ))]
    return np.concatenate(parts).astype(np.float32)


def _echoing(clean: Samples, echo_s: float, rng: np.random.Generator) -> Samples:
    if not echo_s:
        return clean
    t = np.arange(round(echo_s * RATE_HZ)) / RATE_HZ
    tail = rng.standard_normal(len(t)) * 10 ** (-3 * t / echo_s) * (t > FIRST_ECHO_S)
    tail *= 0.4 / np.sqrt(np.sum(tail**2))  # the voice is 8 dB above its echo
    tail[0] = 1.0
    return np.asarray(signal.oaconvolve(clean, tail)[: len(clean)], dtype=np.float32)


def _recorded(
    clean: Samples, level: float, conditions: Conditions, rng: np.random.Generator
) -> Samples:
    white = rng.standard_normal(len(clean))
    # Rooms hiss more in the low: -3 dB an octave, by Kellet's filter.
    b = [0.049922035, -0.095993537, 0.050612699, -0.004408786]
    a = [1, -2.494956002, 2.017265875, -0.522189400]
    pink = signal.lfilter(b, a, white)
    pink *= level * 10 ** (-conditions.snr_db / 20) / np.sqrt(np.mean(pink**2))
    t = np.arange(len(clean)) / RATE_HZ
    hum: Any = sum(np.sin(2 * np.pi * 50.0 * n * t + n) / n for n in (1, 2, 3, 5))
    hum = hum * level * 10 ** (conditions.hum_db / 20)
    samples = np.asarray(clean + pink + hum + conditions.dc, dtype=np.float32)
    samples *= np.float32(0.7 / np.abs(samples).max())
    return _through_mp3(samples, conditions.mp3_kbps) if conditions.mp3_kbps else samples


def _through_mp3(samples: Samples, kbps: int) -> Samples:
    with TemporaryDirectory() as folder:
        wav, mp3 = Path(folder) / "a.wav", Path(folder) / "a.mp3"
        soundfile.write(wav, samples, RATE_HZ)
        command = ["ffmpeg", "-v", "error", "-i", str(wav), "-b:a", f"{kbps}k", str(mp3)]
        subprocess.run(command, check=True)  # noqa: S603
        decoded, rate = soundfile.read(mp3, dtype="float32")
    return resample(decoded, int(rate), RATE_HZ)
