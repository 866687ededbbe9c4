"""Scripts and lexicons in every notation that is read."""

from __future__ import annotations

GUIDE = """\
**Duration:** 5 minutes

OPENING (0:00–0:30)
Welcome to this practice. (pause)
Let yourself arrive… and breathe. (No need to close your eyes, just listen.)
[PAUSE: 8s]
*[Pause 5 seconds]*

What do you notice?
(pause)
[Something only the author knows]
(Pause for 20-30 seconds)

Breath (1-2 minutes):
In... and out.
(repeat 3x)
[BELL]
PAUSE…
CLOSING
Open your eyes {ring the chime softly}, as in (Mark 6:31).
"""

PRONOUNCED_MD = """\
Welcome, (Niamh)[sub:"Neev"] and (Saoirse)[ipa:"ˈsiːɹʃə"].

The (Al){aluminum} pot, a (pecan)/pɪˈkɑːn/ pie and [Eoin](/ˈoʊɪn/).
(Rest)[emphasis:"strong";rate:"slow"] here. (BBC)[characters] [softly]
"""

SSML = """\
<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis">
<p><s>Welcome <sub alias="Saoirse">S.</sub></s> <s>Rest [pause 3 seconds] here.</s></p>
<break time="12s"/><break time="500ms"/><break strength="weak"/>
<mark name="second-part"/><prosody rate="slow">Slowly now.</prosody>
<metadata>never spoken</metadata><audio src="http://example.org/x.mp3">nor this</audio>
</speak>
"""

EVERYTHING = """\
id: everything
title: Everything
intensity: light
bed: rain
lexicon:
  Siobhan: shi-VAWN
  Niamh: {says: Neev, ipa: niːv}
slots:
  name: {ask: Name?, default: ""}
  nickname: shared
  place: {default: a bench}
sections:
  - title: Arriving
    role: arrive
    steps:
      - bell
      - Welcome{{ ", " + name if name }}. Siobhan & Niamh say "hello".
      - {say: Niamh is with you., says: {Niamh: neeve}}
      - {say: And so is Eoin., says: {Eoin: {says: oh-in, ipa: oːɪnʲ}}, optional: 2, id: eoin}
      - {say: Eoin may stay., needs: eoin}
      - {echo: I am here., heart: true}
      - bed: ocean
      - pause: settle
      - note: Slow down here [really].
  - title: Resting
    optional: 3
    steps:
      - bed: {to: silence, over: 12}
      - {ask: What do you notice?, reflect: 12-40s}
      - music: 10-40s
      - choose: [A sound., [A light., {pause: 3s}], {imagine: A river., time: notice}]
      - {repeat: 2, steps: [Once more., {echo: I am here.}]}
      - {breathe: {in: 4, out: 6, cycles: 2, guide: tone}}
      - chapter: The second half
      - {journal: 20-60s, touch: Take your time.}
  - title: Coming back
    role: return
    steps:
      - ground
      - {bed: {to: stream, over: 20}}
      - include: return-light
      - music: 40-90s
"""

PLS = """\
<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa"
         xml:lang="en-GB">
  <lexeme><grapheme>Saoirse</grapheme><grapheme>saoirse</grapheme>
    <phoneme>x</phoneme><phoneme prefer="true">ˈsiːɹʃə</phoneme></lexeme>
  <lexeme><grapheme>Niamh</grapheme><alias>Neev</alias></lexeme>
  <lexeme><grapheme>Neev</grapheme><alias>Nee ve</alias></lexeme>
  <lexeme><grapheme>Cat</grapheme><phoneme alphabet="x-sampa">k{t</phoneme></lexeme>
</lexicon>
"""

PRONOUNCED = """\
<speak><p>To <phoneme alphabet="ipa" ph="niːv">Niamh</phoneme> on the
<say-as interpret-as="ordinal">3</say-as>, from <say-as interpret-as="characters">BBC</say-as>
by <phoneme alphabet="x-sampa" ph="E">Ed</phoneme>, <say-as interpret-as="date">1/2</say-as>.</p>
<prosody rate="slow">Slowly.</prosody> <sub alias="a &lt;b&gt;">D</sub> is here.
<prosody rate="slow"><emphasis level="strong">So</emphasis> so.</prosody> <sub alias="Hi"/>
<voice name="z">Me.</voice> <sub alias="x">in<break time="1s"/>two</sub></speak>
"""
