"""Pages of a long feed (RFC 5005, section 3): the newest in ``feed.xml``, older ones apart.

Pages are counted from the oldest, and full: a new episode changes ``feed.xml`` alone, and players
that have read the older pages once need not read them again. ``feed.xml`` holds the newest from one
page up to less than two, since some directories read nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.series.site.paths import FEED

if TYPE_CHECKING:
    from quietude.series.model import Published, Site

OLDER_PAGE = re.compile(r"feed-[1-9][0-9]{0,5}\.xml", re.ASCII)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One document of a feed.

    Attributes:
        name: The name of its file.
        episodes: Its episodes, the newest first.
        links: Names of other pages by their relation: ``first``, ``last``, ``next`` (older),
            ``previous`` (newer). None where the feed is one page.
    """

    name: str
    episodes: tuple[Published, ...]
    links: tuple[tuple[str, str], ...] = ()


def feed_pages(site: Site) -> list[FeedPage]:
    """Pages of the feed of a site, the oldest first and ``feed.xml`` last."""
    rows = sorted(enumerate(site.episodes), key=lambda row: (row[1].episode.published, row[0]))
    episodes = [published for _, published in rows]
    size = site.show.feed_episodes
    older = max(0, len(episodes) // size - 1)
    names = [*(f"feed-{number}.xml" for number in range(1, older + 1)), FEED]
    pages = []
    for index, name in enumerate(names):
        end = (index + 1) * size if name != FEED else len(episodes)
        part = tuple(reversed(episodes[index * size : end]))
        pages.append(FeedPage(name, part, _links(names, index)))
    return pages


def _links(names: list[str], index: int) -> tuple[tuple[str, str], ...]:
    if len(names) == 1:
        return ()
    links = [("first", FEED), ("last", names[0])]
    if index:
        links.append(("next", names[index - 1]))
    if names[index] != FEED:
        links.append(("previous", names[index + 1]))
    return tuple(links)
