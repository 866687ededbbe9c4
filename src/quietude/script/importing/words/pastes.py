"""Lines that programs and people put around a text that is copied or sent: whole lines, as data."""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|ene|abr|ago|dic|fév|avr|aoû|déc)\w*"

_LINES: tuple[tuple[str, str], ...] = (
    (r"posted by .{1,40} (?:on|»|at) .{4,60}|last edited by .{4,100}|re: .{2,80}|quote:|.{1,30} wrote:|"
     r"(?:r|u)/\w+.{0,60}|edit ?\d{0,2}: .*|tl;?dr:? .*|crosspost.{0,60}", "line of a forum"),
    (r"(?:on|am|le|el|il|op|em) .{6,90}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\b.{0,60}:", "head of a mail"),
    (r"(?:sent from my|von meinem .{1,20} gesendet|envoyé de(?:puis)? mon|enviado desde mi|enviado do meu|inviato da|"
     r"verzonden vanaf|get outlook for).{0,40}", "foot of a mail"),
    (r"[-–—]{3,} ?(?:forwarded message|original message|weitergeleitete nachricht|message transféré) ?[-–—]{3,}", "head of a mail"),
    (rf"(?:v|ver|version|rev|draft)\.? ?\d{{1,2}}(?:\.\d{{1,2}})*\b.{{0,12}}(?:\d{{1,2}}\.? {_MONTH}|\d{{1,4}}[/.-]\d{{1,2}}).{{0,80}}",
     "history of the text"),
    (r"[-*•] \[[ x]\] .{1,200}", "list of things to do"),
    (r"\W*\d.{0,40}\b(?:wpm|words per minute|wörter pro minute|mots par minute|palabras por minuto)\W*", "information"),
    (r"note\. (?:adapted|reprinted|see|from|all|based).*|correspondence:.*|(?:table|figure|fig\.) \d{1,2}[.:].*", "note of a paper"),
    (r"(?:cf\.?|see(?: also)?|vgl\.|voir|cfr\.?|véase|zie) (?:[1-3]\s?)?[A-ZÀ-Þ]\w+\.? \d{1,3}[:,.]?\d{0,3}.{0,20}", "reference"),
    (r"(?:i )?hope (?:it|this|that) helps\b.{0,200}|let me know what you (?:all )?think\b.{0,60}", "words around a script"),
    (r"export(?:ed)? from .{2,40}|created with .{2,40}|converted (?:by|with|from) .{2,40}|view (?:this )?(?:online|in browser).{0,40}",
     "line of a program"),
    (r"(?:created|updated|last (?:edited|modified|updated)|erstellt|créé le|creado)\s*[:：]? .{0,12}\d.{2,40}", "information"),
    (r"(?:typing|typed|posting|posted|written) (?:this )?(?:on|from) (?:mobile|my phone)\b.*|on mobile,? .*|"
     r"(?:sorry|apologies) (?:for|about) (?:the |any )?(?:format|typos).*", "words around a script"),
    (r"(?:your )?kindle notes (?:for|from)\b.{0,80}|highlight ?\(.{2,20}\).{0,40}|.{0,40}\d+ highlights?(?:\(s\))?\b.{0,40}",
     "line of a program"),
    (r"(?:.{2,20} )?\(?auto-?generated\)?|(?:sub)?titles? by (?:the )?.{2,60}|(?:captions?|captioned|subtitled|transcribed) by .{2,60}|"
     r"untertitel(?:ung)?(?: von|:) .{2,60}|sous-titr\w+ (?:par|de) .{2,60}|subtítulos (?:por|de) .{2,60}|legendas (?:por|de) .{2,60}",
     "credits"),
    (r"\W*cont(?:inue)?['’]?d\b\W*(?:(?:overleaf|on (?:the )?(?:next|page)).{0,20})?", "line of a form"),
    (r"[♪♫🎵🎶\s]+|[♪♫🎵🎶]\s*[(\[].{2,60}[)\]]\s*[♪♫🎵🎶]?", "music"),
    (r"(?:.{0,40}\b)?(?:overleaf|see (?:over|reverse)|p\.?t\.?o\.?)\W*", "line of a form"),
    (r"(?:.{0,80}\b)?(?:signature|unterschrift|firma|assinatura|handtekening)\s*:?\s*_{3,}.*|i consent to .{2,80}", "line of a form"),
    (r"recorded (?:take \d|on|at|in) .{2,60}|(?:hosted|produced|presented|narrated|edited|mixed|music|recorded) by .{2,120}|time ?stamps? (?:below|are|above).{0,60}", "credits"),
    (r"\W*(?:(?:please )?(?:follow|find|join) (?:us|me) (?:on|at)\b.{0,80}|(?:like|subscribe|share|rate)(?:,? (?:and|&) "
     r"(?:like|subscribe|share|review|follow))+.{0,80}|subscribe (?:to|for|on).{0,80}|save this (?:for|post).{0,80}|"
     r"(?:.{0,80}\b)?leave (?:me |us )?a (?:comment|review|reply)\b.{0,60}|"
    r"link in bio.{0,40}|support us on .{2,60}|leave (?:us )?a (?:review|comment).{0,60}|download the app.{0,60}|"
     r"folge? (?:mir|uns) auf .{2,60}|abonniere.{0,60}|suivez(?:-| )(?:nous|moi) sur .{2,60}|abonnez-vous.{0,60}|"
     r"síguenos en .{2,60}|suscríbete.{0,60}|siga-nos .{2,60}|inscreva-se.{0,60}|seguici su .{2,60}|volg ons op .{2,60})",
     "call to share"),
    (r"[※＊]\s?.{2,120}", "note"),
    (r"(?:user|prompt|you said)\s*:\s*.{0,400}|(?:chatgpt|assistant|claude|gemini|copilot|ai)(?: said)?\s*:",
     "words of a chat around the script"),
    (r"(?:if|please|do|should)\b.{3,140}\b(?:speak|talk|contact|call|ring|see|consult|ask|tell)\b.{0,24}\b(?:your |the |a )?"
     r"(?:gp|g\.p\.|doctor|midwife|maternity unit|physician|pharmacist|(?:health ?care|medical|mental health) "
     r"(?:provider|professional|team)|clinic|111|999|911|988|a&e|emergency)\b.{0,60}", "advice"),
    (r"(?:recorded|taped|take) (?:on )?\d.{2,80}", "information"),
    (r"(?:#[^\W\d]\w{1,40}[\s,]*){2,}", "tags"),
    (r".{0,40}\b(?:rate us|five stars|wherever you (?:listen|get your podcasts)|brought to you by|sponsored by)\b.{0,60}",
     "call to share"),
    (r".{0,20}(?:版权|著作権|版權|未经许可|無断転載|无断转载).{0,40}", "copyright or disclaimer"),
)  # fmt: skip
KINDS = [(re.compile(pattern, re.IGNORECASE), why) for pattern, why in _LINES]
"""Whole lines, and why each kind is left out."""

CHAT = re.compile(
    r"\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?\]?\s?(?:- )?[^:]{1,40}:\s",
    re.IGNORECASE,
)
"""The beginning of a message in the export of a chat."""

END = re.compile(
    r"\W*(?:the )?(?:end|fin|ende|fine|fim|einde|конец|кінець|koniec|slut|slutt|loppu|son|끝|おわり|終わり|完|结束)\W*"
    r"|\W+end of .{2,40}\W+|(?:fin|final|ende|fim|fine|einde|slut|the end) (?:de|del|de la|der|des|do|da|van|of) .{2,30}",
    re.IGNORECASE,
)
LETTER_STARTS = re.compile(
    r"(?i:(?:dear|hi|hello|hey|hiya|liebe[rs]?|hallo|cher|chère|chers|bonjour|querid[oa]s?|hola|car[oaie]|ciao|olá|beste|lieve|dag|oi)"
    r",? (?:gente|turma|all|everyone|everybody|team|folks|friends|both|zusammen|alle|allemaal|iedereen|à tous|tout le monde|a todos|a todas|"
    r"a tutti|tutti|pessoal))[,!:.–-]|"
    r"(?i:dear|hi|hello|hey|liebe[rs]?|hallo|cher|chère|chers|bonjour|querid[oa]s?|hola|car[oaie]|ciao|olá|beste|lieve) "
    r"[A-ZÀ-Þ][\w .&'-]{0,40}[,!:]",
)
LETTER_TOPICS = re.compile(
    r"\b(?:here it is|segue|typing|typed|posting|sending|forwarding|read (?:it|this) (?:out|aloud)|text|script|exercise|recording|attached|version|übung|aufnahme|anbei|texte|exercice|ci-joint|texto|ejercicio|"
    r"adjunto|guion|exercício|anexo|testo|esercizio|allegato|tekst|oefening|bijlage)\b",
    re.IGNORECASE,
)
LETTER_ENDS = re.compile(
    r"(?:thanks|thank you)(?: so much| very much| again| a lot| all)?,|(?:(?:very )?(?:warmly|sincerely)|(?:best|kind|warm|warmest)(?: wishes| regards)?|regards|yours(?: .{2,20})?|cheers|xx?o?|"
    r"(?:viele|liebe|herzliche|beste) grüße|(?:bien )?cordialement|bien à (?:toi|vous)|un abrazo|saludos|abraços?|"
    r"cordiali saluti|un abbraccio|groet(?:jes|en)?|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?)[,!.]?",
    re.IGNORECASE,
)
REPEATS = re.compile(
    r"\W*(?:do|repeat|faire|répéter|hacer|repetir|fazer|fare|ripetere|doe|herhaal|wiederholen)\s+\d{1,2}\s*"
    r"(?:fois|times|x|mal|veces|vezes|volte|keer)\s*[:：]\W*",
    re.IGNORECASE,
)
"""A repeat of what follows it, which has no end."""
