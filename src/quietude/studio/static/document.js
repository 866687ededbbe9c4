// The words of a script: one text, its history, and its way to the disk.
import { $, ask, onEvents, onServerBack, say, t } from "/static/studio.js";
import { isOwn } from "/static/notation.js";

const SAVE_MS = 350;
const TOGETHER_MS = 900;
const MOST_STEPS = 500;

export class Script {
  constructor(id, text, revision) {
    this.id = id;
    this.path = `/api/documents/${encodeURIComponent(id)}`;
    this.text = text;
    this.base = revision;
    this.saved = text;
    this.tab = crypto.randomUUID();
    this.past = [];
    this.future = [];
    this.changedAt = 0;
    this.listeners = new Set();
    this.saveListeners = new Set();
    this.key = `quietude-script-${id}`;
    this.saving = null;
    this.conflict = null;
    onServerBack(() => this.save());
    onEvents((data) => this.heard(data));
    addEventListener("pagehide", () => this.keep());
    this.recover();
  }

  get own() { return isOwn(this.text); }
  get lines() { return this.text.split("\n"); }

  onChange(listener) { this.listeners.add(listener); }
  onSaved(listener) { this.saveListeners.add(listener); }

  // Left behind by another page of this script, because the studio was gone.
  recover() {
    const kept = localStorage.getItem(this.key);
    if (!kept) return;
    const { text, base } = JSON.parse(kept);
    if (text === this.text) {
      localStorage.removeItem(this.key);
      return;
    }
    this.past.push(this.text);
    this.text = text;
    this.base = base;
    queueMicrotask(() => this.save());
  }

  // A change of the words; changes in quick succession from one place are one step of the history.
  set(text, from = "") {
    if (text === this.text) return;
    const now = Date.now();
    if (!from || from !== this.changedFrom || now - this.changedAt > TOGETHER_MS) {
      this.past.push(this.text);
      if (this.past.length > MOST_STEPS) this.past.shift();
    }
    this.changedAt = now;
    this.changedFrom = from;
    this.future = [];
    this.now(text, from);
  }

  now(text, from = "") {
    this.text = text;
    localStorage.setItem(this.key, JSON.stringify({ text, base: this.base }));
    for (const listener of this.listeners) listener(from);
    this.later();
  }

  setLines(lines, from) { this.set(lines.join("\n"), from); }

  setLine(index, words, from) {
    const { lines } = this;
    lines[index] = words;
    this.setLines(lines, from);
  }

  undo() {
    if (!this.past.length) return false;
    this.future.push(this.text);
    this.changedFrom = null;
    this.now(this.past.pop());
    return true;
  }

  redo() {
    if (!this.future.length) return false;
    this.past.push(this.text);
    this.changedFrom = null;
    this.now(this.future.pop());
    return true;
  }

  later() {
    this.state("editor.saving");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SAVE_MS);
  }

  state(key) { $("state").textContent = t(key); }

  async save() {
    clearTimeout(this.timer);
    if (this.saving) {
      await this.saving;
      if (this.text !== this.saved) return this.save();
      return undefined;
    }
    if (this.text === this.saved || this.conflict) return undefined;
    this.saving = this.send(this.text).finally(() => { this.saving = null; });
    await this.saving;
    if (this.text !== this.saved && !this.conflict) this.later();
    return undefined;
  }

  async send(text) {
    try {
      const { revision } = await ask(`${this.path}/save`, { text, base: this.base, tab: this.tab });
      this.stored(text, revision);
    } catch (error) {
      if (error.data?.text !== undefined) this.meets(error.data);
      else this.state("editor.offline");
    }
  }

  stored(text, revision) {
    this.saved = text;
    this.base = revision;
    if (this.text === text) {
      localStorage.removeItem(this.key);
      this.state("editor.saved");
    }
    for (const listener of this.saveListeners) listener();
  }

  // The words on the disk are others than those that were changed here.
  meets({ text, revision }) {
    this.conflict = { text, revision };
    $("conflict").hidden = false;
    say(t("editor.conflict"));
  }

  takeTheirs() {
    const { text, revision } = this.conflict;
    this.conflict = null;
    $("conflict").hidden = true;
    this.past.push(this.text);
    this.text = text;
    this.stored(text, revision);
    for (const listener of this.listeners) listener("");
  }

  keepMine() {
    this.base = this.conflict.revision;
    this.conflict = null;
    $("conflict").hidden = true;
    return this.save();
  }

  async heard(data) {
    const told = data.document;
    if (!told || told.id !== this.id || told.tab === this.tab || told.revision === this.base) return;
    if (this.text !== this.saved) return; // saving will meet it
    const { text, revision } = await ask(this.path);
    if (this.text !== this.saved || text === this.text) return;
    this.text = text;
    this.stored(text, revision);
    for (const listener of this.listeners) listener("");
    say(t("editor.updated"));
  }

  keep() {
    if (this.text === this.saved) return;
    // The page is closing: one last try; the words are in the browser's store in any case.
    ask(`${this.path}/save`, { text: this.text, base: this.base, tab: this.tab }, { keepalive: this.text.length < 60000 }).then(
      ({ revision }) => this.stored(this.text, revision),
      () => {},
    );
  }
}
