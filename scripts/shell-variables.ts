/**
 * Prints the address of the running app and its keys as shell assignments, which `shell.sh`
 * evaluates. The data folder is `AGENTPHONE_DATA_DIR`, or the default one.
 */
import { shellWord } from '../common/rules/quoting/shell.ts';
import { defaultDataDir } from '../main/platform/data-folder.ts';
import { readControlFile } from '../main/platform/process/control-file.ts';

const VARIABLES = {
  AGENTPHONE_BASE_URL: 'api',
  AGENTPHONE_API_KEY: 'apiKey',
  AGENTPHONE_CONTROL_URL: 'control',
  AGENTPHONE_CONTROL_TOKEN: 'controlToken',
} as const;

const folder = process.env.AGENTPHONE_DATA_DIR ?? defaultDataDir(process.platform, process.env);
const stored = readControlFile(folder) as Partial<Record<string, string>> | null;
if (stored === null) {
  console.error(`No app has run on ${folder} yet. Start one, or set AGENTPHONE_DATA_DIR.`);
  process.exitCode = 1;
}
for (const [name, field] of Object.entries(VARIABLES)) {
  const value = stored?.[field];
  if (value !== undefined) console.log(`export ${name}=${shellWord(value)}`);
}
