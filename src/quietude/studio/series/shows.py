"""The series of a studio: their manifests, and what a build would do."""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quietude._util.files import write_private
from quietude._util.strict_reading import SMALL_BYTES, read_bounded
from quietude.errors import ManifestError, QuietudeError, UsageError
from quietude.script.export import as_yaml
from quietude.script.schema.yaml_source import parse_yaml
from quietude.series.build.builder import preview_build
from quietude.series.build.model import BuildOptions
from quietude.series.build.site_contents import ADDRESSES
from quietude.series.build.state_folder import state_folder_of
from quietude.series.checks.run import check_folder
from quietude.series.manifest.reader import read_manifest
from quietude.series.preview.server import SiteServer
from quietude.studio.hints import in_page
from quietude.studio.words import text as words

if TYPE_CHECKING:
    from quietude.series.build.model import ScheduledEpisode, ScheduledFeed
    from quietude.series.rendering.task import Failed, Made
    from quietude.studio.folder import StudioFolder

MANIFEST = "series.yaml"
LISTENERS = "listeners.csv"
_LISTENERS_KEY = re.compile(r"^listeners:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


def site_of(manifest: Path) -> Path:
    """The folder a series is built into: beside its manifest."""
    return manifest.parent / "site"


class Shows:
    """The series of a studio; see the module.

    Args:
        folder: Its folder: manifests in ``series``, each in a folder of its own, and those that
            were added by their path.
    """

    def __init__(self, folder: StudioFolder) -> None:
        self._folder = folder
        self._servers: dict[Path, SiteServer] = {}

    def all(self) -> dict[str, Path]:
        """The manifest of every series, by its id here."""
        own = sorted((self._folder.path / "series").glob(f"*/{MANIFEST}"))
        added = [Path(path) for path in self._added()]
        found = [*own, *(path for path in added if path.is_file() and path not in own)]
        return {hashlib.sha256(str(path).encode()).hexdigest()[:12]: path for path in found}

    def titled(self) -> list[dict[str, str]]:
        """Every series: its id, its title as its manifest has it, and the manifest."""
        return [
            {"id": one, "name": self.title(one), "path": str(path)}
            for one, path in self.all().items()
        ]

    def title(self, show_id: str) -> str:
        """The title of a series as its manifest has it, or the name of its folder.

        Raises:
            UsageError: if there is no such series.
        """
        path = self.path(show_id)
        return _title(path) or path.parent.name

    def path(self, show_id: str) -> Path:
        """The manifest of a series.

        Raises:
            UsageError: if there is no such series.
        """
        found = self.all().get(show_id)
        if found is None:
            message = "there is no such series in the studio"
            raise UsageError(message)
        return found

    def add(self, written: str) -> str:
        """Takes a manifest by its path on this machine; returns its id.

        Raises:
            UsageError: if there is no such file.
        """
        path = Path(written.strip().strip("'\"")).expanduser()
        if not path.is_absolute() or path.suffix not in {".yaml", ".yml"} or not path.is_file():
            message = "there is no manifest at this path"
            hint = "Write the whole path of a .yaml file, from the root of the disk."
            raise UsageError(message, hint=hint)
        self._folder.write("series", sorted({*self._added(), str(path)}))
        return next(one for one, known in self.all().items() if known == path)

    def _added(self) -> list[str]:
        kept = self._folder.read("series", [])
        return [path for path in kept if isinstance(path, str) and "\0" not in path]

    def new(self, title: str, author: str, programme: str) -> str:
        """Makes a manifest of a programme of the library; returns its id.

        Raises:
            UsageError: if there is no title.
        """
        if not title.strip():
            message = "a series needs a title"
            raise UsageError(message)
        name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "series"
        folder, number = self._folder.path / "series" / name, 1
        while folder.exists():
            number += 1
            folder = self._folder.path / "series" / f"{name}-{number}"
        manifest = {
            "show": {
                "id": folder.name,
                "title": title.strip(),
                "description": words("series.description"),
                "author": author.strip() or words("series.author"),
            },
            "episodes": [{"programme": programme}],
        }
        path = folder / MANIFEST
        write_private(path, as_yaml(manifest))
        return next(one for one, known in self.all().items() if known == path)

    def table(self, show_id: str) -> dict[str, Any]:
        """The episodes of a series and what a build would do; or all that is wrong with it."""
        path = self.path(show_id)
        try:
            manifest = read_manifest(path)
            watcher = _Table()
            preview_build(manifest, site_of(path), BuildOptions(some_url(path)), watcher)
        except ManifestError as error:
            return {"problems": [_problem(one) for one in error.problems], "rows": []}
        except QuietudeError as error:
            return {"problems": [_problem(error)], "rows": []}
        return {
            "title": manifest.show.title,
            "problems": [],
            "warnings": [_problem(one) for one in (*manifest.warnings, *manifest.commands)],
            "rows": [_row(feed, one) for feed in watcher.feeds for one in feed.episodes],
            "listeners": sum(bool(feed.token) for feed in watcher.feeds),
            "built": site_of(path).is_dir(),
            "addresses": (state_folder_of(site_of(path)) / ADDRESSES).is_file(),
        }

    def checked(self, show_id: str) -> list[dict[str, Any]]:
        """The findings of the check of a built site."""
        found = check_folder(site_of(self.path(show_id)))
        return [
            {
                "level": one.level,
                "where": one.where,
                "message": one.message,
                "hint": in_page(one.hint),
            }
            for one in found
        ]

    def preview(self, show_id: str) -> str:
        """The address of a server of the built site, which runs as long as the studio.

        Raises:
            UsageError: if nothing was built.
        """
        site = site_of(self.path(show_id))
        if site not in self._servers:
            server = SiteServer(site, 0)
            threading.Thread(target=server.serve_forever, name="preview", daemon=True).start()
            self._servers[site] = server
        return f"{self._servers[site].url}/"

    def take_listeners(self, show_id: str, table: str) -> None:
        """Puts a table of listeners beside a manifest, and names it there; for its owner alone.

        Raises:
            UsageError: if the manifest names a table elsewhere.
        """
        path = self.path(show_id)
        text = read_bounded(path, SMALL_BYTES).decode("utf-8-sig")
        match = _LISTENERS_KEY.search(text)
        name = match[1].strip("'\"") if match else LISTENERS
        place = (path.parent / name).resolve()
        if place.parent != path.parent.resolve() or place.suffix != ".csv":
            message = "this series has its listeners in a file that is not beside it"
            raise UsageError(message, hint="Change that file itself.")
        write_private(place, table)
        if not match:
            write_private(path, f"{text.rstrip()}\nlisteners: {LISTENERS}\n")

    def addresses(self, show_id: str) -> Path:
        """The private table of the listeners' addresses.

        Raises:
            UsageError: if there is none yet.
        """
        path = state_folder_of(site_of(self.path(show_id))) / ADDRESSES
        if not path.is_file():
            message = "there are no addresses yet"
            raise UsageError(message, hint="Build the series first.")
        return path

    def close(self) -> None:
        """Ends the previews."""
        for server in self._servers.values():
            server.shutdown()
            server.server_close()
        self._servers.clear()


@dataclass(slots=True)
class _Table:
    """Takes what a build would do."""

    feeds: list[ScheduledFeed] = field(default_factory=list)

    def planned(self, feeds: list[ScheduledFeed], *, rate: float | None) -> None:
        del rate
        self.feeds = feeds

    def running(self, tasks: list[tuple[ScheduledEpisode, str, float]]) -> None:
        del tasks

    def finished(self, episode: ScheduledEpisode, how: str, made: Made | None) -> None:
        del episode, how, made

    def failed(self, episode: ScheduledEpisode, failure: Failed) -> None:
        del episode, failure


def _title(manifest: Path) -> str:
    try:
        data = parse_yaml(read_bounded(manifest, SMALL_BYTES).decode("utf-8-sig")).data
        return str(data["show"]["title"]).strip()
    except (OSError, ValueError, KeyError, TypeError):  # its page says what is wrong with it
        return ""


def _row(feed: ScheduledFeed, episode: ScheduledEpisode) -> dict[str, Any]:
    published = episode.spec.published
    return {
        "key": episode.key,
        # A listener's id is known to the person who keeps the table, and stays on this machine.
        "listener": feed.listener,
        "number": episode.spec.number,
        "title": episode.spec.title,
        "length_s": round(episode.estimated_s),
        "published": published.date().isoformat() if published else "",
        "action": episode.action,
        "due": episode.due,
    }


def _problem(error: QuietudeError) -> dict[str, Any]:
    message, hint = in_page(error.message) or error.message, in_page(error.hint or "")
    return {"message": message, "hint": hint, "line": error.line or 0}


def some_url(manifest: Path) -> str:
    """An address for a series that was never built; one that was has its own."""
    return "" if state_folder_of(site_of(manifest)).is_dir() else "https://example.org/show"
