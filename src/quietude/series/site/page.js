"use strict";
// Without this the page still plays, and its chapters and transcripts are links. With it, captions
// stand on the screen, chapters are sought in the player, and one session plays at a time.
for (const article of document.querySelectorAll("article")) {
  const audio = article.querySelector("audio");
  const element = audio.querySelector("track");
  const marks = [...article.querySelectorAll(".chapters a")];
  const details = article.querySelector("details.transcript");

  const said = document.createElement("p");
  said.className = "said";
  said.hidden = true;
  said.ariaHidden = "true"; // the voice says it already
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.textContent = article.dataset.captions;
  toggle.lang = article.dataset.language;
  toggle.setAttribute("aria-pressed", "true");
  const sleep = document.createElement("select");
  sleep.setAttribute("aria-label", article.dataset.timer);
  sleep.lang = article.dataset.language;
  for (const minutes of [0, 10, 20, 30, 45]) {
    const label = article.dataset.minutes.replace("{n}", minutes);
    sleep.append(new Option(minutes ? label : article.dataset.timer, minutes));
  }
  audio.after(said, toggle, sleep);

  // The sleep timer fades the sound over its last 20 seconds, then stops it.
  const fade = 20;
  let until = 0;
  let volume = 1;
  sleep.addEventListener("change", () => {
    if (until) audio.volume = volume;
    volume = audio.volume;
    until = Number(sleep.value) ? Date.now() + Number(sleep.value) * 60000 : 0;
  });
  audio.addEventListener("timeupdate", () => {
    if (!until) return;
    const left = (until - Date.now()) / 1000;
    if (left > 0) {
      if (left < fade) audio.volume = (volume * left) / fade;
      return;
    }
    audio.pause();
    audio.volume = volume;
    until = 0;
    sleep.value = "0";
  });

  // A session goes on where it was left; the place is kept in this browser alone.
  const place = `quietude ${article.id}`;
  const keep = (seconds) => {
    try {
      if (seconds) localStorage.setItem(place, String(seconds));
      else localStorage.removeItem(place);
    } catch {} // the browser keeps nothing: it begins anew
  };
  let left = 0;
  try {
    left = Number(localStorage.getItem(place)) || 0;
  } catch {}
  const resume = () => {
    if (!audio.dataset.begun && left > 5 && left < audio.duration - 10) audio.currentTime = left;
  };
  if (audio.readyState) resume();
  else audio.addEventListener("loadedmetadata", resume, { once: true });
  audio.addEventListener("timeupdate", () => {
    if (audio.dataset.begun) keep(Math.floor(audio.currentTime));
  });
  audio.addEventListener("ended", () => keep(0));

  const show = () => {
    const cues = [...(element.track.activeCues || [])];
    said.textContent = cues.map((cue) => cue.getCueAsHTML().textContent).join("\n");
    said.hidden = toggle.getAttribute("aria-pressed") !== "true" || !audio.dataset.begun;
    for (const span of article.querySelectorAll(".words span[data-cue]")) {
      span.classList.toggle("now", cues.some((cue) => span.dataset.cue === cue.id));
    }
  };
  const load = () => {
    if (element.track.mode === "disabled") element.track.mode = "hidden"; // now it is fetched
  };
  const current = () => {
    const at = audio.currentTime + 0.05;
    const past = marks.filter((mark) => Number(mark.dataset.start) <= at);
    for (const mark of marks) {
      if (audio.dataset.begun && mark === past.at(-1)) mark.setAttribute("aria-current", "true");
      else mark.removeAttribute("aria-current");
    }
  };

  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-pressed", String(toggle.getAttribute("aria-pressed") !== "true"));
    show();
  });
  audio.addEventListener("play", () => {
    audio.dataset.begun = "yes";
    load();
    show();
    for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause();
  });
  audio.addEventListener("timeupdate", current);
  audio.addEventListener("seeking", current);
  element.track.addEventListener("cuechange", show);
  for (const mark of marks) {
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      load();
      audio.currentTime = Number(mark.dataset.start);
      audio.play().catch(() => {}); // refused by the browser: the player is where it should be
    });
  }

  if (!details) continue;
  const words = document.createElement("div");
  words.className = "words";
  details.append(words);
  // The word that is said is marked by the times in the episode's file of words; where they do not
  // fit a caption, the whole caption is.
  let starts = null;
  let timed = [];
  const follow = () => {
    const at = audio.currentTime * 1000 + 30;
    let now = null;
    for (const [start, end, span] of timed) if (start <= at && at < end) now = span;
    for (const span of words.querySelectorAll(".word.now")) {
      if (span !== now) span.classList.remove("now");
    }
    if (now && audio.dataset.begun) now.classList.add("now");
    if (!audio.paused) requestAnimationFrame(follow);
  };
  audio.addEventListener("play", follow);
  audio.addEventListener("seeked", follow);
  const spoken = (cue, span) => {
    const parts = span.textContent.trim().split(" ");
    const own = starts.filter((ms) => ms >= cue.startTime * 1000 - 80 && ms < cue.endTime * 1000);
    if (own.length !== parts.length) return;
    span.textContent = "";
    parts.forEach((part, number) => {
      const word = document.createElement("span");
      word.className = "word";
      word.textContent = part;
      span.append(word, " ");
      timed.push([own[number], own[number + 1] ?? cue.endTime * 1000, word]);
    });
  };
  const write = async () => {
    if (words.childElementCount || !element.track.cues?.length || starts) return;
    starts = [];
    try {
      if (article.dataset.words) starts = (await (await fetch(article.dataset.words)).json()).words_ms;
    } catch {} // opened as a file, or offline: captions are marked as a whole
    const borders = marks.map((mark) => Number(mark.dataset.start)).slice(1);
    let paragraph = null;
    let chapter = -1;
    for (const cue of element.track.cues) {
      const now = borders.filter((start) => start <= cue.startTime).length;
      if (now !== chapter) {
        chapter = now;
        paragraph = document.createElement("p");
        words.append(paragraph);
      }
      const span = document.createElement("span");
      span.dataset.cue = cue.id;
      span.textContent = cue.getCueAsHTML().textContent.replace(/\s+/g, " ");
      paragraph.append(span, " ");
      spoken(cue, span);
    }
    show();
    follow();
  };
  element.addEventListener("load", write);
  details.addEventListener("toggle", () => {
    load();
    write();
  });
}

// A session that is kept can be heard without a network; what was kept and is no more on the page
// is given up. Where the browser keeps nothing, there is no button.
const store = `quietude ${new URL("./", location.href).href}`;
const parts = (article) => [
  article.querySelector("audio").src,
  ...[...article.querySelectorAll("track")].map((track) => track.src),
  ...(article.dataset.words ? [new URL(article.dataset.words, location.href).href] : []),
];
const offline = async () => {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  await navigator.serviceWorker.register("offline.js");
  const kept = await caches.open(store);
  const articles = [...document.querySelectorAll("article")];
  const known = new Set(articles.flatMap(parts));
  for (const request of await kept.keys()) if (!known.has(request.url)) await kept.delete(request);
  for (const article of articles) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "keep";
    button.textContent = article.dataset.keep;
    button.lang = article.dataset.language;
    const has = Boolean(await kept.match(parts(article)[0]));
    button.setAttribute("aria-pressed", String(has));
    button.addEventListener("click", async () => {
      const pressed = button.getAttribute("aria-pressed") === "true";
      button.disabled = true;
      try {
        if (pressed) await Promise.all(parts(article).map((url) => kept.delete(url)));
        else await kept.addAll(parts(article));
        button.setAttribute("aria-pressed", String(!pressed));
      } catch {} // no network, or no room: it stays as it was
      button.disabled = false;
    });
    article.querySelector("select").after(button);
  }
};
offline().catch(() => {}); // a page that was opened as a file
