import { z } from 'zod';
import { CallLine } from '../calls.ts';
import { HostName } from '../host-names.ts';
import { defineOperation } from './define.ts';

/** How this provider behaves, beyond what the API can set. */
export const Preferences = z.object({
  /**
   * Webhook mode without a greeting: ask the handler for one with an empty turn
   * (docs/reference/provider/voice-turns.md#the-empty-turn).
   */
  helloTurn: z.boolean(),
  /** Silence that ends the caller's turn; null follows the agent's `sttMode`. */
  endpointingSilenceMs: z.number().int().min(100).max(5_000).nullable(),
  /**
   * A caller who goes on speaking before anything of the answer was heard goes on with the same
   * line: the request is broken off, and the whole line is sent in the same turn.
   */
  mergeContinuedSpeech: z.boolean(),
  /** The agent's own voice, come back from the caller's side, is not taken for the caller's. */
  echoControl: z.boolean(),
  /** `telephone`: both directions sound like 8 kHz µ-law, on simulated calls too. */
  line: CallLine,
  /** Webhooks may go to private networks; loopback and public addresses are always fine. */
  allowPrivateAddresses: z.boolean(),
  /** Web pages of any origin may call the emulated API; they still need the API key. */
  apiCors: z.boolean(),
  /**
   * Names besides those of loopback under which the API and the Twilio ingress answer, for tunnels
   * and containers; what `--allow-host` named comes on top. Never exported with a workspace.
   */
  allowedHosts: z
    .array(HostName)
    .max(50)
    .overwrite((names) => [...new Set(names)]),
  /**
   * Who writes the summary, sentiment and success of a call that is over: simple rules here, or
   * the linked model, which reads the transcript for it.
   */
  callAnalysis: z.enum(['local', 'model']),
  /**
   * Hosted agents: the keys that the caller presses are a line to the model. Webhooks are never told
   * of keys: the service documents none for them.
   */
  keysToModel: z.boolean(),
  /**
   * Whether a webhook that a handler answered with 4xx is sent again, as the service's FAQ says; newer
   * pages of it say that such an answer is final.
   */
  retryClientErrors: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;

export const SETTING_OPERATIONS = [
  defineOperation({
    name: 'settings.get',
    description: 'How this provider behaves, beyond what the API can set.',
    input: z.object({}),
    output: Preferences,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'settings.set',
    description: 'Changes settings; what is left out stays. Calls take them up when they begin.',
    input: Preferences.partial(),
    output: Preferences,
    effect: 'changes',
  }),
] as const;
