import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { SAMPLE_RATE_HZ } from '../carriers/carrier.ts';
import { WAV_HEADER_BYTES, wavHeader } from '../speech/wav.ts';

const CHANNELS = 2;
const BYTES_PER_SAMPLE = 2;
/** Sound this old can no longer change and is written. */
const SETTLED_SAMPLES = SAMPLE_RATE_HZ;

/**
 * Records a call as stereo WAV: caller left, agent right, both on the call's clock. What a kill
 * cuts off is mended from the file's size at the next start.
 */
export class Recorder {
  readonly path: string;
  readonly #file: number;
  /** Interleaved samples from `#from` on that are not written yet. */
  #open = new Int16Array(4 * SAMPLE_RATE_HZ * CHANNELS);
  #from = 0;
  /** Samples in `#open` up to the last sound. */
  #filled = 0;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'w', 0o600);
    writeSync(this.#file, wavHeader(SAMPLE_RATE_HZ, CHANNELS, 0));
  }

  /** Puts sound at `atUs` microseconds since the start of the call. */
  write(side: 'caller' | 'agent', samples: Int16Array, atUs: number): void {
    const at = Math.round((atUs * SAMPLE_RATE_HZ) / 1_000_000);
    if (at - this.#from >= 2 * SETTLED_SAMPLES) this.#settle(at - SETTLED_SAMPLES);
    this.#reserve(at + samples.length);
    this.#filled = Math.max(this.#filled, at + samples.length - this.#from);
    const channel = side === 'caller' ? 0 : 1;
    for (let n = 0; n < samples.length; n += 1) {
      const place = (at + n - this.#from) * CHANNELS + channel;
      if (place >= 0) this.#open[place] = samples[n] ?? 0;
    }
  }

  /** Writes the rest, up to the end of the call, and the final sizes. */
  close(endUs: number): void {
    const end = Math.round((endUs * SAMPLE_RATE_HZ) / 1_000_000);
    this.#settle(end);
    ftruncateSync(this.#file, WAV_HEADER_BYTES + this.#dataBytes());
    writeSync(
      this.#file,
      wavHeader(SAMPLE_RATE_HZ, CHANNELS, this.#dataBytes()),
      0,
      WAV_HEADER_BYTES,
      0,
    );
    closeSync(this.#file);
  }

  #dataBytes(): number {
    return this.#from * CHANNELS * BYTES_PER_SAMPLE;
  }

  /** Writes the sound before sample `until`; silence stays a hole in the file. */
  #settle(until: number): void {
    if (until <= this.#from) return;
    const count = Math.min(until - this.#from, this.#filled);
    const part = this.#open.subarray(0, count * CHANNELS);
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    if (count > 0) {
      writeSync(this.#file, bytes, 0, bytes.length, WAV_HEADER_BYTES + this.#dataBytes());
    }
    this.#open.copyWithin(0, count * CHANNELS, this.#filled * CHANNELS);
    this.#open.fill(0, (this.#filled - count) * CHANNELS, this.#filled * CHANNELS);
    this.#filled -= count;
    this.#from = until;
  }

  #reserve(until: number): void {
    const needed = (until - this.#from) * CHANNELS;
    if (needed <= this.#open.length) return;
    const larger = new Int16Array(needed * 2);
    larger.set(this.#open);
    this.#open = larger;
  }
}
