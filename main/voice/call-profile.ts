import type { AmbientSound, CallModel, CallWarning } from '../../common/contract/index.ts';
import type { ListeningSettings } from './listening/caller-side.ts';

/**
 * The settings of a call, fixed when it begins. Later changes of the agent apply to the next call.
 */
export interface CallProfile extends ListeningSettings {
  readonly callId: string;
  readonly accountId: string;
  readonly agentId: string;
  readonly numberId: string | null;
  readonly direction: 'inbound' | 'outbound' | 'web';
  /** As dialled. For a caller without a number, whatever the carrier sent. */
  readonly from: string;
  readonly to: string;
  /** When the call started: product time, in milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** The model that answers a hosted call; null if the agent's webhook answers. */
  readonly model: CallModel | null;
  /** Whether the model is given the keys that the caller presses. */
  readonly keysToModel: boolean;
  /** Spoken when the call is answered; null: the caller speaks first. */
  readonly greeting: string | null;
  /**
   * Without a greeting, ask the responder for one with an empty turn
   * (docs/reference/provider/voice-turns.md#the-empty-turn).
   */
  readonly helloTurn: boolean;
  /** The message to leave when a voicemail answers; null: hang up. */
  readonly voicemailMessage: string | null;
  /** Markup reaches the voice as it is written. */
  readonly keepMarkup: boolean;
  readonly voice: string;
  readonly voiceSpeed: number;
  readonly transferNumber: string | null;
  /** The agent utters back-channels while the caller speaks for long. */
  readonly enableBackchannel: boolean;
  readonly ambientSound: AmbientSound;
  /**
   * The answer to a service that asks who is calling; null: its question is treated as any other
   * line.
   */
  readonly screeningAnswer: string | null;
  /** How long the caller may be silent before the call is hung up. */
  readonly maxSilenceMs: number;
  readonly maxDurationMs: number;
  /** Problems that are known before a word is said. */
  readonly warnings: readonly CallWarning[];
}
