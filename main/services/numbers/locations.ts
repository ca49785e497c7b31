import { ApiError, type Location } from '../../../common/contract/index.ts';
import { toAddress } from '../../../common/rules/phone/phone-numbers.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { LocationStore } from '../../store/numbers/locations.ts';

/** How long a device needs to report its location, for clients that poll. */
const POLL_AFTER_SECONDS = 20;

/** The locations that people share (docs/reference/provider/contacts.md#places). */
export class Locations {
  readonly #locations: LocationStore;
  readonly #clock: Clock;

  constructor(deps: { readonly locations: LocationStore; readonly clock: Clock }) {
    this.#locations = deps.locations;
    this.#clock = deps.clock;
  }

  /** For a person who shares nothing, the status is `unavailable`; this is not an error. */
  get(phone: string): Location {
    const phoneNumber = addressOf(phone);
    const known = this.#locations.find(phoneNumber);
    return {
      phoneNumber,
      latitude: known?.latitude ?? null,
      longitude: known?.longitude ?? null,
      status: known ? 'available' : 'unavailable',
      lastUpdated: Math.floor((known?.updatedAtMs ?? 0) / 1000),
    };
  }

  /** The person starts to share this location; null stops sharing. */
  set(phone: string, place: { latitude: number; longitude: number } | null): Location {
    const address = addressOf(phone);
    if (place === null) this.#locations.remove(address);
    else this.#locations.put({ address, ...place, updatedAtMs: this.#clock.now() });
    return this.get(address);
  }

  /** Everybody who shares a location reports it again. */
  refresh(): { success: true; pollAfterSeconds: number } {
    this.#locations.touchAll(this.#clock.now());
    return { success: true, pollAfterSeconds: POLL_AFTER_SECONDS };
  }
}

function addressOf(phone: string): string {
  const address = toAddress(phone);
  if (address) return address;
  throw new ApiError('VALIDATION_ERROR', `"${phone}" is no phone number such as +14155550100.`);
}
