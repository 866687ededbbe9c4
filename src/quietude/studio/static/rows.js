// The rows: one for each line that is not blank. They show the text, and change it; what is known
// of a line comes from the server and is laid beside it.
import { $, say, t } from "/static/studio.js";
import { button, element, fit } from "/static/elements.js";
import { isDirective, partsOf, withoutMark } from "/static/notation.js";
import { changed, RowNotes } from "/static/rownotes.js";

export class Rows {
  constructor(script, hear, playFrom) {
    this.script = script;
    this.hear = hear;
    this.playFrom = playFrom;
    this.list = $("rows");
    this.known = {};
    this.rows = [];
    this.notes = new RowNotes(script, {
      mark: (row, word) => this.mark(row, word),
      addAfter: (index, words) => this.addAfter(index, words),
      pause: (row, seconds) => this.pause(row, seconds),
    });
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
    row.fromButton.hidden = true;
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
    if (!moved && row.line === line && from === "row") return;
    row.index = index;
    if (row.line !== line) {
      row.line = line;
      const { words } = partsOf(line, this.script.own);
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

  // The lines as the server knows them.
  tell(known, text) {
    if (text !== this.script.text) return;
    this.known = known;
    for (const row of this.rows) this.note(row, true);
    const doubts = this.rows.filter((row) => row.root.dataset.look).length;
    $("doubts").textContent = doubts === 0 ? t("editor.doubts.none")
      : doubts === 1 ? t("editor.doubts.one") : t("editor.doubts", { count: doubts });
  }

  note(row, known) {
    this.notes.show(row, (known && this.known[row.index + 1]) || null, known);
  }

  mark(row, word) {
    this.script.setLine(row.index, withoutMark(row.line) + (word ? ` <!-- ${word} -->` : ""));
    row.area.focus();
  }

  // The silence of a row, in seconds; the same for a pill, and for the bar of the plan.
  pause(row, seconds) {
    const line = changed(row, seconds, this.script.own);
    if (line !== null) this.script.setLine(row.index, line, `pause-${row.index}`);
  }

  typed(event) {
    const row = event.target.rowOf;
    if (!row) return;
    const { before, after } = partsOf(row.line, this.script.own);
    const written = row.area.value;
    if (written.includes("\n")) { // pasted
      const at = row.index;
      const lines = this.script.lines;
      lines.splice(at, 1, ...written.split("\n"));
      this.script.setLines(lines);
      return;
    }
    row.line = before + written + after;
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
      if (event.target === row.pill?.number || !this.rows[place]) return;
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
    const target = row.area.hidden ? row.pill.number : row.area;
    target.focus();
    if (target === row.area) row.area.setSelectionRange(end ? -1 : 0, end ? -1 : 0);
  }

  at(index) { return this.rows.find((row) => row.index === index); }

  split(row) {
    const at = row.area.selectionStart;
    const words = row.area.value;
    const [first, rest] = [words.slice(0, at).trimEnd(), words.slice(at).trimStart()];
    if (!first) return;
    const lines = this.script.lines;
    lines.splice(row.index, 1, partsOf(row.line, this.script.own).before + first, "", rest || t("editor.new.pause"));
    const index = row.index + 2;
    this.script.setLines(lines);
    if (!rest) this.known = {};
    const made = this.at(index);
    if (!rest) {
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
    const above = partsOf(before.line, this.script.own);
    const at = above.words.length;
    const joint = `${above.before}${above.words} ${partsOf(row.line, this.script.own).words}`.trim() + above.after;
    lines.splice(before.index, row.index - before.index + 1, joint);
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
    while (index < lines.length && isDirective(lines[index + 1] || "")) index += 1;
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
    if (!this.script.own) { // a text in our own notation is read as it stands
      choice("row.speak", () => this.mark(row, "speak"));
      choice("row.leave", () => this.mark(row, "leave out"));
      choice("row.heading", () => this.mark(row, "heading"));
    }
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
