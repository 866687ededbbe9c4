"""The feeds of a build, each written once everything in it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.series.build.site_contents import AddressTable, publish_feed, write_addresses

if TYPE_CHECKING:
    from quietude.series.build.model import ScheduledEpisode, ScheduledFeed
    from quietude.series.build.state_folder import StateFolder
    from quietude.series.manifest.model import Manifest

_WORK = ("render", "place", "retag")


class FeedPublisher:
    """Writes the feed of each listener as soon as theirs is done, and all others at the end.

    Args:
        state_folder: The state of the series.
        manifest: The series.
        feeds: Every feed, with what has to be done for it.
    """

    def __init__(
        self, state_folder: StateFolder, manifest: Manifest, feeds: list[ScheduledFeed]
    ) -> None:
        self._state_folder, self._manifest, self._feeds = state_folder, manifest, feeds
        self._by_token = {feed.token: feed for feed in feeds}
        self._open = {
            feed.token: sum(episode.action in _WORK for episode in feed.episodes) for feed in feeds
        }
        self._published: set[str] = set()
        self._addresses = AddressTable(state_folder)

    def done(self, episode: ScheduledEpisode) -> None:
        """Take note that nothing more happens to an episode."""
        token, _, _ = episode.key.rpartition("/")
        self._open[token] -= 1
        if token and not self._open[token]:
            self._publish_now(token)

    def publish_finished(self) -> None:
        """Write the feeds of listeners for whom nothing is left to do."""
        for token, left in self._open.items():
            if token and not left:
                self._publish_now(token)

    def publish_all(self) -> None:
        """Write every feed that was not written yet, and the table of addresses."""
        for feed in self._feeds:
            self._publish(feed.token)
        write_addresses(self._state_folder, self._feeds)

    def _publish_now(self, token: str) -> None:
        """Write the feed of a listener, and their row of the table, before the build is done."""
        if self._publish(token):
            self._addresses.add(self._by_token[token])

    def _publish(self, token: str) -> bool:
        if token in self._published:
            return False
        self._published.add(token)
        return publish_feed(self._state_folder, self._manifest, self._by_token[token])
