"""The rules as data: what a clinician can edit, and how a rule is added."""

from __future__ import annotations

from pathlib import Path

import pytest

from quietude.care.case import CHECKS
from quietude.care.check import check_care
from quietude.care.rules import parse_rules, read_rules, shipped_rules
from quietude.errors import ScriptError
from quietude.library import care_text
from quietude.script.parse import parse_script


def script(line: str) -> str:
    return f"id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n      - {line}\n"


def test_a_clinician_can_edit_thresholds_and_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        care_text().replace("run_words: 60", "run_words: 500").replace("surrender|", "gently|"),
        encoding="utf-8",
    )
    mine = read_rules(path)
    long = parse_script(script("word " * 61))
    assert "T15" in {finding.rule for finding in check_care(long)}
    assert "T15" not in {finding.rule for finding in check_care(long, mine)}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("run_words: 60", "run_words: many", "run_words"),
        (r"'^\W*(ring|strike|sound) (the )?(bell|chime|gong)\W*$'", "'(('", "regular expression"),
        ("- repressed\n", "- repressed (by\n", "no . for its bracket"),
        ("- repressed\n", "- '[repressed] ...2'\n", "a word that has to be there"),
        ("- repressed\n", r"- '\brepressed\b'" + "\n", "goes under expressions"),
        ("- repressed\n", "- '@carers'\n", "no list carers"),
        ("'help line*'", "'h* line'", "letters before its"),
        ("severity: warn", "severity: grave", "severity"),
        ("  wound:\n", "  wonud:\n", "wound"),
    ],
)
def test_broken_rules_are_refused(old: str, new: str, words: str) -> None:
    with pytest.raises(ScriptError, match=words):
        parse_rules(care_text().replace(old, new, 1), "mine.yaml")


def test_the_shipped_rules_have_all_their_words() -> None:
    assert len(shipped_rules().rules) >= 26


def test_every_check_of_the_program_is_named_by_a_rule_and_the_other_way_round() -> None:
    of_scripts = {rule.check for rule in shipped_rules().rules.values() if rule.of == "script"}
    assert of_scripts - {""} == set(CHECKS)
    of_programmes = [rule for rule in shipped_rules().rules.values() if rule.of == "programme"]
    assert [rule.check for rule in of_programmes] == ["order"]
    assert shipped_rules().rule_of("order")[0] == "T30"


def test_a_check_there_is_not_is_refused_with_its_line() -> None:
    text = care_text().replace("check: arrival", "check: arrivel")
    with pytest.raises(ScriptError, match='T19: there is no check "arrivel"') as caught:
        parse_rules(text, "mine.yaml")
    assert caught.value.line == text[: text.index("check: arrivel")].count("\n") + 1
    assert "arrival" in str(caught.value.hint)


def test_a_rule_of_words_is_one_row() -> None:
    row = """\
  T90:
    severity: warn
    says: '"{words}" is a place not everybody likes'
    instead: let the listener choose a place
    phrases: ['[a|the] beach*']
    any_language: true
"""
    rules = parse_rules(f"{care_text()}{row}", "mine.yaml")
    for language in ("en", "de"):
        text = f"language: {language}\n{script('You walk along a beach.')}"
        (finding,) = [
            finding for finding in check_care(parse_script(text), rules) if finding.rule == "T90"
        ]
        assert (finding.line, finding.message) == (7, '"a beach" is a place not everybody likes')


@pytest.mark.parametrize(
    ("line", "severities"),
    [
        ("Your shoulders remember it all.", ["warn"]),
        ("Where in your body is it stored?", ["error"]),
        ("Your shoulders remember it all. Where in your body is it stored?", ["error"]),
    ],
)
def test_words_of_kind_scripts_too_are_a_warning_unless_plainer_ones_are_beside_them(
    line: str, severities: list[str]
) -> None:
    findings = check_care(parse_script(script(line)))
    assert [each.severity for each in findings if each.rule == "T39"] == severities


def test_a_phrase_that_only_warns_and_is_none_is_refused_with_its_line() -> None:
    text = care_text().replace("- let others eat\n", "- let others (eat\n")
    with pytest.raises(ScriptError, match=r"no \) for its bracket") as caught:
        parse_rules(text, "mine.yaml")
    assert caught.value.line == text[: text.index("let others (eat")].count("\n") + 1
