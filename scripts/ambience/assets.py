"""From a specification to files and figures: render, scale, encode, measure."""

from pathlib import Path
from typing import Any

import numpy as np
import soxr

from quietude.sound.ambience.ambient_bed import AmbientBed
from quietude.sound.ambience.layers import read_layer
from quietude.sound.ambience.scratch import Scratch

from . import codec, loudness
from .beds import BedSpec, Layer
from .loop import RATE, Array, db, shape
from .loop import floor_cut as rumble_filter
from .recordings import ClipsSpec, TextureSpec
from .sounds import SoundSpec

BED_LUFS = -30.0
BED_PEAK_DBFS = -8.5
FILE_RMS = 10.0 ** (-18.0 / 20.0)
FILE_PEAK = 10.0 ** (-3.0 / 20.0)
MEASURE_S = 600  # a bed is played for this long, with this seed
LEVEL_HOPS = 18_000  # and half an hour of a layer counts for its level
SEED = 1
CHUNK_S = 20
GAP_S = 0.05  # of silence between two clips

Entry = dict[str, Any]


def render_texture(texture: TextureSpec) -> Array:
    """A texture before coding, shape (n, 2), at file level."""
    x = shape(texture.build(texture.frames, np.random.default_rng(texture.seed)), rumble_filter)
    return _at_file_level(x)


def render_clips(clips: ClipsSpec) -> tuple[Array, list[list[float]]]:
    """Clips one after the other before coding, shape (n, 2), and start and length of each in s.

    Each begins with a whole hundredth of a second, so that it does at every rate a file is read at.
    """
    parts: list[Array] = []
    at: list[list[float]] = []
    for sound in clips.build(np.random.default_rng(clips.seed)):
        grid = RATE // 100
        frames = -(-(sound.shape[0] + int(GAP_S * RATE)) // grid) * grid
        start = sum(part.shape[0] for part in parts)
        at.append([start / RATE, -(-sound.shape[0] // grid) * grid / RATE])
        parts.append(np.pad(sound, ((0, frames - sound.shape[0]), (0, 0))))
    x = np.concatenate(parts)
    if clips.rate != RATE:
        x = soxr.resample(x, RATE, clips.rate, quality="VHQ")
    return _at_file_level(x), at


def _at_file_level(x: Array) -> Array:
    return np.asarray(x * min(FILE_RMS / np.sqrt(np.mean(x * x)), FILE_PEAK / np.max(np.abs(x))))


def render_sound(sound: SoundSpec) -> Array:
    """A bell or cue before coding, shape (n, channels), at its nominal loudness."""
    x = sound.build(np.random.default_rng(sound.seed))
    gain = sound.lufs - loudness.momentary_max(x)
    return np.asarray(x * db(gain))


def write(path: Path, x: Array, quality: float, rate: int = RATE) -> Array:
    """Encode by suffix and return what the file decodes to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".flac":
        codec.write_flac(path, x)
    else:
        codec.write_vorbis(path, x, quality, rate)
    decoded = codec.read(path, rate)
    if decoded.shape != x.shape:
        message = f"{path.name}: {decoded.shape} decoded, {x.shape} written"
        raise ValueError(message)
    return decoded


def make_recording(root: Path, spec: TextureSpec | ClipsSpec) -> Entry:
    """Write a recording, return its manifest entry."""
    if isinstance(spec, TextureSpec):
        write(root / spec.file, render_texture(spec), spec.quality)
        return recording_entry(root, spec, [])
    x, clips_s = render_clips(spec)
    write(root / spec.file, x, spec.quality, spec.rate)
    return recording_entry(root, spec, clips_s)


def recording_entry(root: Path, spec: TextureSpec | ClipsSpec, clips_s: list[list[float]]) -> Entry:
    """Manifest entry of a recording, from the file as it is on disc."""
    rate = spec.rate if isinstance(spec, ClipsSpec) else RATE
    decoded = codec.read(root / spec.file, rate)
    entry: Entry = {
        "file": spec.file,
        "frames": decoded.shape[0],
        "sha256": codec.sha256(root / spec.file),
    }
    if clips_s:
        entry["clips_s"] = clips_s
    return entry


def _opened(root: Path, layers: list[Layer]) -> AmbientBed:
    return AmbientBed([read_layer(layer, root) for layer in layers], 1.0, SEED, RATE)


def played(root: Path, layers: list[Layer], seconds: int = MEASURE_S) -> tuple[Array, float]:
    """A bed as the player renders it: K-weighted power by the tenth of a second, sample peak."""
    bed, scratch = _opened(root, layers), Scratch()
    powers, peak = [], 1e-9
    for start in range(0, seconds, CHUNK_S):
        lead = 1 if start else 0
        read = bed.read((start - lead) * RATE, (CHUNK_S + lead) * RATE, scratch)
        block = read.T.astype(np.float64)
        powers.append(loudness.step_power(loudness.weighted(block))[10 * lead :])
        peak = max(peak, float(np.abs(block).max()))
    return np.concatenate(powers), peak


def make_bed(root: Path, bed: BedSpec, recordings: dict[str, Entry]) -> Entry:
    """Find the levels of the layers of a bed, return its manifest entry."""
    layers = []
    for spec in bed.layers:
        layer: Layer = {"kind": spec["kind"], "name": spec["name"], "gain_db": 0.0, **spec}
        if "clips_s" in recordings.get(layer.get("file", ""), {}):
            layer["clips_s"] = recordings[layer["file"]]["clips_s"]
        wanted = float(layer.pop("level"))
        level = 10.0 * float(np.log10(_opened(root, [layer]).most_powers(0, LEVEL_HOPS)[0].mean()))
        layer["gain_db"] = wanted - level
        layers.append(layer)
    power, peak = played(root, layers)
    off = BED_LUFS - loudness.integrated(power)
    for layer in layers:
        layer["gain_db"] = round(layer["gain_db"] + off, 2)
    return {
        "id": bed.id,
        "title": bed.title,
        "about": bed.about,
        "loudness_lufs": BED_LUFS,
        "sample_peak_dbfs": round(20.0 * float(np.log10(peak)) + off, 2),
        "loudness_range_lu": round(loudness.loudness_range(power), 2),
        **({"covers_db": bed.covers_db} if bed.covers_db else {}),
        "layers": layers,
    }


def make_sound(root: Path, sound: SoundSpec) -> Entry:
    """Write a bell or cue, return its manifest entry."""
    decoded = write(root / sound.file, render_sound(sound), sound.quality)
    entry: Entry = {
        "id": sound.id,
        "title": sound.title,
        "about": sound.about,
        "file": sound.file,
        "frames": decoded.shape[0],
        "channels": decoded.shape[1],
        "sha256": codec.sha256(root / sound.file),
        "momentary_max_lufs": round(loudness.momentary_max(decoded), 2),
        "sample_peak_dbfs": round(codec.peak_db(decoded), 2),
    }
    if sound.t60 > 0.0:
        entry["t60_s"] = sound.t60
    return entry
