// The page of one script: rows, text, plan, sound.
import { $, ask, clock, onServerBack, say, showError, t, watchJobs } from "/static/studio.js";
import { Hearing } from "/static/hearing.js";
import { Player } from "/static/player.js";
import { samples } from "/static/samples.js";
import { Script } from "/static/document.js";
import { Rows } from "/static/rows.js";
import { PlanBar } from "/static/planbar.js";
import { Versions } from "/static/versions.js";

const READ_MS = 250;
const FOLLOW_MS = 1200;
const box = $("editor");
const raw = $("raw");
const length = $("length");
const script = new Script(box.dataset.id, raw.value.replace(/\r\n?/g, "\n"), box.dataset.revision);
const player = new Player();
let lengths = [0];
let lengthWords = [t("write.length.own")];

function chosen() {
  const data = new FormData($("yours"));
  const details = {};
  for (const [name, value] of data) if (name.startsWith("slot.")) details[name.slice(5)] = value;
  return {
    source: box.dataset.source,
    duration_s: lengths[Number(length.value)] || null,
    details,
    voice: data.get("voice"),
    bed: data.get("bed"),
    bed_db: Number(data.get("bed_db")),
    own_voice: data.has("own_voice"),
    accept: true,
  };
}
player.chosen = chosen;

const hearing = new Hearing(script, chosen, {
  before: () => { if (player.playing) player.toggle(); },
  after: () => { if (readLater) readSoon(); },
});

async function playFrom(line) {
  performance.mark("quietude-listen");
  await script.save();
  hearing.stop();
  $("listen").hidden = true;
  const at = rows.known[line]?.at_s ?? 0;
  heard = script.text;
  try {
    player.leave(); // the same session may be heard with other words now
    await player.start(chosen(), at);
  } catch {
    $("listen").hidden = Boolean(player.session);
  }
}

// While a session is heard, it goes over to the words as they are now, at the same moment.
let heard = "";
let following;
function follow(text) {
  clearTimeout(following);
  if (!player.session || text === heard) return;
  following = setTimeout(async () => {
    if (text !== script.text) return; // somebody goes on typing
    heard = text;
    await player.start(chosen()).then(() => say(t("player.followed")), () => {});
  }, FOLLOW_MS);
}

function toLine(seconds) {
  const about = Object.entries(rows.known).filter(([, one]) => one.at_s !== undefined && one.at_s <= seconds + 0.05);
  const line = about.sort((a, b) => a[1].at_s - b[1].at_s).at(-1)?.[0];
  const row = line && rows.at(Number(line) - 1);
  if (!row) return;
  row.root.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  rows.focus(row);
}

const rows = new Rows(script, (line, tell) => hearing.line(line, tell), playFrom);
const bar = new PlanBar({
  seek(seconds) {
    if (player.session) player.seek(seconds);
    toLine(seconds);
  },
  length(seconds) {
    const near = lengths.map((one, index) => [Math.abs(one - seconds), index]).slice(1).sort((a, b) => a[0] - b[0])[0];
    if (!near || near[1] === Number(length.value)) return;
    length.value = near[1];
    showLength();
    changed();
  },
  canDrag: (line) => Boolean(rows.at(line - 1)?.pill),
  // In a session of another length than its own, silences are stretched: the text gets its part.
  silence(line, seconds, shown) {
    const row = rows.at(line - 1);
    if (!row?.pill) return;
    rows.pause(row, (row.seconds ?? shown) * (seconds / shown));
    say(t("plan.silence.changed", { line, seconds }));
  },
});
new Versions(script);

// Reading: what the server makes of the words. The latest request counts.
let reading = null;
let readLater = false;
let timer;
function readSoon() {
  clearTimeout(timer);
  timer = setTimeout(read, READ_MS);
}

async function read() {
  // A line that somebody waits for comes first.
  readLater = hearing.busy;
  if (readLater) return;
  await script.save();
  reading?.abort();
  const mine = new AbortController();
  reading = mine;
  const text = script.text;
  try {
    const data = await ask(`${script.path}/analysis`, chosen(), { signal: mine.signal });
    if (reading !== mine) return;
    show(data, text);
  } catch (error) {
    if (error.name !== "AbortError" && !error.data?.gone) showError($("editor-error"), error);
  }
}

function show(data, text) {
  if (data.error) {
    const where = data.line ? `${t("row.line", { number: data.line })}: ` : "";
    showError($("editor-error"), { message: where + data.error, hint: data.hint });
  } else $("editor-error").hidden = true;
  if (data.title) $("title").textContent = data.title;
  rows.tell(data.rows, text);
  if (data.details) showDetails(data.details);
  if (data.bed) $("bed").dataset.own = data.bed;
  if (data.plan) {
    const spoken = data.plan.speech.reduce((sum, one) => sum + one[1], 0);
    const values = { total: clock(data.plan.total_s), voice: clock(spoken), count: data.plan.dropped.length };
    $("plan-words").textContent = t(data.plan.dropped.length ? "plan.words.dropped" : "plan.words", values);
    bar.show(data.plan);
    if (!data.error) follow(text);
  }
}

let shownDetails = "";
function showDetails(details) {
  const key = JSON.stringify(details);
  if (key === shownDetails) return;
  shownDetails = key;
  const given = new FormData($("yours"));
  $("details").replaceChildren(...details.map((one) => {
    const field = document.createElement("div");
    field.className = "field";
    const label = document.createElement("label");
    label.textContent = one.ask;
    const input = document.createElement("input");
    input.type = "text";
    input.name = `slot.${one.name}`;
    input.id = `slot-${one.name}`;
    input.placeholder = one.default;
    input.value = given.get(input.name) || "";
    label.htmlFor = input.id;
    field.append(label, input);
    return field;
  }));
}

async function readLengths() {
  try {
    const data = await ask(`${script.path}/lengths`);
    const now = lengths[Number(length.value)];
    lengths = data.lengths;
    lengthWords = data.words;
    length.max = lengths.length - 1;
    const near = now ? lengths.indexOf(lengths.slice(1).sort((a, b) => Math.abs(a - now) - Math.abs(b - now))[0]) : 0;
    length.value = Math.max(near, 0);
    showLength();
  } catch {
    // The rows say what is wrong with the words.
  }
}

function showLength() {
  const words = lengthWords[Number(length.value)];
  $("length-text").textContent = words;
  length.setAttribute("aria-valuetext", words);
}

// A long text takes a moment to be laid out: after each key, only where somebody sees it.
let rawTimer;
function showRaw(from) {
  clearTimeout(rawTimer);
  if (from === "raw") return;
  if (from === "row" && $("raw-box").hidden) rawTimer = setTimeout(showRaw, 150);
  else if (raw.value !== script.text) raw.value = script.text;
}

script.onChange((from) => {
  showRaw(from);
  $("undo").disabled = !script.past.length;
  $("redo").disabled = !script.future.length;
  readSoon();
});
let lengthTimer;
script.onSaved(() => {
  clearTimeout(lengthTimer);
  lengthTimer = setTimeout(readLengths, 1500);
});
raw.addEventListener("input", () => script.set(raw.value, "raw"));
$("undo").addEventListener("click", () => { if (script.undo()) say(t("editor.undone")); });
$("redo").addEventListener("click", () => { if (script.redo()) say(t("editor.redone")); });
box.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "z" || key === "y") {
    event.preventDefault();
    if (key === "y" || event.shiftKey) $("redo").click();
    else $("undo").click();
  } else if (key === "s") {
    event.preventDefault();
    script.save().then(() => say(t("editor.saved")));
  }
});
$("take-theirs").addEventListener("click", () => { script.takeTheirs(); $("rows").querySelector("textarea")?.focus(); });
$("keep-mine").addEventListener("click", () => { script.keepMine(); $("rows").querySelector("textarea")?.focus(); });
$("show-text").addEventListener("click", () => {
  const hidden = !$("raw-box").hidden;
  $("raw-box").hidden = hidden;
  box.classList.toggle("with-text", !hidden);
  $("show-text").setAttribute("aria-expanded", String(!hidden));
  if (!hidden) raw.focus();
});
$("add-line").addEventListener("click", () => rows.addAtEnd("…"));
$("add-pause").addEventListener("click", () => rows.addAtEnd(t("editor.new.pause")));
$("add-bell").addEventListener("click", () => rows.addAtEnd(t("editor.new.bell")));
$("add-section").addEventListener("click", () => rows.addAtEnd(t("editor.new.section")));

let settling;
function changed() {
  readSoon();
  if (!player.session) return;
  clearTimeout(settling);
  settling = setTimeout(() => {
    heard = script.saved;
    player.start(chosen()).then(() => say(t("player.changed")), () => {});
  }, 350);
}
length.addEventListener("input", () => { showLength(); changed(); });
$("bed-db").addEventListener("input", () => $("bed-db").setAttribute("aria-valuetext", t("editor.bed.level.text", { db: $("bed-db").value })));
$("yours").addEventListener("change", changed);
$("yours").addEventListener("submit", (event) => event.preventDefault());
$("listen").addEventListener("click", () => playFrom(0));
$("from-start").hidden = true;
setInterval(() => {
  if (!player.session) return;
  bar.at(player.now);
  rows.playingAt(player.now);
}, 250);

for (const button of document.querySelectorAll("[data-save]")) {
  button.addEventListener("click", async () => {
    await script.save();
    try {
      const job = await ask("/api/save", { ...chosen(), accept: false, format: button.dataset.save });
      say(t("save.started", { title: job.title }));
    } catch (error) {
      showError($("player-error"), error);
    }
  });
}
samples();
watchJobs($("jobs"));
onServerBack(() => {
  if (player.session && player.audio?.error) player.again();
  read();
});
if (script.text !== raw.value) raw.value = script.text;
showLength();
read().then(readLengths);
