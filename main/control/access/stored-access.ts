import { z } from 'zod';
import { isControlFileOpen, readControlFile } from '../../platform/process/control-file.ts';
import type { StoredAccess } from './control-access.ts';

const Secret = z.string().regex(/^[\w-]{43}$/);
const Stored = z.object({
  controlToken: Secret,
  windows: z.array(z.object({ id: z.string(), hash: Secret })).catch([]),
});

/**
 * What the last run of this data folder let in, so that scripts and open windows find their way
 * back by themselves. Null at the first start, and when others could have read it meanwhile.
 */
export function readStoredAccess(dataDir: string): StoredAccess | null {
  if (isControlFileOpen(dataDir)) return null;
  return Stored.safeParse(readControlFile(dataDir)).data ?? null;
}
