/** Writes `docs/reference/errors.md` from the error table: `node scripts/write-error-reference.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ApiError, ERROR_TABLE, type ErrorCode } from '../common/contract/errors.ts';

export const ERROR_REFERENCE = new URL('../docs/reference/errors.md', import.meta.url);

/** The contents that the page must have. */
export function errorReference(): string {
  const rows = Object.entries(ERROR_TABLE)
    .sort(([, a], [, b]) => a.status - b.status)
    .map(([code, { status, type, when }]) => `| ${status} | \`${code}\` | \`${type}\` | ${when} |`);
  const example = (code: ErrorCode, error: ApiError) =>
    `\`\`\`json\n${JSON.stringify({ status: ERROR_TABLE[code].status, body: error.toBody() }, null, 2)}\n\`\`\``;
  const missing = { loc: ['body', 'name'], msg: 'Field required', type: 'missing' } as const;
  return `<!-- Written by scripts/write-error-reference.ts from common/contract/errors.ts. Do not edit. -->

# Errors

Every failure, over the API and over the control port, has one of these codes and one body. Branch
on \`error.code\`; show \`error.message\` to a person. \`detail\` repeats the message for clients that
read only that.

| status | code | type | when |
| --- | --- | --- | --- |
${rows.join('\n')}

## The body

${example('NOT_FOUND', new ApiError('NOT_FOUND', 'There is no such agent in this account.'))}

A request that does not fit the schema also lists each fault: in \`error.details\` by field name, and
in \`detail\` with the path to the field.

${example(
  'REQUEST_INVALID',
  new ApiError('REQUEST_INVALID', 'name: Field required', {
    details: [{ field: 'name', message: 'Field required', type: 'missing' }],
    faults: [missing],
  }),
)}

## What to repeat

429, 500, 502 and 503 are worth repeating: wait for the seconds in \`Retry-After\` where it is sent,
else wait longer after each try. The 429 codes of conversations and lines (\`CONVERSATION_…\`,
\`NEW_CONVERSATION_LIMIT_REACHED\`, \`OUTBOUND_LIMIT_REACHED\`) are the exception: repeating helps nothing,
they end when the other side writes, or with the day. Nor is a 409 \`DELIVERY_UNCONFIRMED\` to be
repeated: the message may have gone out. Everything else stays as it is until the request changes.

**Here only:** with an \`Idempotency-Key\` header a repeated POST gets the first answer again for 24 hours
of product time, and nothing is done twice; with another path or body it is refused. The service has no
such key: there the repetition is done again. The window says so when a client relies on it.

\`fault.set\` makes the API fail on purpose with any of these, before the work or after it, so that
you can watch your code cope.
`;
}

if (import.meta.main) {
  mkdirSync(dirname(ERROR_REFERENCE.pathname), { recursive: true });
  writeFileSync(ERROR_REFERENCE, errorReference());
}
