/** How amounts in a currency are said. */
export interface Currency {
  readonly one: string;
  readonly many: string;
  /** The name of its hundredth part; null if it is not in use. */
  readonly cent: string | null;
  readonly cents: string | null;
}

// biome-ignore format: a table is read in rows
const money = (one: string, many: string, cent: string | null, cents: string | null): Currency => ({
  one, many, cent, cents,
});
const dollar = (of: string) => money(`${of}dollar`, `${of}dollars`, 'cent', 'cents');

/** By symbol and by code. */
// biome-ignore format: a table is read in rows
export const CURRENCIES: Readonly<Record<string, Currency>> = {
  $: dollar(''),
  US$: dollar('U S '), USD: dollar('U S '),
  CA$: dollar('Canadian '), C$: dollar('Canadian '), CAD: dollar('Canadian '),
  A$: dollar('Australian '), AU$: dollar('Australian '), AUD: dollar('Australian '),
  NZ$: dollar('New Zealand '), NZD: dollar('New Zealand '),
  HK$: dollar('Hong Kong '), HKD: dollar('Hong Kong '),
  S$: dollar('Singapore '), SGD: dollar('Singapore '),
  'Rs.': money('rupee', 'rupees', 'paisa', 'paise'),
  kr: money('krona', 'kronor', null, null),
  '€': money('euro', 'euros', 'cent', 'cents'), EUR: money('euro', 'euros', 'cent', 'cents'),
  '£': money('pound', 'pounds', 'penny', 'pence'),
  GBP: money('pound', 'pounds', 'penny', 'pence'),
  '¥': money('yen', 'yen', null, null), JPY: money('yen', 'yen', null, null),
  CNY: money('yuan', 'yuan', null, null), RMB: money('yuan', 'yuan', null, null),
  '₹': money('rupee', 'rupees', 'paisa', 'paise'),
  INR: money('rupee', 'rupees', 'paisa', 'paise'),
  '₩': money('won', 'won', null, null), KRW: money('won', 'won', null, null),
  '₽': money('ruble', 'rubles', 'kopeck', 'kopecks'),
  RUB: money('ruble', 'rubles', 'kopeck', 'kopecks'),
  '₺': money('lira', 'lira', null, null), TRY: money('lira', 'lira', null, null),
  '₴': money('hryvnia', 'hryvnias', null, null),
  UAH: money('hryvnia', 'hryvnias', null, null),
  '₪': money('shekel', 'shekels', null, null), ILS: money('shekel', 'shekels', null, null),
  '฿': money('baht', 'baht', null, null), THB: money('baht', 'baht', null, null),
  '₫': money('dong', 'dong', null, null), VND: money('dong', 'dong', null, null),
  '₦': money('naira', 'naira', null, null), NGN: money('naira', 'naira', null, null),
  R$: money('real', 'reais', 'centavo', 'centavos'),
  BRL: money('real', 'reais', 'centavo', 'centavos'),
  CHF: money('Swiss franc', 'Swiss francs', 'centime', 'centimes'),
  SEK: money('Swedish krona', 'Swedish kronor', null, null),
  NOK: money('Norwegian krone', 'Norwegian kroner', null, null),
  DKK: money('Danish krone', 'Danish kroner', null, null),
  PLN: money('zloty', 'zlotys', null, null),
  CZK: money('Czech koruna', 'Czech korunas', null, null),
  MXN: money('Mexican peso', 'Mexican pesos', 'centavo', 'centavos'),
  ZAR: money('rand', 'rand', 'cent', 'cents'),
  BTC: money('bitcoin', 'bitcoins', null, null),
};

/** Currency names and symbols that can follow the figures. */
// biome-ignore format: a table is read in rows
export const SCALES: Readonly<Record<string, string>> = {
  k: 'thousand', K: 'thousand', thousand: 'thousand',
  m: 'million', M: 'million', mn: 'million', mio: 'million', million: 'million',
  b: 'billion', B: 'billion', bn: 'billion', billion: 'billion',
  t: 'trillion', T: 'trillion', tn: 'trillion', trillion: 'trillion',
};
