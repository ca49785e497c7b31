import { type EnglishRule, isOfNoun, plural, type Scene } from './english-rule.ts';
import { CURRENCIES, type Currency, SCALES } from './words/currencies.ts';

const SIGN = String.raw`(?:(?:US|CA|AU|NZ|HK|[ACRS])?\$|[€£¥₹₩₽₺₴₪฿₫₦]|Rs\.)`;
const CODE = `(?:${Object.keys(CURRENCIES)
  .filter((key) => /^[A-Z]{3}$/.test(key))
  .join('|')})`;
const AMOUNT = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d\d|\d+(?:[.,]\d\d?(?!\d)|\.\d+)?`;
const SCALE = String.raw`(?: ?(?:million|billion|trillion|thousand)\b|(?:mio|mn|bn|tn|[kKmMbBtT])\b)`;
/** Amounts that Flite reads correctly. */
const PLAIN_DOLLARS = /^\$(?!0\.)(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d\d)?(?: (?:m|b|tr)illion)?$/;
/** The unit of a rate: "$5/mo". */
// biome-ignore format: a table is read in rows
const PER: Readonly<Record<string, string>> = {
  mo: 'month', month: 'month', yr: 'year', year: 'year', wk: 'week', week: 'week',
  day: 'day', hr: 'hour', h: 'hour', hour: 'hour', min: 'minute', minute: 'minute',
  kg: 'kilogram', lb: 'pound', g: 'gram', l: 'liter', gal: 'gallon', oz: 'ounce',
  night: 'night', person: 'person', pp: 'person', user: 'user', item: 'item', unit: 'unit',
  km: 'kilometer', mi: 'mile', sqft: 'square foot', kWh: 'kilowatt hour', each: 'each',
};
const RATE = String.raw`(?: ?\/ ?(?<per>${Object.keys(PER).join('|')})\b)?`;

/** "€45", "$1,234.50", "£3m", "US$45", "-$5", "$10-20", "EUR 45". */
export const signedMoney: EnglishRule = {
  reading: 'money',
  hasFigures: true,
  pattern: new RegExp(
    `(?<![\\w$])(?<minus>[-−] ?)?(?:(?<sign>${SIGN}) ?|(?<code>${CODE}) )(?<minus2>[-−])?(?<amount>${AMOUNT})(?<scale>${SCALE})?(?: ?[-–—] ?(?:${SIGN})?(?<to>${AMOUNT})(?<toScale>${SCALE})?)?${RATE}(?![\\w%])`,
    'g',
  ),
  say: (found, scene) => {
    const { written, groups } = found;
    const { minus, minus2, sign, code, amount = '', scale = '', to, toScale, per } = groups;
    const currency = CURRENCIES[sign || code || ''];
    if (!currency) return null;
    if (scene.reads('dollars') && PLAIN_DOLLARS.test(written) && !isOfNoun(found)) return written;
    const below = minus || minus2 ? 'minus ' : '';
    const rate = per === 'each' ? ' each' : per ? ` per ${PER[per]}` : '';
    if (!to) {
      const { one, cent } = currency;
      const isNoun = isOfNoun(found) && scale === '' && !/[.,]\d\d?$/.test(amount);
      const counted = isNoun ? { ...currency, many: one, cents: cent } : currency;
      return `${below}${sum(amount, scale, counted, scene)}${rate}`;
    }
    const from = scale === '' && !/[.,]\d\d?$/.test(amount) ? scene.number(plain(amount)) : null;
    const first = from ?? sum(amount, scale, currency, scene);
    return `${below}${first} to ${sum(to, toScale ?? '', currency, scene)}${rate}`;
  },
};

/** "45 €", "45€", "10-20 EUR", "99¢". */
export const trailingMoney: EnglishRule = {
  reading: 'money',
  hasFigures: true,
  pattern: new RegExp(
    `(?<![\\w.,$])(?:(?<from>${AMOUNT}) ?[-–—] ?|(?<minus>[-−]))?(?<amount>${AMOUNT})(?<scale>${SCALE})? ?(?<sign>${SIGN}|¢|kr\\b|(?:${CODE})\\b)${RATE}(?![\\d])`,
    'g',
  ),
  say: ({ groups }, scene) => {
    const { from, minus, amount = '', scale = '', sign = '', per } = groups;
    const below = from ? `${scene.number(plain(from))} to ` : minus ? 'minus ' : '';
    const rate = per === 'each' ? ' each' : per ? ` per ${PER[per]}` : '';
    if (sign === '¢') {
      const cents = plain(amount);
      return `${below}${scene.number(cents)} ${plural(cents, 'cent', 'cents')}${rate}`;
    }
    const currency = CURRENCIES[sign];
    return currency ? `${below}${sum(amount, scale, currency, scene)}${rate}` : null;
  },
};

function sum(written: string, scale: string, currency: Currency, scene: Scene): string {
  const amount = plain(written);
  const big = SCALES[scale.trim()];
  if (big !== undefined) return `${scene.number(amount)} ${big} ${currency.many}`;
  const [whole = '0', part = ''] = amount.split('.');
  const { one, many, cent, cents } = currency;
  const count = whole.replaceAll(',', '');
  if (part === '' || cent === null || cents === null || part.length > 2) {
    return `${scene.number(amount)} ${plural(amount, one, many)}`;
  }
  const small = String(Number(part.padEnd(2, '0')));
  const rest = `${scene.number(small)} ${plural(small, cent, cents)}`;
  const units = `${scene.number(whole)} ${plural(count, one, many)}`;
  if (small === '0') return units;
  return Number(count) === 0 ? rest : `${units} and ${rest}`;
}

/** The amount with a point before the cents, in whatever way it was written. */
function plain(amount: string): string {
  if (/,\d\d?$/.test(amount)) return amount.replaceAll('.', '').replace(',', '.');
  return amount;
}
