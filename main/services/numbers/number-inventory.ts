import {
  ApiError,
  type AvailableNumber,
  type AvailableQuery,
} from '../../../common/contract/index.ts';
import { placeOfAreaCode } from '../../../common/rules/phone/area-code-places.ts';
import {
  areaCodesOf,
  type Country,
  neighboursOf,
  regionOfAreaCode,
} from '../../../common/rules/phone/area-codes.ts';
import { regionOfPostalCode } from '../../../common/rules/phone/postal-regions.ts';
import { type SeededRandom, seededRandom } from '../../../common/rules/seeded-random.ts';
import type { NumberStore } from '../../store/numbers/numbers.ts';

/** Lines 555-0100 to 555-0199 are reserved for fiction, so no real phone can be reached on them. */
const LINES_PER_AREA_CODE = 100;

/**
 * The numbers on sale. Their order looks random but is fixed until the next sale, so that the
 * number on offer is the number bought.
 */
export class NumberInventory {
  readonly #numbers: NumberStore;

  constructor(numbers: NumberStore) {
    this.#numbers = numbers;
  }

  /** The numbers on sale for these filters; the next ones to be sold come first. */
  offered(accountId: string, query: AvailableQuery): AvailableNumber[] {
    const offered: AvailableNumber[] = [];
    for (const phoneNumber of this.#free(accountId, areaCodesFor(query))) {
      offered.push(described(phoneNumber));
      if (offered.length === query.limit) break;
    }
    return offered;
  }

  /** The next number to be sold. @throws ApiError `NO_INVENTORY`, `SERVICE_UNAVAILABLE` */
  next(accountId: string, country: Country, areaCode: string | null): string {
    const areaCodes = areaCodesOf(country);
    const wanted = areaCode === null ? areaCodes : areaCodes.filter((code) => code === areaCode);
    for (const phoneNumber of this.#free(accountId, wanted)) return phoneNumber;
    if (areaCode === null) {
      throw new ApiError('SERVICE_UNAVAILABLE', `No number is available in ${country} right now.`);
    }
    throw new ApiError('NO_INVENTORY', this.#noInventory(country, areaCode));
  }

  /** One line of each area code, then a second of each, and so on. */
  *#free(accountId: string, areaCodes: readonly string[]): Generator<string> {
    const seed = seedOf(`${accountId}/${this.#numbers.countEver()}`);
    const codes = shuffled(areaCodes, seededRandom(seed));
    // Every area code starts at a different line.
    const first = codes.map((code) => (seed + Number(code) * 37) % LINES_PER_AREA_CODE);
    for (let step = 0; step < LINES_PER_AREA_CODE; step += 1) {
      for (const [index, code] of codes.entries()) {
        const phoneNumber = lineOf(code, ((first[index] ?? 0) + step) % LINES_PER_AREA_CODE);
        if (!this.#numbers.wasEverSold(phoneNumber)) yield phoneNumber;
      }
    }
  }

  #isSoldOut(areaCode: string): boolean {
    return Array.from({ length: LINES_PER_AREA_CODE }, (_, line) => lineOf(areaCode, line)).every(
      (phoneNumber) => this.#numbers.wasEverSold(phoneNumber),
    );
  }

  #noInventory(country: Country, areaCode: string): string {
    const near = neighboursOf(country, areaCode);
    const pool = near.length > 0 ? near : areaCodesOf(country);
    const others = pool.filter((code) => !this.#isSoldOut(code)).slice(0, 3);
    return `No ${country} number is available in area code ${areaCode}. Available: ${others.join(', ')}.`;
  }
}

/** Without a country, a place in Canada implies that Canada is meant. */
function areaCodesFor({ areaCode, city, state, zip, country }: AvailableQuery): readonly string[] {
  const placed = [areaCode, city, state, zip].some((filter) => filter !== undefined);
  const countries: readonly Country[] =
    country !== undefined ? [country.toUpperCase() as Country] : placed ? ['US', 'CA'] : ['US'];
  const region = zip === undefined ? null : regionOfPostalCode(zip);
  return countries
    .flatMap((one) => areaCodesOf(one))
    .filter((code) => areaCode === undefined || code === areaCode)
    .filter((code) => city === undefined || isSame(placeOfAreaCode(code), city))
    .filter((code) => state === undefined || isSame(regionOfAreaCode(code), state))
    .filter((code) => zip === undefined || regionOfAreaCode(code) === region);
}

function isSame(known: string | null, asked: string): boolean {
  return known?.toLowerCase() === asked.trim().toLowerCase();
}

function lineOf(areaCode: string, line: number): string {
  return `+1${areaCode}55501${String(line).padStart(2, '0')}`;
}

function described(phoneNumber: string): AvailableNumber {
  const areaCode = phoneNumber.slice(2, 5);
  const city = placeOfAreaCode(areaCode);
  return {
    phoneNumber,
    city,
    state: regionOfAreaCode(areaCode),
    rateCenter: city?.toUpperCase() ?? null,
    areaCode,
  };
}

/** An FNV-1a hash. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/** A Fisher-Yates shuffle. */
function shuffled<T>(list: readonly T[], random: SeededRandom): T[] {
  const mixed = [...list];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
