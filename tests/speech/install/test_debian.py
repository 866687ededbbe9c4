"""Unpacking the distribution's packages: the real steps with an apt that reads a folder."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from quietude.errors import EngineError, SpeechError, UsageError
from quietude.speech.install.debian import BUNDLES, install_bundle, installed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Debian and its relatives only")

TOOLS = {
    "apt-cache": 'echo "flite"; echo "  Depends: libc6"; echo "  Depends: libflite1"',
    # Whole arguments are compared: a folder's random name may hold "-s".
    "apt-get": """case " $* " in
*" update "*) touch "$FAKE/updated" ;;
*" -s "*) echo "Inst libflite1 (2.2)"; echo "Inst libmissing9 (1)"; echo "Conf libflite1" ;;
*" download "*)
  if [ -f "$FAKE/slow" ]; then sleep 30; fi
  if [ -f "$FAKE/stale" ] && [ ! -f "$FAKE/updated" ]; then echo "E: no such version"; exit 100; fi
  while [ "$1" != download ]; do shift; done; shift
  for it in "$@"; do echo "$it" > "$it.deb"; done ;;
esac""",
    "dpkg-deb": """if [ -f "$FAKE/full" ]; then echo "No space left on device"; exit 2; fi
mkdir -p "$3/usr/bin"; if [ "$(cat "$2")" = flite ]; then cp "$2" "$3/usr/bin/flite"; fi
cat "$2" >> "$3/packages" """,
}


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, code in TOOLS.items():
        (tools / name).write_text(f"#!/bin/sh\n{code}\n")
        (tools / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("FAKE", str(tmp_path))
    return tmp_path


def programs() -> list[str]:
    folder = Path(os.environ["QUIETUDE_DATA_DIR"]) / "programs"
    return (
        sorted(it.name for it in folder.iterdir() if it.name != ".lock") if folder.exists() else []
    )


def quiet(_text: str) -> None:
    pass


@pytest.mark.usefixtures("fake")
def test_a_bundle_is_fetched_with_the_libraries_that_are_missing() -> None:
    said: list[str] = []
    folder = install_bundle("flite", said.append)
    assert sorted((folder / "packages").read_text().split()) == [
        "flite",
        "libflite1",
        "libmissing9",
    ]
    assert installed(BUNDLES["flite"])
    assert said == ["fetching 3 packages: flite, libflite1, libmissing9"]
    assert programs() == ["flite"]


@pytest.mark.usefixtures("fake")
def test_installing_again_replaces_what_was_there() -> None:
    folder = install_bundle("flite", quiet)
    (folder / "old").write_text("")
    (folder.parent / ".new-left-by-a-kill").mkdir()
    install_bundle("flite", quiet)
    assert not (folder / "old").exists()
    assert programs() == ["flite"]


def test_lists_out_of_date_are_fetched_into_a_folder_of_our_own(fake: Path) -> None:
    (fake / "stale").touch()
    said: list[str] = []
    install_bundle("flite", said.append)
    assert "fetching the lists of packages" in said


@pytest.mark.usefixtures("fake")
def test_the_folder_may_be_named_from_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUIETUDE_DATA_DIR", "data")
    (tmp_path / "stale").touch()  # so that apt has folders of ours too
    assert (install_bundle("flite", quiet) / "packages").exists()


@pytest.mark.parametrize(
    ("trouble", "said", "hint"),
    [
        ("slow", "enough time|^apt-get failed", "network"),
        ("full", "^dpkg-deb failed .*No space", "Make room, or"),
    ],
)
def test_a_failure_leaves_nothing_and_keeps_what_was_there(
    fake: Path, trouble: str, said: str, hint: str
) -> None:
    folder = install_bundle("flite", quiet)
    (folder / "mine").write_text("")
    (fake / trouble).touch()
    with pytest.raises(SpeechError, match=said) as caught:
        install_bundle("flite", quiet, timeout_s=1.0 if trouble == "slow" else 60.0)
    assert hint in str(caught.value.hint)
    assert (folder / "mine").exists()
    assert programs() == ["flite"]


def test_elsewhere_it_is_said_that_this_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(EngineError, match="Debian, Ubuntu"):
        install_bundle("flite", quiet)


def test_an_unknown_bundle_is_an_error() -> None:
    with pytest.raises(UsageError, match="no bundle"):
        install_bundle("nonsense", quiet)
