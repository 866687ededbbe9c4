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


def test_a_transcript_with_speakers_keeps_its_times() -> None:
    text = "Evening\nSPEAKERS\nAnna Smith\n\nAnna Smith  00:00\nSit down here.\n\nAnna Smith  00:45\nRest now.\n"
    imported = import_text(text, "a.txt")
    assert [row.text for row in imported.view.rows if row.what == "spoken"] == [
        "Sit down here.", "Rest now.",
    ]  # fmt: skip
    assert imported.silence_s == pytest.approx(39, abs=3)


def test_a_copied_chat_is_read_without_names_and_times_of_day() -> None:
    text = "Maria  8:14 PM\nSit down here, and rest.\n8:15\n(pause 20 s)\nTom  8:16 PM\n:heart:\nMaria  8:17 PM\nRest now. (edited)\n"
    imported = import_text(text, "a.txt")
    said = [row.text for row in imported.view.rows if row.what in {"spoken", "unsure"}]
    assert (said, imported.silence_s) == (["Sit down here, and rest.", "Rest now."], 20)


def test_different_names_with_times_are_no_speakers() -> None:
    text = (
        "Arrive 0:00\nSit down here.\n\nSettle 2:30\nFeel the floor.\n\nReturn 5:00\nCome back.\n"
    )
    assert import_text(text, "a.txt").silence_s == 0
