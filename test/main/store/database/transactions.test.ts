import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../../main/store/database/database.ts';
import { SharedCommits } from '../../../../main/store/database/shared-commits.ts';
import {
  type RunInTransaction,
  type TransactionHooks,
  transactionHooksOf,
  transactionsOf,
} from '../../../../main/store/database/transactions.ts';

let folder: string;
let db: Database;
let transact: RunInTransaction;
let hooks: TransactionHooks;
let seen: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-test-'));
  db = await openDatabase(folder);
  transact = transactionsOf(db);
  hooks = transactionHooksOf(db);
  seen = [];
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const note = (words: string) => () => void seen.push(words);
const fail = (): never => {
  throw new Error('refused');
};

describe('what hangs on a transaction', () => {
  it('is done after the commit, in its order, and nothing is undone', () => {
    transact(() => {
      hooks.afterCommit(note('one'));
      hooks.onRollback(note('undone'));
      transact(() => hooks.afterCommit(note('two')));
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['one', 'two']);
    transact(() => {});
    expect(seen).toEqual(['one', 'two']);
  });

  it('is undone with it, the newest first, and is never done', () => {
    const work = () =>
      transact(() => {
        hooks.onRollback(note('first'));
        hooks.onRollback(note('second'));
        hooks.afterCommit(note('told'));
        fail();
      });
    expect(work).toThrow('refused');
    expect(seen).toEqual(['second', 'first']);
  });

  it('goes with the part that is rolled back, and stays with the rest', () => {
    transact(() => {
      hooks.onRollback(note('outer undone'));
      hooks.afterCommit(note('outer told'));
      const part = () =>
        transact(() => {
          hooks.onRollback(note('part undone'));
          hooks.afterCommit(note('part told'));
          fail();
        });
      expect(part).toThrow('refused');
    });
    expect(seen).toEqual(['part undone', 'outer told']);
  });

  it('is the same for all who write on the connection', async () => {
    const done = new SharedCommits(db).run(() => {
      hooks.onRollback(note('undone'));
      fail();
    });
    await expect(done).rejects.toThrow('refused');
    expect(seen).toEqual(['undone']);
  });

  it('is done at once outside of one, where there is nothing to undo', () => {
    hooks.onRollback(note('undone'));
    hooks.afterCommit(note('done'));
    expect(() => transact(fail)).toThrow('refused');
    expect(seen).toEqual(['done']);
  });
});
