"""The meaning of a bracket or a stage line: a silence, a bell, a repeat, a clock time, or a note.

Notations differ from author to author ("[PAUSE: 8s]", "(Pause for a few breaths)", "10 seconds of
silence"), so a direction is found by the concepts of its words and not by its shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from quietude.durations import Span
from quietude.script.importing.words.grammar import UNITS_S, Length, Token, lengths_in, tokens_of
from quietude.script.importing.words.repeats import LINES_BACK, NUMBERED

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PAUSE_S = 3600.0
"""The longest silence a direction may ask for, in seconds; longer ones are cut to it."""
MAX_REPEATS = 20
MAX_STRIKES = 12
MAX_STAGE_LINE_WORDS = 8
"""The most words of a direction without brackets; a longer line is speech."""
_MAX_CHARS = 300
"""The part of a direction that is read, in characters."""


def about(seconds: float) -> Span:
    """Returns a length that nobody measured: from half to two and a half times its ideal."""
    return Span(seconds / 2, seconds, seconds * 2.5)


SHORT, PAUSE, MOMENTS, LONG, MINUTES = map(about, (2.0, 5.0, 8.0, 15.0, 120.0))
BREATH = Span(4.0, 5.0, 8.0)
"""One breath, and the lengths of pauses that name none, in seconds; they may stretch."""

DirectionKind = Literal["pause", "bell", "repeat", "clock", "music", "taps", "note"]


@dataclass(frozen=True, slots=True)
class Direction:
    """The meaning of a direction.

    Attributes:
        kind: Its kind; a note has nothing to play.
        span: The length of a pause, or of music.
        guessed: True for a pause without a written length, and for a bell in parentheses.
        count: The times a repeat is heard in all, or the strokes of a bell.
        more: True for a repeat whose ``count`` is on top of the first time.
        at_s: The time of a clock, in seconds from the start of the session.
        first: For a repeat of numbered steps: the first of them; 0 for the steps before it, and
            -2 for the last two lines.
        last: For such a repeat: the last of them; 0 for all up to here.
        bare: True for a length without a word that says what it is: "(15 min)".
        soft: True for dots, which a written pause beside them replaces.
    """

    kind: DirectionKind
    span: Span | None = None
    guessed: bool = False
    count: int = 1
    more: bool = False
    at_s: float = 0.0
    first: int = 0
    last: int = 0
    bare: bool = field(default=False, compare=False)
    soft: bool = field(default=False, compare=False)


_SILENT_P = re.compile(r"\W*(?:(?i:(long|lange|short|kurze) ))?P\W*")
_NOTE_AFTER = re.compile(r"(?: [–—-]|;) (?=[^\W\d])")
_UNNAMED = re.compile(r"\W*(?:x+|n|_+|\?+|…)? ?(?:sec|secs|seconds|s|sek)\W*")
_REPEAT_ONCE = re.compile(r"^\W*repeat( (this|that|the above|again|once( more)?|twice))?\W*$")
_COUNT_IN_WORDS = {"hold", "count", "fill", "number", "manner", "dash", "stop", "pause", "wait"}
_LONGEST_COUNT = 12.0
"""The highest number that a part of a breath is counted to, a second each."""
_STILL = {"pause", "pauses", "wait", "breath", "breathe"}
_ONE_MINUTE = {"minute", "minuto", "minuta", "minutę", "минута", "минуту", "minut", "dakika",
               "minuutti", "perc", "хвилина"}  # fmt: skip
"""Words for one minute where no number stands: "минута тишины", "minute of silence"."""
_PLAIN = {"fill", "whole", "article", "dash", "stop", "short", "long", "moment", "few", "time",
          "hold", "give", "manner", "breath", *UNITS_S, "number", "third", "more",
          "clock"}  # fmt: skip
_MANNER = {"manner", "speak", "fill", "whole", "article", "stop", "dash", "short", "long", "pauses",
           "time", "more", "breath", "moment", "few"}  # fmt: skip
_NAMES = {"name", "speak", "fill", "reader", "third"}


def read_direction(text: str) -> Direction | None:
    """Returns the first meaning of a direction's words, or None if no vocabulary has them."""
    found = read_directions(text)
    return found[0] if found else None


@lru_cache(maxsize=8192)
def read_directions(text: str) -> tuple[Direction, ...]:
    """Returns the meanings of a direction's words, in order; none if no vocabulary has them.

    Args:
        text: The words between the brackets, or on the line.
    """
    written = " ".join(text.split())[:_MAX_CHARS].strip(" *_~=-–—|:%#")
    parts = [_meanings(part) for part in written.split(" / ")]
    silences = [part for part in parts if [one.kind for one in part] == ["pause"]]
    if len(silences) == len(parts):  # "Hold 5 / Rest 10"
        return tuple(one for part in silences for one in part)
    return _meanings(written)


def _meanings(written: str) -> tuple[Direction, ...]:
    """Returns the meanings of words that are one direction."""
    folded = written.lower()
    tokens = tokens_of(folded)
    if all(token.concept in {"stop", "dash"} for token in tokens):
        return ()
    if clock := _clock(tokens):
        return (clock,)
    if repeat := repeat_of_steps(folded) or _repeat(folded, tokens):
        return (repeat,)
    if silence := _silence_by_form(written):
        return (silence,)
    words = [token for token in tokens if token.concept not in {"stop", "dash"}]
    concepts = [token.concept for token in words]
    if _is_manner(words) or _is_for_reader(folded, words, tokens):
        return (Direction("note"),)
    sets = _sets_of_taps(tokens)
    if counted := Direction("taps", count=sets) if sets else _counted_breath(words):
        return (counted,)
    if _has_bell(concepts):
        bell = Direction("bell", count=_strokes(tokens))
        after = _pause(folded, tokens, words)
        measured = after is not None and ("pause" in concepts or bool(lengths_in(tokens)))
        return (bell, after) if after and measured else (bell,)
    pause = _pause(folded, tokens, words)
    if "music" in concepts and not (pause and "pause" in concepts):
        lengths = [length for length in lengths_in(tokens) if not length.vague]
        if lengths and concepts[0] == "music":
            return (Direction("music", _limited(lengths[-1].span)),)
        return (Direction("note"),)
    return (pause,) if pause else ()


def _silence_by_form(written: str) -> Direction | None:
    """Returns "P", and a length before a dash and a note: "5 minutes - don't rush them"."""
    if match := _SILENT_P.fullmatch(written):
        size = (match[1] or "").lower()
        span = LONG if size in {"long", "lange"} else SHORT if size else PAUSE
        return Direction("pause", span, guessed=True)
    before, *after = _NOTE_AFTER.split(written.lower(), maxsplit=1)
    tokens = tokens_of(before) if after else ()
    lengths = [length for length in lengths_in(tokens) if not length.vague]
    if len(lengths) != 1 or lengths[0].start or lengths[0].end != len(tokens):
        return None
    measured = lengths[0].concept in {"second", "minute"}
    return Direction("pause", _limited(lengths[0].span)) if measured else None


def _counted_breath(words: Sequence[Token]) -> Direction | None:
    """Returns the silence of one counted part of a breath: "breathe in… 4", "hold for 4"."""
    concepts = [word.concept for word in words if word.concept != "fill"]
    if len(concepts) != 2 or concepts[0] not in {"breathe", "hold"} or concepts[1] != "number":  # noqa: PLR2004
        return None
    seconds = words[-1].value
    if not 1.0 <= seconds <= _LONGEST_COUNT:
        return None
    return Direction("pause", Span.fixed(seconds), guessed=True)


def is_manner(text: str) -> bool:
    """Returns True if the words say how to speak and nothing else: "Soft voice, slowly."."""
    tokens = tokens_of(" ".join(text.lower().split())[:_MAX_CHARS])
    return _is_manner([token for token in tokens if token.concept not in {"stop", "dash"}])


def speaks_of_third(text: str) -> bool:
    """Returns True if words speak of listeners to somebody else: "Invite the group to sit."."""
    tokens = tokens_of(" ".join(text.lower().split())[:_MAX_CHARS])
    return any(token.concept in {"third", "reader"} for token in tokens)


_WORDS_AFTER = re.compile(r"[\])}]\s*[^\W\d]")
"""Words after a bracket: "[pause 5 s] Rest."."""


@lru_cache(maxsize=8192)
def is_stage_line(text: str) -> bool:  # noqa: C901  (one question after the other)
    """Returns True if a line without brackets is a direction: "PAUSE…", "10 second pause"."""
    folded = " ".join(text.strip(" *_\t").lower().split())
    if not folded or len(folded) > _MAX_CHARS or _WORDS_AFTER.search(folded):
        return False
    tokens = tokens_of(folded)
    if _is_length_alone(folded):
        return True
    words = [token for token in tokens if token.concept not in {"stop", "dash"}]
    if not words or len(folded.split()) > MAX_STAGE_LINE_WORDS + 4:
        return False
    concepts = [token.concept for token in words]
    dashed = folded[0] in "-–—:" and folded[-1] in "-–—:0123456789s" and len(words) > 0
    if dashed and concepts[0] in {"pause", "short", "long"} and "pause" in concepts:
        return True
    if {"third", "reader"} & set(concepts) and "times" in concepts and "through" in concepts:
        return _repeat(folded, tokens) is not None
    if len(folded.split()) > MAX_STAGE_LINE_WORDS:
        return False
    if all(concept in {"bell", "strike", "number", "times", "article"} for concept in concepts):
        return "bell" in concepts and (concepts[0] == "bell" or "strike" in concepts)
    if set(concepts) <= {"pause", "short", "long"} and "pause" in concepts:
        return tokens[-1].text != "?"
    bare = folded[0].isalnum()
    if bare and concepts[0] == "repeat" and set(concepts) <= {"repeat", "number", "times", "more"}:
        return _repeat(folded, tokens) is not None
    # Speech may speak of pauses, too: a line is a direction if its first words are one, and it
    # says for how long.
    lengths = lengths_in(tokens)
    open_ended = text.strip(" *_\t")[-1:].isalpha()
    small = open_ended and text.strip(" *_\t")[:1].islower()
    if _is_measured_wait(tokens, lengths, loose=small, open_ended=open_ended):
        return True
    begins = concepts[0] == "pause" or (
        concepts[0] in {"short", "long"} and len(concepts) > 1 and concepts[1] == "pause"
    )
    if begins and (lengths or _bare_number(words)):
        return True
    plain = {"fill", "pause", "article", "short", "long"}
    rest = [token.concept for token in tokens[lengths[0].end :]] if lengths else []
    first = bool(lengths) and lengths[0].start == 0 and "pause" in rest
    return first and {concept for concept in rest if concept != "stop"} <= plain


_WAITING = {"wait", "pauses", "pause", "fill", "stop", "give", "hold"}


def _is_measured_wait(
    tokens: Sequence[Token], lengths: Sequence[Length], *, loose: bool, open_ended: bool
) -> bool:
    """Returns True for "Wait 20 seconds." and "Stay silent for 60 seconds.", in figures.

    Args:
        tokens: The tokens of a line.
        lengths: The lengths among them.
        loose: True if the number may be a word: "wait ten seconds", which is no sentence.
        open_ended: True if no stop ends the line: "HOLD 5 SECONDS".
    """
    if (
        tokens[0].concept not in {"wait", "give"} | ({"hold"} if open_ended else set())
        or len(lengths) != 1
        or lengths[0].vague
        or lengths[0].concept not in {"second", "minute"}
    ):
        return False
    rest = [*tokens[: lengths[0].start], *tokens[lengths[0].end :]]
    figures = loose or tokens[lengths[0].start].text[:1].isdigit()
    rests = tokens[0].text in {"rest", "rests"}  # is said to a listener as well
    return figures and (open_ended or not rests) and {token.concept for token in rest} <= _WAITING


_AROUND = " .…–—―-~=|↓→⏳:"
"""Signs that stand around a length that has a line to itself: "... 10 secs ...", "――15秒――"."""


def _is_length_alone(folded: str) -> bool:
    """Returns True for a line that is a length in figures and no more: "10 s", "wait: 20"."""
    bare = folded.strip(_AROUND)
    if not any(map(str.isdigit, bare)) or len(bare) > _LONGEST_ALONE:
        return False
    if _SAID_BEFORE.search(bare):
        return False
    keyed = re.match(r"[^\W\d]+\s*[:=]", bare) is not None
    concepts = [token.concept for token in tokens_of(bare) if token.concept not in {"stop", "dash"}]
    if keyed and len(concepts) > 1 and concepts[0] in {"wait", "pause", "pauses"}:
        return set(concepts[1:]) <= {"number", "second", "minute"}
    measured = {"second", "minute"} & set(concepts)
    return bool(measured) and set(concepts) <= {
        "number", "second", "minute", "pause", "pauses", "fill", "short", "long",
    } and concepts[0] in {"number", "fill"} and folded[-1:] not in "!?"  # fmt: skip


_SAID_BEFORE = re.compile(
    r"(?<!\bca)(?<!\bapprox)(?<!\bcirca)(?<!\bmin)(?<!\bmax)(?<!\benv)(?<!\baprox)(?<!\bcca)(?<!\bung)"
    r"(?<=[^\W\d])[.!?]\s|\w\s*[\[({⏸⏱⏲⏳]"
)
"""Words that end before a length, or before a bracket: "Be here. ⏸ 10s"."""
_LONGEST_ALONE = 40
_LONGEST_SOUND_S = 120.0


def _is_of_sound(tokens: Sequence[Token], exact: Sequence[Length]) -> bool:
    """Returns True for "15 seconds of rain": a time for something else than words."""
    if not exact or exact[0].start or exact[0].span.max_s > _LONGEST_SOUND_S:
        return False
    after = tokens[exact[0].end :]
    return len(after) in range(2, 5) and after[0].text in _OF


_OF = {"of", "de", "di", "von", "van"}


def _clock(tokens: Sequence[Token]) -> Direction | None:
    if tokens[0].concept != "clock":
        return None
    rest = [token.concept for token in tokens[1:]]
    to = len(tokens) == 3 and rest[-1] == "clock"  # noqa: PLR2004
    if not rest or (to and (rest[0] == "dash" or tokens[1].text == "to")):
        return Direction("clock", at_s=tokens[0].value)
    return None


_MOST_REPEAT_WORDS = 14


@lru_cache(maxsize=1024)
def repeat_of_steps(text: str) -> Direction | None:
    """Returns the repeat of numbered steps that words ask for: "Repeat steps 2-5 twice more".

    Args:
        text: In any case; of one sentence.
    """
    folded = " ".join(text[:_MAX_CHARS].lower().split())
    if (
        len(text) >= _MAX_CHARS
        or len(folded.split()) > _MOST_REPEAT_WORDS
        or not any(map(str.isdigit, folded))
    ):
        return None
    match = next((found for form in NUMBERED if (found := form.fullmatch(folded))), None)
    if match is None:
        return None
    rest = tokens_of(match["rest"].strip(" ,;:.!()[]"))
    numbers = [token for token in rest if token.concept == "number"]
    times = any(token.concept == "times" or _times_in_word(token) for token in rest)
    named, back = bool(match["step"]), bool(match["back"])
    if not named and (not match["last"] or not match["again"] or (times and not numbers)):
        return None  # "repeat 2-3 times" names no steps
    once = not numbers or numbers[0].value == 1
    more = once or any(token.concept == "more" for token in rest)
    count = max(1, min(int(numbers[0].value), MAX_REPEATS)) if numbers else 1
    first = int(match["first"])
    last = int(match["last"] or (0 if back else first))
    if not 1 <= first <= (last or first):
        return None
    return Direction("repeat", count=count, more=more, first=first, last=last)


def _repeat(folded: str, tokens: Sequence[Token]) -> Direction | None:
    concepts = [token.concept for token in tokens]
    led = bool({"third", "reader"} & set(concepts))
    through = "through" in concepts and led and "times" in concepts
    if "repeat" not in concepts and not through:
        return None
    if _REPEAT_ONCE.fullmatch(folded):
        return Direction("repeat", count=1, more=True)
    if match := LINES_BACK.search(folded):
        rest = folded[: match.start()] + folded[match.end() :]
        found = _repeat(rest, tokens_of(rest)) or Direction("repeat", count=1, more=True)
        number = tokens_of(match["after"] or match["before"])[0].value
        return replace(found, first=-max(1, min(int(number), MAX_REPEATS)))
    start = concepts.index("repeat") if "repeat" in concepts else concepts.index("through")
    for index in range(len(tokens)):
        if tokens[index].concept != "number":
            continue
        near = concepts[index + 1 : index + 6]
        before = concepts[index - 1] if index else ""
        counted = "times" in near or before == "times" or tokens[index].text in {"once", "twice"}
        if not counted and index != start + 1 and not _times_in_word(tokens[index]):
            continue
        if index + 1 < len(tokens) and concepts[index + 1] in {"second", "minute"}:
            continue
        count = max(1, min(int(tokens[index].value), MAX_REPEATS))
        return Direction("repeat", count=count, more="more" in concepts)
    return None


def _times_in_word(token: Token) -> bool:
    return token.text.endswith("mal")


def _has_bell(concepts: Sequence[str]) -> bool:
    if "bell" in concepts:
        return True
    only = {"maybe bell", "strike", "fill", "number", "times", "article"}
    return "maybe bell" in concepts and set(concepts) <= only


def _strokes(tokens: Sequence[Token]) -> int:
    dings = sum(token.text in {"ding", "dings"} for token in tokens)
    for index, token in enumerate(tokens):
        if token.concept != "number" or token.value < 1:
            continue
        following = tokens[index + 1].concept if index + 1 < len(tokens) else ""
        before = tokens[index - 1].concept if index else ""
        counted = "times" in {following, before} or _times_in_word(token)
        struck = following in {"bell", "strike"} or token.text in {"twice", "once"}
        only = before == "bell" and not following
        if counted or struck or only:
            return min(int(token.value), MAX_STRIKES)
    return min(max(dings, 1), MAX_STRIKES)


def _sets_of_taps(tokens: Sequence[Token]) -> int:
    """Returns the sets of "slow taps, 6 sets" or "bilateral stimulation, 6-8 sets"; or 0."""
    concepts = [token.concept for token in tokens]
    if "taps" not in concepts or "sets" not in concepts:
        return 0
    before = tokens[: concepts.index("sets")]
    numbers = [int(token.value) for token in before if token.concept == "number"]
    return max(1, min(numbers[-1], MAX_STRIKES)) if numbers else 0


def _is_manner(words: Sequence[Token]) -> bool:
    concepts = [token.concept for token in words]
    if not concepts or not {"manner", "name"} & set(concepts):
        return False
    if set(concepts) <= {"name", "fill", "speak"} and "name" in concepts:
        return any(token.text == "name" for token in words)
    # "in the line": a word about lines is no manner by itself.
    manner = any(token.concept == "manner" and token.text not in _PLACES for token in words)
    spoken = concepts[0] in {"manner", "speak", "fill", "more", "article", "long", "short"}
    return manner and spoken and set(concepts) <= _MANNER


_PLACES = {"line", "lines", "word", "words", "sentence", "sentences", "phrase", "phrases",
           "between", "each", "much", "every", "low", "deep"}  # fmt: skip
_NOTE_TO = re.compile(
    r"\W*(?:notes?|nb|n\.b\.) (?:to|for)\b|\W*(?:todo|fixme|nota|note|hinweis)\s*:"
    r"|\W*(?:the )?end of (?:the |this )?(?:script|session|meditation|recording|exercise|audio)\W*$"
)


def _is_for_reader(folded: str, words: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """Returns True for a note to whoever reads: "therapist: watch for tears", "read slowly"."""
    if _NOTE_TO.match(folded):
        return True
    if any(token.text == "name" for token in words) and all(
        token.concept in _NAMES for token in words
    ):
        return True
    concepts = [token.concept for token in words]
    labelled = len(tokens) > 1 and tokens[1].concept == "stop" and tokens[1].text == ":"
    if concepts[0] == "reader" and (labelled or len(words) > 2):  # noqa: PLR2004
        return "pause" not in concepts and not lengths_in(tokens)
    conditional = words[0].text in {"if", "wenn", "si", "se", "als"}
    if conditional and "reader" in concepts:
        return True
    to_read = concepts[0] == "speak" and words[0].text in {"read", "speak", "whisper", "lesen"}
    return to_read and "manner" in concepts and not lengths_in(tokens)


def _pause(folded: str, tokens: Sequence[Token], words: Sequence[Token]) -> Direction | None:
    concepts = [token.concept for token in words]
    if _UNNAMED.fullmatch(folded):
        return Direction("pause", PAUSE, guessed=True)
    lengths = lengths_in(tokens)
    named = bool({"pause", "pauses", "wait"} & set(concepts)) or concepts[0] in _STILL
    plain = set(concepts) <= _PLAIN | {"pause", "pauses", "wait", "breathe", "count", "bell",
                                       "strike", "times"}  # fmt: skip
    measured = [length for length in lengths if not length.vague]
    exact = [length for length in measured if length.concept != "breath"]
    if exact and (
        named or plain or {"hold", "give"} & set(concepts) or _is_of_sound(tokens, exact)
    ):
        bare = not ({"pause", "pauses", "wait", "hold", "give", "breathe"} & set(concepts))
        return Direction("pause", _limited(exact[0].span), bare=bare)
    if not exact and (counted := _counted(words)):
        return Direction("pause", _limited(about(counted)), guessed=True)
    if number := _bare_number(words):
        bare = set(concepts) <= {"number", "fill"}
        return Direction("pause", _limited(Span.fixed(number)), bare=bare, guessed=bare)
    if (clocked := _clocked_length(tokens)) and (named or plain):
        return Direction("pause", _limited(Span.fixed(clocked)))
    breaths = [length for length in lengths if length.concept == "breath"]
    if breaths and (named or plain):
        number = breaths[0].span.ideal_s / UNITS_S["breath"] if not breaths[0].vague else 3.0
        bare = not ({"pause", "pauses", "wait", "hold", "give", "breathe"} & set(concepts))
        return Direction("pause", _limited(_times(BREATH, number)), guessed=True, bare=bare)
    if not _is_unmeasured(words, concepts):
        return None
    return Direction("pause", _unmeasured(words, lengths), guessed=True)


def _is_unmeasured(words: Sequence[Token], concepts: Sequence[str]) -> bool:
    """Returns True if words ask for a silence of no stated length."""
    if "pause" in concepts:
        return True
    if "give" in concepts and "time" in concepts and concepts.index("give") <= 2:  # noqa: PLR2004
        return True
    lead = [
        concept
        for concept in concepts
        if concept not in {"fill", "article", "short", "long", "manner"}
    ]
    if not lead:
        return False
    if lead[0] in {"wait", "pauses"}:
        return concepts[0] in {"wait", "pauses", "short", "long", "article", "manner"} or (
            words[0].text in {"very", "be"}
        )
    if lead[0] in {"breath", "breathe"} and len(lead) == 1 and len(words) <= 3:  # noqa: PLR2004
        return words[-1].text != "breathing" or len(words) == 1
    if "moment" in lead and "give" in lead and set(lead) <= {"moment", "give", "number"}:
        return True  # "einen Moment wirken lassen"
    return lead == ["moment"] or (lead[0] == "few" and set(lead) <= {"few", "moment", "second"})


def _bare_number(words: Sequence[Token]) -> float:
    """Returns the seconds of a number without a unit: "pause 3", "wait 20", "5"; or 0."""
    numbers = [token for token in words if token.concept == "number"]
    if len(numbers) == 2 and [token.concept for token in words] == ["number", "number"]:  # noqa: PLR2004
        return sum(token.value for token in numbers) / 2
    if len(numbers) != 1 or not numbers[0].text[:1].isdigit() or not 1 <= numbers[0].value <= 600:  # noqa: PLR2004
        return 0.0
    rest = {token.concept for token in words if token.concept != "number"}
    if rest <= {"pause", "wait", "hold", "fill", "short", "long", "give"} and (
        words[-1].concept == "number" or words[0].concept == "number"
    ):
        return numbers[0].value if words[-1] is numbers[0] or len(words) == 1 else 0.0
    return 0.0


def _counted(words: Sequence[Token]) -> float:
    """Returns the seconds of a count: "count to ten", "pause -- count 10 slowly"; or 0."""
    concepts = [token.concept for token in words]
    if "count" not in concepts or not set(concepts) <= _COUNT_IN_WORDS:
        return 0.0
    following = words[concepts.index("count") :]
    return next((token.value for token in following if token.concept == "number"), 0.0)


def _clocked_length(tokens: Sequence[Token]) -> float:
    clocks = [token for token in tokens if token.concept == "clock"]
    return clocks[0].value if len(clocks) == 1 and len(tokens) > 1 else 0.0


def _unmeasured(words: Sequence[Token], lengths: Sequence[Length]) -> Span:
    """Returns the length that the words suggest where none is written."""
    concepts = [token.concept for token in words]
    if any(length.vague and length.concept == "minute" for length in lengths):
        return MINUTES
    if "minute" in concepts and "number" not in concepts:
        one = any(token.text in _ONE_MINUTE for token in words)
        return about(UNITS_S["minute"]) if one else MINUTES
    if any(length.vague for length in lengths) or "few" in concepts:
        return MOMENTS
    if any(token.text in {"moments", "beats"} for token in words):
        return MOMENTS
    if "long" in concepts:
        return LONG
    if "short" in concepts:
        return SHORT
    if "pause" not in concepts and set(concepts) & {"breath", "breathe"}:
        return BREATH
    return PAUSE


def _times(span: Span, number: float) -> Span:
    return Span(span.min_s * number, span.ideal_s * number, span.max_s * number)


def _limited(span: Span) -> Span:
    return Span(
        min(span.min_s, MAX_PAUSE_S), min(span.ideal_s, MAX_PAUSE_S), min(span.max_s, MAX_PAUSE_S)
    )
