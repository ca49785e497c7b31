import type { AmbientSound } from '../../common/contract/index.ts';
import { AmbientSource } from '../../common/rules/ambient-sound.ts';
import { type CallLeg, FRAME_MS, SAMPLES_PER_FRAME } from '../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../platform/clock.ts';

const FRAME_US = FRAME_MS * 1000;
/** As with the voice: what is later than this is left out, not rushed. */
const CATCH_UP_US = 100_000;
/** The room waits this long for a frame of the voice to take its place. */
const VOICE_FIRST_US = 5_000;

/**
 * The agent's sound on its way out, in frames: to the carrier and into the recording. With an
 * ambient sound there is a frame at all times, the voice on top of it; without, only the voice's.
 */
export class AgentSound {
  readonly #clock: Clock;
  readonly #leg: CallLeg;
  readonly #record: (samples: Int16Array, dueUs: number) => void;
  readonly #ambience: AmbientSource | null;
  #sent = 0;
  /** When the room's next frame is due, unless the voice comes before it. */
  #roomDueUs = 0;
  /** So much more than the time that passed was sent, because the voice cut into the room's frame. */
  #aheadUs = 0;
  #timer: ClockTimer | null = null;

  constructor(deps: {
    clock: Clock;
    leg: CallLeg;
    record: (samples: Int16Array, dueUs: number) => void;
    ambientSound: AmbientSound;
  }) {
    this.#clock = deps.clock;
    this.#leg = deps.leg;
    this.#record = deps.record;
    const { ambientSound } = deps;
    // A leg that speaks by itself takes no frames.
    const silent = ambientSound === 'none' || deps.leg.speech !== undefined;
    this.#ambience = silent ? null : new AmbientSource(ambientSound);
  }

  /** The number of the frame that was sent last; -1 before the first. */
  get lastFrame(): number {
    return this.#sent - 1;
  }

  /** The call was answered: from now on there is somebody to hear the room. */
  start(): void {
    if (this.#ambience) this.#roomFrom(this.#clock.nowUs(), this.#ambience);
  }

  /** A frame of the voice. */
  voice(samples: Int16Array, dueUs: number): void {
    this.#send(this.#ambience?.under(samples) ?? samples, dueUs);
    if (!this.#ambience) return;
    // The first frame over the room's; the ones that follow begin where the last one ended.
    if (dueUs < this.#roomDueUs) this.#aheadUs ||= this.#roomDueUs - dueUs;
    this.#roomFrom(dueUs + FRAME_US + this.#aheadUs, this.#ambience);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #roomFrom(dueUs: number, ambience: AmbientSource): void {
    this.#roomDueUs = dueUs;
    this.#timer?.cancel();
    const waitUs = dueUs + VOICE_FIRST_US - this.#clock.nowUs();
    this.#timer = this.#clock.after(waitUs / 1000, () => this.#room(ambience));
  }

  #room(ambience: AmbientSource): void {
    const nowUs = this.#clock.nowUs();
    let dueUs = this.#roomDueUs;
    if (nowUs - dueUs > CATCH_UP_US) dueUs = nowUs - VOICE_FIRST_US;
    for (; dueUs + VOICE_FIRST_US <= nowUs; dueUs += FRAME_US) {
      this.#aheadUs = 0;
      this.#send(ambience.under(new Int16Array(SAMPLES_PER_FRAME)), dueUs);
    }
    this.#roomFrom(dueUs, ambience);
  }

  #send(samples: Int16Array, dueUs: number): void {
    this.#leg.sendFrame(this.#sent++, samples);
    this.#record(samples, dueUs);
  }
}
