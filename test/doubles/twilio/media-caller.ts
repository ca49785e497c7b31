import { once } from 'node:events';
import WebSocket from 'ws';
import { decodeMulaw, encodeMulaw } from '../../../common/rules/sound/mulaw.ts';
import { type ClockTimer, systemTime } from '../../../main/platform/time/clock.ts';
import { sid } from './resources.ts';
import { socketSignature } from './signed-callbacks.ts';

const FRAME_BYTES = 160;
const FRAME_MS = 20;
const SILENCE = 0xff;

/** Time that a test can move. */
export interface MediaCallerTime {
  monotonicMs(): number;
  after(delayMs: number, run: () => void): ClockTimer;
}

export interface MediaCallerOptions {
  /** As given in the TwiML. */
  readonly url: string;
  readonly callSid: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly customParameters: Readonly<Record<string, string>>;
  readonly time?: MediaCallerTime;
  /** Replaces the correct signature. */
  readonly signature?: string;
}

interface FromBridge {
  readonly event: string;
  readonly media?: { readonly payload: string };
  readonly mark?: { readonly name: string };
}

/**
 * A stand-in for the far end of a Twilio media stream: sends µ-law sound every 20 ms without gaps,
 * plays what it gets at the speed of sound, echoes marks when playback reaches them, and drops its
 * buffer on `clear`.
 */
export class MediaCaller {
  readonly streamSid = sid('MZ');
  readonly #socket: WebSocket;
  readonly #options: MediaCallerOptions;
  readonly #time: MediaCallerTime;
  /** What remains to be spoken, and what remains to be played, with the marks in between. */
  #toSpeak: Uint8Array[] = [];
  /** If set, the microphone picks up what was played this long ago, at this share of its level. */
  #loudspeaker: { readonly delayFrames: number; readonly gain: number } | null = null;
  /** What was played in each frame of 20 ms, including silence. */
  readonly #earFrames: Uint8Array[] = [];
  /** The messages held up by a stalled network; null if it works. */
  #held: string[] | null = null;
  #buffer: ({ payload: Uint8Array } | { mark: string })[] = [];
  /** The µ-law bytes that really reached the ear, and when each frame began to. */
  readonly played: Uint8Array[] = [];
  readonly playedAtMs: number[] = [];
  /** When each frame of speech had been spoken. */
  readonly spokenAtMs: number[] = [];
  readonly marks: string[] = [];
  readonly clears: { atMs: number; droppedBytes: number }[] = [];
  /** Messages that are not part of the protocol. */
  readonly unknown: string[] = [];
  firstSoundAtMs: number | null = null;
  closedWith: number | null = null;
  #sequence = 0;
  #chunk = 0;
  #startedMs = 0;
  #frames = 0;
  #timer: ClockTimer | null = null;
  /** The messages on their way to us while that direction stalls. */
  #stalled: string[] | null = null;
  readonly #waits = new Set<() => void>();

  private constructor(socket: WebSocket, options: MediaCallerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#time = options.time ?? systemTime;
    socket.on('message', (data) => {
      if (this.#stalled) this.#stalled.push(String(data));
      else this.#receive(String(data));
    });
    socket.on('close', (code) => {
      this.closedWith = code;
      this.#timer?.cancel();
      this.#wake();
    });
    socket.on('error', () => {});
  }

  /** @throws if the handshake is refused, with the status in the message */
  static async open(options: MediaCallerOptions): Promise<MediaCaller> {
    const signature = options.signature ?? socketSignature(options.authToken, options.url);
    const socket = new WebSocket(options.url, {
      headers: { 'x-twilio-signature': signature, 'user-agent': 'Twilio.TmeWs/1.0' },
    });
    const caller = new MediaCaller(socket, options);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    caller.#begin();
    return caller;
  }

  /** Speaks µ-law at 8 kHz. The last frame is padded with silence. */
  speak(muLaw: Uint8Array): void {
    for (let at = 0; at < muLaw.length; at += FRAME_BYTES) {
      const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE);
      frame.set(muLaw.subarray(at, at + FRAME_BYTES));
      this.#toSpeak.push(frame);
    }
  }

  /** From now on it is a speakerphone: its microphone picks up what it plays. */
  onLoudspeaker({ levelDb, delayMs }: { levelDb: number; delayMs: number }): void {
    this.#loudspeaker = {
      delayFrames: Math.round(delayMs / FRAME_MS),
      gain: 10 ** (levelDb / 20),
    };
  }

  get isSpeaking(): boolean {
    return this.#toSpeak.length > 0;
  }

  /** How many 20 ms frames remain to be spoken. */
  get framesToSpeak(): number {
    return this.#toSpeak.length;
  }

  /** How many messages the network holds up. */
  get heldMessages(): number {
    return this.#held?.length ?? 0;
  }

  /** The network towards the app stalls: what is sent waits. */
  hold(): void {
    this.#held ??= [];
  }

  /** The network recovers, and everything arrives at once. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const message of held) this.#socket.send(message);
  }

  /** How much is buffered and not played yet. */
  get bufferedBytes(): number {
    return this.#buffer.reduce(
      (sum, item) => sum + ('payload' in item ? item.payload.length : 0),
      0,
    );
  }

  get playedBytes(): number {
    return this.played.reduce((sum, bytes) => sum + bytes.length, 0);
  }

  press(digit: string): void {
    this.#send('dtmf', { dtmf: { track: 'inbound_track', digit } });
  }

  /** Hangs up properly. */
  hangUp(): void {
    this.#timer?.cancel();
    const { accountSid, callSid } = this.#options;
    this.#send('stop', { stop: { accountSid, callSid } });
    this.#socket.close(1000);
  }

  /** The connection breaks without warning. */
  drop(): void {
    this.#timer?.cancel();
    this.#socket.terminate();
  }

  /** From now on nothing reaches us until `flow`; then everything at once. */
  stall(): void {
    this.#stalled ??= [];
  }

  flow(): void {
    const stalled = this.#stalled ?? [];
    this.#stalled = null;
    for (const text of stalled) this.#receive(text);
  }

  /** Resolves when everything that either side has sent so far has arrived. */
  async settled(): Promise<void> {
    this.#socket.ping();
    await once(this.#socket, 'pong');
  }

  /** Resolves as soon as the condition is true; checks it after each message and each frame. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#waits.delete(look);
        resolve();
      };
      this.#waits.add(look);
    });
  }

  #begin(): void {
    const { accountSid, callSid, customParameters } = this.#options;
    this.#socket.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
    this.#send('start', {
      start: {
        accountSid,
        streamSid: this.streamSid,
        callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters,
      },
    });
    this.#startedMs = this.#time.monotonicMs();
    this.#arm();
  }

  /** Deadlines are absolute, so a late frame is followed by one on time. */
  #arm(): void {
    const dueMs = this.#startedMs + (this.#frames + 1) * FRAME_MS;
    const delayMs = Math.max(0, dueMs - this.#time.monotonicMs());
    this.#timer = this.#time.after(delayMs, () => {
      this.#frame();
      this.#arm();
    });
  }

  #frame(): void {
    this.#frames += 1;
    const spoken = this.#toSpeak.shift();
    if (spoken) this.spokenAtMs.push(this.#time.monotonicMs());
    const frame = this.#withEcho(spoken ?? new Uint8Array(FRAME_BYTES).fill(SILENCE));
    this.#chunk += 1;
    this.#send('media', {
      media: {
        track: 'inbound',
        chunk: String(this.#chunk),
        timestamp: String(this.#frames * FRAME_MS),
        payload: Buffer.from(frame).toString('base64'),
      },
    });
    this.#play(FRAME_BYTES);
    this.#wake();
  }

  /** The frame as the microphone picks it up. */
  #withEcho(frame: Uint8Array): Uint8Array {
    if (!this.#loudspeaker) return frame;
    const { delayFrames, gain } = this.#loudspeaker;
    const echo = decodeMulaw(this.#earFrames.at(-delayFrames) ?? new Uint8Array(0));
    const mixed = decodeMulaw(frame);
    for (const [n, sample] of echo.entries()) {
      mixed[n] = Math.max(-32_000, Math.min(32_000, (mixed[n] ?? 0) + gain * sample));
    }
    return encodeMulaw(mixed);
  }

  /** Plays this many bytes of the buffer, and echoes the marks on the way. */
  #play(bytes: number): void {
    let left = bytes;
    const ear = new Uint8Array(bytes).fill(SILENCE);
    this.#earFrames.push(ear);
    for (let item = this.#buffer[0]; item !== undefined; item = this.#buffer[0]) {
      if ('mark' in item) {
        this.#echo(item.mark);
        this.#buffer.shift();
        continue;
      }
      if (left === 0) return;
      this.firstSoundAtMs ??= this.#time.monotonicMs();
      const part = item.payload.subarray(0, left);
      this.played.push(part);
      ear.set(part, bytes - left);
      this.playedAtMs.push(this.#time.monotonicMs());
      left -= part.length;
      if (part.length === item.payload.length) this.#buffer.shift();
      else this.#buffer[0] = { payload: item.payload.subarray(part.length) };
    }
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as FromBridge;
    switch (message.event) {
      case 'media':
        this.#buffer.push({
          payload: new Uint8Array(Buffer.from(message.media?.payload ?? '', 'base64')),
        });
        break;
      case 'mark':
        // With an empty buffer, playback has already reached it.
        if (this.#buffer.length === 0) this.#echo(message.mark?.name ?? '');
        else this.#buffer.push({ mark: message.mark?.name ?? '' });
        break;
      case 'clear':
        this.#clear();
        break;
      default:
        this.unknown.push(text);
    }
    this.#wake();
  }

  #clear(): void {
    this.clears.push({ atMs: this.#time.monotonicMs(), droppedBytes: this.bufferedBytes });
    const marks = this.#buffer.flatMap((item) => ('mark' in item ? [item.mark] : []));
    this.#buffer = [];
    for (const mark of marks) this.#echo(mark);
  }

  #echo(name: string): void {
    this.marks.push(name);
    this.#send('mark', { mark: { name } });
  }

  #send(event: string, rest: Record<string, unknown>): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#sequence += 1;
    const { streamSid } = this;
    const message = { event, sequenceNumber: String(this.#sequence), streamSid, ...rest };
    if (this.#held) this.#held.push(JSON.stringify(message));
    else this.#socket.send(JSON.stringify(message));
  }

  #wake(): void {
    for (const look of [...this.#waits]) look();
  }
}
