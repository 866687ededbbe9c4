// One line in the voice of the session, decoded here so that it is heard the moment it has come.
import { $, Refused, showError, t } from "/static/studio.js";

const token = document.querySelector('meta[name="quietude-token"]').content;

export class Hearing {
  // before: called when a line is asked for; after: when no line is asked for any more.
  constructor(script, chosen, { before, after }) {
    Object.assign(this, { script, chosen, before, after });
    this.context = null;
    this.source = null;
    this.asked = 0;
  }

  get busy() { return this.asked > 0; }

  stop() { this.source?.stop(); }

  // Says a line, or stops it; tell(true) when it begins, tell(false) when it is over.
  async line(line, tell) {
    const { script } = this;
    const again = this.source?.line === line && this.source.words === script.text;
    this.stop();
    if (again) return;
    performance.mark("quietude-say");
    this.before();
    this.asked += 1;
    // A browser lets a page sound only once somebody has touched it.
    this.context ||= new AudioContext();
    try {
      await this.context.resume();
      const text = script.text;
      const sound = await this.context.decodeAudioData(await this.fetched(line, text));
      this.play(sound, line, text, tell);
      $("editor-error").hidden = true;
    } catch (error) {
      tell(false);
      showError($("editor-error"), error);
    } finally {
      this.asked -= 1;
      if (!this.busy) this.after();
    }
  }

  async fetched(line, text) {
    const { script } = this;
    const body = { ...this.chosen(), line };
    if (text !== script.saved && !script.conflict) Object.assign(body, { text, base: script.base });
    const response = await fetch(`${script.path}/say`, {
      method: "POST", headers: { "content-type": "application/json", "x-quietude-token": token }, body: JSON.stringify(body),
    });
    if (!response.ok) {
      const data = await response.json();
      if (data.text !== undefined) script.meets(data);
      throw new Refused(data.error ? data : { error: t("row.failed") });
    }
    if (body.text !== undefined) script.stored(text, response.headers.get("x-revision"));
    return response.arrayBuffer();
  }

  play(sound, line, words, tell) {
    const playing = this.context.createBufferSource();
    playing.buffer = sound;
    Object.assign(playing, { line, words });
    playing.connect(this.context.destination);
    playing.onended = () => {
      tell(false);
      if (this.source === playing) this.source = null;
    };
    playing.start();
    this.source = playing;
    performance.mark("quietude-said");
    tell(true);
  }
}
