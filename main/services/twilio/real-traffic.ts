import { ApiError, type TwilioStatus } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { countryOf, formatPhoneNumber } from '../../../common/rules/phone/phone-numbers.ts';
import type { TwilioRest } from '../../carriers/twilio/rest/twilio-rest.ts';
import type { RealTime } from '../../platform/time/clock.ts';

export interface RealTrafficDeps {
  readonly real: RealTime;
  readonly rest: () => TwilioRest;
  readonly onChange: () => void;
}

type Asked = NonNullable<TwilioStatus['asked']>;

/**
 * Whether calls and texts that cost money are allowed in this run. The first attempt is refused and
 * shown with its costs. Once a person has agreed, no further attempt is refused in this run.
 */
export class RealTraffic {
  readonly #deps: RealTrafficDeps;
  #state: 'ask' | 'allowed' = 'ask';
  #asked: Asked | null = null;

  constructor(deps: RealTrafficDeps) {
    this.#deps = deps;
  }

  get state(): 'ask' | 'allowed' {
    return this.#state;
  }

  get asked(): Asked | null {
    return this.#asked;
  }

  set(state: 'ask' | 'allowed'): void {
    this.#state = state;
    this.#asked = null;
    this.#deps.onChange();
  }

  /** @throws ApiError `REAL_TRAFFIC_UNCONFIRMED` */
  check(what: 'call' | 'text', from: string, to: string): void {
    if (this.#state === 'allowed') return;
    const asked = {
      what,
      from,
      to,
      costs: `Twilio bills this ${what}; its price is being looked up.`,
      askedAt: toDateTime(this.#deps.real.now()),
    };
    this.#asked = asked;
    this.#deps.onChange();
    void this.#lookUp(asked);
    throw new ApiError(
      'REAL_TRAFFIC_UNCONFIRMED',
      `This would be a real ${what} over Twilio from ${formatPhoneNumber(from)} to ${formatPhoneNumber(to)}, and it costs money. Allow real traffic for this run in the window, or with twilio.set {"traffic":"allowed"}, and try again.`,
    );
  }

  async #lookUp(asked: Asked): Promise<void> {
    const costs = await this.#costs(asked);
    if (this.#asked !== asked) return;
    this.#asked = { ...asked, costs };
    this.#deps.onChange();
  }

  async #costs({ what, from, to }: Asked): Promise<string> {
    const isCall = what === 'call';
    const rest = this.#deps.rest();
    const price = isCall
      ? await rest.callPrice(to, from)
      : await rest.textPrice(countryOf(to) ?? 'US');
    if (price) {
      const unit = isCall ? 'a minute' : 'a segment';
      return `About ${price.amount} ${price.currency} ${unit}, by Twilio's price list.`;
    }
    // The reason is in the inspector; the user is asked without a price.
    return `Twilio bills this ${what}, but did not tell its price. See https://www.twilio.com/en-us/pricing`;
  }
}
