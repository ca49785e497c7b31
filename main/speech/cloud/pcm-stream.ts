import { Resampler } from '../../../common/rules/sound/resampler.ts';
import { EngineFailure } from './engine-failures.ts';

const RATE_HZ = 16_000;
/** A longer WAV header cannot be genuine. */
const MOST_HEADER_BYTES = 4096;

/**
 * Converts the bytes of a response to 16 kHz samples as they arrive. Half samples wait for their
 * other half. Servers that send a WAV file although raw samples were requested are handled too.
 */
export class PcmStream {
  #resampler: Resampler;
  #pending: Uint8Array = new Uint8Array(0);
  #started = false;

  /** @param rateHz the rate of raw samples; a WAV header has its own */
  constructor(rateHz: number) {
    this.#resampler = new Resampler(rateHz, RATE_HZ);
  }

  /** @throws EngineFailure if the sound is in another format */
  push(bytes: Uint8Array): Int16Array {
    let data = join(this.#pending, bytes);
    this.#pending = new Uint8Array(0);
    if (!this.#started) {
      const begin = this.#begin(data);
      if (begin === null) {
        this.#pending = data;
        return new Int16Array(0);
      }
      this.#started = true;
      data = data.subarray(begin);
    }
    const whole = data.length & ~1;
    this.#pending = data.slice(whole);
    const samples = new Int16Array(whole / 2);
    const view = new DataView(data.buffer, data.byteOffset, whole);
    for (let n = 0; n < samples.length; n += 1) samples[n] = view.getInt16(2 * n, true);
    return this.#resampler.push(samples);
  }

  /** Returns what was still held when the response ended. */
  end(): Int16Array {
    return this.#resampler.flush();
  }

  /** Where the samples begin; null until that is known. */
  #begin(data: Uint8Array): number | null {
    if (data.length < 4) return null;
    const tag = text(data, 0, 4);
    const isMp3 = tag.startsWith('ID3') || (data[0] === 0xff && ((data[1] ?? 0) & 0xf6) === 0xf2);
    if (isMp3 || tag === 'OggS' || tag === 'fLaC') {
      throw new EngineFailure(
        'The sound came compressed, where 16-bit samples (pcm) were asked for.',
      );
    }
    if (tag !== 'RIFF') return 0;
    for (let at = 12; at + 8 <= data.length; ) {
      const size = new DataView(data.buffer, data.byteOffset).getUint32(at + 4, true);
      if (text(data, at, 4) === 'data') return at + 8;
      if (text(data, at, 4) === 'fmt ' && at + 24 <= data.length) this.#readFormat(data, at + 8);
      at += 8 + size + (size & 1);
    }
    if (data.length > MOST_HEADER_BYTES) throw new EngineFailure('The WAV file has no data.');
    return null;
  }

  #readFormat(data: Uint8Array, at: number): void {
    const view = new DataView(data.buffer, data.byteOffset + at);
    if (view.getUint16(2, true) !== 1 || view.getUint16(14, true) !== 16) {
      throw new EngineFailure('The sound came as a WAV file that is not 16-bit mono.');
    }
    this.#resampler = new Resampler(view.getUint32(4, true), RATE_HZ);
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function text(data: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...data.subarray(at, at + length));
}
