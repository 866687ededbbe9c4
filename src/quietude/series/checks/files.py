"""Checks of the files of a site, against its feed and its checksums."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from quietude._util.files import is_file
from quietude._util.languages import bibliographic_code
from quietude._util.strict_reading import LARGE_BYTES, read_bounded
from quietude.deliver.tags import tag_text
from quietude.errors import DeliveryError
from quietude.series.checks.feed.document import name_of, text_of
from quietude.series.checks.finding import REBUILD, error, note, warning
from quietude.series.checks.sound_levels import measured
from quietude.series.checks.sound_tags import read_tags
from quietude.series.site.feed import NAMESPACES as NS
from quietude.series.site.feed_item import AI_CONTENT
from quietude.series.site.paths import CHECKSUMS, FEED, MEDIA_TYPES, is_safe
from quietude.series.site.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from quietude.series.checks.feed.document import FeedDocument
    from quietude.series.checks.finding import SiteFinding

SMALLEST_PX, LARGEST_PX, LARGEST_BYTES, DPI = 1400, 3000, 512_000, 72
_LENGTH_TOLERANCE_S = 1.0
NOTED_SHARE = 0.05
"""A smaller share that players skip is not worth a word."""


def check_files(folder: Path, feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check everything that the files beside the feed can tell."""
    yield from _sums(folder)
    for path in sorted(_covers(feed)):
        yield from check_cover(folder / path, path)
    for url in sorted(_named(feed)):
        named = feed.path_of(url)
        if named is None:
            hint = "If the folder was built for another address, build it again with --base-url."
            yield warning(FEED, f'"{url[:80]}" is not a file of this folder', hint)
        elif not is_file(folder / named):
            yield error(named, "the feed names this file, and it is not there")
    skipped: list[float] = []
    for item in feed.items:
        yield from _enclosure(folder, feed, item, skipped)
    cut = [share for share in skipped if share >= NOTED_SHARE]
    if cut:
        message = (
            f"players that skip silence would cut up to {max(cut):.0%} of an episode, "
            f"and something of {len(cut)} of {len(skipped)}"
        )
        yield note(FEED, message, "A louder bed keeps them; or ask listeners to switch that off.")


def check_cover(path: Path, place: str) -> Iterator[SiteFinding]:
    """Check artwork by Apple's rules."""
    from PIL import Image

    advice = f"Use a square JPEG of {LARGEST_PX} pixels in RGB, below {LARGEST_BYTES // 1000} kB."
    try:
        with Image.open(path) as image:
            image.load()
            width, height = image.size
            form, mode, dpi = image.format, image.mode, image.info.get("dpi")
    except FileNotFoundError:
        return
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        yield error(place, "this picture cannot be read", advice)
        return
    if width != height:
        yield error(place, f"this cover is not square ({width} × {height})", advice)
    if not SMALLEST_PX <= min(width, height) <= max(width, height) <= LARGEST_PX:
        wanted = f"{SMALLEST_PX} to {LARGEST_PX}"
        yield error(place, f"this cover has {width} pixels, not {wanted}", advice)
    if form not in {"JPEG", "PNG"}:
        yield error(place, f"this cover is a {form}", advice)
    suffixes = {"JPEG": {".jpg", ".jpeg"}, "PNG": {".png"}}
    if path.suffix.lower() not in suffixes.get(form or "", {path.suffix.lower()}):
        yield error(place, f"this is a {form} under the name of another format", advice)
    if mode != "RGB":
        yield error(place, f"this cover is {mode}, not RGB without transparency", advice)
    if path.stat().st_size > LARGEST_BYTES:
        yield warning(place, f"this cover has {path.stat().st_size / 1000:.0f} kB", advice)
    if dpi and round(dpi[0]) != DPI:
        yield warning(place, f"this cover has {dpi[0]:.0f} dpi, not {DPI}", advice)


def _enclosure(
    folder: Path, feed: FeedDocument, item: ET.Element, skipped: list[float]
) -> Iterator[SiteFinding]:
    enclosure = item.find("enclosure")
    place = feed.path_of(enclosure.get("url", "")) if enclosure is not None else None
    if enclosure is None or place is None or not is_file(folder / place):
        return
    path = folder / place
    said = enclosure.get("length", "")
    if said != str(path.stat().st_size):
        yield error(place, f"it has {path.stat().st_size} bytes; the feed says {said[:20]}")
    expected, given = MEDIA_TYPES.get(path.suffix.lower()), enclosure.get("type", "")
    if expected and expected.replace("x-m4a", "mp4") != given.replace("x-m4a", "mp4"):
        yield error(place, f'it is {expected}; the feed says "{given[:40]}"')
    yield from _length(path, place, text_of(item, "itunes:duration"), skipped)
    listed = item.findall("psc:chapters/psc:chapter", NS)
    if not listed:
        yield warning(name_of(item), "it has no chapters for Spotify (psc:chapters)", REBUILD)
    yield from _tags(path, place, item)


def _tags(path: Path, place: str, item: ET.Element) -> Iterator[SiteFinding]:
    """Compare the tags inside a file with what the feed says of it."""
    tags = read_tags(path)
    if tags is None:
        if path.suffix.lower() == ".mp3":
            yield error(place, "it has no tags")
        return
    listed = [chapter.get("title", "") for chapter in item.findall("psc:chapters/psc:chapter", NS)]
    if list(tags.chapters) != listed:
        yield error(place, "the chapters inside the file are not those of the feed")
    if tag_text(line(text_of(item, "title"))) != tag_text(line(tags.title)):
        yield error(place, "the title inside the file is not that of the feed")
    languages = [element.get("language", "") for element in item.findall("podcast:transcript", NS)]
    codes = {bibliographic_code(language) for language in languages if language}
    if tags.language and codes and codes != {tags.language}:
        yield error(place, "the language of its transcripts is not that of the sound")
    if not tags.has_cover:
        yield warning(place, "it has no cover inside", REBUILD)
    said = [
        (text.text or "").strip()
        for text in item.findall("podcast:txt", NS)
        if text.get("purpose") == AI_CONTENT
    ]
    if tags.ai_content and said and said[0] != tags.ai_content:
        yield error(place, "file and feed differ on whether its voice is synthetic")


def _length(path: Path, place: str, said: str, skipped: list[float]) -> Iterator[SiteFinding]:
    from quietude.deliver.formats.registry import FORMATS

    known = FORMATS.get(path.suffix.lstrip(".").lower())
    try:
        if known:
            known.check_installed()
    except DeliveryError:
        yield warning(
            place, "it could not be decoded to check it: that needs ffmpeg", "Install ffmpeg."
        )
        return
    try:
        levels = measured(path)
    except DeliveryError as fault:
        yield error(place, fault.message)
        return
    seconds = levels.seconds
    if said.isdecimal() and abs(seconds - int(said)) > _LENGTH_TOLERANCE_S:
        yield error(place, f"it lasts {seconds:.1f} s; the feed says {said} s")
    if levels.is_silent:
        yield error(place, "nothing is heard in it")
    if levels.is_clipped:
        yield error(place, "it is distorted: its loudest samples are cut off",
                    "If it is your own recording, make it quieter; else build again.")  # fmt: skip
    skipped.append(levels.skipped_share)


def _sums(folder: Path) -> Iterator[SiteFinding]:
    try:
        rows = read_bounded(folder / CHECKSUMS, LARGE_BYTES).decode("utf-8").splitlines()
    except (OSError, ValueError):
        yield warning(CHECKSUMS, "there are no checksums", REBUILD)
        return
    for row in rows:
        digest, _, name = row.partition("  ")
        if not is_safe(name):
            yield error(CHECKSUMS, f'"{name[:80]}" is not a file of this folder')
            continue
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            yield error(name, "the checksums name this file, and it is not there")
            continue
        if found != digest:
            yield error(name, "it is not the file that was built: its checksum differs",
                        "Build again, or upload again if this is a copy.")  # fmt: skip


def _covers(feed: FeedDocument) -> set[str]:
    images = feed.channel.iter(f"{{{NS['itunes']}}}image")
    return {path for image in images if (path := feed.path_of(image.get("href", "")))}


def _named(feed: FeedDocument) -> set[str]:
    """Addresses of all files that a feed names."""
    own = {f"{{{NS['itunes']}}}image": "href", "enclosure": "url"}
    own |= {f"{{{NS['podcast']}}}{name}": "url" for name in ("chapters", "transcript", "trailer")}
    own |= {f"{{{NS['podcast']}}}image": "href"}
    elements = [element for element in feed.channel.iter() if element.tag in own]
    return {element.get(own[element.tag], "") for element in elements}
