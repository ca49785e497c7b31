import type { WebSocket } from 'ws';
import type { ClockTimer, RealTime } from '../../platform/clock.ts';
import { TOKEN_PARAMETER } from './callbacks.ts';
import { readStreamMessage } from './stream-messages.ts';

/** Twilio sends both first messages at once. */
const START_COMES_MS = 10_000;
/** RFC 6455: the message breaks the server's rules. */
const POLICY_VIOLATION = 1008;

/** What a stream says of itself before anything is believed. */
export interface StreamClaim {
  readonly token: unknown;
  readonly callSid: string;
  readonly accountSid: string;
  readonly streamSid: string;
}

/**
 * Lets a media stream in: its first message has to be right. A stream without the token of a live
 * call, or with one that was used, is closed without a word.
 */
export function openStream(
  socket: WebSocket,
  real: RealTime,
  admit: (claim: StreamClaim) => boolean,
): void {
  let timer: ClockTimer | null = null;
  const leave = () => {
    timer?.cancel();
    socket.off('message', read);
  };
  const refuse = () => {
    leave();
    socket.close(POLICY_VIOLATION);
  };
  const read = (data: unknown, binary: boolean) => {
    const message = binary ? null : readStreamMessage(String(data));
    if (message?.event === 'connected') return;
    if (message?.event !== 'start' || message.encoding !== 'audio/x-mulaw') {
      refuse();
      return;
    }
    leave();
    const { callSid, accountSid, streamSid } = message;
    const token = message.parameters[TOKEN_PARAMETER];
    if (Number(message.sampleRateHz) !== 8_000 || !/^MZ[0-9a-f]{32}$/.test(streamSid)) refuse();
    else if (!admit({ token, callSid, accountSid, streamSid })) refuse();
  };
  timer = real.after(START_COMES_MS, refuse);
  socket.on('message', read);
  socket.on('error', () => socket.terminate());
  socket.on('close', leave);
}
