import { isDeepStrictEqual } from 'node:util';
import { AppProcess } from './app-process.ts';

/**
 * One app for test after test: starting it takes longer than most of them. Between two, its workspace
 * is reset; an app that differs from a new one in anything that a reset keeps is ended instead.
 */
export class KeptApp {
  #kept: { readonly app: AppProcess; readonly asNew: unknown } | null = null;

  /** An app with the starter workspace alone. */
  async take(): Promise<AppProcess> {
    if (this.#kept !== null) return this.#kept.app;
    const app = await AppProcess.start();
    this.#kept = { app, asNew: await whatResetsKeep(app) };
    return app;
  }

  /** After a test, which may have ended it or changed its token. */
  async giveBack(): Promise<void> {
    if (this.#kept === null) return;
    const { app, asNew } = this.#kept;
    const isAsNew =
      app.isRunning &&
      (await resetOf(app).then(
        (kept) => isDeepStrictEqual(kept, asNew),
        () => false,
      ));
    if (!isAsNew) await this.end();
  }

  async end(): Promise<void> {
    const kept = this.#kept;
    this.#kept = null;
    await kept?.app.stop();
  }
}

/** @throws Error if it does not answer, or not to the token it started with */
async function resetOf(app: AppProcess): Promise<unknown> {
  await app.run('workspace.reset', { seed: 'starter' });
  return whatResetsKeep(app);
}

async function whatResetsKeep(app: AppProcess): Promise<unknown> {
  const { now: _, offsetMs, ...clock } = await app.run('clock.get', {});
  const keys = await app.run('key.list', {});
  return {
    // It runs beside the time of day, and is a millisecond off now and then.
    clock: { ...clock, offsetSeconds: Math.round(offsetMs / 1_000) },
    keys: keys.items.map(({ id }) => id),
    settings: await app.run('settings.get', {}),
    engines: await app.run('engines.get', {}),
    models: await app.run('model.list', {}),
    retention: await app.run('retention.get', {}),
    faults: await app.run('fault.list', {}),
    breakpoints: await app.run('breakpoint.list', {}),
    plan: await app.run('plan.get', {}),
    storage: await app.run('storage.get', {}),
    twilio: await app.run('twilio.status', {}),
  };
}
