import { ApiError, type ContactCapabilities } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { noPhoneNumber } from '../../../common/rules/phone/pasted-number.ts';
import { toAddress } from '../../../common/rules/phone/phone-numbers.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { Handset, HandsetStore } from '../../store/messages/handsets.ts';
import type { NumberStore } from '../../store/numbers/numbers.ts';
import { faultyField } from '../faulty-field.ts';
import { checkRoom } from '../room.ts';

export interface HandsetsDeps {
  readonly handsets: HandsetStore;
  readonly numbers: NumberStore;
  readonly clock: Clock;
}

/**
 * What the phones of the people at the other end can receive. By default, everybody has an iPhone.
 */
export class Handsets {
  readonly #deps: HandsetsDeps;

  constructor(deps: HandsetsDeps) {
    this.#deps = deps;
  }

  /**
   * @param address in the form that `toAddress` returns, or the placeholder of a hidden or named
   * sender
   */
  of(address: string): Handset {
    const known = this.#deps.handsets.find(address);
    if (known) return known;
    if (address.includes('@')) return { imessage: true, sms: false };
    return { imessage: address.startsWith('+'), sms: true };
  }

  /** @throws ApiError `VALIDATION_ERROR` if the text is not an address */
  get(text: string): Handset & { address: string } {
    const address = addressOf(text);
    return { address, ...this.of(address) };
  }

  /** @throws ApiError `VALIDATION_ERROR` if the text is not an address, `LIMIT_REACHED` */
  set(text: string, handset: Handset): Handset & { address: string } {
    const address = addressOf(text);
    const { handsets } = this.#deps;
    if (!handsets.find(address)) checkRoom('handsets', handsets.count());
    handsets.put(address, handset);
    return { address, ...handset };
  }

  /** The live check of `GET /v1/contacts/capabilities`, which requires an iMessage line. */
  check(accountId: string, text: string): ContactCapabilities {
    const address = toAddress(text);
    if (!address) {
      throw faultyField(
        'phone_number',
        `phone_number must be a phone number such as +14155550100; ${noPhoneNumber(text)}.`,
      );
    }
    const lines = this.#deps.numbers.list(accountId, -1, 0);
    if (!lines.some(({ type }) => type === 'imessage')) {
      throw new ApiError(
        'VALIDATION_ERROR',
        'This check needs an active iMessage line in the account. Make one of your numbers an iMessage line first.',
      );
    }
    const { imessage, sms } = this.of(address);
    return {
      phoneNumber: address,
      capabilities: { imessage, sms },
      checkedAt: toDateTime(this.#deps.clock.now()),
    };
  }
}

function addressOf(text: string): string {
  const address = toAddress(text);
  if (address) return address;
  throw faultyField('address', `${noPhoneNumber(text)}, and no e-mail address.`);
}
