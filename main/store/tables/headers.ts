import { z } from 'zod';

/** Headers as stored: names and values, in the order in which they were sent. */
export const KeptHeaders = z.array(z.tuple([z.string(), z.string()]));

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/;
const VALUE = /^[^\r\n\0]{0,65536}$/;

/** Headers from outside, restricted to those that cannot split a message in two. */
export const FittingHeaders = z
  .array(
    z.tuple([
      z.string().regex(NAME, 'is no name of a header'),
      z.string().regex(VALUE, 'is no value of a header'),
    ]),
  )
  .max(500);

/** The headers of a tool by name; null for one that was left out. */
export const FittingHeaderRecord = z.record(
  z.string().regex(NAME, 'is no name of a header'),
  z.string().regex(VALUE, 'is no value of a header').nullable(),
);
