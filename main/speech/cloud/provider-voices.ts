import type { EngineVoice } from '../tts.ts';

/** What the catalogue of voices tells about one of them. */
export interface CatalogueVoice {
  readonly name: string;
  readonly provider: string;
  readonly gender: 'female' | 'male';
}

/** The voices of one provider that stand in for those of the catalogue. */
export interface ProviderVoices {
  /** As the catalogue names the provider. */
  readonly provider: string;
  /** The provider's ids of the catalogue's voices, by name. */
  readonly own: Readonly<Record<string, string>>;
  readonly standIn: Readonly<Record<CatalogueVoice['gender'], string>>;
  /** Whether a voice id that is not in the catalogue may be one of the provider's own. */
  readonly looksOwn: (voiceId: string) => boolean;
}

/**
 * The provider's voice for a voice id: the very one, if it is the provider's; one of the same
 * gender otherwise, and that is said.
 *
 * @param preferred a voice from the settings, which speaks for everyone
 */
export function voiceOf(
  voices: ProviderVoices,
  voiceId: string,
  found: CatalogueVoice | null,
  preferred: string | null,
): EngineVoice {
  const own = found?.provider === voices.provider ? voices.own[found.name] : undefined;
  const real = own ?? (!found && voices.looksOwn(voiceId) ? voiceId : null);
  // Chosen by name for everyone: it stands in for nobody.
  if (preferred !== null) return { name: preferred, substituted: false };
  if (real !== null) return { name: real, substituted: false };
  return { name: voices.standIn[found?.gender ?? 'female'], substituted: true };
}
