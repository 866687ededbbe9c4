"""Lines that stand apart from the others of a script are spoken, and listed as unsure."""

from __future__ import annotations

import pytest

from quietude.script.importing.importer import import_text

PLAIN = "Sit down.\n\nLook at the sea.\n\nStay a while.\n\n"


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        (PLAIN + "*Dim the light in the room.*\n", []),  # said to whoever leads: left out
        (PLAIN + "*The tide goes far out here.*\n", ["The tide goes far out here."]),
        ("*Sit down.*\n\n*Look at the sea.*\n\n*Stay.*\n", []),  # the whole script is in italics
        (PLAIN + "Rest (or walk) here.\n", ["Rest (or walk) here."]),
        (PLAIN + "Say *may all beings be well* now.\n", ["Say may all beings be well now."]),
        (('Sit down, all of you.\n\n"You are safe."\n\n"You are here."\n\nYou may rest.\n\n'
          "You are at home now, in your own time.\n\nOpen the door.\n"),
         ["You may rest.", "You are at home now, in your own time.", "Open the door."]),
        (PLAIN + "Invite the participants to stretch.\n", []),
        (PLAIN, []),
    ],
)  # fmt: skip
def test_a_line_that_stands_apart_is_unsure(text: str, unsure: list[str]) -> None:
    assert [row.text for row in import_text(text, "a.md").view.unsure] == unsure


def test_a_japanese_story_with_speech_in_corner_brackets_is_all_spoken() -> None:
    text = (
        "遠い港の灯台\n\n港のはずれに、小さな灯台がありました。\n\n灯台守は階段を上りました。\n\n"
        "「こんばんは」\n\nカモメが手すりに止まって言いました。\n\n「今夜の海は静かですね」\n\n"
        "灯台守はうなずいて、灯りをともしました。\n\n波の音だけが聞こえています。\n"
    )
    view = import_text(text, "x.txt").view
    assert [row.line for row in view.left_out] == [1]
    assert not view.unsure


def test_directions_between_japanese_speech_in_corner_brackets_stay_apart() -> None:
    text = (
        "「目を閉じて、足の裏を感じてください。」\n\n鈴を鳴らす。\n\n"
        "「息が入ってくるのを感じましょう。」\n\n子どもたちの様子を見る。\n\n"
        "「ゆっくり目を開けてください。」\n"
    )
    view = import_text(text, "x.txt").view
    assert {row.line for row in view.left_out} | {row.line for row in view.unsure} == {3, 7}


@pytest.mark.parametrize(
    "line",
    ["If the child would like to stay, she can.", "If someone's there, what is she busy with?",
     "This session is about a promise that was not kept."],
)  # fmt: skip
def test_speech_of_somebody_who_is_imagined_is_no_note_to_a_leader(line: str) -> None:
    text = f"# A promise\n\nWelcome. Sit in any way you like.\n\n{line}\n\nLook around you, and rest.\n"
    rows = import_text(text, "a.md").view.rows
    assert line in [row.text for row in rows if row.what in {"spoken", "unsure"}]


def test_a_script_all_in_italics_with_silences_between_is_spoken() -> None:
    said = ["Welcome.", "Perhaps notice its color, and where the light touches it.", "Rest here."]
    text = "# Light\n\n" + "".join(f"*{line}*\n\n[pause 10 s]\n\n" for line in said)
    rows = import_text(text, "a.md").view.rows
    assert [row.text for row in rows if row.what in {"spoken", "unsure"}] == said
