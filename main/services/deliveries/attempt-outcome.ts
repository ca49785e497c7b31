import { silentAnswer } from '../../../common/rules/answers/voice-answer-check.ts';
import { isVoiceTurn } from '../../../common/rules/deliveries/voice-turn.ts';
import {
  faultSentence,
  type RecordedAnswer,
} from '../../../common/rules/handler-faults/handler-fault.ts';
import { refusedAnswer } from '../../../common/rules/handler-faults/refused-answer.ts';
import type { OutboundResult } from '../../outbound/http-client.ts';

/** Any 2xx is a success (docs/reference/provider/webhooks.md#success). */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Why an attempt failed, in words; null if it succeeded. */
export function whyFailed(url: string, result: OutboundResult): string | null {
  if (result.failure) return result.failure.message;
  const answer = recordedAnswer(url, result);
  if (answer === null || isSuccess(answer.status)) return null;
  return faultSentence(refusedAnswer(answer));
}

/** The complete answer in the form that the rules read; null if there was none. */
export function recordedAnswer(url: string, result: OutboundResult): RecordedAnswer | null {
  const { status, responseHeaders: headers, failure } = result;
  if (status === null || failure) return null;
  return { url, status, headers, body: Buffer.from(result.body).toString('utf8') };
}

/** Whether the answer to a voice turn holds nothing that the caller could hear. */
export function isSilent(
  delivery: Parameters<typeof isVoiceTurn>[0],
  { responseHeaders, body, bodySizeBytes }: OutboundResult,
): boolean {
  if (!isVoiceTurn(delivery)) return false;
  const text = Buffer.from(body).toString('utf8');
  const truncated = body.byteLength < bodySizeBytes;
  const responseBody = { text, base64: null, sizeBytes: bodySizeBytes, truncated };
  return silentAnswer({ responseHeaders, responseBody }) !== null;
}

/** The result of an attempt that a fault prevented from being sent. */
export function droppedResult(): OutboundResult {
  return {
    failure: {
      why: 'connectionLost',
      kind: 'connectionLost',
      message: 'Dropped before it was sent, because a fault asks for it (fault.set).',
    },
    requestHeaders: [],
    status: null,
    responseHeaders: [],
    body: new Uint8Array(),
    bodySizeBytes: 0,
    timing: { dnsMs: null, connectedMs: null, sentMs: null, firstByteMs: null, endMs: 0 },
  };
}

/** The result of an attempt whose connection a fault reset. */
export function resetResult(result: OutboundResult): OutboundResult {
  return {
    ...result,
    failure: {
      why: 'connectionLost',
      kind: 'connectionLost',
      message:
        'The connection was reset right after the request, because a fault asks for it (fault.set). Your handler may have received it.',
    },
  };
}
