import type { WebSocket } from 'ws';
import type { ClockTimer, RealTime } from '../../../platform/time/clock.ts';
import { TOKEN_PARAMETER } from '../callbacks.ts';
import { readRelayMessage } from './relay-messages.ts';
import { readStreamMessage } from './stream-messages.ts';

/** Twilio says at once which call a socket is for. */
const CLAIM_COMES_MS = 10_000;
/** A silent client might not answer the closing handshake either. */
const GOODBYE_MS = 5_000;
/** RFC 6455: the message violates the server's policy. */
const POLICY_VIOLATION = 1008;

/** What a socket claims before it is verified. */
export interface MediaSocketClaim {
  readonly token: unknown;
  readonly callSid: string;
  readonly accountSid: string;
  /** The id of a media stream; empty for ConversationRelay. */
  readonly streamSid: string;
}

/**
 * Reads the first messages of a socket. `wait`: more are needed; null: no socket of Twilio's sends
 * this.
 */
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
 * Lets a socket in if its first messages are right. Without the token of a live call, or with a
 * used one, it is closed without an explanation.
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
