/** Notations in symbols and figures, by the knowledge a voice needs to read them. */
export const READINGS = [
  'plainNumbers',
  'ordinals',
  'percents',
  'dollars',
  'money',
  'hoursMinutes',
  'times',
  'dates',
  'ranges',
  'units',
  'fractions',
  'versions',
  'phoneNumbers',
  'addresses',
  'ids',
  'capitals',
  'abbreviations',
  'romans',
  'symbols',
] as const;
export type Reading = (typeof READINGS)[number];

/** What a voice can pronounce, and what it reads correctly by itself. */
export interface SpeaksCapability {
  /** The voice's name at the beginning of a sentence: "The embedded voice". */
  readonly voice: string;
  /** Primary language codes; null: any. */
  readonly languages: readonly string[] | null;
  /** What it reads correctly in English; everything else is put into words. */
  readonly reads: ReadonlySet<Reading>;
  /** The letters it knows. Others are converted to these as far as possible. */
  readonly letters: 'ascii' | 'any';
}

/**
 * Flite reads `1,234.50`, `$45.50`, `10:30`, `22nd` and `50%` correctly, as verified by listening.
 */
export const EMBEDDED_VOICE: SpeaksCapability = {
  voice: 'The embedded voice',
  languages: ['en'],
  reads: new Set(['plainNumbers', 'ordinals', 'percents', 'dollars', 'hoursMinutes']),
  letters: 'ascii',
};

/**
 * Voices of cloud services and operating systems normalise text by themselves, in every language
 * they speak.
 */
export const READING_VOICE: SpeaksCapability = {
  voice: 'The voice',
  languages: null,
  reads: new Set(READINGS),
  letters: 'any',
};
