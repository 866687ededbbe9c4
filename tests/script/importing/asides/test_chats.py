"""Scripts sent message by message: exports of chats."""

from __future__ import annotations

import pytest

from quietude.script.importing.importer import import_text

MESSAGES = [
    ("Maria", "Messages and calls are end-to-end encrypted. No one can read them."),
    ("Maria", "Sit down and let your feet find the floor."),
    ("Maria", "(pause 10 seconds)"),
    ("Maria", "<Media omitted>"),
    ("Tom", "Thank you! 👍"),
    ("Maria", "Let the breath go."),
]


@pytest.mark.parametrize(
    "head", ["[12/03/2024, 20:14:05] {}: ", "12/03/24, 8:14 pm - {}: ", "[2024-03-12 20.14] {}: "]
)
def test_the_messages_of_whoever_sends_the_script_are_spoken(head: str) -> None:
    text = "".join(f"{head.format(sender)}{words}\n" for sender, words in MESSAGES)
    imported = import_text(text, "chat.txt")
    said = [row.text for row in imported.view.rows if row.what == "spoken"]
    assert said == ["Sit down and let your feet find the floor.", "Let the breath go."]
    assert imported.silence_s == 10
    assert {row.line for row in imported.view.left_out} == {1, 4, 5}


def test_a_script_beside_a_message_keeps_its_words() -> None:
    text = "[12/03/2024, 20:14:05] Tom: Here it is\n\nSit down.\n\nRest here.\n\nCome back.\n"
    said = [
        row.text for row in import_text(text, "a.txt").view.rows if row.what in {"spoken", "unsure"}
    ]
    assert said == ["Sit down.", "Rest here.", "Come back."]
