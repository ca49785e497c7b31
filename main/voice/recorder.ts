import { SAMPLE_RATE_HZ } from '../carriers/carrier.ts';
import type { StorageProblem } from '../platform/storage-problem.ts';
import { WAV_HEADER_BYTES, wavHeader } from '../speech/wav.ts';
import { RecordingFile, type RecordingFiles, systemFiles } from './recording-file.ts';

const CHANNELS = 2;
const BYTES_PER_FRAME = 2 * CHANNELS;
/**
 * How much sound is written at once. Frame by frame, a hundred calls would cause ten thousand
 * writes per second.
 */
const BATCH_SAMPLES = SAMPLE_RATE_HZ / 10;
/** Older sound is only in the file. Only a line that stalls, or an erasure, goes back to it. */
const SETTLED_SAMPLES = SAMPLE_RATE_HZ;

/**
 * Records a call as stereo WAV: caller left, agent right, both on the call's clock. Sound is
 * written in batches, so a kill loses a tenth of a second at most; the next start repairs the
 * header from the file's size. Silence is a hole in the file and takes no space. If the disk
 * refuses, the call continues, and the missing sound is silence.
 */
export class Recorder {
  readonly path: string;
  readonly #file: RecordingFile;
  /** Interleaved samples from `#from` on, where both sides are mixed. */
  #recent = new Int16Array(4 * SAMPLE_RATE_HZ * CHANNELS);
  #from = 0;
  /** Samples in `#recent` up to the last sound. */
  #filled = 0;
  /** The first sample that is not in the file yet; if equal to `#unsavedTo`, all are. */
  #unsavedFrom = 0;
  #unsavedTo = 0;

  constructor(path: string, files: RecordingFiles = systemFiles) {
    this.path = path;
    this.#file = new RecordingFile(path, wavHeader(SAMPLE_RATE_HZ, CHANNELS, 0), files);
  }

  /** Calls the listener when sound begins to be lost, and with null when it is stored again. */
  onProblem(listener: (problem: StorageProblem | null) => void): void {
    this.#file.onProblem(listener);
  }

  /** Adds sound at `atUs` microseconds since the start of the call. */
  write(side: 'caller' | 'agent', samples: Int16Array, atUs: number): void {
    const at = sampleAt(atUs);
    const end = at + samples.length;
    const channel = side === 'caller' ? 0 : 1;
    if (at < this.#from) this.#writeBehind(channel, samples, at);
    if (end <= this.#from) return;
    // A silence between two sounds stays a hole in the file.
    if (at > this.#unsavedTo + BATCH_SAMPLES || end < this.#unsavedFrom) this.#save();
    if (at - this.#from >= 2 * SETTLED_SAMPLES) {
      this.#save();
      this.#forget(at - SETTLED_SAMPLES);
    }
    this.#reserve(end);
    this.#filled = Math.max(this.#filled, end - this.#from);
    for (let n = Math.max(0, this.#from - at); n < samples.length; n += 1) {
      this.#recent[(at + n - this.#from) * CHANNELS + channel] = samples[n] ?? 0;
    }
    this.#changed(Math.max(at, this.#from), end);
  }

  /** Silences a stretch of one side that turned out not to have been heard, however long ago. */
  erase(side: 'caller' | 'agent', fromUs: number, untilUs: number): void {
    const from = sampleAt(fromUs);
    const until = Math.min(sampleAt(untilUs), this.#from + this.#filled);
    const channel = side === 'caller' ? 0 : 1;
    if (from < this.#from) {
      this.#writeBehind(channel, new Int16Array(Math.max(0, until - from)), from);
    }
    for (let at = Math.max(from, this.#from); at < until; at += 1) {
      this.#recent[(at - this.#from) * CHANNELS + channel] = 0;
    }
    this.#changed(Math.max(from, this.#from), until);
  }

  /**
   * Makes the file a valid WAV of the call so far, so that it can be played during the call; null
   * if there is no file.
   */
  wholeSoFar(): string | null {
    this.#save();
    const dataBytes = (this.#from + this.#filled) * BYTES_PER_FRAME;
    this.#file.settle(wavHeader(SAMPLE_RATE_HZ, CHANNELS, dataBytes));
    return this.#file.isThere ? this.path : null;
  }

  /** Whether there is a file. There is none if the disk refused everything. */
  get isThere(): boolean {
    return this.#file.isThere;
  }

  /** Ends the file at the end of the call. It is complete when this returns. */
  close(endUs: number): void {
    this.#save();
    const dataBytes = sampleAt(endUs) * BYTES_PER_FRAME;
    const header = wavHeader(SAMPLE_RATE_HZ, CHANNELS, dataBytes);
    this.#file.close(WAV_HEADER_BYTES + dataBytes, header);
  }

  /** Writes the part of the sound before `#from` directly to the file. */
  #writeBehind(channel: number, samples: Int16Array, at: number): void {
    const from = Math.max(0, at);
    const to = Math.min(at + samples.length, this.#from);
    if (to <= from) return;
    // What is not in the file yet is silence.
    const place = WAV_HEADER_BYTES + from * BYTES_PER_FRAME;
    const bytes = this.#file.read((to - from) * BYTES_PER_FRAME, place);
    const both = new Int16Array(bytes.buffer);
    for (let n = 0; n < to - from; n += 1) {
      both[n * CHANNELS + channel] = samples[from - at + n] ?? 0;
    }
    this.#file.put(bytes, place);
  }

  #changed(from: number, to: number): void {
    if (to <= from) return;
    const isNone = this.#unsavedFrom === this.#unsavedTo;
    this.#unsavedFrom = isNone ? from : Math.min(this.#unsavedFrom, from);
    this.#unsavedTo = isNone ? to : Math.max(this.#unsavedTo, to);
    if (this.#unsavedTo - this.#unsavedFrom >= BATCH_SAMPLES) this.#save();
  }

  #save(): void {
    const from = this.#unsavedFrom;
    const length = (this.#unsavedTo - from) * BYTES_PER_FRAME;
    if (length === 0) return;
    const bytes = new Uint8Array(
      this.#recent.buffer,
      (from - this.#from) * BYTES_PER_FRAME,
      length,
    );
    this.#file.put(bytes, WAV_HEADER_BYTES + from * BYTES_PER_FRAME);
    this.#unsavedFrom = this.#unsavedTo;
  }

  /** Drops everything before sample `until` from memory. */
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

function sampleAt(us: number): number {
  return Math.round((us * SAMPLE_RATE_HZ) / 1_000_000);
}
