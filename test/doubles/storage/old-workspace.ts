import { readFileSync } from 'node:fs';
import type { WorkspaceFile } from '../../../common/contract/index.ts';

/** An export from an earlier version (commit bda9fff), with something in every table. */
export function oldWorkspace(): WorkspaceFile {
  const file = new URL('../../fixtures/workspace-bda9fff.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
