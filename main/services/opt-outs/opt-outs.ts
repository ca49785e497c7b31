import { ApiError, LIVE_LIST_LIMIT, type OptOut } from '../../../common/contract/index.ts';
import { optChange } from '../../../common/rules/phone/opt-words.ts';
import { optedOut } from '../../carriers/opted-out.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { NumberRecord } from '../../store/numbers/numbers.ts';
import type { OptOutRecord, OptOutStore } from '../../store/numbers/opt-outs.ts';
import type { ChangeFeed } from '../changes.ts';

export interface OptOutsDeps {
  /** Opt-outs from simulated numbers. */
  readonly own: OptOutStore;
  /** What Twilio is known to block. The list is kept by Twilio's carrier, and Twilio decides. */
  readonly atTwilio: OptOutStore;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
}

/**
 * Who opted out of texts from which number. Simulated numbers behave like real ones: in an SMS or
 * MMS, STOP, START and HELP are answered by the carrier; in an iMessage they mean nothing.
 */
export class OptOuts {
  readonly #deps: OptOutsDeps;

  constructor(deps: OptOutsDeps) {
    this.#deps = deps;
  }

  /** Both lists, newest first, with at most this many entries of each. */
  list(limit = LIVE_LIST_LIMIT): OptOut[] {
    const { own, atTwilio } = this.#deps;
    return [
      ...own.newest(limit).map((record) => view(record, 'simulated')),
      ...atTwilio.newest(limit).map((record) => view(record, 'twilio')),
    ].sort((a, b) => (a.since < b.since ? 1 : -1));
  }

  /**
   * A text arrived; called within its transaction.
   * @returns whether the list changed
   */
  heard(number: NumberRecord, text: { from: string; body: string; channel: string }): boolean {
    const { own, clock } = this.#deps;
    if (number.carrier !== 'simulated' || !isCarriers(text.channel)) return false;
    const change = optChange(text.body);
    if (change === 'out') return own.add(number.phoneNumber, text.from, clock.now());
    return change === 'in' && own.remove(number.phoneNumber, text.from);
  }

  /** Since when the person has opted out of SMS from this number; null if they have not. */
  sinceMs(number: NumberRecord, address: string): number | null {
    const { own, atTwilio } = this.#deps;
    const list = number.carrier === 'twilio' ? atTwilio : own;
    return list.sinceMs(number.phoneNumber, address);
  }

  /** @throws ApiError `VALIDATION_ERROR` for a text to a person who opted out */
  check({
    number,
    to,
    channel,
  }: {
    readonly number: NumberRecord;
    readonly to: string;
    readonly channel: string;
  }): void {
    if (number.carrier !== 'simulated' || !isCarriers(channel)) return;
    const sinceMs = this.#deps.own.sinceMs(number.phoneNumber, to);
    if (sinceMs !== null) throw optedOut(number.phoneNumber, to, sinceMs);
  }

  /**
   * Takes a person off the list, as if they had texted START.
   * @throws ApiError `NOT_FOUND`, or `CONFLICT` if Twilio keeps the list
   */
  reset(phoneNumber: string, address: string): OptOut[] {
    const { own, atTwilio } = this.#deps;
    if (atTwilio.sinceMs(phoneNumber, address) !== null) {
      throw new ApiError(
        'CONFLICT',
        `Twilio keeps this list: ${address} has to text START to ${phoneNumber}.`,
      );
    }
    if (!own.remove(phoneNumber, address)) {
      throw new ApiError('NOT_FOUND', `${address} has not texted STOP to ${phoneNumber}.`);
    }
    this.publish();
    return this.list();
  }

  /** Announces the lists to the window; to be called after the commit. */
  publish(): void {
    this.#deps.changes.publish({ kind: 'optOuts', item: this.list() });
  }
}

function isCarriers(channel: string): boolean {
  return channel === 'sms' || channel === 'mms';
}

function view({ phoneNumber, address, sinceMs }: OptOutRecord, carrier: OptOut['carrier']): OptOut {
  return { phoneNumber, address, since: new Date(sinceMs).toISOString(), carrier };
}
