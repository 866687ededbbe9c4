"""The manifest: reading, merging, writing, and checking files against it."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from . import assets, codec
from .loop import Array
from .specs import BEDS, BELLS, CUES, BedSpec, SoundSpec

Manifest = dict[str, Any]

SECTIONS: dict[str, tuple[BedSpec, ...] | tuple[SoundSpec, ...]] = {
    "beds": BEDS,
    "bells": BELLS,
    "cues": CUES,
}
MIN_CORRELATION = 0.75  # of a lossy file with its source: measured 0.85 and more
MAX_LEVEL_DB = 1.5  # root mean square of file against source
MAX_LUFS_DRIFT = 0.1
MAX_TOTAL_BYTES = 9_000_000


def load(root: Path) -> Manifest:
    """The manifest on disc, or an empty one."""
    path = root / "manifest.json"
    if not path.exists():
        return {"version": 1, "licence": "CC0-1.0", **{s: [] for s in SECTIONS}}
    loaded: Manifest = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def save(root: Path, manifest: Manifest) -> None:
    """Write the manifest: order of identifiers, two spaces, final newline."""
    for section in SECTIONS:
        manifest[section] = sorted(manifest[section], key=lambda e: str(e["id"]))
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (root / "manifest.json").write_text(text + "\n", encoding="utf-8")


def known_ids() -> list[str]:
    """Every identifier that can be made."""
    return [item.id for items in SECTIONS.values() for item in items]


def make(root: Path, only: list[str]) -> None:
    """Generate the named items (all when none is named) and update the manifest."""
    root.mkdir(parents=True, exist_ok=True)
    manifest = load(root)
    for section, items in SECTIONS.items():
        live = {item.id for item in items}
        for item in items:
            if only and item.id not in only:
                continue
            maker_entry = (
                assets.make_bed(root, item)
                if isinstance(item, BedSpec)
                else assets.make_sound(root, item)
            )
            print(json.dumps(_summary(maker_entry)), flush=True)
            kept = [e for e in manifest[section] if e["id"] != item.id]
            manifest[section] = [*kept, maker_entry]
            save(root, manifest)
        manifest[section] = [e for e in manifest[section] if e["id"] in live]
    save(root, manifest)


def _summary(entry: assets.Entry) -> dict[str, Any]:
    return {k: v for k, v in entry.items() if k not in {"title", "about", "sha256"}}


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


def _check_bed(root: Path, bed: BedSpec, entry: Manifest) -> list[str]:
    faults, loops = [], []
    for layer, item in zip(bed.layers, entry["layers"], strict=True):
        path, start = root / layer.file, int(item["start_frame"])
        decoded = codec.read(path)
        loops.append(assets.widen(decoded, spread=layer.spread))
        faults += _compare(layer.file, decoded, np.roll(assets.render(layer), -start, axis=0))
        if assets.layer_entry(root, layer, item["gain_db"], start) != item:
            faults.append(f"{layer.file}: hash, size or seam differ from the manifest")
        if item["seam_ratio"] >= 1.0:
            faults.append(f"{layer.file}: seam ratio {item['seam_ratio']}")
    lufs, peak, _ = assets.measure(loops, [float(i["gain_db"]) for i in entry["layers"]])
    if abs(lufs - assets.BED_LUFS) > MAX_LUFS_DRIFT or peak > assets.BED_PEAK_DBFS:
        faults.append(f"{bed.id}: {lufs:.2f} LUFS, peak {peak:.2f} dBFS")
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
        entries = {e["id"]: e for e in manifest[section]}
        if set(entries) != {item.id for item in items}:
            faults.append(f"{section}: the manifest lists {sorted(entries)}")
        for item in items:
            if item.id not in entries or (only and item.id not in only):
                continue
            if isinstance(item, BedSpec):
                faults += _check_bed(root, item, entries[item.id])
            else:
                faults += _check_sound(root, item, entries[item.id])
    total = sum(p.stat().st_size for p in root.rglob("*") if p.is_file())
    if total > MAX_TOTAL_BYTES:
        faults.append(f"{total} bytes in all, allowed {MAX_TOTAL_BYTES}")
    return faults
