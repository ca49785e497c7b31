import { DEFAULT_VOICE_ID, type Voice } from '../../../common/contract/index.ts';

/** The embedded engine's voices. Every voice of the catalogue is spoken by one of them. */
export type EmbeddedVoice = 'slt' | 'kal' | 'awb' | 'rms';

interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly gender: 'female' | 'male';
  readonly accent: string;
  readonly embedded: EmbeddedVoice;
}

/** Voice ids known to users of the cloud, and the embedded voices under their own names. */
const CATALOGUE: readonly CatalogueEntry[] = [
  entry(DEFAULT_VOICE_ID, 'Skylar — Friendly Guide', 'platform', 'female', 'American', 'slt'),
  entry('flite-slt', 'Slate', 'embedded', 'female', 'American', 'slt'),
  entry('flite-kal', 'Kal', 'embedded', 'male', 'American', 'kal'),
  entry('flite-rms', 'Roland', 'embedded', 'male', 'American', 'rms'),
  entry('flite-awb', 'Alban', 'embedded', 'male', 'Scottish', 'awb'),
  entry('11labs-Marissa', 'Marissa', 'elevenlabs', 'female', 'American', 'slt'),
  entry('11labs-Lily', 'Lily', 'elevenlabs', 'female', 'British', 'slt'),
  entry('11labs-Brian', 'Brian', 'elevenlabs', 'male', 'American', 'rms'),
  entry('openai-alloy', 'Alloy', 'openai', 'female', 'American', 'slt'),
  entry('openai-nova', 'Nova', 'openai', 'female', 'American', 'slt'),
  entry('openai-onyx', 'Onyx', 'openai', 'male', 'American', 'rms'),
  entry('cartesia-sonic', 'Sonic', 'cartesia', 'female', 'American', 'slt'),
  entry('deepgram-thalia', 'Thalia', 'deepgram', 'female', 'American', 'slt'),
  entry('deepgram-orion', 'Orion', 'deepgram', 'male', 'American', 'kal'),
];

/** Providers whose voices are really the embedded ones. */
const OWN_PROVIDERS: ReadonlySet<string> = new Set(['embedded', 'platform']);

/** The catalogue of voices (docs/reference/provider/agents.md#voices). */
export class Voices {
  list(): Voice[] {
    return CATALOGUE.map((voice) => ({
      voice_id: voice.id,
      voice_name: voice.name,
      name: voice.name,
      provider: voice.provider,
      gender: voice.gender,
      accent: voice.accent,
      preview_audio_url: null,
    }));
  }

  /** The catalogue's entry for a voice id; null if it has none. */
  find(voiceId: string): Pick<CatalogueEntry, 'name' | 'provider' | 'gender'> | null {
    return CATALOGUE.find(({ id }) => id === voiceId) ?? null;
  }

  /** The Flite voice for a voice id, and whether it is a substitute. */
  fliteVoiceOf(voiceId: string): { readonly name: string; readonly substituted: boolean } {
    const entry = CATALOGUE.find(({ id }) => id === voiceId);
    const embedded = entry?.embedded ?? 'slt';
    return {
      // Flite has two versions of Kal; the one with 16 in its name is not limited to telephone
      // quality.
      name: embedded === 'kal' ? 'kal16' : embedded,
      substituted: entry === undefined || !OWN_PROVIDERS.has(entry.provider),
    };
  }
}

function entry(
  id: string,
  name: string,
  provider: string,
  gender: CatalogueEntry['gender'],
  accent: string,
  embedded: EmbeddedVoice,
): CatalogueEntry {
  return { id, name, provider, gender, accent, embedded };
}
