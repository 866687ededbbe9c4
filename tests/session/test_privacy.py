"""Personal details are heard, and written only where that was asked for."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import mutagen
import pytest
from typer.testing import CliRunner

from command_line import run
from examples import BRIEF, SMALL
from manifests import MANIFEST, built, write_series
from quietude import Output, Request, Sound, render
from quietude.cli.app import app
from quietude.cli.personal import personal_details
from quietude.errors import SlotError, UsageError
from quietude.script.bed import NoBed
from quietude.script.details.slots import is_personal, slot_values
from quietude.script.parse import parse_script
from quietude.series.manifest.reader import read_manifest
from quietude.series.rendering.cluster_pool import is_readable_by_others
from quietude.session.artefacts.captions import Captions
from quietude.session.artefacts.transcript import Transcript

NAME, SAID_AS = "Wilhelmina", "Vilhelmeenah"
OPEN = (
    BRIEF.replace(
        "sections:\n",
        "slots:\n  time: {ask: When?, type: choice, choices: [Morning, Evening], default: Evening, "
        'private: false}\n  name: {ask: "Your name?", default: ""}\nsections:\n',
    )
    .replace("Welcome", 'Good {{ time }}{{ ", " + name if name }}')
    .replace("Thank", "It was good. Thank")
)
OPEN_S = 18.0
FORMATS = ["mp3", "flac", "ogg", "opus", "wav", *(["m4a"] if shutil.which("ffmpeg") else [])]


def assert_nowhere(folder: Path, *words: str) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            tags = mutagen.File(path) if path.suffix[1:] in FORMATS else None
            data = path.read_bytes() + path.name.encode() + repr(tags).encode()
            data = data.lower()
            for word in words:
                for code in ("utf-8", "utf-16-le", "utf-16-be"):
                    assert word.lower().encode(code) not in data, (path.name, word)


@pytest.fixture
def own_lexicon() -> None:
    """A lexicon of this user's own, for the name and for a word that everybody hears."""
    text = f"{NAME}: {SAID_AS}\ngood: Ghoodissimo\n"
    folder = Path(os.environ["QUIETUDE_CONFIG_DIR"])
    folder.mkdir(parents=True)
    (folder / "lexicon.yaml").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("own_lexicon")
def test_no_output_gives_a_name_or_the_lexicon_away(tmp_path: Path) -> None:
    script, out = tmp_path / "small.yaml", tmp_path / "out"
    script.write_text(OPEN, encoding="utf-8")
    out.mkdir()
    files = [part for name in FORMATS for part in ("-o", str(out / f"a.{name}"))]
    result = run(
        "render", str(script), "--duration", f"{OPEN_S}s", "--set", f"name={NAME}", "--engine", "tone",
        "--bed", "none", "--chapters", "json", "--plot", str(out / "a.svg"), *files,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    receipt = json.loads((out / "a.receipt.json").read_text(encoding="utf-8"))
    assert receipt["respelt_phrases"] >= 2  # the lexicon was used, and the name was spoken
    assert receipt["request"]["slots_filled"] == ["name"]
    assert receipt["request"]["slots_not_private"] == {"time": "Evening"}
    assert_nowhere(out, NAME, SAID_AS, "Ghoodissimo")
    for word in (NAME, SAID_AS, "Ghoodissimo"):
        assert word not in result.stdout + result.stderr


@pytest.mark.usefixtures("own_lexicon")
def test_words_that_were_asked_for_are_as_they_are_written(tmp_path: Path) -> None:
    artefacts = [Captions("vtt"), Transcript("txt")]
    request = Request(OPEN_S, {"name": NAME}, engine="tone")
    render(
        parse_script(OPEN),
        Output(tmp_path / "a.mp3", artefacts=artefacts, tag_personal=True),
        request,
        Sound(NoBed()),
    )
    for name in ("a.vtt", "a.transcript.txt"):
        assert NAME in (tmp_path / name).read_text(encoding="utf-8")
    assert_nowhere(tmp_path, SAID_AS, "Ghoodissimo")


@pytest.mark.slow
def test_a_detail_that_is_not_private_does_not_make_a_session_personal(tmp_path: Path) -> None:
    paths = [tmp_path / f"a.{name}" for name in FORMATS]
    request = Request(slot_values={"time": "Morning"}, engine="tone")
    render(parse_script(OPEN), Output(paths, receipt=False), request, Sound(bed=NoBed()))
    for path in paths:  # and so the test of names above would find one in any of these
        assert "Good Morning" in repr(mutagen.File(path).tags), path.name

    def personal(script: str, **values: str) -> bool:
        return is_personal(parse_script(script), values)

    assert not personal(OPEN, time="Morning")
    assert personal(OPEN, time="Morning", name=NAME)
    assert not personal(OPEN, name="")
    assert personal(OPEN.replace("private: false", "private: true"), time="Morning")
    assert personal(OPEN.replace(", private: false", ""), time="Morning")


def test_a_series_takes_the_mark_and_gives_nobody_away(tmp_path: Path) -> None:
    for folder, given in (("a", "time: Morning"), ("b", f"name: {NAME}")):
        text = MANIFEST.replace("- file: one.yaml", f"- {{file: one.yaml, set: {{{given}}}}}")
        if folder == "b":
            text = text.replace("show:\n", "show:\n  private: true\n")
        path = write_series(tmp_path / folder, text)
        one = (tmp_path / folder / "one.yaml").read_text(encoding="utf-8")
        slot = "  time: {ask: When?, default: Evening, private: false}\n"
        (tmp_path / folder / "one.yaml").write_text(one.replace("slots:\n", "slots:\n" + slot))
        manifest = read_manifest(path)
        assert manifest.show.private == (folder == "b")
        assert manifest.editions[0].episodes[0].personal == (folder == "b")
    site = tmp_path / "b" / "site"
    assert not built(tmp_path / "b" / "series.yaml", site).failed
    said = [path for path in site.rglob("*") if path.suffix in {".vtt", ".srt", ".txt", ".html"}]
    words = [path for path in said if NAME in path.read_text(encoding="utf-8")]
    for path in words:  # a transcript, at an address that cannot be guessed
        assert re.search("[a-z0-9]{16}", path.name), path.name
        path.unlink()
    assert words
    assert_nowhere(site, NAME)


@pytest.mark.parametrize(
    ("address", "readable"),
    [
        ("tcp://10.0.0.1:8786", True),
        ("ws://example.org:8786", True),
        ("10.0.0.1:8786", True),
        ("tls://10.0.0.1:8786", False),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://[::1]:8786", False),
    ],
)
def test_traffic_to_a_cluster_is_readable_by_others_without_tls(
    address: str,
    readable: bool,  # noqa: FBT001
) -> None:
    assert is_readable_by_others(address) == readable


def test_personal_sessions_do_not_cross_a_network_in_the_open(tmp_path: Path) -> None:
    text = MANIFEST.replace("- file: one.yaml", f"- {{file: one.yaml, set: {{name: {NAME}}}}}")
    text = text.replace("show:\n", "show:\n  private: true\n")
    manifest, site = write_series(tmp_path, text), tmp_path / "site"
    arguments = ["series", "build", str(manifest), "-o", str(site)]
    arguments += ["--base-url", "https://example.org"]
    result = CliRunner().invoke(app, [*arguments, "--cluster", "tcp://10.0.0.1:8786"])
    assert isinstance(result.exception, UsageError)
    assert "tls://" in str(result.exception.hint)
    assert not site.exists()


@pytest.mark.parametrize(
    "given",
    [f"time={NAME}", f"rounds={NAME}", "rounds=1984", f"lying={NAME}", NAME, f"name={NAME}<b>",
     f"name={NAME * 9}"],
)  # fmt: skip
def test_a_value_that_is_refused_is_not_quoted(given: str) -> None:
    typed = """slots:
  time: {ask: When?, type: choice, choices: [Morning, Evening]}
  rounds: {ask: How many?, type: number, min: 1, max: 9, default: "3"}
  lying: {ask: Lying?, type: yes-no}
"""
    script = parse_script(SMALL.replace("slots:\n", typed))
    with pytest.raises((SlotError, UsageError)) as caught:
        slot_values(script, personal_details(script, [given], None, ask=False))
    told = f"{caught.value} {caught.value.hint}"
    assert NAME not in told
    assert "1984" not in told
    open_ = parse_script(SMALL.replace("slots:\n", typed).replace("9,", "9, private: false,"))
    with pytest.raises(SlotError, match="1984"):
        slot_values(open_, {"rounds": "1984"})
