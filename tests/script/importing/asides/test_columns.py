"""Tables whose columns hold words, silences and times."""

from __future__ import annotations

import pytest

from quietude.script.importing.asides.columns import columns_of
from quietude.script.importing.importer import import_text

MARKDOWN = """\
| # | {said} | {pause} |
|---|---|---|
| 1 | Sit down in a way that suits you. | 10 |
| 2 | Let your feet find the floor. | 0:30 |
| 3 | Open your eyes. | – |
"""


def heard(text: str, name: str = "a.md") -> list[str | float]:
    return [
        row.seconds or 0 if row.what == "silence" else row.text
        for row in import_text(text, name).view.rows
        if row.what in {"spoken", "silence"}
    ]


@pytest.mark.parametrize(
    ("said", "pause", "unit_s"),
    [("Text", "Silence (s)", 1), ("Script", "Pause after", 1), ("What the guide says", "Pause", 1),
     ("Sprechtext", "Stille (Sek.)", 1), ("Line", "Wait (min)", 60)],
)  # fmt: skip
def test_a_column_of_silences_is_kept(said: str, pause: str, unit_s: float) -> None:
    assert heard(MARKDOWN.format(said=said, pause=pause)) == [
        "Sit down in a way that suits you.", 10 * unit_s, "Let your feet find the floor.", 30,
        "Open your eyes.",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_with_commas_or_tabs_is_read_by_its_columns(mark: str) -> None:
    rows = [
        ["line", "script", "pause"],
        ["1", "Sit down here.", "10"],
        ["2", "Open your eyes.", ""],
    ]
    text = "\n".join(mark.join(row) for row in rows) + "\n"
    assert heard(text, "a.csv") == ["Sit down here.", 10, "Open your eyes."]


def test_a_silence_in_the_words_is_the_one_of_its_column() -> None:
    columns = columns_of(["Time", "Narration", "Silence"])
    row = ["1:00", "(silence)", "20-30 s"]
    assert (columns.words_in(row), columns.silence_in(row), columns.clock_in(row)) == (
        "", "[20-30 s]", 60,
    )  # fmt: skip


def test_a_table_with_silences_is_a_script_whatever_its_columns_are_called() -> None:
    table = MARKDOWN.format(said="Cue", pause="Pause")
    assert heard(f"{table}\nThank you for being here today.\n")[:2] == [
        "Sit down in a way that suits you.", 10,
    ]  # fmt: skip


def test_a_column_of_times_is_no_column_of_silences() -> None:
    columns = columns_of(["時間", "セリフ", "間（秒）"])
    assert (columns.time, columns.said, columns.pause) == (0, 1, 2)
    assert columns.silence_in(["0:00", "", "0:00"]) == ""
