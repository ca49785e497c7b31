import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import {
  CustomTool,
  ERROR_TABLE,
  FaultSpec,
  TextEventData,
  WebhookEvent,
} from '../../../../common/contract/index.ts';
import { AnswerLines } from '../../../../common/rules/answers/answer-lines.ts';

type Json = Readonly<Record<string, unknown>>;

/** A kind of JSON that documents show, recognised by a field that only it has. */
interface Shown {
  readonly what: string;
  readonly field: string;
  /** Throws if these values are not of this kind. */
  check(values: readonly Json[], before: readonly Json[]): void | Promise<void>;
}

const each = (check: (value: Json) => unknown) => async (values: readonly Json[]) => {
  for (const value of values) await check(value);
};

const SHOWN: readonly Shown[] = [
  { what: 'an event', field: 'event', check: each((value) => WebhookEvent.parse(value)) },
  { what: 'a fault', field: 'target', check: each((value) => FaultSpec.parse(value)) },
  { what: 'an error', field: 'body', check: each(isError) },
  { what: 'an answer to a turn', field: 'text', check: isAnswer },
  { what: 'a custom tool', field: 'parameters', check: each((value) => CustomTool.parse(value)) },
  { what: 'the request of a tool', field: 'args', check: fitsToolBefore },
  { what: 'servers of MCP', field: 'mcpServers', check: each(({ mcpServers }) => all(mcpServers)) },
  { what: 'servers of MCP', field: 'servers', check: each(({ servers }) => all(servers)) },
  {
    what: 'a part of a text',
    field: 'replyToMessageId',
    check: each((value) => TextEventData.partial().parse(value)),
  },
];

/**
 * Validates a JSON block, which may contain one value or one per line, against the schema of its
 * kind.
 *
 * @param before the values of the document's previous block
 * @returns its values
 * @throws Error if it is not JSON, of no known kind, or invalid
 */
export async function checkShownJson(text: string, before: readonly Json[]): Promise<Json[]> {
  const values = valuesOf(text);
  const shown = SHOWN.find(({ field }) => values.every((value) => field in value));
  if (!shown)
    throw new Error(`Nothing is known of what this shows (test/…/shown-json.ts): ${text}`);
  await shown.check(values, before);
  return values;
}

function valuesOf(text: string): Json[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }
}

function isError({ status, body }: Json): void {
  const { error, detail } = body as { error: Json; detail: unknown };
  const row = ERROR_TABLE[error.code as keyof typeof ERROR_TABLE];
  expect({ status, type: error.type }).toEqual({ status: row.status, type: row.type });
  expect(detail).toBeDefined();
}

/** Every line is understood, and there is a final one. */
function isAnswer(values: readonly Json[]): void {
  const answer = new AnswerLines();
  const read = values.map((value) => answer.next(JSON.stringify(value)));
  expect([...read.flatMap(({ warnings }) => warnings), ...answer.end()]).toEqual([]);
}

function fitsToolBefore([request]: readonly Json[], [tool]: readonly Json[]): void {
  expect(request?.name).toBe(tool?.name);
  const fits = new Ajv().compile(tool?.parameters as object);
  expect(fits(request?.args), JSON.stringify(fits.errors)).toBe(true);
}

interface McpServer {
  readonly command?: string;
  readonly args?: string[];
  readonly env?: Record<string, string>;
  readonly url?: string;
  readonly serverUrl?: string;
  readonly headers?: Record<string, string>;
}

/** Connects to each server like a client with this configuration. */
async function all(servers: unknown): Promise<void> {
  for (const server of Object.values(servers as Record<string, McpServer>)) {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transportOf(server));
    expect((await client.listTools()).tools).toHaveLength(28);
    await client.close();
  }
}

function transportOf({ command, args, env, url, serverUrl, headers }: McpServer) {
  if (command !== undefined) return new StdioClientTransport({ command, args, env });
  const requestInit = { headers };
  return new StreamableHTTPClientTransport(new URL(url ?? serverUrl ?? ''), { requestInit });
}
