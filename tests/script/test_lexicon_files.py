"""Lexicon files, in YAML and PLS."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notations import PLS
from quietude.errors import QuietudeError, ScriptError
from quietude.script.lexicon_files import lexicon_from, listener_lexicon, parse_pls, read_lexicon

Write = Callable[[str, str], Path]


def test_a_file_has_a_line_for_each_word(write: Write) -> None:
    path = write("mine.yaml", """\
        Siobhan: shi-VAWN
        Niamh: {says: Neev, ipa: niːv}
        Nice: {says: neece, exact: true}
        """)  # fmt: skip
    lexicon = read_lexicon(path)
    assert [entry.word for entry in lexicon.entries] == ["Siobhan", "Niamh", "Nice"]
    assert read_lexicon(write("empty.yaml", "")).entries == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ada: x\nNiamh: '[x]'\n", 2),
        ("Ada: {sayz: x}\n", 1),
        ("Ada: [x]\n", 1),
        ("Ada: 5\n", 1),
        ("- Ada\n", None),
        ("Ada: &x y\n", 1),
    ],
)
def test_a_broken_file_is_refused_with_its_line_and_not_quoted(
    text: str, line: int | None, write: Write
) -> None:
    with pytest.raises(ScriptError) as caught:
        read_lexicon(write("mine.yaml", text))
    assert caught.value.line == line
    assert "Niamh" not in str(caught.value)


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(ScriptError, match="at most"):
        lexicon_from({f"w{n}": "x" for n in range(5_001)}, "x", lambda _: 1)


def test_pls_is_read(write: Write) -> None:
    lexicon = read_lexicon(write("x.pls", PLS))
    assert lexicon.spoken("Niamh and Saoirse", "/{}/".format) == "Nee ve and /ˈsiːɹʃə/"
    assert lexicon.spoken("niamh and saoirse", "/{}/".format) == "niamh and /ˈsiːɹʃə/"
    assert not any(entry.word == "Cat" for entry in lexicon.entries)


def test_aliases_in_a_circle_end() -> None:
    lexemes = "".join(
        f"<lexeme><grapheme>{a}</grapheme><alias>{b}</alias></lexeme>" for a, b in ("ab", "ba")
    )
    assert len(parse_pls(f"<lexicon>{lexemes}</lexicon>", "x.pls").entries) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<lexicon>", "well-formed"),
        ("<lexicon/>", "no words"),
        ("<speak/>", "begins with"),
        ('<!DOCTYPE lexicon [<!ENTITY a "b">]><lexicon>&a;</lexicon>', "DTD"),
        ('<!DOCTYPE lexicon SYSTEM "file:///etc/passwd"><lexicon/>', "DTD"),
        ("<lexicon>&xxe;</lexicon>", "well-formed"),
        ("<lexicon>" + "<a>" * 50 + "</a>" * 50 + "</lexicon>", "deep"),
        ("<lexicon><lexeme><grapheme>x</grapheme><alias>[y]</alias></lexeme></lexicon>", "aloud"),
    ],
)
def test_broken_pls_is_refused(text: str, words: str, write: Write) -> None:
    with pytest.raises(ScriptError, match=words):
        read_lexicon(write("x.pls", text))


def test_a_listener_has_a_lexicon_among_the_settings(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIETUDE_CONFIG_DIR", str(tmp_path))
    assert listener_lexicon().entries == ()
    write("lexicon.yaml", "Siobhan: mine")
    also = write("also.yaml", "{Siobhan: theirs, Niamh: Neev}")
    assert listener_lexicon(also).spoken("Siobhan, Niamh") == "mine, Neev"


MUTANTS = st.lists(
    st.sampled_from([*re.findall(r"<[^>]*>|\w+|\s", PLS), "&", "<!DOCTYPE a>", "]]>", "\0", "ˈ"]),
    max_size=60,
)


@settings(deadline=None, max_examples=200)
@given(parts=MUTANTS, whole=st.booleans())
def test_any_pls_is_read_or_refused(parts: list[str], *, whole: bool) -> None:
    text = "".join(parts)
    try:
        lexicon = parse_pls(f"<lexicon>{text}</lexicon>" if whole else text, "x.pls")
    except QuietudeError as error:
        assert error.message
        return
    assert not re.search(r"[<>\[\]{}]", "".join(entry.respelt for entry in lexicon.entries))
