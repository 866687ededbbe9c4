"""Lines of a title."""

from __future__ import annotations

from quietude.deliver.title_layout import break_lines


def test_lines_break_where_a_reader_would() -> None:
    def wide(text: str) -> float:
        return len(text)

    assert break_lines("one two three", 7, wide) == ["one two", "three"]
    assert break_lines("somethinglong", 7, wide) == []
    assert break_lines("静かな「場所」。", 4, wide) == ["静かな", "「場", "所」。"]
    assert break_lines("静かな場所。", 5, wide) == [
        "静かな場",
        "所。",
    ]  # a full stop begins no line
    marked = break_lines("ที่" * 10, 30, len, anywhere=True)
    assert "".join(marked) == "ที่" * 10
    assert all(line.startswith("ท") for line in marked)
