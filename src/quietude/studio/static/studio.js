// Shared by every page: requests, words, the live region, events of jobs.
import { texts } from "/texts.js";

export { texts };

const token = document.querySelector('meta[name="quietude-token"]').content;

export function t(key, values = {}) {
  const text = texts[key];
  if (text === undefined) throw new Error(`no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

export const $ = (id) => document.getElementById(id);

export function clock(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(s / 3600);
  const minutes = Math.floor(s / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
}

let said = 0;
export function say(message) {
  // A region that gets the same words twice says nothing the second time.
  $("live").textContent = message + (said++ % 2 ? "\u00a0" : "");
}

export class Refused extends Error {
  constructor(data) {
    super(data.error || t("request.failed"));
    this.hint = data.hint || "";
    this.data = data;
  }
}

export async function ask(path, body, options = {}) {
  let response;
  try {
    response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: { "x-quietude-token": token, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      ...options,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    serverGone();
    throw new Refused({ error: t("server.gone"), gone: true });
  }
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(data);
  return data;
}

export function showError(box, error) {
  box.replaceChildren();
  const words = document.createElement("p");
  words.textContent = error.message;
  box.append(words);
  if (error.hint) {
    const hint = document.createElement("p");
    hint.textContent = error.hint;
    box.append(hint);
  }
  box.hidden = false;
  say(`${error.message} ${error.hint || ""}`);
}

let gone = false;
function serverGone() {
  gone = true;
  const notice = $("server-notice");
  notice.textContent = t("server.gone");
  notice.hidden = false;
}

const backAgain = new Set();
export const onServerBack = (listener) => backAgain.add(listener);

function serverBack() {
  if (!gone) return;
  gone = false;
  $("server-notice").hidden = true;
  say(t("server.back"));
  for (const listener of backAgain) listener();
}

const listeners = new Set();
export function onEvents(listener) {
  listeners.add(listener);
  if (listeners.size > 1) return;
  const source = new EventSource("/api/events");
  source.onopen = serverBack;
  source.onerror = serverGone;
  source.onmessage = (event) => {
    const data = JSON.parse(event.data);
    for (const one of listeners) one(data);
  };
  addEventListener("pagehide", () => source.close());
}

function left(job) {
  if (job.left_s === null || job.left_s === undefined) return job.note;
  const s = job.left_s;
  const minutes = Math.round(s / 60);
  const words = s < 50
    ? t("save.left.seconds", { seconds: Math.max(5, Math.ceil(s / 5) * 5) })
    : t(minutes > 1 ? "save.left.minutes" : "save.left.minute", { minutes });
  return `${job.note}, ${words}`;
}

export function jobRow(job) {
  const row = document.createElement("li");
  row.className = "job";
  row.dataset.id = job.id;
  updateJobRow(row, job);
  return row;
}

function part(row, name, tag, make) {
  let found = row.querySelector(`[data-part="${name}"]`);
  if (!make) {
    found?.remove();
    return null;
  }
  if (!found) {
    found = document.createElement(tag);
    found.dataset.part = name;
    row.append(found);
  }
  return found;
}

function updateJobRow(row, job) {
  const open = job.state === "waiting" || job.state === "running";
  const title = part(row, "title", "span", true);
  title.textContent = job.state === "done" ? t("save.done", { path: job.path }) : job.title;
  const button = part(row, "act", job.state === "done" ? "a" : "button", job.state !== "done");
  if (button) {
    button.type = "button";
    button.textContent = open ? t("save.stop") : "×";
    button.className = open ? "" : "icon";
    if (!open) button.setAttribute("aria-label", t("save.remove", { title: job.title }));
    button.onclick = () => ask(`/api/jobs/${job.id}/stop`, {}).then(() => { if (!open) row.remove(); });
  }
  const anyway = part(row, "anyway", "button", job.state === "failed" && job.refusal === "care");
  if (anyway) {
    anyway.type = "button";
    anyway.textContent = t("save.anyway");
    anyway.onclick = () => ask(`/api/jobs/${job.id}/anyway`, {}).then(() => row.remove(), (error) => say(error.message));
  }
  const link = part(row, "link", "a", job.state === "done" && job.path);
  if (link) {
    link.className = "button";
    link.href = `/saved/${job.id}`;
    link.textContent = t("save.download");
    link.setAttribute("aria-label", `${t("save.download")}: ${job.path}`);
  }
  const bar = part(row, "bar", "progress", open);
  if (bar) {
    bar.max = 1;
    if (job.state === "running") bar.value = job.share;
    bar.setAttribute("aria-label", job.title);
  }
  const words = {
    waiting: t("save.waiting"), running: left(job), done: "", stopped: t("save.stopped"),
    failed: `${t("save.failed")}: ${job.error}. ${job.hint}`,
  }[job.state];
  const hint = part(row, "hint", "p", words);
  if (hint) {
    hint.className = "hint";
    hint.textContent = words;
  }
}

export function watchJobs(list) {
  const known = new Map();
  const show = (job) => {
    if (list.dataset.kind && job.kind !== list.dataset.kind) return;
    const row = list.querySelector(`[data-id="${CSS.escape(job.id)}"]`);
    if (row) updateJobRow(row, job);
    else list.prepend(jobRow(job));
    const before = known.get(job.id);
    if (before && before !== job.state) {
      if (job.state === "done") say(t("save.done", { path: job.path }));
      if (job.state === "failed") say(`${t("save.failed")}: ${job.error}. ${job.hint}`);
    }
    known.set(job.id, job.state);
  };
  onEvents((data) => {
    if (data.jobs) {
      list.replaceChildren();
      for (const job of [...data.jobs].reverse()) show(job);
    }
    if (data.job) show(data.job);
  });
}
