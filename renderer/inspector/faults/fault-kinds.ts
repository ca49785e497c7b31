import { ERROR_TABLE } from '../../../common/contract/errors.ts';
import type { FaultSpec, JsonSpelling } from '../../../common/contract/index.ts';
import {
  API_FAULTS,
  DELIVERY_FAULTS,
  STREAM_FAULTS,
  WHATSAPP_FAULTS,
} from '../../../common/contract/lists/faults.ts';
import { DELIVERY_FAULT_NAMES } from '../../../common/rules/deliveries/fault-names.ts';

export type FaultTarget = FaultSpec['target'];
export type FaultKind = FaultSpec['kind'];

export const TARGETS: readonly { readonly value: FaultTarget; readonly label: string }[] = [
  { value: 'delivery', label: 'Webhook requests' },
  { value: 'voiceStream', label: 'Voice answers' },
  { value: 'api', label: 'API requests' },
  { value: 'whatsapp', label: 'WhatsApp' },
];

export const KINDS_OF: Readonly<Record<FaultTarget, readonly FaultKind[]>> = {
  delivery: DELIVERY_FAULTS,
  voiceStream: STREAM_FAULTS,
  api: API_FAULTS,
  whatsapp: WHATSAPP_FAULTS,
};

export const SPELLING_NAMES: Readonly<Record<JsonSpelling, string>> = {
  spaces: 'Blanks',
  escapes: 'Escapes',
  keyOrder: 'Order of keys',
};

interface KindInfo {
  readonly label: string;
  readonly does: string;
}

const DELIVERY_DOES: Readonly<Record<(typeof DELIVERY_FAULTS)[number], string>> = {
  badSignature: 'Signed with another secret.',
  missingSignature: 'Sent without X-Webhook-Signature.',
  staleSignature: 'Signed for a moment ten minutes ago.',
  tamperedBody: 'One byte changes after signing.',
  transcriptAsList: 'Voice turns send transcript as a list of turns instead of a text.',
  emptyCallFields: 'Voice turns have an empty callId, from and to.',
  refinedTranscript: 'A voice turn is sent several times while its transcript is refined.',
  callEndedExtras: 'call_ended has a fractional durationSeconds and a recording_url.',
  turnAfterTransfer: 'One more voice turn follows the end of a call that was transferred.',
  jsonSpelling: 'The same JSON with blanks, escapes and another order of keys, signed right.',
  duplicate: 'Sent twice under one X-Webhook-ID.',
  delay: 'Sent later than it should.',
  reorder: 'Sent after the next event of its conversation.',
  drop: 'Never sent; the attempt counts as failed.',
  reset: 'The connection is reset as soon as the request is out.',
};

const STREAM_INFO: Readonly<Record<(typeof STREAM_FAULTS)[number], KindInfo>> = {
  slow: { label: 'Slow start', does: 'The first byte of the answer comes later.' },
  stall: { label: 'Stall', does: 'After some lines nothing comes for a while.' },
  tornLine: { label: 'Torn line', does: 'A line breaks off in its middle and the stream ends.' },
  splitCharacter: {
    label: 'Split character',
    does: 'Characters of several bytes arrive in two chunks. Harmless to a good reader.',
  },
  noFinal: { label: 'No final line', does: 'Lines that would close the turn become interim ones.' },
  crlf: { label: 'CRLF', does: 'Lines end with CRLF. Harmless to a good reader.' },
  noNewline: {
    label: 'No last line break',
    does: 'The last line has no line break. Harmless to a good reader.',
  },
  linesAfterFinal: {
    label: 'Lines after the final one',
    does: 'Another line follows the one that closes the turn.',
  },
  longLine: {
    label: 'Long line',
    does: 'A line is 1 MB long, by a field that means nothing. Harmless to a good reader.',
  },
  drip: { label: 'Drip', does: 'The answer arrives one byte at a time.' },
  reset: { label: 'Connection reset', does: 'The connection is reset after some lines.' },
};

const API_INFO: Readonly<Record<(typeof API_FAULTS)[number], KindInfo>> = {
  status429: { label: '429 Too Many Requests', does: 'Answers 429 with Retry-After.' },
  status500: { label: '500 Internal Server Error', does: 'Answers 500.' },
  status502: { label: '502 Bad Gateway', does: 'Answers 502.' },
  status503: { label: '503 Service Unavailable', does: 'Answers 503.' },
  error: { label: 'An error by its code', does: 'Answers as the service does with this code.' },
  slow: { label: 'Slow answer', does: 'Answers later than it should.' },
  cut: { label: 'Cut off', does: 'The connection is closed without an answer.' },
};

const WHATSAPP_INFO: Readonly<Record<(typeof WHATSAPP_FAULTS)[number], KindInfo>> = {
  windowClosed: { label: '131047 Window closed', does: 'As if they had not written for 24 hours.' },
  paymentMissing: { label: '131042 No payment', does: 'The account has no payment method.' },
  unreachable: { label: '131026 Unreachable', does: 'The recipient cannot be reached.' },
  typeUnsupported: {
    label: '131051 Type not supported',
    does: 'Messages of this type are refused.',
  },
  templateMalformed: { label: '100 Malformed template', does: 'The template does not fit.' },
};

const INFO: Readonly<Record<FaultTarget, Readonly<Partial<Record<FaultKind, KindInfo>>>>> = {
  delivery: Object.fromEntries(
    DELIVERY_FAULTS.map((kind) => [
      kind,
      { label: DELIVERY_FAULT_NAMES[kind], does: DELIVERY_DOES[kind] },
    ]),
  ),
  voiceStream: STREAM_INFO,
  api: API_INFO,
  whatsapp: WHATSAPP_INFO,
};

/** The name of a fault, and a sentence about what it does. */
export function kindInfo(target: FaultTarget, kind: FaultKind): KindInfo {
  return INFO[target][kind] ?? { label: kind, does: '' };
}

/** The further fields that a kind of fault uses. */
export function fieldsOf(
  target: FaultTarget,
  kind: FaultKind,
): Record<'delay' | 'lines' | 'when' | 'retryAfter' | 'code' | 'spelling', boolean> {
  const isStream = target === 'voiceStream';
  return {
    delay: [
      'delay',
      'reorder',
      'refinedTranscript',
      'slow',
      'stall',
      'splitCharacter',
      'drip',
    ].includes(kind),
    lines: isStream && ['stall', 'tornLine', 'longLine', 'reset'].includes(kind),
    when: target === 'api' && kind !== 'slow',
    code: target === 'api' && kind === 'error',
    spelling: target === 'delivery' && kind === 'jsonSpelling',
    retryAfter: target === 'api' && (kind === 'status429' || kind === 'status503'),
  };
}

/** A fault in one line: `429 Too Many Requests · POST /v1/messages · 3 times · 50 %`. */
export function describeFault(spec: FaultSpec): { label: string; conditions: readonly string[] } {
  const byCode = spec.target === 'api' ? spec.code : undefined;
  const label =
    byCode === undefined
      ? kindInfo(spec.target, spec.kind).label
      : `${ERROR_TABLE[byCode].status} ${byCode}`;
  const conditions = [
    ...(spec.match === undefined || spec.match === '' ? [] : [spec.match]),
    ...('afterLines' in spec && spec.afterLines !== undefined
      ? [spec.afterLines === 1 ? 'after 1 line' : `after ${spec.afterLines} lines`]
      : []),
    ...(!('delayMs' in spec) || spec.delayMs === undefined
      ? []
      : [`${spec.delayMs.toLocaleString('en-GB')} ms`]),
    ...('spelling' in spec && spec.spelling !== undefined ? [SPELLING_NAMES[spec.spelling]] : []),
    ...('when' in spec && spec.when === 'after' ? ['after the work is done'] : []),
    ...(spec.rate === undefined ? [] : [`${Math.round(spec.rate * 100)} % of them`]),
  ];
  return { label, conditions };
}
