"""The sound of a session in figures, so that no change of the sound goes unnoticed.

    python scripts/sound_golden.py            compare with what was recorded; exit 1 if it differs
    python scripts/sound_golden.py --record   record anew, once a version has been raised

A series renders an episode again when its key changes, and the key holds one number for each area
of the code (``quietude.series.build.keys.VERSIONS``). Whoever changes how sessions sound has to
raise one; this is what tells them. A session made by hand, which no change of a script or of an
engine reaches, goes through the fit, the mix and master, and the delivery. Whole numbers are
compared as they are, levels with a tolerance far above what another processor or another build of
numpy does, and far below what can be heard.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import math
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import lameenc
import numpy as np

from quietude._util.files import PendingFile
from quietude.audio.clip import Clip
from quietude.audio.loudness import Loudness
from quietude.deliver.formats.mp3 import VBR_HEADROOM_DB, Mp3Encoder
from quietude.deliver.formats.registry import FORMATS
from quietude.deliver.tags import Tags
from quietude.plan.fit import fit
from quietude.plan.model import (
    Block,
    BlockSpeech,
    Cue,
    EchoPause,
    Gaps,
    Pause,
    Plan,
    PlanStep,
    Speech,
    Strike,
    Utterance,
)
from quietude.plan.timeline import (
    BedPlacement,
    Chapter,
    CuePlacement,
    Placement,
    Silence,
    Timeline,
)
from quietude.script.bed import LibraryBed, NoBed, RoomTone
from quietude.series.build.keys import VERSIONS
from quietude.session.encoded_file import EncodedFile
from quietude.session.mastering import Mastering
from quietude.session.sound import Sound
from quietude.sound.ducking import fade_curve
from quietude.sound.manifest import assets_folder
from quietude.sound.master import Master
from quietude.sound.mix import Mix
from quietude.sound.targets import TARGETS, AcxTarget, Target
from quietude.sound.tones import Tones
from quietude.speech.processing import process, processing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.deliver.formats.base import Format
    from quietude.plan.model import Item, PauseKind
    from quietude.script.model import Role

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "sound_golden.json"
RATE_HZ = 44_100
TOLERANCE, CODED = 0.05, 0.3
"""Tolerances of a level in dB: in general, and after a codec, whose builds differ."""

FLOOR_DB = -75.0
"""The lowest level recorded: below, the rounding of different processors shows."""

_STEP_S = 0.25
_LINES = [Utterance(f"Line {n}.", "tone", 110, n // 3, n + 1) for n in range(6)]
_LENGTHS = {phrase: round((1.2 + 0.15 * n) * RATE_HZ) for n, phrase in enumerate(_LINES)}
_LONG = {**_LENGTHS, _LINES[2]: 4 * RATE_HZ}
"""With a phrase whose echo is longer than the shortest there is."""

_BELL, _SWELL = Cue("bell", "bowl"), Cue("swell", "", (40_000, 8_000, 60_000, 0))
_TAPS = (Cue("tap-left", "tap"), Cue("tap-right", "tap"))


def measured() -> dict[str, Any]:
    """The figures of every area, by the names of :data:`VERSIONS`, and of the speech."""
    areas = {"speech": _speech, "fit": _fit, "sound": _sound, "delivery": _delivery}
    # As JSON gives them back, for the comparison.
    return {name: json.loads(json.dumps(measure())) for name, measure in areas.items()}


def versions() -> dict[str, Any]:
    """The version numbers of the code in the key of an episode."""
    return {**VERSIONS, "speech": hashlib.sha256(processing_of("warm").encode()).hexdigest()[:16]}


def differences(found: Any, wanted: Any, at: str = "") -> Iterator[str]:
    """Yields the differences of two sets of figures, the first few of each list."""
    if isinstance(found, dict) and isinstance(wanted, dict) and found.keys() == wanted.keys():
        for name, value in found.items():
            yield from differences(value, wanted[name], f"{at}.{name}" if at else name)
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = enumerate(zip(found, wanted, strict=True))
        parts = (difference for n, pair in pairs for difference in differences(*pair, f"{at}[{n}]"))
        yield from (difference for _, difference in zip(range(3), parts, strict=False))
    elif isinstance(found, float) and isinstance(wanted, float):
        if abs(found - wanted) > (CODED if "decoded" in at else TOLERANCE):
            yield f"{at}: {found:.2f}, recorded {wanted:.2f}"
    elif found != wanted:
        yield f"{at}: {str(found)[:60]}, recorded {str(wanted)[:60]}"


def complaint(found: dict[str, Any], recorded: dict[str, Any]) -> str:
    """The advice about the differences; empty if there are none."""
    record = "python scripts/sound_golden.py --record"
    for area, figures in found.items():
        what = list(differences(figures, recorded["figures"].get(area), area))
        if not what:
            continue
        raised = "the processing in speech/processing.py"
        if area in VERSIONS:
            raised = f'VERSIONS["{area}"] in series/keys.py'
        if any(versions()[area] != recorded["versions"].get(area) for area in versions()):
            return f"the {area} has a new version: record its figures with {record}"
        return (
            f"sessions come to sound different ({'; '.join(what)}): raise {raised}, so that "
            f"series render them again, and record the new figures with {record}"
        )
    if versions() != recorded["versions"]:
        return f"a version was raised: record it with {record}"
    return ""


def read_golden() -> dict[str, Any]:
    """Returns the recorded figures."""
    return dict(json.loads(GOLDEN.read_text(encoding="utf-8")))


# --- speech


def _speech() -> dict[str, Any]:
    """The processing of a phrase: trim, rate, warmth, fades."""
    clip = _phrase(1.0, 22_050, 0.4)
    silence = np.zeros(8000, dtype=np.float32)
    padded = Clip(np.concatenate([silence, clip.samples, silence]), 22_050)
    made = process(padded, RATE_HZ)
    found = {"frames": made.frames, "levels": _levels(made.samples[:, None]), **_colour(made)}
    time_s = np.arange(9000) / RATE_HZ
    steady = Clip(np.asarray(0.1 * np.sin(2 * np.pi * 500 * time_s), dtype=np.float32), RATE_HZ)
    faded = process(steady, RATE_HZ).samples
    found["edges"] = [_db(float(np.abs(part).mean())) for part in (faded[:300], faded[-1500:])]
    return found


def _phrase(seconds: float, rate_hz: int, level: float) -> Clip:
    """Something with the spectrum and the beat of speech, by a formula."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    pitch = 2 * np.pi * (130 * time_s + 3 * np.sin(2 * np.pi * 2 * time_s))
    wave = sum(np.sin(pitch * k) / k for k in (1, 2, 3, 5, 8, 13, 21, 34))
    beat = np.sin(np.pi * 3.2 * time_s) ** 2 * np.minimum(1, 4 * (1 - time_s / seconds))
    return Clip(np.asarray(level * 0.4 * wave * beat, dtype=np.float32), rate_hz)


# --- fit


def _fit() -> dict[str, Any]:
    """Every position in frames: with little time, with much time, at the ideal length."""
    found: dict[str, Any] = {}
    for name, seconds in (("ideal", None), ("short", 44), ("long", 150), ("night", 2000)):
        plan = _plan(None if seconds is None else seconds * RATE_HZ)
        timeline = fit(plan, _LONG, {"bowl": 9 * RATE_HZ})
        found[name] = {
            "speech": [placed.start_frame for placed in timeline.placements],
            "cues": [cue.start_frame for cue in timeline.cues],
            "silences": [[silence.kind, silence.length_frames] for silence in timeline.silences],
            "chapters": [chapter.start_frame for chapter in timeline.chapters],
            "dropped": list(timeline.dropped_lines),
            "total": timeline.total_frames,
        }
    return found


def _plan(duration_frames: int | None) -> Plan:
    said = [Speech(phrase) for phrase in _LINES]
    block = Block(
        "breathe",
        12 * RATE_HZ,
        (BlockSpeech(RATE_HZ, 3 * RATE_HZ, _LINES[3]),),
        ((0, _SWELL), (6 * RATE_HZ, _SWELL)),
    )
    parts: list[tuple[int, int | None, tuple[Item, ...]]] = [
        (0, None, (Strike(_BELL),)),
        (0, None, (said[0],)),
        (0, 2, (said[1], _pause(2, 4, 9, "reflect", 1.5))),
        (1, None, (said[2], EchoPause(_LINES[2]))),
        (1, None, (block, _pause(1, 2, 1200, "pause"))),
        (1, 1, (said[4], EchoPause(_LINES[4]))),
        (2, None, (said[5], _pause(3, 6, 900, "music", 2.0))),
        (2, None, (Strike(_BELL),)),
    ]
    steps = tuple(
        PlanStep(section, n + 1, rank, items) for n, (section, rank, items) in enumerate(parts)
    )
    gaps = Gaps(
        _pause(0.5, 1.4, 6, "gap"),
        _pause(1, 3, 9, "gap", 1.2),
        _pause(1.5, 4, 8, "gap"),
        _pause(2, 4, 9, "lead"),
        _pause(5, 8, 20, "tail"),
    )
    roles: tuple[Role, ...] = ("arrive", "practice", "return")
    titles = ("One", "Two", "Three")
    return Plan(
        "Golden", "golden", titles, roles, LibraryBed("rain"), steps, gaps, RATE_HZ, duration_frames
    )  # fmt: skip


def _pause(
    least: float, ideal: float, most: float, kind: PauseKind, weight: float = 1.0
) -> Pause:  # fmt: skip
    first, middle, last = (round(seconds * RATE_HZ) for seconds in (least, ideal, most))
    return Pause(first, middle, last, weight, kind)


# --- sound


def _sound() -> dict[str, Any]:
    """Levels by the quarter second of every stem and of the master, and what colours them."""
    mix = Mix(_timeline(), _clip, LibraryBed("brown"))
    stems = {name: stem.read(_timeline().total_frames) for name, stem in mix.stems().items()}
    master = Master(9.0, -4.0, RATE_HZ)
    summed = stems["voice"] + stems["bed"] + stems["cues"]
    mastered = np.concatenate(list(master.blocks([summed])))
    found: dict[str, Any] = {name: _levels(samples) for name, samples in stems.items()}
    found["master"] = _levels(mastered)
    found["peak_db"] = _db(float(np.abs(mastered).max()))
    found["held_db"] = round(master.reduction_db, 3)
    found["mix_lufs"] = round(mix.integrated_lufs(), 3)
    found["colour"] = _colour(Clip(mastered.mean(axis=1), RATE_HZ))
    quiet = dataclasses.replace(_timeline(), beds=())
    for kind in ("binaural", "isochronic"):
        tones = Mix(quiet, _clip, NoBed(), tones=Tones(kind)).stems()["bed"]
        found[kind] = _levels(tones.read(4 * RATE_HZ))
    room = Mix(quiet, _clip, RoomTone()).stems()["bed"]
    found["room"] = _levels(room.read(2 * RATE_HZ))
    found["night"] = [_db(level) for level in _night().tolist()]
    found["assets"] = _assets()
    return found


def _night() -> NDArray[np.floating[Any]]:
    """The fades of two sessions to fall asleep by, every ten seconds."""
    found = []
    for seconds in (67, 300):
        tail = Silence("tail", 25 * RATE_HZ, (seconds - 25) * RATE_HZ, 6)
        silences = (_timeline().silences[0], tail)
        total = seconds * RATE_HZ
        timeline = dataclasses.replace(_timeline(), silences=silences, total_frames=total)
        found.append(fade_curve(timeline).at(np.arange(0, seconds, 10) * RATE_HZ))
    return np.concatenate(found)


def _timeline() -> Timeline:
    """Half a minute: phrases near and far from each other, every cue, a change of bed."""
    starts_s = (5.0, 7.5, 12.8, 18.45, 23.0)
    placements = tuple(
        Placement(phrase, round(start * RATE_HZ), _LENGTHS[phrase])
        for phrase, start in zip(_LINES, starts_s, strict=False)
    )
    cues = ((1.0, _BELL), (9.6, _SWELL), (15.0, _TAPS[0]), (15.6, _TAPS[1]))
    total = 34 * RATE_HZ
    last = placements[-1].end_frame
    return Timeline(
        title="Golden",
        placements=placements,
        cues=tuple(CuePlacement(cue, round(start * RATE_HZ)) for start, cue in cues),
        silences=(
            Silence("lead", 0, placements[0].start_frame, 1),
            Silence("tail", last, total - last, 6),
        ),
        chapters=(Chapter("One", 0, total),),
        dropped_lines=(),
        total_frames=total,
        sample_rate_hz=RATE_HZ,
        beds=(
            BedPlacement(LibraryBed("brown"), 0),
            BedPlacement(LibraryBed("rain"), 17 * RATE_HZ, 3 * RATE_HZ, 4),
        ),
    )


def _clip(utterance: Utterance) -> Clip:
    """The phrases: one is far too soft, one has a peak that has to be held, one is dull."""
    number = _LINES.index(utterance)
    clip = _phrase(_LENGTHS[utterance] / RATE_HZ, RATE_HZ, 0.05 if number == 1 else 0.3)
    samples = clip.samples[: _LENGTHS[utterance]].copy()
    if number == 3:  # noqa: PLR2004  (the fourth)
        samples[20_000:20_040] += np.float32(0.9)
    if number == 4:  # noqa: PLR2004  (under it the bed has to go further down)
        samples = np.convolve(samples, np.full(60, np.float32(1 / 60)), mode="same")
    return Clip(samples, RATE_HZ)


def _assets() -> str:
    """The sounds that are shipped: files, and so the same everywhere."""
    whole = hashlib.sha256()
    folder = assets_folder()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".flac", ".ogg", ".wav", ".opus", ".json"}:
            data = path.read_bytes()
            if path.suffix == ".json":  # a checkout may end its lines in another way
                data = data.replace(b"\r\n", b"\n")
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + data)
    return whole.hexdigest()


# --- delivery


def _delivery() -> dict[str, Any]:
    """The target of a session, its encoding, and the decoded MP3."""
    sound = Sound()
    target = _target(sound.target)
    found: dict[str, Any] = {"target": target, "targets": sorted(TARGETS)}
    found["levels"] = dataclasses.asdict(sound.levels)
    found["bounds"] = {name: _target(target) for name, target in TARGETS.items()}
    found["forms"] = {name: _format_figures(known) for name, known in FORMATS.items()}
    found["vbr"] = VBR_HEADROOM_DB
    found["lame"] = _lame_settings()
    found["aims"] = [_aimed(*levels) for levels in ((-20.5, -20.0), (-26.0, -20.0), (-16.0, -16.0))]
    timeline = dataclasses.replace(_timeline(), beds=())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "golden.mp3"
        with PendingFile(path, overwrite=False) as pending:
            output = EncodedFile(pending, FORMATS["mp3"])
            mix = Mix(timeline, _clip, LibraryBed("brown"))
            Mastering(
                mix=mix,
                timeline=timeline,
                files=[output],
                target=sound.target,
                tags=Tags("Golden", "", "", "", "", "en", ()),
                progress=lambda *_: None,
            ).write()
            pending.commit()
        decoded = np.concatenate(list(output.format.decode(path)))
    found["gain_db"] = round(output.gain_db, 3)
    found["ceiling_dbtp"] = round(output.ceiling_dbtp, 3)
    found["frames"] = len(decoded)
    # A codec's noise in what is nearly silent is another one with another build of it.
    found["decoded"] = [max(level_db, -55.0) for level_db in _levels(decoded)]
    return found


def _target(target: Target) -> dict[str, Any]:
    """A target as it is recorded: what an audiobook adds stands under ``bounds``."""
    plain = dataclasses.asdict(target)
    common = {field.name: plain.pop(field.name) for field in dataclasses.fields(Target)}
    return {**common, "bounds": plain if isinstance(target, AcxTarget) else None}


def _format_figures(known: Format) -> dict[str, Any]:
    """The figures of a format that decide over the sound of its files."""
    return {
        "name": known.name,
        "suffix": known.suffix,
        "level_change_db": known.level_change_db,
        "headroom_db": known.headroom_db,
        "exact": known.exact,
        **dataclasses.asdict(known.quality),
    }


def _aimed(mixed_lufs: float, voice_lufs: float) -> dict[str, float | bool]:
    """The level a mix is brought to, and what a first try that missed is followed by."""
    with tempfile.TemporaryDirectory() as folder:
        pending = PendingFile(Path(folder) / "golden.mp3", overwrite=False)
        output = EncodedFile(pending, FORMATS["mp3"])
        output.aim(Target(), mixed_lufs, voice_lufs, voice_lufs)
        found: dict[str, float | bool] = {"gain_db": output.gain_db}
        for missing, peak in ((0.28, -1.5), (0.32, -1.5), (0.0, -0.5)):
            missed = output.aimed_lufs - output.shortfall_lu - missing
            output.loudness = Loudness(missed, 0.0, peak)
            name = f"{missing:g} LU, {peak:g} dBTP"
            found[name] = output.corrected(Target())
            found[f"{name}: gain"] = output.gain_db
            found[f"{name}: ceiling"] = output.ceiling_dbtp
        pending.discard()
    return found


class _Recording:
    """An encoder that records its settings."""

    def __init__(self) -> None:
        self.told: list[list[Any]] = []

    def __getattr__(self, name: str) -> Any:
        def tell(*given: Any) -> bytes:
            if name == "encode":
                given = (hashlib.sha256(given[0]).hexdigest(),)
            self.told.append([name, *given])
            return b""

        return tell


def _lame_settings() -> list[list[Any]]:
    """All that LAME is told, with the 16 bits it is given for samples that no rounding moves."""
    steps = np.linspace(-40_000, 40_000, 4001).round() / 4 / 8192
    block = np.stack([steps, -steps], axis=1).astype(np.float32)
    recorder = _Recording()
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(lameenc, "Encoder", return_value=recorder),
    ):
        encoder = Mp3Encoder(Path(folder) / "golden.mp3", b"", RATE_HZ)
        encoder.write(block)
        encoder._encoder.flush()  # noqa: SLF001  (a file needs frames, and there are none)
        encoder.close()
    return recorder.told


# --- figures


def _levels(samples: Samples) -> list[float]:
    """The level of every channel by the quarter second, in dB below full scale."""
    frames = round(_STEP_S * RATE_HZ)
    parts = [samples[start : start + frames] for start in range(0, len(samples), frames)]
    return [_db(rms) for part in parts for rms in _rms(part)]


def _rms(part: Samples) -> Iterable[float]:
    return [float(rms) for rms in np.sqrt(np.mean(part.astype(np.float64) ** 2, axis=0))]


def _colour(clip: Clip) -> dict[str, list[float]]:
    """The level of every octave from 63 Hz to 16 kHz."""
    power = np.abs(np.fft.rfft(clip.samples.astype(np.float64))) ** 2
    at_hz = np.fft.rfftfreq(clip.frames, 1 / clip.sample_rate_hz)
    middles = [62.5 * 2**n for n in range(9)]
    bands = [
        power[(at_hz >= middle_hz / 2**0.5) & (at_hz < middle_hz * 2**0.5)].sum()
        for middle_hz in middles
    ]
    return {"octaves": [_db(math.sqrt(2 * power) / clip.frames) for power in bands]}


def _db(gain: float) -> float:
    return round(max(FLOOR_DB, 20 * math.log10(max(gain, 1e-9))), 2)


# --- recording


def record(*, otherwise: bool) -> int:
    """Write the figures down; refused where sessions changed under the same version."""
    found = measured()
    if GOLDEN.exists() and not otherwise:
        recorded = read_golden()
        said = complaint(found, recorded)
        if said and versions() == recorded["versions"]:
            print(said, file=sys.stderr)
            return 1
    whole = {"versions": versions(), "figures": found}
    GOLDEN.write_text(_compact(whole) + "\n", encoding="utf-8")
    print(f"recorded: {GOLDEN}")
    return 0


def _compact(whole: dict[str, Any]) -> str:
    """JSON with a line for each list of figures, so that a difference can be read."""
    lines = [f'{{"versions": {json.dumps(whole["versions"])},', '"figures": {']
    areas = []
    for area, figures in whole["figures"].items():
        rows = [f"{json.dumps(name)}: {json.dumps(figure)}" for name, figure in figures.items()]
        areas.append(f'"{area}": {{\n' + ",\n".join(rows) + "\n}")
    return "\n".join(lines) + "\n" + ",\n".join(areas) + "\n}}"


def main() -> int:
    """Compare, or record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the figures down")
    parser.add_argument(
        "--measured-otherwise",
        action="store_true",
        help="record though no version was raised: this script has changed, not the sound",
    )
    arguments = parser.parse_args()
    if arguments.record:
        return record(otherwise=arguments.measured_otherwise)
    said = complaint(measured(), read_golden())
    print(said or "sessions sound as they did")
    return bool(said)


if __name__ == "__main__":
    sys.exit(main())
