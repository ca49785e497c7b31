import type { EngineVoice } from '../tts.ts';

export interface CatalogueVoice {
  readonly name: string;
  readonly provider: string;
  readonly gender: 'female' | 'male';
}

/** The voices with which one provider replaces those of the catalogue. */
export interface ProviderVoices {
  /** The provider's name in the catalogue. */
  readonly provider: string;
  /** The provider's ids of the catalogue's voices, by name. */
  readonly own: Readonly<Record<string, string>>;
  readonly standIn: Readonly<Record<CatalogueVoice['gender'], string>>;
  /** Whether a voice id that is not in the catalogue may be one of the provider's own. */
  readonly looksOwn: (voiceId: string) => boolean;
}

/**
 * The provider's voice for a voice id: the exact voice if it belongs to the provider; otherwise one
 * of the same gender, marked as substituted.
 *
 * @param preferred a voice from the settings, which is used for every agent
 */
export function voiceOf(
  voices: ProviderVoices,
  voiceId: string,
  found: CatalogueVoice | null,
  preferred: string | null,
): EngineVoice {
  const own = found?.provider === voices.provider ? voices.own[found.name] : undefined;
  const real = own ?? (!found && voices.looksOwn(voiceId) ? voiceId : null);
  // Chosen by name for every agent, so it does not count as a substitute.
  if (preferred !== null) return { name: preferred, substituted: false };
  if (real !== null) return { name: real, substituted: false };
  return { name: voices.standIn[found?.gender ?? 'female'], substituted: true };
}
