"""A series with recorded phrases: heard, told, and rendered anew when one is recorded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soundfile
from mutagen.id3 import ID3

from manifests import MANIFEST, built, manifest_problems, write_series
from quietude.series.manifest.reader import read_manifest
from quietude.speech.takes.line_id import take_name

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.series.manifest.model import EpisodeSpec

TAKES = MANIFEST.replace("bed: none", "bed: none, takes: voice")


def record(folder: Path, text: str, hz: float = 200.0) -> None:
    (folder / "voice").mkdir(parents=True, exist_ok=True)
    t = np.arange(88_200) / 44_100
    tone = np.where((t > 0.5) & (t < 1.5), 0.2 * np.sin(2 * np.pi * hz * t), 0.0)
    soundfile.write(folder / "voice" / f"{take_name(1, text)}.wav", tone, 44_100)


def episodes(path: Path, edition: int = 0) -> list[EpisodeSpec]:
    return list(read_manifest(path).editions[edition].episodes)


def test_a_recorded_series_says_so_and_follows_its_recordings(tmp_path: Path) -> None:
    for text in ("Welcome.", "Thank you for your time."):
        record(tmp_path, text)
    path = write_series(tmp_path, TAKES)
    one, two = episodes(path)
    assert (one.synthetic, one.human) == (False, True)
    assert "A person speaks in this episode." in one.notes
    assert (two.synthetic, two.human) == (True, True)
    assert "and a program what was not recorded" in two.notes
    site = tmp_path / "site"
    assert built(path, site).rendered == 2
    files = sorted((site / "episodes").glob("*.mp3"))
    assert [str(ID3(file)["TXXX:VOICE"]) for file in files] == ["human", "both"]
    feed = (site / "feed.xml").read_text(encoding="utf-8")
    assert feed.count('purpose="voice">both<') == 1
    assert feed.count('purpose="voice">human<') == 1
    assert built(path, site).rendered == 0
    record(tmp_path, "Welcome.", hz=300.0)
    assert built(path, site).rendered == 1


def test_a_listener_whose_name_nobody_recorded_hears_both(tmp_path: Path) -> None:
    for text in ("Welcome.", "Hello.", "Thank you for your time."):
        record(tmp_path, text)
    (tmp_path / "people.csv").write_text("id,name\na,Ada\nb,\n", encoding="utf-8")
    path = write_series(tmp_path, f"{TAKES}listeners: people.csv\n")
    ada, nobody = episodes(path, 0)[0], episodes(path, 1)[0]
    assert (ada.synthetic, ada.human) == (True, True)
    assert "and a program what was not recorded" in ada.notes
    assert (nobody.synthetic, nobody.human) == (False, True)


def test_a_folder_that_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    [(line, message)] = manifest_problems(tmp_path, TAKES)
    assert line == 7
    assert "there is no folder" in message
    alone = MANIFEST.replace("bed: none", "bed: none, only_takes: true")
    assert "no folder of takes" in manifest_problems(tmp_path, alone)[0][1]
