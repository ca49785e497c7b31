import { z } from 'zod';
import { isControlFileOpen, readControlFile } from '../../platform/process/control-file.ts';
import type { StoredAccess } from './control-access.ts';

const Secret = z.string().regex(/^[\w-]{43}$/);
const Stored = z.object({
  controlToken: Secret,
  windows: z.array(z.object({ id: z.string(), hash: Secret })).catch([]),
});

/**
 * The access stored by the last run with this data folder, so that scripts and open windows
 * reconnect by themselves. Null at the first start, and if the file was readable by others.
 */
export function readStoredAccess(dataDir: string): StoredAccess | null {
  if (isControlFileOpen(dataDir)) return null;
  return Stored.safeParse(readControlFile(dataDir)).data ?? null;
}
