"""Phrases understood in their sentence, on the cases of tests/care/cases and one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import care_figures
from quietude.care.check import check_care
from quietude.care.lemmas import forms
from quietude.care.phrases import SoughtPhrase
from quietude.care.rules import Rule, shipped_rules
from quietude.care.sentences import parsed
from quietude.script.reader import read_script

if TYPE_CHECKING:
    from pathlib import Path


def first_words(case: dict[str, Any]) -> str:
    return str(case["lines"][0])[:50]


@pytest.mark.parametrize(
    "case", care_figures.cases("harmful", "reviewed"), ids=first_words
)  # fmt: skip
def test_a_line_a_reviewer_turned_down_is_found_by_its_rule(case: dict[str, Any]) -> None:
    assert case["rule"] in care_figures.rules_found(case)


@pytest.mark.parametrize("case", care_figures.cases("kind", "reviewed"), ids=first_words)
def test_a_line_a_reviewer_passed_has_no_finding(case: dict[str, Any]) -> None:
    assert care_figures.rules_found(case) == set()


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    ("part", "at_least"),
    [
        pytest.param("tuning", 0.95, marks=SLOW),
        pytest.param("held_back", 0.9, marks=SLOW),
        pytest.param("fresh", 0.9, marks=SLOW),
        ("last", 0.9),
        pytest.param("second", 0.9, marks=SLOW),
        pytest.param("clinician", 0.95, marks=SLOW),
        pytest.param("oblique", 0.85, marks=SLOW),
        pytest.param("roles", 0.85, marks=SLOW),
    ],
)
def test_most_harm_is_found_in_other_words(part: str, at_least: float) -> None:
    harmful = care_figures.cases("harmful", part)
    right = sum(case["rule"] in care_figures.rules_found(case) for case in harmful)
    assert right >= at_least * len(harmful)


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("tuning", marks=SLOW),
        pytest.param("held_back", marks=SLOW),
        pytest.param("fresh", marks=SLOW),
        "last",
        pytest.param("second", marks=SLOW),
        pytest.param("clinician", marks=SLOW),
        pytest.param("oblique", marks=SLOW),
        pytest.param("roles", marks=SLOW),
    ],
)
def test_kind_words_are_left_alone(part: str) -> None:
    flagged = [case["lines"] for case in care_figures.cases("kind", part)
               if care_figures.rules_found(case)]  # fmt: skip
    assert flagged == []


def test_ideas_are_found_together_in_any_order_and_not_far_apart() -> None:
    assert "T32" in found("You might leave the tablets where they are.")
    assert "T32" in found("These tablets are something that you could halve.")
    assert "T32" not in found("You might not want to leave the tablets out.")
    far = "Leave the bench, and the garden with its gate, and the long road under the trees, and"
    assert "T32" not in found(f"{far} find your tablets.")


def test_a_phrase_is_looked_for_only_where_all_its_words_are() -> None:
    phrase = SoughtPhrase("[just] (stop|halve) ... tablet*", {})
    for words, possible in (
        ("Stop those tablets.", True),
        ("Halve that, and the tablet is smaller.", True),
        ("Those tablets are small.", False),
        ("Just stop.", False),
    ):
        (sentence,) = parsed((words,))
        assert phrase.may_stand_in(sentence) == possible, words


def test_an_idea_may_stand_in_the_gap_of_another() -> None:
    assert "T32" in found("You may find that you can let the tablets go.")


def test_a_verb_is_found_in_all_its_forms() -> None:
    assert forms("take") == ("take", "takes", "took", "taken", "taking")
    assert forms("skip") == ("skip", "skips", "skipped", "skipping")
    assert forms("carry") == ("carry", "carries", "carried", "carrying")
    assert forms("halve") == ("halve", "halves", "halved", "halving")
    assert forms("tie") == ("tie", "ties", "tied", "tying")
    assert forms("confess") == ("confess", "confesses", "confessed", "confessing")
    held = "Find the memory that you never told, and hold it"
    assert "T38" in found(held.replace("Find", "By finding"))


def test_an_old_sentence_that_is_called_untrue_is_fine() -> None:
    old = "It all happened for a reason."
    assert found(old) == {"T45"}
    assert found(old, "It was never true.") == set()
    assert found(old, "A child should never have heard that.") == set()


@pytest.mark.parametrize(
    ("harm", "care", "rule"),
    [
        ("Lovely on long drives, with your lids half down.", "Please, not while driving.", "T52"),
        ("It is your answer, so hand in your notice now.", "Let a big step wait some days.", "T54"),
        ("Put a hand around your throat.", "Perhaps a hand on your own arm.", "T56"),
        ("It is her job now to make you happy.", "It is not her job to make you happy.", "T57"),
        ("Burn the diary and the photographs.", "Keep the diary and the photographs.", "T59"),
        ("Take the critic by the throat.", "The critic can have a chair.", "T50"),
    ],
)
def test_harm_of_other_kinds_is_found(harm: str, care: str, rule: str) -> None:
    assert rule in found(harm)
    assert rule not in found(care)


@pytest.mark.parametrize(
    ("lines", "rules"),
    [
        (["You could sleep on it, and ring him up tonight."], set()),
        (["Ring him up tonight and say it all."], {"T44"}),
        (["Ring him up tonight? You could sleep on it."], set()),
        (
            ["Maybe you were told that tablets are for the weak, and that you should leave them."],
            set(),
        ),
        (["If you want to stop your tablets, please call your doctor."], set()),
        (["Nobody has to know about this."], {"T36"}),
    ],
)
def test_a_phrase_is_fine_where_the_listener_is_let_off(lines: list[str], rules: set[str]) -> None:
    assert found(*lines[0].replace("? ", "?|").split("|")) == rules


@pytest.mark.parametrize(
    ("harm", "kind", "rule"),
    [
        (
            "When he hits you again, breathe, and be soft with him.",
            "If he hits you, getting to safety comes first.",
            "T60",
        ),
        (
            "Stay awake until dawn, and the child will speak more clearly.",
            "If you're awake until dawn, the child may be awake too.",
            "T61",
        ),
        (
            "I'll leave you down here, in the dark of it.",
            "I'll leave you some time, and then it's time to come back.",
            "T62",
        ),
    ],
)
def test_danger_lost_sleep_and_a_listener_left_in_it_are_found(
    harm: str, kind: str, rule: str
) -> None:
    assert rule in found(harm)
    assert found(kind) == set()


def test_scripts_in_a_folder_are_judged_by_their_kind(tmp_path: Path) -> None:
    for side, line in (
        ("harmful", "Tell nobody. This is our secret."),
        ("kind", "Tell whom you like."),
    ):
        (tmp_path / side).mkdir()
        body = f"id: x\ntitle: X\nsections: [{{title: A, steps: ['{line}']}}]\n"
        (tmp_path / side / "1.yaml").write_text(f"# {side}: secrecy: {line}\n{body}", "utf-8")
    harmful, kind = care_figures.folder_scores(tmp_path)
    assert (harmful[1], harmful[4]) == ("secrecy", True)
    assert "T36" not in kind[3]


def found(*sentences: str) -> set[str]:
    """The rules found in some sentences of one step."""
    rules = shipped_rules()
    spoken = parsed(sentences)
    return {
        rule_id
        for index, sentence in enumerate(spoken)
        for rule_id in rules.meaning.rules_met(sentence)
        if rules.meaning.found(
            rule_id,
            rules.rules[rule_id],
            spoken,
            index,
            section_end=len(spoken),
            step_end=len(spoken),
        )
    }


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("This will heal your past.", {"T06"}),
        ("This will not heal your past.", set()),
        ("This won't heal your past.", set()),
        ("Nobody says that this will heal your past.", set()),
        ("It is not true that this is not a cure.", {"T06"}),
        ("There is no hurry, and this will heal your past.", {"T06"}),
        ("There is no hurry, this will heal your past.", {"T06"}),
        ("It is not easy, but it will heal your past.", {"T06"}),
        ("It is not only rest; it will heal your past.", {"T06"}),
        ("Never forget that this will heal your past.", {"T06"}),
        ("It does not mean, as some hope, that this will heal your past.", set()),
        ("You do not have to go back, explain, or relive anything.", set()),
        ("You do not have to hurry; relive it.", {"T05"}),
        ("They said that this will heal your past.", set()),
        ("The saying “this will heal your past” is on a poster.", set()),
        ("You might say, “This will heal your past.”", {"T06"}),
        ("You might repeat that this will heal your past.", {"T06"}),
        ("The idea that it happened for a reason is not true.", set()),
        ("It happened for a reason is a lie.", set()),
        ("If you stop your tablets, see your doctor.", set()),
        ("If you like, stop your tablets.", {"T32"}),
        ("Without your tablets, you can fly.", {"T32"}),
        ("You can lie on a pillow.", set()),
    ],
)
def test_negation_report_and_condition_are_understood(sentence: str, rules: set[str]) -> None:
    assert found(sentence) == rules


def test_a_quotation_may_reach_over_sentences() -> None:
    quoted = ("Some were told: “It made you strong.", "It happened for a reason.”", "That hurts.")
    assert found(*quoted) == set()
    assert found("“It made you strong.", "It happened for a reason.”") == {"T45"}
    assert found("“It made you strong.", "It happened for a reason.") == {"T45"}
    assert found("You might say: “It made you strong.", "It happened for a reason.”") == {"T45"}


def test_contractions_and_hyphens_make_no_difference() -> None:
    (sentence,) = parsed(("Don’t—it’s a grown-up’s can't.",))
    assert sentence.words == ("do", "not", "/", "it", "is", "a", "grown", "up's", "can", "not")
    assert found("You don't need a help-line.") == found("You do not need a helpline.") == {"T35"}


def test_a_gap_reaches_over_no_negation() -> None:
    assert "T17" in found("You must now forgive them.")
    assert "T32" in found("You could leave all of your tablets.")
    assert "T32" not in found("You could leave and not touch the tablets.")


def test_roles_and_intensities_narrow_a_rule() -> None:
    rules = shipped_rules()
    assert rules.rules["T51"].intensity == ["light"]
    case: dict[str, Any] = {"lines": ["You might think of the times you were beaten."]}
    assert "T51" in care_figures.rules_found({**case, "intensity": "light"})
    assert "T51" not in care_figures.rules_found(case)
    with pytest.raises(ValueError, match="role"):
        Rule.model_validate({"severity": "warn", "says": "", "instead": "", "roles": ["end"]})


def rules_of_file(name: str) -> set[tuple[str, int]]:
    script = read_script(str(care_figures.CASES / name))
    return {(finding.rule, finding.line) for finding in check_care(script)
            if finding.severity != "info"}  # fmt: skip


def test_choices_and_denials_of_published_scripts_are_left_alone() -> None:
    assert rules_of_file("choices.txt") == set()


@pytest.mark.parametrize("name", ["usual.txt", "near.txt"])
def test_usual_lines_and_kind_ones_that_name_harm_are_left_alone(name: str) -> None:
    found = check_care(read_script(str(care_figures.CASES / name)))
    assert [
        (finding.rule, finding.line, finding.message)
        for finding in found
        if finding.severity == "error" and finding.rule in care_figures.OF_MEANING
    ] == []


def test_ways_to_close_eyes_and_lines_of_hypnosis_are_found() -> None:
    assert {("T08", 3), ("T08", 7), ("T08", 9), ("T07", 5), ("T21", 5)} <= rules_of_file(
        "hypnosis.txt"
    )
