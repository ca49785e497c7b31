/**
 * The agent's own "uh-huh" (`enableBackchannel`): when a caller speaks for long, the agent lets them
 * know that it listens. Pure; it is told what is heard of the caller and says when the moment is
 * there. Times are microseconds on any one scale.
 */
export const BACKCHANNEL = {
  /** So long the caller must have been speaking; pauses within a turn count as speech. */
  afterSpeechMs: 5_000,
  /** From one to the next, at least. */
  gapMs: 6_000,
  /** A pause of this length invites one: the endpointing time leaves room to go on after it. */
  pauseMs: 120,
  /** Factor on the voice: a nod, not a turn. */
  gain: 0.5,
} as const;

export interface BackchannelState {
  /** Since when the caller's turn goes on; null: the caller has not begun. */
  readonly speakingSinceUs: number | null;
  /** The last sound before the pause the caller is making; null while there is sound. */
  readonly pausedSinceUs: number | null;
  readonly lastAtUs: number | null;
  /** How many there were, in the call. */
  readonly count: number;
}

export type BackchannelInput =
  /** The caller sounds: for the first time in this turn, or again after a pause. */
  | { readonly type: 'speaks'; readonly atUs: number }
  | { readonly type: 'pauses'; readonly sinceUs: number }
  | { readonly type: 'turnOver' }
  /** Is this the moment? `agentHasTheFloor`: the agent speaks, or is about to. */
  | { readonly type: 'ask'; readonly atUs: number; readonly agentHasTheFloor: boolean };

export const SILENT_SO_FAR: BackchannelState = {
  speakingSinceUs: null,
  pausedSinceUs: null,
  lastAtUs: null,
  count: 0,
};

/** `speak` is true at most as the answer to `ask`. */
export function stepBackchannel(
  state: BackchannelState,
  input: BackchannelInput,
): { readonly state: BackchannelState; readonly speak: boolean } {
  switch (input.type) {
    case 'speaks':
      return {
        state: {
          ...state,
          speakingSinceUs: state.speakingSinceUs ?? input.atUs,
          pausedSinceUs: null,
        },
        speak: false,
      };
    case 'pauses': {
      const pausedSinceUs = state.speakingSinceUs === null ? null : input.sinceUs;
      return { state: { ...state, pausedSinceUs }, speak: false };
    }
    case 'turnOver':
      return { state: { ...state, speakingSinceUs: null, pausedSinceUs: null }, speak: false };
    case 'ask': {
      if (!isMoment(state, input.atUs) || input.agentHasTheFloor) return { state, speak: false };
      return { state: { ...state, lastAtUs: input.atUs, count: state.count + 1 }, speak: true };
    }
  }
}

function isMoment(state: BackchannelState, atUs: number): boolean {
  const { speakingSinceUs, pausedSinceUs, lastAtUs } = state;
  if (speakingSinceUs === null || pausedSinceUs === null) return false;
  return (
    atUs - pausedSinceUs >= BACKCHANNEL.pauseMs * 1000 &&
    pausedSinceUs - speakingSinceUs >= BACKCHANNEL.afterSpeechMs * 1000 &&
    (lastAtUs === null || atUs - lastAtUs >= BACKCHANNEL.gapMs * 1000)
  );
}

/** What is said, in turns, by language; of a language that is missing, the hum of all of them. */
const WORDS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  de: ['Mhm.', 'Ja.', 'Verstehe.'],
  en: ['Uh-huh.', 'Right.', 'I see.'],
  es: ['Ajá.', 'Claro.', 'Ya veo.'],
  fr: ['Hum-hum.', 'Oui.', 'Je vois.'],
  hi: ['हाँ।', 'अच्छा।'],
  it: ['Mhm.', 'Certo.', 'Capisco.'],
  ja: ['ええ。', 'はい。', 'なるほど。'],
  ko: ['네.', '그렇군요.'],
  nl: ['Hm-hm.', 'Ja.', 'Juist.'],
  pt: ['Uhum.', 'Certo.', 'Entendi.'],
  zh: ['嗯。', '对。', '好的。'],
};
const HUM = ['Mm-hmm.'] as const;

/** The word of the `count`-th back-channel of a call, from 0. `language` is BCP 47. */
export function backchannelWord(language: string, count: number): string {
  const words = WORDS[language.split('-')[0]?.toLowerCase() ?? ''] ?? HUM;
  return words[count % words.length] ?? words[0];
}
