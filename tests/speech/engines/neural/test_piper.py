"""Piper for real, speaking with a voice of a few kilobytes that has its models' shape."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from processes import children, needs_proc, only_child
from quietude.errors import EngineError, SpeechError
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.neural.piper import PiperEngine
from quietude.speech.engines.neural.piper_worker import pieces
from quietude.speech.install.piper_voices import MANIFEST, best_installed, installed_voices
from quietude.speech.speaking_rate import Pace, remember_pace
from quietude.speech.voice_selection import open_voice, present_voices
from tiny_voice import install_tiny, needs_piper, tiny_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples

pytestmark = needs_piper
VOICE = "en_US-tiny-medium"
TEXTS = ["You may rest here.", "Perhaps notice what holds you up.", "There is no hurry at all."]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[PiperEngine]:
    install_tiny(tmp_path)
    with PiperEngine() as opened:
        # The measuring is another test's matter; here it would only take time.
        remember_pace(opened.identity(VOICE), VOICE, Pace(0.0, 0.35))
        yield opened


def said(engine: PiperEngine, text: str, voice: str = VOICE) -> Samples:
    return engine.speak(Phrase(text, voice, 115)).samples


def test_the_same_text_gives_the_same_samples_in_any_order_and_process(engine: PiperEngine) -> None:
    first = [said(engine, text) for text in TEXTS]
    with PiperEngine() as other:
        again = [said(other, text) for text in reversed(TEXTS)][::-1]
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)


def test_there_is_chance_in_piper_all_the_same(engine: PiperEngine) -> None:
    """Noise scales of zero would be repeatable too, and sound flat."""
    clip = said(engine, "Hum.")
    assert np.abs(np.diff(clip, 4)).max() > 0.005
    assert not np.array_equal(said(engine, "Hum.")[:4000], said(engine, "Hum?")[:4000])


def test_a_model_with_other_chance_in_it_speaks_without_any(tmp_path: Path) -> None:
    install_tiny(tmp_path, "en_US-rustle-medium", other_noise=True)
    with PiperEngine() as engine:
        voice = "en_US-rustle-medium"
        remember_pace(engine.identity(voice), voice, Pace(0.0, 0.35))
        np.testing.assert_array_equal(said(engine, TEXTS[0], voice), said(engine, TEXTS[0], voice))


def test_only_the_random_nodes_are_replaced() -> None:
    import onnx

    from quietude.speech.engines.neural.piper_model import NOISE_INPUT, repeatable

    changed, whole = repeatable(tiny_model())
    assert whole
    proto = onnx.load_model_from_string(changed)
    onnx.checker.check_model(tiny_model())
    assert "RandomNormalLike" not in {node.op_type for node in proto.graph.node}
    assert NOISE_INPUT in {value.name for value in proto.graph.input}
    assert "w_ceil" in {value.name for value in proto.graph.output}
    assert not repeatable(tiny_model(other_noise=True))[1]
    with pytest.raises(ValueError, match="no ONNX model"):
        repeatable(b"not a model")


def test_auto_takes_piper_and_says_why(engine: PiperEngine) -> None:
    with open_voice() as chosen:
        assert chosen.full_id == f"piper:{VOICE}"
        assert chosen.why == "the best voice here (natural)"
    assert next(iter(present_voices())).terms == "unknown"
    assert "model" in engine.identity(VOICE).settings
    with open_voice(language="de") as chosen:
        assert chosen.engine.identity().engine == "pyttsx3"


def test_the_recommended_voice_goes_first(tmp_path: Path) -> None:
    for name in ("en_GB-alba-medium", "en_US-aaa-medium", "en_US-kristin-medium"):
        install_tiny(tmp_path, name)
    assert best_installed("en") == "en_US-kristin-medium"
    assert best_installed("fr") is None


def test_a_model_that_was_changed_on_disk_is_refused(engine: PiperEngine) -> None:
    (voice,) = installed_voices().values()
    voice.model.write_bytes(tiny_model(other_noise=True))
    with pytest.raises(EngineError, match="not the file that was installed"):
        said(engine, "Hello.")


def test_a_folder_that_is_not_whole_is_no_voice(engine: PiperEngine) -> None:
    assert engine.voices()
    (voice,) = installed_voices().values()
    (voice.folder / MANIFEST).write_text("{")
    assert installed_voices() == {}
    with PiperEngine() as empty, pytest.raises(EngineError, match="no voice here yet"):
        empty.default_voice("en")


def test_a_sound_the_voice_does_not_have_is_refused(tmp_path: Path) -> None:
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    few = {sound: ids for sound, ids in DEFAULT_PHONEME_ID_MAP.items() if sound != "h"}
    install_tiny(tmp_path, "en_US-few-medium", phoneme_id_map=few)
    with PiperEngine() as engine:
        voice = "en_US-few-medium"
        remember_pace(engine.identity(voice), voice, Pace(0.0, 0.35))
        assert len(said(engine, "You may rest.", voice))
        with pytest.raises(SpeechError, match='no sound for "h"') as caught:
            said(engine, "Hello.", voice)
        assert not isinstance(caught.value, EngineError)


def test_ipa_is_spoken_as_it_is_and_other_brackets_are_no_words(engine: PiperEngine) -> None:
    spelt, spoken = said(engine, "Hello, Siobhan."), said(engine, "Hello, [[ ʃɪˈvɔːn ]].")
    assert len(spelt) != len(spoken)
    assert pieces("One [[two]] [three]]") == ["One two three"]
    with pytest.raises(SpeechError, match='no sound for "ж"'):
        said(engine, "Hello, [[ ж ]].")
    long = "word " * 58 + "[[ ʃɪˈ vɔːn ]] and so on, to the end of it all, at last."
    assert all(piece.count("[[") == piece.count("]]") for piece in pieces(long))
    assert len(pieces(long)) == 2


def test_letters_that_would_be_named_are_refused(engine: PiperEngine) -> None:
    with pytest.raises(SpeechError, match="cannot read Cyrillic and Hebrew letters"):
        said(engine, "Hello, Иван and שלום.")
    assert len(said(engine, "Hello, José."))


def test_long_texts_are_cut_where_one_would_breathe() -> None:
    text = "First, " + "and on and on, " * 50 + "to the end. Then. A last one"
    cut = pieces(text)
    assert all(len(piece) <= 300 for piece in cut)
    assert " ".join(cut) == " ".join(text.split())
    assert all(piece.endswith((",", ".", "one")) for piece in cut)
    assert [len(piece) for piece in pieces("x" * 700)] == [300, 300, 100]
    assert pieces("... !") == []
    assert pieces("a\x00b\n\u200bc") == ["a b c"]


@needs_proc
def test_killing_workers_again_and_again_loses_nothing(engine: PiperEngine) -> None:
    before = children()
    expected = said(engine, TEXTS[0])
    stop = threading.Event()
    kills = spoken = spoken_before = 0

    def kill_now_and_then() -> None:
        # Never twice without a phrase between: on a slow machine no worker would live to speak.
        nonlocal kills, spoken_before
        while not stop.wait(0.5):
            if spoken > spoken_before and (pids := children() - before):
                spoken_before = spoken
                for pid in pids:
                    os.kill(pid, signal.SIGKILL)
                kills += 1

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        while kills < 5:
            np.testing.assert_array_equal(said(engine, TEXTS[0]), expected)
            spoken += 1
    finally:
        stop.set()
        killer.join()
    assert kills


@needs_proc
def test_closing_leaves_no_worker(engine: PiperEngine) -> None:
    before = children()
    said(engine, "Hello.")
    assert only_child(before)
    engine.close()
    assert children() == before
    with pytest.raises(EngineError, match="closed"):
        said(engine, "Hello.")


def test_a_voice_that_reads_in_its_own_way_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="reader of its own"):
        install_tiny(tmp_path, "zh_CN-far-medium", phoneme_type="pinyin")
    assert installed_voices() == {}
