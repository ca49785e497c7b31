/**
 * The regions of postal codes: by the first three digits in the US, by the first letter in Canada.
 */

/** The first and last prefix of each range, by state. */
const US_RANGES: Readonly<Record<string, string>> = {
  AL: '350-369',
  AK: '995-999',
  AZ: '850-865',
  AR: '716-729',
  CA: '900-961',
  CO: '800-816',
  CT: '060-069',
  DE: '197-199',
  DC: '200-200 202-205',
  FL: '320-349',
  GA: '300-319 398-399',
  HI: '967-968',
  ID: '832-838',
  IL: '600-629',
  IN: '460-479',
  IA: '500-528',
  KS: '660-679',
  KY: '400-427',
  LA: '700-714',
  ME: '039-049',
  MD: '206-219',
  MA: '010-027 055-055',
  MI: '480-499',
  MN: '550-567',
  MS: '386-397',
  MO: '630-658',
  MT: '590-599',
  NE: '680-693',
  NV: '889-898',
  NH: '030-038',
  NJ: '070-089',
  NM: '870-884',
  NY: '005-005 100-149',
  NC: '270-289',
  ND: '580-588',
  OH: '430-459',
  OK: '730-732 734-749',
  OR: '970-979',
  PA: '150-196',
  RI: '028-029',
  SC: '290-299',
  SD: '570-577',
  TN: '370-385',
  TX: '733-733 750-799 885-885',
  UT: '840-847',
  VT: '050-054 056-059',
  VA: '201-201 220-246',
  WA: '980-994',
  WV: '247-268',
  WI: '530-549',
  WY: '820-831',
};

const CA_LETTERS: Readonly<Record<string, string>> = {
  A: 'NL',
  B: 'NS',
  C: 'NS',
  E: 'NB',
  G: 'QC',
  H: 'QC',
  J: 'QC',
  K: 'ON',
  L: 'ON',
  M: 'ON',
  N: 'ON',
  P: 'ON',
  R: 'MB',
  S: 'SK',
  T: 'AB',
  V: 'BC',
  X: 'YT',
  Y: 'YT',
};

interface Range {
  readonly region: string;
  readonly first: number;
  readonly last: number;
}

const RANGES: readonly Range[] = Object.entries(US_RANGES).flatMap(([region, ranges]) =>
  ranges.split(' ').map((range) => {
    const [first, last] = range.split('-').map(Number);
    return { region, first: first ?? 0, last: last ?? -1 };
  }),
);

/** The two-letter state or province of a postal code; null if there is no such code. */
export function regionOfPostalCode(text: string): string | null {
  const code = text.trim().toUpperCase();
  if (/^[A-Z]\d[A-Z]( ?\d[A-Z]\d)?$/.test(code)) return CA_LETTERS[code.slice(0, 1)] ?? null;
  if (!/^\d{5}(-\d{4})?$/.test(code)) return null;
  const prefix = Number(code.slice(0, 3));
  return RANGES.find(({ first, last }) => prefix >= first && prefix <= last)?.region ?? null;
}
