from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

from quietude.series.checks.run import check_folder
from quietude.series.model import Site
from quietude.series.site.publish import publish
from site_checks import edit, messages
from sites import with_episode


def test_a_new_guid_for_an_old_episode(folder: Path, site: Site, tmp_path: Path) -> None:
    previous = Path(shutil.copy(folder / "feed.xml", tmp_path / "before.xml"))
    publish(with_episode(site, 0, guid="new", title="Renamed too"), folder)
    assert "every listener gets it once more" in messages(folder, previous=previous)
    publish(dataclasses.replace(site, podcast_guid="9b024349-ccf0-5f69-a609-6b82873eab3c"), folder)
    assert "for another show" in messages(folder, previous=previous)
    publish(dataclasses.replace(site, episodes=site.episodes[:1]), folder)
    found = list(check_folder(folder, previous=previous))
    said = [finding.message for finding in found if finding.level == "warning"]
    assert said[-1] == "it was published and is gone"
    assert set(said[:-1]) == {"nothing names this file"}


def test_the_feed_must_be_what_is_stored(folder: Path) -> None:
    edit(folder, "series.json", '"podcast_guid": "', '"podcast_guid": "0')
    assert "not the one that is stored" in messages(folder)
    (folder / "series.json").write_text("{", encoding="utf-8")
    assert "record of the series is damaged" in messages(folder)
