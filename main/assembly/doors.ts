import { randomInt } from 'node:crypto';
import type { ApiAccess } from '../api/auth.ts';
import { addCors } from '../api/cors.ts';
import { addMcp } from '../api/mcp/mcp-endpoint.ts';
import { addMedia } from '../api/media.ts';
import { RateLimiter } from '../api/rate-limit.ts';
import { addReference } from '../api/reference/reference.ts';
import { createApiServer } from '../api/server.ts';
import { v1Routes } from '../api/v1/routes.ts';
import type { ControlAccess } from '../control/access/control-access.ts';
import type { OpenRequests } from '../control/access/open-requests.ts';
import type { WindowTickets } from '../control/access/window-tickets.ts';
import { ControlGuard } from '../control/guards.ts';
import { LiveHub } from '../control/live/live-hub.ts';
import { accessOperations } from '../control/operations/access.ts';
import { agentOperations } from '../control/operations/agents.ts';
import { callOperations } from '../control/operations/calls.ts';
import { engineOperations } from '../control/operations/engines.ts';
import { historyOperations } from '../control/operations/history.ts';
import { playgroundOperations } from '../control/operations/playground.ts';
import { providerOperations } from '../control/operations/provider.ts';
import { searchOperations } from '../control/operations/search.ts';
import { timelineOperations } from '../control/operations/timeline.ts';
import { twilioOperations } from '../control/operations/twilio.ts';
import { webhookOperations } from '../control/operations/webhooks.ts';
import { worldOperations } from '../control/operations/world.ts';
import { OperationRegistry } from '../control/registry.ts';
import { createControlServer } from '../control/server.ts';
import { CallExports } from '../services/calls/call-exports.ts';
import { LatencyFigures } from '../services/calls/latency-summary.ts';
import { History } from '../services/history/history.ts';
import type { Damage } from '../services/workspace/damage.ts';
import { DEMO_USER_AGENT } from '../services/workspace/demo-handler.ts';
import type { Workspace } from '../services/workspace/workspace.ts';
import type { WorkspaceView } from '../services/workspace/workspace-view.ts';
import type { Base } from './base.ts';
import type { Resources } from './resources.ts';
import type { SearchParts } from './search.ts';
import type { Telephony } from './telephony.ts';
import type { WebhookEngine } from './webhook-engine.ts';

export interface World {
  readonly base: Base;
  readonly resources: Resources;
  readonly engine: WebhookEngine;
  readonly telephony: Telephony;
  readonly search: SearchParts;
  readonly workspace: Workspace;
  readonly workspaceView: WorkspaceView;
  readonly damage: Damage;
}

/** The emulated API, not listening yet. */
export function assembleApi(world: World) {
  const { base, resources, engine, telephony, workspaceView, damage } = world;
  const { clock, options, onDefect, cleanUp } = base;
  const { accounts, agents, keys, media, idempotency } = resources;
  const { version } = base.host;
  const access: ApiAccess = {
    verify: (key) => keys.verify(key),
    isSubAccount: (parent, child) => accounts.isSubAccount(parent, child),
  };
  const routes = v1Routes({
    ...resources,
    ...engine,
    ...telephony,
    releaseNumber: (id, numberId) => telephony.twilio.twilioNumbers.releaseByApi(id, numberId),
    real: clock.real,
    agentName: (id) => agents.nameOf(id),
  });
  const api = createApiServer({
    routes,
    access,
    allowedHosts: resources.allowedHosts,
    idempotency,
    onIdempotencyKey: (endpoint, userAgent) => {
      if (userAgent !== DEMO_USER_AGENT) workspaceView.noteIdempotencyKey(endpoint);
    },
    real: clock.real,
    rateLimiter: new RateLimiter(clock.real, () => ({
      requestsPerMinute: options.rateLimitPerMinute,
      endpoints: resources.plan.get().endpointRateLimits,
    })),
    provokeFailure: ({ method, path }) => engine.faults.forRequest(method, path)?.spec ?? null,
    checkStorage: base.guard.check,
    explain: (error) => damage.explain(error),
    onDefect,
    onActed: (act) => telephony.lateActs.acted(act),
    parts: [
      (app) => addCors(app, () => resources.preferences.get().apiCors),
      (app) => addReference(app, { routes, apiUrl: () => workspaceView.get().apiUrl, version }),
      (app) => addMedia(app, (name) => media.find(name)),
      (app) => addMcp(app, { access, version }),
    ],
  });
  cleanUp.push(() => api.close());
  return api;
}

/** The window's live sockets. */
export function assembleLive(world: World) {
  const { base, resources, engine, telephony, workspace, workspaceView, damage } = world;
  const { clock, changes, onDefect, cleanUp } = base;
  const { accountId, agents, numbers, conversations, phoneVerifications } = resources;
  const { archive, carrier } = telephony;
  const page = (limit: number) => ({ limit, offset: 0 });
  const live = new LiveHub({
    firstSeq: randomInt(2 ** 40),
    sources: {
      workspace: () => workspaceView.get(),
      clock: () => clock.state(),
      agents: (limit) => agents.list(accountId, page(limit)).items,
      numbers: (limit) => numbers.newest(accountId, limit),
      contacts: (limit) => resources.contacts.newest(accountId, limit),
      conversations: (limit) => conversations.newest(accountId, limit),
      messages: (limit) => conversations.newestMessages(accountId, limit),
      verifications: (limit) => phoneVerifications.texts(accountId, null, limit),
      calls: (limit) => archive.views(accountId, page(limit)).items,
      deliveries: (limit) => engine.deliveries.newest(limit),
      twilio: () => telephony.twilio.bridge.status(),
      optOuts: (limit) => resources.optOuts.list(limit),
      damage: () => damage.live(),
      importing: () => workspace.importing,
      storage: () => base.health.state(),
      liveCallEvents: () =>
        Object.fromEntries(telephony.live.all().map(({ log }) => [log.callId, [...log.events]])),
    },
    onCallerAudio: ({ callId, frame, samples }) => carrier.callerSound(callId, frame, samples),
    onHeard: (callId, frame, agoMs) => carrier.heard(callId, frame, agoMs),
    onDefect,
  });
  cleanUp.push(() => live.closeAll());
  changes.subscribe((list) => live.publish(list));
  return live;
}

export interface ControlEntry {
  readonly live: LiveHub;
  readonly access: ControlAccess;
  readonly tickets: WindowTickets;
  readonly openRequests: OpenRequests;
  /** The window's address with a new ticket in it. */
  readonly windowAddress: () => string;
}

/** The control port, not listening yet. */
export async function assembleControl(world: World, entry: ControlEntry) {
  const { live, access, tickets, openRequests } = entry;
  const { base, resources, engine, telephony, workspace, workspaceView } = world;
  const { clock, host, onDefect, cleanUp } = base;
  const accountId = () => resources.accountId;
  const { carrier, archive, callWaits, calls } = telephony;
  const control = await createControlServer({
    tickets,
    openRequests,
    guard: new ControlGuard(access, process.env.ELECTRON_RENDERER_URL ?? null),
    registry: new OperationRegistry(
      {
        ...accessOperations({ ...entry, real: clock.real }),
        ...agentOperations({ ...resources, accountId }),
        ...callOperations({
          clock,
          carrier,
          archive,
          callWaits,
          live: telephony.live,
          takesPaths: host.takesPaths ?? false,
        }),
        ...timelineOperations({
          exports: new CallExports({
            archive,
            live: telephony.live,
            reader: base.reader,
            modelRequests: telephony.modelRequests,
            recordingPath: (id) => calls.recordingPath(id),
          }),
          figures: new LatencyFigures({ live: telephony.live, reader: base.reader }),
          accountId,
        }),
        ...historyOperations({
          history: new History({ reader: base.reader, archive, ...resources }),
          agents: resources.agents,
          conversations: resources.conversations,
          accountId,
        }),
        ...searchOperations({ search: world.search.search, accountId }),
        ...engineOperations(telephony),
        ...twilioOperations(telephony.twilio),
        ...playgroundOperations({ playground: telephony.playground, accountId }),
        ...worldOperations({
          taps: telephony.taps,
          clock,
          health: base.health,
          carrier,
          checkClockKept: base.checkClockKept,
          liveCalls: () => telephony.live.count,
          liveMedia: () => carrier.microphoneIsLive || telephony.twilio.calls.live > 0,
          inspection: engine.inspection,
          keys: resources.keys,
          preferences: resources.preferences,
          workspace,
          damage: world.damage,
          accountId,
        }),
        ...webhookOperations({ ...engine, accountId }),
        ...providerOperations({
          ...resources,
          reactions: telephony.reactions,
          sharedContacts: telephony.sharedContacts,
          accountId,
          apiUrl: () => workspaceView.get().apiUrl,
        }),
      },
      {
        checkStorage: base.guard.check,
        explain: (error) => world.damage.explain(error),
      },
    ),
    version: host.version,
    real: clock.real,
    live,
    recordingPath: (callId) => calls.recordingSoFar(callId),
    media: (name) => resources.media.find(name),
    staticDir: host.staticDir,
    onDefect,
  });
  cleanUp.push(() => control.close());
  return control;
}
