// The rows: one for each line that is not blank. They show the text, and change it; what is known
// of a line comes from the server and is laid beside it.
import { $, clock, say, t } from "/static/studio.js";

const MARK = /\s*<!--\s*(speak|leave out|heading|bell|pause [^<>]*?)\s*-->\s*$/;
const DIRECTIVE = /^\[(?:as|section) /;
const PAUSE = /^[[(]\s*(?:pause|silence)[^\])]*[\])]$/i;
const STEP_PAUSE = /^\[step \{"pause": "[^"]+"(, "optional": \d)?\}\]$/;
const DRAG_PX = 6;
const PREFIX = /^#{1,6}\s+/;

// A line as a row shows it: without the signs of a heading and of a correction.
const bare = (line) => line.replace(MARK, "").replace(PREFIX, "");
const prefixOf = (line) => line.match(PREFIX)?.[0] || "";
const markOf = (line) => line.match(MARK)?.[1] || "";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(className, label, act, text = "") {
  const made = element("button", className, text);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

const sizesItself = CSS.supports("field-sizing", "content");
function fit(area) {
  if (sizesItself) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

export class Rows {
  constructor(script, hear, playFrom) {
    this.script = script;
    this.hear = hear;
    this.playFrom = playFrom;
    this.list = $("rows");
    this.known = {};
    this.rows = [];
    this.list.addEventListener("input", (event) => this.typed(event));
    this.list.addEventListener("keydown", (event) => this.key(event));
    script.onChange((from) => this.show(from));
    this.show("");
  }

  // Makes as many rows as there are lines with words, and gives each its words.
  show(from) {
    const lines = this.script.lines;
    let place = 0;
    lines.forEach((line, index) => {
      if (!line.trim() || this.isHead(lines, index)) return;
      const row = this.rows[place] || this.made(place);
      this.fill(row, index, line, from);
      place += 1;
    });
    while (this.rows.length > place) this.rows.pop().root.remove();
  }

  // The lines between "---" at the top are the head of the script: they are in the text alone.
  isHead(lines, index) {
    if (lines[0]?.trim() !== "---") return false;
    const end = lines.indexOf("---", 1);
    return end > 0 && index <= end;
  }

  made(place) {
    const root = element("li", "row");
    const row = { root, index: -1, line: null, known: null };
    row.time = element("span", "time");
    row.body = element("div", "body");
    row.area = element("textarea", "words");
    row.area.rows = 1;
    row.area.spellcheck = true;
    row.pill = null;
    row.notes = element("div", "notes");
    row.acts = element("div", "acts");
    row.playButton = button("sample", "", () => this.play(row));
    row.fromButton = button("icon from", "", () => this.playFrom(row.index + 1), "⇥");
    row.menuButton = button("icon", "", () => this.menu(row), "⋯");
    row.menuButton.setAttribute("aria-expanded", "false");
    row.acts.append(row.playButton, row.fromButton, row.menuButton);
    row.body.append(row.area, row.notes);
    root.append(row.time, row.body, row.acts);
    this.rows[place] = row;
    this.list.append(root);
    row.area.rowOf = row;
    return row;
  }

  fill(row, index, line, from) {
    const moved = row.index !== index;
    row.index = index;
    if (row.line !== line) {
      row.line = line;
      const words = bare(line);
      if (row.area.value !== words) row.area.value = words;
      fit(row.area);
    }
    if (moved) {
      const number = index + 1;
      row.area.setAttribute("aria-label", t("row.edit", { number }));
      row.playButton.setAttribute("aria-label", t("row.play.line", { number }));
      row.fromButton.setAttribute("aria-label", t("row.from.line", { number }));
      row.fromButton.title = t("row.from");
      row.menuButton.setAttribute("aria-label", t("row.menu", { number }));
    }
    this.note(row, from !== "row");
  }

  // What the server knows of the lines.
  tell(known, text) {
    if (text !== this.script.text) return;
    this.known = known;
    for (const row of this.rows) this.note(row, true);
    const doubts = this.rows.filter((row) => row.root.dataset.look).length;
    $("doubts").textContent = doubts === 0 ? t("editor.doubts.none")
      : doubts === 1 ? t("editor.doubts.one") : t("editor.doubts", { count: doubts });
  }

  note(row, known) {
    const about = (known && this.known[row.index + 1]) || null;
    const line = row.line.trim();
    const state = JSON.stringify([about, line, markOf(row.line)]);
    if (row.noted === state || (!about && !known)) return;
    row.noted = state;
    const parts = about?.parts || [];
    const whats = new Set(parts.map((part) => part.what));
    const heading = line.startsWith("#") || (whats.has("chapter") && !whats.has("spoken"));
    const spoken = whats.has("spoken") || whats.has("unsure");
    const silent = parts.length > 0 && parts.every((part) => part.what === "silence");
    const left = !spoken && whats.has("left out") && !whats.has("sound") && !whats.has("silence");
    const kind = DIRECTIVE.test(line) ? "directive" : heading ? "heading" : silent || PAUSE.test(line) ? "pause"
      : left ? "left" : !spoken && whats.has("sound") ? "sound" : "spoken";
    row.root.className = `row ${kind}`;
    row.root.classList.toggle("dropped", Boolean(about?.dropped));
    row.playButton.hidden = kind !== "spoken";
    row.fromButton.hidden = about?.at_s === undefined;
    row.time.textContent = about?.at_s === undefined ? "" : clock(about.at_s);
    this.pill(row, kind, parts);
    row.notes.replaceChildren();
    this.read(row, parts, kind);
    if (about?.dropped) row.notes.append(element("p", "fact", t("row.dropped")));
    for (const words of about?.says || []) row.notes.append(element("p", "fact says", t("row.says", { words })));
    for (const finding of about?.care || []) row.notes.append(this.finding(row, finding));
    const look = whats.has("unsure") || (about?.care || []).some((one) => one.severity !== "info");
    if (look) row.root.dataset.look = "yes";
    else delete row.root.dataset.look;
  }

  // How the line was read, where that is not plain, and words to change it.
  read(row, parts, kind) {
    const mark = markOf(row.line);
    for (const part of parts) {
      if (part.what === "left out") {
        if (part.why === "title") {
          row.notes.append(element("p", "fact", t("row.title")));
          continue;
        }
        const why = part.why ? t("row.left", { why: part.why }) : t("row.left.plain");
        const fact = element("p", "fact left", why);
        if (!mark && kind === "left") fact.append(this.corrects(row, "speak", "row.speak"));
        row.notes.append(fact);
      } else if (part.what === "unsure") {
        const fact = element("p", "fact unsure", t("row.unsure", { why: part.why || "" }));
        fact.append(this.corrects(row, "leave out", "row.leave"), this.corrects(row, "speak", "row.speak"));
        row.notes.append(fact);
      } else if (part.what === "silence" && kind === "spoken") {
        row.notes.append(element("span", "chip", `${Math.round((part.seconds || 0) * 10) / 10} s`));
      } else if (part.what === "sound") {
        row.notes.append(element("span", "chip sound", part.text));
      }
      if (part.optional) row.notes.append(element("span", "chip", t("row.optional")));
    }
    if (mark) {
      const fact = element("p", "fact", `‹${mark}›`);
      fact.append(this.corrects(row, "", "row.undo-mark"));
      row.notes.append(fact);
    }
  }

  corrects(row, word, key) {
    return button("link", "", () => this.mark(row, word), t(key));
  }

  mark(row, word) {
    this.script.setLine(row.index, row.line.replace(MARK, "") + (word ? ` <!-- ${word} -->` : ""));
    row.area.focus();
  }

  finding(row, { severity, message, instead, remedy, rule }) {
    const box = element("div", `care ${severity}`);
    box.append(element("strong", "", t(`care.${severity}`)));
    box.append(element("p", "", `${message[0].toUpperCase()}${message.slice(1)} (${rule}).`));
    if (instead) box.append(element("p", "hint", t("care.instead", { instead })));
    if (remedy) box.append(button("small", "", () => this.addAfter(row.index, remedy.text), remedy.label));
    return box;
  }

  // A pause as a pill: its seconds can be typed, or dragged.
  pill(row, kind, parts) {
    const seconds = kind === "pause" ? parts.find((part) => part.what === "silence")?.seconds : undefined;
    const writes = PAUSE.test(row.line.trim()) || STEP_PAUSE.test(row.line.trim());
    if (kind !== "pause" || seconds === undefined || !writes) {
      row.pill?.remove();
      row.pill = null;
      row.area.hidden = false;
      return;
    }
    if (!row.pill) {
      row.pill = element("div", "pill");
      row.grip = element("span", "grip");
      row.grip.title = t("row.pause.drag");
      row.grip.setAttribute("aria-hidden", "true");
      row.number = element("input");
      row.number.type = "number";
      row.number.min = 0.5;
      row.number.max = 600;
      row.number.step = 0.5;
      row.number.addEventListener("change", () => this.pause(row, Number(row.number.value)));
      row.grip.addEventListener("pointerdown", (event) => this.drag(row, event));
      row.pill.append(row.grip, row.number, element("span", "", t("row.pause.unit")));
      row.body.prepend(row.pill);
    }
    row.area.hidden = true;
    row.number.setAttribute("aria-label", t("row.pause.label", { number: row.index + 1 }));
    if (document.activeElement !== row.number) row.number.value = Math.round(seconds * 10) / 10;
    row.pill.style.setProperty("--long", Math.min(1, Math.log2(1 + seconds) / 7));
  }

  pause(row, seconds) {
    const wanted = Math.max(0.5, Math.min(600, seconds || 0.5));
    const line = row.line.trim();
    const optional = line.match(STEP_PAUSE)?.[1];
    const words = STEP_PAUSE.test(line)
      ? `[step {"pause": "${wanted}s"${optional || ""}}]`
      : `[pause ${wanted} seconds]`;
    this.script.setLine(row.index, words, `pause-${row.index}`);
  }

  drag(row, event) {
    event.preventDefault();
    row.grip.setPointerCapture(event.pointerId);
    const began = Number(row.number.value);
    const from = event.clientX;
    const move = (moved) => {
      const seconds = Math.max(0.5, Math.round((began + (moved.clientX - from) / DRAG_PX) * 2) / 2);
      row.number.value = seconds;
      row.pill.style.setProperty("--long", Math.min(1, Math.log2(1 + seconds) / 7));
    };
    const up = () => {
      row.grip.removeEventListener("pointermove", move);
      this.pause(row, Number(row.number.value));
    };
    row.grip.addEventListener("pointermove", move);
    row.grip.addEventListener("pointerup", up, { once: true });
    row.grip.addEventListener("pointercancel", up, { once: true });
  }

  typed(event) {
    const row = event.target.rowOf;
    if (!row) return;
    const mark = row.line.match(MARK)?.[0] || "";
    const written = row.area.value;
    if (written.includes("\n")) { // pasted
      const at = row.index;
      const lines = this.script.lines;
      lines.splice(at, 1, ...written.split("\n"));
      this.script.setLines(lines);
      return;
    }
    row.line = prefixOf(row.line) + written + mark;
    fit(row.area);
    if (written.trim()) this.script.setLine(row.index, row.line, "row");
    else this.remove(row);
  }

  key(event) {
    const row = event.target.rowOf || this.rows.find((one) => one.root.contains(event.target));
    if (!row) return;
    const area = event.target === row.area;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.play(row);
    } else if (event.key === "Enter" && area && !event.shiftKey) {
      event.preventDefault();
      this.split(row);
    } else if (event.key === "Backspace" && area && row.area.selectionEnd === 0) {
      event.preventDefault();
      this.join(row);
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && (event.altKey || !area || this.atEdge(row, event.key))) {
      const place = this.rows.indexOf(row) + (event.key === "ArrowUp" ? -1 : 1);
      if (event.target === row.number || !this.rows[place]) return;
      event.preventDefault();
      if (event.altKey) this.move(row, place);
      else this.focus(this.rows[place], event.key === "ArrowUp");
    }
  }

  atEdge(row, key) {
    const { selectionStart, selectionEnd, value } = row.area;
    return key === "ArrowUp" ? selectionEnd === 0 : selectionStart === value.length;
  }

  focus(row, end = false) {
    const target = row.area.hidden ? row.number : row.area;
    target.focus();
    if (target === row.area) row.area.setSelectionRange(end ? -1 : 0, end ? -1 : 0);
  }

  at(index) { return this.rows.find((row) => row.index === index); }

  split(row) {
    const at = row.area.selectionStart;
    const words = row.area.value;
    const [before, after] = [words.slice(0, at).trimEnd(), words.slice(at).trimStart()];
    if (!before) return;
    const lines = this.script.lines;
    lines.splice(row.index, 1, prefixOf(row.line) + before, "", after || t("editor.new.pause"));
    const index = row.index + 2;
    this.script.setLines(lines);
    if (!after) this.known = {};
    const made = this.at(index);
    if (!after) {
      // An empty row would be no line: it begins with a pause whose words are chosen, to type over.
      made.area.focus();
      made.area.select();
    } else this.focus(made);
  }

  join(row) {
    const place = this.rows.indexOf(row);
    const before = this.rows[place - 1];
    if (!before || before.area.hidden) return;
    const lines = this.script.lines;
    const at = bare(before.line).length;
    lines.splice(before.index, row.index - before.index + 1, `${prefixOf(before.line)}${bare(before.line)} ${bare(row.line)}`.trim());
    const { index } = before;
    this.script.setLines(lines);
    const joined = this.at(index);
    joined.area.focus();
    joined.area.setSelectionRange(at, at);
  }

  remove(row) {
    const place = this.rows.indexOf(row);
    const lines = this.script.lines;
    lines.splice(row.index, lines[row.index + 1]?.trim() === "" ? 2 : 1);
    this.script.setLines(lines);
    const next = this.rows[Math.min(place, this.rows.length - 1)];
    if (next) this.focus(next);
    else $("add-line").focus();
    say(t("row.removed"));
  }

  move(row, place) {
    const other = this.rows[place];
    const lines = this.script.lines;
    [lines[row.index], lines[other.index]] = [lines[other.index], lines[row.index]];
    this.script.setLines(lines);
    this.focus(this.rows[place]);
    say(t("row.moved"));
  }

  addAfter(index, words) {
    const lines = this.script.lines;
    while (index < lines.length && DIRECTIVE.test(lines[index + 1] || "")) index += 1;
    lines.splice(index + 1, 0, "", words);
    this.script.setLines(lines);
    const made = this.at(index + 2);
    if (made) this.focus(made);
  }

  addAtEnd(words) {
    const lines = this.script.lines;
    while (lines.length && !lines.at(-1).trim()) lines.pop();
    const row = this.rows.find((one) => one.root.contains(document.activeElement));
    const index = row ? row.index : lines.length - 1;
    this.addAfter(index, words);
    const made = this.at(index + 2) || this.rows.at(-1);
    if (made && !made.area.hidden) {
      made.area.focus();
      made.area.select();
    }
  }

  menu(row) {
    const open = row.root.querySelector(".menu");
    this.list.querySelectorAll(".menu").forEach((one) => one.remove());
    this.rows.forEach((one) => one.menuButton.setAttribute("aria-expanded", "false"));
    if (open) return;
    row.menuButton.setAttribute("aria-expanded", "true");
    const menu = element("div", "menu");
    menu.setAttribute("role", "group");
    menu.setAttribute("aria-label", t("row.menu", { number: row.index + 1 }));
    const close = () => {
      menu.remove();
      row.menuButton.setAttribute("aria-expanded", "false");
    };
    const choice = (key, act) => menu.append(button("", "", () => { close(); act(); }, t(key)));
    choice("row.pause.after", () => this.addAfter(row.index, t("editor.new.pause")));
    choice("row.split", () => { this.addAfter(row.index, "…"); this.at(row.index + 2)?.area.select(); });
    choice("row.speak", () => this.mark(row, "speak"));
    choice("row.leave", () => this.mark(row, "leave out"));
    choice("row.heading", () => this.mark(row, "heading"));
    choice("row.remove", () => this.remove(row));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
      row.menuButton.focus();
    });
    row.root.append(menu);
    menu.querySelector("button").focus();
  }

  async play(row) {
    const pressed = row.playButton;
    if (pressed.hidden) return;
    pressed.setAttribute("aria-busy", "true");
    try {
      await this.hear(row.index + 1, (playing) => {
        pressed.removeAttribute("aria-busy");
        if (playing) pressed.setAttribute("aria-pressed", "true");
        else pressed.removeAttribute("aria-pressed");
      });
    } finally {
      pressed.removeAttribute("aria-busy");
    }
  }

  playingAt(seconds) {
    let here = null;
    for (const row of this.rows) {
      const about = this.known[row.index + 1];
      if (about?.at_s !== undefined && about.at_s <= seconds + 0.05) here = row;
    }
    if (here === this.here) return;
    this.here?.root.classList.remove("here");
    here?.root.classList.add("here");
    this.here = here;
  }
}
