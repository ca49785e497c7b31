import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWav, repairWavHeader } from '../../../main/speech/wav.ts';
import { Recorder } from '../../../main/voice/recorder.ts';
import { systemFiles } from '../../../main/voice/recording-file.ts';

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

/** Faster than comparing samples one by one. */
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
    // The same moment may be recorded again.
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
    const before = process.cpuUsage();
    const recorder = new Recorder(path());
    recorder.write('agent', new Int16Array([1]), 0);
    recorder.write('caller', new Int16Array([9]), 3_600 * SECOND_US);
    recorder.close(7_200 * SECOND_US);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_000);
    const { size, blocks } = statSync(path());
    expect(size).toBe(44 + 7_200 * 64_000);
    expect(blocks * 512).toBeLessThan(10_000_000);
  });

  it('that a kill cut off lacks a tenth of a second at most, once its header is mended', async () => {
    // A disk that can keep up with a call.
    const recorder = new Recorder(path(), {
      ...systemFiles,
      write: (file, bytes, at, done) =>
        queueMicrotask(() => done(null, systemFiles.writeNow(file, bytes, at))),
    });
    for (let n = 0; n < 500; n += 1) {
      recorder.write('agent', new Int16Array(320).fill(100 + n), n * 20_000);
      await Promise.resolve();
    }
    // Not closed, as after a kill: the length in the header is the initial one.
    expect(readFileSync(path()).readUInt32LE(40)).toBe(0);
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

  describe('on a disk that refuses', () => {
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' });
    /** Writes one batch at its place. */
    const batch = (recorder: Recorder, n: number) =>
      recorder.write('agent', new Int16Array(1_600).fill(n + 1), n * 100_000);

    function recording(refuses: () => boolean) {
      const recorder = new Recorder(path(), {
        ...systemFiles,
        open: (name) => {
          if (refuses()) throw full;
          return systemFiles.open(name);
        },
        write: (file, bytes, at, done) => {
          if (refuses()) done(full, 0);
          else done(null, systemFiles.writeNow(file, bytes, at));
        },
        writeNow: (file, bytes, at) => {
          if (refuses()) throw full;
          return systemFiles.writeNow(file, bytes, at);
        },
      });
      const told: (string | null)[] = [];
      recorder.onProblem((problem) => told.push(problem?.cause ?? null));
      return { recorder, told };
    }

    it('goes on: what was refused is silence, and it is told once when that begins and ends', () => {
      let isFull = false;
      const { recorder, told } = recording(() => isFull);
      for (let n = 0; n < 60; n += 1) {
        isFull = n >= 20 && n < 40;
        batch(recorder, n);
      }
      expect(told).toEqual(['full', null]);
      recorder.close(6 * SECOND_US);
      const { right } = channels();
      const at = (n: number) => right[n * 1_600 + 800];
      expect([at(0), at(19), at(20), at(39), at(59)]).toEqual([1, 20, 0, 0, 60]);
      expect(right).toHaveLength(6 * 16_000);
    });

    it('is tried anew within a second of room', () => {
      let isFull = true;
      const { recorder, told } = recording(() => isFull);
      for (let n = 0; n < 20; n += 1) batch(recorder, n);
      isFull = false;
      for (let n = 20; n < 30; n += 1) batch(recorder, n);
      expect(told).toEqual(['full', null]);
      recorder.close(3 * SECOND_US);
      expect(channels().right[29 * 1_600 + 800]).toBe(30);
    });

    it('has no file where nothing could ever be written', () => {
      const { recorder, told } = recording(() => true);
      for (let n = 0; n < 30; n += 1) batch(recorder, n);
      expect(recorder.wholeSoFar()).toBe(null);
      recorder.close(3 * SECOND_US);
      expect([recorder.isThere, told]).toEqual([false, ['full']]);
    });

    it('that takes only a part of each write gets the rest', () => {
      const recorder = new Recorder(path(), {
        ...systemFiles,
        write: (file, bytes, at, done) =>
          done(null, systemFiles.writeNow(file, bytes.subarray(0, 1_000), at)),
      });
      for (let n = 0; n < 5; n += 1) batch(recorder, n);
      recorder.close(SECOND_US / 2);
      expect([...channels().right].every((sample, n) => sample === 1 + Math.floor(n / 1_600))).toBe(
        true,
      );
    });
  });

  it('is what was said last, though an older write of the same moment arrives later', () => {
    const late: (() => void)[] = [];
    const recorder = new Recorder(path(), {
      ...systemFiles,
      write: (file, bytes, at, done) =>
        late.push(() => done(null, systemFiles.writeNow(file, bytes, at))),
    });
    recorder.write('agent', new Int16Array(3_200).fill(5), 0);
    recorder.erase('agent', 0, SECOND_US);
    recorder.close(SECOND_US / 10);
    for (const arrive of late) arrive();
    expect(channels().right).toEqual(new Int16Array(1_600));
    expect(statSync(path()).size).toBe(44 + 1_600 * 4);
  });

  it('does not keep a disk that hangs waiting in memory without end', () => {
    const recorder = new Recorder(path(), { ...systemFiles, write: () => {} });
    const told: (string | null)[] = [];
    recorder.onProblem((problem) => told.push(problem?.cause ?? null));
    for (let n = 0; n < 1_200; n += 1) {
      recorder.write('agent', new Int16Array(1_600).fill(1), n * 100_000);
    }
    expect(told[0]).toBe('failing');
  });
});
