import { z } from 'zod';
import { CallLine } from '../calls.ts';
import { HostName } from '../host-names.ts';
import { defineOperation } from './define.ts';

/** Settings of this provider that the API has no fields for. */
export const Preferences = z.object({
  /**
   * In webhook mode without a greeting, ask the handler for one with an empty turn
   * (docs/reference/provider/voice-turns.md#the-empty-turn).
   */
  helloTurn: z.boolean(),
  /** The silence after which the caller's turn is over; null: follows the agent's `sttMode`. */
  endpointingSilenceMs: z.number().int().min(100).max(5_000).nullable(),
  /**
   * A caller who resumes speaking before hearing anything of the answer continues the same line:
   * the request is aborted, and the whole line is sent in the same turn.
   */
  mergeContinuedSpeech: z.boolean(),
  /** Echo of the agent's voice on the caller's side does not count as the caller's voice. */
  echoControl: z.boolean(),
  /** The line of new simulated calls. `telephone`: both directions are reduced to 8 kHz µ-law. */
  line: CallLine,
  /** Allow webhooks into private networks. Loopback and public addresses are always allowed. */
  allowPrivateAddresses: z.boolean(),
  /** Let web pages of any origin call the emulated API. They still need the API key. */
  apiCors: z.boolean(),
  /**
   * Host names besides those of loopback to which the API and the Twilio ingress respond, for
   * tunnels and containers. Names given by `--allow-host` are added to these. Never exported with a
   * workspace.
   */
  allowedHosts: z
    .array(HostName)
    .max(50)
    .overwrite((names) => [...new Set(names)]),
  /**
   * What writes the summary, sentiment and success of a finished call: simple rules on this
   * computer, or the configured model, which is given the transcript.
   */
  callAnalysis: z.enum(['local', 'model']),
  /**
   * For hosted agents: keys that the caller presses are passed to the model as a line. Webhooks
   * never get them, because the service documents no event for keys.
   */
  keysToModel: z.boolean(),
  /**
   * Whether a webhook whose handler answered with 4xx is sent again. The service's FAQ says so; its
   * newer pages call such a response final.
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
