import type { SignatureCause, SignatureProbe } from '../../../common/contract/index.ts';
import { type ProbedAnswer, probeFault } from '../../../common/rules/handler-faults/probe-fault.ts';
import {
  JSON_STYLES,
  type JsonStyle,
  writeJson,
} from '../../../common/rules/signatures/json-forms.ts';
import { CAUSES } from '../../../common/rules/signatures/signature-causes.ts';
import { fixesFor } from '../../../common/rules/signatures/signature-fixes.ts';
import {
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_TIMESTAMP_HEADER,
} from '../../../common/rules/signatures/signing.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { recordedAnswer } from '../deliveries/attempt-outcome.ts';
import type { Attempts } from '../deliveries/attempts.ts';
import { FORGED_SECRET, sign } from '../deliveries/signature.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { sampleDelivery, sampleText } from './sample-request.ts';

export interface SignatureProbesDeps {
  readonly clock: Clock;
  readonly webhooks: Webhooks;
  readonly attempts: Attempts;
}

/** One request, in the form that a handler with a particular mistake would expect. */
interface Variant {
  readonly name: string;
  /**
   * The mistake of a handler that accepts it; null for a request that every handler must accept.
   */
  readonly cause: SignatureCause | null;
  readonly shouldAccept: boolean;
  readonly timestamp: string;
  readonly signature: string;
}

const STALE_SECONDS = 900;
/** Characters outside ASCII, and a slash: serialisers differ in how they write these. */
const MESSAGE = 'Signature probe: héllo 👋, 1/2.';

/**
 * Finds the mistake in a handler's signature check without seeing its code: sends one correctly
 * signed request and others that each match one mistake, and observes which of them it accepts.
 */
export class SignatureProbes {
  readonly #deps: SignatureProbesDeps;

  constructor(deps: SignatureProbesDeps) {
    this.#deps = deps;
  }

  /** @throws `NOT_FOUND` if there is no webhook */
  async probe(accountId: string, agentId: string | null): Promise<SignatureProbe> {
    const { clock, webhooks, attempts } = this.#deps;
    const webhook = webhooks.routeOrThrow(accountId, agentId);
    const subject = webhooks.testSubject(accountId, agentId);
    const compact = sampleText(webhook, subject, clock.now(), { message: MESSAGE });
    // Contains blanks, so that even JSON.stringify(JSON.parse(body)) changes it.
    const body = Buffer.from(
      writeJson(JSON.parse(compact.toString('utf8')), { itemSeparator: ', ', keySeparator: ':' }),
    );
    const nowSeconds = Math.floor(clock.real.now() / 1000);
    const tried: SignatureProbe['tried'] = [];
    const acceptedCauses: (SignatureCause | null)[] = [];
    const answers: ProbedAnswer[] = [];
    for (const variant of variants(body, webhook.secret, nowSeconds)) {
      const delivery = sampleDelivery(webhook, subject, attempts.stamp(), body, 'sms');
      const { result, outcome, error } = await attempts.sendOnce(delivery, webhook, {
        headers: [
          [WEBHOOK_TIMESTAMP_HEADER, variant.timestamp],
          [WEBHOOK_SIGNATURE_HEADER, variant.signature],
        ],
        fault: `signature probe: ${variant.name}`,
      });
      const accepted = outcome === 'success';
      answers.push({ answer: recordedAnswer(delivery.url, result), error });
      if (accepted) acceptedCauses.push(variant.cause);
      tried.push({
        variant: variant.name,
        deliveryId: delivery.id,
        status: result.status,
        accepted,
        shouldAccept: variant.shouldAccept,
      });
    }
    return { ...verdict(acceptedCauses, answers), tried };
  }
}

function verdict(
  accepted: readonly (SignatureCause | null)[],
  [right, forged, ...others]: readonly ProbedAnswer[],
): Omit<SignatureProbe, 'tried'> {
  if (accepted.includes('notVerifying')) return problem('notVerifying');
  if (accepted.includes(null)) {
    if (accepted.includes('staleTimestamp')) {
      return {
        ok: false,
        cause: 'staleTimestamp',
        detail:
          'The signature is checked, but not the timestamp: a request of fifteen minutes ago is accepted.',
        fix: 'Refuse timestamps that are more than five minutes off, so that nobody can replay a request.',
        fixes: fixesFor('staleTimestamp'),
      };
    }
    return {
      ok: true,
      cause: null,
      detail: 'The handler accepts what is signed right, and nothing else.',
      fix: null,
      fixes: {},
    };
  }
  const [cause] = accepted.filter((known) => known !== null && known !== 'staleTimestamp');
  if (cause || !right || !forged) return problem(cause ?? 'unknown');
  const { finding, fix, ...why } = probeFault(right, forged, others);
  return { ok: false, cause: why.cause, detail: finding, fix, fixes: fixesFor(why.cause) };
}

function problem(cause: SignatureCause): Omit<SignatureProbe, 'tried'> {
  const { what, fix } = CAUSES[cause];
  return { ok: false, cause, detail: what, fix, fixes: fixesFor(cause) };
}

function variants(body: Buffer, secret: string, nowSeconds: number): Variant[] {
  const now = String(nowSeconds);
  const value: unknown = JSON.parse(body.toString('utf8'));
  const right = sign(secret, now, body);
  const bare = secret.replace(/^whsec_/, '');
  const over = (
    name: string,
    cause: SignatureCause,
    signature: string,
    timestamp = now,
  ): Variant => ({ name, cause, shouldAccept: false, timestamp, signature });
  const styled = (name: string, cause: SignatureCause, style: JsonStyle) =>
    over(name, cause, sign(secret, now, Buffer.from(writeJson(value, style))));
  const withKey = (key: string | Buffer) => sign(key, now, body);
  return [
    { name: 'signed right', cause: null, shouldAccept: true, timestamp: now, signature: right },
    over('signed with another secret', 'notVerifying', withKey(FORGED_SECRET)),
    over(
      'fifteen minutes old',
      'staleTimestamp',
      sign(secret, String(nowSeconds - STALE_SECONDS), body),
      String(nowSeconds - STALE_SECONDS),
    ),
    ...JSON_STYLES.map(({ name, style }) => styled(`over ${name}`, 'reserialisedJson', style)),
    styled('over the body with \\u escapes', 'escapedUnicode', {
      itemSeparator: ', ',
      keySeparator: ':',
      escapeUnicode: true,
    }),
    over(
      'over the body with a line break at its end',
      'trailingNewline',
      sign(secret, now, Buffer.concat([body, Buffer.from('\n')])),
    ),
    ...['[object Object]', 'undefined', ''].map((text) =>
      over(
        text === '' ? 'over nothing in place of the body' : `over "${text}" in place of the body`,
        'notTheBody',
        sign(secret, now, Buffer.from(text)),
      ),
    ),
    over('with the base64-decoded secret', 'base64Secret', withKey(Buffer.from(bare, 'base64'))),
    over(
      'with the whole secret base64-decoded',
      'base64Secret',
      withKey(Buffer.from(secret, 'base64')),
    ),
    over('with the secret without "whsec_"', 'missingSecretPrefix', withKey(bare)),
    over('with a line break after the secret', 'secretWhitespace', withKey(`${secret}\n`)),
    over('over the body alone', 'bodyOnly', sign(secret, '', body, '')),
    over('without the dot', 'missingDot', sign(secret, now, body, '')),
    over('over the timestamp in milliseconds', 'milliseconds', sign(secret, `${now}000`, body)),
    over('without "sha256="', 'missingSignaturePrefix', right.replace('sha256=', '')),
    over('in upper case', 'upperCaseHex', `sha256=${right.replace('sha256=', '').toUpperCase()}`),
    over(
      'as base64',
      'base64Digest',
      `sha256=${Buffer.from(right.replace('sha256=', ''), 'hex').toString('base64')}`,
    ),
  ];
}
