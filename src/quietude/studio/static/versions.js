// The versions of a script: keep, compare, restore.
import { $, ask, say, t } from "/static/studio.js";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(text, act, className = "small") {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// Lines that only one of two texts has, by their longest common run of lines (Myers would do with
// less work, and scripts are short).
export function difference(before, after) {
  const a = before.split("\n").map((line) => line.trim()).filter(Boolean);
  const b = after.split("\n").map((line) => line.trim()).filter(Boolean);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (x.length * y.length > 4e6) return [...x.map((line) => ["then", line]), ...y.map((line) => ["now", line])];
  const long = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1));
  for (let i = x.length - 1; i >= 0; i -= 1) {
    for (let j = y.length - 1; j >= 0; j -= 1) {
      long[i][j] = x[i] === y[j] ? long[i + 1][j + 1] + 1 : Math.max(long[i + 1][j], long[i][j + 1]);
    }
  }
  const found = [];
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) { i += 1; j += 1; }
    else if (j >= y.length || (i < x.length && long[i + 1][j] >= long[i][j + 1])) found.push(["then", x[i++]]);
    else found.push(["now", y[j++]]);
  }
  return found;
}

export class Versions {
  constructor(script) {
    this.script = script;
    this.box = $("versions");
    this.toggle = $("show-versions");
    this.toggle.addEventListener("click", () => this.open(this.box.hidden));
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.open(false);
      this.toggle.focus();
    });
  }

  async open(open) {
    this.box.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (!open) return;
    await this.script.save();
    const { versions } = await ask(`${this.script.path}/versions`);
    const list = element("ul", "version-list");
    for (const one of versions) list.append(this.row(one));
    const keep = button(t("versions.keep"), async () => {
      await ask(`${this.script.path}/keep`, { label: "" });
      say(t("versions.kept"));
      this.open(true);
    });
    this.box.replaceChildren(keep, versions.length ? list : element("p", "hint", t("versions.none")));
  }

  row(one) {
    const row = element("li");
    const about = [one.ago, one.label, t("versions.words", { count: one.words })].filter(Boolean).join(" · ");
    const shown = element("div", "difference");
    shown.hidden = true;
    const text = async () => (await ask(`${this.script.path}/versions/${one.number}`)).text;
    const compare = button(t("versions.compare"), async () => {
      shown.hidden = !shown.hidden;
      compare.setAttribute("aria-expanded", String(!shown.hidden));
      if (shown.hidden) return;
      const found = difference(await text(), this.script.text);
      shown.replaceChildren(...found.map(([side, line]) => {
        const words = element(side === "then" ? "del" : "ins", "", line);
        words.title = t(`versions.${side}`);
        return words;
      }));
      if (!found.length) shown.append(element("p", "hint", t("versions.same")));
    });
    compare.setAttribute("aria-expanded", "false");
    const restore = button(t("versions.restore"), async () => {
      const words = await text();
      await this.script.save();
      await ask(`${this.script.path}/keep`, { label: t("write.version.restored") });
      this.script.set(words);
      say(t("versions.restored"));
      this.open(true);
    });
    row.append(element("span", "about", about), compare, restore, shown);
    return row;
  }
}
