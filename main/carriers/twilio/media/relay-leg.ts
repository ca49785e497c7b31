import type { WebSocket } from 'ws';
import { dtmfTones } from '../../../../common/rules/sound/dtmf-tones.ts';
import type { ClockTimer, RealTime } from '../../../platform/time/clock.ts';
import { type CallLeg, type LegObserver, SAMPLE_RATE_HZ } from '../../carrier.ts';
import type { TwilioCall } from '../twilio-call.ts';
import { watchMediaSocket } from './media-socket-watch.ts';
import { digitsMessage, endMessage, readRelayMessage, textMessage } from './relay-messages.ts';
import { RelaySpeech } from './relay-speech.ts';

/** Words are rare, and there are none while no one speaks. */
const SILENT_AFTER_MS = 60_000;

/**
 * A call in which Twilio does recognition and speech (ConversationRelay): lines come in, words go
 * out. This computer gets no sound, so there is no recording or waveform.
 */
export class RelayLeg implements CallLeg {
  readonly call: TwilioCall;
  readonly speech: RelaySpeech;
  accepted?: Promise<void>;
  readonly #real: RealTime;
  readonly #onProblem: (message: string) => void;
  #observer: LegObserver | null = null;
  #socket: WebSocket | null = null;
  /** When the keys that were pressed will have been heard. */
  #keysUntilMs = 0;
  #drained: (() => void) | null = null;

  constructor(deps: { call: TwilioCall; real: RealTime; onProblem: (message: string) => void }) {
    this.call = deps.call;
    this.#real = deps.real;
    this.#onProblem = deps.onProblem;
    this.speech = new RelaySpeech(deps.real, (text) => this.#send(textMessage(text)));
  }

  /** Sets the call's socket; a second one replaces one that broke. */
  connect(socket: WebSocket): void {
    const old = this.#socket;
    this.#socket = socket;
    old?.terminate();
    watchMediaSocket(socket, {
      real: this.#real,
      silentAfterMs: SILENT_AFTER_MS,
      onSilent: () => void this.call.check(),
    });
    socket.on('message', (data, binary) => {
      if (!binary && this.#socket === socket) this.#read(String(data));
    });
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#drained?.();
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

  /** Nothing to do: Twilio speaks, so no sound is sent. */
  sendFrame(): void {}

  monitor(): void {}

  /** Nothing to do: Twilio stops by itself; it cannot be told to. */
  clear(): void {}

  pressDigits(digits: string): void {
    this.#send(digitsMessage(digits));
    // Twilio does not say how long its tones are; assume the length of ours.
    const durationMs = (dtmfTones(digits, SAMPLE_RATE_HZ).length / SAMPLE_RATE_HZ) * 1000;
    this.#keysUntilMs = Math.max(this.#real.monotonicMs(), this.#keysUntilMs) + durationMs;
  }

  transfer(to: string): void {
    this.call.transfer(to);
  }

  hangUp(): void {
    this.#observer = null;
    if (this.call.over) return;
    this.speech.stop();
    void this.call.hangUp(this.#drain()).then(() => {
      this.#send(endMessage());
      this.#socket?.close(1000);
    });
  }

  /** The app is quitting: there is no time for keys. */
  stopDraining(): void {
    this.#drained?.();
  }

  /** Twilio reports when the last words were heard, so only keys can be under way. */
  #drain(): Promise<void> {
    const keysMs = this.#keysUntilMs - this.#real.monotonicMs();
    if (!this.#socket || keysMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer: ClockTimer = this.#real.after(keysMs, () => this.#drained?.());
      this.#drained = () => {
        timer.cancel();
        this.#drained = null;
        resolve();
      };
    });
  }

  #send(text: string): void {
    this.#socket?.send(text);
  }

  #read(text: string): void {
    const message = readRelayMessage(text);
    switch (message?.type) {
      case 'prompt': {
        const { text: line } = message;
        this.#observer?.said({ text: line, confidence: 1, speech: 'recognised' });
        return;
      }
      case 'interrupt':
        this.speech.interrupted(message.heard, message.playedMs);
        this.#observer?.interrupted();
        return;
      case 'dtmf':
        this.#observer?.dtmf(message.digit);
        return;
      case 'speaking':
        // Without sound there is only one frame, the first of whatever is being said.
        if (message.on) this.#observer?.heard(0, 0, 'twilioEstimate');
        else this.speech.fellSilent();
        return;
      case 'played':
        this.speech.played(message.text);
        return;
      case 'error':
        // At a hang-up, Twilio may complain about words that are no longer wanted.
        if (!this.call.over) this.#onProblem(`ConversationRelay: ${message.description}`);
        return;
      case 'setup':
      case undefined:
        return;
    }
  }
}
