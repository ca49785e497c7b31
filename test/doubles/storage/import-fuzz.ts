import type { WorkspaceFile } from '../../../common/contract/index.ts';
import { seededRandom } from '../../../common/rules/seeded-random.ts';
import type { StartedApp, TestApp } from '../app/running-app.ts';
import { readEverything } from '../app/whole-read.ts';
import { oldWorkspace } from './old-workspace.ts';

/** What an attacker, a careless editor or a broken disk might put in place of a value. */
const HOSTILE: readonly unknown[] = [
  null,
  '',
  'x',
  '{',
  '[]',
  '{}',
  'null',
  '../../../etc/passwd',
  '"},"x":{"',
  '\u0000\u2028\ud800',
  'a\r\nb: c',
  '[["a","b\\r\\nc"]]',
  '['.repeat(10_000),
  'x'.repeat(100_000),
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  8_640_000_000_000_001,
  true,
  [],
  {},
  { base64: '%' },
  { base64: 'AAAA' },
  'javascript:alert(1)',
  'http://127.0.0.1:9/x',
];

/** A real export with one or two, mostly small, changes; the same for the same seed. */
function mutatedWorkspace(seed: number): unknown {
  const random = seededRandom(seed);
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const file = oldWorkspace();
  const tables = file.tables as Record<string, Record<string, unknown>[]>;
  const changes = random() < 0.7 ? 1 : 2;
  for (let change = 0; change < changes; change += 1) {
    const table = oneOf(Object.keys(tables).filter((name) => (tables[name] ?? []).length > 0));
    const rows = tables[table] ?? [];
    const row = oneOf(rows);
    const columns = Object.keys(row);
    const column = oneOf(columns);
    switch (Math.floor(random() * 8)) {
      case 0:
        delete row[column];
        break;
      case 1:
        rows.push({ ...row });
        break;
      case 2:
        rows.splice(rows.indexOf(row), 1);
        break;
      case 3:
        row[column] = row[oneOf(columns)];
        break;
      case 4:
      case 5:
      case 6:
        row[column] = spoiltText(row[column], random);
        break;
      default:
        row[column] = oneOf(HOSTILE);
    }
  }
  return file;
}

/** The text with one character changed, or the number slightly changed. */
function spoiltText(value: unknown, random: () => number): unknown {
  if (typeof value === 'number') return value + Math.floor(random() * 2_000) - 1_000;
  if (typeof value !== 'string' || value === '') return value;
  const at = Math.floor(random() * value.length);
  const letter = String.fromCharCode(32 + Math.floor(random() * 95));
  return value.slice(0, at) + letter + value.slice(at + 1);
}

export interface FuzzFigures {
  readonly refused: number;
  readonly imported: number;
  /** In words, including the seed. */
  readonly broken: readonly string[];
}

/**
 * Imports mutated exports. Each must be refused without any change, or imported as a whole, and
 * then everything must be readable, before and after a restart.
 */
export async function fuzzImports(app: TestApp, seeds: readonly number[]): Promise<FuzzFigures> {
  const broken: string[] = [];
  let refused = 0;
  let imported = 0;
  let started = await app.start();
  for (const seed of seeds) {
    const workspace = mutatedWorkspace(seed);
    const before = await rowsOf(started);
    const { status, body } = await started.control.send('workspace.import', { workspace });
    if (status === 400 || status === 422) {
      refused += 1;
      if ((await rowsOf(started)) !== before) broken.push(`seed ${seed}: refused, but changed`);
      continue;
    }
    if (status !== 200) {
      broken.push(`seed ${seed}: ${status} ${JSON.stringify(body)}`);
      continue;
    }
    imported += 1;
    await app.stop();
    started = await app.start();
    const failed = await readEverything(started);
    if (failed.length > 0) broken.push(`seed ${seed}: ${JSON.stringify(failed[0]).slice(0, 500)}`);
    const { total } = await started.control.run('damage.list', {});
    if (total > 0) broken.push(`seed ${seed}: ${total} rows that cannot be read came in`);
  }
  return { refused, imported, broken };
}

/**
 * All rows, without those that change by themselves: deliveries are being sent and counted in the
 * meantime.
 */
async function rowsOf({ control }: StartedApp): Promise<string> {
  const file: WorkspaceFile = await control.run('workspace.export', { includeSecrets: true });
  return JSON.stringify(
    Object.entries(file.tables).filter(([table]) => !table.startsWith('deliver')),
  );
}
