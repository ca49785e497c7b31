import { join } from 'node:path';

/** The path of a data folder's database. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, 'agentphone.db');
}
