"""The page of a site as an app: its manifest, its icon, and what serves it without a network."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from quietude.series.site.paths import ICON, WORKER
from quietude.series.site.text import line

if TYPE_CHECKING:
    from quietude.series.model import Site

GROUND, ACCENT = "#f6f4ee", "#235f52"
"""Colours of the page, as in ``page.css``."""

_SHORT_CHARS = 12


def app_manifest(site: Site) -> bytes:
    """Web app manifest of a site, with which browsers install its page."""
    title = line(site.show.title)
    data = {
        "name": title,
        "short_name": line(title, _SHORT_CHARS),
        "lang": site.show.language,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            {"src": ICON, "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def icon_svg(site: Site) -> bytes:
    """Icon of a site: the first letter of its title on a round hill at dusk."""
    letters = [sign for sign in line(site.show.title) if sign.isalnum()]
    letter = escape(letters[0].upper() if letters else "Q")
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
<rect width="512" height="512" fill="{ACCENT}"/>
<circle cx="256" cy="700" r="420" fill="#93d0bd" opacity=".35"/>
<text x="256" y="322" font-family="Georgia, serif" font-size="220" text-anchor="middle" \
fill="{GROUND}">{letter}</text>
</svg>
""".encode()


@cache
def worker_js() -> bytes:
    """The script that serves the page, and sessions that were kept, without a network."""
    return files("quietude.series.site").joinpath(WORKER).read_bytes()
