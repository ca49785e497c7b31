import { isJsonObject } from '../../../common/rules/json-object.ts';
import { maskedHeaders, maskedUrl } from '../../../common/rules/masked-secrets.ts';
import type { Cell } from './column.ts';

/** Removes secrets from the cells that may contain them. The rest can still be imported. */

/** Returns a cell without its secrets; null if they cannot be separated. */
export type OpenCell = (cell: Cell) => Cell;

/** The whole cell is secret. */
const emptied: OpenCell = () => '';
const emptyList: OpenCell = () => '[]';

/** A URL without user, password, and the values of parameters with the name of a secret. */
const openUrl: OpenCell = (cell) => (typeof cell === 'string' ? maskedUrl(cell) : cell);

/**
 * Changes something within JSON. A cell that is not valid JSON may be a secret with a typing error.
 */
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

function withOpenUrl(value: unknown): unknown {
  if (!isJsonObject(value) || typeof value.url !== 'string') return value;
  return { ...value, url: maskedUrl(value.url) };
}

const openUrls = inJson((value) =>
  Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? maskedUrl(item) : item))
    : value,
);

/** Keeps only the names of a tool's headers; null marks a removed value. */
function openTool(tool: unknown): unknown {
  if (!isJsonObject(tool) || !isJsonObject(tool.headers)) return withOpenUrl(tool);
  const headers = Object.fromEntries(Object.keys(tool.headers).map((name) => [name, null]));
  return withOpenUrl({ ...tool, headers });
}

const openAgent = inJson((value) =>
  isJsonObject(value) && Array.isArray(value.customTools)
    ? { ...value, customTools: value.customTools.map(openTool) }
    : value,
);

/** What a person entered by hand: its headers may be credentials that a receiver requires. */
const openOverride = inJson((value) => {
  if (!isJsonObject(value)) return value;
  const { headers: _left, ...rest } = value;
  return withOpenUrl(rest);
});

const openHeaders = inJson((value) =>
  Array.isArray(value) ? maskedHeaders(value as [string, string][]) : value,
);

/** By table and column; columns not listed contain no secrets. */
export const OPEN_CELLS: Readonly<Record<string, Readonly<Record<string, OpenCell>>>> = {
  agents: { settings_json: openAgent },
  contact_cards: { avatar_url: openUrl },
  feedback: { url: openUrl },
  conversations: { group_icon_url: openUrl, background_url: openUrl },
  messages: { media_urls_json: openUrls },
  // Events whose data contains a URL.
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
