/**
 * The baseline for the API: a bare Fastify server with one prepared select and one prepared insert,
 * in a separate process. Sends its parent the address, and ends with it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import Fastify from 'fastify';

const folder = mkdtempSync(join(tmpdir(), 'bare-'));
const db = new Sqlite(join(folder, 'bare.db'));
db.pragma('journal_mode = wal');
db.pragma('synchronous = normal');
db.exec('create table items (id integer primary key, name text, body text, at integer)');
const insert = db.prepare<[string, string, number]>(
  'insert into items (name, body, at) values (?, ?, ?)',
);
insert.run('a', '{}', 1);
const select = db.prepare<[number]>('select id, name, body, at from items where id = ?');

const app = Fastify();
app.get<{ Params: { id: string } }>('/items/:id', async ({ params }) =>
  select.get(Number(params.id)),
);
app.post<{ Body: { name: string; body: string } }>('/items', async ({ body }) => {
  const { lastInsertRowid } = insert.run(body.name, body.body, 1);
  return { id: String(lastInsertRowid), status: 'sent' };
});

process.once('disconnect', async () => {
  await app.close();
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }));
