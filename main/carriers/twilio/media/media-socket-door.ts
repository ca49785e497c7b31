import type { WebSocket } from 'ws';
import type { ClockTimer, RealTime } from '../../../platform/time/clock.ts';
import { TOKEN_PARAMETER } from '../callbacks.ts';
import { readRelayMessage } from './relay-messages.ts';
import { readStreamMessage } from './stream-messages.ts';

/** Twilio says at once which call a socket belongs to. */
const CLAIM_COMES_MS = 10_000;
/** Who says nothing may not answer the closing either. */
const GOODBYE_MS = 5_000;
/** RFC 6455: the message breaks the server's rules. */
const POLICY_VIOLATION = 1008;

/** What a socket says of itself before anything is believed. */
export interface MediaSocketClaim {
  readonly token: unknown;
  readonly callSid: string;
  readonly accountSid: string;
  /** Id of a media stream; empty for relayed words. */
  readonly streamSid: string;
}

/** The first messages of a socket: `wait` for more, or null for what no socket of Twilio's says. */
type ReadClaim = (text: string) => MediaSocketClaim | 'wait' | null;

export const streamClaim: ReadClaim = (text) => {
  const message = readStreamMessage(text);
  if (message?.event === 'connected') return 'wait';
  if (message?.event !== 'start') return null;
  const { callSid, accountSid, streamSid, parameters, encoding, sampleRateHz } = message;
  if (encoding !== 'audio/x-mulaw' || Number(sampleRateHz) !== 8_000) return null;
  if (!/^MZ[0-9a-f]{32}$/.test(streamSid)) return null;
  return { token: parameters[TOKEN_PARAMETER], callSid, accountSid, streamSid };
};

export const relayClaim: ReadClaim = (text) => {
  const message = readRelayMessage(text);
  if (message?.type !== 'setup') return null;
  const { callSid, accountSid, parameters } = message;
  return { token: parameters[TOKEN_PARAMETER], callSid, accountSid, streamSid: '' };
};

/**
 * Lets a socket in: what it says first has to be right. Without the token of a live call, or with
 * one that was used, it is closed without a word.
 */
export function openMediaSocket(
  socket: WebSocket,
  real: RealTime,
  readClaim: ReadClaim,
  admit: (claim: MediaSocketClaim) => boolean,
): void {
  let timer: ClockTimer | null = null;
  const leave = () => {
    timer?.cancel();
    socket.off('message', read);
  };
  const refuse = () => {
    leave();
    socket.close(POLICY_VIOLATION);
    const goodbye = real.after(GOODBYE_MS, () => socket.terminate());
    socket.on('close', () => goodbye.cancel());
  };
  const read = (data: unknown, binary: boolean) => {
    const claim = binary ? null : readClaim(String(data));
    if (claim === 'wait') return;
    leave();
    if (claim === null || !admit(claim)) refuse();
  };
  timer = real.after(CLAIM_COMES_MS, refuse);
  socket.on('message', read);
  socket.on('error', () => socket.terminate());
  socket.on('close', leave);
}
