import { z } from 'zod';
import { CallLine } from '../calls.ts';
import { HostName } from '../host-names.ts';
import { defineOperation } from './definition/define.ts';

/** Settings of this provider that the API has no fields for. */
export const Preferences = z.object({
  // docs/reference/provider/voice-turns.md#the-empty-turn
  helloTurn: z
    .boolean()
    .describe(
      'Whether the handler of an agent without a greeting is asked for one, with an empty turn; off by default.',
    ),
  endpointingSilenceMs: z
    .number()
    .int()
    .min(100)
    .max(5_000)
    .nullable()
    .describe(
      "Silence after which the caller's turn is over, in milliseconds. Null: by the agent's `sttMode`, 300 for `fast` and 500 for `accurate`.",
    ),
  mergeContinuedSpeech: z
    .boolean()
    .describe(
      'Whether a caller who goes on before anything of the answer was heard continues the same line, which is sent again whole; on by default.',
    ),
  echoControl: z
    .boolean()
    .describe(
      "Whether the agent's own voice, come back from the caller's loudspeaker, is told apart from the caller's; on by default.",
    ),
  line: CallLine.describe(
    'How new simulated calls sound: `clear` (the default), or `telephone`, 8 kHz µ-law both ways.',
  ),
  allowPrivateAddresses: z
    .boolean()
    .describe(
      'Whether webhooks may go into private networks such as 192.168.1.20; off by default. Loopback and public addresses always may.',
    ),
  apiCors: z
    .boolean()
    .describe(
      'Whether web pages of any origin may call the emulated API, with the API key; off by default.',
    ),
  allowedHosts: z
    .array(HostName)
    .max(50)
    .overwrite((names) => [...new Set(names)])
    .describe(
      'Host names besides loopback at which API and Twilio ingress answer, such as host.docker.internal; at most 50, besides those of `--allow-host`. In no export.',
    ),
  callAnalysis: z
    .enum(['local', 'model'])
    .describe(
      'Who writes summary, sentiment and success of a finished call: rules on this computer (`local`, the default), or the linked `model`, which is given the transcript.',
    ),
  keysToModel: z
    .boolean()
    .describe(
      'Whether keys that a caller presses go to a hosted model as a line; off by default. No webhook is told of keys.',
    ),
  // The service's FAQ says so; its newer pages call such a response final.
  retryClientErrors: z
    .boolean()
    .describe(
      'Whether a webhook that was answered with 4xx is sent again, as after 5xx; on by default.',
    ),
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
