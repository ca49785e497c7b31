import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readWav, repairWavHeader, wavHeader } from '../../../main/speech/wav.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function wav(samples: Int16Array, dataBytes = samples.byteLength, rate = 16_000): Uint8Array {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return new Uint8Array([...wavHeader(rate, 1, dataBytes), ...bytes]);
}

function fileWith(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'agentphone-wav-'));
  folders.push(folder);
  const path = join(folder, 'a.wav');
  writeFileSync(path, bytes);
  return path;
}

describe('a WAV file', () => {
  it('is read as it was written', () => {
    const rate = fc.constantFrom(8_000, 16_000, 44_100);
    fc.assert(
      fc.property(fc.int16Array(), rate, (samples, sampleRateHz) => {
        expect(readWav(wav(samples, undefined, sampleRateHz))).toEqual({
          channels: 1,
          sampleRateHz,
          samples,
        });
      }),
    );
  });

  it('is read when its writer left the size open, or stopped early', () => {
    const samples = new Int16Array([1, 2, 3]);
    expect(readWav(wav(samples, 0xffff_ffff)).samples).toEqual(samples);
    expect(readWav(wav(samples, 0)).samples).toEqual(samples);
    expect(readWav(wav(samples).slice(0, -1)).samples).toEqual(samples.slice(0, 2));
  });

  it('is read with other chunks before its sound', () => {
    const plain = wav(new Int16Array([4, 5]));
    const list = new TextEncoder().encode('LIST\u0003\u0000\u0000\u0000abc\u0000');
    const bytes = new Uint8Array([...plain.slice(0, 36), ...list, ...plain.slice(36)]);
    expect([...readWav(bytes).samples]).toEqual([4, 5]);
  });

  it('is empty when another chunk follows its data of no bytes', () => {
    const list = new TextEncoder().encode('LIST\u0004\u0000\u0000\u0000abcd');
    expect(readWav(new Uint8Array([...wav(new Int16Array(), 0), ...list])).samples).toHaveLength(0);
  });

  it('is read when it says its format in the longer way', () => {
    const plain = wav(new Int16Array([4, 5]));
    const longer = new Uint8Array([
      ...plain.slice(0, 36),
      ...new Uint8Array(24),
      ...plain.slice(36),
    ]);
    const view = new DataView(longer.buffer);
    view.setUint32(16, 40, true);
    view.setUint16(20, 0xfffe, true);
    view.setUint16(44, 1, true);
    expect([...readWav(longer).samples]).toEqual([4, 5]);
    view.setUint16(44, 3, true);
    expect(() => readWav(longer)).toThrow('Only 16-bit PCM');
  });

  it.each([
    [0, 16_000, '0 channels'],
    [9_000, 16_000, '9000 channels'],
    [1, 7, '7 samples a second'],
    [1, 0, '0 samples a second'],
    [1, 4_000_000_000, '4000000000 samples a second'],
  ])('of %d channels and %d Hz is refused in words', (channels, rate, words) => {
    const bytes = new Uint8Array([...wavHeader(rate, channels, 2), 1, 0]);
    expect(() => readWav(bytes)).toThrow(words);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['something else', new TextEncoder().encode('ID3 this is no WAV file at all')],
    ['only a head', wav(new Int16Array()).slice(0, 36)],
    ['a cut format', wav(new Int16Array()).slice(0, 22)],
  ])('that is %s is refused in words', (_name, bytes) => {
    expect(() => readWav(bytes)).toThrow(/WAV/);
  });

  it('of another format is refused in words', () => {
    const bytes = wav(new Int16Array([1]));
    bytes[20] = 3;
    expect(() => readWav(bytes)).toThrow('Only 16-bit PCM');
  });

  it('never makes the reader throw anything else, whatever the bytes', () => {
    const head = [...new TextEncoder().encode('RIFF0000WAVEfmt ')];
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ maxLength: 80 }).map((rest) => new Uint8Array([...head, ...rest])),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        try {
          readWav(given);
        } catch (error) {
          expect((error as Error).message).toMatch(/WAV|PCM/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('mending a header', () => {
  it('takes the sizes from what is there, in whole frames', () => {
    const path = fileWith(new Uint8Array([...wav(new Int16Array([1, 2, 3]), 0), 9]));
    expect(repairWavHeader(path)).toBe(true);
    expect([...readWav(readFileSync(path)).samples]).toEqual([1, 2, 3]);
  });

  it.each([
    ['an empty file', new Uint8Array()],
    ['a file shorter than a header', new Uint8Array(43)],
    ['a file of zeros', new Uint8Array(500)],
    ['another file', new Uint8Array(500).fill(65)],
  ])('leaves %s as it is', (_name, bytes) => {
    const path = fileWith(bytes);
    expect(repairWavHeader(path)).toBe(false);
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
  });
});
