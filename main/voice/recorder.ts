import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { SAMPLE_RATE_HZ } from '../carriers/carrier.ts';
import { WAV_HEADER_BYTES, wavHeader } from '../speech/wav.ts';

const CHANNELS = 2;
const BYTES_PER_FRAME = 2 * CHANNELS;
/** Sound this old can no longer change. */
const SETTLED_SAMPLES = SAMPLE_RATE_HZ;

/**
 * Records a call as stereo WAV: caller left, agent right, both on the call's clock. Sound is written
 * as it comes, so a kill loses none of it; the header is mended from the file's size at the next
 * start. Silence is a hole in the file and costs nothing.
 */
export class Recorder {
  readonly path: string;
  readonly #file: number;
  /** Interleaved samples from `#from` on: where both sides meet. */
  #recent = new Int16Array(4 * SAMPLE_RATE_HZ * CHANNELS);
  #from = 0;
  /** Samples in `#recent` up to the last sound. */
  #filled = 0;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'w', 0o600);
    writeSync(this.#file, wavHeader(SAMPLE_RATE_HZ, CHANNELS, 0));
  }

  /** Puts sound at `atUs` microseconds since the start of the call. */
  write(side: 'caller' | 'agent', samples: Int16Array, atUs: number): void {
    const at = Math.round((atUs * SAMPLE_RATE_HZ) / 1_000_000);
    const end = at + samples.length;
    if (at - this.#from >= 2 * SETTLED_SAMPLES) this.#forget(at - SETTLED_SAMPLES);
    this.#reserve(end);
    this.#filled = Math.max(this.#filled, end - this.#from);
    const channel = side === 'caller' ? 0 : 1;
    for (let n = Math.max(0, this.#from - at); n < samples.length; n += 1) {
      this.#recent[(at + n - this.#from) * CHANNELS + channel] = samples[n] ?? 0;
    }
    this.#save(Math.max(at, this.#from), end);
  }

  /** Ends the file with the call, and writes the final sizes. */
  close(endUs: number): void {
    const dataBytes = Math.round((endUs * SAMPLE_RATE_HZ) / 1_000_000) * BYTES_PER_FRAME;
    ftruncateSync(this.#file, WAV_HEADER_BYTES + dataBytes);
    const header = wavHeader(SAMPLE_RATE_HZ, CHANNELS, dataBytes);
    writeSync(this.#file, header, 0, WAV_HEADER_BYTES, 0);
    closeSync(this.#file);
  }

  #save(first: number, end: number): void {
    const { buffer } = this.#recent;
    const length = (end - first) * BYTES_PER_FRAME;
    if (length <= 0) return;
    const bytes = new Uint8Array(buffer, (first - this.#from) * BYTES_PER_FRAME, length);
    writeSync(this.#file, bytes, 0, length, WAV_HEADER_BYTES + first * BYTES_PER_FRAME);
  }

  /** Lets go of everything before sample `until`. */
  #forget(until: number): void {
    const count = Math.min(until - this.#from, this.#filled);
    this.#recent.copyWithin(0, count * CHANNELS, this.#filled * CHANNELS);
    this.#recent.fill(0, (this.#filled - count) * CHANNELS, this.#filled * CHANNELS);
    this.#filled -= count;
    this.#from = until;
  }

  #reserve(until: number): void {
    const needed = (until - this.#from) * CHANNELS;
    if (needed <= this.#recent.length) return;
    const larger = new Int16Array(needed * 2);
    larger.set(this.#recent);
    this.#recent = larger;
  }
}
