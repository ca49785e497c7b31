import { z } from 'zod';

/** Headers as they are kept: names and values, in the order they were sent in. */
export const KeptHeaders = z.array(z.tuple([z.string(), z.string()]));

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/;
const VALUE = /^[^\r\n\0]{0,65536}$/;

/** The same from outside: what a message could be made of without becoming two. */
export const FittingHeaders = z
  .array(
    z.tuple([
      z.string().regex(NAME, 'is no name of a header'),
      z.string().regex(VALUE, 'is no value of a header'),
    ]),
  )
  .max(500);

/** Headers of a tool: by name, null for one that is left out. */
export const FittingHeaderRecord = z.record(
  z.string().regex(NAME, 'is no name of a header'),
  z.string().regex(VALUE, 'is no value of a header').nullable(),
);
