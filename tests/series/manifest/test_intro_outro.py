from __future__ import annotations

from pathlib import Path

from manifests import MANIFEST, write_series
from quietude.script.model import Say
from quietude.series.manifest.reader import read_manifest


def test_intro_and_outro_are_part_of_the_session(tmp_path: Path) -> None:
    text = MANIFEST.replace(
        "bed: none}",
        'bed: none, intro: "Good evening{{ \\", \\" + name if name }}.", '
        "outro: {fragment: way-out, title: Afterwards}}",
    )
    text = text.replace("- file: two.yaml", '- {file: two.yaml, intro: ""}')
    one, two = read_manifest(write_series(tmp_path, text)).editions[0].episodes
    assert [section.title for section in one.script.sections][0::3] == ["Opening", "Afterwards"]
    assert next(step.text for step in one.script.steps() if isinstance(step, Say)).startswith(
        "Good"
    )
    assert [section.title for section in two.script.sections] == [
        "Arriving",
        "Coming back",
        "Afterwards",
    ]
