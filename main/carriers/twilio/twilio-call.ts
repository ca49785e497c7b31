import type { ClockTimer, RealTime } from '../../platform/time/clock.ts';
import type { LegObserver } from '../carrier.ts';
import { answeredBy, isFinal, notReached, rankOf } from './call-status.ts';
import type { CallbackParams } from './callbacks.ts';

/** Operations on a call at Twilio. They never throw: problems are reported to the user. */
export interface CallControl {
  end(callSid: string): Promise<void>;
  transfer(callSid: string, to: string): Promise<void>;
  /** Its status as Twilio names it; null if it cannot be obtained. */
  status(callSid: string): Promise<string | null>;
}

export interface TwilioCallDeps {
  readonly callId: string;
  readonly direction: 'inbound' | 'outbound';
  /** Null until Twilio has accepted an outbound call. */
  readonly callSid: string | null;
  /** An outbound call counts as answered only once it is known whether by a person or a machine. */
  readonly detectsVoicemail: boolean;
  readonly real: RealTime;
  readonly control: CallControl;
  /** Our side is over: no further events are reported. */
  readonly onOver: () => void;
  /** The call is over at Twilio too, or continues there without us. */
  readonly onSettled: () => void;
  /** The call was answered, but Twilio's socket did not reach us. */
  readonly onUnreachable: () => void;
  /**
   * The socket is late but may still come: called with true when it is late, with false once it is
   * there.
   */
  readonly onLate: (isLate: boolean) => void;
}

/** How long Twilio may take from the answer to the socket before we ask for the call's status. */
const MEDIA_SOCKET_OPENS_MS = 15_000;
/**
 * A trial account plays a notice until the person on the phone presses a key. Its calls last ten
 * minutes at most (https://www.twilio.com/docs/api/errors/13805), so there is no point in waiting
 * longer.
 */
const LINE_COMES_MS = 600_000;
/**
 * Twilio may be unreachable for a moment; after this many failures in a row, the call counts as
 * lost.
 */
const MOST_UNKNOWN = 3;
/**
 * After a socket broke, the TwiML makes Twilio ask us again and open a new one, which takes a
 * second. After this time we stop waiting.
 */
const MEDIA_SOCKET_REOPENS_MS = 5_000;
/**
 * When a stream stops, somebody has hung up; the callback that says so arrives about the same time.
 */
const STATUS_COMES_MS = 5_000;
/** Twilio decides within 30 s; its callback may get lost. */
const DETECTION_MS = 35_000;

/** One call as Twilio sees it: when it is reached, answered, broken and over. */
export class TwilioCall {
  readonly callId: string;
  /** BCP 47: the language of what Twilio says for us, even after our side is over. */
  language = 'en-US';
  readonly #deps: TwilioCallDeps;
  readonly #placing = new AbortController();
  #observer: LegObserver | null = null;
  #callSid: string | null;
  #rank = -1;
  #answeredBy: 'human' | 'voicemail' | null;
  #mediaSocketOpen = false;
  #mediaSocketEverOpen = false;
  /** How often Twilio asked for the line's address since it last opened one. */
  #offers = 0;
  /** Since when the first socket has been awaited. */
  #awaitedSinceMs: number | null = null;
  #unknown = 0;
  #isLate = false;
  #answered = false;
  #over = false;
  /** The number to transfer the far end to when our side ends; null: none. */
  #transferTo: string | null = null;
  #atTwilioOver = false;
  #stopped = false;
  #onFinal: () => void = () => {};
  /** Settles when Twilio has accepted the call, or certainly will not. */
  readonly #placed = Promise.withResolvers<void>();
  #mediaSocketTimer: ClockTimer | null = null;
  #detectionTimer: ClockTimer | null = null;

  constructor(deps: TwilioCallDeps) {
    this.#deps = deps;
    this.callId = deps.callId;
    this.#callSid = deps.callSid;
    if (deps.callSid !== null) this.#placed.resolve();
    this.#answeredBy = deps.detectsVoicemail ? null : 'human';
  }

  get callSid(): string | null {
    return this.#callSid;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Aborted if the call is no longer wanted before it was placed. */
  get placing(): AbortSignal {
    return this.#placing.signal;
  }

  attach(observer: LegObserver): void {
    this.#observer = observer;
  }

  /** Twilio accepted the call. Its first callbacks may have arrived before this response. */
  placed(callSid: string): void {
    this.#callSid = callSid;
    this.#placed.resolve();
  }

  /** Twilio refused the call, or was never asked. */
  refused(told?: string): void {
    this.#atTwilioOver = true;
    this.#placed.resolve();
    this.#observer?.notReached('failed', told);
  }

  /** Inbound: we pick up; the socket follows. */
  answer(): void {
    this.#awaitMediaSocket(MEDIA_SOCKET_OPENS_MS);
  }

  /** A status callback. An outdated one is ignored. */
  status(params: CallbackParams): void {
    const rank = rankOf(params.CallStatus);
    if (rank <= this.#rank) return;
    this.#rank = rank;
    if (isFinal(params.CallStatus)) {
      this.#atTwilioOver = true;
      this.#onFinal();
      const why = this.#answered ? null : notReached(params);
      if (why === null) this.#observer?.hungUp();
      else this.#observer?.notReached(why);
    } else if (params.CallStatus === 'ringing') {
      this.#observer?.ringing();
    } else if (rank === rankOf('in-progress') && !this.#mediaSocketOpen) {
      this.#awaitMediaSocket(MEDIA_SOCKET_OPENS_MS);
    }
  }

  /** The result of answering-machine detection. */
  detected(params: CallbackParams): void {
    if (this.#answeredBy !== null || this.#over) return;
    const by = answeredBy(params);
    if (by === 'fax') {
      this.#observer?.notReached('failed');
      return;
    }
    this.#answeredBy = by;
    this.#tellAnswered();
  }

  mediaSocketOpened(): void {
    this.#mediaSocketTimer?.cancel();
    this.#mediaSocketTimer = null;
    this.#mediaSocketOpen = true;
    this.#mediaSocketEverOpen = true;
    this.#offers = 0;
    this.#late(false);
    this.#rank = Math.max(this.#rank, rankOf('in-progress'));
    if (this.#answeredBy === null) {
      this.#detectionTimer ??= this.#deps.real.after(DETECTION_MS, () => this.detected({}));
    }
    this.#tellAnswered();
  }

  /**
   * Twilio got the line's address. It asks again only if it could not open the line, or lost it.
   */
  mediaSocketOffered(): void {
    this.#offers += 1;
  }

  /**
   * Asks Twilio whether the call is still live, because its callbacks may get lost. If it is over
   * there, it ends here too.
   */
  async check(): Promise<'live' | 'over' | 'unknown'> {
    if (this.#callSid === null) return 'unknown';
    const status = await this.#deps.control.status(this.#callSid);
    if (status === null) return 'unknown';
    if (!isFinal(status)) return 'live';
    this.status({ CallStatus: status });
    return 'over';
  }

  /** The socket broke, but Twilio has not said that the call is over. */
  mediaSocketLost(): void {
    if (this.#over || !this.#mediaSocketOpen) return;
    this.#mediaSocketOpen = false;
    this.#awaitMediaSocket(MEDIA_SOCKET_REOPENS_MS);
  }

  /** Twilio said that the stream ended: the far end has hung up. */
  lineStopped(): void {
    this.#stopped = true;
    this.#observer?.hungUp();
  }

  /** The far end will be transferred as soon as our side hangs up, which it does at once. */
  transfer(to: string): void {
    if (!this.#over) this.#transferTo = to;
  }

  /** Whether the call continues at Twilio although our side is over. */
  get isHandedOver(): boolean {
    return this.#over && this.#transferTo !== null;
  }

  /**
   * Ends our side. At Twilio the call is ended, or transferred, once `drained` has settled, because
   * the last words are still on their way.
   * @returns resolves when the line may be closed; closing it before a transfer would end the call
   */
  hangUp(drained: Promise<void> = Promise.resolve()): Promise<void> {
    if (this.#over) return Promise.resolve();
    this.#over = true;
    this.#observer = null;
    this.#mediaSocketTimer?.cancel();
    this.#detectionTimer?.cancel();
    this.#placing.abort();
    const settled = this.#endAtTwilio(drained);
    this.#deps.onOver();
    return this.#transferTo === null ? drained : settled;
  }

  async #endAtTwilio(drained: Promise<void>): Promise<void> {
    await drained;
    await this.#placed.promise;
    if (this.#stopped && !this.#atTwilioOver) await this.#finalStatus();
    if (this.#callSid !== null && !this.#atTwilioOver) {
      const { control } = this.#deps;
      if (this.#transferTo === null) await control.end(this.#callSid);
      else await control.transfer(this.#callSid, this.#transferTo);
    }
    this.#deps.onSettled();
  }

  /** Resolves when Twilio has said that the call is over, or after waiting long enough. */
  #finalStatus(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#deps.real.after(STATUS_COMES_MS, resolve);
      this.#onFinal = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  #tellAnswered(): void {
    if (this.#answered || !this.#mediaSocketOpen || this.#answeredBy === null) return;
    this.#detectionTimer?.cancel();
    this.#answered = true;
    this.#observer?.answered(this.#answeredBy);
  }

  #awaitMediaSocket(ms: number): void {
    if (this.#over) return;
    this.#awaitedSinceMs ??= this.#deps.real.monotonicMs();
    this.#mediaSocketTimer?.cancel();
    this.#mediaSocketTimer = this.#deps.real.after(ms, () => void this.#mediaSocketMissing());
  }

  async #mediaSocketMissing(): Promise<void> {
    if (!this.#mediaSocketEverOpen) {
      const state = await this.check();
      if (this.#over || this.#mediaSocketEverOpen || state === 'over') return;
      if (this.#mayStillCome(state)) {
        this.#late(true);
        this.#awaitMediaSocket(MEDIA_SOCKET_OPENS_MS);
        return;
      }
      this.#deps.onUnreachable();
    }
    this.#observer?.lost();
  }

  /** Whether the first socket may still be opened, although it is late. */
  #mayStillCome(state: 'live' | 'unknown'): boolean {
    const waitedMs = this.#deps.real.monotonicMs() - (this.#awaitedSinceMs ?? 0);
    this.#unknown = state === 'unknown' ? this.#unknown + 1 : 0;
    // Twilio already tried and failed, so it is not that it has yet to try.
    const wasTried = this.#offers > 1;
    return !wasTried && waitedMs < LINE_COMES_MS && this.#unknown < MOST_UNKNOWN;
  }

  #late(isLate: boolean): void {
    if (isLate === this.#isLate) return;
    this.#isLate = isLate;
    this.#deps.onLate(isLate);
  }
}
