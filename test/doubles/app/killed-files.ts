import { cpSync } from 'node:fs';
import type { TestApp } from './running-app.ts';

/**
 * Gives an app the files of another that still runs, as a kill would leave them now. Its lock stays,
 * and so does the search index: it is made again from the database, and its worker may remove a
 * journal while the folder is copied.
 */
export function copyKilledFiles(from: TestApp, to: TestApp): void {
  cpSync(from.dataDir, to.dataDir, {
    recursive: true,
    filter: (path) => !path.includes('lock') && !path.includes('agentphone.search.db'),
  });
}
