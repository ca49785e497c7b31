import { z } from 'zod';
import { DateTime, Nullable } from './common.ts';

/**
 * SIP trunks, as the official Python SDK 0.20.3 reads and writes them. They are validated and
 * stored, but no call here is routed over SIP.
 */

export const TRUNK_TRANSFERS = ['all', 'sip', 'none'] as const;
export const TRUNK_CALLER_IDS = ['transferee', 'transferor'] as const;

/**
 * `sip:` or `sips:`, an optional user, a host name or address, an optional port and parameters (RFC
 * 3261).
 */
const SIP_URI =
  /^sips?:(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/%:]+@)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9\-.]*[A-Za-z0-9])?)(?::(?:[1-9]\d{0,4}))?(?:;[A-Za-z0-9\-_.!~*'()%[\]/:&+$=]+)*$/;

export const OriginationUri = z.strictObject({
  sip_uri: z
    .string()
    .max(255)
    .regex(SIP_URI, 'Must be a SIP address such as sip:agent@sip.example.com')
    .describe('Where calls of your numbers would go: `sip:` or `sips:`, a host, perhaps a user.'),
  name: z.string().max(100).nullish().describe('A name of your own.'),
  priority: z
    .number()
    .int()
    .min(0)
    .max(65_535)
    .nullish()
    .describe('The lowest one is tried first; 10 by default.'),
  weight: z
    .number()
    .int()
    .min(0)
    .max(65_535)
    .nullish()
    .describe('Share among those of one priority; 10 by default.'),
});
export type OriginationUri = z.infer<typeof OriginationUri>;

export const MAX_ORIGINATION_URIS = 20;
export const UpdateTrunkRequest = z.strictObject({
  name: z.string().trim().min(1).max(100).optional().describe('A name of your own.'),
  transfers: z
    .enum(TRUNK_TRANSFERS)
    .optional()
    .describe('Which transfers are allowed: `all`, to `sip` addresses only, or `none`.'),
  transfer_caller_id: z
    .enum(TRUNK_CALLER_IDS)
    .optional()
    .describe('Whose number a transferred call shows.'),
  origination: z
    .strictObject({
      uris: z
        .array(OriginationUri)
        .max(MAX_ORIGINATION_URIS)
        .describe('Replaces the list; an empty one ends it.'),
    })
    .optional()
    .describe('Where calls of your numbers would go.'),
});
export type UpdateTrunkRequest = z.infer<typeof UpdateTrunkRequest>;

export const SipTrunk = z.object({
  id: z.string().describe('Id of the trunk.'),
  name: z.string().describe('Its name.'),
  provider: z.string().describe('Always `simulated` here: no trunk leaves this machine.'),
  encrypted: z.boolean().describe('Whether signalling and sound are encrypted.'),
  transport: z.string().describe('How SIP travels: `tls`.'),
  mediaEncryption: z.string().describe('How the sound is encrypted: `srtp`.'),
  transfers: z.enum(TRUNK_TRANSFERS).describe('Which transfers are allowed.'),
  transferCallerId: z.enum(TRUNK_CALLER_IDS).describe('Whose number a transferred call shows.'),
  terminationSipUri: z.string().describe('Where your SIP server would send calls.'),
  originationUris: z
    .array(
      z.object({
        sip_uri: z.string().describe('The address.'),
        name: z.string().describe('Its name; empty when it has none.'),
        priority: z.number().int().describe('The lowest one is tried first.'),
        weight: z.number().int().describe('Share among those of one priority.'),
      }),
    )
    .describe('Where calls of your numbers would go.'),
  allowedIps: z
    .array(
      z.object({
        cidr: z.string().describe('A range of addresses.'),
        name: z.string().describe('Its name.'),
      }),
    )
    .describe('Who may send calls without a password: nobody here.'),
  proxyIps: z.array(z.string()).describe('Where calls would come from.'),
  credentials: z
    .array(
      z.object({
        username: z.string().describe('The user of the trunk.'),
        password: Nullable(z.string()).describe(
          'Only in the answers to creation and to rotation; null ever after.',
        ),
        passwordLast4: z.string().describe('Its last four characters.'),
        credentialListName: z.string().describe('The list it is in.'),
      }),
    )
    .describe('How your SIP server would sign in.'),
  createdAt: DateTime.describe('When it was created.'),
});
export type SipTrunk = z.infer<typeof SipTrunk>;
export const SipTrunkList = z.object({
  data: z.array(SipTrunk).describe('All trunks of the account, oldest first.'),
});
export const DeletedTrunk = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  id: z.string().describe('Id of the trunk.'),
});
