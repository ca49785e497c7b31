import type { AmbientSound, CallModel, CallWarning } from '../../common/contract/index.ts';
import type { ListeningSettings } from './listening/caller-side.ts';

/** What a call needs to know when it begins; later changes of the agent apply to the next call. */
export interface CallProfile extends ListeningSettings {
  readonly callId: string;
  readonly accountId: string;
  readonly agentId: string;
  readonly numberId: string | null;
  readonly direction: 'inbound' | 'outbound' | 'web';
  /** As dialled; of callers without a number what the carrier gave. */
  readonly from: string;
  readonly to: string;
  /** Product time of the call's start, milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** The model that answers a hosted call; null when the agent's webhook answers. */
  readonly model: CallModel | null;
  /** Whether the model is told of the keys that the caller presses. */
  readonly keysToModel: boolean;
  /** Spoken when the call is answered; null: the caller speaks first. */
  readonly greeting: string | null;
  /**
   * Without a greeting, ask the responder for one by an empty turn
   * (docs/reference/provider/voice-turns.md#the-empty-turn).
   */
  readonly helloTurn: boolean;
  /** Left when a voicemail answers; null: it is hung up on. */
  readonly voicemailMessage: string | null;
  /** Markup goes to the voice as it is written. */
  readonly keepMarkup: boolean;
  readonly voice: string;
  readonly voiceSpeed: number;
  readonly transferNumber: string | null;
  /** The agent says "uh-huh" while the caller speaks for long. */
  readonly enableBackchannel: boolean;
  readonly ambientSound: AmbientSound;
  /** Said to a service that asks who is calling; null: such a line is answered like any other. */
  readonly screeningAnswer: string | null;
  /** Caller silence after which the call is hung up. */
  readonly maxSilenceMs: number;
  readonly maxDurationMs: number;
  /** What is known to be amiss before a word is said. */
  readonly warnings: readonly CallWarning[];
}
