/**
 * Models whose retirement was announced on their providers' deprecation pages as of November 2026.
 * Applies to the provider itself only: a user's own server keeps its models.
 */
interface AnnouncedEnd {
  readonly provider: 'openai';
  readonly models: RegExp;
  /** The first day on which the provider no longer serves it. */
  readonly endsOn: string;
  readonly instead: string;
}

const ENDS: readonly AnnouncedEnd[] = [
  {
    provider: 'openai',
    models: /^(tts-1(-hd)?|gpt-4o-mini-tts)(-|$)/,
    endsOn: '2027-01-06',
    instead: 'OpenAI names no model that speaks in its place here; choose another provider',
  },
  {
    provider: 'openai',
    models: /^(whisper-1|gpt-4o-transcribe|gpt-4o-mini-transcribe)(-|$)/,
    endsOn: '2027-02-26',
    instead: 'use gpt-transcribe',
  },
  {
    provider: 'openai',
    models: /^(gpt-5(-mini|-nano|-pro)?|o3(-pro)?)(-\d{4}|$)/,
    endsOn: '2026-12-11',
    instead: 'use a model of the gpt-6 family',
  },
  {
    provider: 'openai',
    models: /^(gpt-4o|gpt-4o-mini|gpt-4\.1|gpt-4\.1-mini)(-\d{4}|$)/,
    endsOn: '2027-01-14',
    instead: 'use gpt-6-luna',
  },
  {
    provider: 'openai',
    models: /^(gpt-5\.1|gpt-5\.3-codex|gpt-5\.4-nano)(-|$)/,
    endsOn: '2027-04-01',
    instead: 'use a model of the gpt-6 family',
  },
];

/**
 * What a person should know about a model's retirement, with the date; null if nothing is
 * announced.
 */
export function announcedEnd(kind: string, model: string, nowMs: number): string | null {
  const end = ENDS.find(({ provider, models }) => provider === kind && models.test(model));
  if (!end) return null;
  const hasEnded = nowMs >= Date.parse(end.endsOn);
  return `${model} ${hasEnded ? 'has ended' : 'ends'} at OpenAI on ${end.endsOn}: ${end.instead}.`;
}
