"""Report on a recording that was cut, in lines to read or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quietude.durations import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.session.own_voice.cut_takes import CutTakes

_LEAST_DISTANCE_DB = 20.0
_SHOWN = 50


def cut_report(cut: CutTakes) -> Iterator[str]:
    """Everything a reader should know of a recording, by time and then by line."""
    found = cut.recording
    if found.readings and found.speech_db < _LEAST_DISTANCE_DB:
        yield (
            f"The room lies only {found.speech_db:.0f} dB below the voice: "
            "go nearer to the microphone, or find a quieter room."
        )
    rows: list[tuple[float, str]] = []
    order = -1
    for reading in found.readings:
        line = cut.lines[reading.line]
        named = f'line {line.number}, "{_short(line.text)}"'
        at = clock_text(reading.start_s)
        if reading.verdict == "other words":
            rows.append((reading.start_s, f'{at}  {named}: read differently, at "{reading.word}"'))
        elif reading.verdict == "doubtful":
            where = clock_text(reading.word_s)
            rows.append(
                (reading.start_s, f'{at}  {named}: doubtful at {where}, at "{reading.word}"')
            )
        chosen = cut.chosen.get(reading.line)
        if reading.verdict == "good" and chosen is not reading:
            rows.append((reading.start_s, f"{at}  {named}: read again later"))
        elif reading.line < order and chosen is reading:
            rows.append((reading.start_s, f"{at}  {named}: read out of its order"))
        order = max(order, reading.line)
    rows += [
        (start, f"{clock_text(start)}  {end - start:.1f} s that are no line of the script")
        for start, end in found.others
    ]
    yield from (text for _, text in sorted(rows))
    yield from _not_cut(cut)
    if not found.heard_twice and any(one.verdict != "good" for one in found.readings):
        yield (
            "Fewer lines that were read well are doubted with a second opinion: "
            "pip install 'quietude[align]'"
        )


def _not_cut(cut: CutTakes) -> Iterator[str]:
    for index, line in enumerate(cut.lines):
        if index in cut.files:
            continue
        verdicts = {one.verdict for one in cut.recording.readings if one.line == index}
        if "doubtful" in verdicts:
            yield (
                f'line {line.number}, "{_short(line.text)}": '
                "not cut, since it is doubtful; listen, and add --doubtful"
            )
            continue
        why = "read differently" if verdicts else "not read"
        yield f'line {line.number}, "{_short(line.text)}": {why}; record it again'


def cut_json(cut: CutTakes) -> dict[str, Any]:
    """The same as values: readings, other sounds, and lines with their files."""
    return {
        "seconds": round(cut.recording.seconds, 2),
        "distance_db": round(cut.recording.speech_db, 1),
        "second_opinion": cut.recording.heard_twice,
        "readings": [
            {
                "line": cut.lines[one.line].number,
                "text": cut.lines[one.line].text,
                "start_s": round(one.start_s, 2),
                "end_s": round(one.end_s, 2),
                "verdict": one.verdict,
                "word": one.word,
                "word_s": round(one.word_s, 2),
            }
            for one in cut.recording.readings
        ],
        "other_sounds": [
            {"start_s": round(start, 2), "end_s": round(end, 2)}
            for start, end in cut.recording.others
        ],
        "lines": [
            {
                "line": line.number,
                "text": line.text,
                "file": cut.files[index].name if index in cut.files else None,
            }
            for index, line in enumerate(cut.lines)
        ],
    }


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
