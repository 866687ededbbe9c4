"""README and docs keep their promises: examples run, commands and options exist, figures hold."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soundfile
import typer.main
from typer.testing import CliRunner

from examples import SMALL
from quietude import Request, outline, parse_script
from quietude.cli.app import app
from quietude.deliver.formats.mp3 import VBR_HEADROOM_DB
from quietude.deliver.formats.registry import FORMATS
from quietude.script.reader import read_script
from quietude.speech.voice_selection import open_voice

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]

LISTING = {("beds",), ("voices",)}
"""Groups that list by themselves what their words name."""

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_readme_is_a_five_minute_read() -> None:
    assert len(README.splitlines()) < 120


def test_the_definition_in_the_readme_is_one() -> None:
    (text,) = blocks("yaml")
    script = parse_script(text)
    assert len(script.sections) == 2
    for minutes in (5, 10, 20):
        assert outline(script, Request(duration_s=60.0 * minutes)).seconds == 60 * minutes


@pytest.mark.parametrize("engine", ["tone", pytest.param("auto", marks=pytest.mark.slow)])
def test_the_python_in_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    length_s = 240
    assert outline(read_script("butterfly-hug"), Request(duration_s=length_s)).seconds == length_s
    with open_voice("auto", engine, "en") as voice:
        code = code.replace("details=", "voice=voice, details=")
        if engine == "tone":  # the quick way, with a short script that has a name too
            Path("small.yaml").write_text(SMALL, encoding="utf-8")
            length_s = 36
            code = code.replace("butterfly-hug", "small.yaml").replace("4m", f"{length_s}s")
        exec(compile(code, "README.md", "exec"), {"voice": voice})  # noqa: S102
    seconds, lufs = map(float, capsys.readouterr().out.split())
    assert seconds == length_s
    assert lufs == pytest.approx(-16.0, abs=0.5)
    assert soundfile.info(tmp_path / "hug.mp3").frames == length_s * 44_100


def test_the_commands_in_the_readme_exist() -> None:
    commands = [
        line.split("#")[0].strip()
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("quietude")
    ]
    assert len(commands) >= 7
    runner = CliRunner()
    for command in commands:
        words = shlex.split(command.split(">")[0])[1:]
        known = runner.invoke(app, [words[0], "--help"])
        assert known.exit_code == 0, command
        shown = re.sub(r"\x1b\[[0-9;]*m", "", known.output)
        for option in (word for word in words if word.startswith("--")):
            assert option in shown, command


def test_the_lengths_in_the_readme_are_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert runner.invoke(app, ["new", "mine"]).exit_code == 0
    handout = (
        "Welcome. Take a seat.\n[pause 40 seconds]\nRest here for a while.\n[pause 1 minute]\n"
    )
    Path("handout.txt").write_text(handout * 4 + "Thank you.\n", encoding="utf-8")
    planned = 0
    for line in "".join(blocks("sh")).splitlines():
        words = shlex.split(line, comments=True)
        if words[:2] not in (["quietude", "render"], ["quietude", "plan"]):
            continue
        if "--day" in words:  # of a programme, whose lengths are checked with it
            continue
        wanted = [words[2]]
        for option, value in pairwise(words):
            wanted += [option, value] if option in {"--duration", "--set"} else []
        result = runner.invoke(app, ["plan", *wanted])
        assert result.exit_code == 0, (line, result.exception)
        planned += 1
    assert planned >= 3


def test_commands_in_the_docs_have_the_options_they_are_given() -> None:
    known = dict(commands_of(typer.main.get_command(app), ()))
    texts = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "Makefile"]
    texts += [*ROOT.glob("src/quietude/**/*.py"), *ROOT.glob("src/quietude/library/*.yaml")]
    groups = {path[:-1] for path in known if path}
    seen = 0
    for path in texts:
        for match in re.finditer(r"quietude((?: +[^\s`\"'#|>)]+)+)", path.read_text("utf-8")):
            words = match[1].split()
            command: tuple[str, ...] = ()
            while words and (*command, words[0]) in known:
                command = (*command, words.pop(0))
            given = {word.split("=")[0].rstrip(".,;:") for word in words if word.startswith("--")}
            assert not command or given <= known[command], (path.name, match[0])
            if command in groups - LISTING and command and words:
                assert not re.fullmatch("[a-z-]+", words[0]), (path.name, match[0])
            seen += bool(command)
    assert seen > 100


def test_the_headroom_of_each_format_is_documented() -> None:
    text = (ROOT / "docs/files.md").read_text(encoding="utf-8")
    table = text[text.index("| | aims below") : text.index("Measured on the library")]
    rows = [[cell.strip() for cell in row.split("|")[1:4]] for row in table.splitlines()[2:] if row]
    documented_formats = set()
    for names, below, change in rows:
        formats = [FORMATS[name] for name in re.findall(r"\w+", names) if name in FORMATS]
        assert formats
        documented_formats |= {kind.name for kind in formats}
        if "--vbr" in names:
            headrooms = sorted({f"{headroom_db:g}" for headroom_db in VBR_HEADROOM_DB})
            assert below.removesuffix(" dB").split(", ") == headrooms
            continue
        for kind in formats:
            assert below == f"{kind.headroom_db:g} dB"
            documented = change.removesuffix(" LU").replace("−", "-")
            assert documented == f"{round(kind.level_change_db, 2):g}"
    assert documented_formats == set(FORMATS)


def commands_of(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Yields every command by its words, with its options."""
    options = {name for option in command.params for name in getattr(option, "opts", ())}
    yield path, options | {"--help"}
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands_of(inner, (*path, name))


def test_make_has_every_target_it_promises() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("help", "session", "test", "check", "check-all", "bench", "docs", "clean"):
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


def test_the_licence_and_the_notes_are_there() -> None:
    for name in ("LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md"):
        assert (ROOT / name).stat().st_size > 500
