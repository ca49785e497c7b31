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

/**
 * The sound is synthesised this long before it may be needed, because a pause is too short to wait
 * for an engine.
 */
const PREPARE_AHEAD_MS = 1_500;

export interface BackchannelDeps {
  readonly clock: Clock;
  readonly tts: TtsEngine;
  readonly settings: VoiceSettings;
  readonly log: CallLog;
  /** Whether the agent is speaking or about to. */
  readonly agentHasTheFloor: () => boolean;
  readonly frame: (samples: Int16Array, dueUs: number) => void;
}

/**
 * Utters the agent's back-channel while the caller speaks for long. It is not a turn: no request is
 * made for it, the transcript leaves it out, and anything that the agent has to say cuts it off.
 */
export class Backchannel implements CallerSoundFollower {
  readonly #deps: BackchannelDeps;
  readonly #playout: Playout;
  readonly #wanted = new AbortController();
  /** By word; null while it is being synthesised, or if that failed. */
  readonly #sounds = new Map<string, Int16Array | null>();
  #state = SILENT_SO_FAR;
  #preparation: ClockTimer | null = null;
  #pause: ClockTimer | null = null;

  constructor(deps: BackchannelDeps) {
    this.#deps = deps;
    const { clock, frame } = deps;
    this.#playout = new Playout(clock, {
      frame,
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
    this.#preparation = this.#deps.clock.after(BACKCHANNEL.afterSpeechMs - PREPARE_AHEAD_MS, () => {
      void this.#prepare();
    });
  }

  pauses(sinceUs: number): void {
    this.#step({ type: 'pauses', sinceUs });
    const { clock } = this.#deps;
    const pausedMs = (clock.nowUs() - sinceUs) / 1000;
    this.#pause?.cancel();
    this.#pause = clock.after(BACKCHANNEL.pauseMs - pausedMs, () => this.#ask());
  }

  turnOver(): void {
    this.#step({ type: 'turnOver' });
    this.#preparation?.cancel();
    this.#pause?.cancel();
  }

  /** The agent begins to speak. */
  cut(): void {
    if (!this.#playout.idle) this.#playout.cut();
  }

  stop(): void {
    this.#wanted.abort();
    this.turnOver();
    this.cut();
  }

  get #word(): string {
    return backchannelWord(this.#deps.settings.language, this.#state.count);
  }

  #ask(): void {
    const { clock, log, agentHasTheFloor } = this.#deps;
    const text = this.#word;
    const sound = this.#sounds.get(text);
    if (!sound) return;
    const { count } = this.#state;
    const now = { atUs: clock.nowUs(), agentHasTheFloor: agentHasTheFloor() };
    if (!this.#step({ type: 'ask', ...now })) return;
    log.append('backchannel.spoken', null, { text, durationMs: sound.length / 16 });
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
    const { tts, settings } = this.#deps;
    const { signal } = this.#wanted;
    const chunks: Int16Array[] = [];
    try {
      const request = { text, ...settings };
      for await (const chunk of tts.synthesize(request, signal)) chunks.push(chunk);
    } catch {
      // Then the agent listens in silence. If its voice is broken, the next turn will report that.
      return;
    }
    const sound = softened(joinedSamples(chunks));
    if (!signal.aborted && sound.length > 0) this.#sounds.set(text, sound);
  }
}

function softened(samples: Int16Array): Int16Array {
  return samples.map((sample) => Math.round(sample * BACKCHANNEL.gain));
}
