import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWav, repairWavHeader } from '../../../main/speech/wav.ts';
import { Recorder } from '../../../main/voice/recorder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-recorder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'call.wav');
const SECOND_US = 1_000_000;

function channels(): { left: Int16Array; right: Int16Array } {
  const { samples } = readWav(readFileSync(path()));
  return {
    left: samples.filter((_, n) => n % 2 === 0),
    right: samples.filter((_, n) => n % 2 === 1),
  };
}

/** Quicker than looking at each sample. */
const isSame = (a: Int16Array, b: Int16Array) =>
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(
    Buffer.from(b.buffer, b.byteOffset, b.byteLength),
  );

describe('a recording', () => {
  it('has caller left and agent right, each at its moment, and silence between', () => {
    const recorder = new Recorder(path());
    recorder.write('agent', new Int16Array([1, 2, 3]), 500_000);
    recorder.write('caller', new Int16Array([7, 8]), 500_062.5);
    recorder.close(SECOND_US);
    const { left, right } = channels();
    expect(left.length).toBe(16_000);
    expect([...right.slice(7_999, 8_004)]).toEqual([0, 1, 2, 3, 0]);
    expect([...left.slice(8_000, 8_004)]).toEqual([0, 7, 8, 0]);
  });

  it('puts every sound where it belongs, in whatever order it is written', () => {
    const sound = fc.record({ at: fc.nat(120), caller: fc.boolean() });
    fc.assert(
      fc.property(fc.array(sound, { maxLength: 30 }), (sounds) => {
        const recorder = new Recorder(path());
        const left = new Int16Array(16_000 * 13);
        const right = new Int16Array(16_000 * 13);
        const inOrder = sounds;
        for (const [n, { at, caller }] of inOrder.entries()) {
          const samples = new Int16Array(1_600).fill(n + 1);
          recorder.write(caller ? 'caller' : 'agent', samples, at * 100_000);
          (caller ? left : right).set(samples, at * 1_600);
        }
        recorder.close(13 * SECOND_US);
        const heard = channels();
        expect([isSame(heard.left, left), isSame(heard.right, right)]).toEqual([true, true]);
      }),
      { numRuns: 25 },
    );
  });

  it('loses what was not heard after all, of one side, however long ago', () => {
    const recorder = new Recorder(path());
    for (let at = 0; at < 8; at += 1) {
      recorder.write('caller', new Int16Array(16_000).fill(7), at * SECOND_US);
      recorder.write('agent', new Int16Array(16_000).fill(5), at * SECOND_US);
    }
    recorder.erase('agent', 1.5 * SECOND_US, 2 * SECOND_US);
    recorder.erase('agent', 6 * SECOND_US, 20 * SECOND_US);
    // The same moment may be heard anew.
    recorder.write('agent', new Int16Array(1_600).fill(9), 7 * SECOND_US);
    recorder.close(8 * SECOND_US);
    const { left, right } = channels();
    expect(isSame(left, new Int16Array(8 * 16_000).fill(7))).toBe(true);
    const expected = new Int16Array(8 * 16_000).fill(5);
    expected.fill(0, 24_000, 32_000).fill(0, 6 * 16_000);
    expected.fill(9, 7 * 16_000, 7 * 16_000 + 1_600);
    expect(isSame(right, expected)).toBe(true);
  });

  it('loses the same across what may still be written over and what may not', () => {
    const recorder = new Recorder(path());
    recorder.write('agent', new Int16Array(16_000 * 5).fill(5), 0);
    recorder.write('agent', new Int16Array(160).fill(5), 5 * SECOND_US);
    recorder.erase('agent', SECOND_US, 5 * SECOND_US);
    recorder.close(6 * SECOND_US);
    const { right } = channels();
    expect(right.indexOf(0)).toBe(16_000);
    expect(right.indexOf(5, 16_000)).toBe(5 * 16_000);
    expect(right.lastIndexOf(5)).toBe(5 * 16_000 + 159);
  });

  it('has sound in its place that was held up on its way for seconds, whoever spoke meanwhile', () => {
    const recorder = new Recorder(path());
    const agent = (second: number) => {
      for (let n = 0; n < 50; n += 1) {
        recorder.write('agent', new Int16Array(320).fill(7), second * SECOND_US + n * 20_000);
      }
    };
    for (const second of [0, 1, 3, 4, 5]) agent(second);
    for (let n = 0; n < 200; n += 1) {
      recorder.write('caller', new Int16Array(320).fill(100 + n), n * 20_000 + SECOND_US);
    }
    agent(6);
    recorder.close(7 * SECOND_US);
    const { left, right } = channels();
    const wanted = new Int16Array(7 * 16_000);
    for (let n = 0; n < 200; n += 1) wanted.fill(100 + n, 16_000 + n * 320, 16_000 + n * 320 + 320);
    expect(isSame(left, wanted)).toBe(true);
    expect(right.filter((sample) => sample === 7)).toHaveLength(6 * 16_000);
    expect(right.subarray(2 * 16_000, 3 * 16_000).every((sample) => sample === 0)).toBe(true);
  });

  it('lasts as long as the call, and ends with it', () => {
    const recorder = new Recorder(path());
    recorder.write('agent', new Int16Array(32_000).fill(5), 0);
    recorder.close(1.5 * SECOND_US);
    expect(channels().right.length).toBe(24_000);
  });

  it('of an hour of silence costs neither time nor disk', () => {
    const startedMs = performance.now();
    const recorder = new Recorder(path());
    recorder.write('agent', new Int16Array([1]), 0);
    recorder.write('caller', new Int16Array([9]), 3_600 * SECOND_US);
    recorder.close(7_200 * SECOND_US);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    const { size, blocks } = statSync(path());
    expect(size).toBe(44 + 7_200 * 64_000);
    expect(blocks * 512).toBeLessThan(10_000_000);
  });

  it('that a kill cut off lacks a tenth of a second at most, once its header is mended', () => {
    const recorder = new Recorder(path());
    for (let n = 0; n < 500; n += 1) {
      recorder.write('agent', new Int16Array(320).fill(100 + n), n * 20_000);
    }
    // No close: the process is gone.
    expect(readWav(readFileSync(path())).samples).toHaveLength(0);
    expect(repairWavHeader(path())).toBe(true);
    const { left, right } = channels();
    expect(right.length / 16_000).toBeGreaterThanOrEqual(9.9);
    expect(left.every((sample) => sample === 0)).toBe(true);
    expect([...right].every((sample, n) => sample === 100 + Math.floor(n / 320))).toBe(true);
  });

  it('can be played while the call goes on, and goes on after that', () => {
    const recorder = new Recorder(path());
    recorder.write('agent', new Int16Array(330).fill(7), 0);
    expect(recorder.wholeSoFar()).toBe(path());
    expect(readWav(readFileSync(path())).samples).toHaveLength(2 * 330);
    recorder.write('caller', new Int16Array(10).fill(9), SECOND_US);
    recorder.wholeSoFar();
    expect(channels().right.slice(0, 331)).toEqual(
      Int16Array.from({ length: 331 }, (_, n) => (n < 330 ? 7 : 0)),
    );
    expect(channels().left.at(-1)).toBe(9);
    recorder.close(2 * SECOND_US);
    expect(channels().left).toHaveLength(32_000);
    expect(channels().left[16_000]).toBe(9);
  });

  it('can be read by nobody else', () => {
    new Recorder(path()).close(0);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });
});
