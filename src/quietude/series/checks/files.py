"""Checks of the files of a site, against its feed and its checksums."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from quietude._util.files import is_file
from quietude._util.strict_reading import LARGE_BYTES, read_bounded
from quietude.errors import DeliveryError
from quietude.series.checks.feed_document import name_of, text_of
from quietude.series.checks.finding import REBUILD, error, warning
from quietude.series.site.feed import NAMESPACES as NS
from quietude.series.site.paths import CHECKSUMS, FEED, MEDIA_TYPES, PAGE, is_safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from quietude.series.checks.feed_document import FeedDocument
    from quietude.series.checks.finding import SiteFinding

SMALLEST_PX, LARGEST_PX, LARGEST_BYTES, DPI = 1400, 3000, 512_000, 72
_LENGTH_TOLERANCE_S = 1.0
_LINK = re.compile(r'(?:src|href)="([^"#]*)')


def check_files(folder: Path, feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check everything that the files beside the feed can tell."""
    yield from _sums(folder)
    yield from _page(folder)
    for path in sorted(_covers(feed)):
        yield from check_cover(folder / path, path)
    for url in sorted(_named(feed)):
        named = feed.path_of(url)
        if named is None:
            hint = "If the folder was built for another address, build it again with --base-url."
            yield warning(FEED, f'"{url[:80]}" is not a file of this folder', hint)
        elif not is_file(folder / named):
            yield error(named, "the feed names this file, and it is not there")
    for item in feed.items:
        yield from _enclosure(folder, feed, item)


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
    if mode != "RGB":
        yield error(place, f"this cover is {mode}, not RGB without transparency", advice)
    if path.stat().st_size > LARGEST_BYTES:
        yield warning(place, f"this cover has {path.stat().st_size / 1000:.0f} kB", advice)
    if dpi and round(dpi[0]) != DPI:
        yield warning(place, f"this cover has {dpi[0]:.0f} dpi, not {DPI}", advice)


def _enclosure(folder: Path, feed: FeedDocument, item: ET.Element) -> Iterator[SiteFinding]:
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
    yield from _length(path, place, text_of(item, "itunes:duration"))
    listed = item.findall("psc:chapters/psc:chapter", NS)
    if not listed:
        yield warning(name_of(item), "it has no chapters for Spotify (psc:chapters)", REBUILD)
    inside = _titles_inside(path)
    if inside is not None and inside != [chapter.get("title", "") for chapter in listed]:
        yield error(place, "the chapters inside the file are not those of the feed")


def _titles_inside(path: Path) -> list[str] | None:
    """Titles of the chapters in an MP3, in the order of their times; None for another format."""
    import mutagen
    from mutagen.id3 import ID3

    if path.suffix.lower() != ".mp3":
        return None
    try:
        found = ID3(path).getall("CHAP")
    except (mutagen.MutagenError, OSError):
        return []
    ordered = sorted(found, key=lambda chapter: chapter.start_time)
    frames = [chapter.sub_frames for chapter in ordered]
    return [str(inner["TIT2"]) if "TIT2" in inner else "" for inner in frames]


def _length(path: Path, place: str, said: str) -> Iterator[SiteFinding]:
    from quietude.deliver.formats.registry import FORMATS, decoded_seconds

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
        seconds = decoded_seconds(path)
    except DeliveryError as fault:
        yield error(place, fault.message)
        return
    if said.isdecimal() and abs(seconds - int(said)) > _LENGTH_TOLERANCE_S:
        yield error(place, f"it lasts {seconds:.1f} s; the feed says {said} s")


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


def _page(folder: Path) -> Iterator[SiteFinding]:
    try:
        text = read_bounded(folder / PAGE, LARGE_BYTES).decode("utf-8")
    except (OSError, ValueError):
        yield warning(PAGE, "there is no page", REBUILD)
        return
    for link in sorted(set(map(unescape, _LINK.findall(text)))):
        if "://" in link or not link:
            continue
        place = unquote(link)
        if not is_safe(place) or not is_file(folder / place):
            yield error(PAGE, f'"{place[:80]}" is not there')


def _covers(feed: FeedDocument) -> set[str]:
    images = feed.channel.iter(f"{{{NS['itunes']}}}image")
    return {path for image in images if (path := feed.path_of(image.get("href", "")))}


def _named(feed: FeedDocument) -> set[str]:
    """Addresses of all files that a feed names."""
    own = {f"{{{NS['itunes']}}}image": "href", "enclosure": "url"}
    own |= {f"{{{NS['podcast']}}}{name}": "url" for name in ("chapters", "transcript")}
    elements = [element for element in feed.channel.iter() if element.tag in own]
    return {element.get(own[element.tag], "") for element in elements}
