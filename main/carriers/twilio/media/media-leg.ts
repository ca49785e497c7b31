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

/** How long the last words may take to be heard before the call is ended at Twilio. */
const DRAIN_MS = 2_000;
/**
 * How long before it is due sound leaves: if the uplink stalls for up to this time, the agent's
 * voice has no gap. It costs no latency, because `clear` takes back what was not heard. A whole
 * number of frames, so that one frame leaves just when another begins to be heard.
 */
const LEAD_MS = 8 * FRAME_MS;
/**
 * Most phones send sound without gaps, including silence. After this long without any, Twilio is
 * asked for the call's status.
 */
const SILENT_AFTER_MS = 10_000;
/** Half a minute of sound that the socket did not accept: the connection is dead. */
const MOST_BUFFERED_BYTES = 400_000;
/** A stream that was let in after its first message was checked. */
export interface OpenStream {
  readonly socket: WebSocket;
  readonly streamSid: string;
}

/**
 * A call whose sound travels over Twilio's media stream: µ-law in 20 ms frames, paced by the
 * playout. Marks report what was heard. Like every call, it is recorded on this computer with both
 * sides separate.
 */
export class MediaLeg implements CallLeg {
  readonly call: TwilioCall;
  readonly leadMs = LEAD_MS;
  accepted?: Promise<void>;
  readonly #real: RealTime;
  #observer: LegObserver | null = null;
  #stream: OpenStream | null = null;
  #encoder = new G711Encoder();
  /** Each socket has its own clock. */
  #streams = 0;
  /** The end of the caller's previous frame on that clock, in samples. */
  #callerSamples = 0;
  #marks = new PlaybackMarks();
  /** When the key tones that were sent on top of speech will have been heard. */
  #tonesUntilMs = 0;
  /** The mark after the last tone, until it is known to be heard. */
  #tonesMark: string | null = null;
  #drained: { readonly mark: string; readonly done: () => void } | null = null;

  constructor(call: TwilioCall, real: RealTime) {
    this.call = call;
    this.#real = real;
  }

  /** Sets the call's socket; a second one replaces one that broke. */
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

  /** Nothing to do: the person at the other end hears themselves anyway. */
  monitor(): void {}

  clear(): void {
    this.takeBack();
  }

  takeBack(): number {
    // Tones cannot be taken back: a machine is listening to them, and half a tone is not a key. So
    // the sound before and after them stays as well.
    if (this.#tonesMark !== null) return 0;
    const unheardMs = this.#marks.unheardMs();
    if (unheardMs === 0) return 0;
    this.#marks.cleared();
    // Restores the encoder's state as of the last frame that was heard, to continue from there.
    this.#encoder = new G711Encoder();
    if (this.#marks.lastHeard) this.#encoder.encode(this.#marks.lastHeard);
    this.#stream?.socket.send(clearMessage(this.#stream.streamSid));
    return unheardMs;
  }

  /** Sends real tones in the stream, which the far end hears as from a telephone. */
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

  /** The app is quitting: there is no time for last words. */
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

  /** A frame without a timestamp follows the one before it. */
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
    // The mark arrives when its frame is over. The time of its way back counts as unheard.
    if (frame !== null) this.#observer?.heard(frame, FRAME_MS, 'twilioEstimate');
  }

  /** Resolves when everything sent was heard, the socket is closed, or it takes too long. */
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
