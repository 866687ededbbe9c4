"""Words of the page itself, in the languages there are; in every other language, in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude._util.languages import primary_language

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PageWords:
    """Words of the page besides those of the show.

    Attributes:
        language: Language code; the page marks the words with it if the show has another one.
        feed: The link to the feed.
        outline: The link to the outline for podcast apps.
        about: The link to the show's own page.
        chapters: The heading of the chapters.
        transcript: The heading of the transcripts.
        captions: The button that shows captions, and the title of their track.
        text: The link to the transcript as plain text.
        timer: The name of the sleep timer.
        minutes: An entry of it, with ``{n}``.
        keep: The button that keeps a session for times without a network.
        notes: The line that opens the rest of the notes.
        contents: The line that opens the list of all episodes.
        season: The heading of a season, with ``{number}``.
        trailer: The mark of a trailer.
        bonus: The mark of a bonus episode.
        explicit: The mark of an episode that is not for children.
        synthetic: The mark of a voice that a program makes.
        human: The mark of a voice that was recorded.
        date: The format of a date, with ``{day}``, ``{month}`` and ``{year}``.
        months: The names of the months.
    """

    language: str
    feed: str
    outline: str
    about: str
    chapters: str
    transcript: str
    captions: str
    text: str
    timer: str
    minutes: str
    keep: str
    notes: str
    contents: str
    season: str
    trailer: str
    bonus: str
    explicit: str
    synthetic: str
    human: str
    date: str
    months: tuple[str, ...]

    def dated(self, when: datetime) -> str:
        """A date as people write it."""
        month = self.months[when.month - 1]
        return self.date.format(day=when.day, month=month, year=when.year)


_WORDS = {
    words.language: words
    for words in (
        PageWords(
            "en", "Podcast feed", "For podcast apps (OPML)", "About",
            "Chapters", "Transcript", "Captions", "Text",
            "Sleep timer", "{n} minutes", "Keep offline",
            "More about this session, and where help is", "All episodes",
            "Season {number}", "Trailer", "Bonus",
            "Not for children", "Synthetic voice", "Human voice", "{day} {month} {year}",
            ("January", "February", "March", "April", "May", "June", "July", "August",
             "September", "October", "November", "December"),
        ),
        PageWords(
            "de", "Podcast-Feed", "Für Podcast-Apps (OPML)", "Über diese Reihe",
            "Kapitel", "Text zum Mitlesen", "Untertitel", "Text",
            "Einschlaf-Timer", "{n} Minuten", "Offline behalten",
            "Mehr dazu, und wo es Hilfe gibt", "Alle Folgen",
            "Staffel {number}", "Trailer", "Bonus",
            "Nicht für Kinder", "Synthetische Stimme", "Menschliche Stimme",
            "{day}. {month} {year}",
            ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
             "September", "Oktober", "November", "Dezember"),
        ),
        PageWords(
            "fr", "Flux du podcast", "Pour les applications de podcast (OPML)", "À propos",
            "Chapitres", "Transcription", "Sous-titres", "Texte",
            "Minuterie", "{n} minutes", "Garder hors ligne",
            "En savoir plus, et où trouver de l’aide", "Tous les épisodes",
            "Saison {number}", "Bande-annonce", "Bonus",
            "Pas pour les enfants", "Voix de synthèse", "Voix humaine", "{day} {month} {year}",
            ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
             "septembre", "octobre", "novembre", "décembre"),
        ),
        PageWords(
            "es", "Feed del pódcast", "Para aplicaciones de pódcast (OPML)", "Acerca de",
            "Capítulos", "Transcripción", "Subtítulos", "Texto",
            "Temporizador", "{n} minutos", "Guardar sin conexión",
            "Más sobre esta sesión y dónde hay ayuda", "Todos los episodios",
            "Temporada {number}", "Tráiler", "Extra",
            "No apto para niños", "Voz sintética", "Voz humana", "{day} de {month} de {year}",
            ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
             "septiembre", "octubre", "noviembre", "diciembre"),
        ),
    )
}  # fmt: skip


def page_words(language: str) -> PageWords:
    """The words for a show's language, or the English ones."""
    return _WORDS.get(primary_language(language), _WORDS["en"])
