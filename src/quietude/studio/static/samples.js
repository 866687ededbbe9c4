// The play buttons beside a voice and a sound.
import { $, showError, t } from "/static/studio.js";

const AHEAD_MS = 1500;

let playing = null;

function stop() {
  if (!playing) return;
  playing.audio.pause();
  playing.button.removeAttribute("aria-pressed");
  playing.button.removeAttribute("aria-busy");
  playing = null;
}

export function playSound(button, url) {
  const again = playing?.button === button;
  stop();
  if (again) return;
  const audio = new Audio(url);
  playing = { audio, button };
  button.setAttribute("aria-busy", "true");
  performance.mark("quietude-sample");
  const over = () => { if (playing?.audio === audio) stop(); };
  audio.addEventListener("playing", () => {
    performance.mark("quietude-sample-heard");
    button.removeAttribute("aria-busy");
    button.setAttribute("aria-pressed", "true");
  });
  audio.addEventListener("ended", over);
  audio.addEventListener("error", () => {
    over();
    const box = $("player-error");
    if (box) showError(box, { message: t("player.failed"), hint: "" });
  });
  audio.play().catch(over);
}

// A sound that may be asked for next is made meanwhile: by the time its button is pressed, it is
// there. It is read to its end: a reply left unread keeps one of a browser's six connections.
const made = new Set();
function ahead(url) {
  if (made.has(url)) return;
  made.add(url);
  fetch(url).then((reply) => reply.arrayBuffer()).catch(() => made.delete(url));
}

export function samples() {
  for (const button of document.querySelectorAll("[data-sample]")) {
    const select = $(button.dataset.sample);
    // "As the script has it" is heard too, once it is known.
    const chosen = () => select.value || select.dataset.own || "";
    const url = () => button.dataset.sample === "voice"
      ? `/sample/voice.wav?voice=${encodeURIComponent(chosen())}`
      : `/sample/bed/${encodeURIComponent(chosen())}.wav`;
    button.addEventListener("click", () => { if (chosen()) playSound(button, url()); });
    for (const near of ["pointerenter", "focus"]) button.addEventListener(near, () => { if (chosen()) ahead(url()); });
    setTimeout(() => { if (chosen()) ahead(url()); }, AHEAD_MS);
    select.addEventListener("change", () => {
      if (playing?.button === button && chosen()) playSound(button, url());
      else if (chosen()) ahead(url());
    });
  }
}
