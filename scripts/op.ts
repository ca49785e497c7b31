/**
 * Runs one control operation of the running app:
 * `npm run --silent op -- text.receive '{"from": "+12025550147", "to": "…", "body": "Hi"}'`.
 * Without a name it lists the operations. The data folder is `AGENTPHONE_DATA_DIR`, or the default
 * one.
 */
import { z } from 'zod';
import { OPERATIONS } from '../common/contract/index.ts';
import { didYouMean } from '../common/rules/nearest-name.ts';
import { defaultDataDir } from '../main/platform/data-folder.ts';
import { readControlFile } from '../main/platform/process/control-file.ts';

const HELP: ReadonlySet<string> = new Set(['--help', '-h', 'help']);
const USAGE = `npm run --silent op                        lists the operations
npm run --silent op -- NAME '{"json": …}'  runs one in the app that is running, and prints its output
npm run --silent op -- NAME --help         the fields of its input, as a JSON Schema

The app is found by its data folder: AGENTPHONE_DATA_DIR, or the usual one.
docs/reference/control-operations.md has all operations with their fields.`;

interface Door {
  readonly control: string;
  readonly controlToken: string;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function runningApp(): Door {
  const folder = process.env.AGENTPHONE_DATA_DIR ?? defaultDataDir(process.platform, process.env);
  const stored = readControlFile(folder) as Partial<Door> | null;
  if (stored?.control && stored.controlToken) return stored as Door;
  return fail(
    `No app has run on ${folder} yet. Start one, or set AGENTPHONE_DATA_DIR to its folder.\n\n${USAGE}`,
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return fail(`The input is no JSON: ${json}`);
  }
}

/** Works without the app, so that one can read it first. */
function help(name: string | undefined): string {
  if (name === undefined) return USAGE;
  const operation = OPERATIONS.find((one) => one.name === name);
  if (!operation) {
    const names = OPERATIONS.map((one) => one.name);
    return fail(`There is no operation "${name}".${didYouMean(name, names)}\n\n${USAGE}`);
  }
  const { $schema: _, ...input } = z.toJSONSchema(operation.input, { io: 'input' });
  return `${name}: ${operation.description}\n\n${JSON.stringify(input, null, 2)}`;
}

const given = process.argv.slice(2);
const [name, json = '{}'] = given.filter((word) => !HELP.has(word));
if (given.some((word) => HELP.has(word))) {
  console.log(help(name));
  process.exit(0);
}
const { control, controlToken } = runningApp();
const headers = { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' };
const url = `${control}/control/operations${name ? `/${encodeURIComponent(name)}` : ''}`;
const init = name ? { method: 'POST', body: JSON.stringify(parsed(json)) } : {};
const response = await fetch(url, { headers, ...init }).catch(() =>
  fail(`Nothing answers at ${control}. Is the app running?\n\n${USAGE}`),
);
const body = (await response.json()) as { operations?: { name: string; description: string }[] };
if (!response.ok) fail(JSON.stringify(body, null, 2));
if (name) console.log(JSON.stringify(body, null, 2));
else
  for (const one of body.operations ?? []) console.log(`${one.name.padEnd(24)}${one.description}`);
