/**
 * Runs one control operation of the app that is running:
 * `npm run --silent op -- text.receive '{"from": "+12025550147", "to": "…", "body": "Hi"}'`.
 * Without a name it lists them. The data folder is `AGENTPHONE_DATA_DIR`, or the usual one.
 */
import { readControlFile } from '../main/platform/control-file.ts';
import { defaultDataDir } from '../main/platform/data-folder.ts';

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
    `No app has run on ${folder} yet. Start one, or set AGENTPHONE_DATA_DIR to its folder.`,
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return fail(`The input is no JSON: ${json}`);
  }
}

const [name, json = '{}'] = process.argv.slice(2);
const { control, controlToken } = runningApp();
const headers = { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' };
const url = `${control}/control/operations${name ? `/${encodeURIComponent(name)}` : ''}`;
const init = name ? { method: 'POST', body: JSON.stringify(parsed(json)) } : {};
const response = await fetch(url, { headers, ...init }).catch(() =>
  fail(`Nothing answers at ${control}. Is the app running?`),
);
const body = (await response.json()) as { operations?: { name: string; description: string }[] };
if (!response.ok) fail(JSON.stringify(body, null, 2));
if (name) console.log(JSON.stringify(body, null, 2));
else
  for (const one of body.operations ?? []) console.log(`${one.name.padEnd(24)}${one.description}`);
