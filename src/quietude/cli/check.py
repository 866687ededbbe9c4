"""``check``: whether a definition is valid, and what in it may be hard on a listener."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path  # noqa: TC003  (typer reads annotations)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quietude.cli.console import complain
from quietude.cli.options import counted
from quietude.errors import QuietudeError, ScriptError, SoundError, UsageError

if TYPE_CHECKING:
    from quietude.care.check import Finding
    from quietude.care.rules import CareRules
    from quietude.script.model import Script


class Form(StrEnum):
    """How findings are printed."""

    text = "text"
    github = "github"
    sarif = "sarif"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(check)


def check(  # noqa: PLR0913  (options of a command)
    definitions: Annotated[
        list[str] | None, typer.Argument(help="Exercises or files.", show_default=False)
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    form: Annotated[
        Form, typer.Option("--format", help="For people, or as annotations of a code host.")
    ] = Form.text,
    rules_file: Annotated[
        Path | None, typer.Option("--rules", help="Care rules of your own.", show_default=False)
    ] = None,
    print_rules: Annotated[
        bool, typer.Option("--print-rules", help="Print the care rules, to copy and change.")
    ] = False,
) -> None:
    """Check definitions without rendering them: are they valid, and kind to the listener?

    Exit 1 if one is not valid or has an error, or a warning with --strict.
    """
    from quietude.care.check import check_care, unaccepted

    if print_rules:
        from quietude.library import care_text

        typer.echo(care_text(), nl=False)
        return
    if not definitions:
        message = "there is nothing to check"
        raise UsageError(message, hint="Name exercises or files: quietude check safe-place")
    rules = _rules(rules_file)
    read = [_read(it) for it in definitions]
    findings = [it for script, _ in read if script for it in check_care(script, rules)]
    broken = [error for _, error in read if error]
    if as_json:
        typer.echo(json.dumps(_as_json(definitions, findings, broken), ensure_ascii=False))
    elif form is Form.sarif:
        typer.echo(json.dumps(_as_sarif(findings, broken), ensure_ascii=False))
    else:
        _print(definitions, read, findings, github=form is Form.github)
    failing = {"error", "warn"} if strict else {"error"}
    if broken or any(it.severity in failing for it in unaccepted(findings)):
        raise typer.Exit(1)


def _rules(path: Path | None) -> CareRules:
    from quietude.care.rules import read_rules, shipped_rules

    return read_rules(path) if path else shipped_rules()


def _read(definition: str) -> tuple[Script | None, QuietudeError | None]:
    from quietude.script.reader import read_script
    from quietude.session.prepare import check_beds

    try:
        script = read_script(definition)
        check_beds(script, script.bed)
    except (ScriptError, SoundError) as error:
        return None, error
    return script, None


def _print(
    definitions: list[str],
    read: list[tuple[Script | None, QuietudeError | None]],
    findings: list[Finding],
    *,
    github: bool,
) -> None:
    for definition, (script, error) in zip(definitions, read, strict=True):
        if error:
            if github:
                typer.echo(_annotation("error", str(error.path or ""), error.line or 1,
                                       "not valid", error.message))  # fmt: skip
            complain(error)
        elif script:
            mine = [it for it in findings if it.path == script.source]
            for it in mine:
                typer.echo(_github(it) if github else _row(it))
            if not github:
                count = sum(len(section.steps) for section in script.sections)
                size = f"{counted(len(script.sections), 'section')}, {counted(count, 'step')}"
                typer.echo(f"{definition}: valid ({size}); {_counts(mine)}")


def _row(it: Finding) -> str:
    where = f"{it.path}:{it.line}: "
    if it.accepted:
        return f"{where}{it.rule} accepted: {it.message} (because {it.accepted})"
    return f"{where}{it.severity} {it.rule}: {it.message}\n    Instead: {it.instead}"


def _counts(findings: list[Finding]) -> str:
    counts = [
        (sum(it.severity == severity and not it.accepted for it in findings), word)
        for severity, word in (("error", "error"), ("warn", "warning"), ("info", "note"))
    ]
    counts.append((sum(bool(it.accepted) for it in findings), "accepted"))
    words = [f"{n} {word}{'s' if n > 1 and word != 'accepted' else ''}" for n, word in counts if n]
    return ", ".join(words) or "no care findings"


def _github(it: Finding) -> str:
    level = {"error": "error", "warn": "warning", "info": "notice"}[it.severity]
    if it.accepted:
        level = "notice"
    return _annotation(level, it.path, it.line, it.rule, f"{it.message}. Instead: {it.instead}")


def _annotation(level: str, path: str, line: int, title: str, message: str) -> str:
    # The escapes of workflow commands: a message is one line, and a property ends at , or :.
    for character, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        message, path = message.replace(character, code), path.replace(character, code)
    path = path.replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={path},line={line},title={title}::{message}"


def _as_json(
    definitions: list[str], findings: list[Finding], broken: list[QuietudeError]
) -> dict[str, Any]:
    return {
        "checked": definitions,
        "invalid": [
            {"path": str(it.path or ""), "line": it.line, "message": it.message, "hint": it.hint}
            for it in broken
        ],
        "findings": [asdict(it) for it in findings],
    }


def _as_sarif(findings: list[Finding], broken: list[QuietudeError]) -> dict[str, Any]:
    """SARIF 2.1.0, the form code hosts read."""
    levels = {"error": "error", "warn": "warning", "info": "note"}
    results = [
        {
            "ruleId": it.rule,
            "level": levels[it.severity],
            "message": {"text": f"{it.message}. Instead: {it.instead}"},
            "locations": [_location(it.path, it.line)],
            "suppressions": [{"kind": "inSource", "justification": it.accepted}]
            if it.accepted
            else [],
        }
        for it in findings
    ]
    results += [
        {
            "ruleId": "invalid",
            "level": "error",
            "message": {"text": it.message},
            "locations": [_location(str(it.path or ""), it.line or 1)],
            "suppressions": [],
        }
        for it in broken
    ]
    ids = sorted({str(it["ruleId"]) for it in results})
    driver = {"name": "quietude", "rules": [{"id": it} for it in ids]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _location(path: str, line: int) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": path},
            "region": {"startLine": max(line, 1)},
        }
    }
