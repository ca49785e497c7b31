import type { DeliveryFaultSpec, StreamFaultSpec } from '../../../common/contract/index.ts';
import { unrefined } from '../../../common/rules/deliveries/body-faults.ts';
import { wordsOf } from '../../../common/rules/deliveries/delivery-words.ts';
import { counterpartyOf } from '../../../common/rules/phone/caller-identity.ts';
import { headerValue } from '../../../common/rules/signatures/signing.ts';
import { randomText } from '../../platform/random.ts';
import { storageProblemOf } from '../../platform/storage-problem.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import { type DeliveryStore, type NewDelivery, newRow } from '../../store/deliveries/deliveries.ts';
import type { DeliveryEditStore } from '../../store/deliveries/delivery-edits.ts';
import type { WebhookRow } from '../../store/deliveries/webhooks.ts';
import type {
  TurnWebhook,
  TurnWebhookObserver,
  TurnWebhookResult,
  VoiceTurn,
} from '../../voice/responding/turn-webhook.ts';
import type { Breakpoints } from '../faults/breakpoints.ts';
import type { FaultHit, FaultRules } from '../faults/fault-rules.ts';
import { FaultyStream } from '../faults/faulty-stream.ts';
import type { ConversationReference } from '../messages/conversations.ts';
import { HISTORY_LIMIT } from '../outgoing-events.ts';
import type { Route, Webhooks } from '../webhooks/webhooks.ts';
import type { AttemptPlan } from './attempt-plan.ts';
import type { AttemptResult, Attempts } from './attempts.ts';
import { voiceTurnBody } from './envelope.ts';
import { matchable } from './matchable.ts';
import { newDelivery } from './new-delivery.ts';
import { DEFAULT_DELAY_MS } from './send-decisions.ts';

export interface VoiceTurnsDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  /** Retries writes that the database refuses; the call continues. */
  readonly writes: KeptWrites;
  readonly edits: DeliveryEditStore;
  readonly webhooks: Webhooks;
  readonly attempts: Attempts;
  readonly faults: FaultRules;
  readonly breakpoints: Breakpoints;
  /** A fault demands a duplicate of what is being sent. */
  readonly onDuplicate: (plan: AttemptPlan) => void;
  /**
   * The conversation between two numbers, created by their first call; null if it cannot be stored.
   */
  readonly conversationOfCall: (
    numberId: string,
    counterparty: string,
  ) => ConversationReference | null;
}

/** The delay between two versions of a transcript; 29 ms to 2.8 s have been observed. */
const REFINED_AFTER_MS = 400;

/** Sends caller turns: at once, outside the queue, never twice. */
export class VoiceTurns implements TurnWebhook {
  readonly #deps: VoiceTurnsDeps;
  readonly #held = new Map<string, () => void>();

  constructor(deps: VoiceTurnsDeps) {
    this.#deps = deps;
  }

  async send(
    turn: VoiceTurn,
    observer: TurnWebhookObserver,
    signal: AbortSignal,
  ): Promise<TurnWebhookResult> {
    const { webhooks, store, attempts, writes } = this.#deps;
    const route = webhooks.route(turn.accountId, turn.agentId);
    if (route.kind === 'nowhere') {
      const delivery = this.#delivery(turn, route);
      writes.write('voice turns', () => store.insert(delivery), delivery.body.byteLength);
      attempts.publish(delivery.id);
      return { kind: 'noWebhook' };
    }
    const { webhook } = route;
    const delivery = this.#delivery(turn, route);
    const isStored = this.#isHeld(delivery) && this.#storedAsHeld(delivery);
    if (isStored && !(await this.#hold(delivery, observer, signal))) return { kind: 'aborted' };
    const { plan, isTwice } = await this.#plan(turn, delivery, webhook, signal);
    const hit = this.#streamHit(delivery);
    const request = (to: TurnWebhookObserver, until: AbortSignal): Promise<AttemptResult> => {
      const outbound = {
        requestSent: () => to.requestSent({ deliveryId: delivery.id, url: plan.url }),
        responseStarted: ({ status, headers }: { status: number; headers: HeaderPairs }) =>
          to.responseStarted({ status, contentType: headerValue(headers, 'content-type') }),
        responseBytes: (chunk: Uint8Array) => to.responseBytes(chunk),
      };
      const made = attempts.makeForCall(isStored ? null : delivery, plan, outbound, until);
      // Comes first, because the duplicate refers to it as its source.
      if (isTwice) this.#deps.onDuplicate(plan);
      return made;
    };
    return hit
      ? this.#sendFaulty(hit, plan, observer, signal, request)
      : turnResult(await request(observer, signal));
  }

  /** Releases a held turn. Returns false if no turn with that id is held here. */
  release(deliveryId: string): boolean {
    const go = this.#held.get(deliveryId);
    go?.();
    return go !== undefined;
  }

  #isHeld(delivery: NewDelivery): boolean {
    return this.#deps.breakpoints.holds(() => matchable(newRow(delivery), delivery.body));
  }

  /**
   * Returns false if the disk refuses: then the turn could not be released, so it is sent at once.
   */
  #storedAsHeld(delivery: NewDelivery): boolean {
    try {
      this.#deps.store.insert({ ...delivery, status: 'held' });
      return true;
    } catch (error) {
      const problem = storageProblemOf(error);
      if (!problem) throw error;
      this.#deps.writes.notice(problem);
      return false;
    }
  }

  /** Waits for the release. Returns false if the call no longer wants an answer. */
  async #hold(
    delivery: NewDelivery,
    observer: TurnWebhookObserver,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, edits, attempts, clock, writes } = this.#deps;
    attempts.publish(delivery.id);
    observer.held?.({ deliveryId: delivery.id });
    // A person is at work: a frozen clock must not run the call's other timers in the meantime.
    const endFlow = clock.flow();
    await new Promise<void>((resolve) => {
      this.#held.set(delivery.id, resolve);
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    endFlow();
    this.#held.delete(delivery.id);
    const isWanted = store.row(delivery.id)?.status === 'pending' && !signal.aborted;
    if (isWanted) {
      observer.released?.({ deliveryId: delivery.id });
      return true;
    }
    const cancel = () => {
      edits.cancel(delivery.id, 'The call went on while the request was held.');
    };
    writes.write('voice turns', cancel);
    attempts.publish(delivery.id);
    return false;
  }

  async #plan(
    turn: VoiceTurn,
    delivery: NewDelivery,
    webhook: WebhookRow,
    signal: AbortSignal,
  ): Promise<{ readonly plan: AttemptPlan; readonly isTwice: boolean }> {
    const { store, faults, attempts } = this.#deps;
    const { body } = delivery;
    const stored = store.find(delivery.id);
    const row = stored?.row ?? newRow(delivery);
    const hit = faults.forDelivery(() => matchable(row, body));
    if (hit?.spec.kind === 'delay') {
      await this.#pause(hit.spec.delayMs ?? DEFAULT_DELAY_MS, signal);
    }
    if (hit?.spec.kind === 'refinedTranscript') {
      await this.#sendUnrefined(turn, webhook, hit, signal);
    }
    const editedBody = stored?.editedBody ?? null;
    const plan = attempts.plan({ delivery: row, body, editedBody, webhook, hit });
    return { plan, isTwice: hit?.spec.kind === 'duplicate' };
  }

  /**
   * Sends the earlier, partial transcripts of the turn, each as its own request. The answers are
   * recorded but not spoken: the call waits for the last one.
   */
  async #sendUnrefined(
    turn: VoiceTurn,
    webhook: WebhookRow,
    hit: FaultHit<DeliveryFaultSpec>,
    signal: AbortSignal,
  ): Promise<void> {
    const { attempts } = this.#deps;
    for (const transcript of unrefined(turn.transcript)) {
      if (signal.aborted) return;
      const delivery = this.#delivery({ ...turn, transcript }, { kind: 'webhook', webhook });
      void attempts.makeForCall(delivery, attempts.planFirst(delivery, webhook, hit), {}, signal);
      await this.#pause(hit.spec.delayMs ?? REFINED_AFTER_MS, signal);
    }
  }

  #pause(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#deps.clock.after(delayMs, resolve);
      signal.addEventListener(
        'abort',
        () => {
          timer.cancel();
          resolve();
        },
        { once: true },
      );
    });
  }

  #streamHit(delivery: NewDelivery): FaultHit<StreamFaultSpec> | null {
    return this.#deps.faults.forStream(() => matchable(newRow(delivery), delivery.body));
  }

  async #sendFaulty(
    hit: FaultHit<StreamFaultSpec>,
    plan: AttemptPlan,
    observer: TurnWebhookObserver,
    signal: AbortSignal,
    request: (to: TurnWebhookObserver, until: AbortSignal) => Promise<AttemptResult>,
  ): Promise<TurnWebhookResult> {
    const broken = new AbortController();
    const stream = new FaultyStream({
      clock: this.#deps.clock,
      spec: hit.spec,
      observer,
      timeoutMs: plan.timeoutMs,
      breakOff: () => broken.abort(),
    });
    const result = turnResult(await request(stream, AbortSignal.any([signal, broken.signal])));
    return stream.end(signal.aborted ? { kind: 'aborted' } : result);
  }

  #delivery(turn: VoiceTurn, route: Route): NewDelivery {
    const { attempts, conversationOfCall } = this.#deps;
    const stamp = attempts.stamp();
    // Nothing is remembered from earlier calls of a hidden caller.
    const { key } = counterpartyOf(turn);
    const conversation =
      turn.numberId && key !== null ? conversationOfCall(turn.numberId, key) : null;
    return newDelivery(stamp, route, {
      accountId: turn.accountId,
      kind: 'voice',
      headerId: `voice_${randomText(24)}`,
      agentId: turn.agentId,
      numberId: turn.numberId,
      // A delivery's conversation is the lane in which it waits, and a turn must not wait.
      conversationId: null,
      callId: turn.callId,
      turn: turn.turn,
      event: 'agent.message',
      channel: 'voice',
      ...wordsOf(turn),
      body: voiceTurnBody(turn, {
        nowMs: stamp.nowMs,
        contextLimit: route.kind === 'webhook' ? route.webhook.contextLimit : HISTORY_LIMIT,
        conversationId: conversation?.id ?? null,
        conversationState: conversation?.metadata ?? null,
      }),
    });
  }
}

type HeaderPairs = readonly (readonly [string, string])[];

function turnResult({ result, error }: AttemptResult): TurnWebhookResult {
  const { failure } = result;
  if (!failure) return error === null ? { kind: 'completed' } : { kind: 'refused', message: error };
  if (failure.why === 'aborted') return { kind: 'aborted' };
  return { kind: 'failed', why: failure.why, message: failure.message };
}
