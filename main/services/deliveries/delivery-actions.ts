import {
  ApiError,
  type DeliveryFaultSpec,
  type DeliverySummary,
  type WebhookEventName,
} from '../../../common/contract/index.ts';
import { turnAfterTransfer } from '../../../common/rules/deliveries/body-faults.ts';
import { randomText } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import {
  type DeliveryStore,
  type FoundDelivery,
  type NewDelivery,
  newRow,
} from '../../store/deliveries/deliveries.ts';
import type { DeliveryEditStore, SentAttempt } from '../../store/deliveries/delivery-edits.ts';
import type { DeliveryOverride } from '../../store/deliveries/delivery-rows.ts';
import type { WebhookRow } from '../../store/deliveries/webhooks.ts';
import type { Breakpoints } from '../faults/breakpoints.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { type AttemptPlan, planAttempt } from './attempt-plan.ts';
import type { Attempts } from './attempts.ts';
import { refuseExchange } from './delivery-exchange-log.ts';
import type { DeliveryLoop } from './delivery-loop.ts';
import type { AlsoSent } from './send-decisions.ts';
import type { VoiceTurns } from './voice-turns.ts';

export interface DeliveryActionsDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  readonly edits: DeliveryEditStore;
  readonly webhooks: Webhooks;
  readonly attempts: Attempts;
  readonly breakpoints: Breakpoints;
  readonly userAgent: string;
  /** Told about defects of what is sent in the background. */
  readonly onDefect: (error: unknown) => void;
}

/** What a person changes about a request. */
export interface RequestEdit {
  readonly url?: string | undefined;
  readonly body?: string | undefined;
  /** Replace ours of the same name, or are added. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface ReplayRequest {
  readonly id: string;
  /** Which attempt to repeat; the latest by default. */
  readonly attempt?: number | undefined;
  readonly url?: string | undefined;
  /** False: the recorded timestamp and signature go out again. */
  readonly resign: boolean;
  readonly fault?: DeliveryFaultSpec['kind'] | undefined;
}

export interface SendRequest extends RequestEdit {
  readonly sourceId: string;
  readonly body: string;
  readonly fault?: DeliveryFaultSpec['kind'] | undefined;
}

const DEFAULT_TIMEOUT_SECONDS = 30;
/** Made anew for each connection, so a recording of them is not sent again. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
]);

/** What a person does with a delivery: send it again, change it, wait no longer, give it up. */
export class DeliveryActions {
  readonly #deps: DeliveryActionsDeps;
  #lanes: { readonly loop: DeliveryLoop; readonly voiceTurns: VoiceTurns } | null = null;

  constructor(deps: DeliveryActionsDeps) {
    this.#deps = deps;
  }

  /** Those that send by themselves; they in turn ask for duplicates here. */
  connect(loop: DeliveryLoop, voiceTurns: VoiceTurns): void {
    this.#lanes = { loop, voiceTurns };
  }

  /**
   * Sends a copy under the same `X-Webhook-ID`, once and at once.
   *
   * @throws `NOT_FOUND`, or `CONFLICT` when there is nowhere to send it or nothing was ever sent
   */
  replay(request: ReplayRequest): DeliverySummary {
    const source = this.#find(request.id);
    const sent = this.#deps.edits.sentAttempt(request.id, request.attempt ?? null);
    if (request.attempt !== undefined && !sent) {
      throw new ApiError('NOT_FOUND', `${request.id} has no attempt ${request.attempt}.`);
    }
    if (!request.resign && !sent) {
      throw new ApiError(
        'CONFLICT',
        `${request.id} was never sent, so there is no recorded signature. Replay it with "resign": true.`,
      );
    }
    const webhook = this.#target(source, request.url, sent);
    return this.#sendCopy(source, {
      webhook,
      headerId: source.row.headerId,
      body: sent?.body ?? source.editedBody ?? source.body,
      override: {
        ...(request.url === undefined ? {} : { url: request.url }),
        ...(request.resign || !sent
          ? { headers: source.row.override?.verbatim ? [] : (source.row.override?.headers ?? []) }
          : { headers: sendable(sent.headers), verbatim: true as const }),
      },
      fault: request.fault,
    });
  }

  /**
   * Sends an edited copy under an `X-Webhook-ID` of its own, once and at once, signed.
   *
   * @throws `NOT_FOUND`, or `CONFLICT` when there is nowhere to send it
   */
  send(request: SendRequest): DeliverySummary {
    const source = this.#find(request.sourceId);
    const sent = this.#deps.edits.sentAttempt(request.sourceId, null);
    const body = Buffer.from(request.body, 'utf8');
    const isEdited = !body.equals(sent?.body ?? source.editedBody ?? source.body);
    return this.#sendCopy(source, {
      webhook: this.#target(source, request.url, sent),
      headerId: `copy_${randomText(24)}`,
      body,
      override: { ...overrideOf(request), ...(isEdited ? { body: true as const } : {}) },
      fault: request.fault,
    });
  }

  /** A fault asks for something beside what is just being sent. */
  alsoSend(plan: AttemptPlan, also: AlsoSent): void {
    const source = this.#deps.store.find(plan.delivery.id);
    const webhook = source && this.#route(source);
    if (!source || !webhook) return;
    try {
      if (also === 'duplicate') {
        this.#sendCopy(source, {
          webhook,
          headerId: plan.delivery.headerId,
          body: plan.body,
          override: { url: plan.url, headers: plan.headers, verbatim: true },
        });
        return;
      }
      const at = new Date(this.#deps.clock.now()).toISOString();
      const turn = turnAfterTransfer(Buffer.from(plan.body).toString('utf8'), at);
      if (turn === null) return;
      this.#sendCopy(source, {
        webhook,
        headerId: `voice_${randomText(24)}`,
        body: Buffer.from(turn),
        override: {},
        event: 'agent.message',
      });
    } catch (error) {
      // What it is a copy of is on its way all the same.
      this.#deps.onDefect(error);
    }
  }

  /** A delivery that waits for its next attempt waits no longer. @throws `NOT_FOUND`, `CONFLICT` */
  retryNow(id: string): DeliverySummary {
    const { row } = this.#find(id);
    if (row.status === 'held') throw conflict(id, 'is held; release it instead');
    if (row.status !== 'pending') {
      throw conflict(id, `is ${row.status}, so no attempt is planned; replay it instead`);
    }
    if (this.#deps.store.claim(id)) this.#connected().loop.announce(id);
    return this.#summary(id);
  }

  /** Gives a delivery up; an attempt in flight is broken off. @throws `NOT_FOUND`, `CONFLICT` */
  cancel(id: string): DeliverySummary {
    const { row } = this.#find(id);
    if (row.status === 'sending' && this.#deps.attempts.cancel(id)) return this.#summary(id);
    if (!this.#deps.edits.cancel(id, 'Cancelled by hand.')) {
      throw conflict(id, `is ${row.status}; only what is still to be sent can be cancelled`);
    }
    const { loop, voiceTurns } = this.#connected();
    if (!voiceTurns.release(id)) loop.discard(id);
    this.#deps.attempts.publish(id);
    return this.#summary(id);
  }

  /** Holds a delivery that waits, until it is released. @throws `NOT_FOUND`, `CONFLICT` */
  hold(id: string): DeliverySummary {
    const { row } = this.#find(id);
    if (!this.#deps.edits.hold(id, this.#deps.clock.now())) {
      throw conflict(id, `is ${row.status}; only what waits to be sent can be held`);
    }
    this.#deps.attempts.publish(id);
    return this.#summary(id);
  }

  /**
   * Lets a held delivery go, as it is or edited. What is edited stays so for its retries.
   *
   * @throws `NOT_FOUND`, or `CONFLICT` when it is not held
   */
  release(id: string, edit: RequestEdit = {}): DeliverySummary {
    const { edits, breakpoints, clock } = this.#deps;
    const { row, editedBody } = this.#find(id);
    if (row.status !== 'held') throw conflict(id, `is ${row.status}, not held`);
    const override = overrideOf(edit);
    if (override || edit.body !== undefined) {
      const body = edit.body === undefined ? editedBody : Buffer.from(edit.body, 'utf8');
      edits.edit(id, override ? { ...row.override, ...override } : row.override, body);
    }
    edits.release(id, clock.now());
    const { loop, voiceTurns } = this.#connected();
    if (!voiceTurns.release(id)) {
      breakpoints.pass(id);
      loop.release(id);
    }
    return this.#summary(id);
  }

  #sendCopy(
    { row }: FoundDelivery,
    copy: {
      readonly webhook: WebhookRow;
      readonly headerId: string;
      readonly body: Uint8Array;
      readonly override: DeliveryOverride;
      /** When it is another event than that of its source. */
      readonly event?: WebhookEventName;
      readonly fault?: DeliveryFaultSpec['kind'] | undefined;
    },
  ): DeliverySummary {
    const { attempts, clock, userAgent } = this.#deps;
    const { webhook, body, override } = copy;
    const isOverridden = Object.keys(override).length > 0;
    const delivery: NewDelivery = {
      id: attempts.newDeliveryId(),
      accountId: row.accountId,
      kind: 'replay',
      headerId: copy.headerId,
      webhookId: webhook.id === '' ? null : webhook.id,
      agentId: row.agentId,
      numberId: row.numberId,
      conversationId: row.conversationId,
      callId: row.callId,
      messageId: row.messageId,
      turn: row.turn,
      event: copy.event ?? row.event,
      channel: row.channel,
      url: override.url ?? webhook.url,
      demo: webhook.demo && override.url === undefined,
      body,
      status: 'pending',
      createdAt: clock.now(),
      sourceId: row.id,
      ...(isOverridden ? { override } : {}),
    };
    const plan = planAttempt({
      delivery: newRow(delivery),
      body,
      editedBody: null,
      webhook,
      hit: copy.fault ? { faultId: null, spec: { target: 'delivery', kind: copy.fault } } : null,
      timestampSeconds: Math.floor(clock.real.now() / 1000),
      userAgent,
    });
    void attempts.makeOnly(delivery, plan).catch(this.#deps.onDefect);
    if (copy.fault === 'duplicate') this.alsoSend(plan, 'duplicate');
    return this.#summary(delivery.id);
  }

  /** The webhook whose secret signs; with another URL it may be one that no longer exists. */
  #target(source: FoundDelivery, url: string | undefined, sent: SentAttempt | null): WebhookRow {
    const webhook = this.#route(source);
    if (webhook) return webhook;
    const address = url ?? sent?.url;
    if (address === undefined || !sent) {
      throw conflict(
        source.row.id,
        'has nowhere to go, because no webhook is registered. Set one with POST /v1/webhooks',
      );
    }
    return {
      id: '',
      accountId: source.row.accountId,
      agentId: source.row.agentId,
      url: address,
      secret: sent.secret,
      contextLimit: 0,
      timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
      demo: false,
      createdAt: 0,
    };
  }

  #route({ row }: FoundDelivery): WebhookRow | null {
    const route = this.#deps.webhooks.route(row.accountId, row.agentId);
    return route.kind === 'webhook' ? route.webhook : null;
  }

  #find(id: string): FoundDelivery {
    const found = this.#deps.store.find(id);
    if (!found) throw new ApiError('NOT_FOUND', `There is no delivery ${id}.`);
    refuseExchange(found.row, 'it cannot be sent again, held or cancelled');
    return found;
  }

  #summary(id: string): DeliverySummary {
    const summary = this.#deps.store.summary(id);
    if (!summary) throw new ApiError('NOT_FOUND', `There is no delivery ${id}.`);
    return summary;
  }

  #connected(): { readonly loop: DeliveryLoop; readonly voiceTurns: VoiceTurns } {
    if (!this.#lanes) throw new Error('The delivery actions are not connected.');
    return this.#lanes;
  }
}

function overrideOf({ url, headers }: RequestEdit): DeliveryOverride | null {
  if (url === undefined && headers === undefined) return null;
  return {
    ...(url === undefined ? {} : { url }),
    ...(headers === undefined ? {} : { headers: Object.entries(headers) }),
  };
}

function sendable(headers: readonly (readonly [string, string])[]) {
  return headers.filter(([name]) => !CONNECTION_HEADERS.has(name.toLowerCase()));
}

function conflict(id: string, what: string): ApiError {
  return new ApiError('CONFLICT', `${id} ${what}.`);
}
