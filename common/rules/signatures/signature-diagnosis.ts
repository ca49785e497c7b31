import type { SignatureCause, SignatureExplanation } from '../../contract/index.ts';
import {
  around,
  bodyCandidates,
  bodyCause,
  type Candidate,
  firstDifference,
  messageCandidates,
  secretCandidates,
} from './signature-candidates.ts';
import { CAUSES } from './signature-causes.ts';
import { fixesFor } from './signature-fixes.ts';
import { SIGNATURE_PREFIX, TIMESTAMP_TOLERANCE_SECONDS } from './signing.ts';

/**
 * HMAC-SHA256 in lower-case hexadecimal. It is passed in because rules have no access to crypto.
 */
export type HexMac = (key: Uint8Array, message: Uint8Array) => string;

export interface SuspectRequest {
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
  readonly secret: string;
  /** The real Unix time at which the timestamp is checked. */
  readonly nowSeconds: number;
  /** The body as it was really sent, if it was recorded. */
  readonly recordedBody: Uint8Array | null;
  /** Other known secrets, each with a name. */
  readonly knownSecrets: readonly { readonly secret: string; readonly name: string }[];
}

interface Fit {
  readonly body: Candidate<Uint8Array>;
  readonly secret: Candidate<Uint8Array>;
  readonly message: Candidate<(body: Uint8Array) => Uint8Array>;
}

/** Tries the known ways to get a signature wrong until one fits, simplest first. */
export function explainSignature(request: SuspectRequest, mac: HexMac): SignatureExplanation {
  const written = readSignature(request.signature);
  if (written.digest === null)
    return explanation([written.cause ?? 'notASignature'], request, null);
  const fit = findFit(request, written.digest, mac);
  if (!fit) return unexplained(request);
  const causes = [fit.secret.cause, fit.message.cause, fit.body.cause, written.cause].filter(
    (cause) => cause !== null,
  );
  if (causes.length === 0 && /^\d{13}$/.test(request.timestamp.trim())) causes.push('milliseconds');
  if (causes.length === 0 && isStale(request)) causes.push('staleTimestamp');
  return explanation(causes, request, fit);
}

function readSignature(signature: string): { digest: string | null; cause: SignatureCause | null } {
  const text = signature.trim();
  if (text === '') return { digest: null, cause: 'missingSignature' };
  const hasPrefix = text.toLowerCase().startsWith(SIGNATURE_PREFIX);
  const digest = hasPrefix ? text.slice(SIGNATURE_PREFIX.length) : text;
  if (/^[0-9a-f]{64}$/.test(digest)) {
    return { digest, cause: hasPrefix ? null : 'missingSignaturePrefix' };
  }
  if (/^[0-9a-f]{64}$/i.test(digest))
    return { digest: digest.toLowerCase(), cause: 'upperCaseHex' };
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(digest)) {
    const binary = atob(digest.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Array.from(binary, (character) => character.charCodeAt(0));
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return { digest: hex, cause: 'base64Digest' };
  }
  return { digest: null, cause: 'notASignature' };
}

function findFit(request: SuspectRequest, digest: string, mac: HexMac): Fit | null {
  const bodies = bodyCandidates(request.body, request.recordedBody);
  const secrets = secretCandidates(request.secret, request.knownSecrets);
  const messages = messageCandidates(request.timestamp.trim());
  let best: { readonly fit: Fit; readonly assumptions: number } | null = null;
  for (const secret of secrets) {
    for (const message of messages) {
      for (const body of bodies) {
        const assumptions = [secret, message, body].filter(({ cause }) => cause !== null).length;
        if (best && best.assumptions <= assumptions) continue;
        if (mac(secret.value, message.value(body.value)) !== digest) continue;
        best = { fit: { body, secret, message }, assumptions };
        if (assumptions === 0) return best.fit;
      }
    }
  }
  return best?.fit ?? null;
}

function isStale({ timestamp, nowSeconds }: SuspectRequest): boolean {
  const seconds = Number(timestamp.trim());
  return Math.abs(nowSeconds - seconds) > TIMESTAMP_TOLERANCE_SECONDS;
}

/** Nothing fits; a recorded body may still reveal what happened. */
function unexplained(request: SuspectRequest): SignatureExplanation {
  const { recordedBody, body } = request;
  if (recordedBody && firstDifference(body, recordedBody) !== null) {
    const cause = bodyCause(body, recordedBody);
    return explanation([cause], request, {
      body: { cause, assumption: 'the body as it was sent', value: recordedBody },
      secret: { cause: null, assumption: '', value: new Uint8Array() },
      message: { cause: null, assumption: '', value: (bytes) => bytes },
    });
  }
  return explanation(['unknown'], request, null);
}

function explanation(
  causes: readonly SignatureCause[],
  { body, timestamp, nowSeconds }: SuspectRequest,
  fit: Fit | null,
): SignatureExplanation {
  const [cause] = causes;
  if (cause === undefined) {
    return {
      ok: true,
      cause: null,
      causes: [],
      detail: 'The signature fits these bytes, this timestamp and this secret.',
      fix: null,
      fixes: {},
    };
  }
  const assumptions = fit
    ? [fit.secret, fit.message, fit.body]
        .map(({ assumption }) => assumption)
        .filter((a) => a !== '')
    : [];
  const at = fit ? firstDifference(body, fit.body.value) : null;
  const age =
    cause === 'staleTimestamp' ? ` It is ${ageText(nowSeconds - Number(timestamp))}.` : '';
  const fits = assumptions.length > 0 ? ` It fits ${assumptions.join(' and ')}.` : '';
  return {
    ok: false,
    cause,
    causes: [...causes],
    detail: CAUSES[cause].what + age + fits,
    ...(fit && at !== null
      ? {
          firstDifferentByte: at,
          difference: { signed: around(fit.body.value, at), given: around(body, at) },
        }
      : {}),
    fix: CAUSES[cause].fix,
    fixes: fixesFor(cause),
  };
}

function ageText(seconds: number): string {
  const distance = Math.abs(seconds);
  const amount =
    distance < 120 ? `${Math.round(distance)} seconds` : `${Math.round(distance / 60)} minutes`;
  return seconds >= 0 ? `${amount} old` : `${amount} in the future`;
}
