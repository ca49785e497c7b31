import { join } from 'node:path';

/** Where the database of a data folder is. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, 'agentphone.db');
}
