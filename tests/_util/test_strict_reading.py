"""The strict door: what comes from outside is bounded, finite and whole, or refused."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quietude
from command_line import run
from manifests import MANIFEST, manifest_problems, write_series
from quietude._util.strict_reading import (
    MAX_DEPTH,
    HalfCharacterError,
    ReadingError,
    TooLargeError,
    number,
    parse_json,
    read_bounded,
    text,
    whole,
)
from quietude.errors import EngineError
from quietude.series.rendering.timeline_cache import read_timeline
from quietude.speech.install.piper import _published_files

REFUSED = ["", "[", "[" * 3000, "[" * 50 + "]" * 50, '{"a": Infinity}', "[NaN]", "-Infinity", "[1e999]",
           '"\\u0000"', '{"\\u0000": 1}', '["\\ud800"]', '{"\\udc00": []}', "\0", "7" * 5000, b"\xff", "{'a': 1}",
           '[["\\ud83d"], "\\ude00"]']  # fmt: skip


@pytest.mark.parametrize("data", REFUSED)
def test_data_no_reader_should_meet_is_refused(data: str | bytes) -> None:
    with pytest.raises(ReadingError):
        parse_json(data)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab\x07é"), inner),
    max_leaves=20,
)  # fmt: skip


@given(value=PLAIN, ascii_only=st.booleans())
def test_everything_else_comes_through_as_it_is(value: Any, *, ascii_only: bool) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only)
    assert parse_json(data) == value
    assert parse_json(data.encode("utf-8")) == value


def test_the_bound_of_depth_is_exact() -> None:
    fits = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert parse_json(fits) is not None
    with pytest.raises(ReadingError, match="deep"):
        parse_json(f"[[{fits}]]")
    with pytest.raises(HalfCharacterError):
        parse_json('"\\ud800"')
    assert parse_json('"\\ud83d\\ude00"') == "😀"


def test_the_line_of_a_fault_is_told() -> None:
    with pytest.raises(ReadingError) as caught:
        parse_json("{\n\n  nothing\n}")
    assert caught.value.line == 3


@pytest.mark.parametrize("value", [None, True, "1", 1.0, -1, 1 << 63, []])
def test_a_whole_number_is_one(value: Any) -> None:
    with pytest.raises(ReadingError):
        whole(value)
    assert whole(5, most=5) == 5


@pytest.mark.parametrize("value", [None, True, "1", -0.1, math.inf, math.nan, [], 10**400])
def test_a_number_is_finite(value: Any) -> None:
    with pytest.raises(ReadingError):
        number(value)
    assert number(5) == 5.0


def test_a_text_matches_as_a_whole() -> None:
    assert text("abc", "[a-c]+") == "abc"
    for value in ("abcd", "abc\n", 7, None):
        with pytest.raises(ReadingError):
            text(value, "[a-c]+")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_file_without_end_is_read_up_to_the_bound(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/zero")
    with pytest.raises(TooLargeError):
        read_bounded(tmp_path / "link", 1000)
    (tmp_path / "small").write_bytes(b"x" * 1000)
    assert len(read_bounded(tmp_path / "small", 1000)) == 1000


INDEX = {"en_GB-a-low": {"files": {"x/en_GB-a-low.onnx": {"size_bytes": 5, "md5_digest": "0" * 32},
                                   "x/en_GB-a-low.onnx.json": {"size_bytes": 5, "md5_digest": "0" * 32}}}}  # fmt: skip


@pytest.mark.parametrize(
    "bad", ["[" * 60_000, "Infinity", "-1", "0", "1e999", "true", '"5"', "null", "[]"]
)
def test_the_index_of_a_hub_is_refused_whatever_stands_in_it(bad: str) -> None:
    good = json.dumps(INDEX)
    assert len(_published_files(good.encode(), "en_GB-a-low")) == 2
    data = bad if bad.startswith("[[") else good.replace('"size_bytes": 5', f'"size_bytes": {bad}')
    with pytest.raises(EngineError, match="did not send its index"):
        _published_files(data.encode(), "en_GB-a-low")


@pytest.mark.parametrize(
    "data", [*REFUSED[:-1], "[]", "7", '{"format": 1}', '{"format": 1, "speech": 7}']
)
def test_a_timeline_that_is_damaged_is_a_value_error(data: str | bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_timeline(data if isinstance(data, str) else data.decode("latin-1"))


@pytest.mark.parametrize(
    "row", ["[" * 3000, '{"id": 1e999}', '{"id": "a\\u0000"}', '{"id": {}}', "[]"]
)
def test_a_table_of_listeners_names_the_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "people.jsonl").write_text('{"id": "ada"}\n' + row + "\n")
    problems = manifest_problems(tmp_path, MANIFEST + "listeners: people.jsonl\n")
    assert [line for line, _ in problems] == [2]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_table_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").symlink_to("/dev/zero")
    problems = manifest_problems(tmp_path, MANIFEST + "listeners: people.csv\n")
    assert "MB" in problems[0][1]


@pytest.mark.parametrize("key", ["file", "exercise", "programme"])
def test_a_zero_byte_in_a_name_is_refused_with_its_line(tmp_path: Path, key: str) -> None:
    path = write_series(tmp_path, MANIFEST.replace("file: one.yaml", f'{key}: "\\0one.yaml"'))
    result = run(
        "series", "build", str(path), "-o", str(tmp_path / "site"), "--base-url", "https://e.org"
    )
    assert result.returncode == 1
    assert "control character" in result.stderr
    assert "series.yaml:11" in result.stderr


DOORS = {
    "_util/strict_reading.py": "the door itself",
    "sound/manifest.py": "comes with Quietude",
    "speech/install/kokoro_voices.py": "its catalogue comes with Quietude",
    "speech/install/piper_voices.py": "its catalogue comes with Quietude",
    "speech/engines/neural/voice_worker.py": "comes with hibari, whose version is pinned",
    "speech/engines/worker.py": "between two processes of ours",
    "script/documents/pdf.py": "between two processes of ours",
    "speech/voices/measured.py": "comes with Quietude",
    "studio/words.py": "comes with Quietude",
    "library/index.py": "comes with Quietude",
}


def test_json_from_outside_comes_through_this_door_alone() -> None:
    source = Path(quietude.__file__).parent
    found = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if re.search(r"\bjson\.loads?\(", path.read_text(encoding="utf-8"))
    }
    assert found <= set(DOORS), "read it with quietude._util.strict_reading"


WHOLE_FILES = {
    "_util/strict_reading.py": "the door itself",
    "library/__init__.py": "comes with Quietude",
    "library/index.py": "comes with Quietude",
    "series/rendering/cluster_pool.py": "what was checked before it is sent",
    "series/rendering/task.py": "what was made just now",
    "series/site/app.py": "comes with Quietude",
    "series/site/page.py": "comes with Quietude",
    "series/site/publish.py": "a file of the site, of which the state knows the size",
    "session/listening/session_html.py": "what was made just now",
    "series/preview/loopback.py": "the kernel's",
    "sound/manifest.py": "comes with Quietude",
    "speech/engines/neural/models.py": "a model that was installed, checked by its hash",
    "speech/engines/neural/voice_worker.py": "comes with hibari, whose version is pinned",
    "speech/engines/neural/piper_worker.py": "a model that was installed",
    "speech/install/kokoro_voices.py": "comes with Quietude",
    "speech/install/piper_voices.py": "comes with Quietude",
    "speech/voice_chain.py": "the kernel's",
    "speech/voices/measured.py": "comes with Quietude",
    "studio/bed_samples.py": "made by the studio, and what comes with Quietude",
    "studio/words.py": "comes with Quietude",
}


def test_files_from_outside_are_read_up_to_a_bound() -> None:
    source = Path(quietude.__file__).parent
    found = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if re.search(r"(?<!self)\.read_(text|bytes)\(", path.read_text(encoding="utf-8"))
    }
    assert found <= set(WHOLE_FILES), "read it with quietude._util.strict_reading"
