from __future__ import annotations

import dataclasses

import pytest

from quietude.care import check
from quietude.care.check import check_care, refuse_care_errors, unaccepted
from quietude.care.rules import parse_rules
from quietude.errors import CareError, ScriptError
from quietude.library import care_text, exercise_ids, fragment_ids
from quietude.script.parse import parse_script
from shelf import read_script

GOOD_START = "You can stop at any time. Sit comfortably, and feel your feet on the floor."
GOOD_END = "Let your eyes find the room again, and stretch a little if you like."


def script(*steps: str, intensity: str = "medium", extra: str = "", note: str = "x") -> str:
    lines = "".join(f"      - {step}\n" for step in steps)
    return (
        f"id: x\ntitle: X\nintensity: {intensity}\ncontent_note: {note}\n{extra}"
        f"sections:\n  - title: A\n    role: arrive\n    steps:\n      - {GOOD_START}\n"
        f"      - pause: 15s\n{lines}"
        f"  - title: B\n    role: return\n    steps:\n      - {GOOD_END}\n      - pause: 20s\n"
    )


def rules_of(text: str) -> set[str]:
    return {
        finding.rule for finding in check_care(parse_script(text)) if finding.severity != "info"
    }


@pytest.mark.parametrize("exercise", exercise_ids())
def test_the_library_has_no_findings(exercise: str) -> None:
    assert check_care(read_script(exercise)) == []


def test_the_shared_fragments_make_a_careful_session() -> None:
    parts = {
        "arrive": ["arrival", "way-out"],
        "settle": ["settle-breath", "settle-senses"],
        "resource": ["resource-ground"],
        "practice": ["stop-and-orient"],
        "integrate": ["adult-now"],
        "return": ["grounding-close", "return-light"],
    }
    assert {name for names in parts.values() for name in names} | {"posture"} == set(fragment_ids())
    sections = "".join(
        f"  - title: {role}\n    role: {role}\n    steps:\n"
        + "".join(f"      - include: {name}\n" for name in names)
        for role, names in parts.items()
    )
    sections = sections.replace(
        "practice\n    steps:\n",
        "practice\n    steps:\n      - ask: What does the child you were need?\n        reflect: 12-40s\n",
    )
    head = "id: x\ntitle: X\nintensity: high\ncontent_note: Not a substitute for therapy.\n"
    assert check_care(parse_script(head + "sections:\n" + sections)) == []


def test_every_wording_of_a_choice_is_checked_in_its_own_time() -> None:
    choice = "choose: [Good., Fine., This will heal your past.]"
    found = check_care(parse_script(script(choice)))
    assert [(finding.rule, finding.line) for finding in found if finding.severity != "info"] == [
        ("T06", 11)
    ]
    # Three wordings of a question are one question, and no one waits three times.
    wordings = (
        "choose: [{ask: Yes?, reflect: 15s}, {ask: No?, reflect: 15s}, {ask: So?, reflect: 15s}]"
    )
    close = script(wordings, intensity="high").replace("pause: 20s", "pause: 45s")
    assert "T01" not in rules_of(close.replace("45s", "60s"))
    assert "T01" in rules_of(close.replace("pause: 45s", "choose: [{pause: 30s}, {pause: 31s}]"))


def test_a_careful_script_has_no_findings() -> None:
    assert rules_of(script()) == set()


@pytest.mark.parametrize(
    ("rule", "steps"),
    [
        ("T05", ["We will recover your lost memories."]),
        ("T06", ["This will heal your past."]),
        ("T07", ["Do not open your eyes."]),
        ("T08", ["Now close your eyes."]),
        ("T08", ["Allow your eyes to close."]),
        ("T12", ["Give yourself a hug."]),
        ("T16", ["You will always be safe here."]),
        ("T20", ["Simply relax. Simply let go."]),
        ("T09", ["Feel it. Hold it. Breathe in. Release it."]),
        ("T11", ["breathe: {in: 4, hold: 7, out: 8, cycles: 3}"]),
        ("T12", ["Now tap lightly."]),
        ("T13", ["What do you notice?"]),
        ("T14", ["pause: 200s"]),
        ("T15", ["word " * 61]),
        ("T16", ["You are completely safe."]),
        ("T17", ["You must forgive them."]),
        ("T18", ["Feel the love of your mother."]),
        ("T20", ["Simply relax. You must surrender."]),
        ("T21", ["Going deeper and deeper."]),
        ("T22", ["bed: {to: rain, over: 2}"]),
        ("T28", ['"(pause 10 seconds) Rest."']),
        ("T28", ["Pause for ten seconds."]),
        ("T28", ['"Rest *here*."']),
    ],
)
def test_each_rule_finds_its_case(rule: str, steps: list[str]) -> None:
    assert rule in rules_of(script(*steps))


@pytest.mark.parametrize(
    "line",
    [
        "Close your eyes, or let them stay open.",
        "Close your eyes if you would like.",
        "Close your eyes, or simply let them go out of focus.",
        "Even with eyes closed, you may notice some light.",
        "You might imagine a warm hug for someone you love, or not.",
        "Simply notice what is here. It can simply be here, simply as it is.",
        "You can pause the recording whenever you like.",
        "Wait a few seconds, if you like.",
        "You must not think this has to work.",
        "You might let your eyes close if that feels right.",
        "As safe as it feels in this moment.",
        "A bell may ring in the distance.",
    ],
)
def test_a_kind_line_is_left_alone(line: str) -> None:
    assert rules_of(script(line)) == set()


def test_nothing_sudden_wakes_who_is_falling_asleep() -> None:
    asleep = "for_when: [sleep]\n"
    assert "T22" not in rules_of(script("bed: {to: rain, over: 3}", "bell"))
    assert "T22" in rules_of(script("bell", extra=asleep))
    first = script(extra=asleep).replace(
        f"      - {GOOD_START}", f"      - bell\n      - {GOOD_START}"
    )
    assert "T22" not in rules_of(first)


@pytest.mark.parametrize(
    ("head", "steps", "said"),
    [
        ("lengths: [2]", ["pause: 60s"], None),
        ("lengths: [1, 2]", ["pause: 60s"], "1 min are named, and it cannot be as short"),
        ("lengths: [2, 9]", ["pause: 60s"], "9 min are named, and it cannot be as long"),
        ("lengths: [2, 4]", ["pause: 60-170s"], None),
        # Silences stretch no further than the rules allow anybody to be left alone.
        ("lengths: [2, 9]", ["pause: 60-460s"], "9 min are named, and it cannot be as long"),
        ("lengths: [1]", ["{pause: 60s, optional: 1}"], None),
        ("lengths: [1]", ["choose: [{pause: 60s, optional: 1}, {pause: 60s, optional: 1}]"], None),
        (
            "lengths: [1]",
            ["repeat: 1\n        steps: [{pause: 60s, optional: 1}, {pause: 60s}]"],
            "1 min are named, and it cannot be as short",
        ),
        ("about: x", ["{say: Stay for a 20 minute rest., optional: 1}"], None),
    ],
)
def test_a_length_that_is_named_can_be_had(head: str, steps: list[str], said: str | None) -> None:
    found = check_care(parse_script(script(*steps, extra=head + "\n")))
    named = [finding.message for finding in found if finding.rule == "T29"]
    assert named == ([f"{said} as that"] if said else [])
    titled = script("pause: 60s").replace("title: X", "title: A 10-Minute Rest")
    assert "T29" in {finding.rule for finding in check_care(parse_script(titled))}


def test_steps_that_keep_a_listener_safe_are_not_optional() -> None:
    way_in = "Feel the chair, or look at the wall."
    text = script("Your inner child may come closer.", extra="").replace(GOOD_START, way_in)
    assert "T04" not in rules_of(text)
    (found,) = [
        finding for finding in check_care(parse_script(text.replace(way_in, f"{{say: '{way_in}', optional: 1}}")))
        if finding.rule == "T04"
    ]  # fmt: skip
    assert (found.severity, "too short" in found.message) == ("warn", True)
    in_a_choice = f"choose: [{{say: '{way_in}', optional: 1}}, {{say: '{way_in}', optional: 2}}]"
    chosen = check_care(parse_script(text.replace(way_in, in_a_choice)))
    assert [(finding.rule, finding.severity) for finding in chosen if finding.rule == "T04"] == [
        ("T04", "warn")
    ]
    back = "  - title: B\n    role: return\n"
    assert "T02" in rules_of(script().replace(back, back + "    optional: 2\n"))
    assert "T02" not in rules_of(script())


def test_naming_the_topic_is_not_yet_turning_to_it() -> None:
    def found(*start: str) -> set[str]:
        steps = "".join(f"      - {step}\n" for step in start)
        text = script().replace(f"      - {GOOD_START}\n      - pause: 15s\n", steps)
        return rules_of(text) & {"T04", "T19"}

    position, away = "Find a comfortable position, and take your time.", "pause: 20s"
    welcome = "Welcome to this meditation for your inner child."
    assert found(welcome, position, away) == set()
    assert found(welcome, position, away, "See your inner child.") == {"T04"}
    assert found(welcome, position, away, "Imagine a safe space.", "See your inner child.") == set()
    assert found("Take your time.", "pause: 100s") == {"T19"}


def test_an_intense_session_needs_more() -> None:
    found = rules_of(script("Think of your wound.", intensity="high", note='""'))
    assert {"T01", "T03"} <= found
    without = script(intensity="high").replace(GOOD_START, "Let us turn to your childhood memory.")
    assert "T04" in rules_of(without)


def test_an_abrupt_end_matters_less_where_it_is_light() -> None:
    text = "id: x\ntitle: X\nintensity: {}\nsections: [{{title: A, steps: [Hello there.]}}]\n"
    severities = {
        intensity: {
            finding.rule: finding.severity
            for finding in check_care(parse_script(text.format(intensity)))
        }
        for intensity in ("light", "medium")
    }
    assert severities["light"]["T02"] == "warn"
    assert severities["medium"]["T02"] == "error"


def test_findings_are_kept_for_the_script_they_were_found_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    risky, kind = (parse_script(script(line)) for line in ("Do not move.", "Move as you like."))
    before = check_care(risky)
    assert "T07" in {finding.rule for finding in before}
    assert "T07" not in {finding.rule for finding in check_care(kind)}
    check_care(risky).clear()  # the list is the caller's own
    assert check_care(risky) == before
    other = dataclasses.replace(risky, sections=kind.sections)
    assert check_care(other) == check_care(kind)
    monkeypatch.setattr(check, "_MOST_KNOWN", 2)
    for _ in range(4):
        assert check_care(parse_script(script("Do not move."))) == before


def test_a_finding_says_where_and_what_to_write_instead() -> None:
    (finding,) = [
        finding for finding in check_care(parse_script(script("Do not move."), source="a.yaml"))
        if finding.rule == "T07"
    ]  # fmt: skip
    assert (finding.path, finding.line, finding.severity) == ("a.yaml", 11, "error")
    assert "Do not move" in finding.message
    assert finding.instead


def test_no_message_keeps_a_placeholder() -> None:
    bad = script("Do not move. Simply relax, you must. Now close your eyes?", "pause: 200s")
    for finding in check_care(parse_script(bad)):
        assert "{count}" not in finding.message
        assert "{words}" not in finding.message


def test_a_rule_is_accepted_with_a_reason_only() -> None:
    text = script("Do not move.", extra="accept: {T07: Said to a film crew by design.}\n")
    findings = check_care(parse_script(text))
    assert [finding.rule for finding in findings if finding.accepted] == ["T07"]
    assert not [finding for finding in unaccepted(findings) if finding.severity == "error"]
    refuse_care_errors(parse_script(text))
    for wrong in ("accept: {T07: ''}\n", "accept: {seven: because I said so}\n"):
        with pytest.raises(ScriptError):
            parse_script(script(extra=wrong))


def test_errors_are_refused_and_the_way_out_is_named() -> None:
    with pytest.raises(CareError, match="T07") as caught:
        refuse_care_errors(parse_script(script("Do not move."), source="a.yaml"))
    assert "--accept-care-risks" in str(caught.value)
    assert caught.value.line == 11


GERMAN = script(
    "Als du ein Kind warst, tat dir jemand weh.", "Was spürst du?", intensity="high"
).replace("pause: 20s", "pause: 10s")


def test_of_a_script_in_another_language_only_what_needs_no_words_is_checked() -> None:
    assert "T01" in rules_of(GERMAN)
    found = check_care(parse_script(f"language: de-AT\n{GERMAN}"))
    assert {finding.rule for finding in found} == {"T13", "T31"}
    refuse_care_errors(parse_script(f"language: de-AT\n{GERMAN}"))


def test_questions_and_long_runs_are_found_where_words_have_no_spaces() -> None:
    asking = "language: ja\n" + script("今、何を感じますか？", "そうですか。")
    assert "T13" in {finding.rule for finding in check_care(parse_script(asking))}
    many = "language: ja\n" + script("そうですか。" * 8)
    assert "T15" in {finding.rule for finding in check_care(parse_script(many))}
    long = "language: zh\n" + script("安" * 400)
    assert "T15" in {finding.rule for finding in check_care(parse_script(long))}


def silent_end(*steps: str) -> set[str]:
    last = "".join(f"      - {step}\n" for step in steps)
    return {finding.rule for finding in check_care(parse_script(script() + last))} & {"T14"}


def test_the_end_belongs_to_the_bed_from_its_first_music() -> None:
    breath = "breathe: {in: 4, out: 6, cycles: 3}"
    assert silent_end("music: 500s") == set()
    assert silent_end("music: 500s", "music: 500s") == set()
    assert silent_end("music: 500s", breath) == {"T14"}
    assert silent_end(breath, "music: 500s") == set()


def test_rules_in_another_language_are_kept_to_in_it() -> None:
    german = parse_rules(care_text().replace("language: en ", "language: de "), "care.yaml")
    found = {
        finding.rule for finding in check_care(parse_script(f"language: de\n{GERMAN}"), german)
    }
    assert "T31" not in found
    assert "T01" in found
