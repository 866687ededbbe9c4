// The plan over the whole length: chapters, voice, silences, cues, the level of the bed.
import { $, clock, t } from "/static/studio.js";

const NS = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const HEIGHT = 84;
const STILL_PX = 4;

function shape(name, attributes, className) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (className) made.setAttribute("class", className);
  return made;
}

export class PlanBar {
  // acts: seek(seconds), length(seconds), canDrag(line), silence(line, seconds, shown).
  constructor(acts) {
    this.acts = acts;
    this.box = $("bar");
    this.plan = null;
    this.bubble = document.createElement("span");
    this.bubble.className = "bubble";
    this.bubble.hidden = true;
    this.box.addEventListener("click", (event) => {
      if (!this.plan || this.dragged || event.target.closest("button")) return;
      this.acts.seek(this.secondsAt(event));
    });
    this.box.addEventListener("pointerdown", (event) => {
      this.dragged = false;
      const silence = event.target.closest?.(".grab");
      if (silence && event.button === 0) this.dragSilence(event, silence);
    });
    this.handle = document.createElement("div");
    this.handle.className = "handle";
    this.handle.title = t("plan.handle");
    this.handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const { left, width } = this.box.getBoundingClientRect();
      const total = this.plan.total_s;
      this.follow(event, this.handle, (moved) => this.acts.length(Math.max(0.1, (moved.clientX - left) / width) * total));
    });
  }

  secondsAt(event) {
    const { left, width } = this.box.querySelector("svg").getBoundingClientRect();
    return ((event.clientX - left) / width) * this.plan.total_s;
  }

  // Calls move for every movement of a pointer until it is let go, then up.
  follow(event, target, move, up = () => {}) {
    target.setPointerCapture(event.pointerId);
    const over = () => {
      target.removeEventListener("pointermove", move);
      for (const kind of ["pointerup", "pointercancel"]) target.removeEventListener(kind, over);
      up();
    };
    target.addEventListener("pointermove", move);
    for (const kind of ["pointerup", "pointercancel"]) target.addEventListener(kind, over);
  }

  // A silence is drawn longer or shorter; it is changed when it is let go.
  dragSilence(event, rect) {
    event.preventDefault();
    const { width } = this.box.getBoundingClientRect();
    const line = Number(rect.dataset.line);
    const shown = Number(rect.dataset.seconds);
    const from = event.clientX;
    let wanted = shown;
    this.follow(event, rect, (moved) => {
      if (!this.dragged && Math.abs(moved.clientX - from) < STILL_PX) return;
      this.dragged = true;
      wanted = Math.max(0.5, Math.round((shown + ((moved.clientX - from) / width) * this.plan.total_s) * 2) / 2);
      rect.setAttribute("width", (wanted / this.plan.total_s) * WIDTH);
      rect.classList.add("dragged");
      this.bubble.hidden = false;
      this.bubble.textContent = t("plan.silence", { seconds: wanted });
      this.bubble.style.left = `${Math.min(92, (100 * Number(rect.dataset.start)) / this.plan.total_s)}%`;
    }, () => {
      this.bubble.hidden = true;
      rect.classList.remove("dragged");
      if (wanted !== shown) this.acts.silence(line, wanted, shown);
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
    for (const [start, long, line] of plan.silences) {
      if (!this.acts.canDrag(line)) continue;
      const grab = shape("rect", { x: x(start), y: 0, width: x(long), height: HEIGHT }, "grab");
      Object.assign(grab.dataset, { line, start, seconds: long });
      const name = shape("title", {});
      name.textContent = t("plan.silence.drag", { seconds: Math.round(long * 10) / 10, line });
      grab.append(name);
      svg.append(grab);
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
      button.addEventListener("click", () => this.acts.seek(one.start_s));
      names.append(button);
    });
    this.box.replaceChildren(svg, names, this.handle, this.bubble);
  }

  at(seconds) {
    if (!this.plan || !this.head) return;
    const x = (seconds / this.plan.total_s) * WIDTH;
    this.head.setAttribute("x1", x);
    this.head.setAttribute("x2", x);
  }
}
