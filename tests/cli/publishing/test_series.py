"""``series``: the options it refuses before anything is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from command_line import assert_clear_failure, run
from manifests import write_series

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def manifest(tmp_path: Path) -> str:
    return str(write_series(tmp_path))


@pytest.mark.parametrize(
    "url", ["example.org/show", "ftp://example.org", "https://", "https://e.org/a b", "https://e.org/#a",
            "https://e.org/?a=b", "https://[e.org"],
)  # fmt: skip
def test_an_address_that_no_folder_can_have_is_refused(
    manifest: str, tmp_path: Path, url: str
) -> None:
    result = run("series", "build", manifest, "-o", str(tmp_path / "site"), "--base-url", url)
    assert_clear_failure(result, 2, "is not the address of a folder", "https://example.org/show")
    assert not (tmp_path / "site").exists()


def test_an_address_that_is_not_known_is_asked_for_before_anything_is_read(tmp_path: Path) -> None:
    nothing, site = str(tmp_path / "nothing.yaml"), str(tmp_path / "site")
    result = run("series", "build", nothing, "-o", site)
    assert_clear_failure(result, 2, "the address of the site is not known", "--base-url")


def test_a_dry_run_needs_no_address(manifest: str, tmp_path: Path) -> None:
    result = run("series", "build", manifest, "-o", str(tmp_path / "site"), "--dry-run")
    assert result.returncode == 0, result.stderr
    assert "invalid" not in result.stdout + result.stderr
    assert not (tmp_path / "site").exists()


def test_shared_storage_needs_a_cluster(manifest: str, tmp_path: Path) -> None:
    result = run("series", "build", manifest, "-o", str(tmp_path / "site"), "--shared-storage")
    assert_clear_failure(result, 2, "--shared-storage needs a cluster", "--cluster")


def test_a_file_is_no_folder_to_build_in(manifest: str) -> None:
    result = run("series", "build", manifest, "-o", manifest)
    assert_clear_failure(result, 2, "name the folder to build in")


def test_a_list_of_names_that_cannot_be_read(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_bytes(b"\xff\xfe\xfa")
    result = run("series", "check", str(tmp_path), "--names", str(names))
    assert_clear_failure(result, 2, "names.txt", "cannot be read", "one name a line")
