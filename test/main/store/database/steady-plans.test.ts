import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../../../main/store/database/database.ts';
import { withSteadyPlan } from '../../../../main/store/database/steady-plans.ts';

describe('a statement with a steady plan', () => {
  it.each([
    ['select a from t where b = ? limit ?', 'select a from t where b = +? limit +?'],
    ['update t set a = @a, b = :b where c = $c', 'update t set a = +@a, b = +:b where c = +$c'],
    ['values (?1, ?2)', 'values (+?1, +?2)'],
    [`select '?', 'it''s @a', "b?" from t`, `select '?', 'it''s @a', "b?" from t`],
    ['select 1 -- why? @a\n where a = ?', 'select 1 -- why? @a\n where a = +?'],
    ['select 1 /* ? */ where a = ?', 'select 1 /* ? */ where a = +?'],
  ])('%s', (sql, steady) => {
    expect(withSteadyPlan(sql)).toBe(steady);
  });
});

describe('a statement of the writing connection', () => {
  let folder = '';
  let db: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'agentphone-plans-'));
    db = await openDatabase(folder);
    db.exec('create table t (a text, b integer, c blob) strict; create index t_by_a on t(a, b)');
    db.exec('create index t_by_b on t(b) where b > 0');
  });
  afterEach(() => {
    vi.restoreAllMocks();
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is compiled once, however often it runs', () => {
    db.prepare('insert into t values (?, ?, ?)').run('x', 1, null);
    const statement = db.prepare(
      'select one.a from t one join t two on two.a = one.a where one.a = ? order by one.b',
    );
    // better-sqlite3 creates a function for the rows at each compilation.
    const compiled = vi.spyOn(globalThis, 'Function');
    for (let run = 0; run < 10; run += 1) expect(statement.get('x')).toEqual({ a: 'x' });
    expect(compiled).toHaveBeenCalledTimes(1);
  });

  it('keeps and finds values as they are', () => {
    const row = { a: '7', b: 7, c: Buffer.from('7') };
    db.prepare('insert into t values (@a, @b, @c)').run(row);
    for (const [name, value] of Object.entries(row)) {
      expect(db.prepare(`select * from t where ${name} = ?`).get(value), name).toEqual(row);
    }
    expect(db.prepare('select * from t where c = ?').get('7')).toBeUndefined();
  });
});
