import type { LiveClientMessage, LiveServerMessage } from '../../../common/contract/index.ts';
import { LIVE_CLOSED, LIVE_SUBPROTOCOL } from '../../../common/contract/live.ts';
import { after } from '../window-clock.ts';
import type { Session } from './session.ts';

export type ConnectionState =
  | 'connecting'
  | 'open'
  /** There is no answer. */
  | 'lost'
  /** The app answers but does not know this window's token. A restart may change that. */
  | 'refused'
  /** Closed for good, because this window's token is no longer valid. */
  | keyof typeof LIVE_CLOSED;

/** What the socket reports. It keeps track of `seq` and reconnects by itself. */
export interface LiveListener {
  onMessage(message: LiveServerMessage): void;
  onAudio(frame: ArrayBuffer): void;
  onState(state: ConnectionState): void;
}

const BACK_OFF_MS = [250, 500, 1_000, 2_000, 4_000] as const;
/** About two seconds of 16 kHz sound. With more than that queued, sound is better dropped. */
const STALE_AUDIO_BYTES = 64_000;
/** After this many failed attempts in a row, it asks whether the token is valid. */
const ASKED_AFTER = 2;

/** The window's only live socket. It reconnects by itself and requests only what it missed. */
export class LiveSocket {
  readonly #session: Pick<Session, 'controlUrl' | 'token'>;
  readonly #listener: LiveListener;
  readonly #isKnown: () => Promise<boolean | null>;
  #socket: WebSocket | null = null;
  #seq: number | null = null;
  #tries = 0;
  #cancelRetry: (() => void) | null = null;
  #closed = false;

  /**
   * @param isKnown whether this token is valid, which a socket does not report; null if there is no
   * answer
   */
  constructor(
    session: Pick<Session, 'controlUrl' | 'token'>,
    listener: LiveListener,
    isKnown: () => Promise<boolean | null>,
  ) {
    this.#session = session;
    this.#listener = listener;
    this.#isKnown = isKnown;
  }

  /** Connects, and reconnects until `close`. */
  open(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    if (this.#closed || this.#session.token === null) return;
    const address = new URL('/control/live', this.#session.controlUrl);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    if (this.#seq !== null) address.searchParams.set('since', String(this.#seq));
    const socket = new WebSocket(address, [
      LIVE_SUBPROTOCOL,
      `token.${base64Url(this.#session.token)}`,
    ]);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#tries = 0;
      this.#listener.onState('open');
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      if (typeof event.data !== 'string') return this.#listener.onAudio(event.data);
      const message = JSON.parse(event.data) as LiveServerMessage;
      if (message.type === 'snapshot' || message.type === 'delta') this.#seq = message.seq;
      this.#listener.onMessage(message);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket || this.#closed) return;
      this.#socket = null;
      const shutOut = shutOutBy(code);
      if (shutOut !== null) {
        this.#closed = true;
        this.#listener.onState(shutOut);
        return;
      }
      if (!opened) this.#tries += 1;
      if (this.#tries < ASKED_AFTER) return this.#retryLater('lost');
      void this.#isKnown().then((known) => {
        if (this.#socket !== null || this.#closed) return;
        this.#retryLater(known === false ? 'refused' : 'lost');
      });
    };
  }

  #retryLater(state: ConnectionState): void {
    this.#listener.onState(state);
    const wait = BACK_OFF_MS[Math.min(this.#tries, BACK_OFF_MS.length - 1)] ?? 4_000;
    this.#cancelRetry?.();
    this.#cancelRetry = after(wait, () => this.open());
  }

  /** False if the socket is not open. Nothing is queued, because it would be stale later. */
  send(message: LiveClientMessage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Sends one frame of the microphone. False if the socket is not open, or too far behind. */
  sendAudio(frame: Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    if (this.#socket.bufferedAmount > STALE_AUDIO_BYTES) return false;
    this.#socket.send(frame);
    return true;
  }

  /** Tries again now, for example after a click on the banner. */
  retryNow(): void {
    if (this.#socket === null) this.open();
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry?.();
    this.#socket?.close();
  }
}

function shutOutBy(code: number): keyof typeof LIVE_CLOSED | null {
  switch (code) {
    case LIVE_CLOSED.tokenChanged:
      return 'tokenChanged';
    case LIVE_CLOSED.ticketUsedTwice:
      return 'ticketUsedTwice';
    default:
      return null;
  }
}

function base64Url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte));
  return btoa(binary.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
