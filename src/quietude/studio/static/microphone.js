// The microphone as it is: without the echo cancelling, noise suppression and gain of the browser.
const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export class Microphone {
  // level: called some twenty times a second with the level and the peak, in dBFS.
  constructor(level) {
    this.level = level;
    this.blocks = null;
  }

  get isOpen() { return Boolean(this.stream); }

  async open(deviceId = "") {
    this.close();
    const audio = { ...PLAIN, channelCount: 1, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) };
    this.stream = await navigator.mediaDevices.getUserMedia({ audio });
    this.context = new AudioContext();
    await this.context.audioWorklet.addModule("/static/tap.js");
    this.tap = new AudioWorkletNode(this.context, "tap", { numberOfOutputs: 0 });
    this.tap.port.onmessage = ({ data }) => this.take(data);
    this.context.createMediaStreamSource(this.stream).connect(this.tap);
    await this.context.resume();
  }

  // The changes that the browser makes in spite of us.
  get changes() {
    const settings = this.stream.getAudioTracks()[0].getSettings();
    return Object.keys(PLAIN).filter((name) => settings[name]);
  }

  get deviceId() { return this.stream.getAudioTracks()[0].getSettings().deviceId; }

  close() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.context?.close();
    this.stream = this.context = null;
  }

  take(block) {
    let square = 0, peak = 0;
    for (const one of block) {
      square += one * one;
      peak = Math.max(peak, Math.abs(one));
    }
    this.level(decibels(Math.sqrt(square / block.length)), decibels(peak));
    this.blocks?.push(block);
  }

  start() { this.blocks = []; }

  // The recording as a WAV file of 24 bits. Its ends are cut: the key that was pressed is in them.
  stop(cutStartS = 0, cutEndS = 0) {
    const blocks = this.blocks || [];
    this.blocks = null;
    const rate = this.context.sampleRate;
    const samples = new Float32Array(blocks.reduce((sum, one) => sum + one.length, 0));
    let at = 0;
    for (const block of blocks) {
      samples.set(block, at);
      at += block.length;
    }
    const first = Math.round(cutStartS * rate);
    return wav24(samples.subarray(first, Math.max(first, samples.length - Math.round(cutEndS * rate))), rate);
  }
}

export const decibels = (value) => 20 * Math.log10(Math.max(value, 1e-6));

export function wav24(samples, rate) {
  const size = samples.length * 3;
  const view = new DataView(new ArrayBuffer(44 + size + (size % 2)));
  const letters = (at, word) => [...word].forEach((one, place) => view.setUint8(at + place, one.charCodeAt(0)));
  letters(0, "RIFF");
  view.setUint32(4, 36 + size + (size % 2), true);
  letters(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 3, true);
  view.setUint16(32, 3, true);
  view.setUint16(34, 24, true);
  letters(36, "data");
  view.setUint32(40, size, true);
  for (let frame = 0; frame < samples.length; frame += 1) {
    const value = Math.round(Math.max(-1, Math.min(samples[frame], 8388607 / 8388608)) * 8388608);
    view.setUint16(44 + frame * 3, value & 0xffff, true);
    view.setInt8(46 + frame * 3, value >> 16);
  }
  return view.buffer;
}
