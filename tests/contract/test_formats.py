"""Promises of every output format. A new one joins by its row in the registry."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import mutagen
import numpy as np
import pytest

from delivered import (
    RATE_HZ,
    decoded,
    decoded_seconds,
    full_tags,
    needs_ffmpeg,
    noise,
    probed,
    put,
    tags,
    tone,
    written,
)
from quietude._util.files import PendingFile
from quietude.audio.clip import Samples, resample
from quietude.deliver.formats.base import Format, Quality
from quietude.deliver.formats.registry import FORMATS, check_quality, format_of
from quietude.deliver.writer import SessionWriter
from quietude.errors import DeliveryError, UsageError

QUALITIES = [
    Quality(),
    Quality(bits=24),
    *(Quality(vbr=vbr) for vbr in (0, 4, 6)),
    Quality(kbps=192),
]
WRONG = {"bits": 12, "vbr": 7, "kbps": 100}
"""A value of each quality that no format has."""

USUAL_RATES_HZ = (32_000, 44_100, 48_000)
FFPROBE_MS = 10
"""ffprobe shows some chapters in units of its own."""


def installed(form: Format) -> bool:
    try:
        form.check_installed()
    except DeliveryError:
        return False
    return True


def params(forms: list[Format], slow: tuple[str, ...] = ()) -> list[object]:
    return [
        pytest.param(
            form,
            id="-".join(
                [form.name, *(str(getattr(form.quality, name)) for name in sorted(form.qualities))]
            ),
            marks=[
                *([pytest.mark.slow] if form.name in slow else []),
                *([] if installed(form) else [pytest.mark.skip(reason="its encoder is missing")]),
            ],
        )
        for form in forms
    ]


AT_EVERY_QUALITY = list(
    dict.fromkeys(form.with_quality(quality) for form in FORMATS.values() for quality in QUALITIES)
)
every_format = pytest.mark.parametrize("form", params(list(FORMATS.values())))
# An M4B is encoded as an M4A is: the quick tests of it are those of every format.
every_quality = pytest.mark.parametrize("form", params(AT_EVERY_QUALITY, slow=("m4b",)))


def read_back(path: Path, form: Format, frames: int, rate_hz: int = RATE_HZ) -> Samples:
    return np.concatenate(list(form.decode_session(path, form.frames(frames, rate_hz))))


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_the_registry_finds_a_format_by_its_name_and_its_ending(form: Format) -> None:
    assert FORMATS[form.name] is form
    assert format_of(Path(f"a{form.suffix}")) is form
    assert format_of(Path("a.bin"), form.name.upper()) is form


@every_quality
@pytest.mark.parametrize("frames", [1, 1151, 1152, 100_003])
def test_the_decoded_length_is_exact(tmp_path: Path, form: Format, frames: int) -> None:
    path = written(tmp_path / f"a{form.suffix}", tone(frames), form=form)
    assert len(read_back(path, form, frames)) == form.frames(frames, RATE_HZ)
    whole = sum(map(len, form.decode(path)))
    if form.exact:
        assert whole == form.frames(frames, RATE_HZ)
    assert form.decoded_rate_hz(path) == form.rate_hz(RATE_HZ)


@every_format
def test_the_length_of_a_file_is_found_by_decoding_it(tmp_path: Path, form: Format) -> None:
    path = written(tmp_path / f"a{form.suffix}", tone(24_000), form=form, rate_hz=48_000)
    assert decoded_seconds(path) == pytest.approx(0.5, abs=0 if form.exact else 1024 / 48_000)


@every_quality
def test_the_sound_is_in_its_place_at_the_level_the_format_says(
    tmp_path: Path, form: Format
) -> None:
    signal = tone(60_000)
    signal[:20_000] = 0
    path = written(tmp_path / f"a{form.suffix}", signal, form=form)
    found = resample(read_back(path, form, len(signal)), form.rate_hz(RATE_HZ), RATE_HZ)
    error = np.abs(found - 10 ** (form.level_change_db / 20) * signal)[21_500:-1500]
    assert error.max() < 0.02
    assert np.abs(found[:18_000]).max() < 2e-3


def test_blocks_of_a_variable_bit_rate_have_no_seam(tmp_path: Path) -> None:
    """A tone of three seconds, longer than some blocks; each seam was 0.36 off."""
    form = replace(FORMATS["mp3"], quality=Quality(vbr=4))
    signal = tone(132_000)
    path = written(tmp_path / "a.mp3", signal, form=form)
    decoded = read_back(path, form, len(signal))
    assert np.abs(decoded - signal)[1500:-1500].max() < 0.02


@pytest.mark.parametrize("form", params(list(FORMATS.values()), slow=("m4b",)))
@pytest.mark.parametrize("rate_hz", USUAL_RATES_HZ)
def test_noise_is_in_its_place_to_the_frame_at_any_rate(
    tmp_path: Path, form: Format, rate_hz: int
) -> None:
    signal = noise(30_001)
    path = written(tmp_path / f"a{form.suffix}", signal, form=form, rate_hz=rate_hz)
    found = read_back(path, form, len(signal), rate_hz)[:, 0]
    wanted = resample(signal, rate_hz, form.rate_hz(rate_hz))[:, 0]
    size = min(len(found), len(wanted))
    spectrum = np.fft.rfft(found[:size]) * np.conj(np.fft.rfft(wanted[:size]))
    assert np.argmax(np.fft.irfft(spectrum, size)) == 0
    # The length that players show; an M4A has whole frames of its codec.
    shown_s = mutagen.File(path).info.length
    assert shown_s == pytest.approx(len(signal) / rate_hz, abs=1e-3 if form.exact else 0.05)


@every_quality
def test_the_size_of_the_blocks_makes_no_difference(tmp_path: Path, form: Format) -> None:
    signal = noise(40_000)
    whole = written(tmp_path / f"a{form.suffix}", signal, full_tags(), form=form).read_bytes()
    cuts = [1, 700, 39_999]
    pieces = written(tmp_path / f"b{form.suffix}", signal, full_tags(), cuts, form=form)
    assert pieces.read_bytes() == whole


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
@every_format
def test_tags_and_chapters_are_there_for_another_program(tmp_path: Path, form: Format) -> None:
    odd = "Two = 2; #3 Ünïcødé\n\x1b字"  # with signs of ffmpeg's own notation
    tagged = replace(full_tags(), chapters=tags("One", odd).chapters)
    path = written(tmp_path / f"a{form.suffix}", tone(100_000), tagged, form=form)
    seen = probed(path)
    sound = next(stream for stream in seen["streams"] if stream["codec_type"] == "audio")
    found = sound.get("tags", {}) | seen["format"].get("tags", {})
    said = {name.lower(): text for name, text in found.items()}
    assert [said[name] for name in ("title", "artist", "album", "genre")] == [
        "A Title", "Ada", "Evenings", "Meditation",
    ]  # fmt: skip
    assert said["date"].startswith("2026")
    assert said["copyright"] == "© Ada"
    chapters = [(chapter["tags"]["title"], chapter["start_time"]) for chapter in seen["chapters"]]
    assert [title for title, _ in chapters] == ["One", "Two = 2; #3 Ünïcødé 字"]
    for number, (_, start_s) in enumerate(chapters):
        assert 1000 * float(start_s) == pytest.approx(1000 * number, abs=FFPROBE_MS)
    # It counts whole frames of a codec in some formats, which no player does.
    assert float(seen["format"]["duration"]) == pytest.approx(100_000 / RATE_HZ, abs=0.05)


@every_format
def test_tags_leave_the_sound_as_it_is(tmp_path: Path, form: Format) -> None:
    signal = noise(9000)
    bare = written(tmp_path / f"a{form.suffix}", signal, form=form)
    full = written(tmp_path / f"b{form.suffix}", signal, full_tags(), form=form)
    np.testing.assert_array_equal(
        read_back(full, form, len(signal)), read_back(bare, form, len(signal))
    )


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("part", WRONG)
def test_a_quality_is_refused_by_the_formats_that_have_it(form: Format, part: str) -> None:
    wrong = Quality(**{part: WRONG[part]})
    if part in form.qualities:
        with pytest.raises(UsageError, match=str(WRONG[part])):
            form.with_quality(wrong)
    else:
        assert form.with_quality(wrong) == form


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("quality", [Quality(bits=24), Quality(vbr=2)])
def test_a_quality_is_asked_for_only_where_a_file_has_it(form: Format, quality: Quality) -> None:
    (part,) = {"bits", "vbr"} - {
        name for name in ("bits", "vbr") if getattr(quality, name) == getattr(Quality(), name)
    }
    if part in form.qualities:
        check_quality(quality, [form])
    else:
        with pytest.raises(UsageError, match=f"--{part} is for"):
            check_quality(quality, [form])
    check_quality(Quality(kbps=192), [form])  # that comes with a target, for whatever file


@every_format
def test_a_rate_works_or_is_refused_without_a_file(tmp_path: Path, form: Format) -> None:
    path = tmp_path / f"a{form.suffix}"
    for rate_hz in (12_345, 96_001):
        if form.rates_hz:
            with pytest.raises(UsageError, match=f"{rate_hz} Hz"):
                form.open(path, rate_hz, tags("One"))
            assert not path.exists()
    # A process for each rate of AAC, so the slowest and the quickest stand for those between.
    rates_hz = form.rates_hz or (8000, 96_000)
    for rate_hz in rates_hz:
        form.check(rate_hz)
    for rate_hz in (min(rates_hz), max(rates_hz)) if form.suffix in {".m4a", ".m4b"} else rates_hz:
        written(path, tone(3000, rate_hz), form=form, rate_hz=rate_hz)
        assert form.decoded_rate_hz(path) == form.rate_hz(rate_hz)


@every_format
def test_a_session_that_stops_half_way_leaves_nothing(tmp_path: Path, form: Format) -> None:
    def stop() -> None:
        with (
            PendingFile(tmp_path / "new" / f"a{form.suffix}", overwrite=False) as pending,
            closing(SessionWriter(pending, form, full_tags(), RATE_HZ)) as writer,
        ):
            writer.write(tone(20_000))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert list(tmp_path.iterdir()) == []


@every_format
def test_a_folder_that_disappears_is_an_error_about_the_file_asked_for(
    tmp_path: Path, form: Format
) -> None:
    path = tmp_path / "new" / f"a{form.suffix}"
    with PendingFile(path, overwrite=False) as pending:
        shutil.rmtree(path.parent)
        with pytest.raises(DeliveryError) as caught:
            put(pending, form, [tone(20_000)] * 50, tags("One"))
    assert caught.value.path == path
    assert list(tmp_path.iterdir()) == []


@every_format
def test_a_file_without_sound_does_not_decode(tmp_path: Path, form: Format) -> None:
    path = tmp_path / f"a{form.suffix}"
    path.write_bytes(b"nothing like sound" * 90)
    with pytest.raises(DeliveryError, match="this file does not decode") as caught:
        decoded(path)
    assert caught.value.path == path
    with pytest.raises(DeliveryError):
        form.decoded_rate_hz(path)


@needs_ffmpeg
@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_with_ffmpeg_every_format_is_available(form: Format) -> None:
    form.check(RATE_HZ)
