import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SearchFollower } from '../../../../main/services/search/search-follower.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

/** How often it asked, and what it is answered. */
let asked: string[] = [];
let answer: () => Promise<unknown> = () => Promise.resolve(true);
const failures: unknown[] = [];
let real: ManualTime;
let db: Sqlite.Database;
let follower: SearchFollower;

beforeEach(() => {
  asked = [];
  failures.length = 0;
  answer = () => Promise.resolve(true);
  real = new ManualTime();
  db = new Sqlite(':memory:');
  db.exec('create table texts (body text)');
  follower = new SearchFollower({
    db,
    real,
    onFailed: (error) => failures.push(error),
    reader: {
      ask: (async (name: string) => {
        asked.push(name);
        return answer();
      }) as never,
    },
  });
  follower.start();
});
afterEach(() => {
  follower.stop();
  db.close();
});

async function pass(ms: number): Promise<number> {
  const before = asked.length;
  for (let passed = 0; passed < ms; passed += 10) {
    real.pass(10);
    await real.settle();
  }
  return asked.length - before;
}

it('reads what is there, then only when something was written', async () => {
  expect(await pass(600)).toBe(1);
  expect(await pass(10_000)).toBe(0);
  db.exec(`insert into texts values ('new')`);
  expect(await pass(600)).toBe(1);
  expect(await pass(10_000)).toBe(0);
});

it('reads in steps with pauses between them, so that others have their turn', async () => {
  answer = () => Promise.resolve(false);
  await pass(600);
  const steps = await pass(2_000);
  expect(steps).toBeGreaterThan(15);
  expect(steps).toBeLessThan(25);
});

it('leaves the machine to others while they write a lot, and makes up for it afterwards', async () => {
  answer = () => Promise.resolve(false);
  await pass(600);
  const many = db.prepare(
    `insert into texts with recursive n(i) as (select 1 union all select i + 1 from n where i < 400)
     select i from n`,
  );
  let steps = 0;
  for (let passed = 0; passed < 4_000; passed += 100) {
    many.run();
    steps += await pass(100);
  }
  expect(steps).toBeGreaterThan(2);
  expect(steps).toBeLessThan(8);
  await pass(1_500);
  expect(await pass(1_000)).toBeGreaterThan(8);
});

it('reads everything again when rows were replaced', async () => {
  await pass(600);
  follower.restart();
  expect(asked.at(-1)).toBe('search.restart');
  expect(await pass(600)).toBe(1);
  expect(asked.at(-1)).toBe('search.follow');
});

it('tells of a failure once, waits, and goes on', async () => {
  answer = () => Promise.reject(new Error('database or disk is full'));
  await pass(100_000);
  expect(failures).toHaveLength(1);
  expect(asked.length).toBeLessThan(6);
  answer = () => Promise.resolve(true);
  await pass(31_000);
  const before = asked.length;
  await pass(10_000);
  expect(asked.length).toBe(before);
});
