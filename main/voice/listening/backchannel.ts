import {
  BACKCHANNEL,
  type BackchannelInput,
  backchannelWord,
  SILENT_SO_FAR,
  stepBackchannel,
} from '../../../common/rules/turns/agent-backchannel.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import { joinedSamples } from '../../speech/joined-samples.ts';
import type { TtsEngine } from '../../speech/tts.ts';
import type { CallLog } from '../call-log.ts';
import type { VoiceSettings } from '../speaking/piece-voice.ts';
import { Playout } from '../speaking/playout.ts';
import type { CallerSoundFollower } from './frame-pauses.ts';

/** Made this long before it could be wanted: a pause is too short to wait for an engine. */
const PREPARE_AHEAD_MS = 1_500;

/**
 * Says the agent's "uh-huh" while the caller speaks for long. It is no turn: nobody is asked for
 * it, the transcript does not have it, and whatever the agent has to say cuts it off.
 */
export class Backchannel implements CallerSoundFollower {
  readonly #clock: Clock;
  readonly #tts: TtsEngine;
  readonly #settings: VoiceSettings;
  readonly #log: CallLog;
  readonly #agentHasTheFloor: () => boolean;
  readonly #playout: Playout;
  readonly #wanted = new AbortController();
  /** By word; null while one is being made, or could not be. */
  readonly #sounds = new Map<string, Int16Array | null>();
  #state = SILENT_SO_FAR;
  #preparation: ClockTimer | null = null;
  #pause: ClockTimer | null = null;

  constructor(deps: {
    clock: Clock;
    tts: TtsEngine;
    settings: VoiceSettings;
    log: CallLog;
    /** The agent speaks, or is about to. */
    agentHasTheFloor: () => boolean;
    frame: (samples: Int16Array, dueUs: number) => void;
  }) {
    this.#clock = deps.clock;
    this.#tts = deps.tts;
    this.#settings = deps.settings;
    this.#log = deps.log;
    this.#agentHasTheFloor = deps.agentHasTheFloor;
    this.#playout = new Playout(deps.clock, {
      frame: deps.frame,
      started: () => {},
      ended: () => {},
      drained: () => {},
    });
  }

  speaks(atUs: number): void {
    const begins = this.#state.speakingSinceUs === null;
    this.#step({ type: 'speaks', atUs });
    this.#pause?.cancel();
    if (!begins) return;
    this.#preparation = this.#clock.after(BACKCHANNEL.afterSpeechMs - PREPARE_AHEAD_MS, () => {
      void this.#prepare();
    });
  }

  pauses(sinceUs: number): void {
    this.#step({ type: 'pauses', sinceUs });
    const pausedMs = (this.#clock.nowUs() - sinceUs) / 1000;
    this.#pause?.cancel();
    this.#pause = this.#clock.after(BACKCHANNEL.pauseMs - pausedMs, () => this.#ask());
  }

  turnOver(): void {
    this.#step({ type: 'turnOver' });
    this.#preparation?.cancel();
    this.#pause?.cancel();
  }

  /** The agent begins to say something. */
  cut(): void {
    if (!this.#playout.idle) this.#playout.cut();
  }

  stop(): void {
    this.#wanted.abort();
    this.turnOver();
    this.cut();
  }

  get #word(): string {
    return backchannelWord(this.#settings.language, this.#state.count);
  }

  #ask(): void {
    const text = this.#word;
    const sound = this.#sounds.get(text);
    if (!sound) return;
    const { count } = this.#state;
    const agentHasTheFloor = this.#agentHasTheFloor();
    if (!this.#step({ type: 'ask', atUs: this.#clock.nowUs(), agentHasTheFloor })) return;
    this.#log.append('backchannel.spoken', null, { text, durationMs: sound.length / 16 });
    this.#playout.open(count);
    this.#playout.push(count, sound);
    this.#playout.close(count);
    void this.#prepare();
  }

  #step(input: BackchannelInput): boolean {
    const { state, speak } = stepBackchannel(this.#state, input);
    this.#state = state;
    return speak;
  }

  async #prepare(): Promise<void> {
    const text = this.#word;
    if (this.#sounds.has(text)) return;
    this.#sounds.set(text, null);
    const { signal } = this.#wanted;
    const chunks: Int16Array[] = [];
    try {
      const request = { text, ...this.#settings };
      for await (const chunk of this.#tts.synthesize(request, signal)) chunks.push(chunk);
    } catch {
      // The agent listens in silence. That its voice is out of order, the next turn will tell.
      return;
    }
    const sound = softened(joinedSamples(chunks));
    if (!signal.aborted && sound.length > 0) this.#sounds.set(text, sound);
  }
}

function softened(samples: Int16Array): Int16Array {
  return samples.map((sample) => Math.round(sample * BACKCHANNEL.gain));
}
