import { z } from 'zod';
import { defineOperation } from './definition/define.ts';

/** How long the ticket in an address lets a window in. It can be used only once. */
export const TICKET_LIFETIME_MS = 60_000;

export const TicketExchange = z.object({ ticket: z.string().min(1).max(200) });
export interface TicketExchanged {
  readonly token: string;
}

export const ACCESS_OPERATIONS = [
  defineOperation({
    name: 'window.ticket',
    description:
      'An address that opens the window in a browser: good once, for a minute, so that it may be an argument of a program.',
    input: z.object({}),
    output: z.object({ url: z.url(), expiresAt: z.iso.datetime() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'token.rotate',
    description:
      'Replaces the control token. Open windows get the new one; all else is closed and has to read it from control.json.',
    input: z.object({}),
    output: z.object({
      token: z.string(),
      /** How many open windows have received it. */
      windows: z.number().int(),
    }),
    effect: 'destructive',
  }),
] as const;
