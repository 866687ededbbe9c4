from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from documents import FIRST, SAMPLES, SECOND, TITLE
from quietude.errors import QuietudeError
from quietude.script.documents import pdf, pdf_worker
from quietude.script.documents.pdf_layout import PageLine
from quietude.script.importing.importer import import_text
from quietude.studio.scripts.dropped import ACCEPTED, script_of_file

CHAT = b"""Here is your script:

```yaml
id: pond
title: Pond
sections:
  - {title: One, role: arrive, steps: [Welcome here.]}
```
"""


@pytest.fixture(autouse=True)
def pdf_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh interpreter for a PDF would cost these tests a second."""

    def pages(data: bytes) -> list[list[PageLine]]:
        return [[PageLine(*line) for line in page] for page in pdf_worker.pages_of(data)]

    monkeypatch.setattr(pdf, "_pages", pages)


@pytest.mark.parametrize("suffix", SAMPLES)
def test_a_file_of_each_kind_becomes_a_script_that_says_its_words(suffix: str) -> None:
    made = script_of_file(f"pond{suffix}", SAMPLES[suffix]())
    imported = import_text(made.text, f"pond{made.suffix}")
    spoken = str(imported.data["sections"])
    assert FIRST in spoken
    assert SECOND in spoken
    assert "pause" in spoken or "'at'" in spoken
    assert made.suffix in {".md", ".txt"}


def test_a_file_has_its_own_title_and_its_comments_are_shown_as_left_out() -> None:
    play = f"NARRATOR\n{FIRST}\n\n[[Say this slowly.]]\n\nNARRATOR\n{SECOND}\n"
    imported = import_text(script_of_file("a.fountain", play.encode()).text, "a.md")
    assert "slowly" not in str(imported.data["sections"])
    assert any("Say this slowly" in row.text for row in imported.view.left_out)
    page = f"<html><head><title>{TITLE}</title></head><body><p>{FIRST}</p></body></html>"
    assert script_of_file("b.html", page.encode()).name == TITLE


def test_an_answer_of_a_chat_assistant_is_read_with_its_words_around_it() -> None:
    made = script_of_file("answer.yaml", CHAT)
    assert "Welcome here." in made.text
    assert "Here is your script" not in made.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"PK\x03\x04 no archive"),
        ("a.mp3", b"\xff\xfb\x90"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.yaml", b"id: [unclosed"),
    ],
)
def test_a_file_that_is_no_script_is_refused_in_words(name: str, data: bytes) -> None:
    with pytest.raises(QuietudeError) as refused:
        script_of_file(name, data)
    assert refused.value.message


def test_the_page_takes_every_kind_of_file(client: TestClient) -> None:
    page = client.get("/write").text
    assert {".docx", ".pdf", ".odt", ".srt", ".yaml", ".md"} <= set(ACCEPTED)
    assert f'accept="{",".join(ACCEPTED)}"' in page
    reply = client.post(
        "/api/documents/file", params={"name": "my pond.docx"}, content=SAMPLES[".docx"]()
    )
    assert reply.json() == {"id": "my pond.md"}
