// The plan over the whole length: chapters, voice, silences, cues, the level of the bed.
import { $, clock, t } from "/static/studio.js";

const NS = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const HEIGHT = 84;

function shape(name, attributes, className) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (className) made.setAttribute("class", className);
  return made;
}

export class PlanBar {
  constructor(seek, dragLength) {
    this.seek = seek;
    this.box = $("bar");
    this.plan = null;
    this.box.addEventListener("click", (event) => {
      if (!this.plan || event.target.closest("button")) return;
      const box = this.box.querySelector("svg").getBoundingClientRect();
      this.seek(((event.clientX - box.left) / box.width) * this.plan.total_s);
    });
    this.handle = document.createElement("div");
    this.handle.className = "handle";
    this.handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.handle.setPointerCapture(event.pointerId);
      const box = this.box.getBoundingClientRect();
      const total = this.plan.total_s;
      const move = (moved) => dragLength(Math.max(0.1, (moved.clientX - box.left) / box.width) * total);
      this.handle.addEventListener("pointermove", move);
      this.handle.addEventListener("pointerup", () => this.handle.removeEventListener("pointermove", move), { once: true });
    });
  }

  show(plan) {
    this.plan = plan;
    const x = (seconds) => ((seconds / plan.total_s) * WIDTH).toFixed(1);
    const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" });
    svg.setAttribute("aria-label", t("plan.bar", {
      total: clock(plan.total_s),
      chapters: plan.chapters.map((one) => t("plan.section", { title: one.title, at: clock(one.start_s) })).join("; "),
    }));
    const top = plan.bed.map((level, index) => `${((index / (plan.bed.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 8 - level * 46).toFixed(1)}`);
    svg.append(shape("polygon", { points: `0,${HEIGHT} ${top.join(" ")} ${WIDTH},${HEIGHT}` }, "bed"));
    for (const [start, long] of plan.silences) {
      svg.append(shape("rect", { x: x(start), y: HEIGHT / 2 - 1, width: x(long), height: 2 }, "silence"));
    }
    for (const [start, long] of plan.speech) {
      svg.append(shape("rect", { x: x(start), y: 20, width: Math.max(1.2, x(long)), height: HEIGHT - 40, rx: 2 }, "voice"));
    }
    for (const [at] of plan.cues) svg.append(shape("rect", { x: x(at), y: 8, width: 2, height: HEIGHT - 16 }, "cue"));
    plan.chapters.forEach((one, index) => {
      if (index) svg.append(shape("line", { x1: x(one.start_s), x2: x(one.start_s), y1: 0, y2: HEIGHT }, "border"));
    });
    this.head = shape("line", { x1: 0, x2: 0, y1: 0, y2: HEIGHT }, "head");
    svg.append(this.head);
    const names = document.createElement("div");
    names.className = "names";
    plan.chapters.forEach((one, index) => {
      const button = document.createElement("button");
      button.type = "button";
      const end = plan.chapters[index + 1]?.start_s ?? plan.total_s;
      button.style.width = `${(((end - one.start_s) / plan.total_s) * 100).toFixed(2)}%`;
      button.textContent = one.title;
      button.title = t("plan.section", { title: one.title, at: clock(one.start_s) });
      button.addEventListener("click", () => this.seek(one.start_s));
      names.append(button);
    });
    this.box.replaceChildren(svg, names, this.handle);
  }

  at(seconds) {
    if (!this.plan || !this.head) return;
    const x = (seconds / this.plan.total_s) * WIDTH;
    this.head.setAttribute("x1", x);
    this.head.setAttribute("x2", x);
  }
}
