"""The owner of a connection, from the lists of sockets that Linux keeps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quietude.series.preview.loopback import is_another_user

CLIENT, SERVER = ("127.0.0.1", 0xD431), ("127.0.0.1", 8765)
ROW = "0: {mapped}0100007F:D431 {mapped}0100007F:223D {state} 00:00 00:00 00 {owner} 0 1 1 0"
MAPPED = "0000000000000000FFFF0000"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="has no users by number")
@pytest.mark.parametrize(
    ("table", "mapped", "state", "owner", "expected"),
    [
        ("tcp", "", "01", 1000, "ours"),
        ("tcp", "", "05", 1000, "ours"),  # it will send no more, but listens
        ("tcp", "", "01", 0, "ours"),
        ("tcp", "", "06", 0, "another's"),  # closed, so that its owner is not known
        ("tcp", "", "01", 1001, "another's"),
        ("tcp6", MAPPED, "01", 1001, "another's"),
        ("tcp6", MAPPED, "01", 1000, "ours"),
        ("udp", "", "01", 1001, "ours"),  # in neither list: not known
    ],
)
def test_the_owner_of_a_connection(  # noqa: PLR0917
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, mapped: str, state: str,
    owner: int, expected: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    row = ROW.format(mapped=mapped, state=state, owner=owner)
    other_row = row.replace("D431", "D432").replace(str(owner), "77")
    (tmp_path / table).write_text(f"sl local rem st\n{other_row}\n{row}\n")
    assert is_another_user(CLIENT, SERVER, tmp_path) == (expected == "another's")
