"""The phrase cache: whole or missing, keyed by all that shapes a clip, bounded, and private."""

from __future__ import annotations

import dataclasses
import os
import stat
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude._util.dirs import cache_dir
from quietude.audio.clip import Clip
from quietude.errors import SpeechError
from quietude.speech.cache import PhraseCache, cache_key, user_cache
from quietude.speech.engines.base import Identity, Phrase

if TYPE_CHECKING:
    from pathlib import Path


CLIP = Clip((np.sin(np.arange(5000) / 20) / 4).astype(np.float32), 44_100)
PHRASE = Phrase("Hello.", "v", 115)
IDENTITY = Identity("tone", "1", {"a": "b"})


def frames_of(cache: PhraseCache, key: str) -> int | None:
    clip = cache.get(key)
    return clip.frames if clip else None


def test_a_kept_clip_comes_back(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path / "c")
    assert cache.get("ab12") is None
    kept = cache.put("ab12", CLIP)
    clip = cache.get("ab12")
    assert clip is not None
    np.testing.assert_array_equal(kept.samples, clip.samples)
    assert clip.sample_rate_hz == 44_100
    np.testing.assert_allclose(clip.samples, CLIP.samples, atol=2**-15)
    assert frames_of(cache, "ab12") == 5000
    assert cache.info().phrases == 1
    assert cache.clear().phrases == 1
    assert cache.info().phrases == 0


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "garbage"])
def test_a_damaged_entry_counts_as_absent(tmp_path: Path, damage: str) -> None:
    cache = PhraseCache(tmp_path)
    cache.put("ab12", CLIP)
    (path,) = tmp_path.glob("??/*.phrase")
    data = bytearray(path.read_bytes())
    if damage == "flip":
        data[-100] ^= 1
    damaged = {"cut": bytes(data[:-7]), "empty": b"", "garbage": b"\xff" * 99}
    path.write_bytes(damaged.get(damage, bytes(data)))
    assert cache.get("ab12") is None
    assert frames_of(cache, "ab12") is None
    cache.put("ab12", CLIP)
    assert frames_of(cache, "ab12") == 5000


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_the_cache_belongs_to_its_owner(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path / "c")
    cache.put("ab12", CLIP)
    for path in [tmp_path / "c", *(tmp_path / "c").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_everything_that_shapes_the_samples_shapes_the_key() -> None:
    keys = {
        cache_key(IDENTITY, PHRASE, "p", 44_100),
        cache_key(dataclasses.replace(IDENTITY, version="2"), PHRASE, "p", 44_100),
        cache_key(dataclasses.replace(IDENTITY, settings={"a": "c"}), PHRASE, "p", 44_100),
        cache_key(IDENTITY, dataclasses.replace(PHRASE, text="Hello!"), "p", 44_100),
        cache_key(IDENTITY, dataclasses.replace(PHRASE, voice="w"), "p", 44_100),
        cache_key(IDENTITY, dataclasses.replace(PHRASE, rate_wpm=116), "p", 44_100),
        cache_key(IDENTITY, PHRASE, "q", 44_100),
        cache_key(IDENTITY, PHRASE, "p", 48_000),
    }
    assert len(keys) == 8


def test_a_cache_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(SpeechError, match="cannot be written") as caught:
        PhraseCache(blocked).put("ab12", CLIP)
    assert "QUIETUDE_CACHE_DIR" in str(caught.value.hint)


def test_the_clip_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path)
    for number, key in enumerate(("aa1", "bb2", "cc3", "dd4")):
        cache.put(key, CLIP)
        days_ago = time.time() - 86_400 * (10 - number)
        (path,) = tmp_path.glob(f"??/{key}.phrase")
        os.utime(path, (days_ago, days_ago))
    size = cache.info().size_bytes // 4
    assert frames_of(cache, "aa1")  # used today
    assert cache.shrink(4 * size).phrases == 0
    assert cache.shrink(2 * size + 9).phrases == 2
    assert [frames_of(cache, key) is None for key in ("aa1", "bb2", "cc3", "dd4")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_clip_used_today_stays_at_any_bound(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path)
    cache.put("aa1", CLIP)
    assert cache.shrink(0).phrases == 0
    assert frames_of(cache, "aa1") == 5000


def test_times_go_with_their_samples(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path)
    one = Clip(np.full(1000, 0.1, np.float32), 44_100)
    cache.put("ab12", one)
    kept = cache.get("ab12")
    assert kept is not None
    cache.keep_found_marks("ab12", kept, "fake 1", (0, 500))
    assert cache.found_marks("ab12", "fake 1") == (0, 500)
    assert cache.found_marks("ab12", "fake 2") is None
    # Spoken anew, the old times are gone; and what somebody found in the old clip is not kept.
    cache.put("ab12", Clip(np.full(1200, 0.2, np.float32), 44_100))
    assert cache.found_marks("ab12", "fake 1") is None
    cache.keep_found_marks("ab12", kept, "fake 1", (0, 500))
    assert cache.found_marks("ab12", "fake 1") is None
    cache.keep_found_marks("cd34", kept, "fake 1", (0, 500))
    assert cache.info().phrases == 1


def test_times_outside_the_clip_make_an_entry_count_as_absent(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path)
    cache.put("ab12", Clip(np.full(1000, 0.1, np.float32), 44_100, (0, 500)))
    (path,) = tmp_path.glob("??/*.phrase")
    path.write_bytes(path.read_bytes().replace(b"[0, 500]", b"[0, 5000]"))
    assert cache.get("ab12") is None


def test_files_of_a_killed_process_are_removed_with_the_phrases(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path / "c")
    cache.put("ab12", CLIP)
    for name, age_s in ((".new-old", 3600), (".new-now", 0)):
        path = tmp_path / "c/ab" / name
        path.write_bytes(b"something personal")
        os.utime(path, (time.time() - age_s,) * 2)
    cache.shrink()
    assert len(list((tmp_path / "c/ab").iterdir())) == 3  # a day old at most
    cache.clear()
    assert [path.name for path in (tmp_path / "c/ab").iterdir()] == [".new-now"]


@pytest.mark.parametrize(
    "header",
    ["[" * 60_000, '{"rate_hz": Infinity}', '{"rate_hz": 1e999}', '{"rate_hz": true}', '{"rate_hz": "44100"}',
     '{"marks": 7}', '{"found": []}', '{"found": {"finder": 7, "marks": []}}', "null", "\0"],
)  # fmt: skip
def test_an_entry_with_any_header_is_spoken_again(tmp_path: Path, header: str) -> None:
    cache = PhraseCache(tmp_path / "c")
    cache.put("ab12", CLIP)
    path = tmp_path / "c/ab/ab12.phrase"
    line, _, payload = path.read_bytes().partition(b"\n")
    if header.startswith("{"):
        good = line.decode().strip()
        header = good[:-1] + ", " + header[1:]  # the last of two values counts
    path.write_bytes(header.encode() + b"\n" + payload)
    assert cache.get("ab12") is None
    assert cache.found_marks("ab12", "finder") is None


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_cache_that_others_can_write_is_not_used() -> None:
    folder = cache_dir() / "phrases"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    with pytest.raises(SpeechError, match="other users may write") as caught:
        user_cache()
    assert "chmod 700" in str(caught.value)
    folder.chmod(0o755)
    user_cache()
    assert folder.stat().st_mode & 0o777 == 0o700
