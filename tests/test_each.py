"""A test of many rows tells of every row that fails, and takes its fixtures as any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from each import each


@each([(1, "one"), (2, "two")])
def test_rows_come_before_fixtures(number: int, word: str, tmp_path: Path) -> None:
    assert len(word) == 3, number
    assert tmp_path.is_dir()


def test_every_row_that_fails_is_told() -> None:
    @each([1, 2, 3])
    def check(number: int) -> None:
        assert number == 2

    with pytest.raises(ExceptionGroup, match="2 of 3 rows fail") as caught:
        check()
    assert [error.__notes__ for error in caught.value.exceptions] == [["for 1"], ["for 3"]]
