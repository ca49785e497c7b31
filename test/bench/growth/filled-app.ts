import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { ReadyLine } from '../../../common/contract/index.ts';
import { AppLauncher, type LaunchedApp } from '../../doubles/app/launched-app.ts';

/** An app that was filled while it was off: its data folder, and its current process. */
export interface FilledApp {
  readonly ready: ReadyLine;
  /** For each start, the time from the launcher's start to the ready line. */
  readonly startMs: readonly number[];
  stop(): Promise<void>;
}

/**
 * Starts an app to create its workspace, fills its database in one transaction while it is off, and
 * starts it again in a new process.
 *
 * @param prepare what the app itself does before it is filled
 */
export async function filledApp(
  fill: (db: Sqlite.Database) => void,
  options: { readonly starts: number; readonly prepare?: (ready: ReadyLine) => Promise<unknown> },
): Promise<FilledApp> {
  const apps = new AppLauncher();
  const folder = apps.folder();
  const first = apps.launch([], folder);
  await options.prepare?.(await first.ready());
  await first.ready();
  await first.stop();
  const db = new Sqlite(join(folder, 'agentphone.db'));
  db.pragma('foreign_keys = off');
  db.transaction(() => fill(db))();
  db.pragma('wal_checkpoint(truncate)');
  db.close();
  const startMs: number[] = [];
  let app: LaunchedApp | null = null;
  let ready: ReadyLine | null = null;
  // The first start reads the file, and does not count.
  for (let start = 0; start <= options.starts; start += 1) {
    await app?.stop();
    const startedMs = performance.now();
    app = apps.launch([], folder);
    ready = await app.ready();
    if (start > 0) startMs.push(performance.now() - startedMs);
  }
  if (ready === null) throw new Error('It was not started.');
  return { ready, startMs, stop: () => apps.clear() };
}

/** Sends a request to the API. @throws Error with the response if it is refused */
export async function ask<T>({ api, apiKey }: ReadyLine, path: string, body?: object): Promise<T> {
  const response = await fetch(`${api}/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export async function starterNumber(
  ready: ReadyLine,
): Promise<{ id: string; phoneNumber: string }> {
  const { data } = await ask<{ data: { id: string; phoneNumber: string }[] }>(ready, '/numbers');
  const [number] = data;
  if (!number) throw new Error('The starter workspace has no number.');
  return number;
}

/** Runs a control operation to measure its time: the response is read to its end and ignored. */
export async function operate(ready: ReadyLine, name: string, input: object): Promise<void> {
  const response = await fetch(`${ready.control}/control/operations/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ready.controlToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
}
