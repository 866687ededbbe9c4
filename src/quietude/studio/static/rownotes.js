// Beside a row: its time, how it was read and will be spoken, and what to think about.
import { clock, t, texts } from "/static/studio.js";
import { button, element } from "/static/elements.js";
import { hasSeconds, isDirective, isPause, kindOf, markOf, withSeconds } from "/static/notation.js";
import { Pill } from "/static/pills.js";

const QUIET = new Set(["choose", "or", "end", "group", "repeat", "include", "chapter", "note", "fade", "bed"]);

export class RowNotes {
  // acts: mark(row, word), addAfter(index, words), pause(row, seconds, ideal).
  constructor(script, acts) {
    this.script = script;
    this.acts = acts;
  }

  show(row, about, known) {
    if (!about && !known) return;
    this.time(row, about);
    const line = row.line.trim();
    // Times change with every word before them; all else is drawn anew only if it is new.
    const { at_s: at, end_s: end, ...rest } = about || {};
    const state = JSON.stringify([rest, line, this.script.own, isPause(line) && Math.round(10 * (end - at))]);
    if (row.noted === state) return;
    row.noted = state;
    const parts = about?.parts || [];
    const kind = this.kind(line, parts);
    row.root.className = `row ${kind}`;
    row.root.classList.toggle("dropped", Boolean(about?.dropped));
    row.playButton.hidden = kind !== "spoken";
    row.notes.replaceChildren();
    this.pill(row, kind, parts, about);
    this.word(row, line);
    this.read(row, parts, kind);
    if (about?.dropped) row.notes.append(element("p", "fact", t("row.dropped")));
    for (const words of about?.says || []) row.notes.append(element("p", "fact says", t("row.says", { words })));
    for (const finding of about?.care || []) row.notes.append(this.finding(row, finding));
    const look = parts.some((part) => part.what === "unsure") || (about?.care || []).some((one) => one.severity !== "info");
    if (look) row.root.dataset.look = "yes";
    else delete row.root.dataset.look;
  }

  time(row, about) {
    const at = about?.at_s === undefined ? "" : clock(about.at_s);
    if (row.time.textContent === at) return;
    row.time.textContent = at;
    row.fromButton.hidden = !at;
  }

  kind(line, parts) {
    const { own } = this.script;
    const whats = new Set(parts.map((part) => part.what));
    const spoken = whats.has("spoken") || whats.has("unsure");
    if (isDirective(line) || (!spoken && QUIET.has(kindOf(line, own)))) return "directive";
    if (line.startsWith("#") || (whats.has("chapter") && !spoken)) return "heading";
    if ((parts.length && parts.every((part) => part.what === "silence")) || isPause(line)) return "pause";
    if (spoken) return "spoken";
    if (whats.has("sound")) return "sound";
    return whats.has("left out") && !whats.has("silence") ? "left" : "spoken";
  }

  // The kind of a line in brackets, in words: a question, words to say along, one wording of several.
  word(row, line) {
    const key = `row.kind.${kindOf(line, this.script.own)}`;
    if (key in texts) row.notes.append(element("span", "chip kind", t(key)));
  }

  // The reading of the line, where that is not plain, and words to change it.
  read(row, parts, kind) {
    const mark = markOf(row.line, this.script.own);
    for (const part of parts) {
      if (part.what === "left out") {
        if (part.why === "title") {
          row.notes.append(element("p", "fact", t("row.title")));
          continue;
        }
        const fact = element("p", "fact left", part.why ? t("row.left", { why: part.why }) : t("row.left.plain"));
        if (!mark && kind === "left") fact.append(this.corrects(row, "speak", "row.speak"));
        row.notes.append(fact);
      } else if (part.what === "unsure") {
        const fact = element("p", "fact unsure", t("row.unsure", { why: part.why || "" }));
        fact.append(this.corrects(row, "leave out", "row.leave"), this.corrects(row, "speak", "row.speak"));
        row.notes.append(fact);
      } else if (part.what === "silence" && kind === "spoken" && !row.pill) {
        row.notes.append(element("span", "chip", t("row.silence", { seconds: Math.round((part.seconds || 0) * 10) / 10 })));
      } else if (part.what === "sound" && row.line.trim() !== `[${part.text}]`) {
        row.notes.append(element("span", "chip sound", part.text));
      }
    }
    if (parts.some((part) => part.optional)) row.notes.append(element("span", "chip optional", t("row.optional")));
    if (mark) {
      const fact = element("p", "fact", t(`row.mark.${mark.split(" ")[0]}`));
      fact.append(this.corrects(row, "", "row.undo-mark"));
      row.notes.append(fact);
    }
  }

  corrects(row, word, key) {
    return button("link", "", () => this.acts.mark(row, word), t(key));
  }

  finding(row, { severity, message, instead, remedy, rule }) {
    const box = element("div", `care ${severity}`);
    box.append(element("strong", "", t(`care.${severity}`)));
    const words = element("p", "", `${message[0].toUpperCase()}${message.slice(1)}.`);
    words.title = rule;
    box.append(words);
    if (instead) box.append(element("p", "hint", t("care.instead", { instead })));
    if (remedy) box.append(button("small", "", () => this.acts.addAfter(row.index, remedy.text), remedy.label));
    return box;
  }

  // The silence of a row as a pill, if its text says how long it is.
  pill(row, kind, parts, about) {
    const { own } = this.script;
    const silence = parts.find((part) => part.what === "silence");
    const lasts = about?.end_s === undefined ? undefined : about.end_s - about.at_s;
    const seconds = silence ? (silence.seconds ?? (kind === "pause" ? lasts : undefined)) : undefined;
    row.seconds = undefined;
    if (seconds === undefined || !hasSeconds(row.line, own)) {
      row.pill?.root.remove();
      row.pill = null;
      row.area.hidden = false;
      return;
    }
    row.seconds = silence.seconds;
    row.pill ||= new Pill((wanted) => this.acts.pause(row, wanted));
    row.area.hidden = kind === "pause";
    const label = t(kind === "pause" ? "row.pause.label" : "row.reflect.label", { number: row.index + 1 });
    const range = row.line.match(/\d[\d.]*\s*[-–]\s*\d[\d.]*/)?.[0].replace("-", "–");
    row.pill.show(seconds, label, range ? t("row.pause.range", { range }) : "");
    if (kind === "pause") {
      if (row.pill.root.parentElement !== row.body) row.body.prepend(row.pill.root);
    } else if (row.pill.root.parentElement !== row.notes) row.notes.append(row.pill.root);
  }
}

// A line with its silence changed, or null where there is none to change.
export function changed(row, seconds, own) {
  return withSeconds(row.line, seconds, row.seconds, own);
}
