"""The picture of a session: its chapters, voice, pauses, cues and bed over time.

Of a finished session it also shows the waveform and how loud it is; of a plan, whose phrases are
only estimated, it does not.
"""

from __future__ import annotations

from pathlib import PurePath
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from quietude._util.files import PendingFile
from quietude.durations import clock_text
from quietude.errors import UsageError
from quietude.plan.bed_schedule import stretches
from quietude.script.bed import NoBed
from quietude.session.picture.drawing import Box, Drawing, Line, Words
from quietude.session.picture.waveform import COLUMNS, LOUDNESS_S
from quietude.sound.ducking import bed_curve, fade_curve
from quietude.units import gain_to_db

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.plan.timeline import Timeline
    from quietude.session.picture.waveform import Waveform

SUFFIXES = (".png", ".svg")
_LEFT, _RIGHT = 120, 20
_SPAN = COLUMNS
_WIDTH = _LEFT + COLUMNS + _RIGHT
_INK, _FAINT, _GRID = "#3a3a44", "#70707c", "#d8d8e0"
_VOICE, _WAVE, _BED, _LOUD, _BELL = "#2f5d8a", "#8fb3d4", "#4b8b5c", "#a8552f", "#b8860b"
_BANDS = ("#eef1f6", "#dfe5ee")
_PAUSES = {
    "reflect": "#b79ad0",
    "echo": "#d0a8c0",
    "journal": "#9a7fc0",
    "music": "#a9c7ae",
    "pause": "#cfc3de",
    "tail": "#c9d3dc",
}
_OTHER_PAUSE = "#e6e2ec"
_PARTS = {"voice": _WAVE, "bed": _BED, "cues": _BELL}
_PEAK_RANGE_DB = 60.0
_TICKS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_LOW_LUFS, _HIGH_LUFS = -50.0, -10.0
_BED_TOP, _BED_HEIGHT = 222, 90
_LOW_BED_DB, _HIGH_BED_DB = -55.0, -8.0


def check_plot_path(path: Path) -> None:
    """Refuse a picture that is neither PNG nor SVG.

    Raises:
        UsageError: if its name ends otherwise.
    """
    if path.suffix.lower() not in SUFFIXES:
        message = f'a picture is written as PNG or SVG, not as "{path.name[:60]}"'
        raise UsageError(message, hint="End its name in .png or .svg.")


def write_plot(timeline: Timeline, path: Path, *, overwrite: bool = False) -> None:
    """Write the picture of a planned session.

    Raises:
        QuietudeError: if it is neither PNG nor SVG, or cannot be written.
    """
    check_plot_path(path)
    with PendingFile(path, overwrite=overwrite) as pending:
        pending.write_bytes(plot(timeline, path.suffix))
        pending.commit()


def plot(timeline: Timeline, suffix: str, sound: Waveform | None = None) -> bytes:
    """The picture of a session.

    Args:
        timeline: The events of the session.
        suffix: ``.png`` or ``.svg``.
        sound: The finished sound; None for a plan.
    """
    page = _Page(timeline, sound)
    drawing = page.draw()
    return drawing.svg() if suffix.lower() == ".svg" else drawing.png()


class _Page:
    """Lays the lanes of a session under one another."""

    def __init__(self, timeline: Timeline, sound: Waveform | None) -> None:
        self._timeline = timeline
        self._sound = sound
        height = 620 if sound else 400
        title = f"{timeline.title}, {clock_text(timeline.seconds)}"
        self._drawing = Drawing(_WIDTH, height, title)

    def draw(self) -> Drawing:
        """Every lane, from top to bottom."""
        kind = "" if self._sound else "  (planned: the length of each phrase is estimated)"
        self._drawing.add(Words(_LEFT, 30, self._drawing.title + kind, 18, room=_SPAN))
        self._grid()
        self._chapters()
        self._voice()
        self._pauses()
        self._cues()
        self._bed()
        if self._sound:
            self._waveform(self._sound)
            self._loudness(self._sound)
        self._legend()
        return self._drawing

    def _x(self, frame: float) -> float:
        return _LEFT + frame * _SPAN / self._timeline.total_frames

    def _lane(self, name: str, top: float, height: float, unit: str = "") -> None:
        self._drawing.add(Words(12, top + height / 2 + (0 if unit else 5), name, room=_LEFT - 20))
        if unit:
            self._drawing.add(Words(12, top + height / 2 + 15, unit, 10, _FAINT, _LEFT - 20))

    def _grid(self) -> None:
        seconds = self._timeline.seconds
        step = next((tick for tick in _TICKS_S if seconds / tick <= 14), _TICKS_S[-1])  # noqa: PLR2004
        bottom = self._drawing.height - 52
        for at in range(0, int(seconds) + 1, step):
            x = self._x(at * self._timeline.sample_rate_hz)
            self._drawing.add(Line([(x, 46), (x, bottom)], _GRID))
            if x < _WIDTH - _RIGHT - 20:
                self._drawing.add(Words(x + 2, bottom + 14, clock_text(at), 11, _FAINT))

    def _chapters(self) -> None:
        self._lane("Chapters", 48, 30)
        for number, chapter in enumerate(self._timeline.chapters):
            x = self._x(chapter.start_frame)
            width = self._x(chapter.end_frame) - x
            self._drawing.add(Box(x, 48, width, 30, _BANDS[number % 2]))
            self._drawing.add(Words(x + 6, 68, chapter.title, room=width - 10))

    def _voice(self) -> None:
        self._lane("Voice", 92, 40)
        for placement in self._timeline.placements:
            x = self._x(placement.start_frame)
            self._drawing.add(Box(x, 92, self._x(placement.end_frame) - x, 40, _VOICE))

    def _pauses(self) -> None:
        self._lane("Pauses", 144, 24)
        for silence in self._timeline.silences:
            x = self._x(silence.start_frame)
            width = self._x(silence.start_frame + silence.length_frames) - x
            self._drawing.add(Box(x, 144, width, 24, _PAUSES.get(silence.kind, _OTHER_PAUSE)))
            if width > 34:  # noqa: PLR2004  (the width of "120 s")
                seconds = silence.length_frames / self._timeline.sample_rate_hz
                self._drawing.add(Words(x + 4, 160, f"{seconds:.0f} s", 11, room=width - 6))

    def _cues(self) -> None:
        self._lane("Bells, breath", 180, 24)
        for placed in self._timeline.cues:
            x = self._x(placed.start_frame)
            if placed.cue.kind == "swell":
                rise, hold, fall, _ = placed.cue.phases_frames
                top = [self._x(placed.start_frame + at) for at in (0, rise, rise + hold)]
                end = self._x(placed.start_frame + rise + hold + fall)
                points = [(top[0], 203.0), (top[1], 182.0), (top[2], 182.0), (end, 203.0)]
                self._drawing.add(Line(points, _BELL, 1.5))
            else:
                wide = 3 if placed.cue.kind == "bell" else 1
                self._drawing.add(Box(x, 180, wide, 24, _BELL))

    def _bed(self) -> None:
        top, height = _BED_TOP, _BED_HEIGHT
        self._lane("Bed", top, height, "LU to voice, faded")
        usual_db, levels = self._bed_levels()
        highest_db = max(levels)
        low, high = min(_LOW_BED_DB, usual_db - 12.0), max(_HIGH_BED_DB, highest_db + 2.0)

        def y(level_db: float) -> float:
            return top + height * (high - max(level_db, low)) / (high - low)

        for level_db in (highest_db, usual_db, usual_db - 20.0):
            line = y(level_db)
            if level_db > low + 1.0:
                words = f"{level_db:.0f}".replace("-", "−")
                self._drawing.add(Line([(_LEFT, line), (_WIDTH - _RIGHT, line)], _GRID))
                self._drawing.add(Words(_LEFT - 26, line + 4, words, 10))
        if self._is_heard():
            points = [(_LEFT + float(column), y(level)) for column, level in enumerate(levels)]
            self._drawing.add(Line(points, _BED, 2))
        self._bed_names()

    def _bed_levels(self) -> tuple[float, list[float]]:
        """The gain of the bed in dB: under most phrases, and in each column with fades."""
        timeline, sound = self._timeline, self._sound
        curve = (sound and sound.bed_curve) or bed_curve(timeline)
        fade = (sound and sound.fade) or fade_curve(timeline)
        at = np.arange(_SPAN + 1) * timeline.total_frames // _SPAN
        at = np.minimum(at, timeline.total_frames - 1)
        levels = [gain_to_db(float(gain)) for gain in curve.at(at) * fade.at(at)]
        spoken = [placement.start_frame for placement in timeline.placements] or [0]
        return gain_to_db(median(curve.at(np.array(spoken)).tolist())), levels

    def _is_heard(self) -> bool:
        tones = self._sound and self._sound.tones
        return bool(tones) or any(placed.bed != NoBed() for placed in self._timeline.beds)

    def _bed_names(self) -> None:
        if not self._timeline.beds:
            return
        top, height = _BED_TOP, _BED_HEIGHT
        tones = self._sound.tones if self._sound else ""
        turns = stretches(
            self._timeline.beds, self._timeline.beds[0].bed, self._timeline.total_frames
        )
        for turn, following in zip(turns, [*turns[1:], None], strict=True):
            x = self._x(turn.start_frame)
            end = self._x(following.start_frame if following else self._timeline.total_frames)
            if turn.start_frame:
                self._drawing.add(Line([(x, top), (x, top + height)], _BED))
            name = "no bed" if turn.bed == NoBed() else PurePath(str(turn.bed)).stem
            words = " + ".join(one for one in (name, tones) if one)
            if words:
                self._drawing.add(Words(x + 4, top + 13, words, 11, room=end - x - 6))

    def _waveform(self, sound: Waveform) -> None:
        top, height = 330, 90
        self._lane("Sound", top, height, "peaks, −60 to 0 dB")
        parts = sound.parts or {"": sound.peaks}
        room = height / len(parts)
        for number, (name, peaks) in enumerate(parts.items()):
            bottom = top + (number + 1) * room - 1
            for column, peak in enumerate(peaks):
                share = 1.0 + gain_to_db(float(peak)) / _PEAK_RANGE_DB
                if share > 0:
                    tall = min(share, 1.0) * (room - 2)
                    colour = _PARTS.get(name, _WAVE)
                    self._drawing.add(Box(_LEFT + column, bottom - tall, 1, tall, colour))

    def _loudness(self, sound: Waveform) -> None:
        top, height = 440, 90
        self._lane("Loudness", top, height, "LUFS, each 3 s")
        rate_hz = self._timeline.sample_rate_hz

        def y(lufs: float) -> float:
            share = (_HIGH_LUFS - lufs) / (_HIGH_LUFS - _LOW_LUFS)
            return top + height * min(max(share, 0.0), 1.0)

        for level in (-16, -40):
            self._drawing.add(Line([(_LEFT, y(level)), (_WIDTH - _RIGHT, y(level))], _GRID))
            self._drawing.add(Words(_LEFT - 26, y(level) + 4, f"−{-level}", 10))
        points = [
            (self._x((number + 0.5) * LOUDNESS_S * rate_hz), y(lufs))
            for number, lufs in enumerate(sound.loudness)
        ]
        if len(points) > 1:
            self._drawing.add(Line(points, _LOUD, 1.5))

    def _legend(self) -> None:
        y, x = self._drawing.height - 16, float(_LEFT)
        kinds = {silence.kind for silence in self._timeline.silences}
        shown: dict[str, str] = {kind: colour for kind, colour in _PAUSES.items() if kind in kinds}
        shown["gap between phrases"] = _OTHER_PAUSE
        named = {"reflect": "time to reflect", "echo": "time to repeat", "journal": "time to write"}
        named["tail"] = "quiet at the end"
        for kind, colour in shown.items():
            text = named.get(kind, kind)
            self._drawing.add(Box(x, y - 10, 14, 12, colour), Words(x + 20, y, text, 12))
            x += 50 + 7.5 * len(text)
        text = "thin: tap, thick: bell, slope: breath in and out"
        self._drawing.add(Box(x, y - 10, 3, 12, _BELL), Words(x + 10, y, text, 12))
