// The play buttons beside a voice and a sound.
import { $, showError, t } from "/static/studio.js";

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

export function samples() {
  for (const button of document.querySelectorAll("[data-sample]")) {
    const select = $(button.dataset.sample);
    const url = () => button.dataset.sample === "voice"
      ? `/sample/voice.wav?voice=${encodeURIComponent(select.value)}`
      : `/sample/bed/${encodeURIComponent(select.value)}.wav`;
    button.addEventListener("click", () => playSound(button, url()));
    select.addEventListener("change", () => { if (playing?.button === button) playSound(button, url()); });
  }
}
