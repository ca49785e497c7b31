import { maskedHeaders, maskedUrl } from '../../../common/rules/masked-secrets.ts';
import type { Cell } from './column.ts';

/** What opens doors, cut out of the cells that may hold it. What is left can be imported again. */

/** A cell without what is secret in it; null for what cannot be told apart. */
export type OpenCell = (cell: Cell) => Cell;

/** Nothing of it may be seen. */
const emptied: OpenCell = () => '';
const emptyList: OpenCell = () => '[]';

/** An address without user, password and the values of parameters named like a secret. */
const openUrl: OpenCell = (cell) => (typeof cell === 'string' ? maskedUrl(cell) : cell);

/** JSON with something about it changed. What is no JSON may be a secret with a character too many. */
function inJson(open: (value: unknown) => unknown): OpenCell {
  return (cell) => {
    if (typeof cell !== 'string') return cell;
    try {
      return JSON.stringify(open(JSON.parse(cell)));
    } catch {
      return null;
    }
  };
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withOpenUrl(value: unknown): unknown {
  if (!isFields(value) || typeof value.url !== 'string') return value;
  return { ...value, url: maskedUrl(value.url) };
}

const openUrls = inJson((value) =>
  Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? maskedUrl(item) : item))
    : value,
);

/** Keeps only the names of a tool's headers; null marks a value that was left out. */
function openTool(tool: unknown): unknown {
  if (!isFields(tool) || !isFields(tool.headers)) return withOpenUrl(tool);
  const headers = Object.fromEntries(Object.keys(tool.headers).map((name) => [name, null]));
  return withOpenUrl({ ...tool, headers });
}

const openAgent = inJson((value) =>
  isFields(value) && Array.isArray(value.customTools)
    ? { ...value, customTools: value.customTools.map(openTool) }
    : value,
);

/** What a person put in by hand: its headers are those that a receiver asks for. */
const openOverride = inJson((value) => {
  if (!isFields(value)) return value;
  const { headers: _left, ...rest } = value;
  return withOpenUrl(rest);
});

const openHeaders = inJson((value) =>
  Array.isArray(value) ? maskedHeaders(value as [string, string][]) : value,
);

/** By table and column; whatever is not here holds no secret. */
export const OPEN_CELLS: Readonly<Record<string, Readonly<Record<string, OpenCell>>>> = {
  agents: { settings_json: openAgent },
  contact_cards: { avatar_url: openUrl },
  feedback: { url: openUrl },
  conversations: { group_icon_url: openUrl, background_url: openUrl },
  messages: { media_urls_json: openUrls },
  // Whose data names an address.
  call_events: {
    data_json: (cell) =>
      typeof cell === 'string' && cell.includes('"url"') ? inJson(withOpenUrl)(cell) : cell,
  },
  sip_trunks: { password_sha256: emptied, password_last_four: emptied },
  webhooks: { url: openUrl, secret: emptied },
  deliveries: { url: openUrl, override_json: openOverride },
  delivery_attempts: {
    url: openUrl,
    secret: emptied,
    request_headers_json: emptyList,
    response_headers_json: openHeaders,
  },
};
