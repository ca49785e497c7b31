import type { WebSocket } from 'ws';
import {
  type AudioFrame,
  LIVE_BUFFER_LIMIT_BYTES,
  LIVE_CLOSED,
  type LiveChange,
  type LiveClientMessage,
  type LiveServerMessage,
} from '../../../common/contract/index.ts';
import { decodeAudioFrame, encodeAudioFrame } from '../../../common/rules/sound/audio-frame.ts';
import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import type { ControlGuest, NewTokens } from '../access/control-access.ts';
import { type LiveSources, readLiveState } from './live-state.ts';

/** How many deltas are kept for windows that reconnect with `?since=`. */
const KEPT_DELTAS = 2_000;
/** The WebSocket close code for "try again later". */
const TRY_AGAIN = 1013;

interface Client {
  readonly socket: WebSocket;
  readonly guest: ControlGuest;
  /** The seq of the last change sent; null until the snapshot has been sent. */
  seq: number | null;
}

export interface LiveHubDeps {
  /**
   * Where this run begins to count, far from where any other did: a window that comes back after a
   * restart must not be taken for one that missed a few changes of this run.
   */
  readonly firstSeq: number;
  readonly sources: LiveSources;
  /** Called with a microphone frame (16 kHz) from the window that owns the audio. */
  readonly onCallerAudio: (frame: AudioFrame) => void;
  /** Called when a window reports having played a frame. */
  readonly onHeard: (callId: string, frame: number, agoMs: number) => void;
  readonly onDefect: (error: unknown) => void;
}

/**
 * The live sockets: one snapshot each, then deltas, coalesced per microtask. Exactly one window
 * plays the sound: the newest, or the one that claimed it last.
 */
export class LiveHub {
  readonly #deps: LiveHubDeps;
  readonly #clients = new Set<Client>();
  readonly #deltas: { seq: number; changes: readonly LiveChange[] }[] = [];
  #seq: number;
  #pending: LiveChange[] = [];
  #audioOwner: Client | null = null;

  constructor(deps: LiveHubDeps) {
    this.#deps = deps;
    this.#seq = deps.firstSeq;
  }

  /** Takes in changes, which are sent together at the end of this turn of the event loop. */
  publish(changes: readonly LiveChange[]): void {
    if (this.#pending.length === 0) queueMicrotask(() => this.#flush());
    this.#pending.push(...changes);
  }

  /** Adds a window that has passed the guards. */
  connect(socket: WebSocket, since: number | null, guest: ControlGuest): void {
    const client: Client = { socket, guest, seq: null };
    this.#clients.add(client);
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#receiveAudio(client, data as Buffer);
      else this.#receive(client, String(data));
    });
    socket.on('close', () => this.#remove(client));
    socket.on('error', () => socket.terminate());
    if (this.#greetSafely(client, since)) this.#giveAudioTo(client);
  }

  audio(frame: AudioFrame): void {
    const owner = this.#audioOwner;
    // A window that lags behind gets gaps in its sound, but is not dropped.
    if (owner && owner.socket.bufferedAmount < LIVE_BUFFER_LIMIT_BYTES / 2) {
      owner.socket.send(encodeAudioFrame(frame));
    }
  }

  clearAudio(callId: string): void {
    if (this.#audioOwner) this.#send(this.#audioOwner, { type: 'audioClear', callId });
  }

  /** The ids of the open windows that were let in by a ticket. */
  windowIds(): ReadonlySet<string> {
    return new Set([...this.#clients].flatMap(({ guest }) => guest.windowId ?? []));
  }

  /**
   * Sends each open window its new token, and closes all other sockets.
   *
   * @returns how many windows got a token
   */
  renewTokens(tokens: NewTokens): number {
    let told = 0;
    for (const client of this.#clients) {
      const { isWindow, windowId } = client.guest;
      const token = windowId === null ? tokens.token : tokens.windows.get(windowId);
      if (isWindow && token !== undefined) {
        this.#send(client, { type: 'token', token });
        told += 1;
      } else {
        client.socket.close(LIVE_CLOSED.tokenChanged, 'The control token was replaced.');
      }
    }
    return told;
  }

  /** Closes the window, because its ticket was used a second time, and informs the others. */
  closeWindow(windowId: string): void {
    for (const client of this.#clients) {
      if (client.guest.windowId === windowId) {
        client.socket.close(LIVE_CLOSED.ticketUsedTwice, 'The ticket was used a second time.');
      } else {
        this.#send(client, { type: 'ticketUsedTwice' });
      }
    }
  }

  closeAll(): void {
    for (const { socket } of this.#clients) socket.terminate();
    this.#clients.clear();
  }

  #greetSafely(client: Client, since: number | null): boolean {
    try {
      this.#greet(client, since);
      return true;
    } catch (error) {
      this.#deps.onDefect(error);
      client.socket.close(TRY_AGAIN, 'The state could not be read; try again.');
      return false;
    }
  }

  #greet(client: Client, since: number | null): void {
    const missed = since === null ? null : this.#missedSince(since);
    if (missed) {
      client.seq = this.#seq;
      for (const { seq, changes } of missed) this.#send(client, { type: 'delta', seq, changes });
      return;
    }
    const state = readLiveState(this.#deps.sources);
    // The snapshot contains everything published so far.
    this.#flush();
    client.seq = this.#seq;
    this.#send(client, { type: 'snapshot', seq: this.#seq, state });
  }

  /** Null if that is too long ago, or was in another run. */
  #missedSince(since: number): { seq: number; changes: readonly LiveChange[] }[] | null {
    if (since > this.#seq) return null;
    if (since === this.#seq) return [];
    const oldest = this.#deltas[0]?.seq;
    if (oldest === undefined || since < oldest - 1) return null;
    return this.#deltas.filter((delta) => delta.seq > since);
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const changes = this.#pending;
    this.#pending = [];
    this.#seq += 1;
    this.#deltas.push({ seq: this.#seq, changes });
    if (this.#deltas.length > KEPT_DELTAS) this.#deltas.shift();
    const everything = changes.some((change) => change.kind === 'reset');
    for (const client of this.#clients) {
      if (client.seq === null) continue;
      client.seq = this.#seq;
      this.#send(client, { type: 'delta', seq: this.#seq, changes });
    }
    if (!everything) return;
    this.#deltas.length = 0;
    for (const client of [...this.#clients]) this.#greetSafely(client, null);
  }

  #receive(client: Client, text: string): void {
    const message = readClientMessage(text);
    switch (message?.type) {
      case 'claimAudio':
        this.#giveAudioTo(client);
        return;
      case 'heard':
        this.#deps.onHeard(message.callId, message.frame, message.agoMs);
        return;
      case undefined:
        client.socket.close(1003, 'This message is not understood.');
        return;
    }
  }

  /** Only the window that plays the sound may send sound, and only at our own sample rate. */
  #receiveAudio(client: Client, data: Buffer): void {
    if (client !== this.#audioOwner) return;
    const frame = decodeAudioFrame(Uint8Array.from(data).buffer);
    if (frame?.direction !== 'toAgent' || frame.sampleRateHz !== SAMPLE_RATE_HZ) return;
    this.#deps.onCallerAudio(frame);
  }

  #giveAudioTo(client: Client | null): void {
    const before = this.#audioOwner;
    if (before === client) return;
    this.#audioOwner = client;
    if (before && this.#clients.has(before)) {
      this.#send(before, { type: 'audioOwner', owner: false });
    }
    if (client) this.#send(client, { type: 'audioOwner', owner: true });
  }

  #remove(client: Client): void {
    this.#clients.delete(client);
    if (this.#audioOwner === client) this.#giveAudioTo([...this.#clients].at(-1) ?? null);
  }

  #send(client: Client, message: LiveServerMessage): void {
    const { socket } = client;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > LIVE_BUFFER_LIMIT_BYTES) {
      socket.close(TRY_AGAIN, 'The window fell too far behind; it reconnects.');
      return;
    }
    socket.send(JSON.stringify(message));
  }
}

/** Null if it is not a known message. */
function readClientMessage(text: string): LiveClientMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  const message = value as Partial<Record<string, unknown>>;
  if (message.type === 'claimAudio') return { type: 'claimAudio' };
  const { callId, frame, agoMs } = message;
  if (message.type !== 'heard' || typeof callId !== 'string') return null;
  if (!isNumber(frame) || !isNumber(agoMs)) return null;
  // A window can report neither the future nor the distant past.
  return { type: 'heard', callId, frame, agoMs: Math.min(Math.max(agoMs, 0), 5_000) };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
