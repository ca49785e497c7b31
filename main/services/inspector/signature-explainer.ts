import { createHmac } from 'node:crypto';
import { ApiError, type SignatureExplanation } from '../../../common/contract/index.ts';
import {
  explainSignature,
  type HexMac,
} from '../../../common/rules/signatures/signature-diagnosis.ts';
import {
  headerValue,
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_TIMESTAMP_HEADER,
} from '../../../common/rules/signatures/signing.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { AttemptRow } from '../../store/deliveries/delivery-rows.ts';
import type { WebhookStore } from '../../store/deliveries/webhooks.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import { refuseExchange } from '../deliveries/delivery-exchange-log.ts';

export interface SignatureExplainerDeps {
  readonly clock: Clock;
  readonly reader: ReaderClient;
  readonly webhooks: WebhookStore;
}

export interface SuspectSignature {
  readonly deliveryId?: string | undefined;
  readonly attempt?: number | undefined;
  readonly timestamp?: string | undefined;
  readonly signature?: string | undefined;
  readonly body?: string | undefined;
  readonly secret?: string | undefined;
}

const hexMac: HexMac = (key, message) => createHmac('sha256', key).update(message).digest('hex');

/** Finds the cause of a signature that does not match. */
export class SignatureExplainer {
  readonly #clock: Clock;
  readonly #reader: ReaderClient;
  readonly #webhooks: WebhookStore;

  constructor(deps: SignatureExplainerDeps) {
    this.#clock = deps.clock;
    this.#reader = deps.reader;
    this.#webhooks = deps.webhooks;
  }

  /**
   * Whatever is not given is taken from the recorded attempt. Without a delivery, the request is
   * looked up by its signature, so that the bytes can be compared with those that were sent.
   *
   * @throws `NOT_FOUND` if there is no such delivery or attempt
   */
  async explain(suspect: SuspectSignature): Promise<SignatureExplanation> {
    const sent = await this.#recorded(suspect);
    const header = (name: string) => (sent ? (headerValue(sent.requestHeaders, name) ?? '') : '');
    return explainSignature(
      {
        timestamp: suspect.timestamp ?? header(WEBHOOK_TIMESTAMP_HEADER),
        signature: suspect.signature ?? header(WEBHOOK_SIGNATURE_HEADER),
        body:
          suspect.body === undefined
            ? (sent?.requestBody ?? new Uint8Array())
            : Buffer.from(suspect.body, 'utf8'),
        secret: suspect.secret ?? sent?.secret ?? '',
        nowSeconds: this.#clock.real.now() / 1000,
        recordedBody: sent?.requestBody ?? null,
        knownSecrets: [
          ...(sent
            ? [{ secret: sent.secret, name: 'the secret this delivery was signed with' }]
            : []),
          ...this.#webhooks.all().map(({ secret, agentId }) => ({
            secret,
            name: agentId
              ? `the secret of the webhook of ${agentId}`
              : "the project webhook's secret",
          })),
        ],
      },
      hexMac,
    );
  }

  async #recorded(suspect: SuspectSignature): Promise<AttemptRow | null> {
    const { deliveryId, attempt, signature } = suspect;
    const id =
      deliveryId ??
      (await this.#reader.ask('deliveries.bySignature', { signature: signature?.trim() ?? '' }));
    const recorded = id === null ? null : await this.#reader.ask('deliveries.get', { id });
    if (deliveryId === undefined) return recorded?.attempts.at(-1) ?? null;
    if (!recorded) throw new ApiError('NOT_FOUND', `There is no delivery ${deliveryId}.`);
    refuseExchange(recorded.summary, 'nothing was signed');
    const found = recorded.attempts.find(
      ({ number }) => number === (attempt ?? recorded.attempts.length),
    );
    if (!found) throw new ApiError('NOT_FOUND', `${deliveryId} has no such attempt.`);
    return found;
  }
}
