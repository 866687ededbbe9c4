"""The words of stage directions: one row a language, one entry a concept.

To add a language, add a row to ``WESTERN`` or, in :mod:`.more_directions`, to ``MORE_LANGUAGES``; to add a notation, add its word to a concept. Words
are separated by "|", in lower case; a phrase may have several; "stem*" stands for every word that
begins so; a number is written "word=value". All languages are read at once: a bracket is too
short to tell which one it is in. :mod:`quietude.script.importing.words.tokens` reads the concepts:

``number``, ``few``, ``article``; the units ``ms``, ``second``, ``minute``, ``hour``, ``breath``,
``moment``; ``pause`` (silence by itself), ``pauses`` (only with a length, or first), ``wait``
(silence if it comes first), ``hold`` (only with a length), ``give`` and ``time`` (together),
``breathe``; ``bell``, ``strike``, ``maybe bell`` (only if nothing else is said), ``music``;
``taps``, ``sets``; ``repeat``, ``through``, ``times``, ``more``; ``short``, ``long``;
``whole`` (between a number and its unit); ``count``; ``speak`` and
``manner`` (how to read), ``reader`` (whom a note is for), ``third`` (people spoken of, not to),
``name``; and ``fill``, words that say nothing of their own.
"""

from __future__ import annotations

from quietude.script.importing.words.more_directions import MORE_LANGUAGES, UNSPACED_LANGUAGES

WESTERN: dict[str, dict[str, str]] = {
    "en": {
        "number": "one=1|two=2|three=3|four=4|five=5|six=6|seven=7|eight=8|nine=9|ten=10|eleven=11|"
        "twelve=12|fifteen=15|sixteen=16|twenty=20|thirty=30|forty=40|forty-five=45|fifty=50|"
        "sixty=60|ninety=90|half a=0.5|half an=0.5|half=0.5|a quarter of a=0.25|once=1|twice=2|"
        "another=1|single=1",
        "few": "a few|few|several|some|a couple of|a couple|couple of|a number of",
        "article": "a|an",
        "ms": "ms|millisecond|milliseconds",
        "second": 's|sec|secs|second|seconds|″|”|"',
        "minute": "m|min|mins|minute|minutes|′",
        "hour": "hour|hours|hr",
        "breath": "breath|breaths|breath cycles|breathing cycles",
        "moment": "moment|moments|while|beats",
        "pause": "pause|silence|silent|silently|beat|⏸|⏸️|section break",
        "pauses": "pauses|pausing|silences|paused",
        "wait": "remain silent|remain quiet|keep silent|keep quiet|stay quiet|be silent|wait|waits|waiting|rest|rests|quiet|quietness|stillness|be quiet|be still|"
        "moment of quiet|stay silent",
        "hold": "hold|holds|holding|take|stay|remain|sit|stop|lasting|total",
        "give": "allow|allows|give|leave|let|offer|permit",
        "time": "time|space|room|gap",
        "breathe": "breathe|inhale|exhale|breathe in|breathe out|in breath|out breath|breathing",
        "bell": "bell|bells|chime|chimes|gong|gongs|ding|dings|singing bowl|singing bowls|🔔|tingsha*",
        "strike": "ring|rings|ringing|strike|strikes|sound|sounds|play|plays|hit|toll",
        "music": "music|sound of|sounds of|ambien*|fade|fades|fading|layer|volume|soundtrack|drum*|"
        "sfx|nature sounds|background",
        "taps": "taps|tapping|bilateral stimulation|butterfly hug|bls",
        "sets": "sets|set",
        "repeat": "repeat|repeats|repeated|cycle through|loop|do this|continue for",
        "through": "through",
        "times": "x|×|times|rounds|round|cycles|cycle|repetitions|repeats|strokes",
        "more": "more|additional|further|extra",
        "whole": "full|whole|entire|complete",
        "short": "short|brief|briefly|slight|slightly|quick|tiny|small|little|shorter|micro",
        "long": "long|longer|lengthy|extended|long as|generous",
        "count": "count|counting|counts",
        "speak": "speak|say|said|read|whisper|whispered|whispering|continue|insert|use|voice|narrate",
        "manner": "slow|slowly|slower|soft|softly|softer|gently|quietly|quieter|warm|warmly|warmer|"
        "calm|calmly|calmer|smiling|smile|deep|low|tone|pace|warmth|kindness|unhurried|tenderly|"
        "very slowly|lines|line|words|word|sentences|sentence|phrases|phrase|between|each|much|every",
        "reader": "reader|narrator|guide|facilitator|facilitators|teacher|therapist|therapists|clinician|"
        "practitioner|counselor|counsellor|instructor|leader|client|clients|patient|patients|"
        "participant|participants|group members|tearful|distressed|dissociat*|abreact*|"
        "note|notes|nb|optional|student|students",
        "third": "everyone|client|clients|client's|client’s|participant|participants|"
        "group|listener|listeners|students|child's",
        "name": "name|client's|client’s|listener's|listener’s|person's|person’s|participant's|"
        "participant’s|child’s|child's|client|his|her",
        "fill": "for|of|about|around|them|they|their|approximately|approx|circa|ca|roughly|the|to|and|then|now|in|with|at|"
        "that|this|these|here|your|until|as|on|go|is|very|gentle|natural|please|after|before|"
        "again|it|or|by|from|into|begin|end|up|another|so|all|insert|moderate|"
        "every|each|you|slow|deep|followed|which|will|be|there|just|comfortable|next|last|final|"
        "first|total|at least|minimum|maximum|max|step|cue|tibetan|three-part|soft|quiet|single",
    },
    "de": {
        "number": "ein=1|eine=1|einen=1|einer=1|eines=1|zwei=2|drei=3|vier=4|fünf=5|sechs=6|sieben=7|"
        "acht=8|neun=9|zehn=10|zwölf=12|fünfzehn=15|zwanzig=20|dreißig=30|dreissig=30|vierzig=40|"
        "fünfzig=50|sechzig=60|neunzig=90|halbe=0.5|halben=0.5|eine halbe=0.5|einmal=1|zweimal=2|"
        "dreimal=3|viermal=4|fünfmal=5|anderthalb=1.5|eineinhalb=1.5",
        "few": "einige|ein paar|paar|mehrere|wenige",
        "second": "sekunde|sekunden|sek",
        "minute": "minute|minuten",
        "breath": "atemzug|atemzüge|atemzügen",
        "moment": "moment|momente|augenblick|augenblicke|weile",
        "pause": "pause|sprechpause|atempause|stille|schweigen|innehalten|redepause",
        "pauses": "pausen",
        "wait": "warten|warte|ruhe|abwarten|pausieren|nachspüren|stillhalten|kurz warten",
        "hold": "halten|lassen|bleiben|nehmen|dauer",
        "give": "geben|gib|lass|lassen|zeit lassen|nachwirken|wirken|wirken lassen|nachklingen",
        "time": "zeit|raum",
        "breathe": "atmen|einatmen|ausatmen|atme",
        "bell": "glocke|glocken|glöckchen|klangschale|klangschalen|zimbel|zimbeln|klang|gongschlag",
        "strike": "läuten|anschlagen|schlagen|ertönt|schlag",
        "music": "musik|hintergrundmusik|geräusch*|lautstärke|ausblenden|einblenden",
        "repeat": "wiederholen|wiederhole|wiederholung|wiederholt",
        "times": "mal|runden|runde|durchgänge",
        "more": "weitere|noch",
        "whole": "ganze|ganzen|volle|vollen",
        "short": "kurze|kurz|kurzes|kleine|kurzer",
        "long": "lange|längere|lang|langes|langer",
        "count": "zählen|zähle|zählzeiten|takte",
        "speak": "sprechen|sprich|lesen|vorlesen",
        "manner": "langsam|langsame|langsamen|tiefe|tiefen|tiefer|ruhige|ruhigen|leise|sanft|ruhig|stimme|zeilen|sätzen|zwischen",
        "reader": "anleitende|leitung|sprecher|sprecherin|therapeut|therapeutin|teilnehmende|"
        "teilnehmer|klient|klientin|hinweis|anmerkung",
        "third": "teilnehmende|teilnehmer|gruppe|alle",
        "fill": "von|für|etwa|ungefähr|ca|circa|mit|und|dann|bis|der|die|das|in|im|zu|lang|nach|dem|"
        "zum|den|noch|danach|anschließend",
    },
    "fr": {
        "number": "un=1|une=1|deux=2|trois=3|quatre=4|cinq=5|six=6|sept=7|huit=8|neuf=9|dix=10|douze=12|"
        "quinze=15|vingt=20|trente=30|quarante=40|cinquante=50|soixante=60|demi=0.5|demie=0.5|"
        "une demi=0.5",
        "few": "quelques|plusieurs",
        "second": "seconde|secondes|sec",
        "minute": "minute|minutes",
        "breath": "respiration|respirations|souffle|souffles",
        "moment": "instant|instants|moment|moments",
        "pause": "pause|silence|temps de silence|temps de pause",
        "pauses": "pauses|silences",
        "wait": "attendre|attendez|temps d'arrêt|arrêt|attente|patienter|patientez|attends|on attend",
        "hold": "tenir|rester|prendre|durée",
        "give": "laisser|laissez|donner",
        "time": "temps|espace",
        "breathe": "respirer|inspirer|expirer",
        "bell": "cloche|cloches|bol chantant|carillon|clochette|bol tibétain",
        "strike": "sonner|son|tinter|coup|coups",
        "music": "musique|fond sonore|musique de fond",
        "repeat": "répéter|répétez|reprendre",
        "times": "fois|tours|cycles",
        "more": "encore|de plus",
        "whole": "bonne|pleine|entière",
        "short": "courte|court|brève|bref|petite|petit",
        "long": "longue|long",
        "count": "compter|comptez|battements",
        "speak": "lire|dire|parler|lisez",
        "manner": "lentement|lentes|lente|profondes|profonde|profondément|calmes|doucement|voix douce|calmement|lent",
        "reader": "lecteur|thérapeute|animateur|participants|note|praticien|patient",
        "third": "participants|groupe|patient",
        "fill": "de|d|pour|environ|la|le|les|et|puis|ensuite|à|au|en|avec|du|des|dans",
    },
    "es": {
        "number": "un=1|uno=1|una=1|dos=2|tres=3|cuatro=4|cinco=5|seis=6|siete=7|ocho=8|nueve=9|diez=10|"
        "doce=12|quince=15|veinte=20|treinta=30|cuarenta=40|cincuenta=50|sesenta=60|medio=0.5|media=0.5",
        "few": "unos|unas|algunos|algunas|varios|varias|unos pocos|unas pocas",
        "second": "segundo|segundos|seg|segs",
        "minute": "minuto|minutos",
        "breath": "respiración|respiraciones",
        "moment": "momento|momentos|instante|instantes",
        "pause": "pausa|silencio",
        "pauses": "pausas|silencios",
        "wait": "esperar|espera|esperen|espere|esperando|aguardar|aguarda|quietud",
        "hold": "mantener|quedarse|tomar|duración",
        "give": "dejar|deja|dar|permitir",
        "time": "tiempo|espacio",
        "breathe": "respirar|inhalar|exhalar|inhala|exhala|respira|inspira|espira",
        "bell": "campana|campanas|cuenco|campanilla|cuenco tibetano|gong",
        "strike": "sonido|sonar|suena|tocar|toque",
        "music": "música|música de fondo|sonido de|fondo musical",
        "repeat": "repetir|repite|repita|repetimos",
        "times": "veces|vez|rondas|ciclos",
        "more": "más",
        "short": "corta|corto|breve",
        "long": "larga|largo",
        "count": "contar|cuenta|tiempos|conteos",
        "speak": "leer|decir|hablar|lee",
        "manner": "lentamente|lentas|profundas|profunda|hondas|tranquilas|despacio|suavemente|voz suave|lento|suave|voz",
        "reader": "lector|terapeuta|facilitador|facilitadora|participantes|nota|locutor|paciente",
        "third": "participantes|grupo|paciente",
        "maybe bell": "sino",
        "fill": "de|por|para|unos|durante|aproximadamente|la|el|los|las|y|luego|después|en|con|a|fondo",
    },
    "it": {
        "number": "un=1|uno=1|una=1|due=2|tre=3|quattro=4|cinque=5|sei=6|sette=7|otto=8|nove=9|dieci=10|"
        "quindici=15|venti=20|trenta=30|quaranta=40|cinquanta=50|sessanta=60|mezzo=0.5|mezza=0.5",
        "few": "alcuni|alcune|qualche|pochi|poche",
        "second": "secondo|secondi|sec",
        "minute": "minuto|minuti",
        "breath": "respiro|respiri",
        "moment": "momento|momenti|istante|attimo|attimi",
        "pause": "pausa|silenzio",
        "pauses": "pause|silenzi",
        "wait": "attendere|attendi|aspettare|aspetta|attesa|aspettate|attendete|sosta",
        "hold": "mantenere|restare|durata",
        "give": "lasciare|lascia|dare",
        "time": "tempo|spazio",
        "breathe": "respirare|inspirare|espirare",
        "bell": "campana|campane|campanella|campanello|campana tibetana",
        "strike": "suono|suona|suonare|rintocco|rintocchi",
        "music": "musica|sottofondo",
        "repeat": "ripetere|ripeti|ripetete",
        "times": "volte|volta|cicli|giri",
        "more": "più|ancora|altre",
        "short": "breve|corta",
        "long": "lunga|lungo",
        "count": "contare|conta|tempi",
        "speak": "leggere|dire|parlare|leggi",
        "manner": "lentamente|lenti|lento|profondi|profondo|piano|dolcemente|voce|calma",
        "reader": "lettore|terapeuta|conduttore|partecipanti|nota|paziente",
        "third": "partecipanti|gruppo|paziente",
        "fill": "di|per|circa|il|la|e|poi|in|con|da|del|della",
    },
    "pt": {
        "number": "um=1|uma=1|dois=2|duas=2|três=3|quatro=4|cinco=5|seis=6|sete=7|oito=8|nove=9|dez=10|"
        "doze=12|quinze=15|vinte=20|trinta=30|quarenta=40|cinquenta=50|sessenta=60|meio=0.5|meia=0.5",
        "few": "alguns|algumas|uns|umas|vários|várias|poucos",
        "second": "segundo|segundos|seg",
        "minute": "minuto|minutos",
        "breath": "respiração|respirações",
        "moment": "momento|momentos|instante|instantes",
        "pause": "pausa|silêncio",
        "pauses": "pausas|silêncios",
        "wait": "aguardar|aguarde|esperar|espere|espera|aguardem|esperem|quietude",
        "hold": "manter|ficar|segurar|duração",
        "give": "deixar|deixe|dar|dê",
        "time": "tempo|espaço",
        "breathe": "respirar|inspirar|expirar|inspire|expire",
        "bell": "sininho|tigela tibetana|sinos|gongo",
        "maybe bell": "sino",
        "strike": "som|toca|toque|tocar|soa",
        "music": "música|música de fundo|som de|trilha|música suave",
        "repeat": "repetir|repita|repete",
        "times": "vezes|vez|rodadas|ciclos",
        "more": "mais",
        "short": "curta|breve|curto",
        "long": "longa|longo",
        "count": "contar|conte|tempos",
        "speak": "ler|dizer|falar|leia",
        "manner": "lentamente|lentas|profundas|profunda|calmas|devagar|suavemente|voz|suave",
        "reader": "leitor|terapeuta|facilitador|facilitadora|participantes|nota|locutor|paciente",
        "third": "participantes|grupo|paciente",
        "fill": "de|por|para|cerca|aproximadamente|o|os|as|e|depois|em|com|do|da|fundo",
    },
    "nl": {
        "number": "één=1|een=1|twee=2|drie=3|vier=4|vijf=5|zes=6|zeven=7|acht=8|negen=9|tien=10|"
        "vijftien=15|twintig=20|dertig=30|veertig=40|vijftig=50|zestig=60|halve=0.5|een halve=0.5",
        "few": "enkele|een paar|paar|enige",
        "second": "seconde|seconden|sec",
        "minute": "minuut|minuten",
        "breath": "ademhaling|ademhalingen|ademteug|ademteugen",
        "moment": "moment|momenten|ogenblik|even",
        "pause": "pauze|stilte|pauzeer|stil",
        "pauses": "pauzes|stiltes",
        "wait": "wacht|wachten|rust|afwachten|pauzeren|stil zijn",
        "hold": "houd|blijf|neem|duur",
        "give": "geef|laat",
        "time": "tijd|ruimte",
        "breathe": "adem|ademen|inademen|uitademen",
        "bell": "klankschaal|belletje|gong|bellen",
        "maybe bell": "bel",
        "strike": "klank|geluid|klinkt|luidt|slag",
        "music": "muziek|achtergrondmuziek",
        "repeat": "herhaal|herhalen|herhaling",
        "times": "keer|maal|rondes|ronden",
        "more": "nog|meer",
        "short": "korte|kort",
        "long": "lange|lang",
        "count": "tel|tellen",
        "speak": "lees|zeg|spreek",
        "manner": "langzaam|langzame|diepe|rustige|rustig|zacht|zachtjes|stem",
        "reader": "lezer|therapeut|begeleider|deelnemers|noot|cliënt",
        "third": "deelnemers|groep|cliënt",
        "fill": "van|voor|ongeveer|circa|de|het|en|dan|daarna|in|met|om|te",
    },
}
"""Languages of western Europe."""

LANGUAGES = WESTERN | MORE_LANGUAGES
"""Languages that put spaces between their words."""

__all__ = ["LANGUAGES", "UNSPACED_LANGUAGES"]
