import type { DisconnectionReason } from '../../common/contract/index.ts';
import type { Clock, ClockTimer } from '../platform/time/clock.ts';
import type { CallProfile } from './call-profile.ts';

export interface CallLimitsDeps {
  readonly clock: Clock;
  readonly profile: Pick<CallProfile, 'maxSilenceMs' | 'maxDurationMs'>;
  /** The agent listens, and nobody says anything. */
  readonly isSilent: () => boolean;
  readonly hangUp: (reason: DisconnectionReason) => void;
}

/** What ends a call by itself: a silence that lasts, and its own length. */
export class CallLimits {
  readonly #deps: CallLimitsDeps;
  #silence: ClockTimer | null = null;
  #longest: ClockTimer | null = null;

  constructor(deps: CallLimitsDeps) {
    this.#deps = deps;
  }

  answered(): void {
    const { clock, profile, hangUp } = this.#deps;
    this.#longest = clock.after(profile.maxDurationMs, () => hangUp('max_duration_reached'));
  }

  /** Starts the silence watch anew; agent speech and caller speech both reset it. */
  watchSilence(): void {
    const { clock, profile, isSilent, hangUp } = this.#deps;
    this.#silence?.cancel();
    if (isSilent()) this.#silence = clock.after(profile.maxSilenceMs, () => hangUp('inactivity'));
  }

  /** Somebody speaks. */
  speaking(): void {
    this.#silence?.cancel();
  }

  stop(): void {
    this.#silence?.cancel();
    this.#longest?.cancel();
  }
}
