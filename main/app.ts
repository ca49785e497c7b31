import { ApiError, type CallView, type ReadyLine } from '../common/contract/index.ts';
import { assembleBase, type Host } from './assembly/base.ts';
import { CleanUp } from './assembly/clean-up.ts';
import { assembleApi, assembleControl, assembleLive, type World } from './assembly/doors.ts';
import { assembleResources } from './assembly/resources.ts';
import { assembleSearch } from './assembly/search.ts';
import { assembleTelephony } from './assembly/telephony.ts';
import { assembleWebhookEngine } from './assembly/webhook-engine.ts';
import { ControlAccess, type StoredAccess } from './control/access/control-access.ts';
import { OpenRequests } from './control/access/open-requests.ts';
import { readStoredAccess } from './control/access/stored-access.ts';
import { WindowTickets } from './control/access/window-tickets.ts';
import { emptySubfolder, removeRecordings } from './platform/data-folder.ts';
import { listenOnLoopback } from './platform/listen.ts';
import { writeControlFile } from './platform/process/control-file.ts';
import { installLastHandler, type LastHandlerDeps } from './platform/process/last-handler.ts';
import type { AppOptions } from './platform/process/options.ts';
import { StartFailure } from './platform/start-failure.ts';
import { recoverCalls } from './services/calls/call-recovery.ts';
import { Damage } from './services/workspace/damage.ts';
import { DemoHandler } from './services/workspace/demo-handler.ts';
import { Workspace } from './services/workspace/workspace.ts';
import { WorkspaceView } from './services/workspace/workspace-view.ts';
import { DamageStore } from './store/damage/damage.ts';
import { asStartFailure } from './store/database/start-damage.ts';
import { WorkspaceStore } from './store/workspace.ts';

/**
 * The start reads only what it needs; the search for other damage waits until the first work is
 * done.
 */
const DAMAGE_SEARCH_AFTER_MS = 1_000;

/** Gives access to the app's own shell. */
export interface AppAccess {
  controlToken(): string;
  /** The window's address with a new ticket in it, to be passed as an argument to a browser. */
  windowAddress(): string;
}

export interface RunningApp {
  /** As of the start; `access` knows the tokens that have been replaced since. */
  readonly ready: ReadyLine;
  readonly access: AppAccess;
  /** Shuts everything down cleanly, well within 2 s. */
  stop(): Promise<void>;
  /**
   * Installs a handler for uncaught errors that shuts the app down in order. Errors of the disk do
   * not end it.
   */
  catchAll(process: LastHandlerDeps['process'], exit: (code: number) => void): void;
  /** Calls `listener` with the calls that have not ended, now and at each change. */
  onLiveCalls(listener: (calls: readonly CallView[]) => void): void;
}

/**
 * Assembles and starts the app, floor by floor. Every dependency is passed in here and in
 * `assembly/`; nothing below fetches any by itself.
 *
 * @throws StartFailure if it cannot start; then nothing is left open
 */
export async function startApp(options: AppOptions, host: Host): Promise<RunningApp> {
  const cleanUp = new CleanUp();
  try {
    return await start(options, host, cleanUp);
  } catch (error) {
    // Cleans up as far as possible, because the error to report is the one that prevented the
    // start.
    await cleanUp.run().catch(() => {});
    throw asStartFailure(error, options.dataDir);
  }
}

async function start(options: AppOptions, host: Host, cleanUp: CleanUp): Promise<RunningApp> {
  const base = await assembleBase(options, host, cleanUp);
  const resources = assembleResources(base);
  const search = assembleSearch(base);
  const run = { apiUrl: '', controlUrl: '', demoUrl: '' };

  const workspaceView: WorkspaceView = new WorkspaceView({
    accountId: resources.accountId,
    webhooks: () => engine.webhooks,
    changes: base.changes,
    run: () => ({
      apiUrl: run.apiUrl,
      controlUrl: run.controlUrl,
      apiKey: resources.apiKey,
      dataDir: base.folder.root,
      version: host.version,
    }),
  });
  const engine = assembleWebhookEngine(base, resources, () => workspaceView.publish());
  const telephony = assembleTelephony(base, resources, engine, {
    apiUrl: () => run.apiUrl,
    audio: {
      frame: (callId, frame, samples) =>
        live.audio({ direction: 'toCaller', callId, frame, sampleRateHz: 16_000, samples }),
      callerFrame: (callId, frame, samples) =>
        live.audio({ direction: 'toAgent', callId, frame, sampleRateHz: 16_000, samples }),
      clear: (callId) => live.clearAudio(callId),
    },
  });
  const damage = new Damage({
    notes: base.damage,
    store: new DamageStore(base.db),
    transact: base.transact,
    changes: base.changes,
    live: telephony.live,
    reader: base.reader,
    onDeleted: (recordings) => {
      telephony.archive.forget();
      base.reader.forget();
      search.follower.restart();
      removeRecordings(base.folder, recordings);
    },
    onFound: (row) => base.log.warn({ row }, 'A stored row cannot be read. It is left out.'),
  });
  const workspace = new Workspace({
    clock: base.clock,
    store: new WorkspaceStore(base.db),
    reader: base.reader,
    importer: base.importer,
    settings: base.settings,
    transact: base.transact,
    changes: base.changes,
    agents: resources.agents,
    numbers: resources.numbers,
    plan: resources.plan,
    webhooks: engine.webhooks,
    live: telephony.live,
    accountId: resources.accountId,
    demoUrl: () => run.demoUrl,
    presetWebhook: options.webhook,
    onReset: () => {
      telephony.forget();
      base.reader.forget();
      search.follower.restart();
      resources.idempotency.forget();
      engine.forget();
      damage.forget();
      workspaceView.forget();
      for (const which of ['recordings', 'media'] as const) {
        try {
          emptySubfolder(base.folder, which);
        } catch (error) {
          // The rows of these files are already gone, so nothing refers to them any more.
          base.onDefect(error, base.folder[which]);
        }
      }
    },
    // No events are sent for imported calls; that is up to the app in which they were made.
    onImported: () => endCallsOfEarlier(null),
  });
  const { callStore, settlement } = telephony;
  const endCallsOfEarlier = (told: typeof settlement | null) =>
    recoverCalls({
      store: callStore,
      settlement: told,
      transact: base.transact,
      onDefect: base.onDefect,
    });
  const world: World = {
    base,
    resources,
    engine,
    telephony,
    search,
    workspace,
    workspaceView,
    damage,
  };

  const api = assembleApi(world);
  const live = assembleLive(world);
  const keep = (stored: StoredAccess): ReadyLine => {
    const ready = readyLine(stored.controlToken);
    writeControlFile(base.folder.root, { ...ready, windows: stored.windows });
    return ready;
  };
  const access = new ControlAccess(readStoredAccess(base.folder.root), {
    save: keep,
    onUnsaved: (error) => base.log.warn({ error }, 'Which windows are open could not be kept.'),
  });
  const openRequests = new OpenRequests(base.clock.real);
  const tickets = new WindowTickets({
    real: base.clock.real,
    access,
    onUsedTwice(windowId) {
      live.closeWindow(windowId);
      openRequests.closeThoseOf(windowId);
      base.log.warn(
        'Somebody came with the ticket of a window that was open already. The window was closed. If you did not open its address twice yourself, somebody else on this machine did: replace the control token, and look through the API keys.',
      );
    },
  });
  const windowAddress = () => `${run.controlUrl}/#ticket=${tickets.issue()}`;
  const control = await assembleControl(world, {
    live,
    access,
    tickets,
    openRequests,
    windowAddress,
  });
  run.apiUrl = await listenOnLoopback(api, options.apiPort, 'the API', '--port');
  run.controlUrl = await listenOnLoopback(
    control,
    options.controlPort,
    'the control port',
    '--control-port',
  );
  const demo = new DemoHandler({
    clock: base.clock,
    client: engine.client,
    secret: () => engine.webhooks.demoSecret(),
    api: () => ({ url: run.apiUrl, key: resources.apiKey }),
    onProblem: (message) => base.log.warn(message),
  });
  cleanUp.push(() => demo.stop());
  run.demoUrl = await demo.start();

  try {
    workspace.prepare(options.seed);
  } catch (error) {
    // The only part of it that comes from outside.
    if (error instanceof ApiError && options.webhook !== null) {
      throw new StartFailure('OPTION_INVALID', `--webhook: ${error.message}`);
    }
    throw error;
  }
  const left = endCallsOfEarlier(settlement);
  if (left > 0) base.log.warn({ calls: left }, 'Calls were cut off when the app ended.');
  engine.startUpkeep();
  search.follower.start();
  engine.loop.start();
  resources.numberExpiry.start();
  telephony.whatsappLine.resume();
  await telephony.twilio.bridge.resume();
  // The engine takes a moment to compile, for which otherwise the first call would wait.
  base.clock.real.after(0, () => telephony.speech.start());

  const readyLine = (controlToken: string): ReadyLine => ({
    ready: true,
    pid: process.pid,
    api: run.apiUrl,
    control: run.controlUrl,
    controlToken,
    windowUrl: `${run.controlUrl}/#token=${controlToken}`,
    apiKey: resources.apiKey,
    dataDir: base.folder.root,
    version: host.version,
  });
  const ready = keep(access.stored);
  let stopping: Promise<void> | null = null;
  const stop = () => {
    // A second call waits for the same shutdown.
    stopping ??= cleanUp.run();
    return stopping;
  };
  const damageSearch = base.clock.real.after(DAMAGE_SEARCH_AFTER_MS, () => {
    damage.search().catch((error: unknown) => {
      // A shutdown aborts the search.
      if (stopping === null) base.onDefect(error);
    });
  });
  cleanUp.push(() => damageSearch.cancel());
  return {
    ready,
    access: { controlToken: () => access.token, windowAddress },
    stop,
    catchAll: (process, exit) =>
      installLastHandler({
        process,
        exit,
        dataDir: base.folder.root,
        real: base.clock.real,
        log: base.log,
        onStorageProblem: base.onDefect,
        atStake: () => ({
          calls: telephony.live.all().map(({ log }) => log.callId),
          writes: base.writes.lost(),
        }),
        stop,
      }),
    onLiveCalls(listener) {
      const tell = () =>
        listener(telephony.live.all().map(({ log }) => telephony.archive.view(log.callId)));
      telephony.live.onChange(tell);
      tell();
    },
  };
}
