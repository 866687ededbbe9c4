"""The manifest: reading, merging, writing, and checking files against it."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from . import assets, codec, loudness
from .beds import BEDS, BedSpec
from .loop import RATE, Array
from .recordings import CLIPS, TEXTURES, ClipsSpec, TextureSpec
from .sounds import BELLS, CUES, SoundSpec

Manifest = dict[str, Any]
Spec = BedSpec | SoundSpec | TextureSpec | ClipsSpec

SECTIONS: dict[str, tuple[Spec, ...]] = {
    "recordings": (*TEXTURES, *CLIPS),
    "beds": BEDS,
    "bells": BELLS,
    "cues": CUES,
}
"""Beds come after the recordings they are played from."""

VERSION = 2
MIN_CORRELATION = 0.95  # of a lossy file with its source
MAX_LEVEL_DB = 0.5  # root mean square of file against source
MAX_LUFS_DRIFT = 0.1
MAX_TOTAL_BYTES = 9_000_000


def load(root: Path) -> Manifest:
    """The manifest on disc, or an empty one."""
    path = root / "manifest.json"
    if path.exists():
        loaded: Manifest = json.loads(path.read_text(encoding="utf-8"))
        if loaded["version"] == VERSION:
            return loaded
    return {"version": VERSION, "licence": "CC0-1.0", **{s: [] for s in SECTIONS}}


def save(root: Path, manifest: Manifest) -> None:
    """Write the manifest: order of identifiers, a line for each short list, final newline."""
    for section in SECTIONS:
        manifest[section] = sorted(manifest[section], key=_name)
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (root / "manifest.json").write_text(_joined(text) + "\n", encoding="utf-8")


def _joined(text: str) -> str:
    """JSON with each pair of numbers on one line."""
    pair = r"\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]"
    return re.sub(pair, r"[\1, \2]", text)


def _name(entry: Manifest | Spec) -> str:
    if isinstance(entry, dict):
        return str(entry.get("id") or entry["file"])
    return entry.file if isinstance(entry, TextureSpec | ClipsSpec) else entry.id


def known_ids() -> list[str]:
    """Everything that can be made, by identifier or file."""
    return [_name(item) for items in SECTIONS.values() for item in items]


def make(root: Path, only: list[str]) -> None:
    """Generate the named items (all when none is named) and update the manifest."""
    root.mkdir(parents=True, exist_ok=True)
    manifest = load(root)
    for section, items in SECTIONS.items():
        live = {_name(item) for item in items}
        for item in items:
            if only and _name(item) not in only:
                continue
            entry = _made(root, item, manifest)
            print(json.dumps(_summary(entry)), flush=True)
            kept = [e for e in manifest[section] if _name(e) != _name(item)]
            manifest[section] = [*kept, entry]
            save(root, manifest)
        manifest[section] = [e for e in manifest[section] if _name(e) in live]
    save(root, manifest)


def _made(root: Path, item: Spec, manifest: Manifest) -> assets.Entry:
    if isinstance(item, BedSpec):
        return assets.make_bed(root, item, _recordings(manifest))
    if isinstance(item, SoundSpec):
        return assets.make_sound(root, item)
    return assets.make_recording(root, item)


def _recordings(manifest: Manifest) -> dict[str, assets.Entry]:
    return {entry["file"]: entry for entry in manifest["recordings"]}


def _summary(entry: assets.Entry) -> dict[str, Any]:
    shown = {k: v for k, v in entry.items() if k not in {"title", "about", "sha256", "clips_s"}}
    if "layers" in shown:
        shown["layers"] = {layer["name"]: layer["gain_db"] for layer in shown["layers"]}
    return shown


def _compare(label: str, decoded: Array, source: Array) -> list[str]:
    """Codec tolerance: same shape, high correlation, same level."""
    if decoded.shape != source.shape:
        return [f"{label}: shape {decoded.shape}, expected {source.shape}"]
    power = float(np.sum(source * source))
    corr = float(np.sum(decoded * source) / np.sqrt(power * np.sum(decoded * decoded)))
    level = 10.0 * float(np.log10(np.sum(decoded * decoded) / power))
    faults = []
    if corr < MIN_CORRELATION:
        faults.append(f"{label}: correlation {corr:.3f} with the source")
    if abs(level) > MAX_LEVEL_DB:
        faults.append(f"{label}: level {level:+.2f} dB against the source")
    return faults


def _check_recording(root: Path, spec: TextureSpec | ClipsSpec, entry: Manifest) -> list[str]:
    clips_s: list[list[float]] = []
    rate = spec.rate if isinstance(spec, ClipsSpec) else RATE
    if isinstance(spec, TextureSpec):
        source = assets.render_texture(spec)
    else:
        source, clips_s = assets.render_clips(spec)
    faults = _compare(spec.file, codec.read(root / spec.file, rate), source)
    if assets.recording_entry(root, spec, clips_s) != entry:
        faults.append(f"{spec.file}: hash, size or clips differ from the manifest")
    return faults


def _check_bed(root: Path, bed: BedSpec, entry: Manifest, manifest: Manifest) -> list[str]:
    faults = []
    recordings = _recordings(manifest)
    for spec, layer in zip(bed.layers, entry["layers"], strict=True):
        expected = {k: v for k, v in spec.items() if k != "level"}
        found = {k: v for k, v in layer.items() if k not in {"gain_db", "clips_s"}}
        clips_s = recordings.get(layer.get("file", ""), {}).get("clips_s")
        if expected != found or layer.get("clips_s") != clips_s:
            faults.append(f"{bed.id}: layer {spec['name']} differs from its specification")
    power, peak = assets.played(root, entry["layers"])
    lufs, peak_db = loudness.integrated(power), 20.0 * float(np.log10(peak))
    if abs(lufs - assets.BED_LUFS) > MAX_LUFS_DRIFT or peak_db > assets.BED_PEAK_DBFS:
        faults.append(f"{bed.id}: {lufs:.2f} LUFS, peak {peak_db:.2f} dBFS")
    return faults


def _check_sound(root: Path, sound: SoundSpec, entry: Manifest) -> list[str]:
    path = root / sound.file
    faults = _compare(sound.file, codec.read(path), assets.render_sound(sound))
    if codec.sha256(path) != entry["sha256"]:
        faults.append(f"{sound.file}: hash differs from the manifest")
    return faults


def check(root: Path, only: list[str]) -> list[str]:
    """Regenerate in memory, compare with the shipped files: the faults found."""
    manifest, faults = load(root), []
    for section, items in SECTIONS.items():
        entries = {_name(e): e for e in manifest[section]}
        if set(entries) != {_name(item) for item in items}:
            faults.append(f"{section}: the manifest lists {sorted(entries)}")
        for item in items:
            if _name(item) not in entries or (only and _name(item) not in only):
                continue
            entry = entries[_name(item)]
            if isinstance(item, BedSpec):
                faults += _check_bed(root, item, entry, manifest)
            elif isinstance(item, SoundSpec):
                faults += _check_sound(root, item, entry)
            else:
                faults += _check_recording(root, item, entry)
    total = sum(p.stat().st_size for p in root.rglob("*") if p.is_file())
    if total > MAX_TOTAL_BYTES:
        faults.append(f"{total} bytes in all, allowed {MAX_TOTAL_BYTES}")
    return faults
