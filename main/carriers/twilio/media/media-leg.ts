import type { WebSocket } from 'ws';
import { dtmfTones } from '../../../../common/rules/sound/dtmf-tones.ts';
import { decodeMulaw } from '../../../../common/rules/sound/mulaw.ts';
import type { ClockTimer, RealTime } from '../../../platform/time/clock.ts';
import { type CallLeg, FRAME_MS, type LegObserver, SAMPLE_RATE_HZ } from '../../carrier.ts';
import type { TwilioCall } from '../twilio-call.ts';
import { G711Encoder, LINE_RATE_HZ } from './g711-codec.ts';
import { watchMediaSocket } from './media-socket-watch.ts';
import { PlaybackMarks } from './playback-marks.ts';
import { clearMessage, markMessage, mediaMessage, readStreamMessage } from './stream-messages.ts';

/** The last words may take this long to be heard before the call is ended at Twilio. */
const DRAIN_MS = 2_000;
/**
 * Sound leaves this long before it is to be heard: a way out that stalls for up to as long leaves
 * no hole in the agent's voice. Nobody waits for it, because `clear` takes back what was not
 * heard. In whole frames, so that one leaves just as another begins to be heard.
 */
const LEAD_MS = 8 * FRAME_MS;
/** Sound comes without a gap from most phones, silence too: without any, Twilio is asked. */
const SILENT_AFTER_MS = 10_000;
/** Half a minute of sound that the socket did not take: nobody is there. */
const MOST_BUFFERED_BYTES = 400_000;
/** A stream that passed the door: its first message was checked. */
export interface OpenStream {
  readonly socket: WebSocket;
  readonly streamSid: string;
}

/**
 * A call whose sound comes and goes over Twilio's media stream: µ-law in 20 ms frames, paced by
 * the playout. Marks tell what was heard. The call is recorded on this computer, both sides apart, as every call.
 */
export class MediaLeg implements CallLeg {
  readonly call: TwilioCall;
  readonly leadMs = LEAD_MS;
  accepted?: Promise<void>;
  readonly #real: RealTime;
  #observer: LegObserver | null = null;
  #stream: OpenStream | null = null;
  #encoder = new G711Encoder();
  /** Each socket has a clock of its own. */
  #streams = 0;
  /** Where the caller's frame before ended on it, in samples. */
  #callerSamples = 0;
  #marks = new PlaybackMarks();
  /** Until when tones that were sent on top of speech take to be heard. */
  #tonesUntilMs = 0;
  /** Behind the last tone, while it is not known to be heard. */
  #tonesMark: string | null = null;
  #drained: { readonly mark: string; readonly done: () => void } | null = null;

  constructor(call: TwilioCall, real: RealTime) {
    this.call = call;
    this.#real = real;
  }

  /** The socket of this call; a second one takes the place of one that broke. */
  connect(stream: OpenStream): void {
    const old = this.#stream;
    this.#stream = stream;
    old?.socket.terminate();
    this.#encoder = new G711Encoder();
    this.#streams += 1;
    this.#callerSamples = 0;
    this.#marks = new PlaybackMarks();
    this.#tonesMark = null;
    const { socket } = stream;
    watchMediaSocket(socket, {
      real: this.#real,
      silentAfterMs: SILENT_AFTER_MS,
      onSilent: () => void this.call.check(),
    });
    socket.on('message', (data, binary) => {
      if (!binary && this.#stream === stream) this.#read(String(data));
    });
    socket.on('close', () => {
      if (this.#stream !== stream) return;
      this.#stream = null;
      this.#drained?.done();
      this.call.mediaSocketLost();
    });
    this.call.mediaSocketOpened();
  }

  speakIn(language: string): void {
    this.call.language = language;
  }

  attach(observer: LegObserver): void {
    this.#observer = observer;
    this.call.attach(observer);
  }

  answer(): void {
    this.call.answer();
  }

  sendFrame(frame: number, samples: Int16Array): void {
    const mark = this.#marks.frameSent(frame, samples);
    const stream = this.#stream;
    if (!stream) return;
    if (stream.socket.bufferedAmount > MOST_BUFFERED_BYTES) {
      stream.socket.terminate();
      return;
    }
    stream.socket.send(mediaMessage(stream.streamSid, this.#encoder.encode(samples)));
    stream.socket.send(markMessage(stream.streamSid, mark));
  }

  /** The person at the other end hears themselves anyway. */
  monitor(): void {}

  clear(): void {
    this.takeBack();
  }

  takeBack(): number {
    // Keys that were pressed stay pressed: a machine listens to them, and half a tone is not a key.
    // What was sent before and behind them is heard.
    if (this.#tonesMark !== null) return 0;
    const unheardMs = this.#marks.unheardMs();
    if (unheardMs === 0) return 0;
    this.#marks.cleared();
    // As it was behind the last frame that was heard: what follows goes on from there.
    this.#encoder = new G711Encoder();
    if (this.#marks.lastHeard) this.#encoder.encode(this.#marks.lastHeard);
    this.#stream?.socket.send(clearMessage(this.#stream.streamSid));
    return unheardMs;
  }

  /** Real tones in the stream: what stands behind the number hears keys as from a telephone. */
  pressDigits(digits: string): void {
    const stream = this.#stream;
    if (!stream) return;
    const tones = dtmfTones(digits, SAMPLE_RATE_HZ);
    const perFrame = (SAMPLE_RATE_HZ * FRAME_MS) / 1000;
    for (let at = 0; at < tones.length; at += perFrame) {
      const frame = this.#encoder.encode(tones.subarray(at, at + perFrame));
      stream.socket.send(mediaMessage(stream.streamSid, frame));
    }
    this.#tonesMark = this.#marks.end();
    stream.socket.send(markMessage(stream.streamSid, this.#tonesMark));
    const nowMs = this.#real.monotonicMs();
    const durationMs = (tones.length / SAMPLE_RATE_HZ) * 1000;
    this.#tonesUntilMs = Math.max(nowMs, this.#tonesUntilMs) + durationMs;
  }

  transfer(to: string): void {
    this.call.transfer(to);
  }

  hangUp(): void {
    this.#observer = null;
    if (this.call.over) return;
    void this.call.hangUp(this.#drain()).then(() => this.#stream?.socket.close(1000));
  }

  /** The app ends: there is no time for last words. */
  stopDraining(): void {
    this.#drained?.done();
  }

  #read(text: string): void {
    const message = readStreamMessage(text);
    switch (message?.event) {
      case 'media':
        this.#callerSounds(message.mulaw, message.timestampMs);
        return;
      case 'dtmf':
        this.#observer?.dtmf(message.digit);
        return;
      case 'mark':
        this.#marked(message.name);
        return;
      case 'stop':
        this.#drained?.done();
        this.call.lineStopped();
        this.#stream?.socket.close(1000);
        return;
      case 'connected':
      case 'start':
      case undefined:
        return;
    }
  }

  /** A frame that does not tell its time follows the one before. */
  #callerSounds(mulaw: Uint8Array, timestampMs: number | null): void {
    const position =
      timestampMs === null ? this.#callerSamples : (timestampMs * LINE_RATE_HZ) / 1000;
    this.#callerSamples = position + mulaw.length;
    const samples = decodeMulaw(mulaw);
    this.#observer?.audio({ samples, rateHz: LINE_RATE_HZ, position, stream: this.#streams });
  }

  #marked(name: string): void {
    if (name === this.#drained?.mark) this.#drained.done();
    if (name === this.#tonesMark) this.#tonesMark = null;
    const frame = this.#marks.echoed(name);
    // The mark comes when the frame before it is over. Its way back to us counts as unheard.
    if (frame !== null) this.#observer?.heard(frame, FRAME_MS, 'twilioEstimate');
  }

  /** Resolves when everything sent was heard, the socket is gone, or it takes too long. */
  #drain(): Promise<void> {
    const stream = this.#stream;
    const nowMs = this.#real.monotonicMs();
    const tonesMs = Math.max(0, this.#tonesUntilMs - nowMs);
    if (!stream || (this.#marks.unheardMs() === 0 && tonesMs === 0)) return Promise.resolve();
    return new Promise((resolve) => {
      let timer: ClockTimer | null = null;
      const done = () => {
        timer?.cancel();
        this.#drained = null;
        resolve();
      };
      this.#drained = { mark: this.#marks.end(), done };
      timer = this.#real.after(DRAIN_MS + tonesMs, done);
      stream.socket.send(markMessage(stream.streamSid, this.#drained.mark));
    });
  }
}
