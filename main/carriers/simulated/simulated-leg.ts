import { ApiError, type CallerPhone, type CallLine } from '../../../common/contract/index.ts';
import { TelephoneLine } from '../../../common/rules/sound/telephone-line.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import {
  type CallerUtterance,
  type CallLeg,
  FRAME_MS,
  type LegObserver,
  SAMPLE_RATE_HZ,
  SAMPLES_PER_FRAME,
} from '../carrier.ts';
import type { CalleeRule } from './callee-rules.ts';
import { ScreeningService } from './screening-service.ts';

/** Where the sound of calls goes on this machine: to the window, if one is open. */
export interface SoftphoneAudio {
  frame(callId: string, frame: number, samples: Int16Array): void;
  /** The caller's sound, if it does not come from a real person. */
  callerFrame(callId: string, frame: number, samples: Int16Array): void;
  /** Drop what is buffered. */
  clear(callId: string): void;
}

const MUTED =
  'The caller is muted, so nobody would hear it. Unmute them first: call.mute {"callId", "on": false}.';
const HELD =
  'The caller has the call on hold, so nobody would hear it. Take it back first: call.hold {"callId", "on": false}.';

/** How long a phone rings before the call counts as not answered. */
const RING_MS = 30_000;

/** How long the line stays open and silent after a recording: longer than any endpointing time. */
const SILENCE_AFTER_PLAY_FRAMES = 6_000 / FRAME_MS;

/**
 * One call on this machine. Our side uses it as a `CallLeg`; the softphone and scripts act as the
 * person at the other end.
 */
export class SimulatedLeg implements CallLeg {
  readonly #audio: SoftphoneAudio;
  readonly #onOver: () => void;
  readonly #phone: { -readonly [Key in keyof CallerPhone]: CallerPhone[Key] };
  /** Applies the line quality to the sound of each direction; null leaves it unchanged. */
  #toCaller: TelephoneLine | null;
  #toAgent: TelephoneLine | null;
  readonly #callId: string;
  #observer: LegObserver | null = null;
  #state: 'ringing' | 'screening' | 'answered' | 'over' = 'ringing';
  #timer: ClockTimer | null = null;
  #callerFrame = 0;
  #screener: ScreeningService | null = null;
  /** Each recording and each microphone session is a separate stream. */
  #streams = 0;
  #source: 'microphone' | 'recording' | null = null;
  #microphoneFrame = -1;
  /** The timer for the next frame of the recording, or of the silence after it. */
  #recording: ClockTimer | null = null;
  #recordingSounds = false;

  constructor(deps: {
    callId: string;
    audio: SoftphoneAudio;
    line: CallLine;
    onOver: () => void;
  }) {
    this.#callId = deps.callId;
    this.#audio = deps.audio;
    this.#onOver = deps.onOver;
    this.#phone = { muted: false, held: false, line: deps.line };
    this.#toCaller = lineOf(deps.line);
    this.#toAgent = lineOf(deps.line);
  }

  get over(): boolean {
    return this.#state === 'over';
  }

  /** Makes the callee behave by their rule. */
  ring(clock: Clock, rule: CalleeRule): void {
    const after = (ms: number, run: (observer: LegObserver) => void) => {
      this.#timer = clock.after(rule.answerAfterMs ?? ms, () => {
        if (this.#state === 'ringing' && this.#observer) run(this.#observer);
      });
    };
    this.#observer?.ringing();
    switch (rule.behaviour) {
      case 'ring':
        this.#timer = clock.after(RING_MS, () => this.#notReached('noAnswer'));
        return;
      case 'noAnswer':
        after(RING_MS, () => this.#notReached('noAnswer'));
        return;
      case 'answer':
        after(1_000, () => this.pickUp());
        return;
      case 'voicemail':
        after(4_000, (observer) => {
          this.#state = 'answered';
          observer.answered('voicemail');
        });
        return;
      case 'screening':
        after(1_000, (observer) => this.#screen(clock, observer));
        return;
      case 'busy':
        after(500, () => this.#notReached('busy'));
        return;
      case 'decline':
        after(2_000, () => this.decline());
        return;
      case 'fail':
        after(500, () => this.#notReached('failed'));
        return;
    }
  }

  /** The callee answers. @throws `CONFLICT` if the phone is not ringing */
  pickUp(): void {
    if (this.#state === 'screening') {
      this.#passScreening();
      return;
    }
    if (this.#state !== 'ringing') throw new ApiError('CONFLICT', 'The call does not ring.');
    this.#timer?.cancel();
    this.#state = 'answered';
    this.#observer?.answered('human');
  }

  /** @throws `CONFLICT` if the phone is not ringing */
  decline(): void {
    if (this.#state !== 'ringing') throw new ApiError('CONFLICT', 'The call does not ring.');
    this.#notReached('declined');
  }

  /** The person hangs up; an unanswered outbound call counts as declined. */
  putDown(): void {
    if (this.#state === 'ringing') this.#notReached('declined');
    else this.#observer?.hungUp();
  }

  /** @throws `CALL_NOT_ANSWERED`, `CONFLICT` while muted or on hold */
  say(line: CallerUtterance): number {
    const observer = this.#answeredObserver();
    if (this.#phone.muted) throw new ApiError('CONFLICT', MUTED);
    if (this.#phone.held) throw new ApiError('CONFLICT', HELD);
    return observer.said(line);
  }

  /** Keys sound on a muted telephone too. @throws `CALL_NOT_ANSWERED`, `CONFLICT` on hold */
  pressKeys(digits: string): void {
    const observer = this.#answeredObserver();
    if (this.#phone.held) throw new ApiError('CONFLICT', HELD);
    observer.dtmf(digits);
  }

  /** Silence goes out in the place of the person's sound. @throws `CALL_NOT_ANSWERED` */
  mute(muted: boolean): void {
    this.#answeredObserver();
    this.#setPhone({ muted });
  }

  /** The person neither hears nor is heard. @throws `CALL_NOT_ANSWERED` */
  hold(held: boolean): void {
    this.#answeredObserver();
    this.#setPhone({ held });
    // What is on its way to their ear would still be heard.
    if (held) this.#audio.clear(this.#callId);
  }

  setLine(line: CallLine): void {
    if (line === this.#phone.line) return;
    this.#toCaller = lineOf(line);
    this.#toAgent = lineOf(line);
    this.#setPhone({ line });
  }

  /**
   * The person's sound, 16 kHz, as it comes from a microphone. Ignored while a recording is
   * playing. `frame` counts within a microphone session.
   */
  speak(frame: number, samples: Int16Array): void {
    // A socket keeps frames in order, so a lower number means a new session.
    const beginsAnew = frame < this.#microphoneFrame;
    this.#microphoneFrame = frame;
    if (this.#recordingSounds) return;
    this.#endRecording();
    if (beginsAnew || this.#source !== 'microphone') this.#beginStream('microphone');
    this.#sendCaller(samples, frame * samples.length);
  }

  /**
   * Plays a recording into the call at its own pace. Then the line is silent for a while, like a
   * telephone's, so that the end of the words is detected. Replaces a recording that is still
   * playing. @throws `CALL_NOT_ANSWERED`
   */
  play(clock: Clock, samples: Int16Array): void {
    this.#answeredObserver();
    this.#endRecording();
    this.#beginStream('recording');
    this.#recordingSounds = true;
    const startMs = clock.nowUs() / 1000;
    const frames = Math.ceil(samples.length / SAMPLES_PER_FRAME);
    // A frame arrives when it has been spoken, so at its end rather than its beginning.
    const playAtItsEnd = (frame: number) => {
      const dueMs = startMs + (frame + 1) * FRAME_MS;
      this.#recording = clock.after(dueMs - clock.nowUs() / 1000, () => play(frame));
    };
    const play = (frame: number) => {
      if (this.#state !== 'answered') return;
      const at = frame * SAMPLES_PER_FRAME;
      const part = new Int16Array(SAMPLES_PER_FRAME);
      part.set(samples.subarray(at, at + SAMPLES_PER_FRAME));
      if (frame < frames) this.monitor(part);
      this.#sendCaller(part, at);
      this.#recordingSounds = frame + 1 < frames;
      if (frame + 1 < frames + SILENCE_AFTER_PLAY_FRAMES) playAtItsEnd(frame + 1);
    };
    playAtItsEnd(0);
  }

  heard(frame: number, agoMs: number): void {
    this.#observer?.heard(frame, agoMs, 'worklet');
  }

  attach(observer: LegObserver): void {
    this.#observer = observer;
  }

  /** Tells of a line that is not as lines are; once the call is known. */
  tellLine(): void {
    const { line } = this.#phone;
    if (line !== 'clear') this.#observer?.phoneSet({ line });
  }

  answer(): void {
    this.#state = 'answered';
    this.#observer?.answered('human');
  }

  sendFrame(frame: number, samples: Int16Array): void {
    this.#screener?.callerSounds();
    if (this.#phone.held) return;
    this.#audio.frame(this.#callId, frame, this.#toCaller?.through(samples) ?? samples);
  }

  monitor(samples: Int16Array): void {
    this.#screener?.asks();
    this.#audio.callerFrame(this.#callId, this.#callerFrame++, samples);
  }

  clear(): void {
    this.#audio.clear(this.#callId);
  }

  /** Keys that the agent presses are in the call's log; no machine here listens for tones. */
  pressDigits(): void {}

  hangUp(): void {
    this.#timer?.cancel();
    this.#endRecording();
    this.#screener?.stop();
    this.#state = 'over';
    this.#observer = null;
    this.#audio.clear(this.#callId);
    this.#onOver();
  }

  #beginStream(source: 'microphone' | 'recording'): void {
    this.#streams += 1;
    this.#source = source;
  }

  #sendCaller(sound: Int16Array, position: number): void {
    if (this.#state !== 'answered') return;
    // The line stays open: silence takes as long as the sound that it stands for.
    const isSilent = this.#phone.muted || this.#phone.held;
    const samples = isSilent ? new Int16Array(sound.length) : sound;
    this.#observer?.audio({
      samples: this.#toAgent?.through(samples) ?? samples,
      rateHz: SAMPLE_RATE_HZ,
      position,
      stream: this.#streams,
    });
  }

  #setPhone(change: Partial<CallerPhone>): void {
    const { muted = this.#phone.muted, held = this.#phone.held } = change;
    const isKnown = muted === this.#phone.muted && held === this.#phone.held && !change.line;
    if (isKnown) return;
    Object.assign(this.#phone, change);
    this.#observer?.phoneSet(change);
  }

  #endRecording(): void {
    this.#recording?.cancel();
    this.#recording = null;
    this.#recordingSounds = false;
  }

  #screen(clock: Clock, observer: LegObserver): void {
    this.#state = 'screening';
    this.#screener = new ScreeningService(clock, {
      say: (line) => void observer.said(line),
      passed: () => this.#passScreening(),
      gaveUp: () => observer.hungUp(),
    });
    observer.answered('human');
    this.#screener.start();
  }

  /** The callee has heard who is calling, and picks up. */
  #passScreening(): void {
    this.#screener?.stop();
    this.#screener = null;
    this.#state = 'answered';
    this.#observer?.screeningPassed();
  }

  #notReached(why: Parameters<LegObserver['notReached']>[0]): void {
    this.#timer?.cancel();
    this.#observer?.notReached(why);
  }

  #answeredObserver(): LegObserver {
    if (this.#state !== 'answered' || !this.#observer) throw new ApiError('CALL_NOT_ANSWERED');
    return this.#observer;
  }
}

function lineOf(line: CallLine): TelephoneLine | null {
  switch (line) {
    case 'clear':
      return null;
    case 'telephone':
      return new TelephoneLine();
  }
}
