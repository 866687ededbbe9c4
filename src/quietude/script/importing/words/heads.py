"""Headings, labels and set phrases that are not the script: one row a language.

Every value is a list of regular expressions, parted by "|", for a whole heading or label in lower
case, without number, marks and colon. To add a language, add a row to each table.
"""

from __future__ import annotations

import re

HEADS: dict[str, dict[str, str]] = {
    "notes": {
        "en": r"for (?:the )?(?:facilitators?|therapists?|leaders?|teachers?|guides?|readers?|narrators?)|"
        r"(?!speaker notes?$)(?:[\w'’/&-]+ ){0,4}notes?(?: (?:for|to|on|about) .{1,40})?|tips?(?: for .{1,40})?|"
        r"(?:[\w/&-]+ )?(?:guidelines|guidance notes|suggestions for .{1,40}|variations|adaptations?|modifications)"
        r"(?: for .{1,40})?|voice (?:direction|directions|profile|settings|over notes)|delivery|"
        r"(?:tts|audio|voice|production|recording|technical|facilitator|narrator|reading|music|mixing|"
        r"sound|performance|editing|studio|speaker) (?:instructions?|directions?|settings|details|specs?|"
        r"specifications?|guide|cues|requirements)|(?:suggested |background )?music(?: suggestions?)?|"
        r"(?:instructions|information|guidance) (?:for|to) (?:the )?(?:facilitators?|leaders?|teachers?|"
        r"therapists?|narrators?|readers?|clinicians?|practitioners?|instructors?|parents?|voice .*)|"
        r"how to (?:use|read|record|deliver|lead|facilitate)\b.*|before you (?:begin|start) reading|"
        r"contraindications?|cautions?|precautions?|safety notes?|warnings?|"
        r"(?:client|patient|session|progress) (?:record|form|log|information)|homework|next steps?|"
        r"post-?production|sfx|pronunciation(?: guide)?|trauma[- ]sensitive .{1,30}",
        "de": r"für (?:die|den) (?:leitung|anleitende[nr]?|therapeut(?:en|in)|lehrkraft|sprecher(?:in)?)|"
        r"(?:\S+ ){0,3}(?:notizen|hinweise?|anmerkungen?)(?: (?:für|zu|zum|zur) .{1,40})?|"
        r"(?:aufnahme|produktions|regie|sprech|lese|technische)\S*|tipps?|kontraindikationen|"
        r"anleitung für .{1,40}|variationen|varianten",
        "fr": r"pour (?:l['’]animat\w+|le thérapeute|la thérapeute|le lecteur|l['’]enseignant\w*)|(?:notes?|remarques?|conseils?|indications?)(?: .{1,50})?|consignes? (?:de|pour) .{1,40}|"
        r"instructions? (?:tts|techniques?|pour .{1,30})|variantes?|contre-indications?|precautions?",
        "es": r"para (?:el|la) (?:facilitador|terapeuta|guía|docente|lector)\w*|(?:notas?|observación|observaciones|consejos?|indicaciones|sugerencias)(?: .{1,50})?|"
        r"instrucciones? (?:tts|técnicas|de .{1,30}|para .{1,30})|variaciones|contraindicaciones",
        "pt": r"para (?:o|a) (?:facilitador|terapeuta|guia|professor|leitor)\w*|(?:notas?|observaç(?:ão|ões)|dicas?|indicações|sugestões)(?: .{1,50})?|"
        r"instruções? (?:tts|técnicas|de .{1,30}|para .{1,30})|variações|contraindicações",
        "it": r"per (?:il|la) (?:facilitat|terapeut|conduttor|insegnant)\w*|(?:note|nota|osservazioni|consigli|indicazioni|suggerimenti)(?: .{1,50})?|"
        r"istruzioni (?:tts|tecniche|per .{1,30})|varianti|controindicazioni",
        "nl": r"voor de (?:begeleider|therapeut|leerkracht|lezer)|(?:\S+ ){0,2}(?:notities|opmerkingen?|aantekeningen|tips?|aanwijzingen|opnamenotities)"
        r"(?: .{1,40})?|instructies voor .{1,40}|variaties|contra-indicaties",
        "ja": r".{0,8}(?:メモ|注意(?:事項|点)?|備考|ヒント|補足|録音.{0,6})",
        "zh": r".{0,8}(?:备注|注意(?:事项)?|提示|说明|錄音.{0,6}|录音.{0,6}|制作.{0,6})",
        "hi": r".{0,20}(?:नोट्स?|टिप्पणी|टिप्पणियाँ|सुझाव|निर्देश)(?: .{0,20})?",
    },
    "purpose": {
        "en": r"(?:purpose|objectives?|goals?|aims?|intention of this .{1,20}|learning (?:goals|objectives)|"
        r"rationale|background|benefits?|why (?:this|it) (?:works|helps)|target audience|who (?:this|it) is for|"
        r"overview|about(?: (?:this|the) .{1,40})?|description|introduction for .{1,40}|when to use.{0,30}|"
        r"(?:script|session|meditation|exercise) (?:overview|summary|info|information|details|description)|"
        r"metadata|evidence(?: base)?|theme)",
        "de": r"(?:zweck|ziele?|absicht|hintergrund|nutzen|zielgruppe|überblick|beschreibung|über .{1,40}|"
        r"worum es geht|einsatz|wirkung)",
        "fr": r"(?:but|objectifs?|finalité|contexte|bienfaits|public(?: visé)?|aperçu|description|"
        r"présentation|à propos.{0,40})",
        "es": r"(?:propósito|objetivos?|finalidad|contexto|beneficios|público(?: .{1,20})?|resumen general|"
        r"descripción|acerca de.{0,40}|ficha.{0,20})",
        "pt": r"(?:propósito|objetivos?|finalidade|contexto|benefícios|público(?:-alvo)?|visão geral|"
        r"descrição|sobre .{1,40}|ficha.{0,20})",
        "it": r"(?:scopo|obiettiv[oi]|finalità|contesto|benefici|destinatari|panoramica|descrizione)",
        "nl": r"(?:doel|doelen|doelstelling|achtergrond|doelgroep|overzicht|beschrijving|over .{1,40})",
        "ja": r"(?:目的|ねらい|概要|対象|背景|効果|説明|このスクリプトについて)",
        "zh": r"(?:目的|目标|概述|简介|背景|适用.{0,6}|效果|适合.{0,8})",
        "hi": r"(?:उद्देश्य|लक्ष्य|परिचय|पृष्ठभूमि|लाभ|विवरण)",
    },
    "materials": {
        "en": r"(?:materials?|equipment|supplies|props?|set-?up|you(?:'ll| will) need|what you(?:'ll| will)? need|"
        r"materials needed|requirements|room set-?up)",
        "de": r"(?:materialien?|material|ausstattung|benötigt(?:es)?(?: material)?|das brauchst du)",
        "fr": r"(?:matériel(?: .{1,20})?|équipement)",
        "es": r"(?:materiales?(?: .{1,20})?|material|equipo)",
        "pt": r"(?:materia(?:l|is)(?: .{1,20})?|equipamento)",
        "it": r"(?:material[ei](?: .{1,20})?|occorrente)",
        "nl": r"(?:materia(?:al|len)|benodigdheden)",
        "ja": r"(?:準備(?:する)?もの|必要なもの|用意するもの)",
        "zh": r"(?:材料|所需物品|准备物品)",
        "hi": r"(?:सामग्री)",
    },
    "contents": {
        "en": r"(?:(?:table of )?contents|outline|structure|timeline|timing(?: .{1,20})?|time breakdown|agenda|"
        r"schedule|session (?:plan|structure|outline)|at a glance|segments?(?: breakdown)?|bell schedule)",
        "de": r"(?:inhalt(?:sverzeichnis)?|gliederung|ablauf|aufbau|zeitplan|struktur)",
        "fr": r"(?:sommaire|table des matières|plan|déroulé|structure|minutage)",
        "es": r"(?:índice|contenidos?|estructura|esquema|tiempos|cronograma)",
        "pt": r"(?:índice|conteúdo|sumário|estrutura|tempos|cronograma)",
        "it": r"(?:indice|contenuti|struttura|scaletta|tempi)",
        "nl": r"(?:inhoud(?:sopgave)?|opbouw|indeling|structuur|tijdschema)",
        "ja": r"(?:目次|構成|流れ|時間配分)",
        "zh": r"(?:目录|目錄|结构|大纲|时间安排)",
        "hi": r"(?:विषय-?सूची|रूपरेखा)",
    },
    "summary": {
        "en": r"(?:summary|key (?:takeaways|points)|takeaways|in (?:short|brief)|recap|abstract|"
        r"(?:show|episode) notes|word count)",
        "de": r"(?:zusammenfassung|fazit|kurzfassung)",
        "fr": r"(?:résumé|synthèse)",
        "es": r"(?:resumen|síntesis)",
        "pt": r"(?:resumo|síntese)",
        "it": r"(?:riassunto|sintesi|riepilogo)",
        "nl": r"(?:samenvatting)",
        "ja": r"(?:まとめ|要約)",
        "zh": r"(?:总结|摘要|小结)",
        "hi": r"(?:सारांश)",
    },
    "questions": {
        "en": r"(?:(?:debrief(?:ing)?|discussion|reflection|journal(?:ing)?|process(?:ing)?|follow-?up|sharing|"
        r"post-?session|after the .{1,20}) (?:questions?|prompts?|discussion|points)|debrief(?:ing)?|"
        r"questions(?: for .{1,40})?|discussion|group (?:discussion|sharing)|after (?:the |this |your )?(?:practice|exercise|"
        r"session|meditation|activity|script|reading|recording))",
        "de": r"(?:nach der (?:übung|meditation|sitzung|reise)|(?:reflexions|nachbesprechungs|gesprächs)?fragen(?: .{1,40})?|nachbesprechung|austausch)",
        "fr": r"(?:après (?:la séance|l'exercice|la méditation)|questions?(?: .{1,40})?|débriefing|discussion|partage)",
        "es": r"(?:después (?:de la (?:sesión|práctica|meditación)|del ejercicio)|preguntas?(?: .{1,40})?|debate|puesta en común|discusión)",
        "pt": r"(?:perguntas?(?: .{1,40})?|discussão|partilha)",
        "it": r"(?:domande(?: .{1,40})?|discussione|condivisione)",
        "nl": r"(?:(?:reflectie)?vragen(?: .{1,40})?|nabespreking)",
        "ja": r"(?:振り返り(?:の)?.{0,6}|質問|話し合い)",
        "zh": r"(?:讨论(?:问题)?|反思问题|分享问题|提问)",
        "hi": r"(?:प्रश्न|चर्चा(?: के प्रश्न)?)",
    },
    "legal": {
        "en": r"(?:disclaimers?|copyright|licen[cs]e|credits?|references?|sources?|citations?|bibliography|"
        r"further reading|acknowledge?ments?|attribution|terms(?: of use)?|about the author|author(?: bio)?|"
        r"contact|resources?|links|related|share|(?:\d+ )?comments?|feedback|footnotes?|privacy)",
        "de": r"(?:haftungsausschluss|urheberrecht|impressum|quellen?|literatur|danksagung|lizenz|"
        r"über (?:den autor|die autorin))",
        "fr": r"(?:avertissement|droits d'auteur|crédits?|sources?|références?|licence|mentions légales|"
        r"remerciements)",
        "es": r"(?:aviso(?: legal)?|descargo.{0,30}|derechos de autor|créditos?|fuentes?|referencias?|licencia)",
        "pt": r"(?:aviso(?: legal)?|direitos autorais|créditos?|fontes?|referências?|licença|isenção .{1,30})",
        "it": r"(?:avvertenze?|diritti(?: d'autore)?|crediti|fonti|riferimenti|licenza)",
        "nl": r"(?:disclaimer|auteursrecht|bronnen|bronvermelding|licentie|verantwoording)",
        "ja": r"(?:免責(?:事項)?|著作権|出典|参考(?:文献)?|引用元)",
        "zh": r"(?:免责声明|版权(?:声明)?|来源|参考(?:文献|资料)?)",
        "hi": r"(?:अस्वीकरण|कॉपीराइट|स्रोत|संदर्भ)",
    },
}

HEADS["end mark"] = {
    "en": r"(?:the )?end of (?:the |this )?(?:script|session|meditation|recording|exercise|audio|transcript)",
    "de": r"ende (?:des skripts|der übung|der meditation|der aufnahme)",
    "fr": r"fin (?:du texte|du script|de la séance|de la méditation)",
    "es": r"fin(?:al)? (?:del guion|del guión|de la meditación|de la sesión)",
    "pt": r"fim (?:do roteiro|da meditação|da sessão)",
    "it": r"fine (?:del testo|del copione|della meditazione|della sessione)",
    "nl": r"einde (?:van de tekst|van de meditatie|van het script|script)",
}

SCRIPT_HEADS = (
    r"(?:the |full |complete |main |guided |meditation |spoken |guided meditation |narration |audio |"
    r"voice-?over |final |clean )*(?:script|transcript|narration|spoken text|text to (?:be )?read)(?: text)?|"
    r"final version|what to (?:say|read)|(?:to )?(?:say|read) aloud|speaker notes?|"
    r"(?:der )?(?:skript|sprechtext|lesetext|meditationstext|text)|(?:le )?(?:texte|script|texte à lire)|"
    r"(?:el )?(?:gui[oó]n|texto|gui[oó]n completo)|(?:o )?(?:roteiro|texto|roteiro completo)|"
    r"(?:il )?(?:testo|copione)|(?:de )?(?:tekst|script)|(?:本文|台本|スクリプト|原稿)|(?:正文|脚本|引导词|文稿)|"
    r"(?:स्क्रिप्ट|पाठ|आलेख)"
)
"""Headings that the script itself stands under."""

KEYS = (
    r"duration|length|time|time needed|time required|total time|running time|run ?time|title|author|written by|by|level|music|tone|"
    r"style|theme|topic|voice(?: profile| tone| style| type)?|pace|pacing|speed|tempo|audience|"
    r"target audience|purpose|setting|source|notes?|word count|words|category|categories|tags?|keywords?|"
    r"date|created|updated|version|sfx|fx|sound effects?|objectives?|goals?|aim|intention|materials?|"
    r"equipment|format|language|genre|mood|position|posture|difficulty|type|subject|status|series|episode|"
    r"session|client|patient|therapist|facilitator|background(?: music| sound)?|ambien(?:ce|t)|emotion|"
    r"best for|suitable for|age(?: group| range)?|license|copyright|url|link|id|slug|description|summary|"
    r"production|recording|narrator|bpm|key|tempo|volume|estimated (?:time|length|duration)|"
    r"track(?: length)?|image|thumbnail|seo.{0,20}|meta.{0,20}|prompt|model|instrumentation|"
    r"dauer|länge|titel|autorin|autor|von|thema|stimme|tempo|zielgruppe|zweck|ziel|musik|stil|ton|tonfall|"
    r"kategorie|quelle|hinweis|anmerkung|material|sprache|niveau|datum|position|haltung|"
    r"durée|titre|auteur|autrice|thème|voix|rythme|public|but|objectif|musique|ton|catégorie|niveau|"
    r"remarque|matériel|langue|date|"
    r"duración|título|autora?|tema|voz|ritmo|público|propósito|objetivo|música|tono|estilo|categoría|"
    r"nivel|nota|fuente|idioma|fecha|velocidad|pausas|etiquetas|"
    r"duração|tema|ritmo|tom|categoria|nível|fonte|velocidade|público-alvo|"
    r"durata|titolo|autore|autrice|tema|voce|ritmo|scopo|obiettivo|musica|tono|stile|livello|fonte|lingua|"
    r"duur|auteur|thema|stem|doelgroep|doel|muziek|toon|stijl|bron|taal|lengte|"
    r"時間|所要時間|タイトル|題名|作者|対象|目的|テーマ|音楽|声|"
    r"时长|時長|标题|作者|主题|对象|目的|音乐|语气|语速|难度|"
    r"अवधि|शीर्षक|लेखक|विषय|उद्देश्य|संगीत|स्वर|स्तर"
)
"""Words before a colon that say something about a script."""

LENGTH_KEYS = frozenset(
    "duration length time dauer länge durée duración duração durata duur lengte 時間 所要時間 时长 時長 अवधि".split()  # noqa: SIM905
) | {"total time", "running time", "run time", "runtime", "estimated time", "estimated length",
 "estimated duration", "total duration", "track length", "time needed", "time required"}  # fmt: skip
TITLE_KEYS = frozenset("title titel titre título titolo タイトル 題名 标题 शीर्षक".split())  # noqa: SIM905

SPEAKERS = (
    r"instructor|narrator|guide|teacher|therapist|facilitator|leader|speaker|voice|host|script|clinician|"
    r"counsell?or|reader|practitioner|coach|female voice|male voice|voice-?over|v\.?o\.?|"
    r"presenter|hypnotist|hypnotherapist|officiant|celebrant|moderator|trainer|chaplain|storyteller|"
    r"sprecher(?:in)?|erzähler(?:in)?|anleiter(?:in)?|stimme|moderator(?:in)?|lehrer(?:in)?|lehrkraft|"
    r"(?:kurs|übungs|gruppen)?leit(?:er(?:in)?|ung)|therapeut(?:in)?|trainer(?:in)?|erzieher(?:in)?|"
    r"vorleser(?:in)?|hypnotiseur(?:in)?|"
    r"narrateur|narratrice|voix(?: (?:off|guide))?|guide|animateur|animatrice|enseignante?|thérapeute|conteu(?:r|se)|"
    r"lecteur|lectrice|présentat(?:eur|rice)|formateur|formatrice|professeure?|instructeur|instructrice|"
    r"narrador(?:a)?|locutor(?:a)?|guía|voz(?: (?:en off|em off|guía|guia))?|facilitador(?:a)?|terapeuta|instructor(?:a)?|"
    r"profesor(?:a)?|maestr[oa]|presentador(?:a)?|conductor(?:a)?|lector(?:a)?|monitor(?:a)?|"
    r"locução|guia|instrutor(?:a)?|professor(?:a)?|apresentador(?:a)?|condutor(?:a)?|leitor(?:a)?|"
    r"narratore|narratrice|voce(?: (?:fuori campo|narrante|guida))?|facilita(?:tore|trice)|istrut(?:tore|trice)|"
    r"insegnante|guida|condut(?:tore|trice)|let(?:tore|trice)|"
    r"verteller|vertelster|stem|spreker|spreekster|begeleid(?:er|ster)|docente?|leraar|lerares|juf|"
    r"voorlezer|therapeute?|presentator|presentatrice|"
    r"ナレーター|ナレーション|ガイド|ファシリテーター|インストラクター|セラピスト|司会(?:者)?|進行(?:役)?|講師|先生|"
    r"案内(?:人|役)|語り(?:手)?|朗読(?:者)?|指導者|保育士|"
    r"语音|旁白|引导(?:者|师|人|语)|教师|老师|主持(?:人)?|咨询师|治疗师|带领者|讲师|朗读(?:者)?|指导(?:者|语)|画外音|解说|主播|"
    r"वाचक|शिक्षक|शिक्षिका|प्रशिक्षक|मार्गदर्शक|संचालक|वक्ता|सूत्रधार|कथावाचक|गुरु"
)
"""Names of whoever speaks the words that follow a colon."""

CHAT_OPENINGS = (
    r"(?:sure(?: thing)?|certainly|of course|absolutely|great (?:idea|choice)|i'?d be happy|i would be happy|"
    r"happy to|here(?:'s|’s| is| are)|below is|this is a|okay|ok|alright|no problem|"
    r"natürlich|gerne?|klar|hier ist|selbstverständlich|bien sûr|voici|avec plaisir|certainement|"
    r"claro|por supuesto|aquí (?:tienes|está|te)|con gusto|certo|certamente|ecco|volentieri|"
    r"com certeza|aqui está|com prazer|natuurlijk|hier is|graag|zeker|もちろん|はい、|以下(?:は|が|に)|"
    r"当然|好的|下面是|以下是|这是|ज़रूर|बिल्कुल|यहाँ|यह रहा)"
)
CHAT_TOPICS = (
    r"(?:script|meditation|session|version|story|letter|guided|exercise|visuali[sz]ation|minute|body ?scan|relaxation|practice|induction|"
    r"grounding|nidra|reise|entspannung|relajación|rilassamento|relaxamento|ontspanning|skript|übung|fassung|"
    r"texte|séance|méditation|guion|guión|meditación|sesión|roteiro|meditação|sessão|copione|meditazione|"
    r"tekst|meditatie|oefening|スクリプト|瞑想|台本|脚本|版本|バージョン|冥想|引导|स्क्रिप्ट|ध्यान)"
)
CHAT_CLOSINGS = (
    r"(?:would you like|do you want|let me know|feel free|shall i|should i|i can (?:also|make|adjust|create|"
    r"write|record|turn|shorten)|if you(?:'d| would|’d)? (?:like|want|prefer|need)(?: me)? .{0,60}"
    r"(?:version|script|adjust|longer|shorter|tone|customi[sz]e|tailor|change|i can|me to)|"
    r"i hope this|hope this helps|hope (?:it|they) (?:helps?|enjoys?|likes?)|want me to|happy to (?:adjust|tailor|make|help)|enjoy your|"
    r"möchtest du|soll ich|sag (?:mir )?(?:einfach )?bescheid|lass mich wissen|ich kann (?:auch|dir|es)|"
    r"souhaitez-vous|voulez-vous que|veux-tu que|n'hésite|dites-moi|je peux (?:aussi|l'adapter)|"
    r"¿(?:te gustaría|quieres|deseas) (?:que|una)|avísame|puedo (?:también|adaptar|hacer)|"
    r"gostaria que|quer que eu|me avise|posso (?:também|adaptar|fazer)|"
    r"vuoi che|fammi sapere|posso (?:anche|adattare)|wil je dat|laat (?:het )?me weten|ik kan (?:ook|het)|"
    r"(?:.{0,30}(?:作れます|お知らせください|お申し付けください|お気軽に))|ご希望|必要であれば|お知らせください|如果[你您]?(?:需要|想|愿意)|需要我|如需|क्या आप चाहते|यदि आप चाहें तो मैं|मुझे बताएँ)"
)
LEGAL_LINES = (
    r"(?:\(c\)|©|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos|todos os direitos|tutti i diritti|alle rechten voorbehouden|版权所有|無断転載|"
    r"(?:please )?do not (?:distribute|reproduce|copy|share)|for (?:clinical|educational|personal|internal|"
    r"professional) (?:use|purposes)|not (?:for|to be) (?:distribut|reproduc)|licensed under|cc[ -]by|"
    r"first published\b|(?:this|second|third|revised) edition\b|फ़?ोटोकॉपी|"
    r"reprinted (?:with|from|by)|used with permission|adapted (?:from|with)|(?:please )?do not (?:photo)?copy|(?:may|can) be reproduced|"
    r"this (?:script|handout|recording|meditation|exercise|material|content) is not (?:a substitute|intended"
    r"|medical)|(?:it is )?not a substitute for|disclaimer\b|printed (?:from|at|by)|downloaded from|retrieved from|"
    r"source:|quelle:|fuente:|fonte:|bron:)"
)
ABOUT_LINES = (
    r"please (?:return|initial|sign|complete|tick|hand (?:in|back|out)|fill (?:in|out)|collect|log)\b|"
    r"(?:not suitable|unsuitable|not recommended|contra-?indicat\w+|not to be used) (?:for|in|if|during|with|by)\b|"
    r"(?:this|the) (?:post|page|article|site|episode) (?:may )?contains?\b|"
    r"(?:\w+ ){0,2}(?:team|group|staff|leads?|leaders?|readers?|ringers?|volunteers?|helpers?|stewards?|hosts?) to [a-z]+\b(?!.*\byou)|"
    r"if you (?:experience|feel|notice|have|become|are) .{2,60}\b(?:contact|call|tell|ring|press|speak to|inform|alert)\b.{0,60}"
    r"\b(?:clinic|nurse|midwife|staff|bell|doctor|gp|therapist|teacher|team|\d{3})\b|"
    r"(?:words|text|tags?|lines?|notes?|anything|everything|directions?|text|texte|texto|testo|tekst|wörter|mots|palabras|palavras|parole|woorden)"
    r" (?:in|within|between|inside|en|entre|entre les|tra|tussen|zwischen) (?:square |round |eckigen |runden )?(?:brackets|parentheses|italics|bold|"
    r"capitals|caps|klammern|crochets|parenthèses|corchetes|paréntesis|colchetes|parênteses|parentesi|haakjes)\b|"
    r".{0,50}\bà lire (?:lentement|d'une voix|à (?:voix|mi-voix|haute))|"
    r"(?:as|like|same as) (?:in )?(?:round|part|step|set|side) \w{1,5}\b,? (?:but|with|only|this time)\b|"
    r"for use (?:at|in|with|by|during|on)\b|(?:to be|best) (?:read|spoken|used|recorded|delivered)\b|"
    r"(?:suitable|intended|recommended) for (?:adults|children|groups|teens|beginners|ages|use)|"
    r"(?:this|the following|the) (?:script|handout|worksheet|guide|document|recording|text|resource|"
    r"(?:guided )?(?:meditation|exercise|practice|visuali[sz]ation|session) (?:script)?)\s*"
    r"(?:takes|lasts|runs|needs|requires|contains|comes with|works (?:best|well)|is (?:best|about|for|from|part)|can take)\b|"
    r"(?:this|the following|the) (?:script|handout|worksheet|recording|text)\s*"
    r"(?:is|was|has been|can be|may be|should be|will) (?:designed|intended|written|created|developed|"
    r"adapted|meant to be read|read|used|recorded|delivered|suitable|ideal|appropriate|help (?:clients|"
    r"participants|patients))|use this (?:script|handout|worksheet|guide|recording)|"
    r"(?:read|speak|record) (?:this|the (?:script|text|following)|it)\b.{0,60}\b(?:slow|aloud|voice|pace|"
    r"pausing|paus)|(?:please )?read (?:slowly|aloud|in a)|"
    r"(?:dieses|das folgende) (?:skript|arbeitsblatt) (?:ist|wurde|dient|richtet)|diese (?:übung|anleitung) "
    r"(?:dient|wurde|richtet)|(?:bitte )?(?:langsam|ruhig) (?:vor)?lesen|"
    r"ce (?:script|texte|document) (?:est|a été)|à lire (?:lentement|d'une voix)|lire (?:lentement|à voix)|"
    r"este (?:guion|guión|texto|documento|roteiro) (?:está|fue|foi|é|es)|leer (?:despacio|lentamente|con)|"
    r"ler (?:devagar|lentamente|com)|questo (?:testo|copione) (?:è|serve)|leggere (?:lentamente|piano|con)|"
    r"(?:deze tekst|dit script) (?:is|werd)|(?:lees|rustig) (?:langzaam|voorlezen|voor)|"
    r"(?:この|本)(?:スクリプト|台本|文章)は|ゆっくり(?:と)?読(?:む|んで)|(?:本|此|这)(?:脚本|文稿|引导词)|请(?:缓慢|慢慢|轻声)(?:朗)?读|"
    r"(?:यह|इस) (?:स्क्रिप्ट|पाठ)"
)
"""Sentences about the script, said to whoever reads it."""

BY_LINES = (
    r"(?:(?i:by|written by|script by|text by|von|text von|par|por|di|door)|作者[:：]?|文[:：])\s+[A-ZÀ-Þ\u3041-\u9fff].{1,60}|"
    r"(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+,? (?:ph\.?d|psy\.?d|m\.?d|lmft|lcsw|lpc|m\.?a|m\.?s\.?w|r\.?n)\b.*"
)
"""The line of an author."""


def _joined(rows: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row})" for row in rows.values()))


LEFT_HEADS = {reason: _joined(rows) for reason, rows in HEADS.items()}
IS_SCRIPT_HEAD = re.compile(SCRIPT_HEADS)


def reason_of_head(text: str) -> str:
    """Returns why what stands under a heading is not spoken; "" if it is, or may be.

    Args:
        text: The heading or label, in lower case, without number, marks and colon.
    """
    if not text or len(text) > 80:  # noqa: PLR2004
        return ""
    return next((why for why, pattern in LEFT_HEADS.items() if pattern.fullmatch(text)), "")


LETTER_BEGINS = re.compile(
    r"(?:my )?(?:dear|dearest|liebes?|liebste[rs]?|ch[eè]re?|querid[oa]|car[oa]|lieve?) (?!all\b|team\b|sir\b|madam\b)"
    r"(?:\w+ ){0,3}(?:one|child|me|self|heart|you|girl|boy|kid|friend|ich|kind|kleine[rs]?|mädchen|junge|enfant|petite?|"
    r"moi|niñ[oa]|menin[oa]|criança|bambin[oa]|me stess[oa]|kindje|ik),",
    re.IGNORECASE,
)
"""The beginning of a letter to a child or to oneself: "Dear little one,"."""
