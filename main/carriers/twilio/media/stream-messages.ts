/**
 * Twilio's media stream protocol: JSON texts over a WebSocket, with sound as base64 of headerless
 * µ-law, 8 kHz. This is the only place that checks what comes in.
 * https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */

export type StreamMessage =
  | { readonly event: 'connected' }
  | {
      readonly event: 'start';
      readonly streamSid: string;
      readonly accountSid: string;
      readonly callSid: string;
      /** From `<Parameter>`. */
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly encoding: unknown;
      readonly sampleRateHz: unknown;
    }
  | {
      readonly event: 'media';
      readonly mulaw: Uint8Array;
      /** On the stream's clock; null if it is missing. */
      readonly timestampMs: number | null;
    }
  | { readonly event: 'dtmf'; readonly digit: string }
  /** Sound up to this mark was played, or dropped by a `clear`. */
  | { readonly event: 'mark'; readonly name: string }
  | { readonly event: 'stop' };

/** Twilio sends 20 ms in each message; ten times as much cannot be from Twilio. */
const MOST_PAYLOAD_BYTES = 1_600;

/** Null for an event that we do not know or need: Twilio may add new ones at any time. */
export function readStreamMessage(text: string): StreamMessage | null {
  const message = record(parsed(text));
  switch (message?.event) {
    case 'connected':
      return { event: 'connected' };
    case 'start':
      return readStart(message);
    case 'media': {
      const { payload, track, timestamp } = record(message.media) ?? {};
      if (typeof payload !== 'string' || payload.length > MOST_PAYLOAD_BYTES * 1.4) return null;
      // The outbound track is what we sent ourselves.
      if (track !== undefined && track !== 'inbound') return null;
      const timestampMs = readTimestamp(timestamp);
      return { event: 'media', mulaw: Buffer.from(payload, 'base64'), timestampMs };
    }
    case 'dtmf': {
      const digit = record(message.dtmf)?.digit;
      if (typeof digit !== 'string' || !/^[0-9A-D*#]$/.test(digit)) return null;
      return { event: 'dtmf', digit };
    }
    case 'mark': {
      const name = record(message.mark)?.name;
      return typeof name === 'string' ? { event: 'mark', name } : null;
    }
    case 'stop':
      return { event: 'stop' };
    default:
      return null;
  }
}

/** Twilio sends it as a string of digits. */
function readTimestamp(value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  if (!/^\d{1,12}$/.test(String(value))) return null;
  return Number(value);
}

function readStart(message: Readonly<Record<string, unknown>>): StreamMessage | null {
  const start = record(message.start);
  const { streamSid } = message;
  if (!start || typeof streamSid !== 'string') return null;
  const { accountSid, callSid } = start;
  if (typeof accountSid !== 'string' || typeof callSid !== 'string') return null;
  const format = record(start.mediaFormat);
  return {
    event: 'start',
    streamSid,
    accountSid,
    callSid,
    parameters: record(start.customParameters) ?? {},
    encoding: format?.encoding,
    sampleRateHz: format?.sampleRate,
  };
}

export function mediaMessage(streamSid: string, mulaw: Uint8Array): string {
  const payload = Buffer.from(mulaw.buffer, mulaw.byteOffset, mulaw.byteLength).toString('base64');
  // Built by hand, because each call sends fifty per second. The stream's id and base64 need no
  // escaping.
  return `{"event":"media","streamSid":"${streamSid}","media":{"payload":"${payload}"}}`;
}

export function markMessage(streamSid: string, name: string): string {
  return JSON.stringify({ event: 'mark', streamSid, mark: { name } });
}

export function clearMessage(streamSid: string): string {
  return JSON.stringify({ event: 'clear', streamSid });
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function record(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return value as Readonly<Record<string, unknown>>;
}
