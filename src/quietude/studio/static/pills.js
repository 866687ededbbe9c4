// Pauses as pills: the seconds can be typed, or dragged by a grip.
import { t } from "/static/studio.js";
import { element } from "/static/elements.js";

const DRAG_PX = 6;
const LONGEST_S = 600;

const shown = (seconds) => Math.round(seconds * 10) / 10;
const reach = (seconds) => Math.min(1, Math.log2(1 + seconds) / 7);

export class Pill {
  constructor(change) {
    this.change = change;
    this.root = element("div", "pill");
    this.grip = element("span", "grip");
    this.grip.title = t("row.pause.drag");
    this.grip.setAttribute("aria-hidden", "true");
    this.number = element("input");
    Object.assign(this.number, { type: "number", min: 0.5, max: LONGEST_S, step: 0.5 });
    this.number.addEventListener("change", () => change(Number(this.number.value)));
    this.grip.addEventListener("pointerdown", (event) => this.drag(event));
    this.range = element("span", "range");
    this.root.append(this.grip, this.number, element("span", "", t("row.pause.unit")), this.range);
  }

  show(seconds, label, range) {
    this.number.setAttribute("aria-label", label);
    if (document.activeElement !== this.number) this.number.value = shown(seconds);
    this.root.style.setProperty("--long", reach(seconds));
    this.range.textContent = range;
  }

  drag(event) {
    event.preventDefault();
    this.grip.setPointerCapture(event.pointerId);
    const began = Number(this.number.value);
    const from = event.clientX;
    const move = (moved) => {
      const seconds = Math.max(0.5, Math.round((began + (moved.clientX - from) / DRAG_PX) * 2) / 2);
      this.number.value = Math.min(seconds, LONGEST_S);
      this.root.style.setProperty("--long", reach(seconds));
    };
    const up = () => {
      this.grip.removeEventListener("pointermove", move);
      this.change(Number(this.number.value));
    };
    this.grip.addEventListener("pointermove", move);
    this.grip.addEventListener("pointerup", up, { once: true });
    this.grip.addEventListener("pointercancel", up, { once: true });
  }
}
