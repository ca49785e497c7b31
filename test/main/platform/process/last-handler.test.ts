import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installLastHandler, lastEnd } from '../../../../main/platform/process/last-handler.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-last-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function installed(stop: () => Promise<void> = () => Promise.resolve()) {
  const process = new EventEmitter();
  const seen = { exits: [] as number[], problems: [] as unknown[], stops: 0 };
  const real = new ManualTime();
  installLastHandler({
    process,
    dataDir: folder,
    real,
    log: pino({ level: 'silent' }),
    onStorageProblem: (error) => seen.problems.push(error),
    atStake: () => ({ calls: ['call_a'], writes: ['2 × events of calls'] }),
    stop: () => {
      seen.stops += 1;
      return stop();
    },
    exit: (code) => seen.exits.push(code),
  });
  return { process, seen, real };
}

it.each(['uncaughtException', 'unhandledRejection'])(
  'an %s is written down, calls end in order, and the process with 1',
  async (event) => {
    const { process, seen } = installed();
    process.emit(event, new TypeError('nobody knows'));
    process.emit(event, new TypeError('one more while it ends'));
    await Promise.resolve();
    expect(seen).toMatchObject({ exits: [1], stops: 1, problems: [] });
    const written = JSON.parse(readFileSync(join(folder, 'last-end.json'), 'utf8'));
    expect(written).toMatchObject({
      error: expect.stringContaining('nobody knows'),
      callsCutOff: ['call_a'],
      writesThatWaited: ['2 × events of calls'],
    });
  },
);

it('a disk that refused is survived', () => {
  const { process, seen } = installed();
  process.emit('uncaughtException', Object.assign(new Error('full'), { code: 'SQLITE_FULL' }));
  process.emit(
    'unhandledRejection',
    Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' }),
  );
  expect(seen).toMatchObject({ exits: [], stops: 0 });
  expect(seen.problems).toHaveLength(2);
  expect(existsSync(join(folder, 'last-end.json'))).toBe(false);
});

it('an error of the network with the same code as one of the disk is none of the disk', () => {
  const { process, seen } = installed();
  const error = Object.assign(new Error('listen'), { code: 'EACCES', syscall: 'listen' });
  process.emit('uncaughtException', error);
  expect(seen).toMatchObject({ stops: 1, problems: [] });
});

it('an end that hangs is cut short', () => {
  const { process, seen, real } = installed(() => new Promise(() => {}));
  process.emit('uncaughtException', new Error('nobody knows'));
  real.pass(2_000);
  expect(seen.exits).toEqual([1]);
});

it('the next start tells of it once, and keeps it', () => {
  const { process } = installed();
  process.emit('uncaughtException', new Error('nobody knows'));
  expect(lastEnd(folder)).toContain(join(folder, 'last-end-told.json'));
  expect(lastEnd(folder)).toBe(null);
  expect(readdirSync(folder)).toEqual(['last-end-told.json']);
});
