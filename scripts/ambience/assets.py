"""From a specification to files and figures: render, scale, rotate, encode, measure."""

from pathlib import Path

import numpy as np

from . import codec, loudness
from .loop import HOP, RATE, Array, db, shape
from .loop import floor_cut as rumble_filter
from .specs import BedSpec, LayerSpec, SoundSpec

BED_LUFS = -30.0
BED_PEAK_DBFS = -9.0
FILE_RMS = 10.0 ** (-18.0 / 20.0)
FILE_PEAK = 10.0 ** (-3.0 / 20.0)
MEASURE_S = 600  # the layers are summed for this long
CHUNK_S = 20
SEAM_TRIALS = 32
SEAM_GOOD = 0.6

Entry = dict[str, object]


def render(layer: LayerSpec) -> Array:
    """The loop of a layer before coding, shape (n, channels), at file level."""
    x = layer.build(layer.hops * HOP, np.random.default_rng(layer.seed))
    x = shape(x, rumble_filter)
    x = x[:, None] if x.ndim == 1 else x
    return np.asarray(x * min(FILE_RMS / np.sqrt(np.mean(x * x)), FILE_PEAK / np.max(np.abs(x))))


def render_sound(sound: SoundSpec) -> Array:
    """A bell or cue before coding, shape (n, channels), at its nominal loudness."""
    x = sound.build(np.random.default_rng(sound.seed))
    gain = sound.lufs - loudness.momentary_max(x)
    return np.asarray(x * db(gain))


def write(path: Path, x: Array, quality: float) -> Array:
    """Encode by suffix and return what the file decodes to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".flac":
        codec.write_flac(path, x)
    else:
        codec.write_vorbis(path, x, quality)
    decoded = codec.read(path)
    if decoded.shape != x.shape:
        message = f"{path.name}: {decoded.shape} decoded, {x.shape} written"
        raise ValueError(message)
    return decoded


def _quiet_places(x: Array, count: int) -> list[int]:
    """Sample positions, 125 ms or more apart, where x, (n, channels), is quietest for 0.2 s."""
    n, width = x.shape[0], int(0.2 * RATE)
    power = (x * x).sum(axis=1)
    total = np.cumsum(np.concatenate([[0.0], power, power[:width]]))
    local = np.roll((total[width:] - total[:-width])[:n], width // 2)
    places: list[int] = []
    for position in np.argsort(local[:: width // 16], kind="stable") * (width // 16):
        if all(abs(int(position) - p) > RATE // 8 for p in places):
            places.append(int(position))
        if len(places) == count:
            break
    return places


def _trial(path: Path, x: Array, start: int, quality: float) -> float:
    """Seam ratio if the file began at `start`, from coding the two ends alone."""
    ends = 32 * HOP
    turned = np.roll(x, -start, axis=0)
    head = write(path, turned[:ends], quality)[: ends // 2]
    tail = write(path, turned[-ends:], quality)[ends // 2 :]
    return codec.seam_ratio(np.concatenate([head, tail]))


def write_loop(path: Path, x: Array, quality: float) -> tuple[Array, int]:
    """Encode a loop from the starting place that leaves the smoothest coded seam.

    A lossy coder leaves its own small error on either side of the seam, so quiet places
    are tried. Returns the decoded loop and the place: file[0] is x[place].
    """
    places = _quiet_places(x, SEAM_TRIALS)
    trial = path.with_name("trial" + path.suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    ranked = sorted((_trial(trial, x, place, quality), place) for place in places)
    trial.unlink()
    results = []
    for _, place in ranked[:4]:
        decoded = write(path, np.roll(x, -place, axis=0), quality)
        results.append((codec.seam_ratio(decoded), place))
        if results[-1][0] < SEAM_GOOD:
            return decoded, place
    place = min(results)[1]
    return write(path, np.roll(x, -place, axis=0), quality), place


def widen(x: Array, *, spread: bool) -> Array:
    """Returns a sound as a player renders it, with two channels: shape (n, 2)."""
    if x.shape[1] > 1:
        return x
    right = np.roll(x, -(x.shape[0] // 2), axis=0) if spread else x
    return np.concatenate([x, right], axis=1)


def play(loops: list[Array], gains: list[float], start: int, frames: int) -> Array:
    """The sum of endlessly looped layers from sample `start`, shape (frames, 2)."""
    out = np.zeros((frames, 2))
    for loop, gain in zip(loops, gains, strict=True):
        at = start % loop.shape[0]
        copies = -(-(at + frames) // loop.shape[0])
        out += gain * np.concatenate([loop] * copies)[at : at + frames]
    return out


def measure(loops: list[Array], gains_db: list[float]) -> tuple[float, float, float]:
    """Integrated LUFS, sample peak dBFS and loudness range LU of MEASURE_S seconds."""
    gains = [float(db(g)) for g in gains_db]
    heard = [loudness.weighted(loop) for loop in loops]
    frames, peak, powers = CHUNK_S * RATE, 1e-9, []
    for start in range(0, MEASURE_S * RATE, frames):
        powers.append(loudness.step_power(play(heard, gains, start, frames)))
        peak = max(peak, float(np.abs(play(loops, gains, start, frames)).max()))
    power = np.concatenate(powers)
    lufs = loudness.integrated(power)
    return lufs, 20.0 * float(np.log10(peak)), loudness.loudness_range(power)


def mix_gains(bed: BedSpec, loops: list[Array]) -> list[float]:
    """gain_db per layer: the relative levels of the bed, the sum at BED_LUFS."""
    gains = []
    for layer, loop in zip(bed.layers, loops, strict=True):
        power = loudness.step_power(loudness.weighted(loop)).mean()
        gains.append(layer.level - 10.0 * float(np.log10(power)))
    off = BED_LUFS - measure(loops, gains)[0]
    return [round(g + off, 2) for g in gains]


def layer_entry(root: Path, layer: LayerSpec, gain_db: float, start: int) -> Entry:
    """Manifest entry of a layer, from the file as it is on disc."""
    path = root / layer.file
    decoded = codec.read(path)
    return {
        "file": layer.file,
        "gain_db": gain_db,
        "spread": layer.spread,
        "frames": decoded.shape[0],
        "channels": decoded.shape[1],
        "sha256": codec.sha256(path),
        "seam_ratio": round(codec.seam_ratio(decoded), 3),
        "start_frame": start,
    }


def make_bed(root: Path, bed: BedSpec) -> Entry:
    """Write the layers of a bed, return its manifest entry."""
    loops, starts = [], []
    for layer in bed.layers:
        decoded, start = write_loop(root / layer.file, render(layer), layer.quality)
        loops.append(widen(decoded, spread=layer.spread))
        starts.append(start)
    gains = mix_gains(bed, loops)
    lufs, peak, span = measure(loops, gains)
    return {
        "id": bed.id,
        "title": bed.title,
        "about": bed.about,
        "loudness_lufs": round(lufs, 2),
        "sample_peak_dbfs": round(peak, 2),
        "loudness_range_lu": round(span, 2),
        "layers": [
            layer_entry(root, layer, gain, start)
            for layer, gain, start in zip(bed.layers, gains, starts, strict=True)
        ],
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
