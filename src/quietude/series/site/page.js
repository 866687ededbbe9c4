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
  audio.after(said, toggle);

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
