/**
 * The app from its sources, in a separate process, without the plan's limit of twenty concurrent
 * calls, in order to measure beyond it. Sends its parent the ready line, and ends with it.
 */

import { fileURLToPath } from 'node:url';
import { startApp } from '../../../main/app.ts';
import { parseOptions } from '../../../main/platform/process/options.ts';
import { childProcessSpawner } from '../../../main/platform/process/process-spawner.ts';
import { MemorySecretStore } from '../../../main/platform/secret-store.ts';
import { Usage } from '../../../main/services/usage/usage.ts';
import { ENTRY_POINTS, VAD_MODEL } from '../../doubles/processes/entry-points.ts';

Usage.prototype.callLimits = () => ({ concurrentCalls: 10_000, maxCallDurationMinutes: 60 });

const running = await startApp(parseOptions(process.argv.slice(2), { env: process.env }), {
  spawn: childProcessSpawner,
  secrets: new MemorySecretStore({}),
  entryPoints: ENTRY_POINTS,
  vadModel: VAD_MODEL,
  staticDir: fileURLToPath(new URL('../../../out/renderer', import.meta.url)),
  version: '0.0.0-bench',
});
process.once('disconnect', () => {
  void running.stop().then(() => process.exit(0));
});
process.send?.(running.ready);
