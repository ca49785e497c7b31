/** What is written in signs and figures, by what a voice has to know to say it. */
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

/** What a voice can say, and what it says well by itself. */
export interface SpeaksCapability {
  /** In messages, at the beginning of a sentence: "The embedded voice". */
  readonly voice: string;
  /** Primary language codes; null: any. */
  readonly languages: readonly string[] | null;
  /** What it reads well in English; the rest is put into words. */
  readonly reads: ReadonlySet<Reading>;
  /** The letters it knows; others are brought to these, as far as they can be. */
  readonly letters: 'ascii' | 'any';
}

/** Flite, as listened to: `1,234.50`, `$45.50`, `10:30`, `22nd` and `50%` are right. */
export const EMBEDDED_VOICE: SpeaksCapability = {
  voice: 'The embedded voice',
  languages: ['en'],
  reads: new Set(['plainNumbers', 'ordinals', 'percents', 'dollars', 'hoursMinutes']),
  letters: 'ascii',
};

/** Voices of services and of systems have a reader of their own, in every language they speak. */
export const READING_VOICE: SpeaksCapability = {
  voice: 'The voice',
  languages: null,
  reads: new Set(READINGS),
  letters: 'any',
};
