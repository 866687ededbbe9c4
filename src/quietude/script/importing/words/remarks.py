"""Words of remarks to whoever reads, records or leads a script: one row a language.

``begins`` are the first words of such a remark, ``speaks of`` what only a reader or leader has to do
with; both are lists of regular expressions, parted by "|", for text in lower case. ``listener`` are
the words that speak to a listener instead, ``own`` what a reader has too ("your voice"). ``acts`` and
``say`` are labels before a colon: of what is done, and of what is said. To add a language, add a row.
"""

from __future__ import annotations

import re

LANGUAGES: dict[str, dict[str, str]] = {
    "en": {
        "begins": r"record|re-record|read|speak|say|lower|raise|soften|slow|keep|leave|pause|wait|use|allow|"
        r"adapt|adjust|skip|omit|repeat|change|replace|insert|optional|cue|ring|play|turn|dim|fade|"
        r"hand out|demonstrate|model|invite|encourage|guide|offer|check|watch|walk|stop|make sure|"
        r"remember|remind|do not|don't|take (?:your time|a breath|time)|let (?:the|your) (?:voice|words|"
        r"silence|tone|group|children|class|participants|clients?|music|bell)|begin (?:reading|recording)|"
        r"for (?:groups?|children|adults|couples|clients?|kids|longer|shorter|beginners)|if (?:time|the group|"
        r"the client|recording|reading|leading|working|someone|anyone|you are (?:reading|recording|leading))|"
        r"when (?:recording|reading|leading)|note|nb|edit|cut|mic|start|end|breathe audibly|smile|whisper|"
        r"slowly|softly|quietly|gently|warmly|very slow|in a |with a |tone|pace|voice",
        "speaks of": r"voice|recording|recorded|reader|listeners?|participants?|clients?|groups?|script|booth|"
        r"microphone|mic|takes?|track|tempo|partner|reads|leader|copy|paragraph|section|this part|lines?|phrases?|sentences?|pauses?|"
        r"aloud|out loud|seconds? between|minutes?|mat|mats|room|lights?|bowl|bell|music|pace|tone|"
        r"everyone|anyone|children|class|students|pupils|adapt|optional|cue|reading|intro|outro",
        "listener": r"you|you're|you’re|you'll|you’ll|your|yours|yourself|i|my|me|we|our|us",
        "own": r"your (?:voice|tone|pace|time|reading|recording|own words|listeners?|group|clients?|class|"
        r"speech|delivery|words|mic|microphone)|as you (?:read|record|speak)|you (?:read|record|lead)\b",
        "acts": r"do|actions?|stage|staging|lights?|lighting|props?|sfx|fx|sound(?: effects?)?|music|cue|"
        r"visuals?|video|camera|on screen|graphics?|note(?: to .{1,30})?|facilitator notes?|teacher notes?|"
        r"instructions?(?: (?:to|for) .{1,30})?|demonstrate|observe|check-in|set-?up|prep(?:aration)?|"
        r"transition|differentiation|assessment|learning (?:intention|goal|objective|outcome)s?|"
        r"success criteria|resources|you will need|extension|plenary|reminder|age|ages|rate|rating|"
        r"suds|interviewer|q|debrief(?:ing)?|sharing|discussion|time needed|space|grouping|teaching point|modification|correspondence|background sound",
        "say": r"say(?: aloud| this| slowly)?|ask|read(?: aloud| out)?|speak|spoken|voice|vo|v\.o\.|narration|"
        r"leader|all|group|together|response|both|everyone|one|many|people|reader \d|voice \d|cantor|l|r",
        "lead": r"(?:light|blow out|extinguish) (?:the|a|your)? ?candles?\b|(?:dim|lower|turn (?:on|off|down|up)|switch (?:on|off)) "
        r"(?:the )?(?:lights?|lamps?|music|projector)\b(?=[^,;]{0,25}$)|(?:remember to |don['’]t forget to )?(?:hand|pass) out\b|distribute\b|(?:let|allow|invite|ask|give|have|encourage|guide|instruct|tell|remind) (?:the |your |each |all )?"
        r"(?:children|participants?|group|clients?|class|students?|everyone|listeners?|pupils|patients?|people|"
        r"others|kids|members)\b|(?:the )?(?:leader|facilitator|therapist|reader|guide|teacher|narrator|partner|host|"
        r"parent|clinician|instructor|hygienist|nurse|counsell?or)s? (?:may|can|could|should|will|reads?|pauses?|speaks?|"
        r"closes?|begins?|rings?|waits?|then|now|turns?|dims?|says?)\b|(?:if|when|once|until) (?:the |your |an? )?(?:client|member|attendee|resident|student|pupil|"
        r"participant|patient|caller|child|group|listener|someone|anyone|everyone)s?\b",
        "part": r"(?:intro|introduction|opening|arrival|arriving|main part|closing|return|coming back|outro|"
        r"body scan|deepener|induction|emergence)",
    },
    "de": {
        "begins": r"langsam|ruhig|leise|bitte|lies|lesen|sprich|sprechen|aufnehmen|nimm|pause|hier|stimme|"
        r"bei gruppen|für gruppen|für kinder|falls|wenn (?:die|der|genug|wenig)|optional|kurz|klangschale|"
        r"gong|musik|licht|weglassen|anpassen|warten|zeit lassen|nicht|achte|den namen|mit ",
        "speaks of": r"stimme|übungsleiter\w*|leiter\w*|leitung|aufnahme|vorlesen\w*|sprecher\w*|zuhörer\w*|teilnehm\w*|klient\w*|gruppe\w*|skript|"
        r"text|tempo|absatz|abschnitt|zeilen?|sätzen?|pausen?|laut|sekunden|minuten|kinder|raum|licht|matten|"
        r"klangschale|musik|weglassen|vorlesen|lesen|sprechen|innehalten|weiter|alle",
        "listener": r"du|dich|dir|dein|deine|deinen|deiner|deinem|euch|euer|eure|ihr|sie|ihre|ihren|ich|wir",
        "own": r"deine? stimme|deinen? ton|deine? gruppe|ihre stimme",
        "acts": r"tun|aktion|regie|licht|musik|geräusche?|vorbereitung|hinweise?|beobachten|material|"
        r"differenzierung|lernziele?|alter|anweisung|nachbesprechung|austausch|abschlussrunde",
        "say": r"sagen|sag|fragen|frage|sprich|lies vor|vorlesen|alle|leiter(?:in)?|leitung|sprecher(?:in)?",
        "lead": r"kerzen? (?:anzünden|löschen)|licht (?:dimmen|ausschalten)|matten (?:auslegen|verteilen)|(?:lass|lassen sie|bitte|lade|laden sie|gib|geben sie) (?:die |den |alle )?(?:kinder\w*|"
        r"teilnehm\w*|gruppe|klient\w*|alle)\b|(?:falls|wenn|sobald|bis) (?:der |die |das |ein )?(?:klient|patient|teilnehm|"
        r"kind|gruppe)\w*|(?:die |der )?(?:übungsleit|leit|therapeut|sprech|anleit|lehr|erzieh)\w+ (?:spricht|liest|kann|soll|wartet|läutet|schlägt|verteilt|sammelt|dimmt|lässt)\b",
        "part": r"rückholung|rückkehr|rückführung|ankommen|einleitung|einstieg|abschluss|ausklang|hauptteil|"
        r"zurücknehmen|rücknahme|zurückkommen|vertiefung|einstimmung|phantasiereise|fantasiereise",
    },
    "fr": {
        "begins": r"lire|lisez|parler|parlez|enregistrer|lentement|doucement|voix|laisser|marquer|faire|"
        r"pour (?:les )?groupes?|si (?:le|la|les|vous enregistrez)|facultatif|optionnel|attendre|baisser|ralentir|"
        r"éteindre|distribuer|sonner|ne pas|adapter|remplacer|d'une voix|à voix",
        "speaks of": r"voix|enregistre\w*|lecteur|lecture|auditeurs?|participants?|groupe|script|texte|rythme|"
        r"paragraphe|passage|lignes?|phrases?|pauses?|silences?|secondes|minutes|enfants|salle|lumière|musique|"
        r"bol|ton|débit|animateur",
        "listener": r"tu|te|toi|ton|ta|tes|vous|votre|vos|je|nous",
        "own": r"votre voix|ta voix|votre débit",
        "acts": r"action|faire|musique|bruitage|son|lumières?|consignes?(?: pour .{1,30})?|préparation|matériel|"
        r"objectifs?|âge|phéno-?description|partage|échange|verbalisation|public|posture",
        "say": r"dire|lire|lire à voix haute|animateur|animatrice|tous|toutes|voix",
        "lead": r"l['’](?:animat|enseignant|éducat|intervenant)\w+ (?:fait|dit|lit|sonne|ramasse|attend|invite|distribue|allume|éteint|parle)\b|allumer (?:la|une) bougie|(?:baisser|éteindre) (?:la|les) lumières?|distribuer\b|(?:laisser|laissez|inviter|invitez|demander|demandez) (?:à |aux |les |le )?(?:enfants|"
        r"participants?|groupe|patients?)\b",
        "part": r"arrivée|introduction|retour|clôture|ouverture|partie principale|sortie",
    },
    "es": {
        "begins": r"leer|lee|grabar|hablar|lentamente|despacio|voz|dejar|hacer|para grupos|si (?:el|la|los)|"
        r"opcional|esperar|bajar|apagar|repartir|sonar|no |adaptar|sustituir|con voz|en voz",
        "speaks of": r"voz|graba\w*|lector|oyentes?|participantes?|grupo|guion|guión|texto|ritmo|párrafo|"
        r"líneas?|frases?|pausas?|silencios?|segundos|minutos|niños|sala|luz|luces|música|cuenco|tono",
        "listener": r"tú|tu|tus|te|ti|contigo|usted|su|sus|yo|mi|nosotros|deja|siente|imagina|respira|nota",
        "own": r"tu voz|su voz",
        "acts": r"acción|hacer|música|efectos?(?: de sonido)?|sonido|luz|luces|indicación|indicaciones|"
        r"preparación|material|objetivos?|edad",
        "say": r"decir|di|leer|leer en voz alta|todos|todas|líder|guía|locutor(?:a)?",
        "lead": r"(?:el|la) (?:facilitador|guía|docente|maestr|terapeut|educador)\w* (?:toca|lee|dice|espera|reparte|apaga|enciende|recoge)\b|encender (?:la|una) vela|(?:bajar|apagar) (?:la|las) luc?z|repartir\b|(?:deja|dejar|invita|invitar|pide|pedir) (?:a |que )?(?:los |las |el )?(?:niños|participantes|"
        r"grupo|pacientes?)\b",
        "part": r"llegada|introducción|regreso|cierre|apertura|parte principal|retorno",
    },
    "pt": {
        "begins": r"ler|leia|gravar|falar|lentamente|devagar|voz|deixar|fazer|para grupos|se (?:o|a|os)|"
        r"opcional|esperar|baixar|apagar|tocar|não |adaptar|substituir|com voz|em voz",
        "speaks of": r"voz|grava\w*|leitor|ouvintes?|participantes?|grupo|roteiro|texto|ritmo|parágrafo|linhas?|"
        r"frases?|pausas?|silêncios?|segundos|minutos|crianças|sala|luz|luzes|música|tom|microfone|dirige|dirigente",
        "listener": r"você|te|ti|teu|tua|seu|sua|seus|suas|eu|nós|sinta|imagine|respire|perceba|deixe",
        "own": r"sua voz|tua voz",
        "acts": r"ação|fazer|música|efeitos?(?: sonoros?)?|som|luz|luzes|preparação|material|objetivos?|idade|quem dirige|dirigente",
        "say": r"dizer|diga|ler|ler em voz alta|todos|todas|guia|locutor(?:a)?",
        "lead": r"(?:o|a) (?:facilitador|guia|docente|professor|terapeut|educador)\w* (?:toca|lê|diz|espera|distribui|apaga|acende|recolhe)\b|(?:deixe|convide|peça) (?:a |aos? |que )?(?:os |as )?(?:crianças|participantes|grupo)\b",
        "part": r"chegada|introdução|retorno|encerramento|abertura|parte principal",
    },
    "it": {
        "begins": r"leggere|leggi|registrare|parlare|lentamente|piano|voce|lasciare|fare|per i gruppi|se (?:il|la|i)|"
        r"facoltativo|opzionale|aspettare|abbassare|spegnere|suonare|non |adattare|con voce|a voce",
        "speaks of": r"voce|femminile|maschile|registra\w*|lettore|ascoltator\w*|partecipanti|gruppo|copione|testo|ritmo|paragrafo|"
        r"righe|frasi|frase|pause|silenzi|secondi|minuti|bambini|sala|luci|musica|tono",
        "listener": r"tu|te|ti|tuo|tua|tuoi|tue|voi|vi|vostro|io|noi|senti|immagina|respira|lascia|nota",
        "own": r"la tua voce",
        "acts": r"azione|fare|musica|effett[oi](?: sonor[oi])?|suono|luci|preparazione|materiale|obiettiv[oi]|età",
        "say": r"dire|leggere|leggere ad alta voce|tutti|tutte|guida",
        "lead": r"(?:il|la|l['’]) ?(?:facilitat|guid|docente|insegnant|maestr|terapeut|educat|conduttor)\w* (?:suona|legge|dice|aspetta|distribuisce|spegne|accende|raccoglie)\b|(?:lascia|invita|chiedi) (?:ai |al |che )?(?:bambini|partecipanti|gruppo)\b",
        "part": r"arrivo|introduzione|ritorno|chiusura|apertura|parte principale",
    },
    "nl": {
        "begins": r"zeg het|spreek|speel het|lees|lezen|spreek|opnemen|neem|langzaam|rustig|zacht|stem|laat|bij groepen|voor groepen|als (?:de|er|het)|"
        r"optioneel|wacht|dim|deel|niet |pas|met een|op een",
        "speaks of": r"stem|juf|meester|leest voor|opname|opnemen|lezer|luisteraars?|deelnemers?|groep|script|tekst|tempo|alinea|regels?|"
        r"zinnen|pauzes?|stiltes?|seconden|minuten|kinderen|zaal|licht|muziek|klankschaal|toon|voorlezen",
        "listener": r"je|jij|jou|jouw|u|uw|ik|wij|we",
        "own": r"je stem|uw stem",
        "acts": r"actie|doen|muziek|geluid|licht|voorbereiding|materiaal|doelen?|leeftijd|aanwijzing|nagesprek|nabespreking|uitwisseling",
        "say": r"zeg|zeggen|lees voor|voorlezen|allen|iedereen|begeleider",
        "lead": r"de (?:begeleider|leerkracht|juf|meester|therapeut|docent)\w* (?:luidt|leest|zegt|wacht|deelt|dimt|verzamelt)\b|(?:laat|nodig|vraag) (?:de |alle )?(?:kinderen|deelnemers|groep|iedereen)\b",
        "part": r"aankomst|inleiding|terugkeer|afsluiting|opening|kern",
    },
    "sv": {
        "begins": r"läs|spela in|tala|långsamt|lugnt|mjukt|vänta",
        "speaks of": r"röst|inspelning|uppläsare|deltagar\w*|grupp\w*|manus|text|tempo|pauser|sekunder",
        "listener": r"du|dig|din|ditt|dina|ni|er",
        "acts": r"gör|musik|ljud|ljus|anteckning(?:ar)?|instruktion(?:er)?|förberedelse|material|ålder",
        "say": r"säg|läs högt|alla|ledare",
    },
    "da": {
        "begins": r"læs|les|optag|tal|langsomt|roligt|blidt|vent",
        "speaks of": r"stemme|optagelse|opptak|oplæser\w*|deltager\w*|gruppe\w*|manus|tekst|tempo|pauser|sekunder",
        "listener": r"du|dig|deg|din|dit|ditt|dine|i|jer",
        "acts": r"gør|musik|lyd|lys|bemærkning(?:er)?(?: til .{1,30})?|merknad(?:er)?|forberedelse|materialer?|alder",
        "say": r"sig|læs højt|alle|leder",
    },
    "pl": {
        "begins": r"czytać|czytaj|nagrać|mówić|powoli|spokojnie|cicho|głosem|zaczekać",
        "speaks of": r"głos\w*|nagrani\w*|lektor\w*|prowadząc\w*|uczestni\w*|grup\w*|scenariusz\w*|tekst\w*|tempo|pauz\w*|sekund",
        "listener": r"ty|ci|cię|ciebie|tobie|twój|twoja|twoje|twoich",
        "acts": r"uwag[ai]|muzyka|dźwięk|światło|przygotowanie|materiały|cel|wiek|wskazówk[ai]",
        "say": r"mów|czytaj na głos|wszyscy|prowadzący",
    },
    "ru": {
        "begins": r"читать|читайте|записать|говорить|медленно|мягко|тихо|голосом|подождать",
        "speaks of": r"голос\w*|запис\w*|диктор\w*|ведущ\w*|участник\w*|групп\w*|сценари\w*|текст\w*|темп|пауз\w*|секунд",
        "listener": r"ты|тебя|тебе|твой|твоя|вы|вас|вам|ваш|ваша|ваши",
        "acts": r"примечани[ея](?: для .{1,30})?|заметк[аи]|музыка|звук|свет|подготовка|материалы|цель|возраст|указание",
        "say": r"говорить|читать вслух|все|ведущий",
    },
    "fi": {
        "begins": r"lue|äänitä|puhu|hitaasti|rauhallisesti",
        "speaks of": r"ään\w+|äänity\w*|lukija\w*|osallistuj\w*|ryhmä\w*|teksti\w*",
        "listener": r"sinä|sinun|sinua|sinut",
        "acts": r"ohje(?:et)?(?: .{1,20})?|huom(?:autus|io)?|musiikki|ääni|valot|valmistelu|ikä",
    },
    "cs": {
        "begins": r"čtěte|čti|číst|nahrát|pomalu|klidně|hlasem",
        "speaks of": r"hlas\w*|nahráv\w*|čtenář\w*|účastní\w*|skupin\w*|text\w*|tempo|pauz\w*",
        "listener": r"ty|tě|ti|tvůj|tvá|vy|vás|vám|váš|vaše",
        "acts": r"poznámk[ay](?: .{1,30})?|hudba|zvuk|světlo|příprava|pomůcky|cíl|věk|instrukce",
    },
    "ja": {
        "begins": r"ゆっくり(?:と)?読|録音|朗読|静かに読|優しい声|声を|ここで間|間を|照明|音楽",
        "acts": r"bgm|音楽|照明|準備|注意|効果音|環境音|対象",
        "speaks of": r"読み手|朗読|録音|参加者|台本|原稿|声で|声を|トーンで|収録|照明",
        "listener": r"あなた",
    },
    "zh": {
        "begins": r"(?:请)?(?:慢|缓慢|轻声|慢慢)(?:地)?(?:读|念|朗读)|录音|朗读|此处|这里停|调暗|播放",
        "acts": r"配乐|音乐|背景音乐|音效|灯光|准备|注意|旁注|适合",
        "speaks of": r"朗读者|引导者|录音|语速|语气|参与者|学员|文稿|脚本|旁白|麦克风|音量",
        "listener": r"你|您",
    },
    "hi": {
        "begins": r"धीरे(?:-धीरे)? पढ़ें|पढ़ें|रिकॉर्ड|आवाज़|यहाँ रुकें",
        "acts": r"(?:शिक्षक|वाचक|गाइड) के लिए|संगीत|नोट|निर्देश|ध्वनि|तैयारी",
        "speaks of": r"वाचक|रिकॉर्डिंग|प्रतिभागी|पाठक|स्क्रिप्ट|पढ़ें|समूह",
        "listener": r"आप|आपके|आपकी|अपने|अपनी|अपना",
    },
}

_UNSPACED = frozenset({"ja", "zh"})


def _whole(key: str, before: str, after: str) -> re.Pattern[str]:
    words = [(code, row[key]) for code, row in LANGUAGES.items() if key in row]
    spaced = "|".join(f"(?:{row})" for code, row in words if code not in _UNSPACED)
    rest = "|".join(f"(?:{row})" for code, row in words if code in _UNSPACED)
    return re.compile(f"(?:{before}(?:{spaced}){after})" + (f"|(?:{rest})" if rest else ""))


BEGINS = _whole("begins", r"^\W*", r"(?!\w)")
SPEAKS_OF = _whole("speaks of", r"(?<!\w)", r"(?!\w)")
LISTENER = _whole("listener", r"(?<!\w)", r"(?!\w)")
OWN = _whole("own", r"(?<!\w)", r"(?!\w)")
ACTS = _whole("acts", "", "")
SAY = _whole("say", "", "")
LEADS = _whole("lead", r"^\W*", "")
PART = _whole("part", "", "")


def is_remark(text: str) -> bool:
    """Returns True if words that stand apart are said to whoever reads or leads, not to a listener.

    Args:
        text: A sentence or two.
    """
    folded = " ".join(text.lower().split())[:300].replace("’", "'")
    own = OWN.search(folded)
    rest = OWN.sub(" ", folded)
    if LISTENER.search(rest):
        return bool(own) and bool(BEGINS.match(folded)) and len(rest.split()) < 40  # noqa: PLR2004
    return bool(own or BEGINS.match(folded) or SPEAKS_OF.search(folded))
