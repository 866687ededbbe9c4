"""The template language: small, sandboxed, and bounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.script.templates.template import (
    MAX_TEMPLATE_CHARS,
    check_template,
    fill_template,
    slots_used,
)

NAMED = 'Welcome{{ ", " + name if name }}.'


@pytest.mark.parametrize(
    ("source", "values", "text"),
    [
        (NAMED, {"name": "Ada"}, "Welcome, Ada."),
        (NAMED, {"name": ""}, "Welcome."),
        ("{{ name or 'friend' }}", {"name": ""}, "Friend"),
        ("{{ name | capitalize }}", {"name": "a garden"}, "A garden"),
        ("{{ name | capitalize }}", {"name": "my aunt Ida's house"}, "My aunt Ida's house"),
        ("{% if name %}Hello {{ name }}{% else %}Hello{% endif %}!", {"name": "Bo"}, "Hello Bo!"),
        ("For {{ name | default('you', true) }}", {"name": ""}, "For you"),
        ("No template at all", {}, "No template at all"),
    ],
)
def test_templates_that_read_well(source: str, values: dict[str, str], text: str) -> None:
    check_template(source, {"name"})
    assert fill_template(source, values) == text


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ name.upper() }}",
        "{{ name['x'] }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{% set x = 1 %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include '/etc/passwd' %}",
        "{{ lipsum(n=100000) }}",
        "{{ name | map('upper') }}",
        "{{ place }}",
        "{{ name",
        "{% if name %}",
        "{{ " + "(" * 5000 + "name" + ")" * 5000 + " }}",
        "{{ name }}" * (MAX_TEMPLATE_CHARS // 4),
    ],
)
def test_templates_that_do_more_than_choose_are_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        check_template(source, {"name"})


def test_a_value_is_never_a_template() -> None:
    assert fill_template("{{ name }}", {"name": "{{ 7 * 7 }}"}) == "{{ 7 * 7 }}"


def test_slots_used() -> None:
    assert slots_used("{{ a }} and {{ b if c }}") == {"a", "b", "c"}


@given(st.text(alphabet="{}%# nameif'\"|+.()[]~", max_size=60))
def test_any_source_is_refused_or_can_be_filled(source: str) -> None:
    try:
        check_template(source, {"name"})
    except ValueError:
        return
    try:
        assert len(fill_template(source, {"name": "Ada"})) <= 10 * len(source) + 10
    except ValueError as error:
        assert "cannot be filled" in str(error)


@pytest.mark.parametrize("count", [60, 200, 5_000])
@pytest.mark.parametrize(
    ("opening", "inner", "closing"),
    [
        ("", " or name", ""),
        ("(", "", ")"),
        ("not ", "", ""),
        ("", "|trim", ""),
        ("", " ~ (name", ")"),
    ],
)
def test_marks_too_deep_to_compile_are_refused(
    opening: str, inner: str, closing: str, count: int
) -> None:
    source = f"{{{{ {opening * count}name{inner * count}{closing * count} }}}}"
    try:
        check_template(source, {"name"})
    except ValueError as error:
        assert "nested too deeply" in str(error) or "characters" in str(error)
    else:
        assert opening == "("  # brackets alone leave no level
        assert fill_template(source, {"name": "Ada"}) == "Ada"


def test_choices_too_deep_or_too_many_are_refused() -> None:
    deep = "{% if name %}" * 60 + "x" + "{% endif %}" * 60
    with pytest.raises(ValueError, match="nested too deeply"):
        check_template(deep, {"name"})
    with pytest.raises(ValueError, match="more than 1500 parts"):
        check_template("{{ name" + " ~ name" * 1_600 + " }}", {"name"})
    with pytest.raises(ValueError, match="more than 400 marks"):
        check_template("{{ name }} " * 401, {"name"})
    fine = "{% if name %}" * 15 + "x" + "{% endif %}" * 15
    check_template(fine, {"name"})
    assert fill_template(fine, {"name": "Ada"}) == "X"
