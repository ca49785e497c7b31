import {
  ApiError,
  type CallEvent,
  type CallMoment,
  type CallView,
} from '../../../common/contract/index.ts';
import type { ProductClock } from '../../platform/time/clock.ts';
import type { CallArchive } from './call-archive.ts';
import type { LiveCalls } from './live-calls.ts';

export interface MomentQuery {
  readonly callId: string;
  readonly event: CallMoment;
  readonly turn?: number | undefined;
  /** In real time. */
  readonly timeoutMs: number;
}

/** Waits for a moment of a call (`call.waitFor`). */
export class CallWaits {
  readonly #clock: ProductClock;
  readonly #archive: CallArchive;
  readonly #live: LiveCalls;

  constructor(deps: { clock: ProductClock; archive: CallArchive; live: LiveCalls }) {
    this.#clock = deps.clock;
    this.#archive = deps.archive;
    this.#live = deps.live;
  }

  /**
   * Resolves at once if it already happened. If the clock is frozen, advances it until it happens.
   *
   * @throws `WAIT_TIMEOUT`; `CALL_NOT_LIVE` if the call ended, so it can no longer happen
   */
  async wait(query: MomentQuery): Promise<CallView> {
    const { callId, event, turn } = query;
    this.#archive.stored(null, callId);
    const happened = () => hasHappened(this.#archive.events(callId), event, turn);
    if (!happened() && query.timeoutMs > 0) await this.#watch(query, happened);
    if (happened()) return this.#archive.view(callId);
    if (this.#live.get(callId)) {
      throw new ApiError('WAIT_TIMEOUT', `"${describe(event, turn)}" did not happen in time.`);
    }
    throw new ApiError(
      'CALL_NOT_LIVE',
      `The call is over, so "${describe(event, turn)}" can no longer happen.`,
    );
  }

  #watch({ callId, timeoutMs }: MomentQuery, happened: () => boolean): Promise<void> {
    if (!this.#live.get(callId)) return Promise.resolve();
    return new Promise((resolve) => {
      let over = false;
      const end = () => {
        over = true;
        unfollow();
        timer.cancel();
        resolve();
      };
      const unfollow = this.#live.follow(callId, (event) => {
        if (event.type === 'call.ended' || happened()) end();
      });
      const timer = this.#clock.real.after(timeoutMs, end);
      void this.#clock.driveUntil(() => over);
    });
  }
}

/** Whether the log contains the moment. Turn `n` of `agentTurn` is over after its last sound. */
function hasHappened(
  events: readonly CallEvent[],
  moment: CallMoment,
  turn: number | undefined,
): boolean {
  switch (moment) {
    case 'ringing':
      return events.some((event) => event.type === 'call.ringing');
    case 'answered':
      return events.some((event) => event.type === 'call.answered');
    case 'greeted':
      return events.some(
        (event) =>
          (event.type === 'turn.finished' && event.turn === 0) ||
          (event.type === 'call.answered' && event.data.greeting === null && !event.data.hello),
      );
    case 'agentSpeaking':
      return events.some(
        (event) => event.type === 'playout.started' && (turn === undefined || event.turn === turn),
      );
    case 'agentTurn':
      return events.some(
        (event) => event.type === 'turn.finished' && event.turn === (turn ?? latestTurn(events)),
      );
    case 'ended':
      return events.some((event) => event.type === 'call.ended');
  }
}

function latestTurn(events: readonly CallEvent[]): number | null {
  return events.reduce<number | null>(
    (latest, { turn }) => (turn === null ? latest : Math.max(latest ?? 0, turn)),
    null,
  );
}

function describe(moment: CallMoment, turn: number | undefined): string {
  return turn === undefined ? moment : `${moment} ${turn}`;
}
