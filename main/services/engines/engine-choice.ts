import { z } from 'zod';
import {
  type EngineChange,
  LLM_KINDS,
  STT_KINDS,
  TTS_KINDS,
} from '../../../common/contract/index.ts';
import { MODEL_PROVIDERS } from '../../llm/model-defaults.ts';
import type { Provider } from '../../speech/cloud/engine-access.ts';
import { OPENAI_STT } from '../../speech/cloud/openai-stt.ts';
import { DEEPGRAM_STT, ELEVENLABS_STT } from '../../speech/cloud/stt-protocols.ts';
import { TTS_PROVIDERS } from '../../speech/cloud/tts-providers.ts';
import { MODEL_HUB } from '../../speech/models/model-catalogue.ts';

const name = z.string().nullable();
const access = { baseUrl: name, model: name };
const NO_TIERS = { turbo: null, balanced: null, max: null };

/** The stored part of the choice; keys are in the secret store. */
export const EngineChoice = z.object({
  stt: z.object({ kind: z.enum(STT_KINDS), ...access }),
  tts: z.object({
    kind: z.enum(TTS_KINDS),
    ...access,
    voice: name,
    fallbackToFlite: z.boolean(),
  }),
  llm: z.object({
    kind: z.enum(LLM_KINDS),
    ...access,
    /** One per tier, instead of `model` for all tiers. */
    tiers: z.object({ turbo: name, balanced: name, max: name }).default(NO_TIERS),
  }),
});
export type EngineChoice = z.infer<typeof EngineChoice>;
export type EngineSlot = keyof EngineChoice;

export const ENGINE_SLOTS = ['stt', 'tts', 'llm'] as const satisfies readonly EngineSlot[];

/** The defaults, which need neither server nor key. */
export const USUAL_ENGINES: EngineChoice = {
  stt: { kind: 'typed', baseUrl: null, model: null },
  tts: { kind: 'flite', baseUrl: null, model: null, voice: null, fallbackToFlite: true },
  llm: { kind: 'offline', baseUrl: null, model: null, tiers: NO_TIERS },
};

/** Not a speech server, but the place to download models from. */
export const LOCAL: Provider = { label: 'Local', baseUrl: MODEL_HUB };

/** The choice after a change. A field missing in a slot gets the provider's default. */
export function chosen(before: EngineChoice, { stt, tts, llm }: EngineChange): EngineChoice {
  const common = (given: { baseUrl?: string | null; model?: string | null }) => ({
    baseUrl: given.baseUrl ?? null,
    model: given.model ?? null,
  });
  return EngineChoice.parse({
    ...before,
    ...(stt && { stt: { kind: stt.kind, ...common(stt) } }),
    ...(tts && {
      tts: {
        kind: tts.kind,
        ...common(tts),
        voice: tts.voice ?? null,
        fallbackToFlite: tts.fallbackToFlite,
      },
    }),
    ...(llm && {
      llm: {
        kind: llm.kind,
        ...common(llm),
        tiers: { ...NO_TIERS, ...withoutUndefined(llm.tiers) },
      },
    }),
  });
}

/** The provider whose server a slot uses; null if it needs none. */
export function providerOf(slot: EngineSlot, { stt, tts, llm }: EngineChoice): Provider | null {
  switch (slot) {
    case 'stt':
      if (stt.kind === 'typed') return null;
      if (stt.kind === 'local') return LOCAL;
      if (stt.kind === 'openai') return OPENAI_STT;
      return stt.kind === 'deepgram' ? DEEPGRAM_STT : ELEVENLABS_STT;
    case 'tts':
      return tts.kind === 'flite' || tts.kind === 'virtual' ? null : TTS_PROVIDERS[tts.kind];
    case 'llm':
      return llm.kind === 'offline' ? null : MODEL_PROVIDERS[llm.kind];
  }
}

/**
 * Whether the slot now has another provider or server. A key belongs to one of them, and is never
 * passed to another automatically.
 */
export function hasMoved(slot: EngineSlot, before: EngineChoice, after: EngineChoice): boolean {
  const old = providerOf(slot, before);
  if (!old) return false;
  const now = providerOf(slot, after);
  const oldUrl = before[slot].baseUrl ?? old.baseUrl;
  const url = after[slot].baseUrl ?? now?.baseUrl ?? null;
  return now?.label !== old.label || url === null || originOf(url) !== originOf(oldUrl);
}

function originOf(url: string): string {
  return new URL(url).origin;
}

function withoutUndefined(record: Readonly<Record<string, unknown>> = {}): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
