import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartFailure } from '../../../../main/platform/start-failure.ts';
import { openDatabase, openReadOnly } from '../../../../main/store/database/database.ts';
import type { Migrations } from '../../../../main/store/migrations/index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-database-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (name = 'agentphone.db') => join(folder, name);
const migration = (...statements: string[]) => ({
  up: async (db: Kysely<unknown>) => {
    const { sql } = await import('kysely');
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});
const ONE: Migrations = { '0001-one': migration('create table one (x)') };
const TWO: Migrations = { ...ONE, '0002-two': migration('create table two (x)') };

async function failure(migrations?: Migrations): Promise<StartFailure> {
  const error = await openDatabase(folder, migrations).then(
    (db) => db.close(),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StartFailure) return error;
  throw new Error(`No StartFailure: ${error}`);
}

const tables = (file: string) => {
  const db = new Sqlite(file, { readonly: true });
  const rows = db.prepare(`select name from sqlite_schema where type = 'table'`).pluck().all();
  db.close();
  return rows;
};

describe('the database', () => {
  it('is made from nothing, and opened again as it was', async () => {
    const db = await openDatabase(folder);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.prepare(`insert into settings (key, value_json) values ('a', '1')`).run();
    db.close();
    const again = await openDatabase(folder);
    expect(again.prepare('select count(*) from settings').pluck().get()).toBe(1);
    again.close();
    // Nothing had to be migrated, so nothing was copied.
    expect(readdirSync(folder)).toEqual(['agentphone.db']);
  });

  it('cannot be written by its readers', async () => {
    const db = await openDatabase(folder);
    const reader = openReadOnly(folder);
    expect(() => reader.exec('create table x (y)')).toThrow(/readonly/);
    reader.close();
    db.close();
  });

  it('is copied before it is migrated; the copy is what it was, with what was only in its log', async () => {
    const db = await openDatabase(folder, ONE);
    db.exec('insert into one values (7)');
    // As after a kill: the write-ahead log remains.
    const files = readdirSync(folder).map((name) => [name, readFileSync(path(name))] as const);
    db.close();
    for (const [name, bytes] of files) writeFileSync(path(name), bytes);

    (await openDatabase(folder, TWO)).close();
    const copy = new Sqlite(path('agentphone.db.before-0002-two'), { readonly: true });
    expect(copy.prepare('select x from one').pluck().all()).toEqual([7]);
    copy.close();
    expect(tables(path('agentphone.db.before-0002-two'))).not.toContain('two');
    expect(tables(path())).toContain('two');
  });

  it('stays as it was when a migration fails, and the copy of a later try is a new one', async () => {
    (await openDatabase(folder, ONE)).close();
    const bad = { ...ONE, '0002-two': migration('create table one (x)') };
    await expect(openDatabase(folder, bad)).rejects.toThrow('table one already exists');
    expect(tables(path())).not.toContain('two');
    const db = await openDatabase(folder, ONE);
    db.exec('insert into one values (8)');
    db.close();
    (await openDatabase(folder, TWO)).close();
    const copy = new Sqlite(path('agentphone.db.before-0002-two'), { readonly: true });
    expect(copy.prepare('select x from one').pluck().all()).toEqual([8]);
    copy.close();
  });

  it('stays as it was when the second statement of a migration fails, or the migration after it', async () => {
    (await openDatabase(folder, ONE)).close();
    const half = migration('create table two (x)', 'create table one (x)');
    await expect(openDatabase(folder, { ...ONE, '0002-two': half })).rejects.toThrow('already');
    expect(tables(path())).not.toContain('two');
    const bad = { ...TWO, '0003-three': migration('create table one (x)') };
    await expect(openDatabase(folder, bad)).rejects.toThrow('already');
    expect(tables(path())).not.toContain('two');
    (await openDatabase(folder, TWO)).close();
    expect(tables(path())).toContain('two');
  });

  it('is not migrated when no copy can be kept', async () => {
    (await openDatabase(folder, ONE)).close();
    mkdirSync(path('agentphone.db.before-0002-two.part'));
    const { code, message } = await failure(TWO);
    expect([code, message]).toEqual(['DATA_DIR_UNWRITABLE', expect.stringContaining('--data-dir')]);
    expect(tables(path())).not.toContain('two');
  });

  it('of a newer version is left alone', async () => {
    (await openDatabase(folder, TWO)).close();
    const before = readFileSync(path());
    const { code, message } = await failure(ONE);
    expect(code).toBe('DATABASE_TOO_NEW');
    expect(message).toContain('0002-two');
    expect(readFileSync(path()).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['agentphone.db']);
  });

  it.each([
    ['no database', () => Buffer.from('somebody else’s file '.repeat(200))],
    [
      'a database with a broken page',
      (good: Buffer) =>
        Buffer.concat([good.subarray(0, 4096), Buffer.alloc(good.length - 4096, 7)]),
    ],
    ['half a database', (good: Buffer) => good.subarray(0, good.length >> 1)],
  ])('that is %s is refused and left byte for byte as it is', async (_name, damage) => {
    (await openDatabase(folder)).close();
    const damaged = damage(readFileSync(path()));
    writeFileSync(path(), damaged);
    const { code, message } = await failure();
    expect(code).toBe('DATABASE_DAMAGED');
    for (const word of [path(), 'Nothing was changed', '--data-dir'])
      expect(message).toContain(word);
    expect(readFileSync(path()).equals(damaged)).toBe(true);
  });

  it('that another program has locked is not called damaged', async () => {
    (await openDatabase(folder)).close();
    const other = new Sqlite(path());
    other.pragma('locking_mode = exclusive');
    other.exec('begin exclusive');
    const { code, message } = await failure();
    other.close();
    expect(code).toBe('DATA_DIR_IN_USE');
    expect(message).toContain('locked by another program');
  });

  it('that cannot be opened says how to go on', async () => {
    mkdirSync(path());
    const { code, message } = await failure();
    expect(code).toBe('DATA_DIR_UNWRITABLE');
    expect(message).toContain('--data-dir');
  });
});
