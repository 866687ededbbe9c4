// The page of one series: its table while it is built, its checks, its listeners.
import { $, ask, onEvents, say, showError, t } from "/static/studio.js";

const id = $("show").dataset.id;
const path = `/api/series/${id}`;
let job = null;

const fail = (error) => showError($("series-error"), error);

function row(key) {
  return document.querySelector(`tr[data-key="${CSS.escape(key)}"]`);
}

function episode(told) {
  const cell = row(told.key)?.querySelector(".what");
  if (!cell) return;
  const note = cell.querySelector("[data-note]");
  note.textContent = told.hint ? `${told.note}. ${told.hint}` : told.note;
  cell.dataset.state = told.state;
  let bar = cell.querySelector("progress");
  if (told.state === "running" && !bar) {
    bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", row(told.key).querySelector("th").textContent.trim());
    cell.append(bar);
  }
  if (bar && told.state !== "running") bar.remove();
  else if (bar) bar.value = told.share;
}

// Buttons that look at the site work once there is one, and while nothing writes it.
function lookable(open) {
  for (const one of ["preview", "check"]) $(one).disabled = open || !("built" in $("show").dataset);
}

function whole(now) {
  const before = job?.state;
  job = now;
  const open = now.state === "waiting" || now.state === "running";
  $("start").textContent = t(open ? "series.building" : now.state === "done" ? "series.build" : "series.resume");
  $("start").disabled = open;
  lookable(open);
  $("pause").hidden = !open;
  $("whole").hidden = !open;
  $("whole-bar").value = now.share;
  $("whole-words").textContent = now.state === "waiting" ? t("save.waiting") : t("save.progress", { title: now.note || t("series.building"), percent: Math.floor(now.share * 100) });
  if (before === now.state || before === undefined) return;
  if (now.state === "done") {
    say(t("series.done"));
    location.reload();
  } else if (now.state === "failed") fail({ message: now.error, hint: now.hint });
  else if (now.state === "stopped") {
    say(t("series.paused"));
    for (const bar of document.querySelectorAll("td.what progress")) bar.remove();
  }
}

if ($("build")) {
  lookable(false);
  $("build").addEventListener("submit", async (event) => {
    event.preventDefault();
    $("series-error").hidden = true;
    try {
      whole(await ask(`${path}/build`, { url: $("url").value.trim() }));
    } catch (error) {
      fail(error);
    }
  });
  $("pause").addEventListener("click", () => {
    ask(`/api/jobs/${job.id}/stop`, {}).catch(fail);
    $("start").focus();
  });
  $("preview").addEventListener("click", async () => {
    try {
      const { url } = await ask(`${path}/preview`, {});
      $("preview-link").hidden = false;
      $("preview-link").querySelector("a").href = url;
      $("preview-link").querySelector("a").focus();
    } catch (error) {
      fail(error);
    }
  });
  $("check").addEventListener("click", async () => {
    try {
      const { findings } = await ask(`${path}/check`, {});
      $("findings").replaceChildren(...findings.map((one) => {
        const item = document.createElement("li");
        const words = document.createElement("strong");
        words.textContent = `${one.where}: ${one.message}`;
        item.append(words, document.createElement("br"), one.hint);
        return item;
      }));
      say(findings.length ? t("series.findings", { count: findings.length }) : t("series.fine"));
      if (!findings.length) {
        const item = document.createElement("li");
        item.textContent = t("series.fine");
        $("findings").append(item);
      }
    } catch (error) {
      fail(error);
    }
  });
  $("table").addEventListener("change", async () => {
    const [file] = $("table").files;
    if (!file) return;
    try {
      await ask(`${path}/listeners`, { table: await file.text() });
      location.reload();
    } catch (error) {
      fail(error);
    }
  });
}

onEvents((data) => {
  const mine = (one) => one.kind === "series" && (one.id === job?.id || (one.series === id && (one.state === "running" || one.state === "waiting")));
  if (!$("build")) return;
  if (data.jobs) {
    const found = data.jobs.find(mine) || data.jobs.find((one) => one.series === id);
    if (found) whole(found);
  }
  if (data.job && mine(data.job)) whole(data.job);
  if (data.series?.id === id) episode(data.series);
});
