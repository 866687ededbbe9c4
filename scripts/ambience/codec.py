"""Writing and reading the asset files, and figures taken from the decoded samples."""

import hashlib
import struct
from pathlib import Path

import numpy as np
import soundfile as sf

from .loop import RATE, Array

BLOCK = RATE // 4  # samples per write: one long Vorbis write can crash libsndfile


def _crc_table() -> list[int]:
    table = []
    for byte in range(256):
        r = byte << 24
        for _ in range(8):
            r = ((r << 1) ^ 0x04C11DB7 if r & 0x80000000 else r << 1) & 0xFFFFFFFF
        table.append(r)
    return table


def _ogg_crc(page: bytes, table: list[int]) -> int:
    """Checksum of RFC 3533: polynomial 0x04C11DB7, nothing reflected, start 0."""
    crc = 0
    for byte in page:
        crc = ((crc << 8) & 0xFFFFFFFF) ^ table[(crc >> 24) ^ byte]
    return crc


def fix_serial(data: bytes, serial: int = 1) -> bytes:
    """The same Ogg stream with a fixed serial number (libsndfile draws a random one)."""
    table, out, at = _crc_table(), bytearray(data), 0
    while at < len(out):
        segments = out[at + 26]
        size = 27 + segments + sum(out[at + 27 : at + 27 + segments])
        out[at + 14 : at + 18] = struct.pack("<I", serial)
        out[at + 22 : at + 26] = bytes(4)
        out[at + 22 : at + 26] = struct.pack("<I", _ogg_crc(bytes(out[at : at + size]), table))
        at += size
    return bytes(out)


def write_vorbis(path: Path, x: Array, quality: float, rate: int = RATE) -> None:
    """x, shape (n, channels), as Ogg Vorbis; quality 0-1 is libvorbis' q0-q10."""
    with sf.SoundFile(
        path,
        "w",
        rate,
        x.shape[1],
        format="OGG",
        subtype="VORBIS",
        compression_level=1.0 - quality,
    ) as out:
        for start in range(0, x.shape[0], BLOCK):
            out.write(x[start : start + BLOCK].astype(np.float32))
    path.write_bytes(fix_serial(path.read_bytes()))


def write_flac(path: Path, x: Array) -> None:
    """x, shape (n, channels), as 16-bit FLAC."""
    sf.write(path, x, RATE, format="FLAC", subtype="PCM_16")


def read(path: Path, rate: int = RATE) -> Array:
    """Decoded samples, shape (n, channels)."""
    data, found = sf.read(path, dtype="float64", always_2d=True)
    if found != rate:
        message = f"{path}: {found} Hz, expected {rate}"
        raise ValueError(message)
    return np.asarray(data, dtype=np.float64)


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def peak_db(x: Array) -> float:
    """Sample peak in dBFS."""
    return float(20.0 * np.log10(max(float(np.max(np.abs(x))), 1e-9)))
