import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { ApiError, type ErrorCode, type LiveChange } from '../../../common/contract/index.ts';
import type { ApiAccess } from '../../../main/api/auth.ts';
import { addCors } from '../../../main/api/cors.ts';
import { addMcp } from '../../../main/api/mcp/mcp-endpoint.ts';
import { addMedia } from '../../../main/api/media.ts';
import type { ProvokedFailure } from '../../../main/api/provoked-failure.ts';
import { RateLimiter } from '../../../main/api/rate-limit.ts';
import { addReference } from '../../../main/api/reference/reference.ts';
import type { ApiRoute } from '../../../main/api/route.ts';
import { createApiServer } from '../../../main/api/server.ts';
import { v1Routes } from '../../../main/api/v1/routes.ts';
import type { Base } from '../../../main/assembly/base.ts';
import { CleanUp } from '../../../main/assembly/clean-up.ts';
import { assembleMessaging } from '../../../main/assembly/messaging.ts';
import { assembleResources } from '../../../main/assembly/resources.ts';
import { assembleWebhookEngine } from '../../../main/assembly/webhook-engine.ts';
import type { Carrier, OutboundText } from '../../../main/carriers/carrier.ts';
import { prepareDataFolder } from '../../../main/platform/data-folder.ts';
import { StorageHealth } from '../../../main/platform/storage-health.ts';
import { ProductClock, type RealTime } from '../../../main/platform/time/clock.ts';
import { WorkSlices } from '../../../main/platform/time/work-slices.ts';
import { LiveCalls } from '../../../main/services/calls/live-calls.ts';
import { ChangeFeed } from '../../../main/services/changes.ts';
import { eventBody } from '../../../main/services/deliveries/envelope.ts';
import { HISTORY_LIMIT, type OutgoingEvent } from '../../../main/services/outgoing-events.ts';
import { Damage } from '../../../main/services/workspace/damage.ts';
import { SettingStore } from '../../../main/store/accounts/settings.ts';
import { DamageStore } from '../../../main/store/damage/damage.ts';
import { DamageNotes } from '../../../main/store/database/damage-notes.ts';
import { openDatabase } from '../../../main/store/database/database.ts';
import { KeptWrites } from '../../../main/store/database/kept-writes.ts';
import { SharedCommits } from '../../../main/store/database/shared-commits.ts';
import { transactionHooksOf, transactionsOf } from '../../../main/store/database/transactions.ts';
import { ReaderClient } from '../../../main/store/reader/reader-client.ts';
import { ManualTime } from '../manual-time.ts';
import { ENTRY_POINTS } from '../processes/entry-points.ts';
import { checkEvent } from './checked-events.ts';
import { scriptedCalls } from './scripted-calls.ts';

export const API_KEY = 'sk_live_test0000000000000000000000000000000000';

export interface ApiHarnessOptions {
  readonly numberAllowance?: number;
  readonly requestsPerMinute?: number;
  readonly real?: RealTime;
  /** Benchmarks disable the checks. */
  readonly checkAnswers?: boolean;
}

/**
 * The API with a real database in a temporary folder. Carrier, webhooks and the voice of calls are
 * doubles.
 */
export type ApiHarness = Awaited<ReturnType<typeof openApiHarness>>;

export async function openApiHarness(options: ApiHarnessOptions = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'agentphone-api-'));
  const cleanUp = new CleanUp();
  cleanUp.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const db = await openDatabase(dataDir);
  cleanUp.push(() => db.close());
  const real = options.real ?? new ManualTime();
  const clock = new ProductClock({ real });
  cleanUp.push(() => clock.stop());
  const transact = transactionsOf(db);
  const hooks = transactionHooksOf(db);
  const changes = new ChangeFeed(hooks.afterCommit);
  const published: LiveChange[] = [];
  changes.subscribe((list) => published.push(...list));
  const defects: unknown[] = [];
  const reader = new ReaderClient({
    damage: new DamageNotes(),
    entry: ENTRY_POINTS.reader,
    dataDir,
    onDied: (error) => defects.push(error),
  });
  cleanUp.push(() => reader.close());

  const onDefect = (error: unknown) => {
    defects.push(error);
  };
  const health = new StorageHealth({ real, onChange: () => {} });
  const writes = new KeptWrites({ real, health, probe: () => {}, onDefect });
  const base = {
    options: {
      apiKey: API_KEY,
      allowedHosts: [],
      numberAllowance: options.numberAllowance ?? null,
    },
    host: { version: '0.0.0-test' },
    folder: prepareDataFolder(dataDir),
    settings: new SettingStore(db, new DamageNotes()),
    onDefect,
    health,
    slices: new WorkSlices({ clock, onDefect }),
    writes,
    cleanUp,
    db,
    damage: new DamageNotes(),
    transact,
    hooks,
    transactShared: new SharedCommits(db).run,
    changes,
    clock,
    reader,
  } as unknown as Base;
  const resources = assembleResources(base);
  const engine = assembleWebhookEngine(base, resources, () => {});
  engine.startUpkeep();
  const { accountId, accounts, keys, agents, numbers, media } = resources;
  resources.numberExpiry.start();

  const events: OutgoingEvent[] = [];
  const recordedEvents = {
    enqueue: (event: OutgoingEvent) => {
      checkEvent(eventBody(event, HISTORY_LIMIT));
      events.push(event);
      return { deliveryId: `dlv_${events.length}` };
    },
    enqueueUnfinished: (event: OutgoingEvent) => recordedEvents.enqueue(event),
    finish: () => {},
  };
  const sentTexts: OutboundText[] = [];
  const carrier: Carrier = {
    name: 'simulated',
    arrivesAtOnce: true,
    placeCall: () => {
      throw new Error('no calls here');
    },
    sendText: async (text) => void sentTexts.push(text),
  };
  const messaging = assembleMessaging(base, resources, {
    events: recordedEvents,
    carrierOf: () => carrier,
    whatsappFault: (to) => engine.faults.forWhatsApp(to)?.spec.kind ?? null,
  });
  const { calls, line } = scriptedCalls(base, resources, {
    engine,
    events: recordedEvents,
    outboundTexts: messaging.outboundTexts,
  });

  /** `code`: the next request fails with it once it was let in. */
  const provoked: { next: ProvokedFailure | null; code: ErrorCode | null } = {
    next: null,
    code: null,
  };
  const routes = v1Routes({
    ...resources,
    ...engine,
    ...messaging,
    calls,
    releaseNumber: async (id, numberId) => numbers.release(id, numberId),
    real,
    agentName: (id) => agents.nameOf(id),
  });
  const access: ApiAccess = {
    verify: (key) => keys.verify(key),
    isSubAccount: (parent, child) => accounts.isSubAccount(parent, child),
  };
  const damage = new Damage({
    notes: base.damage,
    store: new DamageStore(db),
    transact: base.transact,
    changes,
    live: new LiveCalls(),
    reader,
    onDeleted: () => {},
    onFound: () => {},
  });
  const app: FastifyInstance = createApiServer({
    routes,
    access,
    real,
    rateLimiter: new RateLimiter(real, () => ({
      requestsPerMinute: options.requestsPerMinute ?? null,
      endpoints: resources.plan.get().endpointRateLimits,
    })),
    idempotency: resources.idempotency,
    parts: [
      (server) => addCors(server, () => resources.preferences.get().apiCors),
      (server) => addMcp(server, { access, version: '0.0.0' }),
      (server) => addMedia(server, (name) => media.find(name)),
      (server) =>
        addReference(server, { routes, apiUrl: () => 'http://127.0.0.1:4747', version: '0.0.0' }),
    ],
    provokeFailure: () => {
      const { next, code } = provoked;
      provoked.next = null;
      provoked.code = null;
      if (code !== null) throw new ApiError(code);
      return next;
    },
    explain: (error) => damage.explain(error),
    onDefect: (error) => defects.push(error),
    ...(options.checkAnswers === false ? {} : { checkAnswer }),
  });
  cleanUp.push(() => app.close());

  return {
    ...resources,
    ...engine,
    app,
    db,
    dataDir,
    clock,
    transact,
    real,
    routes,
    accountId,
    settings: base.settings,
    ...messaging,
    calls,
    /** Acts for both sides of every call. */
    line,
    changes,
    events,
    sentTexts,
    carrier,
    published,
    defects,
    provoked,
    /** A request with the workspace's key, and its parsed response. */
    async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const response = await app.inject({
        method: method as 'GET',
        url: path,
        headers: { host: '127.0.0.1:4747', authorization: `Bearer ${API_KEY}`, ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const isJson = String(response.headers['content-type']).includes('json');
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
        body: (isJson && response.body ? JSON.parse(response.body) : undefined) as any,
      };
    },
    close: () => cleanUp.run(),
  };
}

/** Throws if a field in an answer is missing, misspelt, superfluous or wrong. */
export function checkAnswer(route: ApiRoute, answer: unknown): void {
  const parsed = route.answer?.parse(answer);
  const plain = JSON.parse(JSON.stringify(answer ?? null)) as unknown;
  if (!isDeepStrictEqual(parsed ?? null, plain)) {
    throw new Error(`${route.operation} answered fields that its schema does not have`);
  }
}
