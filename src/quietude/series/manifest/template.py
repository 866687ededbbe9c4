"""A first manifest, with a word on every line that matters; it builds as it stands."""

from __future__ import annotations

import json
import re
import unicodedata

_TEMPLATE = """\
# A series: a podcast, or sessions for many listeners. All keys: docs/series.md
#
#   quietude series build {name} -o site --dry-run --base-url https://example.org/show
#   quietude series build {name} -o site --base-url https://example.org/show
#   quietude series check site && quietude series serve site
#
# Every mistake is reported with its line before anything is spoken. Stop it whenever you like, and
# run it again: it goes on where it was.

show:
  id: {id}                          # stays for ever: players know the show by what comes from it
  title: {title}
  description: {description}
  author: {author}
  email: {email}                    # directories ask for it, to prove the show is yours
  language: {language}
  categories: [Health & Fitness/Mental Health]
  type: episodic                    # or serial, for sessions that build on each other
  # cover: cover.jpg                # 1400 to 3000 pixels, square; drawn from the title without one
  # copyright: © {author_plain}
  # region: GB                      # the country of the support lines in the notes

defaults:                           # for every episode that says nothing else
  bed: rain                         # quietude beds lists them; or a file of yours
  duration: 5m                      # of the exercise; intro and outro come on top
  intro: Welcome. Take all the time you like.
  outro: Thank you for being here.
  # voice: auto                     # quietude voices lists them
  # synthetic_voice: false          # if a person speaks: otherwise feed, notes and page say so

# start: 2027-01-04T06:00+00:00     # the first episode appears then,
# every: 1w                         # and the next ones a week apart; a scheduled job brings them
#                                   # out: quietude series publish {name} -o site

episodes:                           # quietude exercises lists them
  - safe-place
  - exercise: butterfly-hug
    title: Both Hands
    duration: 4m
  # - file: my-evening.txt          # a script of your own, in text, Markdown or YAML
  #   id: my-evening
  #   notes: What it is about.

# Sessions for many listeners instead, each with a private feed and their own details:
# listeners: people.csv             # a column id, and one for each detail, such as name
"""


def new_manifest(name: str, *, title: str, author: str, email: str, language: str) -> str:
    """Text of a first manifest.

    Args:
        name: The name of its file, for the commands in it.
        title: The show's title.
        author: Its author.
        email: The owner's address.
        language: A BCP 47 code.
    """
    return _TEMPLATE.format(
        name=name,
        id=id_of(title),
        title=_quoted(title),
        description=_quoted(f"Short sessions by {author}, to rest and to be kind to yourself."),
        author=_quoted(author),
        author_plain=" ".join(author.split()),
        email=_quoted(email),
        language=language,
    )


def id_of(title: str) -> str:
    """An id made from a title: words joined by hyphens; ``my-show`` for other letters."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "my-show"


def _quoted(text: str) -> str:
    """Text as a value of YAML, whatever is in it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
