from __future__ import annotations

from pathlib import Path

import pytest

from quietude.series.manifest.reader import read_manifest
from quietude.series.manifest.template import id_of, new_manifest


@pytest.mark.parametrize(
    ("title", "author"),
    [("Evening Calm", "Ada"), ("\"Quoted\": #1 & 'more'", "Zoë: O'Neil"), ("静か", "{braces}")],
)
def test_a_first_manifest_reads_as_it_stands(tmp_path: Path, title: str, author: str) -> None:
    path = tmp_path / "series.yaml"
    text = new_manifest(
        "series.yaml", title=title, author=author, email="a@b.example", language="en"
    )
    path.write_text(text, encoding="utf-8")
    manifest = read_manifest(path)
    assert (manifest.show.title, manifest.show.author) == (title, author)
    assert [spec.id for spec in manifest.editions[0].episodes] == ["safe-place", "butterfly-hug"]
    assert manifest.warnings == ()


def test_lines_commented_out_work_too(tmp_path: Path) -> None:
    text = new_manifest("s.yaml", title="A", author="B", email="a@b.example", language="en")
    text = text.replace("# start:", "start:").replace("# every:", "every:")
    text = text.replace("  # region:", "  region:").replace("  # synthetic", "  synthetic")
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    manifest = read_manifest(tmp_path / "s.yaml")
    assert manifest.dates.start
    assert manifest.editions[0].episodes[0].synthetic is False


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Evening Calm!", "evening-calm"), ("Zoë’s Été", "zoes-ete"), ("静か", "my-show")],
)
def test_ids(title: str, expected: str) -> None:
    assert id_of(title) == expected
