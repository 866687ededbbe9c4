from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.series.preview.responses import allowed_host, byte_range, path_of, respond


@given(st.integers(0, 1000), st.text("bytes=-,0123456789 \t٣", max_size=24))
def test_a_range_lies_in_the_file_or_is_none(size: int, text: str) -> None:
    try:
        found = byte_range(text, size)
    except ValueError:
        return
    if found:
        start, length = found
        assert 0 <= start < size
        assert 0 < length <= size - start


@given(st.integers(1, 1000), st.data())
def test_a_range_is_the_bytes_it_names(size: int, data: st.DataObject) -> None:
    whole = bytes(number % 251 for number in range(size))
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, size + 10))
    assert byte_range(f"bytes={first}-{last}", size) == (first, len(whole[first : last + 1]))
    assert byte_range(f"bytes={first}-", size) == (first, len(whole[first:]))
    suffix = data.draw(st.integers(1, size + 10))
    assert byte_range(f"bytes=-{suffix}", size) == (max(0, size - suffix), min(suffix, size))


@pytest.mark.parametrize(
    "text", ["bytes=0-1,3-4", "items=0-1", "bytes=5-2", "bytes=-", "0-1", "bytes=" + "9" * 99 + "-"]
)
def test_text_that_is_not_a_range_is_ignored(text: str) -> None:
    assert byte_range(text, 10) is None


@pytest.mark.parametrize("text", ["bytes=10-", "bytes=10-20", "bytes=-0"])
def test_a_range_beyond_the_end(text: str) -> None:
    with pytest.raises(ValueError, match="range"):
        byte_range(text, 10)


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "//etc/passwd",
        "/episodes/../../secret.txt", "/./index.html", "/.hidden", "/episodes/.hidden", "/a%00.mp3",
        "/%ff%fe", "/link.txt", "/out/secret.txt", "", "secret.txt", "*", "/episodes", "/episodes/",
        "file:///etc/passwd", "/C:/windows", "/index.html%0d%0aX:1", "/" + "a" * 5000, "http://[x/",
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_is_found(tmp_path: Path, target: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "site"
    (folder / "episodes").mkdir(parents=True)
    for name in ("index.html", ".hidden", "episodes/.hidden"):
        (folder / name).write_text("x")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "out").symlink_to(tmp_path)
    assert path_of(folder.resolve(), target) is None


@given(st.text(st.characters(exclude_categories=[]), max_size=30))
def test_no_target_raises_or_leaves(target: str) -> None:
    folder = Path(__file__).resolve().parent
    found = path_of(folder, "/" + target)
    assert found is None or found.is_relative_to(folder)


@pytest.mark.parametrize(
    ("host", "good"),
    [
        ("127.0.0.1:8000", True), ("localhost:8000", True), ("LOCALHOST:8000", True),
        ("[::1]:8000", True), (None, False), ("", False), ("127.0.0.1", False),
        ("localhost:8001", False), ("evil.example:8000", False),
        ("127.0.0.1:8000.evil.example", False), ("localhost.evil.example:8000", False),
    ],
)  # fmt: skip
def test_only_names_of_this_machine(host: str | None, *, good: bool) -> None:
    assert allowed_host(host, 8000) is good


def test_types_as_players_want_them(folder: Path) -> None:
    def kind(target: str) -> str:
        return respond(folder, "GET", target, {}).headers["Content-Type"]

    assert kind("/episodes/001-short.mp3") == "audio/mpeg"
    assert kind("/transcripts/001-short.vtt") == "text/vtt; charset=utf-8"
    assert kind("/transcripts/001-short.srt") == "application/x-subrip; charset=utf-8"
    assert kind("/chapters/001-short.json") == "application/json+chapters"
    assert kind("/series.json") == "application/json; charset=utf-8"
    assert kind("/cover-01234567.jpg") == "image/jpeg"
    assert kind("/feed.xml") == "application/rss+xml; charset=utf-8"


def test_validators_and_if_range(folder: Path) -> None:
    target = "/episodes/001-short.mp3"
    whole = respond(folder, "GET", target, {})
    etag = whole.headers["ETag"]
    for wanted in (etag, f'W/{etag}, "x"', f'"x", {etag}', "*"):
        assert respond(folder, "GET", target, {"if-none-match": wanted}).status == 304
    assert respond(folder, "GET", target, {"if-none-match": '"x"'}).status == 200
    part = {"range": "bytes=0-1"}
    assert respond(folder, "GET", target, part | {"if-range": etag}).status == 206
    assert respond(folder, "GET", target, part | {"if-range": '"old"'}).status == 200
    (folder / target[1:]).write_bytes(b"new")
    assert respond(folder, "GET", target, {"if-none-match": etag}).status == 200
