import { LiveWatcher } from './live-watcher.ts';
import type { StartedApp } from './running-app.ts';

/** A request to a running app that was answered with a defect. */
export interface FailedRead {
  readonly what: string;
  readonly status: number;
  readonly body: unknown;
}

/**
 * Requests everything that a running app can return: each list, each item of it, an export, and the
 * window's snapshot. Returns the failures; something that does not exist is not a failure.
 */
export async function readEverything(app: StartedApp): Promise<FailedRead[]> {
  const failed: FailedRead[] = [];
  const keep = (what: string, status: number, body: unknown) => {
    if (status >= 500) failed.push({ what, status, body });
    return body as Record<string, unknown>;
  };
  const op = async (name: string, input: object = {}) => {
    const { status, body } = await app.control.send(name, input);
    return keep(`${name} ${JSON.stringify(input)}`, status, body);
  };
  const get = async (path: string) => {
    const response = await fetch(app.ready.api + path, {
      headers: { authorization: `Bearer ${app.ready.apiKey}` },
    });
    const text = await response.text();
    return keep(`GET ${path}`, response.status, text.startsWith('{') ? JSON.parse(text) : text);
  };
  const ids = (answer: Record<string, unknown>, field = 'data') =>
    ((answer[field] ?? []) as { id: string }[]).map(({ id }) => id);

  for (const path of PLAIN_PATHS) await get(path);
  for (const id of ids(await get('/v1/agents'))) {
    await get(`/v1/agents/${id}`);
    await get(`/v1/agents/${id}/conversations`);
    await get(`/v1/agents/${id}/calls`);
    await get(`/v1/agents/${id}/webhook`);
    await get(`/v1/agents/${id}/webhook/deliveries`);
    await op('agentPreferences.get', { agentId: id });
  }
  for (const id of ids(await get('/v1/numbers'))) {
    await get(`/v1/numbers/${id}`);
    await get(`/v1/numbers/${id}/messages`);
    await get(`/v1/numbers/${id}/calls`);
    await get(`/v1/numbers/${id}/contact-card`);
  }
  for (const id of ids(await get('/v1/contacts'))) await get(`/v1/contacts/${id}`);
  for (const id of ids(await get('/v1/conversations'))) {
    await get(`/v1/conversations/${id}`);
    await get(`/v1/conversations/${id}/messages`);
  }
  for (const id of ids(await get('/v1/calls'))) {
    await get(`/v1/calls/${id}`);
    await get(`/v1/calls/${id}/transcript`);
    await get(`/v1/calls/${id}/recording`);
  }
  for (const id of ids(await op('call.list'), 'items')) {
    await op('call.get', { callId: id });
    await op('call.events', { callId: id });
    await op('call.timeline', { callId: id });
    await op('call.export', { callId: id, format: 'html' });
  }
  for (const id of ids(await op('delivery.list'), 'items')) await op('delivery.get', { id });
  for (const name of [
    'key.list',
    'plan.get',
    'latency.summary',
    'workspace.export',
    'damage.list',
  ]) {
    await op(name);
  }
  const watcher = new LiveWatcher(app.ready);
  await watcher.opened.catch((error) =>
    failed.push({ what: 'live', status: 500, body: `${error}` }),
  );
  watcher.close();
  return failed;
}

const PLAIN_PATHS = [
  '/v1/usage',
  '/v1/usage/daily',
  '/v1/usage/monthly',
  '/v1/usage/by-number',
  '/v1/usage/by-agent',
  '/v1/webhooks',
  '/v1/webhooks/deliveries',
  '/v1/webhooks/deliveries/stats',
  '/v1/webhooks/deliveries/all-time',
  '/v1/sub-accounts',
  '/v1/register/status',
  '/v1/location/+12025550147',
  '/v1/contacts/capabilities?phone_number=%2B12025550147',
];
