// The page on which a script is recorded, line by line.
import { $, ask, Refused, say, showError, t, watchJobs } from "/static/studio.js";
import { button, element } from "/static/elements.js";
import { Microphone } from "/static/microphone.js";
import { Player } from "/static/player.js";
import { playSound } from "/static/samples.js";

const CUT_START_S = 0.2;
const CUT_END_S = 0.15;
const QUIET_S = 4;
const LINE_S = 6;
const CLIPPED_DB = -0.3;

const { source } = $("booth").dataset;
const [kind, ...rest] = source.split(":");
const home = `${kind}/${encodeURIComponent(rest.join(":"))}`;
const token = document.querySelector('meta[name="quietude-token"]').content;
const player = new Player();
let lines = [];
let at = 0;
let peakDb = -120;

function details() {
  return $("details") ? Object.fromEntries(new FormData($("details"))) : {};
}

player.chosen = () => ({ source, details: details(), voice: $("voice").value, own_voice: true });

const line = () => lines[at];
const takesPath = (one) => `/api/booth/${home}/lines/${one.id}/takes`;

function failed(error) {
  showError($("booth-error"), error);
}

async function upload(path, wav) {
  const response = await fetch(path, {
    method: "POST",
    body: wav,
    headers: {
      "content-type": "audio/wav", "x-quietude-token": token,
      "x-quietude-details": encodeURIComponent(JSON.stringify(details())),
    },
  }).catch(() => { throw new Refused({ error: t("server.gone") }); });
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(data);
  return data;
}

// The microphone.

const microphone = new Microphone((levelDb, peak) => {
  $("level").value = Math.max(-60, levelDb);
  peakDb = Math.max(peakDb, peak);
});
setInterval(() => {
  if (!microphone.isOpen) return;
  const words = peakDb > CLIPPED_DB ? "booth.level.clipped" : peakDb < -60 ? "booth.level.nothing" : "booth.level.peak";
  $("level-text").textContent = t(words, { peak: Math.round(peakDb) });
  peakDb = -120;
}, 1000);

async function openMicrophone(deviceId) {
  try {
    await microphone.open(deviceId);
  } catch (error) {
    microphone.close();
    failed(new Error(t(error.name === "NotAllowedError" ? "booth.refused" : "booth.no-microphone")));
    return;
  }
  const devices = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "audioinput");
  $("device").replaceChildren(...devices.map((one, place) => new Option(one.label || t("booth.device.number", { number: place + 1 }), one.deviceId)));
  $("device").value = microphone.deviceId;
  $("booth-error").hidden = true;
  if (microphone.changes.length) failed(new Error(t("booth.changed")));
  $("level-box").hidden = false;
  $("test").disabled = false;
  $("open").hidden = true;
  show();
  say(t("booth.opened"));
}

$("open").addEventListener("click", () => openMicrophone(""));
$("device").addEventListener("change", () => openMicrophone($("device").value));
addEventListener("pagehide", () => microphone.close());

const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

function roomSays(...words) {
  $("room").replaceChildren(...words.map((one) => element("p", "", one)));
  $("room").hidden = false;
  say(words.join(" "));
}

$("test").addEventListener("click", async () => {
  for (const one of ["test", "record"]) $(one).disabled = true;
  try {
    roomSays(t("booth.test.quiet", { seconds: QUIET_S }));
    microphone.start();
    await wait(QUIET_S + CUT_START_S);
    roomSays(t("booth.test.speak", { line: line()?.text || "" }));
    await wait(LINE_S);
    const found = await upload(`/api/booth/${home}/room?quiet_s=${QUIET_S}`, microphone.stop(CUT_START_S));
    const figures = t("booth.test.figures", { distance: found.distance_db, noise: found.noise_db });
    roomSays(figures, ...(found.advice.length ? found.advice : [t("booth.test.good")]));
  } catch (error) {
    $("room").hidden = true;
    failed(error);
  }
  for (const one of ["test", "record"]) $(one).disabled = false;
});

// The prompter.

function go(place, focus = false) {
  if (busy || microphone.blocks || place < 0 || place >= lines.length) return;
  at = place;
  show();
  if (focus) $("now").focus();
}

function show() {
  const one = line();
  if (!one) return;
  $("before").textContent = lines[at - 1]?.text || "";
  $("now").textContent = one.text;
  $("after").textContent = lines[at + 1]?.text || "";
  const facts = [t("booth.place", { number: one.number, all: lines.length, section: one.section })];
  if (one.silence_s) facts.push(t("booth.silence", { seconds: one.silence_s }));
  if (one.personal) facts.push(t("booth.personal"));
  $("about").textContent = facts.join(" ");
  $("previous").disabled = at === 0;
  $("next").disabled = at === lines.length - 1;
  $("record").disabled = !microphone.isOpen;
  $("in-mix").disabled = false;
  $("takes").replaceChildren(...one.takes.map((take, place) => takeRow(one, take, place === one.takes.length - 1)).reverse());
  $("no-takes").hidden = one.takes.length > 0;
  const recorded = lines.filter((each) => each.takes.length).length;
  $("progress").textContent = t("booth.progress", { recorded, all: lines.length });
  $("lines").replaceChildren(...lines.map(lineRow));
}

function lineRow(one, place) {
  const row = element("li");
  const made = button("", "", () => go(place, true));
  const latest = one.takes.at(-1);
  const bad = latest?.problems.length;
  made.append(element("span", bad ? "state bad" : "state", latest ? (bad ? "!" : "✓") : ""), element("span", "", one.text));
  made.setAttribute("aria-label", t(latest ? (bad ? "booth.line.bad" : "booth.line.done") : "booth.line.open", { text: one.text }));
  if (place === at) made.setAttribute("aria-current", "true");
  row.append(made);
  return row;
}

function takeRow(one, take, heard) {
  const row = element("li", heard ? "heard" : "");
  const what = element("div", "what");
  what.append(element("p", "", t(heard ? "booth.take.heard" : "booth.take", { take: take.take, seconds: take.seconds })));
  for (const problem of take.problems) what.append(element("p", "", problem));
  const name = (key) => t(key, { take: take.take });
  const play = button("sample", name("booth.take.play"), () => playSound(play, `/booth/${home}/${one.id}/${take.take}.wav?${take.seconds}`));
  row.append(play, what);
  if (!heard) row.append(button("small", name("booth.take.choose.label"), () => change(one, take, "choose"), t("booth.take.choose")));
  row.append(button("small", name("booth.take.delete.label"), () => change(one, take, "delete"), t("booth.take.delete")));
  return row;
}

async function change(one, take, act) {
  try {
    one.takes = (await ask(`${takesPath(one)}/${take.take}/${act}`, { details: details() })).takes;
    show();
    say(t(act === "delete" ? "booth.deleted.one" : "booth.chosen", { take: take.take }));
    $("record").focus();
  } catch (error) {
    failed(error);
  }
}

// Recording.

function recording(on) {
  $("record").setAttribute("aria-pressed", String(on));
  $("record").textContent = t(on ? "booth.record.stop" : "booth.record.start");
  document.querySelector(".prompter").classList.toggle("on", on);
  for (const one of ["test", "device"]) $(one).disabled = on;
}

// The line before, as it was recorded, so that the new one follows on from it.
function leadIn() {
  const earlier = lines[at - 1];
  const take = earlier?.takes.at(-1);
  if (!$("lead").checked || !take) return Promise.resolve();
  return new Promise((done) => {
    const audio = new Audio(`/booth/${home}/${earlier.id}/${take.take}.wav?${take.seconds}`);
    audio.onended = audio.onerror = done;
    audio.play().catch(done);
  });
}

let busy = false;
async function toggle() {
  if (busy) return;
  if (!microphone.blocks) {
    player.audio?.pause();
    busy = true;
    recording(true);
    await leadIn();
    busy = false;
    microphone.start();
    performance.mark("quietude-recording");
    return;
  }
  const one = line();
  const wav = microphone.stop(CUT_START_S, CUT_END_S);
  recording(false);
  busy = true;
  $("record").textContent = t("booth.record.keeping");
  try {
    one.takes = (await upload(takesPath(one), wav)).takes;
    $("booth-error").hidden = true;
    show();
    const latest = one.takes.at(-1);
    say([t("booth.recorded", { seconds: latest.seconds }), ...latest.problems].join(" "));
  } catch (error) {
    failed(error);
  }
  busy = false;
  $("record").textContent = t("booth.record.start");
}

$("record").addEventListener("click", toggle);
$("previous").addEventListener("click", () => go(at - 1));
$("next").addEventListener("click", () => go(at + 1));
addEventListener("keydown", (event) => {
  const inField = /^(INPUT|SELECT|TEXTAREA|SUMMARY|A)$/.test(event.target.tagName);
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || inField || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  go(at + by);
  say(line().text);
});

// In the mix.

$("in-mix").addEventListener("click", async () => {
  try {
    const { at_s } = await ask(`/api/booth/${home}/lines/${line().id}/moment`, player.chosen());
    player.leave();
    await listen(at_s);
  } catch (error) {
    failed(error);
  }
});

async function listen(atS) {
  $("listen").hidden = true;
  await player.start(player.chosen(), atS).catch(() => { $("listen").hidden = false; });
}
$("listen").addEventListener("click", () => listen(0));
for (const one of document.querySelectorAll("[data-save]")) {
  one.addEventListener("click", async () => {
    try {
      const job = await ask("/api/save", { ...player.chosen(), format: one.dataset.save });
      say(t("save.started", { title: job.title }));
    } catch (error) {
      showError($("player-error"), error);
    }
  });
}
watchJobs($("jobs"));

// Deleting.

function sure(asking) {
  $("delete-sure").hidden = !asking;
  $("delete-all").hidden = asking;
  $(asking ? "delete-no" : "delete-all").focus();
}
$("delete-all").addEventListener("click", () => sure(true));
$("delete-no").addEventListener("click", () => sure(false));
$("delete-yes").addEventListener("click", async () => {
  try {
    const { deleted } = await ask(`/api/booth/${home}/delete`, {});
    await load();
    sure(false);
    say(t("booth.deleted.all", { count: deleted }));
  } catch (error) {
    failed(error);
  }
});

async function load() {
  try {
    lines = (await ask(`/api/booth/${home}`, { details: details() })).lines;
    at = Math.min(at, lines.length - 1);
    show();
  } catch (error) {
    failed(error);
  }
}
$("details")?.addEventListener("change", load);
$("details")?.addEventListener("submit", (event) => event.preventDefault());
await load();
const open = lines.findIndex((one) => !one.takes.length);
go(open < 0 ? 0 : open);
