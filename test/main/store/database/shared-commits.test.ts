import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Database,
  openDatabase,
  openReadOnly,
} from '../../../../main/store/database/database.ts';
import { SharedCommits } from '../../../../main/store/database/shared-commits.ts';
import { transactionsOf } from '../../../../main/store/database/transactions.ts';

let folder: string;
let db: Database;
/** A second connection, which sees only what is committed. */
let onlooker: Database;
let commits: SharedCommits;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-test-'));
  db = await openDatabase(folder);
  onlooker = openReadOnly(folder);
  commits = new SharedCommits(db);
});

afterEach(() => {
  onlooker.close();
  db.close();
  rmSync(folder, { recursive: true });
});

const put = (key: string) => db.prepare('insert into settings values (?, ?)').run(key, '1');
const committed = () => onlooker.prepare('select key from settings order by key').pluck().all();

describe('shared commits', () => {
  it('commit at once what was asked for in one turn, in its order', async () => {
    const seen: unknown[] = [];
    const asked = ['a', 'b', 'c'].map((key) =>
      commits.run(() => {
        put(key);
        seen.push(committed());
        return key;
      }),
    );
    expect(await Promise.all(asked)).toEqual(['a', 'b', 'c']);
    expect(seen).toEqual([[], [], []]);
    expect(committed()).toEqual(['a', 'b', 'c']);
  });

  it('tell the result only after the commit', async () => {
    await commits.run(() => put('a'));
    expect(committed()).toEqual(['a']);
  });

  it('inside of a transaction are part of it, and tell the result after its commit', async () => {
    const transact = transactionsOf(db);
    let told: unknown = null;
    const { result } = transact(() => {
      const result = commits.run(() => put('a').changes);
      expect(db.prepare('select key from settings').pluck().all()).toEqual(['a']);
      void result.then((changes) => {
        told = changes;
      });
      return { result };
    });
    expect(told).toBeNull();
    expect(await result).toBe(1);
    expect(committed()).toEqual(['a']);
  });

  it('inside of a transaction that is rolled back never tell', async () => {
    const transact = transactionsOf(db);
    const told: unknown[] = [];
    const undone = () =>
      transact(() => {
        void commits.run(() => put('a')).then((result) => told.push(result));
        throw new Error('no room');
      });
    expect(undone).toThrow('no room');
    await commits.run(() => put('b'));
    expect(told).toEqual([]);
    expect(committed()).toEqual(['b']);
  });

  it('undo only the work that failed', async () => {
    const [first, second, third] = await Promise.allSettled([
      commits.run(() => put('a')),
      commits.run(() => {
        put('b');
        throw new Error('no such number');
      }),
      commits.run(() => put('c')),
    ]);
    expect([first?.status, third?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(second).toMatchObject({ reason: { message: 'no such number' } });
    expect(committed()).toEqual(['a', 'c']);
  });

  it('tell everybody when the whole transaction ended early, and store nothing', async () => {
    const outcomes = await Promise.allSettled([
      commits.run(() => put('a')),
      commits.run(() => {
        // SQLite does this by itself when the disk is full.
        db.exec('rollback');
        throw new Error('the disk is full');
      }),
      commits.run(() => put('c')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(committed()).toEqual([]);
    await commits.run(() => put('d'));
    expect(committed()).toEqual(['d']);
  });
});
