// The page of one exercise: details, length, voice and sound, listening and saving.
import { $, ask, onServerBack, say, showError, t, watchJobs } from "/static/studio.js";
import { Player } from "/static/player.js";
import { samples } from "/static/samples.js";

const form = $("yours");
const player = new Player();
const length = $("length");
const lengths = length.dataset.lengths.split(",").map(Number);
const words = length.dataset.words.split("|");

function chosen() {
  const data = new FormData(form);
  const details = {};
  for (const [name, value] of data) if (name.startsWith("slot.")) details[name.slice(5)] = value;
  return {
    source: form.dataset.source,
    duration_s: lengths[Number(length.value)],
    details,
    voice: data.get("voice"),
    bed: data.get("bed"),
    presence: data.get("presence"),
    ending: data.get("ending") || "return",
    own_voice: data.has("own_voice"),
  };
}
player.chosen = chosen;

async function listen(atS) {
  performance.mark("quietude-listen");
  try {
    const begun = player.start(chosen(), atS);
    $("listen").hidden = true;
    $("from-start").hidden = true;
    await begun;
    $("play").focus();
    say(t("player.playing"));
  } catch {
    $("listen").hidden = false;
  }
}

$("listen").addEventListener("click", () => listen(Number(form.dataset.at)));
$("from-start").addEventListener("click", () => listen(0));

let settling;
function changed() {
  if (!player.session) return;
  clearTimeout(settling);
  settling = setTimeout(() => {
    player.start(chosen()).then(() => say(t("player.changed")), () => {});
  }, 350);
}

function showLength() {
  const text = words[Number(length.value)];
  $("length-text").textContent = text;
  length.setAttribute("aria-valuetext", text);
}
length.addEventListener("input", showLength);
form.addEventListener("change", changed);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!player.session) listen(0);
});
showLength();
samples();

for (const button of document.querySelectorAll("[data-save]")) {
  button.addEventListener("click", async () => {
    try {
      const job = await ask("/api/save", { ...chosen(), format: button.dataset.save });
      say(t("save.started", { title: job.title }));
    } catch (error) {
      showError($("player-error"), error);
    }
  });
}
$("write").addEventListener("click", async () => {
  const { id } = await ask("/api/documents", { exercise: $("write").dataset.exercise });
  location.href = `/write/${encodeURIComponent(id)}`;
});
watchJobs($("jobs"));
onServerBack(() => { if (player.session && player.audio?.error) player.again(); });
