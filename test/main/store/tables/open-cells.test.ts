import { describe, expect, it } from 'vitest';
import { TABLES, WORKSPACE_TABLES } from '../../../../main/store/tables/all-tables.ts';
import { exportedCells, SECRET_TABLES } from '../../../../main/store/tables/exported-cells.ts';
import { OPEN_CELLS } from '../../../../main/store/tables/open-cells.ts';
import type { Table } from '../../../../main/store/tables/table.ts';
import { oldWorkspace } from '../../../doubles/storage/old-workspace.ts';

const SECRET = 'S3CRET';
const URL_WITH = [
  `https://user:${SECRET}@hook.example/a?b=1`,
  `https://${SECRET}@hook.example/a`,
  `https://hook.example/a?b=1&access_token=${SECRET}&c=2`,
  `https://hook.example/a?apiKey=${SECRET}`,
];
const PATH_WITH = `/twilio/voice?signature=${SECRET}&b=1`;

/** An agent's stored settings, with a tool. */
function agentWith(tool: object): string {
  const row = oldWorkspace().tables.agents?.[0];
  const customTools = [{ name: 'look_up', description: 'Looks it up.', parameters: null, ...tool }];
  return JSON.stringify({ ...JSON.parse(String(row?.settings_json)), customTools });
}

const toolCalled = (url: string) =>
  JSON.stringify({ call: 1, name: 'look_up', args: {}, builtIn: false, url });

/** A secret in every place where one may be, in all tables that are exported. */
const PLANTED: readonly [table: string, column: string, cell: string][] = [
  ...[...URL_WITH].flatMap((url): [string, string, string][] => [
    ['agents', 'settings_json', agentWith({ url })],
    ['contact_cards', 'avatar_url', url],
    ['conversations', 'group_icon_url', url],
    ['conversations', 'background_url', url],
    ['messages', 'media_urls_json', JSON.stringify(['https://a.example/x.png', url])],
    ['call_events', 'data_json', toolCalled(url)],
    ['call_events', 'data_json', JSON.stringify({ deliveryId: null, url })],
    ['webhooks', 'url', url],
    ['deliveries', 'url', url],
    ['deliveries', 'override_json', JSON.stringify({ body: true, url })],
    ['delivery_attempts', 'url', url],
  ]),
  [
    'agents',
    'settings_json',
    agentWith({ url: 'https://a.example/', headers: { 'X-Mine': SECRET, Authorization: SECRET } }),
  ],
  ['webhooks', 'secret', `whsec_${SECRET}`],
  ['deliveries', 'url', PATH_WITH],
  ['deliveries', 'override_json', `{"headers":[["X-Mine","${SECRET}"]]}`],
  ['delivery_attempts', 'url', PATH_WITH],
  ['delivery_attempts', 'secret', `whsec_${SECRET}`],
  ['delivery_attempts', 'request_headers_json', `[["X-Mine","${SECRET}"]]`],
  ['delivery_attempts', 'response_headers_json', `[["Set-Cookie","a=${SECRET}"]]`],
  ['delivery_attempts', 'response_headers_json', `[["X-Mine","Bearer ${SECRET}"]]`],
  ['sip_trunks', 'password_sha256', SECRET],
  ['sip_trunks', 'password_last_four', SECRET],
  ['verifications', 'code', SECRET],
  ['verifications', 'email', SECRET],
  ['idempotent_answers', 'body_json', `{"secret":"${SECRET}"}`],
];

/** What people said, wrote and configured: the content that an export is meant to contain. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  agent_preferences: ['preferences_json'],
  calls: ['settings_json'],
  conversations: ['participants_json', 'metadata_json'],
  registrations: ['request_json'],
  delivery_attempts: ['timing_json'],
  feedback: ['tags_json'],
  messages: ['whatsapp_json'],
  model_requests: ['answer_json'],
  sip_trunks: ['origination_json'],
  whatsapp_templates: ['components_json'],
};

function tableOf(name: string): Table {
  const table = TABLES.get(name);
  if (table === undefined) throw new Error(`There is no table ${name}.`);
  return table;
}

describe('an export without secrets', () => {
  it.each(PLANTED)('has none of %s.%s: %s', (name, column, cell) => {
    const table = tableOf(name);
    const written = (includeSecrets: boolean) =>
      exportedCells(table, { [column]: cell }, includeSecrets)[column] ?? null;
    expect(written(true)).toBe(cell);
    const open = written(false);
    expect(String(open)).not.toContain(SECRET);
    // The export must be importable.
    if (SECRET_TABLES.includes(name)) return;
    expect(table.columns[column]?.refusal(open as string), String(open)).toBeNull();
  });

  it('keeps what is none', () => {
    const open = (table: string, column: string, cell: string) =>
      exportedCells(tableOf(table), { [column]: cell }, false)[column];
    const url = 'https://hook.example/a?b=1#c';
    expect(open('webhooks', 'url', url)).toBe(url);
    expect(open('deliveries', 'url', '/twilio/voice')).toBe('/twilio/voice');
    expect(open('deliveries', 'override_json', `{"body":true,"url":"${url}"}`)).toBe(
      `{"body":true,"url":"${url}"}`,
    );
    const tool = { url, headers: { 'X-Mine': 'a' }, method: 'GET' };
    expect(JSON.parse(String(open('agents', 'settings_json', agentWith(tool))))).toEqual(
      JSON.parse(agentWith({ ...tool, headers: { 'X-Mine': null } })),
    );
  });

  it('leaves out what cannot be told apart', () => {
    const cells = exportedCells(tableOf('agents'), { settings_json: `{"${SECRET}` }, false);
    expect(cells.settings_json).toBeNull();
  });

  it('was thought of for every column of JSON, address, header and secret', () => {
    const telling = /_json$|url|secret|header|token|password/;
    const undecided = WORKSPACE_TABLES.filter(({ name }) => !SECRET_TABLES.includes(name)).flatMap(
      ({ name, columns }) =>
        Object.keys(columns)
          .filter((column) => telling.test(column) && column !== 'webhook_header_id')
          .filter((column) => !(column in (OPEN_CELLS[name] ?? {})))
          .filter((column) => !CONTENT[name]?.includes(column))
          .map((column) => `${name}.${column}`),
    );
    expect(undecided).toEqual([]);
  });
});
