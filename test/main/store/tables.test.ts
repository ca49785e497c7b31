import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../main/store/database/database.ts';
import { TABLES, WORKSPACE_TABLES } from '../../../main/store/tables/all-tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'agentphone-tables-'));
let db: Database;

beforeAll(async () => {
  db = await openDatabase(folder);
});
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const named = (sql: string) => db.prepare<[], string>(sql).pluck().all().sort();

describe('the descriptions of the tables', () => {
  it('know every table and every stored column of the database, and no other', () => {
    const inDatabase = named(
      `select m.name || '.' || c.name from sqlite_schema m join pragma_table_xinfo(m.name) c
       where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'kysely_%'
         and c.hidden = 0`,
    );
    const described = [...TABLES.values()].flatMap(({ name, columns }) =>
      Object.keys(columns).map((column) => `${name}.${column}`),
    );
    expect(described.sort()).toEqual(inDatabase);
  });

  it('name a row by its primary key', () => {
    for (const { name, key } of TABLES.values()) {
      const primary = db
        .prepare<[string], string>('select name from pragma_table_info(?) where pk > 0 order by pk')
        .pluck()
        .all(name);
      // The key of an attempt is its row number, which has no meaning outside.
      expect(key, name).toEqual(primary.length > 0 ? primary : ['seq', 'number']);
    }
  });

  it('know every reference that the database holds rows to', () => {
    const inDatabase = named(
      `select m.name || '.' || f."from" || ' ' || f."table" from sqlite_schema m
       join pragma_foreign_key_list(m.name) f where m.type = 'table'`,
    );
    const described = [...TABLES.values()].flatMap(({ name, refersTo }) =>
      Object.entries(refersTo).map(([column, target]) => `${name}.${column} ${target}`),
    );
    expect(described.sort()).toEqual(inDatabase);
  });

  it('take null exactly where the database does', () => {
    for (const { name, columns } of TABLES.values()) {
      const info = db
        .prepare<[string], { name: string; required: number }>(
          'select name, ("notnull" = 1 or pk > 0) as required from pragma_table_info(?)',
        )
        .all(name);
      for (const { name: column, required } of info) {
        const takesNull = columns[column]?.refusal(null) === null;
        expect(takesNull, `${name}.${column}`).toBe(required === 0);
      }
    }
  });

  it('come after those that they refer to', () => {
    const seen = new Set<string>();
    for (const { name, refersTo } of WORKSPACE_TABLES) {
      seen.add(name);
      expect([...seen], name).toEqual(expect.arrayContaining(Object.values(refersTo)));
    }
  });
});
