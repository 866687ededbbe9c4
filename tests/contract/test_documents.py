"""Promises of every document format. A new one joins by its row in the registry."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import FIRST, SAMPLES, SECOND
from quietude.errors import ScriptError
from quietude.script.documents import pdf, pdf_worker
from quietude.script.documents.base import (
    DocumentFormat,
    SourceText,
    UnreadableError,
    read_document,
)
from quietude.script.documents.pdf_layout import PageLine
from quietude.script.documents.registry import FORMATS, SUFFIXES, format_of
from quietude.script.importing.files import import_script
from quietude.script.importing.importer import import_source

IDS = [form.suffixes[0] for form in FORMATS]


@pytest.fixture(autouse=True)
def pdf_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh interpreter for each PDF would cost these tests a second each."""
    monkeypatch.setattr(pdf, "_pages", in_process)


def in_process(data: bytes) -> list[list[PageLine]]:
    try:
        return [[PageLine(*line) for line in page] for page in pdf_worker.pages_of(data)]
    except Exception as error:  # as the worker does
        raise UnreadableError(type(error).__name__) from error


def read(form: DocumentFormat, data: bytes) -> SourceText:
    return read_document(form, data, "a" + form.suffixes[0])


def sample(form: DocumentFormat) -> bytes:
    return SAMPLES[next(suffix for suffix in form.suffixes if suffix in SAMPLES)]()


def test_each_suffix_belongs_to_one_format_and_each_format_has_a_sample() -> None:
    assert len(set(SUFFIXES)) == len(SUFFIXES)
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in SUFFIXES)
    assert all(set(form.suffixes) & set(SAMPLES) for form in FORMATS)
    assert all(form.name.split()[0] in {"a", "an", "subtitles"} for form in FORMATS)


@pytest.mark.parametrize("suffix", SAMPLES)
def test_the_words_of_a_file_are_spoken_with_its_silence_and_places(suffix: str) -> None:
    form = format_of(suffix, SAMPLES[suffix]())
    found = read(form, SAMPLES[suffix]())
    imported = import_source(found, "a" + suffix)
    rows = [row for row in imported.view.rows if row.what in {"spoken", "silence", "unsure"}]
    assert [row.text for row in rows if row.what == "spoken"] == [FIRST, SECOND]
    between = [row.seconds for row in rows if row.what == "silence" and (row.seconds or 0) > 5]
    assert between == [pytest.approx(10, abs=1.5)]
    lines = [row.line for row in rows if row.what == "spoken"]
    assert suffix == ".ssml" or lines[0] < lines[1]
    assert not found.numbers or len(found.numbers) == found.text.count("\n")


@pytest.mark.parametrize("form", FORMATS, ids=IDS)
def test_a_file_is_known_by_its_bytes_where_they_say_it(form: DocumentFormat) -> None:
    data = sample(form)
    assert [other.name for other in FORMATS if other.is_one(data)] in ([], [form.name])
    if form.is_one(data):
        assert format_of(".txt", data) is form
        assert format_of(".doc", data) is form


@pytest.mark.parametrize("form", FORMATS, ids=IDS)
def test_a_damaged_file_is_refused_in_a_line_or_still_read(form: DocumentFormat) -> None:
    data = sample(form)
    damaged = [b"", data[: len(data) // 2], data[:20], b"\xff\xfe" + data[1:], data[::-1],
               *(data[:at] + b"\x00\xffX" + data[at + 3 :] for at in range(0, len(data), 97))]  # fmt: skip
    for broken in damaged:
        try:
            read(form, broken)
        except ScriptError as error:
            assert str(error).count("\n") <= 1
            assert error.path


@pytest.mark.parametrize("form", FORMATS, ids=IDS)
@given(st.data())
@settings(max_examples=15, deadline=None)
def test_bytes_of_any_kind_are_refused_in_a_line_or_read(
    form: DocumentFormat, draw: st.DataObject
) -> None:
    data = sample(form)
    at = draw.draw(st.integers(0, len(data)))
    junk = draw.draw(st.binary(max_size=40))
    cut = draw.draw(st.integers(0, 40))
    try:
        found = read(form, data[:at] + junk + data[at + cut :])
        import_source(found, "a.txt")
    except ScriptError as error:
        assert error.path


@pytest.mark.parametrize("form", FORMATS, ids=IDS)
def test_a_file_too_large_for_its_format_is_refused(form: DocumentFormat) -> None:
    with pytest.raises(ScriptError, match="larger than"):
        read(form, b"a" * (form.max_bytes + 1))


def test_every_format_is_read_from_a_path_whatever_it_is_called(tmp_path: Path) -> None:
    for suffix, named in itertools.product((".docx", ".rtf", ".odt"), (".doc", ".txt")):
        path = tmp_path / f"a{suffix[1:]}{named}"
        path.write_bytes(SAMPLES[suffix]())
        assert FIRST in [row.text for row in import_script(path)[1].view.rows]
