// Plays a session that is still being made. Two audio elements, so that a change of voice, bed or
// length fades from what is heard to what will be.
import { $, ask, clock, say, showError, t } from "/static/studio.js";

const FADE_MS = 400;
const SLEEP_FADE_S = 30;
const KEEP_MS = 4000;
const PATIENCE_MS = 2000;

export class Player {
  constructor() {
    this.audio = null;
    this.session = null;
    this.loading = null;
    this.open = new Set(); // the elements with a sound: one, or more while a change goes over
    this.sleepAt = null;
    this.keptAt = 0;
    this.wanted = false;
    this.turn = 0;
    $("play").addEventListener("click", () => this.toggle());
    $("back").addEventListener("click", () => this.seek(this.now - 15));
    $("forward").addEventListener("click", () => this.seek(this.now + 15));
    $("seek").addEventListener("input", () => this.seek(Number($("seek").value)));
    $("sleep").addEventListener("change", () => this.setSleep());
    addEventListener("pagehide", () => this.keep(true));
    addEventListener("keydown", (event) => this.key(event));
    setInterval(() => this.tick(), 250);
  }

  get now() { return this.audio ? this.audio.currentTime : 0; }
  get playing() { return Boolean(this.audio) && !this.audio.paused && this.wanted; }

  // Begins a session, or goes over to a changed one at the same moment. One at a time: of changes
  // that come while another is being loaded, only the last is made.
  async start(chosen, atS = 0) {
    const turn = ++this.turn;
    await this.loading;
    if (turn !== this.turn) return;
    const loaded = this.load(chosen, atS);
    this.loading = Promise.race([loaded.then(begun, () => {}), rest(PATIENCE_MS)]);
    const audio = await loaded;
    if (this.open.size > 1) await this.goOver(audio);
  }

  // The element of a session that is asked for, and plays if the one before it does.
  async load(chosen, atS) {
    const earlier = this.audio;
    const body = { ...chosen };
    if (this.session && earlier) body.from = { id: this.session.id, at_s: this.now };
    else body.at_s = atS;
    $("player-error").hidden = true;
    let session;
    try {
      session = await ask("/api/listen", body);
    } catch (error) {
      showError($("player-error"), error);
      throw error;
    }
    const going = !earlier || this.wanted;
    const audio = new Audio();
    audio.preload = "auto";
    audio.src = session.url;
    audio.volume = earlier ? 0 : 1;
    // The moment has passed on while the new session was prepared.
    audio.currentTime = session.at_s;
    this.session = session;
    this.audio = audio;
    this.open.add(audio);
    this.listenTo(audio);
    this.show();
    if (going) await this.play();
    return audio;
  }

  // Fades from everything that is still heard to a changed session, once that plays.
  async goOver(to) {
    await begun(to);
    if (to !== this.audio) return; // a later change takes over all that is heard
    const earlier = [...this.open].filter((one) => one !== to);
    this.open = new Set([to]);
    await fade(earlier, to, () => this.open.has(to));
    earlier.forEach(release);
  }

  // Lets go of the session that is heard.
  leave() {
    this.open.forEach(release);
    this.open.clear();
    this.audio = null;
    this.session = null;
  }

  listenTo(audio) {
    const mine = (handler) => (event) => { if (audio === this.audio) handler(event); };
    audio.addEventListener("playing", mine(() => {
      this.wait(false);
      performance.mark("quietude-first-sound");
    }));
    audio.addEventListener("waiting", mine(() => this.wait(true)));
    audio.addEventListener("ended", mine(() => {
      this.wanted = false;
      this.keep(true);
      this.buttons();
      say(t("player.over"));
    }));
    audio.addEventListener("error", mine(() => this.failed()));
  }

  async play() {
    this.wanted = true;
    this.buttons();
    this.wait(true);
    try {
      await this.audio.play();
    } catch (error) {
      if (error.name !== "AbortError") this.wanted = false;
    }
    this.buttons();
  }

  toggle() {
    if (this.playing) {
      this.wanted = false;
      this.audio.pause();
      this.keep(true);
      say(t("player.paused", { at: clock(this.now) }));
    } else if (this.audio) {
      this.audio.volume = 1;
      if (this.audio.error) this.again();
      else this.play();
    }
    this.buttons();
  }

  seek(seconds) {
    if (!this.audio) return;
    this.audio.currentTime = Math.max(0, Math.min(seconds, this.session.total_s - 0.1));
    this.tick();
    this.keep();
  }

  async failed() {
    this.wait(false);
    this.wanted = false;
    this.buttons();
    try {
      const state = await ask(`/api/listen/${this.session.id}`);
      showError($("player-error"), { message: state.error || t("player.failed"), hint: state.hint || "" });
    } catch (error) {
      showError($("player-error"), error);
    }
  }

  // After the server was away, the session is asked for anew.
  again() {
    const at = this.now;
    const chosen = this.chosen();
    this.leave();
    return this.start(chosen, at);
  }

  setSleep() {
    const minutes = Number($("sleep").value);
    this.sleepAt = minutes ? Date.now() + minutes * 60000 : null;
    if (this.audio) this.audio.volume = 1;
    say(minutes ? t("player.sleep.set", { minutes }) : t("player.sleep.unset"));
  }

  sleepTick() {
    if (!this.sleepAt || !this.audio) return;
    const left = (this.sleepAt - Date.now()) / 1000;
    if (left <= 0) {
      const at = this.now;
      this.wanted = false;
      this.audio.pause();
      this.keepAt(Math.max(0, at - SLEEP_FADE_S), true);
      this.audio.currentTime = Math.max(0, at - SLEEP_FADE_S);
      this.sleepAt = null;
      $("sleep").value = "";
      this.buttons();
      say(t("player.sleep.over"));
    } else if (left < SLEEP_FADE_S) {
      this.audio.volume = (left / SLEEP_FADE_S) ** 2;
    }
  }

  keep(soon = false) {
    if (this.session && (soon || Date.now() - this.keptAt > KEEP_MS)) this.keepAt(this.now, soon);
  }

  keepAt(seconds, soon) {
    this.keptAt = Date.now();
    ask(`/api/listen/${this.session.id}/place`, { at_s: seconds }, { keepalive: soon }).catch(() => {});
  }

  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !this.audio) return;
    if (/^(INPUT|SELECT|TEXTAREA|BUTTON|SUMMARY|A)$/.test(event.target.tagName) || event.target.isContentEditable) return;
    const act = { " ": () => this.toggle(), ArrowLeft: () => this.seek(this.now - 15), ArrowRight: () => this.seek(this.now + 15) }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  wait(waiting) { $("play").classList.toggle("waiting", waiting && this.wanted); }

  buttons() {
    const playing = this.wanted;
    $("play").classList.toggle("playing", playing);
    $("play").setAttribute("aria-label", t(playing ? "player.pause" : "player.play"));
    if (!playing) this.wait(false);
  }

  show() {
    const { session } = this;
    $("controls").hidden = false;
    $("seek").max = Math.floor(session.total_s);
    $("total").textContent = clock(session.total_s);
    this.chapters(session.chapters);
    if ("mediaSession" in navigator) {
      navigator.mediaSession.metadata = new MediaMetadata({ title: session.title, artist: t("app.name") });
      navigator.mediaSession.setActionHandler("seekbackward", () => this.seek(this.now - 15));
      navigator.mediaSession.setActionHandler("seekforward", () => this.seek(this.now + 15));
    }
    this.tick();
    this.watch(session.id);
  }

  // The list of chapters; of a changed session with the same ones, only the times change.
  chapters(chapters) {
    const buttons = [...$("chapters").querySelectorAll("button")];
    if (buttons.length !== chapters.length || buttons.some((one, place) => one.dataset.title !== chapters[place].title)) {
      $("chapters").replaceChildren(...chapters.map(({ title }, place) => {
        const row = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.title = title;
        const at = document.createElement("span");
        at.className = "t";
        button.append(title, at);
        button.addEventListener("click", () => this.seek(this.session.chapters[place].start_s));
        row.append(button);
        return row;
      }));
    }
    for (const [place, at] of [...$("chapters").querySelectorAll(".t")].entries()) at.textContent = clock(chapters[place].start_s);
  }

  // The share that is spoken, until all of it is.
  async watch(id) {
    for (let known = this.session; this.session?.id === id;) {
      const all = known.spoken >= known.phrases;
      $("making").textContent = all ? "" : t("player.making", { done: known.spoken, all: known.phrases });
      if (all) return;
      await new Promise((done) => setTimeout(done, 1000));
      try {
        known = await ask(`/api/listen/${id}`);
      } catch {
        return;
      }
    }
  }

  tick() {
    if (!this.session || !this.audio) return;
    const at = this.now;
    const words = t("player.place.text", { at: clock(at), total: clock(this.session.total_s) });
    $("at").textContent = clock(at);
    if (document.activeElement !== $("seek") || this.playing) $("seek").value = at;
    $("seek").setAttribute("aria-valuetext", words);
    const starts = this.session.chapters.map((one) => one.start_s);
    const here = starts.findLastIndex((start) => start <= at + 0.05);
    [...$("chapters").querySelectorAll("button")].forEach((button, index) => {
      if (index === here) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    if (this.playing) this.keep();
    this.sleepTick();
  }
}

function rest(ms) { return new Promise((done) => setTimeout(done, ms)); }

// Resolves once an element plays, or never will.
function begun(audio) {
  if (audio.paused || audio.readyState >= 3) return Promise.resolve();
  return new Promise((done) => {
    for (const event of ["playing", "pause", "error", "emptied"]) audio.addEventListener(event, done, { once: true });
  });
}

// holds: false as soon as a later fade has begun to lower what this one raises.
function fade(earlier, to, holds) {
  const before = earlier.map((one) => one.volume);
  const full = Math.max(...before) || 1;
  return new Promise((done) => {
    const start = performance.now();
    const step = () => {
      const share = to.paused ? 1 : Math.min((performance.now() - start) / FADE_MS, 1);
      if (holds()) to.volume = full * Math.sin((share * Math.PI) / 2);
      earlier.forEach((one, place) => { one.volume = before[place] * Math.cos((share * Math.PI) / 2); });
      if (share < 1) setTimeout(step, 16);
      else done();
    };
    step();
  });
}

// A browser keeps a connection to the server for each element with an address; it has six.
function release(audio) {
  audio.pause();
  audio.removeAttribute("src");
  audio.load();
}
