"""Reports of a build: what people read, and events for programs."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from quietude.cli.publishing.progress import EventReporter, SummaryReporter, label
from quietude.series.build.report import BuildReport
from quietude.series.rendering.task import Failed

if TYPE_CHECKING:
    from quietude.series.build.model import ScheduledEpisode, ScheduledFeed


def episode(key: str, action: str, seconds: float = 60.0, audio_key: str = "") -> ScheduledEpisode:
    spec = SimpleNamespace(title=f"Title of {key}")
    fields = {
        "key": key,
        "action": action,
        "estimated_s": seconds,
        "audio_key": audio_key,
        "due": True,
    }
    return cast("ScheduledEpisode", SimpleNamespace(**fields, spec=spec))


def feed(*episodes: ScheduledEpisode, token: str = "") -> ScheduledFeed:
    fields = {"token": token, "base_url": "https://example.org", "episodes": episodes}
    return cast("ScheduledFeed", SimpleNamespace(**fields))


def test_a_listeners_token_is_shown_in_part() -> None:
    assert label(episode("one", "keep")) == "one"
    assert label(episode("0123456789abcdef/one", "keep")) == "012345…/one"


@pytest.mark.parametrize(
    ("rate", "estimate"),
    [(None, "not known"), (0.5, "about 1:30 for one worker")],
)
def test_a_preview_counts_and_estimates(
    rate: float | None, estimate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = [episode(key, "render", 120.0, "same") for key in ("a/one", "b/one")]
    feeds = [feed(*shared, episode("two", "render"), episode("three", "keep"))]
    reporter = SummaryReporter()
    reporter.planned(feeds, rate=rate)
    reporter.previewed(BuildReport(feeds, Path("series.yaml")))
    printed = capsys.readouterr().out
    assert "render  two  1:00  Title of two" in printed
    assert "3 to render, 0 to get new tags, 1 unchanged\n" in printed
    assert estimate in printed


def test_a_preview_of_nothing_to_render(capsys: pytest.CaptureFixture[str]) -> None:
    reporter = SummaryReporter()
    feeds = [feed(episode("one", "keep"), episode("two", "skip"))]
    reporter.planned(feeds, rate=None)
    reporter.previewed(BuildReport(feeds, Path("series.yaml")))
    printed = capsys.readouterr().out
    assert printed.endswith("1 unchanged, 1 left out\nnothing to render\n")


def test_the_summary_says_what_failed_and_where_the_feed_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, two = episode("one", "render"), episode("two", "render")
    failure = cast("Failed", SimpleNamespace(cause="no such bed", hint="See them."))
    report = BuildReport(
        [feed(one, two)], Path("s.yaml"), rendered=1, spoken=3, failed=[(two, failure)]
    )
    SummaryReporter().reported(report, Path("site"))
    out, err = capsys.readouterr()
    assert "no such bed" in err
    assert (
        "site: 1 rendered (3 phrases newly spoken), 0 with new tags, 0 unchanged, 1 failed" in out
    )
    assert "feed: https://example.org/feed.xml" in out
    report.failed.append((one, failure))
    SummaryReporter().reported(report, Path("site"))
    assert "feed:" not in capsys.readouterr().out


def test_an_event_is_a_line_of_json_and_a_stage_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = episode("one", "render", 61.26)
    reporter = EventReporter()
    reporter.planned([feed(one)], rate=None)
    for stage, done in (("speak", 0.1), ("speak", 0.9), ("encode", 0.0)):
        reporter.running([(one, stage, done)])
    events: list[dict[str, Any]] = list(map(json.loads, capsys.readouterr().out.splitlines()))
    assert events == [
        {"event": "planned", "episode": "one", "work": "render", "seconds": 61.3},
        {"event": "stage", "episode": "one", "stage": "speak"},
        {"event": "stage", "episode": "one", "stage": "encode"},
    ]
