"""Answers of chat assistants: a definition among other words, fixed or refused with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from quietude.care.check import check_care
from quietude.cli.app import app
from quietude.errors import ScriptError, UsageError
from quietude.plan.request import Request
from quietude.script.importing.importer import Imported, import_text
from quietude.script.parse import parse_script, script_from_data
from quietude.script.prompt import EXAMPLE, prompt, silence_share
from quietude.script.reader import read_script
from quietude.session.planning import outline

if TYPE_CHECKING:
    from pathlib import Path

ANSWER = """\
Sure! Here's a ten-minute session for the evening:

```yaml
id: evening-lake
title: “Evening Lake”
intensity: gentle
author: Somebody
duration: 10m
about: A quiet evening: letting the day go.
slots:
  name: {ask: "What should the voice call you?", default: ""}
sections:
  - title: Arriving
    role: arrival
    steps:
      - bell
      - Welcome{{ ", " + name if name }}. Sit in any way you like.
      - pause: 10 seconds
      - Remember: you can stop at any time.
      - {{ name or "Friend" }}, let your shoulders be as they are.
      - type: pause
        duration: about 15s
  - name: The lake
    steps:
      - say: "Imagine a lake, or simply listen."
        pause: 20-40s
      - ask: What do you see at the edge of the water?
        pause: 30s
      - *You might stay here for a while.*
      - [pause 20 seconds]
      - breathe: {inhale: 4, exhale: 6, rounds: 5}
      - narration: "There is nothing to do."
        tone: soft
      - say: "You can say "it is enough" to yourself."
        optional: true
  - title: Coming back
    steps:
\t- Feel your hands and your feet. (softly)
      - silence: 30s
      - Open your eyes, if they were closed.
```

Would you like me to make it longer?
"""

STEPS = [
    ["bell", 'Welcome{{ ", " + name if name }}. Sit in any way you like.', {"pause": "10 seconds"},
     "Remember: you can stop at any time.",
     '{{ name or "Friend" }}, let your shoulders be as they are.', {"pause": "15s"}],
    ["Imagine a lake, or simply listen.", {"pause": "20-40s"},
     {"ask": "What do you see at the edge of the water?", "reflect": "30s"},
     "You might stay here for a while.", {"pause": "20s"},
     {"breathe": {"in": 4, "out": 6, "cycles": 5}}, "There is nothing to do.",
     {"say": 'You can say "it is enough" to yourself.', "optional": 5}],
    ["Feel your hands and your feet.", {"note": "softly"}, {"pause": "30s"},
     "Open your eyes, if they were closed."],
]  # fmt: skip


def read(text: str, name: str = "answer.md") -> Imported:
    return import_text(text, name)


def steps(text: str) -> list[Any]:
    section = "title: X\nsections:\n- title: A\n  steps:\n"
    lines = "".join(f"  {line}\n" for line in text.splitlines())
    return list(read(f"```yaml\n{section}{lines}```\n").data["sections"][0]["steps"])


def test_an_answer_with_many_small_mistakes_becomes_a_definition() -> None:
    imported = read(ANSWER)
    assert [section["steps"] for section in imported.data["sections"]] == STEPS
    assert [section["role"] for section in imported.data["sections"]] == [
        "arrive", "practice", "return"
    ]  # fmt: skip
    assert imported.data["id"] == "evening-lake"
    assert imported.data["title"] == "Evening Lake"
    assert imported.data["intensity"] == "light"
    assert imported.declared_s == 600
    assert {row.line for row in imported.view.left_out} == {1, 38, 43}
    told = " ".join(guess.text for guess in imported.assumptions)
    assert '"author" is no key of a definition' in told
    script = script_from_data(imported.data, source="answer.md")
    for minutes in (5, 10):
        assert outline(script, Request(duration_s=minutes * 60)).seconds == minutes * 60


def test_lines_are_those_of_the_answer() -> None:
    imported = read(ANSWER)
    lines = ANSWER.splitlines()
    for path, line in imported.lines.items():
        if len(path) == 4 and isinstance(step := STEPS[path[1]][path[3]], str):
            assert step[:12].strip('"') in lines[line - 1].replace('"', '"')


@pytest.mark.parametrize("change", ["flat", "unfenced", "no words around", "open fence", "crlf"])
def test_the_same_comes_of_it_however_it_was_copied(change: str) -> None:
    text = ANSWER
    if change == "flat":  # copied as the page shows it
        text = "\n".join(line.strip() for line in text.splitlines())
    elif change == "unfenced":
        text = "\n".join(line for line in text.splitlines() if not line.startswith("```"))
    elif change == "no words around":
        text = text[text.index("id:") : text.index("```\n\n")]
    elif change == "open fence":
        text = text[: text.index("```\n\n")]
    else:
        text = text.replace("\n", "\r\n")
    assert [section["steps"] for section in read(text).data["sections"]] == STEPS


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("- Pause for 10 seconds.", [{"pause": "10s"}]),
        ("- pause: long", [{"pause": "7.5-37.5s"}]),
        ("- pause: 12", [{"pause": 12}]),
        ("- pause: {duration: 5s}", [{"pause": "5s"}]),
        ("- wait: 1 minute", [{"pause": "1 minute"}]),
        ("- text: Rest.\n  pause_after: 5s", ["Rest.", {"pause": "5s"}]),
        ("- say: [One., Two.]", ["One.", "Two."]),
        ("- Rest. (pause 5 seconds) Go on.", ["Rest.", {"pause": "5s"}, "Go on."]),
        ("- bell: true", ["bell"]),
        ("- {question: Why?, seconds: 20}", [{"ask": "Why?", "reflect": 20}]),
        ("- {question: Why?, wait: 20s}", [{"ask": "Why?", "reflect": "20s"}]),
        ("- {say: I can., repeat: 3 times}", [{"repeat": 3, "steps": ["I can."]}]),
        ("- {text: Rest., pauseAfter: 5s}", ["Rest.", {"pause": "5s"}]),
        ("- {text: Rest., pause: 0}", ["Rest."]),
        ("- breathing: {inhale: 4, exhale: 6}", [{"breathe": {"in": 4, "out": 6}}]),
        ("- *softly* Now rest.", [{"note": "softly"}, "Now rest."]),
        ("- say: Rest.\n  optional: '3'", [{"say": "Rest.", "optional": 3}]),
        ("- say: Rest.\n  optional: false", ["Rest."]),
        ("- **Rest** now.", ["Rest now."]),
        ("- 'It''s fine.'", ["It's fine."]),
        ("- It's fine: truly.", ["It's fine: truly."]),
        ("- Rest here.  # a remark", ["Rest here."]),
        ("- Choose #1 or #2.", ["Choose #1 or #2."]),
        ("- repeat: 2\n  steps:\n  - speak: Rest.\n  - silence: 5s",
         [{"repeat": 2, "steps": ["Rest.", {"pause": "5s"}]}]),
    ],
)  # fmt: skip
def test_steps_are_read_as_they_are_meant(written: str, expected: list[Any]) -> None:
    assert steps(written) == expected


def test_other_shapes_are_definitions_too() -> None:
    as_json = '{"title": "X", "sections": [{"title": "A", "steps": ["Rest.", {"pause": "5s"}]}]}'
    nested = (
        "meditation:\n  title: X\n  sections:\n    - name: A\n      lines: [Rest., {pause: 5s}]\n"
    )
    mapped = "title: X\nsections:\n  A:\n    - Rest.\n    - pause: 5s\n"
    alone = "title: A\nsteps:\n  - Rest.\n  - pause: 5s\n"
    for text in (as_json, nested, mapped, alone):
        data = read(f"Here it is:\n```\n{text}\n```\n").data
        assert data["sections"][0]["title"] == "A"
        assert data["sections"][0]["steps"] == ["Rest.", {"pause": "5s"}]


def test_a_language_may_be_given_by_its_name() -> None:
    for name, code in (("German", "de"), ("Español", "es"), ("pt-BR", "pt-BR"), ("Latin", "en")):
        text = f"```\ntitle: X\nlanguage: {name}\nsections:\n- steps:\n  - Ja.\n```\n"
        assert read(text).data["language"] == code


def test_a_detail_nobody_asked_for_gets_a_slot() -> None:
    data = read("```\ntitle: X\nsections:\n- steps:\n  - Hello {{ friend }}.\n```\n").data
    assert data["slots"] == {"friend": {"ask": "Friend?", "default": ""}}


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        ("  - pause: soon\n", 6, "named gap|length"),
        ("  - dance: {fast: true}\n", 6, "dance"),
        ("  - breathe: {in: 99, out: 6}\n", 6, "30"),
        ("  - id: &a Rest.\n", 6, "anchors"),
    ],
)
def test_a_fault_beyond_repair_is_refused_with_its_line(
    tmp_path: Path, broken: str, line: int, words: str
) -> None:
    path = tmp_path / "answer.md"
    path.write_text(
        f"```yaml\ntitle: X\nsections:\n- steps:\n  - Rest.\n{broken}```\n", encoding="utf-8"
    )
    with pytest.raises(ScriptError, match=words) as caught:
        read_script(path)
    assert caught.value.line == line
    assert caught.value.path == str(path)


def test_a_script_in_prose_is_no_definition() -> None:
    text = "Sure! Here's your script:\n\nSit down.\n(pause 5 seconds)\n\nSteps: none. Stand up.\n"
    assert read(text).data["sections"][0]["steps"][:2] == ["Sit down.", {"pause": "5s"}]


def test_an_answer_may_be_saved_under_any_name(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.txt", "a.md"):
        (tmp_path / name).write_text(ANSWER, encoding="utf-8")
        assert read_script(tmp_path / name).title == "Evening Lake"
    (tmp_path / "strict.yaml").write_text("title: X\n", encoding="utf-8")
    with pytest.raises(ScriptError):
        read_script(tmp_path / "strict.yaml")


def test_import_fixes_a_definition_with_mistakes(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\nsections:\n- steps:\n  - Remember: rest.\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["import", str(path)])
    assert done.exit_code == 0, done.output
    assert parse_script(done.stdout).id == "mine"


def test_the_prompt_has_an_example_that_is_valid_and_kind() -> None:
    text = prompt("before sleep", 600)
    example = text[text.index("```yaml") : text.rindex("```")]
    script = parse_script(example.removeprefix("```yaml\n"))
    assert script.title == "Before sleep"
    assert [finding.rule for finding in check_care(script) if finding.severity != "info"] == []
    assert outline(script).seconds > 60
    assert EXAMPLE.count("{{{{") == 1
    assert "10:00" in text
    assert "about 550 spoken words" in text
    assert "ends in sleep" in text
    assert "ends in sleep" not in prompt("courage", 600)


def test_the_prompt_asks_for_more_silence_the_longer_the_session() -> None:
    shares = [silence_share(minutes * 60.0) for minutes in (1, 5, 7, 10, 20, 60)]
    assert shares == sorted(shares)
    assert 0.3 < shares[1] < 0.5 < shares[4] < 0.6


def test_the_command_prints_the_prompt_alone() -> None:
    done = CliRunner().invoke(app, ["prompt", "a hard talk", "--duration", "5", "--language", "de"])
    assert done.exit_code == 0
    assert done.stdout == prompt("a hard talk", 300, "de")
    assert "language: de" in done.stdout
    assert "quietude render answer.md --duration 5" in done.stderr
    for wrong in (["prompt", " "], ["prompt", "x", "--duration", "9h"]):
        with pytest.raises(UsageError):
            CliRunner().invoke(app, wrong, catch_exceptions=False)


def test_open_places_in_an_answer_are_slots_and_words_in_parentheses_unsure() -> None:
    text = "```yaml\ntitle: X\nsections:\n- title: A\n  steps:\n"
    imported = read(f"{text}  - Now, {{name}}, rest (or stand).\n  - Picture [safe place].\n```\n")
    assert imported.data["slots"]["name"]["default"] == ""
    assert imported.data["slots"]["place"]["default"] == "your safe place"
    said = imported.data["sections"][0]["steps"]
    assert said == ['Now{{ ", " + name if name }}, rest (or stand).', "Picture {{ place }}."]
    assert [row.line for row in imported.view.unsure] == [6]


def test_a_prompt_names_the_language_by_its_code() -> None:
    assert "language: de" in prompt("calm", 300, "German")
