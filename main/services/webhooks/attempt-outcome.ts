import { STATUS_CODES } from 'node:http';
import type { OutboundResult } from '../../outbound/http-client.ts';

/** Any 2xx is a success (design, section 5). */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Why an attempt failed, in words; null after a success. */
export function whyFailed(result: OutboundResult): string | null {
  if (result.failure) return result.failure.message;
  const { status } = result;
  if (status === null || isSuccess(status)) return null;
  const name = STATUS_CODES[status];
  const answered = `The handler answered ${status}${name ? ` ${name}` : ''}`;
  if (status >= 300 && status < 400) {
    return `${answered}. Redirects are not followed; register the address it points to.`;
  }
  return `${answered}. Any 2xx counts as received; look into your handler's log.`;
}

/** Of an attempt that a fault kept from being sent. */
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

/** Of an attempt whose connection a fault reset. */
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
