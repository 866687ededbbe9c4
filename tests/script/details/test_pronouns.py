"""Words of the listener as the narrator says them, and words that agree with a pronoun."""

from __future__ import annotations

import pytest

from quietude.errors import ScriptError, SlotError
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.details.pronouns import FORM_NAMES, FORMS, PRONOUNS, yours
from quietude.script.parse import parse_script


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("my grandma's kitchen", "your grandma's kitchen"),
        ("My bike", "Your bike"),
        ("MY ROOM", "YOUR ROOM"),
        ("a dog of mine", "a dog of yours"),
        ("the mine at the end of our street", "the mine at the end of your street"),
        ("I'm at the sea by myself", "you're at the sea by yourself"),
        ("where I’m small", "where you’re small"),
        ("where I am and I was", "where you are and you were"),
        ("what am I", "what are you"),
        ("us and the US", "you and the US"),
        ("World War I", "World War I"),
        ("the myth of Amy, a pony; mimi", "the myth of Amy, a pony; mimi"),
        ("“My Little Pony” and my bear", "“My Little Pony” and your bear"),
        ("my-my", "my-my"),
        ("Zoë's and me", "Zoë's and you"),
        ("", ""),
    ],
)
def test_the_first_person_becomes_the_second(written: str, said: str) -> None:
    assert yours(written) == said


def test_every_pronoun_has_every_form() -> None:
    assert tuple(FORMS) == PRONOUNS
    assert all(tuple(forms) == FORM_NAMES for forms in FORMS.values())


SCRIPT = """
id: x
title: X
slots:
  child: shared
sections:
  - title: A
    steps:
      - "{{ child.they }} {{ child.are }} here. Wave at {{ child.them }}; {{ child.they }} wave{{ child.s }}."
"""


def said(**values: str) -> str:
    plan = compose(parse_script(SCRIPT), Request(slot_values=values))
    return " ".join(utterance.text for utterance in plan.utterances())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", "They are here. Wave at them; they wave."),
        ("She", "She is here. Wave at her; she waves."),
        ("he/him", "He is here. Wave at him; he waves."),
    ],
)
def test_verbs_agree(value: str, text: str) -> None:
    assert said(child=value) == text


def test_other_pronouns_and_forms_are_refused() -> None:
    with pytest.raises(SlotError, match="they, she or he"):
        said(child="it")
    with pytest.raises(ScriptError, match='no form "zir"'):
        parse_script(SCRIPT.replace("child.them", "child.zir"))
    with pytest.raises(ScriptError, match='"name" is none'):
        parse_script(SCRIPT.replace("child: shared", "child: shared\n  name: shared").replace(
            "child.them", "name.them"
        ))  # fmt: skip
