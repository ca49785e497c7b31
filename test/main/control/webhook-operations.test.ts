import { afterEach, expect, it } from 'vitest';
import { TestApp } from '../../doubles/app/running-app.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';

const testApp = new TestApp();
const servers: WebServer[] = [];
afterEach(async () => {
  await testApp.clear();
  for (const server of servers.splice(0)) await server.stop();
});

async function serve(status: number) {
  const server = await WebServer.start((_request, response) => {
    response.writeHead(status).end();
  });
  servers.push(server);
  return server;
}

it('a webhook is registered, changed piece by piece, given a new secret and removed', async () => {
  const { control, sdk } = await testApp.start();
  expect(await control.run('webhook.get', {})).toEqual({ webhook: null });
  const made = await control.run('webhook.set', { url: 'http://127.0.0.1:9/webhook' });
  expect(made).toMatchObject({ agentId: null, timeoutSeconds: 30, contextLimit: 10 });
  expect(made.secret).toMatch(/^whsec_/);

  const url = 'http://127.0.0.1:9/other';
  const moved = await control.run('webhook.set', { url, timeoutSeconds: 5 });
  expect(moved).toEqual({ ...made, url, timeoutSeconds: 5 });
  expect((await control.run('webhook.set', { url, contextLimit: 0 })).timeoutSeconds).toBe(5);

  const rotated = await control.run('webhook.rotateSecret', {});
  expect(rotated.secret).not.toBe(made.secret);
  expect(await sdk.webhooks.getWebhook()).toMatchObject({ url, secret: rotated.secret });
  const given = await control.run('webhook.set', { url, secret: 'whsec_mine' });
  expect(given).toEqual({ ...rotated, secret: 'whsec_mine' });
  expect(await control.run('webhook.get', {})).toEqual({ webhook: given });

  await control.run('webhook.remove', {});
  expect(await control.run('webhook.get', {})).toEqual({ webhook: null });
});

it('an agent may have a webhook of its own, in place of the demo server as well', async () => {
  const { control, sdk } = await testApp.start();
  const [agent] = (await sdk.agents.listAgents()).data ?? [];
  const agentId = agent?.id ?? '';
  // The demo server answers for it; it is nobody's registration.
  expect(await control.run('webhook.get', { agentId })).toEqual({ webhook: null });
  const own = await control.run('webhook.set', { agentId, url: 'http://127.0.0.1:9/own' });
  expect(own.agentId).toBe(agentId);
  expect(await control.run('webhook.get', { agentId })).toEqual({ webhook: own });
  expect(await control.run('webhook.get', {})).toEqual({ webhook: null });
});

it('a webhook is tried, and the trial says which delivery it was', async () => {
  const { control } = await testApp.start();
  const good = await serve(200);
  await control.run('webhook.set', { url: good.url });
  const taken = await control.run('webhook.test', {});
  expect(taken).toMatchObject({ success: true, httpStatus: 200, error: null });
  expect(await control.run('delivery.get', { id: taken.deliveryId })).toMatchObject({
    status: 'success',
  });
  const bad = await serve(401);
  await control.run('webhook.set', { url: bad.url });
  const refused = await control.run('webhook.test', {});
  expect(refused).toMatchObject({ success: false, httpStatus: 401 });
  expect(refused.error).toMatch(/401/);
});

it('what cannot be a webhook is refused by name', async () => {
  const { control } = await testApp.start();
  const url = 'http://127.0.0.1:9/webhook';
  const fails = (input: object, name = 'webhook.set') => refusal(control.send(name, input));
  expect((await fails({ url: 'ftp://x/' })).message).toMatch(/url/);
  expect((await fails({ url: 'http://169.254.169.254/' })).code).toBe('VALIDATION_ERROR');
  expect((await fails({ url, secret: 'two words' })).message).toMatch(/without spaces/);
  expect((await fails({ url, timeoutSeconds: 4 })).message).toMatch(/timeoutSeconds/);
  expect((await fails({ url, agentId: 'agt_none' })).code).toBe('NOT_FOUND');
  for (const name of ['webhook.rotateSecret', 'webhook.remove', 'webhook.test'] as const) {
    expect((await fails({}, name)).code).toBe('NOT_FOUND');
  }
});

async function refusal(answer: Promise<{ status: number; body: unknown }>) {
  const { status, body } = await answer;
  expect(status).toBeGreaterThanOrEqual(400);
  const { code, message, details } = (body as { error: Record<string, unknown> }).error;
  return { code, message: JSON.stringify([message, details]) };
}
