import type { NumberLookup } from '../../../common/contract/index.ts';
import { noPhoneNumber } from '../../../common/rules/phone/pasted-number.ts';
import { countryOf, toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { faultyField } from '../faulty-field.ts';

const MAX_NUMBERS = 25;
const TOLL_FREE = /^\+1(800|833|844|855|866|877|888)/;

/** `GET /v1/numbers/lookup`. No network is consulted, so the line type is merely plausible. */
export function lookUpNumbers(commaList: string): NumberLookup['data'] {
  const texts = commaList.split(',').filter((text) => text.trim() !== '');
  if (texts.length === 0 || texts.length > MAX_NUMBERS) {
    throw faultyField('phoneNumbers', `Give 1 to ${MAX_NUMBERS} phone numbers, comma-separated.`);
  }
  return texts.map((text) => {
    // An unescaped + in a query string arrives as a space.
    const phoneNumber = toE164(text.replace(/^ (?=\d)/, '+'));
    if (!phoneNumber) throw faultyField('phoneNumbers', `${noPhoneNumber(text)}.`);
    return {
      phoneNumber,
      lineType: TOLL_FREE.test(phoneNumber) ? 'tollFree' : 'mobile',
      country: countryOf(phoneNumber),
      rcsEnabled: false,
    };
  });
}
