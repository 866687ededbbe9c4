"""Versions of what shapes a session, in its receipt."""

from __future__ import annotations

import pytest

from quietude.deliver.formats.m4a import ffmpeg_version
from quietude.deliver.formats.registry import FORMATS
from quietude.session.receipt import software


def test_the_software_that_shapes_a_session() -> None:
    assert {"pillow", "jinja2", "lameenc", "libsndfile"} < software().keys()
    assert all(software([FORMATS["mp3"]]).values())


@pytest.mark.parametrize("name", FORMATS)
def test_ffmpeg_is_named_where_it_has_encoded_a_file(name: str) -> None:
    found = software([FORMATS["mp3"], FORMATS[name]])
    assert found.get("ffmpeg") == (ffmpeg_version() if name in {"m4a", "m4b"} else None)
