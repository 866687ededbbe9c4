"""The manifests in docs/series.md are read as they stand there, and its options exist."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import soundfile
from typer.testing import CliRunner

from manifests import SHORT
from quietude.cli.app import app
from quietude.series.manifest.reader import read_manifest

DOCS = (Path(__file__).parents[2] / "docs" / "series.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)


def test_the_manifests_in_the_docs_are_valid(tmp_path: Path) -> None:
    podcast, personal = blocks("yaml")
    (table,) = blocks("csv")
    mine = SHORT.format(id="mine", title="Mine", words="Welcome").replace(
        "for your time.]", "for your time., pause: 1-90s]"
    )
    (tmp_path / "my-evening.yaml").write_text(mine, encoding="utf-8")
    (tmp_path / "people.csv").write_text(table, encoding="utf-8")
    soundfile.write(tmp_path / "talk.mp3", np.zeros((88_200, 1)), 44_100)
    (tmp_path / "talk.vtt").write_text("WEBVTT\n\n00:00.500 --> 00:01.500\nHello.\n")
    path = tmp_path / "series.yaml"
    path.write_text(podcast, encoding="utf-8")
    manifest = read_manifest(path)
    episodes = manifest.editions[0].episodes
    assert [episode.id for episode in episodes[:3]] == ["butterfly-hug", "safe-place", "my-evening"]
    assert len(episodes) > 5
    assert not manifest.show.private
    path.write_text(personal, encoding="utf-8")
    manifest = read_manifest(path)
    assert [len(edition.episodes) for edition in manifest.editions] == [2, 2]
    assert manifest.editions[0].episodes[0].request.slot_values["name"] == "Ada"


def test_every_option_is_described_and_is_there() -> None:
    shown = CliRunner().invoke(app, ["series", "build", "--help"], env={"COLUMNS": "200"}).output
    offered = set(re.findall(r"--[a-z][a-z-]+", shown)) - {"--help", "--output"}
    ours = re.sub(r"^(dask |#SBATCH )(.*\\\n)*.*$", "", DOCS, flags=re.MULTILINE)
    described = set(re.findall(r"--[a-z][a-z-]+", ours))
    assert offered == described
