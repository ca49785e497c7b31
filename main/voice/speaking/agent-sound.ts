import type { AmbientSound } from '../../../common/contract/index.ts';
import { AmbientSource } from '../../../common/rules/sound/ambient-sound.ts';
import { type CallLeg, FRAME_MS, SAMPLES_PER_FRAME } from '../../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import { TAKE_BACK_MS } from './playout.ts';

/** What comes to the far end's ear, by the pace; times are product microseconds. */
export interface AgentSoundObserver {
  /** A frame begins to be heard. One that is taken back before that is never told. */
  played(samples: Int16Array, dueUs: number): void;
  /** What was told of this span did not reach the ear after all. */
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
/** As with the voice: what is later than this is left out, not rushed. */
const CATCH_UP_US = 100_000;
/** The room waits this long for a frame of the voice to take its place. */
const VOICE_FIRST_US = 5_000;

/**
 * The agent's sound on its way out, in frames: to the carrier, and in its time to whoever follows
 * what is heard. With an ambient sound there is a frame at all times, the voice on top of it;
 * without, only the voice's. The room has no lead: nothing is lost with a frame of it, and the
 * voice would have to wait until what was sent ahead is over.
 */
export class AgentSound {
  readonly #deps: AgentSoundDeps;
  readonly #ambience: AmbientSource | null;
  #count = 0;
  /** What was sent, oldest first, as far back as it can be taken back. */
  readonly #sent: SentFrame[] = [];
  /** So many of `#sent` were told as played. */
  #told = 0;
  #tell: ClockTimer | null = null;
  /** When the room's next frame is due, unless the voice comes before it. */
  #ambienceDueUs = 0;
  /** So much more than the time that passed was sent, because the voice cut into the room's frame. */
  #aheadUs = 0;
  #timer: ClockTimer | null = null;

  constructor(deps: AgentSoundDeps) {
    this.#deps = deps;
    const { leg, ambientSound } = deps;
    // A leg that speaks by itself takes no frames.
    const silent = ambientSound === 'none' || leg.speech !== undefined;
    this.#ambience = silent ? null : new AmbientSource(ambientSound);
  }

  /** The number of the frame that was sent last; -1 before the first. */
  get lastFrame(): number {
    return this.#count - 1;
  }

  /** The call was answered: from now on there is somebody to hear the room. */
  start(): void {
    this.#ambienceFrom(this.#deps.clock.nowUs());
  }

  /** A frame of the agent's words. It may leave before it is due. */
  speech(samples: Int16Array, dueUs: number): void {
    this.#voice(samples, dueUs, true);
  }

  /** A frame of what the agent says beside its words. */
  aside(samples: Int16Array, dueUs: number): void {
    this.#voice(samples, dueUs, false);
  }

  /**
   * The agent holds still: takes back what was not heard, where the carrier can tell, and returns
   * how many milliseconds of the newest speech are among it.
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
    // The far end's buffer is empty: the room is heard again from now on.
    this.#aheadUs = 0;
    this.#ambienceFrom(clock.nowUs());
    return taken.filter(({ isSpeech }) => isSpeech).length * FRAME_MS;
  }

  /** The agent is cut: like `takeBack`, and where the carrier cannot tell, it drops what it has. */
  cut(): number {
    const { leg } = this.#deps;
    if (leg.takeBack) return this.takeBack();
    leg.clear();
    return 0;
  }

  /** The call is over: what would be due later is not heard any more. */
  stop(): void {
    this.#tellPlayed();
    this.#timer?.cancel();
    this.#tell?.cancel();
  }

  #voice(samples: Int16Array, dueUs: number, isSpeech: boolean): void {
    const heard = this.#ambience?.under(samples) ?? samples;
    this.#send({ samples: heard, dueUs, isSpeech });
    // The first frame over the room's; the ones that follow begin where the last one ended.
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

  /** Tells what is due by now; what is ahead of its time waits for it. */
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
