import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/** 16-bit PCM WAV, the only kind that we write. */
export const WAV_HEADER_BYTES = 44;

export interface Wav {
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Interleaved if there is more than one channel. */
  readonly samples: Int16Array;
}

const PCM = 1;
/** With this value, the real format is in the first two bytes of an identifier further on. */
const EXTENSIBLE = 0xfffe;
const SAMPLE_RATES_HZ = { least: 4_000, most: 384_000 } as const;
const MOST_CHANNELS = 16;

/** Reads a 16-bit PCM WAV. @throws Error that says what is wrong with it. */
export function readWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') {
    throw new Error('This is no WAV file: it does not begin with RIFF … WAVE.');
  }
  let format: { channels: number; sampleRateHz: number } | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'fmt ') {
      if (body + 16 > bytes.length) throw new Error('The WAV file ends within its format.');
      const written = view.getUint16(body, true);
      const extended = written === EXTENSIBLE && size >= 40 && body + 26 <= bytes.length;
      const kind = extended ? view.getUint16(body + 24, true) : written;
      const bits = view.getUint16(body + 14, true);
      if (kind !== PCM || bits !== 16) {
        throw new Error(`Only 16-bit PCM can be read, not format ${kind} with ${bits} bits.`);
      }
      format = {
        channels: view.getUint16(body + 2, true),
        sampleRateHz: view.getUint32(body + 4, true),
      };
      checkFormat(format);
    }
    if (tag(at) === 'data') {
      if (!format) throw new Error('The WAV file has its data before its format.');
      // Programs that cannot seek leave the size at 0 or at its maximum: use what is there.
      const rest = bytes.length - body;
      const isOpen = size === 0 && !isChunk(view, body);
      const length = (isOpen ? rest : Math.min(size, rest)) & ~1;
      const samples = new Int16Array(length / 2);
      for (let n = 0; n < samples.length; n += 1) samples[n] = view.getInt16(body + 2 * n, true);
      return { ...format, samples };
    }
    at = body + size + (size & 1);
  }
  throw new Error('The WAV file has no data.');
}

function checkFormat({ channels, sampleRateHz }: { channels: number; sampleRateHz: number }): void {
  if (channels < 1 || channels > MOST_CHANNELS) {
    throw new Error(`The WAV file says that it has ${channels} channels; give it 1 or 2.`);
  }
  const { least, most } = SAMPLE_RATES_HZ;
  if (sampleRateHz < least || sampleRateHz > most) {
    throw new Error(
      `The WAV file says that it has ${sampleRateHz} samples a second; give it between ${least} and ${most}, such as 16000.`,
    );
  }
}

/**
 * Whether the bytes at this place are another chunk that extends to the end of the file, rather
 * than sound.
 */
function isChunk(view: DataView, at: number): boolean {
  if (at + 8 > view.byteLength) return false;
  for (let n = 0; n < 4; n += 1) {
    const letter = view.getUint8(at + n);
    if (letter < 0x20 || letter > 0x7e) return false;
  }
  return at + 8 + view.getUint32(at + 4, true) <= view.byteLength;
}

/** The 44-byte header for this many bytes of 16-bit PCM. */
export function wavHeader(sampleRateHz: number, channels: number, dataBytes: number): Uint8Array {
  const header = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const tag = (at: number, text: string) => {
    for (let n = 0; n < 4; n += 1) header[at + n] = text.charCodeAt(n);
  };
  tag(0, 'RIFF');
  view.setUint32(4, 36 + dataBytes, true);
  tag(8, 'WAVE');
  tag(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, dataBytes, true);
  return header;
}

/**
 * Repairs the sizes in the header of a recording that was cut off by a kill. Returns false if the
 * file is not a recording; then it is unchanged.
 */
export function repairWavHeader(path: string): boolean {
  const file = openSync(path, 'r+');
  try {
    const header = new Uint8Array(WAV_HEADER_BYTES);
    const read = readSync(file, header, 0, WAV_HEADER_BYTES, 0);
    const tags = String.fromCharCode(...header.subarray(0, 4), ...header.subarray(8, 12));
    const view = new DataView(header.buffer);
    const channels = view.getUint16(22, true);
    if (read < WAV_HEADER_BYTES || tags !== 'RIFFWAVE' || channels === 0) return false;
    const wholeBytes = fstatSync(file).size - WAV_HEADER_BYTES;
    const dataBytes = wholeBytes - (wholeBytes % (channels * 2));
    const mended = wavHeader(view.getUint32(24, true), channels, dataBytes);
    writeSync(file, mended, 0, WAV_HEADER_BYTES, 0);
    return true;
  } finally {
    closeSync(file);
  }
}
