import { z } from 'zod';
import { ClockMoved, ClockState } from '../clock.ts';
import { defineOperation } from './definition/define.ts';

const Nothing = z.object({});

export const CLOCK_OPERATIONS = [
  defineOperation({
    name: 'clock.get',
    description: 'The product clock.',
    input: Nothing,
    output: ClockState,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'clock.advance',
    description: 'Moves the clock forward; everything due on the way runs in order first.',
    input: z.object({
      by: z
        .union([z.number().int().min(0), z.string().min(2)])
        .describe('Milliseconds, or an ISO 8601 duration such as PT5M, PT2H30M or P1D.'),
    }),
    output: ClockMoved,
    effect: 'changes',
  }),
  defineOperation({
    name: 'clock.set',
    description:
      'Moves the clock forward to a moment; everything due on the way runs in order first.',
    input: z.object({
      at: z.iso
        .datetime({ offset: true })
        .describe(
          'A moment that is not past by the product clock, as ISO 8601 with Z or an offset: 2026-12-04T09:00:00+01:00.',
        ),
    }),
    output: ClockMoved,
    effect: 'changes',
  }),
  defineOperation({
    name: 'clock.run',
    description: 'Frozen clock: runs from due item to due item until nothing is due.',
    input: z.object({
      until: z.literal('idle').default('idle').describe('`idle` is the only end that there is.'),
    }),
    output: ClockMoved,
    effect: 'changes',
  }),
  defineOperation({
    name: 'clock.freeze',
    description:
      'Stops the clock; it then moves only when told to. With handlerTimeMs each request to a handler or tool takes exactly that, all its lines at once, whatever it takes in real time.',
    input: z.object({
      handlerTimeMs: z
        .number()
        .min(0)
        .max(600_000)
        .optional()
        .describe(
          'Product time that each request to a handler or tool takes, in milliseconds. Left out: the time it really takes.',
        ),
    }),
    output: ClockState,
    effect: 'changes',
  }),
  defineOperation({
    name: 'clock.resume',
    description: 'Lets the clock run again from where it stands.',
    input: Nothing,
    output: ClockState,
    effect: 'changes',
  }),
  defineOperation({
    name: 'clock.toRealTime',
    description:
      'Back to real time, running. A clock that is ahead goes back only if no text, call or delivery is of a later time than the real one; otherwise 409 says until when.',
    input: Nothing,
    output: ClockMoved,
    effect: 'changes',
  }),
] as const;
