from __future__ import annotations

import dataclasses
import os
import stat
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.audio.clip import Clip
from quietude.errors import SpeechError
from quietude.plan.model import Utterance
from quietude.speech.cache import PhraseCache, cache_key
from quietude.speech.engines.base import Identity, Phrase
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.speaker import Speaker

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

CLIP = Clip((np.sin(np.arange(5000) / 20) / 4).astype(np.float32), 44_100)
PHRASE = Phrase("Hello.", "v", 115)
IDENTITY = Identity("tone", "1", {"a": "b"})


def nothing(_done: int, _total: int) -> None:
    pass


def utterance(text: str, line: int = 1) -> Utterance:
    return Utterance(text, "tone", 115, 0, line)


def frames_of(cache: PhraseCache, key: str) -> int | None:
    clip = cache.get(key)
    return clip.frames if clip else None


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
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


def test_the_same_words_are_spoken_once_and_an_edit_speaks_one_line(tmp_path: Path) -> None:
    with ToneEngine() as engine:
        speaker = Speaker(engine, PhraseCache(tmp_path), 44_100)
        lines = [utterance("One."), utterance("Two."), utterance("One.", line=9)]
        assert speaker.speak_all(lines, nothing).spoken == 2
        again = speaker.speak_all(lines, nothing)
        assert again.spoken == 0
        assert again.lengths[lines[0]] == again.lengths[lines[2]]
        assert speaker.speak_all([*lines[:1], utterance("Three.")], nothing).spoken == 1


def test_a_phrase_is_measured_when_it_is_spoken_and_when_it_is_found(tmp_path: Path) -> None:
    def power(clip: Clip) -> NDArray[np.float32]:
        return clip.samples[:100]

    line = utterance("One.")
    with ToneEngine() as engine:
        cache = PhraseCache(tmp_path)
        assert Speaker(engine, cache, 44_100).speak_all([line], nothing).powers == {}
        cache.clear()
        speaker = Speaker(engine, cache, 44_100, power=power)
        for spoken in (speaker.speak_all([line], nothing), speaker.speak_all([line], nothing)):
            np.testing.assert_array_equal(spoken.powers[line], power(spoken.clip(line)))


def test_a_phrase_that_cannot_be_spoken_has_its_line(tmp_path: Path) -> None:
    with ToneEngine() as engine:
        speaker = Speaker(engine, PhraseCache(tmp_path), 44_100)
        with pytest.raises(SpeechError) as caught:
            speaker.speak_all([utterance("…", line=7)], nothing)
        assert caught.value.line == 7


def test_a_phrase_that_vanishes_is_an_error_not_a_silence(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path)
    with ToneEngine() as engine:
        line = utterance("One.")
        spoken = Speaker(engine, cache, 44_100).speak_all([line], nothing)
        assert spoken.clip(line).frames == spoken.lengths[line]
        cache.clear()
        with pytest.raises(SpeechError, match="removed from the cache"):
            spoken.clip(line)


def test_a_cache_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(SpeechError, match="cannot be written") as caught:
        PhraseCache(blocked).put("ab12", CLIP)
    assert "QUIETUDE_CACHE_DIR" in str(caught.value.hint)


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
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


def test_what_was_used_today_stays_whatever_the_bound(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path)
    cache.put("aa1", CLIP)
    assert cache.shrink(0).phrases == 0
    assert frames_of(cache, "aa1") == 5000
