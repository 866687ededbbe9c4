"""Show notes of an episode as its listeners read them, in the language of the episode.

They tell what it is about, what it may stir, that the voice is synthetic, that players should not
cut its silences, and where help is. What only concerns whoever publishes them (when a number was
compared, and with what) is not in them, and nothing stands in them twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude._util.languages import primary_language
from quietude.script.browse.show_notes import check_region
from quietude.script.schema.support_lines import support

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.script.model import Script
    from quietude.script.schema.support_lines import SupportLine


@dataclass(frozen=True, slots=True)
class NoteWords:
    """Sentences of show notes in one language.

    Attributes:
        synthetic: The sentence about a synthetic voice.
        human: The sentence about a voice that was recorded.
        both: The sentence about a recorded voice, and a program for the rest.
        spoken: The sentence about a synthetic voice as it is said in a session.
        skipping: The sentence about players that skip silences.
        notice: Sentences of care, each with the word stem that shows it is said already.
        more_help: The sentence about help.
        someone_now: The line above the support lines of a region, with ``{region}``.
        elsewhere: The line above the directories.
        emergency: The line with the number for emergencies, with ``{number}``.
    """

    synthetic: str
    human: str
    both: str
    spoken: str
    skipping: str
    notice: tuple[tuple[str, str], ...]
    more_help: str
    someone_now: str
    elsewhere: str
    emergency: str


_DE = NoteWords(
    synthetic="Die Stimme in dieser Folge ist synthetisch: ein Programm spricht sie.",
    human="In dieser Folge spricht ein Mensch.",
    both="In dieser Folge spricht ein Mensch; was er nicht aufgenommen hat, spricht ein Programm.",
    spoken="Die Stimme, die du hörst, ist eine Computerstimme.",
    skipping=(
        "Die Stille gehört dazu: Schalte in deinem Player das Überspringen von Pausen "
        "(„Stille kürzen“) für diese Reihe ab."
    ),
    notice=(
        ("therap", "Dies ist Begleitung und Information, keine Therapie und kein Ersatz dafür."),
        ("aufhör", "Du kannst jederzeit aufhören, etwas auslassen oder eine Pause machen."),
        ("steuer", "Bitte nicht am Steuer hören."),
    ),
    more_help=(
        "Wenn etwas hochkommt, das schwer ist oder nicht zur Ruhe kommt, können eine Freundin oder "
        "ein Freund, eine Ärztin oder ein Therapeut es mit dir tragen."
    ),
    someone_now="Wenn du jetzt mit jemandem sprechen möchtest ({region}):",
    elsewhere=(
        "Wenn du jetzt mit jemandem sprechen möchtest: Hier stehen kostenlose und vertrauliche "
        "Angebote nach Ländern:"
    ),
    emergency="Im Notfall: {number}",
)
_FR = NoteWords(
    synthetic="La voix de cet épisode est synthétique : c’est un programme qui parle.",
    human="Dans cet épisode, c’est une personne qui parle.",
    both="Dans cet épisode, c’est une personne qui parle ; un programme dit le reste.",
    spoken="La voix que vous entendez est une voix de synthèse.",
    skipping=(
        "Les silences font partie de la séance : désactivez « sauter les silences » pour ce "
        "podcast dans votre lecteur."
    ),
    notice=(
        ("thérap", "Ceci est un soutien et une information, pas une thérapie ni son équivalent."),
        ("arrêter", "Vous pouvez à tout moment arrêter, passer ou faire une pause."),
        ("condui", "N’écoutez pas en conduisant."),
    ),
    more_help=(
        "Si quelque chose de lourd remonte ou ne s’apaise pas, une personne de confiance, un "
        "médecin ou un thérapeute peut aider à le porter."
    ),
    someone_now="Pour parler à quelqu’un maintenant ({region}) :",
    elsewhere=(
        "Pour parler à quelqu’un maintenant, ces annuaires donnent des lignes gratuites et "
        "confidentielles par pays :"
    ),
    emergency="En cas d’urgence : {number}",
)
_ES = NoteWords(
    synthetic="La voz de este episodio es sintética: la genera un programa.",
    human="En este episodio habla una persona.",
    both="En este episodio habla una persona; un programa dice lo que no se grabó.",
    spoken="La voz que oyes es una voz sintética.",
    skipping=(
        "Los silencios son parte de la sesión: desactiva «saltar silencios» para este pódcast en "
        "tu reproductor."
    ),
    notice=(
        ("terap", "Esto es apoyo e información; no es terapia ni la sustituye."),
        ("parar", "Puedes parar, saltarte algo o hacer una pausa en cualquier momento."),
        ("conduc", "No lo escuches mientras conduces."),
    ),
    more_help=(
        "Si aparece algo pesado o que no se calma, una persona de confianza, un médico o un "
        "terapeuta puede ayudar a llevarlo."
    ),
    someone_now="Si necesitas hablar con alguien ahora ({region}):",
    elsewhere=(
        "Si necesitas hablar con alguien ahora, estos directorios reúnen líneas gratuitas y "
        "confidenciales por país:"
    ),
    emergency="En una emergencia: {number}",
)


def _english() -> NoteWords:
    texts = support()
    stems = ("therap", "stop", "driv")
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(texts.notice.split()))
    notice = tuple(
        (next((stem for stem in stems if stem in sentence.lower()), sentence.lower()), sentence)
        for sentence in sentences
    )
    return NoteWords(
        synthetic="The voice in this episode is synthetic: a program speaks it.",
        human="A person speaks in this episode.",
        both="A person speaks in this episode, and a program what was not recorded.",
        spoken="The voice you hear is synthetic.",
        skipping=(
            "The silences are part of it: in your player, switch off skipping or trimming silence "
            "for this show."
        ),
        notice=notice,
        more_help=" ".join(texts.more_help.split()),
        someone_now=texts.someone_now,
        elsewhere=texts.elsewhere,
        emergency=texts.emergency,
    )


def note_words(language: str) -> NoteWords:
    """Sentences in a language, or the English ones."""
    known = {"de": _DE, "fr": _FR, "es": _ES}
    return known.get(primary_language(language)) or _english()


def listener_notes(script: Script, region: str) -> str:
    """Show notes of an exercise: plain text, blank lines between paragraphs.

    Args:
        script: The exercise; nothing personal is in its notes.
        region: The ISO 3166 code of the listeners' region; "" for anywhere.

    Raises:
        UsageError: if the region is no such code.
    """
    words = note_words(script.language)
    own = [
        text if "\n" in text else " ".join(text.split())
        for text in (script.about, script.content_note)
        if text
    ]
    said = " ".join(own).lower()
    notice = " ".join(sentence for stem, sentence in words.notice if stem not in said)
    paragraphs = (
        *own,
        notice,
        words.skipping,
        words.more_help,
        *_help(words, check_region(region)),
    )
    return "\n\n".join(text for text in paragraphs if text)


def with_disclosure(
    notes: str, language: str, *, synthetic: bool | None, human: bool = False
) -> str:
    """Show notes that say whose voice it is, after their first paragraph; once."""
    if synthetic is None:
        return notes
    words = note_words(language)
    alone = words.synthetic if synthetic else words.human
    sentence = words.both if synthetic and human else alone
    if sentence in notes:
        return notes
    first, _, rest = notes.partition("\n\n")
    return "\n\n".join(text for text in (first, sentence, rest) if text)


def with_both_voices(notes: str, language: str) -> str:
    """The same notes, where a program speaks what a listener's details change."""
    words = note_words(language)
    return notes.replace(words.human, words.both)


def _help(words: NoteWords, region: str) -> Iterator[str]:
    texts = support()
    here = texts.regions.get(region)
    if here is None:
        yield "\n".join([words.elsewhere, *map(_line, texts.directories)])
        return
    yield "\n".join([words.someone_now.format(region=here.name), *map(_line, here.lines)])
    yield words.emergency.format(number=here.emergency)


def _line(line: SupportLine) -> str:
    return f"{line.name}: {line.contact}"
