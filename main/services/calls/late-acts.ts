import type { CallEvent } from '../../../common/contract/index.ts';
import type { RealTime } from '../../platform/time/clock.ts';
import type { CallProfile } from '../../voice/call-profile.ts';
import type { CallSession } from '../../voice/call-session.ts';
import type { LiveCalls } from './live-calls.ts';

/** A change that was made through the API. */
export interface ApiAct {
  readonly accountId: string;
  /** `resource.method` as in the official SDK. */
  readonly operation: string;
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** The contents of the request and of its response. */
  readonly values: readonly unknown[];
}

/**
 * A handler that is still active this long after the turn was aborted is working on something else.
 */
const LATE_MS = 30_000;
/** An action this soon after another answer may well belong to that one. */
const OF_THE_LAST_ANSWER_MS = 1_000;
/** A handler in a loop must not fill the log. */
const MOST_PER_TURN = 5;
/**
 * A handler that has been asked the next thing is usually acting for that, so it is only warned
 * once, in the form of a question.
 */
const MOST_PER_TURN_WHILE_ASKED = 1;

/** A handler's work on the turns of a call. In real time, because product time may be frozen. */
interface Watched {
  readonly open: Set<number>;
  /** The latest turn whose request was aborted. */
  broken: { readonly turn: number; readonly atMs: number; told: number } | null;
  answeredMs: number;
}

/**
 * Detects a handler that keeps working on an aborted turn, by what it does through the API
 * afterwards. Requests do not say which turn they were made for. So if the handler has been asked
 * the next thing in the meantime, the warning only says that it may have acted for that.
 */
export class LateActs {
  readonly #live: LiveCalls;
  readonly #real: RealTime;
  readonly #watched = new WeakMap<CallSession, Watched>();

  constructor(deps: { readonly live: LiveCalls; readonly real: RealTime }) {
    this.#live = deps.live;
    this.#real = deps.real;
  }

  /** Watches a call until it ends. */
  watch(session: CallSession): void {
    const watched: Watched = {
      open: new Set(),
      broken: null,
      answeredMs: Number.NEGATIVE_INFINITY,
    };
    this.#watched.set(session, watched);
    this.#live.follow(session.profile.callId, (event) => this.#noted(watched, event));
  }

  acted(act: ApiAct): void {
    const live = this.#live.all();
    if (live.length === 0) return;
    const said = new Set(act.values.flatMap(stringsIn));
    for (const session of live) {
      const watched = this.#watched.get(session);
      if (session.profile.accountId !== act.accountId || !watched) continue;
      if (concerns(session.profile, said)) this.#late(session, watched, act);
    }
  }

  #late(session: CallSession, { open, broken, answeredMs }: Watched, act: ApiAct): void {
    const nowMs = this.#real.monotonicMs();
    const most = open.size > 0 ? MOST_PER_TURN_WHILE_ASKED : MOST_PER_TURN;
    if (broken === null || broken.told >= most) return;
    const lateMs = nowMs - broken.atMs;
    if (lateMs > LATE_MS || nowMs - answeredMs < OF_THE_LAST_ANSWER_MS) return;
    broken.told += 1;
    session.log.append('warning', broken.turn, {
      code: 'acted_after_break',
      message: lateAct(act, lateMs, open.size > 0),
    });
  }

  #noted(watched: Watched, event: CallEvent): void {
    if (event.turn === null) return;
    // A model is asked without a delivery.
    if (event.type === 'request.sent' && event.data.deliveryId !== null) {
      watched.open.add(event.turn);
    }
    if (event.type !== 'response.ended' || !watched.open.delete(event.turn)) return;
    const atMs = this.#real.monotonicMs();
    if (event.data.outcome === 'aborted') watched.broken = { turn: event.turn, atMs, told: 0 };
    if (event.data.outcome === 'complete') watched.answeredMs = atMs;
  }
}

/** Whether the texts name the agent, its number, the person or the call. */
function concerns(profile: CallProfile, said: ReadonlySet<string>): boolean {
  const { agentId, numberId, callId, from, to, direction } = profile;
  const numbers = direction === 'web' ? [] : [from, to].filter((number) => number.startsWith('+'));
  return [agentId, numberId, callId, ...numbers].some((id) => id !== null && said.has(id));
}

/** The string fields of an object, but not those of nested objects. */
function stringsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((each) => typeof each === 'string');
}

function lateAct(act: ApiAct, lateMs: number, isAsked: boolean): string {
  const after = `${(lateMs / 1_000).toFixed(1)} s after the caller had broken this turn off`;
  const advice =
    'Before it acts, let it look whether the connection was closed, or whether the caller has said something else since.';
  return isAsked
    ? `${after}, while it was asked the next thing, your handler ${deed(act)}. If that was still for this turn, nobody waited for it. ${advice}`
    : `${after}, and with no other request open, your handler ${deed(act)}. ${advice}`;
}

function deed({ operation, method, path }: ApiAct): string {
  switch (operation) {
    case 'messages.sendMessage':
      return `sent a text (${method} ${path})`;
    case 'messages.sendReaction':
      return `sent a reaction (${method} ${path})`;
    case 'calls.createOutboundCall':
      return `placed a call (${method} ${path})`;
    case 'calls.endCall':
      return `hung up (${method} ${path})`;
    case 'conversations.updateConversation':
      return `changed the state of the conversation (${method} ${path})`;
    default:
      return `sent ${method} ${path}`;
  }
}
