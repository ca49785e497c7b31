import { ApiError } from '../../../common/contract/index.ts';
import { TelephoneLine } from '../../../common/rules/telephone-line.ts';
import type { Clock, ClockTimer } from '../../platform/clock.ts';
import {
  type CallLeg,
  FRAME_MS,
  type LegObserver,
  SAMPLES_PER_FRAME,
  type SpokenLine,
} from '../carrier.ts';
import type { CalleeRule } from './callee-rules.ts';
import { ScreeningService } from './screening-service.ts';

/** Where the sound of calls goes on this machine: the window, if one is open. */
export interface SoftphoneAudio {
  /** The agent's sound. */
  frame(callId: string, frame: number, samples: Int16Array): void;
  /** The caller's sound, where no person makes it. */
  callerFrame(callId: string, frame: number, samples: Int16Array): void;
  /** Drop what is buffered. */
  clear(callId: string): void;
}

/** How long a phone rings before nobody answers. */
const RING_MS = 30_000;

/** A line does not end with the recording: longer than any end of a turn is waited for. */
const SILENCE_AFTER_PLAY_FRAMES = 6_000 / FRAME_MS;

/**
 * One call on this machine. Our side uses it as a `CallLeg`; the softphone and scripts are the
 * person at the other end.
 */
export class SimulatedLeg implements CallLeg {
  readonly #audio: SoftphoneAudio;
  readonly #onOver: () => void;
  /** What the line does to the sound of each direction; null leaves it as it is. */
  readonly #toCaller: TelephoneLine | null;
  readonly #toAgent: TelephoneLine | null;
  readonly #callId: string;
  #observer: LegObserver | null = null;
  #state: 'ringing' | 'screening' | 'answered' | 'over' = 'ringing';
  #timer: ClockTimer | null = null;
  #callerFrame = 0;
  #screener: ScreeningService | null = null;
  /** Behind a recording, until somebody makes other sound. */
  #silence: ClockTimer | null = null;

  constructor(deps: {
    callId: string;
    audio: SoftphoneAudio;
    telephone: boolean;
    onOver: () => void;
  }) {
    this.#callId = deps.callId;
    this.#audio = deps.audio;
    this.#onOver = deps.onOver;
    this.#toCaller = deps.telephone ? new TelephoneLine() : null;
    this.#toAgent = deps.telephone ? new TelephoneLine() : null;
  }

  get over(): boolean {
    return this.#state === 'over';
  }

  /** Lets the person called behave by their rule. */
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

  /** The person called answers. @throws `CONFLICT` when it does not ring */
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

  /** @throws `CONFLICT` when it does not ring */
  decline(): void {
    if (this.#state !== 'ringing') throw new ApiError('CONFLICT', 'The call does not ring.');
    this.#notReached('declined');
  }

  /** The person hangs up; an unanswered outbound call counts as declined. */
  putDown(): void {
    if (this.#state === 'ringing') this.#notReached('declined');
    else this.#observer?.hungUp();
  }

  /** @throws `CALL_NOT_ANSWERED` */
  say(line: SpokenLine): number {
    return this.#answeredObserver().line(line);
  }

  /** @throws `CALL_NOT_ANSWERED` */
  pressKeys(digits: string): void {
    this.#answeredObserver().dtmf(digits);
  }

  /** The person's sound, 16 kHz, as it comes from a microphone. */
  speak(samples: Int16Array): void {
    this.#endSilence();
    this.#sendCaller(samples);
  }

  /**
   * Plays a recording into the call, at its own pace; then the line is silent for a while, as a
   * telephone's is, so that the end of the words is noticed. @throws `CALL_NOT_ANSWERED`
   */
  play(clock: Clock, samples: Int16Array): void {
    this.#answeredObserver();
    this.#endSilence();
    const startMs = clock.nowUs() / 1000;
    const frames = Math.ceil(samples.length / SAMPLES_PER_FRAME);
    const playFrom = (frame: number) => {
      if (this.#state !== 'answered') return;
      const at = frame * SAMPLES_PER_FRAME;
      const part = samples.subarray(at, at + SAMPLES_PER_FRAME);
      if (frame < frames) {
        this.monitor(part);
        this.speak(part);
      } else {
        this.#sendCaller(new Int16Array(SAMPLES_PER_FRAME));
      }
      if (frame + 1 === frames + SILENCE_AFTER_PLAY_FRAMES) return;
      // The next frame arrives when it has been spoken: at its end, not at its beginning.
      const dueMs = startMs + (frame + 2) * FRAME_MS;
      const next = clock.after(dueMs - clock.nowUs() / 1000, () => playFrom(frame + 1));
      if (frame + 1 >= frames) this.#silence = next;
    };
    clock.after(FRAME_MS, () => playFrom(0));
  }

  heard(frame: number, agoMs: number): void {
    this.#observer?.heard(frame, agoMs, 'worklet');
  }

  attach(observer: LegObserver): void {
    this.#observer = observer;
  }

  answer(): void {
    this.#state = 'answered';
    this.#observer?.answered('human');
  }

  sendFrame(frame: number, samples: Int16Array): void {
    this.#screener?.callerSounds();
    this.#audio.frame(this.#callId, frame, this.#toCaller?.through(samples) ?? samples);
  }

  monitor(samples: Int16Array): void {
    this.#screener?.asks();
    this.#audio.callerFrame(this.#callId, this.#callerFrame++, samples);
  }

  clear(): void {
    this.#audio.clear(this.#callId);
  }

  /** Keys the agent presses are noted in the call's log; nobody here listens for tones. */
  pressDigits(): void {}

  hangUp(): void {
    this.#timer?.cancel();
    this.#endSilence();
    this.#screener?.stop();
    this.#state = 'over';
    this.#observer = null;
    this.#audio.clear(this.#callId);
    this.#onOver();
  }

  #sendCaller(samples: Int16Array): void {
    if (this.#state !== 'answered') return;
    this.#observer?.audio(this.#toAgent?.through(samples) ?? samples);
  }

  #endSilence(): void {
    this.#silence?.cancel();
    this.#silence = null;
  }

  #screen(clock: Clock, observer: LegObserver): void {
    this.#state = 'screening';
    this.#screener = new ScreeningService(clock, {
      say: (line) => void observer.line(line),
      passed: () => this.#passScreening(),
      gaveUp: () => observer.hungUp(),
    });
    observer.answered('human');
    this.#screener.start();
  }

  /** The person heard who is calling, and picks up. */
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
