"""Scripts of the episodes of one manifest: read once, and joined with their intro and outro."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from quietude.errors import QuietudeError, ScriptError
from quietude.script.reader import read_script
from quietude.series.manifest.episodes.care import CheckedScript, warn_of_added_words
from quietude.series.manifest.episodes.intro_outro import intro_outro_script, joined
from quietude.series.manifest.episodes.notes import note_words
from quietude.series.manifest.forms.episode import IntroOutroForm

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.model import Script
    from quietude.script.schema.yaml_source import DataPath
    from quietude.series.manifest.forms.episode import EpisodeForm
    from quietude.series.manifest.problems import Problems

_JoinedKey = tuple[str, str | None, IntroOutroForm | None, IntroOutroForm | None, str | bool | None]


class EpisodeScripts:
    """Reads scripts, and joins them. One that several episodes name is read and checked once.

    Args:
        folder: The folder that relative paths begin in.
        problems: Takes everything that is wrong.
    """

    def __init__(self, folder: Path, problems: Problems) -> None:
        self._folder = folder
        self._problems = problems
        self._definitions: dict[tuple[str, str | None], CheckedScript | QuietudeError] = {}
        self._joined: dict[_JoinedKey, tuple[CheckedScript, CheckedScript]] = {}

    def definition(
        self, reference: str, at: DataPath, language: str | None
    ) -> CheckedScript | None:
        """Read a definition; None, with the complaint, if it cannot be read.

        Args:
            reference: A path, or the id of an exercise.
            at: Its place in the manifest.
            language: The language to take it for; None for its own.
        """
        key = (reference, language)
        if key not in self._definitions:
            try:
                script = read_script(reference)
                if language:
                    script = dataclasses.replace(script, language=language)
                self._definitions[key] = CheckedScript(script)
            except QuietudeError as error:
                self._definitions[key] = error
        definition = self._definitions[key]
        if isinstance(definition, QuietudeError):
            self._problems.add_named(at, definition)
            return None
        return definition

    def with_intro_outro(
        self, reference: str, definition: CheckedScript, form: EpisodeForm, at: DataPath
    ) -> CheckedScript | None:
        """Join a script with its intro and outro; None, with the complaint, if one is wrong."""
        said = form.spoken_disclosure
        key = (reference, form.language, form.intro, form.outro, said)
        if key not in self._joined:
            before = self._problems.count
            intro = self._intro_outro(form.intro, definition.script, "intro", at)
            outro = self._intro_outro(form.outro, definition.script, "outro", at)
            if self._problems.count > before:
                return None
            with_intro = whole = definition
            if said:
                words = note_words(definition.script.language).spoken if said is True else said
                form_ = IntroOutroForm(text=words)
                disclosed = intro_outro_script(
                    form_, self._folder, definition.script, is_intro=True
                )
                with_intro = CheckedScript(joined(definition.script, disclosed, is_intro=True))
                whole = with_intro
            if intro:
                with_intro = whole = CheckedScript(joined(whole.script, intro, is_intro=True))
            if outro:
                whole = CheckedScript(joined(with_intro.script, outro, is_intro=False))
            self._joined[key] = with_intro, whole
        with_intro, whole = self._joined[key]
        # Words of other files have their own check, where they stand.
        parts = {"intro": form.intro, "outro": form.outro}
        places = {
            name: self._problems.setting_place(name, at)
            for name, part in parts.items()
            if part and part.text
        }
        warn_of_added_words(self._problems, places, definition, with_intro, whole)
        return whole

    def _intro_outro(
        self, form: IntroOutroForm | None, script: Script, name: str, at: DataPath
    ) -> Script | None:
        if form is None:
            return None
        place = self._problems.setting_place(name, at)
        try:
            return intro_outro_script(form, self._folder, script, is_intro=name == "intro")
        except ScriptError as error:
            # Words that stand in the manifest have no file of their own.
            plain = ScriptError(error.message, hint=error.hint) if form.text else error
            self._problems.add_named(place, plain)
        except QuietudeError as error:
            self._problems.add_named(place, error)
        return None
