import { join } from 'node:path';
import {
  type Agent,
  ApiError,
  type CallDetail,
  type CallListQuery,
  type CallSummary,
  type CallTranscript,
  type CreateCallRequest,
  type CreateWebCallRequest,
  type TranscriptEntry,
  type WebCall,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { callerIdentity } from '../../../common/rules/phone/caller-identity.ts';
import type { CallLeg, Carrier, InboundCall } from '../../carriers/carrier.ts';
import { newId, randomText } from '../../platform/random.ts';
import type { ProductClock, RealTime } from '../../platform/time/clock.ts';
import type { CallStore, StoredCall } from '../../store/calls/calls.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import type { TransactionHooks } from '../../store/database/transactions.ts';
import type { NumberRecord } from '../../store/numbers/numbers.ts';
import type { CallSession } from '../../voice/call-session.ts';
import type { Agents } from '../agents/agents.ts';
import { faultyField } from '../faulty-field.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { CallArchive } from './call-archive.ts';
import { type CallOverrides, callProfile } from './call-profile.ts';
import { callDestination, checkAnswered, checkVariables } from './call-request.ts';
import { type CallResponders, isHosted } from './call-responders.ts';
import type { CallRunner } from './call-runner.ts';
import { finishedEntries } from './call-views.ts';
import type { Calls } from './calls.ts';
import type { LiveCalls } from './live-calls.ts';

export interface CallServiceDeps {
  readonly clock: ProductClock;
  readonly store: CallStore;
  readonly writes: KeptWrites;
  readonly afterCommit: TransactionHooks['afterCommit'];
  readonly live: LiveCalls;
  readonly archive: CallArchive;
  readonly runner: CallRunner;
  readonly responders: CallResponders;
  readonly agents: Agents;
  readonly numbers: Numbers;
  readonly carrierOf: (number: NumberRecord) => Carrier;
  /** Carries calls from a browser, which have no number. */
  readonly webCarrier: Carrier;
  /** @throws ApiError if the plan does not allow the call */
  readonly checkAllowed: (accountId: string) => void;
  /** Whether the agent's events have a receiver. */
  readonly hasWebhook: (accountId: string, agentId: string) => boolean;
  /** The folder of the WAV files. */
  readonly recordingsDir: string;
  /** Whether calls are recorded at all; `disableRecording` exempts a single call. */
  readonly recordingEnabled: () => boolean;
  /** If a webhook agent has no greeting, ask it for one with an empty turn. */
  readonly helloTurn: () => boolean;
  /** Pass the keys that the caller presses to hosted models. */
  readonly keysToModel: () => boolean;
  /** Whether the agent's markup reaches its voice as it is written. */
  readonly keepMarkup: (agentId: string) => boolean;
  readonly limits: () => {
    readonly concurrentCalls: number;
    readonly maxCallDurationMinutes: number;
  };
}

/**
 * A carrier that refuses a call does so within this time, unless calls are queued. In that case the
 * response does not wait, and the call itself records the refusal.
 */
const ACCEPTANCE_MS = 3_000;
/** In place of a phone number, for a call from a browser. */
const WEB_CALLER = 'web';

/** Begins and ends calls, for the API and the carriers. */
export class CallService implements Calls {
  readonly #deps: CallServiceDeps;

  constructor(deps: CallServiceDeps) {
    this.#deps = deps;
  }

  async create(accountId: string, request: CreateCallRequest): Promise<CallDetail> {
    const { agents, carrierOf, clock, afterCommit } = this.#deps;
    const agent = agents.get(accountId, request.agentId);
    const to = callDestination(request.toNumber);
    const number = this.#callerId(agent, request.fromNumberId ?? null);
    checkVariables(agent, request);
    checkAnswered(agent, request, this.#deps.hasWebhook(accountId, agent.id));
    this.#checkConcurrency();
    this.#deps.checkAllowed(accountId);
    const carrier = carrierOf(number);
    carrier.checkCall?.({ from: number.phoneNumber, to });
    const call = this.#store(accountId, agent, number, {
      id: newId('call'),
      direction: 'outbound',
      from: number.phoneNumber,
      to,
      request,
    });
    const placed = async () => {
      const { leg } = this.#begun(call, agent, request, () =>
        carrier.placeCall({
          callId: call.id,
          from: call.from,
          to,
          detectsVoicemail: agent.voicemailMessage !== null,
        }),
      );
      if (leg.accepted) await withinMs(ACCEPTANCE_MS, leg.accepted, clock.real);
      return this.get(accountId, call.id);
    };
    // The call must not begin without its row, whose transaction may still be open.
    return new Promise((resolve, reject) => {
      afterCommit(() => void placed().then(resolve, reject));
    });
  }

  /**
   * A person dials one of our numbers, with or without caller id; we pick up at once.
   * @throws `PHONE_NUMBER_NOT_FOUND`, or `CONFLICT` if the number has no agent
   */
  callArrived(arrived: InboundCall, leg: CallLeg): void {
    const { numbers, agents, hasWebhook } = this.#deps;
    const number = numbers.activeByPhone(arrived.to);
    if (!number) {
      throw new ApiError('PHONE_NUMBER_NOT_FOUND', `Nobody here has the number ${arrived.to}.`);
    }
    const agent = number.agentId === null ? null : agents.find(number.agentId);
    if (!agent) {
      throw new ApiError(
        'CONFLICT',
        `No agent answers ${number.phoneNumber}. Attach it with POST /v1/agents/{id}/numbers.`,
      );
    }
    this.#checkConcurrency();
    const call = this.#store(number.accountId, agent, number, {
      id: arrived.callId,
      direction: 'inbound',
      from: callerIdentity(arrived.from).address,
      to: number.phoneNumber,
      request: {},
    });
    const { session } = this.#begun(call, agent, {}, () => leg);
    if (isHosted(agent, {}) || hasWebhook(number.accountId, agent.id)) {
      leg.answer();
    } else {
      session.log.append('warning', null, {
        code: 'no_webhook',
        message:
          'Neither the agent nor the project has a webhook, so the call could not be answered. Register one with POST /v1/webhooks.',
      });
      session.hangUp('no_webhook');
    }
  }

  /**
   * A call from a browser. For 30 s, whoever holds the token can join it, for example the
   * softphone.
   */
  createWebCall(accountId: string, request: CreateWebCallRequest): WebCall {
    const { agents, hasWebhook, checkAllowed, afterCommit, webCarrier } = this.#deps;
    const agent = agents.get(accountId, request.agentId);
    checkVariables(agent, request);
    checkAnswered(agent, {}, hasWebhook(accountId, agent.id));
    this.#checkConcurrency();
    checkAllowed(accountId);
    const call = this.#store(accountId, agent, null, {
      id: newId('call'),
      direction: 'web',
      from: WEB_CALLER,
      to: WEB_CALLER,
      request: {},
      metadata: request.metadata ?? null,
    });
    afterCommit(() => {
      this.#begun(call, agent, request, () =>
        webCarrier.placeCall({
          callId: call.id,
          from: WEB_CALLER,
          to: WEB_CALLER,
          detectsVoicemail: false,
        }),
      );
    });
    return {
      callId: call.id,
      id: call.id,
      accessToken: randomText(48),
      agentId: agent.id,
      status: 'in-progress',
      direction: 'web',
      startedAt: toDateTime(call.startedAtMs),
    };
  }

  get(accountId: string, callId: string): CallDetail {
    return this.#deps.archive.detail(accountId, callId);
  }

  list(accountId: string, query: CallListQuery): { items: CallSummary[]; total: number } {
    return this.#deps.archive.list(accountId, query);
  }

  end(accountId: string, callId: string): CallDetail {
    const { archive, live } = this.#deps;
    const call = archive.detail(accountId, callId);
    const session = live.get(callId);
    if (!session) throw new ApiError('CALL_NOT_LIVE');
    // The stored status changes only after the response
    // (docs/reference/provider/calls.md#states-and-ends).
    this.#deps.clock.real.after(0, () => session.hangUp('agent_hangup'));
    return { ...call, status: 'ending' };
  }

  transcript(accountId: string, callId: string): CallTranscript {
    return this.#deps.archive.transcript(accountId, callId);
  }

  followTranscript(
    accountId: string,
    callId: string,
    follower: { onEntry(entry: TranscriptEntry): void; onEnd(ended: CallDetail): void },
  ): () => void {
    const { archive, live } = this.#deps;
    const { startedAtMs } = archive.stored(accountId, callId);
    let told = 0;
    const tellNew = () => {
      const entries = finishedEntries(archive.events(callId), startedAtMs);
      for (const entry of entries.slice(told)) follower.onEntry(entry);
      told = Math.max(told, entries.length);
    };
    tellNew();
    if (!live.get(callId)) {
      follower.onEnd(archive.detail(accountId, callId));
      return () => {};
    }
    return live.follow(callId, (event) => {
      if (event.type === 'transcript.final' || event.type === 'turn.finished') tellNew();
      if (event.type !== 'call.ended') return;
      // The row is closed right after this event, in the same turn of the event loop.
      queueMicrotask(() => follower.onEnd(archive.detail(accountId, callId)));
    });
  }

  async waitUntilEnded(callId: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const { live, clock } = this.#deps;
    if (!live.get(callId) || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        unfollow();
        timer.cancel();
        signal.removeEventListener('abort', end);
        // Let the row be closed first.
        queueMicrotask(resolve);
      };
      const unfollow = live.follow(callId, (event) => {
        if (event.type === 'call.ended') end();
      });
      const timer = clock.real.after(timeoutMs, end);
      signal.addEventListener('abort', end, { once: true });
    });
  }

  /** For the person at this computer, who can listen to the recording during the call. */
  recordingSoFar(callId: string): string | null {
    return this.#deps.runner.recordingSoFar(callId) ?? this.recordingPath(callId);
  }

  recordingPath(callId: string): string | null {
    const call = this.#deps.store.find(callId);
    return call && call.status !== 'in-progress' ? call.recordingPath : null;
  }

  #store(
    accountId: string,
    agent: Agent,
    number: NumberRecord | null,
    given: Pick<StoredCall, 'id' | 'direction' | 'from' | 'to'> & {
      readonly request: Partial<CreateCallRequest>;
      readonly metadata?: StoredCall['settings']['metadata'];
    },
  ): StoredCall {
    const { clock, store, recordingsDir, recordingEnabled } = this.#deps;
    const { id, direction, from, to, request, metadata = null } = given;
    const recorded = recordingEnabled() && request.disableRecording !== true;
    const call: StoredCall = {
      id,
      accountId,
      agentId: agent.id,
      numberId: number?.id ?? null,
      phoneNumber: number?.phoneNumber ?? null,
      direction,
      carrier: number?.carrier ?? 'simulated',
      from,
      to,
      status: 'in-progress',
      reason: null,
      settings: {
        voice: request.voice ?? agent.voice,
        systemPrompt: request.systemPrompt ?? null,
        metadata,
      },
      snippet: null,
      recordingPath: recorded ? join(recordingsDir, `${id}.wav`) : null,
      startedAtMs: clock.now(),
      answeredAtMs: null,
      endedAtMs: null,
    };
    store.insert(call);
    return call;
  }

  /** Begins a stored call. If that fails, the call never existed and its row is deleted. */
  #begun(call: StoredCall, agent: Agent, request: CallOverrides, placed: () => CallLeg) {
    try {
      const leg = placed();
      return { leg, session: this.#begin(call, agent, request, leg) };
    } catch (error) {
      this.#deps.writes.write('calls that did not come about', () => {
        this.#deps.store.remove(call.id);
      });
      throw error;
    }
  }

  #begin(call: StoredCall, agent: Agent, request: CallOverrides, leg: CallLeg): CallSession {
    const { responders, runner, limits, helloTurn, keysToModel } = this.#deps;
    const keepMarkup = this.#deps.keepMarkup(agent.id);
    const { responder, model } = responders.of(call, agent, request, keepMarkup);
    const profile = callProfile(call, agent, request, {
      model,
      maxDurationMs: limits().maxCallDurationMinutes * 60_000,
      helloTurn: helloTurn(),
      keysToModel: keysToModel(),
      keepMarkup,
    });
    return runner.start(call, profile, leg, responder);
  }

  /**
   * The number given, or the agent's first one
   * (docs/reference/provider/calls.md#which-number-calls).
   */
  #callerId(agent: Agent, fromNumberId: string | null): NumberRecord {
    const attached = this.#deps.numbers.ofAgent(agent.id);
    const first = attached[0];
    if (!first) {
      throw faultyField(
        'agentId',
        'The agent has no number to call from. Attach one with POST /v1/agents/{id}/numbers.',
      );
    }
    if (fromNumberId === null) return first;
    const chosen = attached.find((number) => number.id === fromNumberId);
    if (!chosen) {
      throw new ApiError('PHONE_NUMBER_NOT_FOUND', 'fromNumberId is no number of this agent.');
    }
    return chosen;
  }

  #checkConcurrency(): void {
    const { concurrentCalls } = this.#deps.limits();
    if (this.#deps.live.count < concurrentCalls) return;
    throw new ApiError(
      'CONFLICT',
      `${concurrentCalls} calls are live already, the most that the plan allows at once. Wait for one to end.`,
    );
  }
}

/** Rejects if the promise rejects within this time; a later rejection is ignored. */
async function withinMs(ms: number, promise: Promise<void>, real: RealTime): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = real.after(ms, late.resolve);
  try {
    await Promise.race([promise, late.promise]);
  } finally {
    timer.cancel();
  }
}
