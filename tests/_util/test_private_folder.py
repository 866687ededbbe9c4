"""Folders of one owner, and removal that never leaves its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quietude._util.private_folder import UntrustedFolderError, private_folder, remove_inside

needs_modes = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


@needs_modes
def test_a_new_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    private_folder(tmp_path / "a/b")
    assert (tmp_path / "a/b").stat().st_mode & 0o777 == 0o700


@needs_modes
@pytest.mark.parametrize("mode", [0o755, 0o750, 0o744])
def test_one_that_others_can_read_is_mended(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    folder.chmod(mode)
    private_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


@needs_modes
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o722, 0o1777])
def test_one_that_others_can_write_is_refused(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(UntrustedFolderError, match="other users may write"):
        private_folder(folder)
    assert folder.stat().st_mode & 0o7777 == mode


@needs_modes
def test_one_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 4711)
    with pytest.raises(UntrustedFolderError, match="another user"):
        private_folder(folder)


def test_a_link_is_refused_even_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir(mode=0o700)
    for target in ("there", "nowhere"):
        link = tmp_path / f"to {target}"
        link.symlink_to(tmp_path / target)
        with pytest.raises(UntrustedFolderError, match="link"):
            private_folder(link)
    assert not (tmp_path / "nowhere").exists()


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A folder, and a neighbour that must stay as it is."""
    for name in ("inside/a/b/file", "neighbour/precious"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text("x")
    (tmp_path / "inside/link").symlink_to(tmp_path / "neighbour")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["../neighbour/precious", "../neighbour", "a/../../neighbour", "link/precious", ".", "", "..",
     "{neighbour}/precious", "{neighbour}", "a/b/missing", "a\0b", "n" * 300],
)  # fmt: skip
def test_nothing_outside_is_removed(world: Path, name: str) -> None:
    assert not remove_inside(world / "inside", name.format(neighbour=world / "neighbour"))
    assert (world / "neighbour/precious").read_text() == "x"
    assert (world / "inside/a/b/file").exists()


def test_files_inside_go_with_the_folders_left_empty(world: Path) -> None:
    inside = world / "inside"
    assert remove_inside(inside, "a/b/file")
    assert sorted(path.name for path in inside.iterdir()) == ["link"]
    assert remove_inside(inside, "link")
    assert (world / "neighbour/precious").exists()
    assert inside.is_dir()
