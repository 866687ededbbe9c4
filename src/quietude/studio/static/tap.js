// Runs where the sound is: passes on what the microphone hears, as it is, in mono.
const LENGTH = 2048;

class Tap extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Float32Array(LENGTH);
    this.at = 0;
  }

  process([channels]) {
    if (!channels.length) return true;
    for (let frame = 0; frame < channels[0].length; frame += 1) {
      let sum = 0;
      for (const channel of channels) sum += channel[frame];
      this.block[this.at] = sum / channels.length;
      this.at += 1;
      if (this.at === LENGTH) {
        this.port.postMessage(this.block, [this.block.buffer]);
        this.block = new Float32Array(LENGTH);
        this.at = 0;
      }
    }
    return true;
  }
}

registerProcessor("tap", Tap);
