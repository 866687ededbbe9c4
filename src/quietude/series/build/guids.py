"""What players know a show and its episodes by: made once, then stored and never computed anew."""

from __future__ import annotations

import uuid

_PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The name space of Podcasting 2.0."""


def podcast_guid(feed_url: str) -> str:
    """``podcast:guid`` of a feed: UUIDv5 of its address without scheme and slashes at its end.

    Stored when the show is first published: it must survive a change of the address.
    """
    name = feed_url.split("://", 1)[-1].rstrip("/")
    return str(uuid.uuid5(_PODCASTS, name))


def episode_guid(podcast: str, episode_id: str) -> str:
    """The GUID of an episode: from the show's, and from its own id, which stays when it is renamed.

    Args:
        podcast: The show's ``podcast:guid``.
        episode_id: Stable within the show.
    """
    return str(uuid.uuid5(uuid.UUID(podcast), episode_id))
