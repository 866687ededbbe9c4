"""The show of a manifest, as its feed presents it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.series.model import Frequency, Funding, License, Person, Show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.series.manifest.forms.show import PersonForm, ShowForm

_RHYTHMS = {
    "1d": ("daily", "FREQ=DAILY"),
    "7d": ("weekly", "FREQ=WEEKLY"),
    "1w": ("weekly", "FREQ=WEEKLY"),
    "14d": ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
    "2w": ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
}
"""Words and rules for the intervals that have a name."""


def persons_of(forms: Sequence[PersonForm] | None) -> tuple[Person, ...]:
    """People to credit."""
    return tuple(
        Person(form.name, form.role, form.link, form.picture or "") for form in forms or ()
    )


def show_of(form: ShowForm, *, private: bool, every: str) -> Show:
    """The show of a manifest.

    Args:
        form: Its keys.
        private: True if directories shall leave it out.
        every: The interval between two episodes as written; "" for none.
    """
    words = _RHYTHMS.get(every.strip().lower())
    rhythm = Frequency(*words) if words else None
    if form.update_frequency:
        rhythm = Frequency(form.update_frequency.text, form.update_frequency.rule)
    return Show(
        id=form.id,
        title=form.title,
        description=form.description,
        author=form.author,
        language=form.language,
        link=form.link or "",
        email=form.email or "",
        copyright=form.copyright or "",
        categories=tuple(form.categories),
        type=form.type,
        medium=form.medium,
        explicit=form.explicit,
        locked=form.locked,
        private=private,
        persons=persons_of(form.persons),
        cover_alt=(form.cover.alt or "") if form.cover else "",
        funding=Funding(form.funding.url, form.funding.text) if form.funding else None,
        license=License(form.license.name, form.license.url or "") if form.license else None,
        txt=tuple(form.txt.items()),
        new_feed_url=form.new_feed_url or "",
        frequency=rhythm,
        complete=form.complete,
        feed_episodes=form.feed_episodes,
    )
