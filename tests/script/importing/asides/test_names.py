"""Names before a line in writing without capitals."""

from __future__ import annotations

import pytest

from quietude.script.importing.importer import import_text


@pytest.mark.parametrize(
    ("one", "other", "lines"),
    [
        (
            "健二",
            "美咲",
            ["すわってください。", "息を感じてみましょう。", "目を開けてもかまいません。"],
        ),
        ("小梅", "李老师", ["请慢慢坐下。", "感受你的呼吸。", "睁开眼睛。"]),
        ("राधा", "मोहन", ["आराम से बैठ जाइए।", "अपने पैरों पर ध्यान दीजिए।", "आँखें खोलिए।"]),
    ],
)
def test_names_are_not_spoken(one: str, other: str, lines: list[str]) -> None:
    names = [one, other] * 3
    text = "\n\n".join(f"{name}：{line}" for name, line in zip(names, lines * 2, strict=True))
    said = [row.text for row in import_text(text, "a.txt").view.rows if row.what == "spoken"]
    assert said == lines * 2


def test_acts_of_the_listener_stay() -> None:
    text = "吸气：慢慢地吸气。\n\n呼气：慢慢地呼气。\n\n" * 3
    assert "吸气：慢慢地吸气。" in [row.text for row in import_text(text, "a.txt").view.rows]


def test_a_japanese_play_is_read_without_its_names() -> None:
    text = "健二「すわってください。」\n美咲「息を感じます。」\n健二「目を開けます。」\n心の中で「ありがとう。」\n"
    said = [row.text for row in import_text(text, "a.txt").view.rows if row.what == "spoken"]
    assert said[:3] == ["すわってください。", "息を感じます。", "目を開けます。"]
    assert "心の中で" in said[3]
