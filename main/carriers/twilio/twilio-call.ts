import type { ClockTimer, RealTime } from '../../platform/time/clock.ts';
import type { LegObserver } from '../carrier.ts';
import { answeredBy, isFinal, notReached, rankOf } from './call-status.ts';
import type { CallbackParams } from './callbacks.ts';

/** What is done to a call at Twilio. Nothing throws: trouble is reported to a person. */
export interface CallControl {
  end(callSid: string): Promise<void>;
  transfer(callSid: string, to: string): Promise<void>;
  /** Its status by Twilio's own words; null when that cannot be had. */
  status(callSid: string): Promise<string | null>;
}

export interface TwilioCallDeps {
  readonly callId: string;
  readonly direction: 'inbound' | 'outbound';
  /** Null until Twilio has accepted a call of ours. */
  readonly callSid: string | null;
  /** An outbound call counts as answered once it is known whether a person or a machine answered. */
  readonly detectsVoicemail: boolean;
  readonly real: RealTime;
  readonly control: CallControl;
  /** Our side is over: nothing more is told to anybody. */
  readonly onOver: () => void;
  /** The call is over at Twilio too, or goes on there without us. */
  readonly onSettled: () => void;
  /** Twilio reached somebody, but its socket did not reach us. */
  readonly onUnreachable: () => void;
  /** The same, but it may still come: true from when it is late, false once it came. */
  readonly onLate: (isLate: boolean) => void;
}

/** How long Twilio may take from the answer to the socket before it is asked about the call. */
const MEDIA_SOCKET_OPENS_MS = 15_000;
/**
 * A trial account plays a notice until the person on the phone presses a key. Its calls last ten
 * minutes at most (https://www.twilio.com/docs/api/errors/13805): nobody waits any longer.
 */
const LINE_COMES_MS = 600_000;
/** Twilio may be out of reach for a moment; so often in a row it is gone. */
const MOST_UNKNOWN = 3;
/**
 * A line that broke is opened anew by Twilio when the TwiML sends it back to us; that takes a
 * second. Later than this nobody waits any more.
 */
const MEDIA_SOCKET_REOPENS_MS = 5_000;
/** A stream that stopped means that somebody hung up; the callback that says so comes with it. */
const STATUS_COMES_MS = 5_000;
/** Twilio decides within 30 s; its callback may be lost. */
const DETECTION_MS = 35_000;

/** One call as Twilio sees it: when it is reached, answered, broken and over. */
export class TwilioCall {
  readonly callId: string;
  /** BCP 47: what Twilio says for us is said in it, after our side is over too. */
  language = 'en-US';
  readonly #deps: TwilioCallDeps;
  readonly #placing = new AbortController();
  #observer: LegObserver | null = null;
  #callSid: string | null;
  #rank = -1;
  #answeredBy: 'human' | 'voicemail' | null;
  #mediaSocketOpen = false;
  #mediaSocketEverOpen = false;
  /** How often Twilio asked where the line is without having opened one since. */
  #offers = 0;
  /** Since when the first line is awaited. */
  #awaitedSinceMs: number | null = null;
  #unknown = 0;
  #isLate = false;
  #answered = false;
  #over = false;
  /** Who takes the far end over once our side is over; null: nobody. */
  #transferTo: string | null = null;
  #atTwilioOver = false;
  #stopped = false;
  #onFinal: () => void = () => {};
  /** Settles when Twilio has the call, or will never have it. */
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

  /** Aborted when nobody wants the call any more before it was placed. */
  get placing(): AbortSignal {
    return this.#placing.signal;
  }

  attach(observer: LegObserver): void {
    this.#observer = observer;
  }

  /** Twilio accepted the call. Its first callbacks may have come before the answer did. */
  placed(callSid: string): void {
    this.#callSid = callSid;
    this.#placed.resolve();
  }

  /** Twilio did not accept it, or was not asked. */
  refused(told?: string): void {
    this.#atTwilioOver = true;
    this.#placed.resolve();
    this.#observer?.notReached('failed', told);
  }

  /** Inbound: we pick up; the socket follows. */
  answer(): void {
    this.#awaitMediaSocket(MEDIA_SOCKET_OPENS_MS);
  }

  /** A status callback. Old news is no news. */
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

  /** What answering-machine detection found. */
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

  /** The socket is there. */
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

  /** Twilio is told where the line is. It asks anew only when it could not open it, or lost it. */
  mediaSocketOffered(): void {
    this.#offers += 1;
  }

  /**
   * Asks Twilio whether the call goes on: its callbacks may be lost. One that is over there is over
   * here.
   */
  async check(): Promise<'live' | 'over' | 'unknown'> {
    if (this.#callSid === null) return 'unknown';
    const status = await this.#deps.control.status(this.#callSid);
    if (status === null) return 'unknown';
    if (!isFinal(status)) return 'live';
    this.status({ CallStatus: status });
    return 'over';
  }

  /** The socket broke, and Twilio has not said that the call is over. */
  mediaSocketLost(): void {
    if (this.#over || !this.#mediaSocketOpen) return;
    this.#mediaSocketOpen = false;
    this.#awaitMediaSocket(MEDIA_SOCKET_REOPENS_MS);
  }

  /** Twilio said that the stream ended: the far end is gone. */
  lineStopped(): void {
    this.#stopped = true;
    this.#observer?.hungUp();
  }

  /** Somebody else takes the far end over as soon as our side hangs up, which it does at once. */
  transfer(to: string): void {
    if (!this.#over) this.#transferTo = to;
  }

  /** Whether the call goes on at Twilio though our side is over. */
  get isHandedOver(): boolean {
    return this.#over && this.#transferTo !== null;
  }

  /**
   * Our side ends. At Twilio the call ends, or is handed over, once `drained`: the last words are
   * on their way.
   * @returns resolves when the line may be closed; before a transfer that would end the call
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

  /** Resolves when Twilio has said that the call is over, or does not say it. */
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

  /** Whether the first line can still open, though it is late. */
  #mayStillCome(state: 'live' | 'unknown'): boolean {
    const waitedMs = this.#deps.real.monotonicMs() - (this.#awaitedSinceMs ?? 0);
    this.#unknown = state === 'unknown' ? this.#unknown + 1 : 0;
    // Twilio tried before and failed, so it is not that it has yet to try.
    const wasTried = this.#offers > 1;
    return !wasTried && waitedMs < LINE_COMES_MS && this.#unknown < MOST_UNKNOWN;
  }

  #late(isLate: boolean): void {
    if (isLate === this.#isLate) return;
    this.#isLate = isLate;
    this.#deps.onLate(isLate);
  }
}
