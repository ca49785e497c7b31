import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartFailure } from '../../../main/platform/start-failure.ts';
import { TestApp } from '../../doubles/app/running-app.ts';
import { SmallDisk } from '../../doubles/storage/small-disk.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = new TestApp();
  await testApp.start();
  await testApp.stop();
});
afterEach(() => testApp.clear());

const inData = (name: string) => join(testApp.dataDir, name);
const database = () => inData('agentphone.db');

/**
 * The result of the next start: null if the app runs, else the failure. Anything else fails the
 * test.
 */
async function nextStart(dataDir = testApp.dataDir): Promise<StartFailure | null> {
  try {
    const { control } = await testApp.start({ dataDir });
    await control.run('clock.get', {});
    await testApp.stop();
    return null;
  } catch (error) {
    if (error instanceof StartFailure) return error;
    throw error;
  }
}

const sql = (statement: string) => {
  const db = new Sqlite(database());
  db.pragma('foreign_keys = off');
  db.exec(statement);
  db.close();
};

describe('a start on a damaged database says so in one sentence, keeps a copy and changes nothing', () => {
  it.each<[string, () => void]>([
    ['cut in half', () => truncateSync(database(), readFileSync(database()).length >> 1)],
    ['cut within its first page', () => truncateSync(database(), 1_000)],
    ['garbage', () => writeFileSync(database(), Buffer.alloc(50_000, 'damage'))],
    [
      'garbage in the middle',
      () => {
        const bytes = readFileSync(database());
        bytes.fill(7, 4096, 40_960);
        writeFileSync(database(), bytes);
      },
    ],
    ['without one of its tables', () => sql('drop table deliveries')],
    ['without a column', () => sql('alter table agents rename column name to nam')],
    [
      'half of it migrated',
      () =>
        sql(`delete from kysely_migration where name = (select max(name) from kysely_migration)`),
    ],
  ])('%s', async (_damage, damage) => {
    damage();
    const bytes = readFileSync(database());
    const failure = await nextStart();
    expect(failure?.code).toBe('DATABASE_DAMAGED');
    const { message = '' } = failure ?? {};
    expect(message).toContain(database());
    expect(message).toContain('--data-dir');
    expect(message).not.toMatch(/\n| {4}at /);
    const copy = /a copy is at (\S+)\. /.exec(message)?.[1] ?? '';
    expect(readFileSync(copy).equals(bytes)).toBe(true);
    expect(readFileSync(database()).equals(bytes)).toBe(true);
    // The next start finds the same damage, and makes no second copy.
    await nextStart();
    expect(readdirSync(testApp.dataDir).filter((name) => name.endsWith('Z'))).toHaveLength(1);
    // Following the advice works.
    rmSync(database());
    expect(await nextStart()).toBe(null);
  });
});

describe('a start with something else in the way', () => {
  const inTheWay = (name: string) => {
    rmSync(inData(name), { recursive: true, force: true });
    mkdirSync(inData(name));
  };
  it.each([
    ['agentphone.db', /A folder is where the database .* should be/],
    ['agentphone.lock', /agentphone\.lock|cannot be used/],
    ['control.json', /a folder is where a file should be .*control\.json/],
    ['agentphone.pid', /a folder is where a file should be .*agentphone\.pid/],
  ])('of %s ends in one sentence', async (name, words) => {
    inTheWay(name);
    const failure = await nextStart();
    expect(failure?.code).toBe('DATA_DIR_UNWRITABLE');
    expect(failure?.message).toMatch(words);
    expect(failure?.message).not.toContain('\n');
  });

  it.each(['media', 'recordings', 'models'])(
    'of the folder %s ends in one sentence',
    async (name) => {
      rmSync(inData(name), { recursive: true, force: true });
      writeFileSync(inData(name), 'a file');
      expect((await nextStart())?.message).toMatch(/a file is in the way/);
    },
  );

  it('of the lock file ends in one sentence', async () => {
    writeFileSync(inData('agentphone.lock'), Buffer.alloc(5_000, 'damage'));
    expect((await nextStart())?.message).toMatch(/lock file .* is damaged.*delete it/);
  });

  it('of what `control.json` should hold runs, with a new key', async () => {
    writeFileSync(inData('control.json'), '{"half');
    expect(await nextStart()).toBe(null);
  });

  it.skipIf(process.getuid?.() === 0)('of reading the database ends in one sentence', async () => {
    chmodSync(database(), 0);
    expect((await nextStart())?.message).toMatch(/cannot be written/);
  });
});

const disk = SmallDisk.make(8);
const cannot = disk instanceof SmallDisk ? null : disk.why;
describe.skipIf(cannot !== null)(`a start on a full disk${cannot ? ` (${cannot})` : ''}`, () => {
  it('ends in one sentence, and runs once there is room', async () => {
    if (!(disk instanceof SmallDisk)) return;
    try {
      const dataDir = join(disk.path, 'data');
      disk.fill();
      const failure = await nextStart(dataDir);
      expect(failure?.code).toBe('DATA_DIR_UNWRITABLE');
      expect(failure?.message).toMatch(/full/);
      disk.makeRoom();
      expect(await nextStart(dataDir)).toBe(null);
      disk.fill();
      const again = await nextStart(dataDir);
      expect(again?.message ?? 'full').toMatch(/full/);
    } finally {
      disk.remove();
    }
  });
});
