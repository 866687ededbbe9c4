"""Phrases of a cluster, each spoken by one worker, whose clips the others get.

The first session that says a phrase has it spoken as a task of its own, and every session that says
it waits for that task: Dask takes the clips from one worker to the other, and speaks them again if
a worker is lost with them. So a phrase is the same in all sessions, whatever machine mixes them.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quietude.errors import QuietudeError
from quietude.session.own_voice.session_takes import takes_of
from quietude.session.planning import script_for, session_plan
from quietude.speech.cache import cache_key, user_cache
from quietude.speech.engines.registry import chain_of
from quietude.speech.processing import processing_of
from quietude.speech.speaker import Speaker, phrase_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from quietude.plan.model import Plan, Utterance
    from quietude.series.rendering.task import OpenVoices, Task

HELD_GROUPS = 256
"""Groups of clips that a cluster keeps: the one that all sessions share is used again and again,
and of those of one listener the latest."""


class PhraseTasks:
    """The tasks that speak, one for the new phrases of each session.

    Args:
        submit: Submits a task that speaks some phrases of a session; returns its future.

    Attributes:
        count: Number of these tasks so far.
    """

    def __init__(self, submit: Callable[[Task, tuple[Utterance, ...]], Any]) -> None:
        self._submit = submit
        self._group_of: dict[str, int] = {}
        self._groups: OrderedDict[int, Any] = OrderedDict()
        self.count = 0

    def for_task(self, task: Task) -> list[Any]:
        """Futures of the clips that a session needs; its own new phrases come last."""
        try:
            needed = phrases_of(task)
        except QuietudeError:
            return []  # the session itself tells why
        groups = {self._group_of[key] for key in needed if self._group_of.get(key) in self._groups}
        new = {key: one for key, one in needed.items() if self._group_of.get(key) not in groups}
        for group in sorted(groups):
            self._groups.move_to_end(group)
        futures = [self._groups[group] for group in sorted(groups)]
        if new:
            self.count += 1
            self._groups[self.count] = self._submit(task, tuple(new.values()))
            self._group_of.update(dict.fromkeys(new, self.count))
            futures.append(self._groups[self.count])
        while len(self._groups) > HELD_GROUPS:
            self._groups.popitem(last=False)
        return futures


def phrases_of(task: Task) -> dict[str, Utterance]:
    """Everything that is said in a session, by its key in the cache."""
    plan = _plan(task)
    processing = processing_of(chain_of(task.identity.engine))
    found = {}
    for one in plan.utterances():
        phrase = phrase_of(one)
        found[cache_key(task.identity, phrase, processing, plan.sample_rate_hz)] = one
    return found


def speak_phrases(
    task: Task, utterances: tuple[Utterance, ...], voices: OpenVoices
) -> tuple[dict[str, bytes], int]:
    """Speak phrases of a session on this machine.

    Returns:
        Their entries of the cache by key, and the number that had to be spoken; none of them if
        one cannot be spoken, so that the session itself finds out and tells why.
    """
    try:
        return _spoken(task, utterances, voices)
    except (QuietudeError, OSError):
        return {}, 0


def _spoken(
    task: Task, utterances: tuple[Utterance, ...], voices: OpenVoices
) -> tuple[dict[str, bytes], int]:
    chosen = voices.voice(task)
    cache, rate_hz = user_cache(), _plan(task).sample_rate_hz
    speaker = Speaker(chosen.engine, cache, rate_hz, cores=1, takes=takes_of(task.request))
    spoken = speaker.speak_all(utterances, lambda _done, _all: None).spoken
    keys = speaker.keys(utterances)
    entries = {key: data for key in keys.values() if (data := cache.entry(key))}
    return entries, spoken


def take_phrases(entries: dict[str, bytes]) -> None:
    """Put clips that another worker spoke into the cache of this machine.

    Raises:
        QuietudeError: if the cache cannot be used.
        OSError: if it cannot be written.
    """
    cache = user_cache()
    for key, data in entries.items():
        if cache.get(key) is None:
            cache.put_entry(key, data)


def _plan(task: Task) -> Plan:
    _, _, voice = task.request.voice.partition(":")
    request = replace(task.request, voice=voice, accept_care_risks=True)
    script = script_for(task.script, request, accept_care_risks=True)
    return session_plan(script, request, task.identity.engine, task.sound.target)
