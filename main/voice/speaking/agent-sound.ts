import type { AmbientSound } from '../../../common/contract/index.ts';
import { AmbientSource } from '../../../common/rules/sound/ambient-sound.ts';
import { type CallLeg, FRAME_MS, SAMPLES_PER_FRAME } from '../../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import { TAKE_BACK_MS } from './playout.ts';

/**
 * Receives what reaches the far end's ear, according to the pacing. Times are product microseconds.
 */
export interface AgentSoundObserver {
  /** A frame begins to be heard. Not called for a frame that is taken back before that. */
  played(samples: Int16Array, dueUs: number): void;
  /** The sound of this span, reported before, did not reach the ear after all. */
  unplayed(fromUs: number, untilUs: number): void;
}

export interface AgentSoundDeps {
  readonly clock: Clock;
  readonly leg: CallLeg;
  readonly observer: AgentSoundObserver;
  readonly ambientSound: AmbientSound;
}

interface SentFrame {
  readonly samples: Int16Array;
  readonly dueUs: number;
  readonly isSpeech: boolean;
}

const FRAME_US = FRAME_MS * 1000;
/** As for the voice: frames later than this are skipped rather than rushed. */
const CATCH_UP_US = 100_000;
/** How long the ambience waits for a frame of the voice to take its place. */
const VOICE_FIRST_US = 5_000;

/**
 * Sends the agent's sound in frames: to the carrier, and, when its time has come, to those who
 * follow what is heard. With an ambient sound there is a frame at all times, with the voice on top
 * of it; without, only the voice's frames. The ambience is sent without a lead: losing a frame of
 * it does no harm, and the voice would have to wait for whatever was sent ahead.
 */
export class AgentSound {
  readonly #deps: AgentSoundDeps;
  readonly #ambience: AmbientSource | null;
  #count = 0;
  /** The frames sent, oldest first, as far back as they can be taken back. */
  readonly #sent: SentFrame[] = [];
  /** How many of `#sent` were reported as played. */
  #told = 0;
  #tell: ClockTimer | null = null;
  /** When the next frame of the ambience is due, unless the voice comes first. */
  #ambienceDueUs = 0;
  /**
   * How much more sound was sent than time has passed, because the voice began within a frame of
   * the ambience.
   */
  #aheadUs = 0;
  #timer: ClockTimer | null = null;

  constructor(deps: AgentSoundDeps) {
    this.#deps = deps;
    const { leg, ambientSound } = deps;
    // A carrier that speaks by itself takes no frames.
    const silent = ambientSound === 'none' || leg.speech !== undefined;
    this.#ambience = silent ? null : new AmbientSource(ambientSound);
  }

  /** The number of the latest frame; -1 before the first. */
  get lastFrame(): number {
    return this.#count - 1;
  }

  /** The call was answered: from now on, the ambience is audible. */
  start(): void {
    this.#ambienceFrom(this.#deps.clock.nowUs());
  }

  /** Sends a frame of the agent's words. It may leave before it is due. */
  speech(samples: Int16Array, dueUs: number): void {
    this.#voice(samples, dueUs, true);
  }

  /** Sends a frame of a back-channel, which is not part of the agent's turn. */
  aside(samples: Int16Array, dueUs: number): void {
    this.#voice(samples, dueUs, false);
  }

  /**
   * Pauses the agent. Takes back what was not heard, if the carrier can tell, and returns how many
   * milliseconds of that are the newest speech.
   */
  takeBack(): number {
    const { clock, leg, observer } = this.#deps;
    const unheardMs = leg.takeBack?.() ?? 0;
    const first = Math.max(0, this.#sent.length - Math.ceil(unheardMs / FRAME_MS));
    const taken = this.#sent.splice(first);
    const [from] = taken;
    if (!from) return 0;
    const told = taken[this.#told - first - 1];
    if (told) observer.unplayed(from.dueUs, told.dueUs + FRAME_US);
    this.#told = Math.min(this.#told, first);
    // The far end's buffer is empty, so the ambience resumes now.
    this.#aheadUs = 0;
    this.#ambienceFrom(clock.nowUs());
    return taken.filter(({ isSpeech }) => isSpeech).length * FRAME_MS;
  }

  /**
   * Cuts the agent off: like `takeBack`, but if the carrier cannot tell what was heard, it drops
   * its buffer.
   */
  cut(): number {
    const { leg } = this.#deps;
    if (leg.takeBack) return this.takeBack();
    leg.clear();
    return 0;
  }

  /** The call is over: sound that would be due later is not heard any more. */
  stop(): void {
    this.#tellPlayed();
    this.#timer?.cancel();
    this.#tell?.cancel();
  }

  #voice(samples: Int16Array, dueUs: number, isSpeech: boolean): void {
    const heard = this.#ambience?.under(samples) ?? samples;
    this.#send({ samples: heard, dueUs, isSpeech });
    // This is the first frame of the voice on top of the ambience; the next ones begin where it
    // ends.
    if (dueUs < this.#ambienceDueUs) this.#aheadUs ||= this.#ambienceDueUs - dueUs;
    this.#ambienceFrom(dueUs + FRAME_US + this.#aheadUs);
  }

  #ambienceFrom(dueUs: number): void {
    const ambience = this.#ambience;
    if (!ambience) return;
    this.#ambienceDueUs = dueUs;
    this.#timer?.cancel();
    const { clock } = this.#deps;
    const waitUs = dueUs + VOICE_FIRST_US - clock.nowUs();
    this.#timer = clock.after(waitUs / 1000, () => this.#sendAmbience(ambience));
  }

  #sendAmbience(ambience: AmbientSource): void {
    const nowUs = this.#deps.clock.nowUs();
    let dueUs = this.#ambienceDueUs;
    if (nowUs - dueUs > CATCH_UP_US) dueUs = nowUs - VOICE_FIRST_US;
    for (; dueUs + VOICE_FIRST_US <= nowUs; dueUs += FRAME_US) {
      this.#aheadUs = 0;
      const samples = ambience.under(new Int16Array(SAMPLES_PER_FRAME));
      this.#send({ samples, dueUs, isSpeech: false });
    }
    this.#ambienceFrom(dueUs);
  }

  #send(frame: SentFrame): void {
    this.#deps.leg.sendFrame(this.#count++, frame.samples);
    this.#sent.push(frame);
    this.#tellPlayed();
  }

  /** Reports the frames that are due by now; those ahead of time wait. */
  #tellPlayed(): void {
    const { clock, leg, observer } = this.#deps;
    const nowUs = clock.nowUs();
    let next = this.#sent[this.#told];
    for (; next && next.dueUs <= nowUs; next = this.#sent[this.#told]) {
      this.#told += 1;
      observer.played(next.samples, next.dueUs);
    }
    const settled = this.#told - (leg.takeBack ? TAKE_BACK_MS / FRAME_MS : 0);
    if (settled > 0) this.#told -= this.#sent.splice(0, settled).length;
    if (!next || this.#tell) return;
    this.#tell = clock.after((next.dueUs - nowUs) / 1000, () => {
      this.#tell = null;
      this.#tellPlayed();
    });
  }
}
