/**
 * The agent's back-channel (`enableBackchannel`): while a caller speaks for long, the agent's
 * "uh-huh" shows that it listens. Pure: it is given the caller's sounds and decides when the moment
 * is right. Times are microseconds on any one scale.
 */
export const BACKCHANNEL = {
  /** How long the caller must have been speaking; pauses within a turn count as speech. */
  afterSpeechMs: 5_000,
  /** The minimum time between two back-channels. */
  gapMs: 6_000,
  /**
   * A pause this long invites a back-channel: the caller can still continue within the endpointing
   * time.
   */
  pauseMs: 120,
  /** A volume factor for the voice, to make it a nod rather than a turn. */
  gain: 0.5,
} as const;

export interface BackchannelState {
  /** When the caller's turn began; null before that. */
  readonly speakingSinceUs: number | null;
  /** The last sound before the caller's current pause; null while there is sound. */
  readonly pausedSinceUs: number | null;
  readonly lastAtUs: number | null;
  /** How many there were in this call. */
  readonly count: number;
}

export type BackchannelInput =
  /** The caller made a sound: the first of this turn, or the first after a pause. */
  | { readonly type: 'speaks'; readonly atUs: number }
  | { readonly type: 'pauses'; readonly sinceUs: number }
  | { readonly type: 'turnOver' }
  /** Asks whether to speak now. `agentHasTheFloor`: the agent is speaking or about to. */
  | { readonly type: 'ask'; readonly atUs: number; readonly agentHasTheFloor: boolean };

export const SILENT_SO_FAR: BackchannelState = {
  speakingSinceUs: null,
  pausedSinceUs: null,
  lastAtUs: null,
  count: 0,
};

/** `speak` can be true only in response to `ask`. */
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

/**
 * What the agent says, alternating, by language. Unlisted languages get a hum that all of them
 * understand.
 */
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

/** The word for the `count`-th back-channel of a call, from 0. `language` is BCP 47. */
export function backchannelWord(language: string, count: number): string {
  const words = WORDS[language.split('-')[0]?.toLowerCase() ?? ''] ?? HUM;
  return words[count % words.length] ?? words[0];
}
