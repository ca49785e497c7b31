/**
 * Writes `docs/guides/events.md` from the schemas of the events:
 * `node scripts/write-event-reference.ts`.
 */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { EVENT_KINDS, type EventKind } from '../common/contract/index.ts';
import { type Described, type RowWords, schemaRows, typeOf } from './schema-rows.ts';

export const EVENT_REFERENCE = new URL('../docs/guides/events.md', import.meta.url);

/** The contents that the page must have. */
export function eventReference(): string {
  return `<!-- Written by scripts/write-event-reference.ts from common/contract/events.ts. Do not edit. -->

# Events, field by field

What your server receives, when each field is null, and an example of each kind. The same schemas are
in \`/openapi.json\` under \`webhooks\`, and check what tests see sent. How requests are signed and
repeated is in [Webhooks](webhooks.md).

Every event passes \`construct_event\` of the official Python SDK. Fields that are ours are marked so,
and so is all of \`agent.contact_shared\` but its name: the service names that event and documents no
payload.

A **test event** (\`POST /v1/webhooks/test\`, \`POST /v1/agents/{id}/webhook/test\`) and a **probe**
(\`webhook.diagnose\`, \`signature.probe\`) have \`test: true\` at the top and \`{"testMode": true}\` as
\`conversationState\`. They belong to no conversation, are sent once, and count in no figures. The body
of a test request may say \`from\`, \`to\`, \`message\` and \`channel\` (\`sms\`, \`imessage\`, \`mms\`,
\`whatsapp\`, \`rcs\`), to try how a handler routes.

A conversation begins with the first text, or with the first turn of a call: so voice turns have a
\`conversationId\` from the first call on, and what you store there with
\`PATCH /v1/conversations/{id}\` comes back as \`conversationState\` with the next turn. Web calls and
callers who hide their number have none.

${EVENT_KINDS.map(section).join('\n')}`;
}

function section({ schema, summary, answer, examples }: EventKind): string {
  const described = z.toJSONSchema(schema) as Described;
  const { event, channel } = described.properties ?? {};
  const shown = Object.values(examples).map(
    (example) => `${example.summary}:

\`\`\`json
${JSON.stringify(example.value, null, 2)}
\`\`\`
`,
  );
  return `## ${summary}

\`event\` ${typeOf(event)}, \`channel\` ${typeOf(channel)}. Your answer: ${answer}

| field | type | meaning |
| --- | --- | --- |
${schemaRows(described, WORDS).join('\n')}

${shown.join('\n')}`;
}

const WORDS: RowWords = {
  nameOf: (path, isRequired) => `\`${path}\`${isRequired ? '' : ' (may be absent)'}`,
  typeOf,
};

if (import.meta.main) writeFileSync(EVENT_REFERENCE, eventReference());
