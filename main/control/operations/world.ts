import { ApiError } from '../../../common/contract/index.ts';
import { durationMs } from '../../../common/rules/duration.ts';
import type { SimulatedCarrier } from '../../carriers/simulated/simulated-carrier.ts';
import type { StorageHealth } from '../../platform/storage-health.ts';
import type { ProductClock } from '../../platform/time/clock.ts';
import type { ApiKeys } from '../../services/accounts/api-keys.ts';
import type { DeliveryInspection } from '../../services/inspector/inspection.ts';
import type { WhatsAppTaps } from '../../services/whatsapp/taps.ts';
import type { Damage } from '../../services/workspace/damage.ts';
import type { PreferenceSettings } from '../../services/workspace/preference-settings.ts';
import type { Workspace } from '../../services/workspace/workspace.ts';
import { RawJson } from '../raw-json.ts';
import { ReadyJson } from '../ready-json.ts';
import type { OperationHandlers } from '../registry.ts';

export interface WorldOperationsDeps {
  readonly clock: ProductClock;
  readonly carrier: SimulatedCarrier;
  readonly taps: WhatsAppTaps;
  /** A microphone or a carrier's line is live, whose time cannot be moved. */
  readonly liveMedia: () => boolean;
  /** How many calls are live, simulated ones included. */
  readonly liveCalls: () => number;
  /** Throws if the disk would not store a move of the clock. */
  readonly checkClockKept: () => void;
  readonly inspection: DeliveryInspection;
  readonly keys: ApiKeys;
  readonly preferences: PreferenceSettings;
  readonly workspace: Workspace;
  readonly damage: Damage;
  readonly health: StorageHealth;
  readonly accountId: () => string;
}

/** Operations on texts, clock, deliveries, keys and the workspace that are a single call each. */
export function worldOperations(deps: WorldOperationsDeps) {
  const { clock, carrier, inspection, keys, preferences, workspace, damage, accountId } = deps;
  const { health } = deps;
  const checkMovable = () => {
    if (deps.liveMedia()) throw new ApiError('CLOCK_LIVE_MEDIA');
    // Moves can hardly be undone, so one that could not be stored is refused in advance. If the disk
    // fills up on the way, `health` reports it, and whatever became due waits.
    deps.checkClockKept();
  };
  return {
    'text.receive': (text) => carrier.text({ ...text, mediaUrls: text.mediaUrls ?? [] }),
    'text.tap': ({ messageId, choiceId }) => deps.taps.tap(messageId, choiceId),
    'clock.get': () => clock.state(),
    'clock.advance': ({ by }) => {
      checkMovable();
      return clock.advance(milliseconds(by));
    },
    'clock.set': ({ at }) => {
      checkMovable();
      return clock.advance(forwardTo(at, clock));
    },
    'clock.run': () => {
      checkMovable();
      return clock.run();
    },
    'clock.toRealTime': () => {
      checkMovable();
      return clock.toRealTime((realNowMs) => checkBack(realNowMs, deps));
    },
    'clock.freeze': ({ handlerTimeMs }) => clock.freeze(handlerTimeMs ?? null),
    'clock.resume': () => clock.resume(),
    'delivery.list': (query) => inspection.list(query),
    'delivery.get': ({ id }) => inspection.get(id),
    'key.create': ({ name }) => keys.create(accountId(), name),
    'key.list': () => ({ items: keys.list(accountId()) }),
    'key.revoke': ({ id }) => {
      keys.revoke(accountId(), id);
      return { revoked: true as const };
    },
    'settings.get': () => preferences.get(),
    'settings.set': (change) => preferences.set(change),
    'storage.get': () => health.state(),
    'storage.dismiss': () => health.dismiss(),
    'workspace.seed': () => workspace.seed(),
    'workspace.export': async ({ includeSecrets }) =>
      new ReadyJson(await workspace.export(includeSecrets)),
    'workspace.import': (input, signal) => workspace.import(RawJson.of(input).bytes, signal),
    'damage.list': () => damage.list(),
    'damage.export': ({ rows, includeSecrets }) => damage.export(rows, includeSecrets),
    'damage.delete': ({ rows }) => damage.delete(rows),
    'workspace.reset': ({ seed }) => {
      workspace.reset(seed);
      return { seed };
    },
  } satisfies Partial<OperationHandlers>;
}

/**
 * Going back is for a clock behind which nothing happened yet. Otherwise what happens next would be
 * listed before what is already there, and texts of a number must be in the order of their times.
 */
function checkBack(realNowMs: number, deps: Pick<WorldOperationsDeps, 'liveCalls' | 'workspace'>) {
  if (deps.liveCalls() > 0) {
    throw new ApiError(
      'CONFLICT',
      'A call is live, and its events are timed by this clock. End it first, then set the clock back.',
    );
  }
  const latest = deps.workspace.latestTraffic();
  if (latest === null || latest.atMs <= realNowMs) return;
  const at = new Date(latest.atMs).toISOString();
  throw new ApiError(
    'CONFLICT',
    `The clock cannot go back yet: the latest ${latest.kind} is of ${at}, ${roughly(latest.atMs - realNowMs)} ahead of real time. Try again when that time has really passed and nothing new has happened, or start over with workspace.reset.`,
  );
}

function roughly(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}

/** For moves to a moment: back to an earlier one only `clock.toRealTime` goes. */
function forwardTo(at: string, clock: Pick<ProductClock, 'now'>): number {
  const nowMs = clock.now();
  const byMs = Date.parse(at) - nowMs;
  if (byMs >= 0) return byMs;
  throw new ApiError(
    'VALIDATION_ERROR',
    `It is ${new Date(nowMs).toISOString()} already, and the clock moves forward only. Take a later moment, such as the same weekday of the next week.`,
  );
}

function milliseconds(by: number | string): number {
  const ms = typeof by === 'number' ? by : durationMs(by);
  if (ms !== null) return ms;
  throw new ApiError(
    'VALIDATION_ERROR',
    `"${by}" is no duration. Give milliseconds, or one such as PT5M, PT2H30M or P1D.`,
  );
}
