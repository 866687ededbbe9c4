from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quietude.series.model import Site
from quietude.series.site.publish import publish
from sites import build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Site]:
    """A published site that nobody may change; :func:`folder` is a copy of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIETUDE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        folder = tmp_path_factory.mktemp("site")
        site = build(folder)
        publish(site, folder)
    return folder, site


@pytest.fixture
def site(built: tuple[Path, Site]) -> Site:
    return built[1]


@pytest.fixture
def folder(built: tuple[Path, Site], tmp_path: Path) -> Path:
    return Path(shutil.copytree(built[0], tmp_path / "site"))
