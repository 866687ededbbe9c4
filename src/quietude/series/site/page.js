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
    for (const span of article.querySelectorAll(".words span")) {
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
  const write = () => {
    if (words.childElementCount || !element.track.cues?.length) return;
    const starts = marks.map((mark) => Number(mark.dataset.start)).slice(1);
    let paragraph = null;
    let chapter = -1;
    for (const cue of element.track.cues) {
      const now = starts.filter((start) => start <= cue.startTime).length;
      if (now !== chapter) {
        chapter = now;
        paragraph = document.createElement("p");
        words.append(paragraph);
      }
      const span = document.createElement("span");
      span.dataset.cue = cue.id;
      span.textContent = cue.getCueAsHTML().textContent.replace(/\s+/g, " ");
      paragraph.append(span, " ");
    }
    show();
  };
  element.addEventListener("load", write);
  details.addEventListener("toggle", () => {
    load();
    write();
  });
}
