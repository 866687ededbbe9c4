"""The language of a script, from its head or its words."""

from __future__ import annotations

import pytest

from quietude.script.importing.importer import import_text


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("a.txt", "Setz dich so hin, wie es für dich gut ist. Du kannst die Augen öffnen.", "de"),
        ("a.txt", "Asseyez-vous comme il vous convient, et ouvrez les yeux sur la vie.", "fr"),
        ("a.txt", "Siéntate como te resulte cómodo. No se trata de hacer nada con la mente.", "es"),
        ("a.txt", "Сядьте удобно.", "ru"),
        ("a.txt", "Сядьте зручно і дихайте.", "uk"),
        ("a.txt", "どうぞ座ってください。", "ja"),
        ("a.txt", "请坐。", "zh"),
        ("a.txt", "Sit as you like, and rest in the quiet of your own breath: ॐ शान्ति.", None),
        ("a.txt", "Sit as you like, as Άνθη did, and rest in the quiet of your breath.", None),
        ("a.txt", "Sit as you like, and rest in the quiet of your own breath.", None),
        ("a.txt", "Om mani padme hum.", None),
        ("a.md", "---\nlanguage: pt_BR\n---\nOlá.", "pt-BR"),
        ("a.md", "---\nlang: Deutsch!\n---\nHallo.", None),
        ("a.ssml", '<speak xml:lang="nl-NL">Welkom.</speak>', "nl-NL"),
    ],
)  # fmt: skip
def test_the_language_is_recognised_by_the_words(
    name: str, text: str, language: str | None
) -> None:
    imported = import_text(text, name)
    assert imported.data.get("language") == language
    reported = [assumption for assumption in imported.assumptions if "language" in assumption.text]
    assert len(reported) == (language is not None and name == "a.txt")
